"""The Annotator port over a spaCy pipeline; the default one comes inside a PyPI package (MIT)."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from service.scoring.annotated import AnnotatedText, Marked, Sentence, Token

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

BATCH = 64


class Tagger(Protocol):
    """Marks attributions in texts."""

    @property
    def name(self) -> str:
        """Which model this is, for the snapshot."""
        ...

    def tag(self, texts: Sequence[str]) -> list[tuple[Marked, ...]]:
        """The attributions of each text, in order."""
        ...


class SpacyAnnotator:
    """Sentences, tokens, syntax and names from a spaCy pipeline.

    spaCy is imported here and not at the top of the module: it costs seconds, and the web room must start without it.
    Attributions come from the ``tagger``, if one is given.
    """

    def __init__(self, pipeline: str | Path, tagger: Tagger | None = None) -> None:
        import spacy

        from service.adapters.sentence_bounds import NAME

        self._pipeline = spacy.load(pipeline)
        if self._pipeline.has_pipe("parser"):
            self._pipeline.add_pipe(NAME, before="parser")
        self._tagger = tagger
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="tagger")
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
            tagged = self._beside.submit(self._tagger.tag, texts)
            docs = list(self._pipeline.pipe(texts, batch_size=BATCH))
            return [
                AnnotatedText(doc.text, _tokens(doc), _sentences(doc), marked)
                for doc, marked in zip(docs, tagged.result(), strict=True)
            ]


def _annotated(doc: Doc) -> AnnotatedText:
    return AnnotatedText(doc.text, _tokens(doc), _sentences(doc))


def _sentences(doc: Doc) -> tuple[Sentence, ...]:
    return tuple(Sentence(s.start, s.end) for s in doc.sents)


def _tokens(doc: Doc) -> tuple[Token, ...]:
    """The tokens of a document; no name goes on over the end of a line."""
    return tuple(
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
            entity="" if _ends_line(token) else token.ent_type_,
            entity_start=bool(token.ent_type_)
            and (token.ent_iob_ == "B" or (token.i > 0 and _ends_line(doc[token.i - 1]))),
        )
        for token in doc
    )


def _ends_line(token: SpacyToken) -> bool:
    return token.is_space and "\n" in token.text
