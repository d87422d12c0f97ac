"""The Annotator port over a spaCy pipeline; the default one comes inside a PyPI package (MIT)."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from service.scoring.annotated import AnnotatedText, Sentence, Token

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.tokens import Doc


class SpacyAnnotator:
    """Sentences, tokens, syntax and names from a spaCy pipeline.

    spaCy is imported here and not at the top of the module: it costs seconds, and the web room must start without it.
    """

    def __init__(self, pipeline: str | Path) -> None:
        import spacy

        self._pipeline = spacy.load(pipeline)
        self._lock = threading.Lock()
        meta = self._pipeline.meta
        self.name = f"{meta['lang']}_{meta['name']}-{meta['version']}"

    def annotate(self, texts: Iterable[str]) -> list[AnnotatedText]:
        """Each text annotated, in order."""
        # A spaCy pipeline grows its string store while it reads, so threads take turns.
        with self._lock:
            return [_annotated(doc) for doc in self._pipeline.pipe(texts, batch_size=64)]


def _annotated(doc: Doc) -> AnnotatedText:
    tokens = tuple(
        Token(
            i=token.i,
            text=token.text,
            lemma=token.lemma_.lower(),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=token.head.i,
            start=token.idx,
            end=token.idx + len(token.text),
            entity=token.ent_type_,
            entity_start=token.ent_iob_ == "B",
        )
        for token in doc
    )
    return AnnotatedText(doc.text, tokens, tuple(Sentence(s.start, s.end) for s in doc.sents))
