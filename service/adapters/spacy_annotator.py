"""The Annotator port over a spaCy pipeline; the default one comes inside a PyPI package (MIT)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from service.scoring.annotated import AnnotatedText, Marked, Sentence, Token

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

# So many texts are read at once: more are hardly faster, and whoever asks can make use of fewer sooner.
BATCH = 32


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
        from threadpoolctl import ThreadpoolController

        from service.adapters.sentence_bounds import NAME

        self._pipeline = spacy.load(pipeline)
        _multiply_by_numpy(self._pipeline)
        if self._pipeline.has_pipe("parser"):
            self._pipeline.add_pipe(NAME, before="parser")
        self._tagger = tagger
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="tagger")
        self._lock = threading.Lock()
        self._threads = ThreadpoolController()
        meta = self._pipeline.meta
        name = f"{meta['lang']}_{meta['name']}-{meta['version']}"
        self.name = name if tagger is None else f"{name}+{tagger.name}"

    def annotate(self, texts: Iterable[str], *, by_rule: bool = False) -> Iterator[AnnotatedText]:
        """Each text annotated, in order; the tagger, which begins at once, reads on while others are made use of."""
        texts = list(texts)
        parts = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        if by_rule or self._tagger is None:
            return (one for part in parts for one in self._read(part))
        # The tagger reckons outside of Python's lock.
        tagged = [self._beside.submit(self._tagger.tag, part) for part in parts]
        return self._marked(parts, tagged)

    def _read(self, texts: Sequence[str]) -> list[AnnotatedText]:
        # A spaCy pipeline grows its string store while it reads, so threads take turns. Beside the tagger it shall have
        # one thread: those of numpy's BLAS wait for more to do without letting others work.
        with self._lock, self._threads.limit(limits=1, user_api="blas"):
            docs = self._pipeline.pipe(texts, batch_size=BATCH)
            return [AnnotatedText(doc.text, _tokens(doc), _sentences(doc)) for doc in docs]

    def _marked(
        self, parts: Sequence[Sequence[str]], tagged: Sequence[Future[list[tuple[Marked, ...]]]]
    ) -> Iterator[AnnotatedText]:
        try:
            for part, marks in zip(parts, tagged, strict=True):
                read = self._read(part)
                for text, marked in zip(read, marks.result(), strict=True):
                    yield replace(text, marked=marked)
        finally:
            # Whoever asked may have broken off.
            for marks in tagged:
                marks.cancel()


def as_published(pipeline: str | Path) -> Callable[[Sequence[str]], list[Doc]]:
    """A spaCy pipeline by name or folder with all of its components and as it comes, to measure others beside it."""
    import spacy

    whole = spacy.load(pipeline)
    return lambda texts: list(whole.pipe(texts))


def _multiply_by_numpy(pipeline: Language) -> None:
    """Have the networks of ``pipeline`` multiply by numpy, for the BLAS that comes with spaCy knows few kinds of CPUs.

    On one that it does not know it takes three times as long.
    """
    from spacy.pipeline import TrainablePipe
    from spacy.util import registry

    operations = registry.get("ops", "NumpyOps")(use_blis=False)
    networks = (component.model for _, component in pipeline.pipeline if isinstance(component, TrainablePipe))
    for node in (node for network in networks for node in network.walk()):
        node.ops = operations


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
