"""The Annotator port over a spaCy pipeline; the default one comes inside a PyPI package (MIT)."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from service.scoring.annotated import AnnotatedText, Named, Sentence, Token

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.tokens import Doc

    from service.adapters.attribution_tagger import AttributionTagger

BATCH = 64


class SpacyAnnotator:
    """Sentences, tokens, syntax and names from a spaCy pipeline.

    spaCy is imported here and not at the top of the module: it costs seconds, and the web room must start without it.
    With a ``tagger``, names and attributions come from it, and the pipeline does without its own part for names, which
    takes half its time.
    """

    def __init__(self, pipeline: str | Path, tagger: AttributionTagger | None = None) -> None:
        import spacy

        self._pipeline = spacy.load(pipeline, exclude=("ner",) if tagger is not None else ())
        self._tagger = tagger
        self._lock = threading.Lock()
        meta = self._pipeline.meta
        name = f"{meta['lang']}_{meta['name']}-{meta['version']}"
        self.name = name if tagger is None else f"{name}+{tagger.name}"

    def annotate(self, texts: Iterable[str]) -> list[AnnotatedText]:
        """Each text annotated, in order."""
        # A spaCy pipeline grows its string store while it reads, so threads take turns.
        with self._lock:
            if self._tagger is None:
                return [_annotated(doc) for doc in self._pipeline.pipe(texts, batch_size=BATCH)]
            texts = list(texts)
            # The tagger reckons outside of Python's lock: it reads while spaCy does.
            with ThreadPoolExecutor(1) as beside:
                tagging = beside.submit(self._tagger.tag, texts)
                docs = list(self._pipeline.pipe(texts, batch_size=BATCH))
                tagged = tagging.result()
            return [
                AnnotatedText(doc.text, _named(_tokens(doc), found.named), _sentences(doc), found.marked)
                for doc, found in zip(docs, tagged, strict=True)
            ]


def _annotated(doc: Doc) -> AnnotatedText:
    return AnnotatedText(doc.text, tuple(_tokens(doc)), _sentences(doc))


def _sentences(doc: Doc) -> tuple[Sentence, ...]:
    return tuple(Sentence(s.start, s.end) for s in doc.sents)


def _tokens(doc: Doc) -> list[Token]:
    return [
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
    ]


def _named(tokens: list[Token], names: Sequence[Named]) -> tuple[Token, ...]:
    """``tokens`` with the names that begin in them or cover their beginning."""
    starts = [token.start for token in tokens]
    for name in names:
        first = max(0, bisect_left(starts, name.span.start + 1) - 1)
        for i in range(first, bisect_left(starts, name.span.end)):
            tokens[i] = _of_name(tokens[i], name.kind, begins=i == first)
    return tuple(tokens)


def _of_name(token: Token, kind: str, *, begins: bool) -> Token:
    return Token(
        token.i,
        token.text,
        token.lemma,
        token.pos,
        token.tag,
        token.dep,
        token.head,
        token.start,
        token.end,
        kind,
        begins,
    )
