"""What is measured: the scorer of POST /score, as far as evaluation needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from service.news.article import Article
from service.news.claim import Attribution, Spoken
from service.news.copy import CopyOf
from service.news.pair import Comparison, Probabilities
from service.news.progress import Progress, silent
from service.news.report import ScoreReport, ScoreRequest, Snapshot
from service.scoring.affinity import Thread
from service.scoring.headline.head import BodyHead
from service.scoring.ports import Vectors
from service.scoring.view import EncodedClaim

__all__ = ["Progress", "Reading", "Subject", "cosines", "encoded", "silent", "similarity"]

_SIMILARITY = "similarity"


class Reading(Protocol):
    """What articles claim."""

    @property
    def encoded(self) -> tuple[EncodedClaim, ...]:
        """The claims with their unit vectors."""
        ...


class Subject(Protocol):
    """The scorer. Progress is told as stage, done, total."""

    @property
    def snapshot(self) -> Snapshot:
        """Which model and build answers."""
        ...

    def score(self, request: ScoreRequest, progress: Progress = silent) -> ScoreReport:
        """The report on a request; raises TooManyClaims beyond the scorer's limit."""
        ...

    def copies(self, articles: Sequence[Article]) -> Mapping[str, CopyOf]:
        """Which of some articles are copies of which others."""
        ...

    def compare_many(
        self, pairs: Sequence[tuple[Spoken, Spoken]], progress: Progress = silent, *, asked: bool = True
    ) -> list[Comparison]:
        """Each pair compared, in order, whatever the texts are; ``asked`` is whether somebody asks about them."""
        ...

    def judge_many(self, pairs: Sequence[tuple[str, str]], progress: Progress = silent) -> list[Probabilities]:
        """What the pair model alone says of each pair, the first text read as premise of the second, in order."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, float32, shape (n_texts, n_dims), in order."""
        ...

    def compare_claims(
        self, pairs: Sequence[tuple[EncodedClaim, EncodedClaim]], *, asked: bool = False
    ) -> list[Comparison]:
        """Each pair of claims already read compared, in order; ``asked`` is whether somebody asks about them."""
        ...

    def encoded_pairs(self, pairs: Sequence[tuple[Spoken, Spoken]]) -> list[tuple[EncodedClaim, EncodedClaim]]:
        """Each pair as claims with vectors, in order."""
        ...

    def body_head(self) -> BodyHead:
        """What says what a body says of a headline; raises ArtefactError where none was trained."""
        ...

    def attributions(
        self, texts: Sequence[str], progress: Progress = silent, *, by_rule: bool = False
    ) -> list[tuple[Attribution, ...]]:
        """The attributions of each text, before claims are split or filtered; ``by_rule`` without what is learnt."""
        ...

    def sentences(self, texts: Sequence[str]) -> int:
        """How many sentences the texts have."""
        ...

    def extract(self, articles: Sequence[Article]) -> object:
        """Read the claims of articles and their sources, without vectors."""
        ...

    def read(self, articles: Sequence[Article], progress: Progress = silent) -> Reading:
        """The claims of articles, with their vectors."""
        ...

    def threads_of(self, articles: Sequence[Article], progress: Progress = silent) -> dict[str, tuple[Thread, ...]]:
        """The threads of each article by its id, that of its headline (else of its first claim) first."""
        ...

    def events_of(self, articles: Sequence[Article], progress: Progress = silent) -> dict[str, str]:
        """The event of each article's headline, by article id."""
        ...


def similarity(comparison: Comparison) -> float:
    """The cosine of two compared claims, in [0, 1], as the signal of that name measured it; 0 where it did not."""
    measured = (part.value for part in comparison.evidence if part.signal == _SIMILARITY)
    return next(measured, None) or 0.0


def encoded(scorer: Subject, texts: Sequence[str]) -> list[EncodedClaim]:
    """Each text as one claim with its vector, in order, whatever it says."""
    sides = [Spoken(text) for text in texts]
    odd_one = [Spoken("")] if len(sides) % 2 else []
    waiting = iter(sides + odd_one)
    pairs = scorer.encoded_pairs(list(zip(waiting, waiting, strict=True)))
    return [side for pair in pairs for side in pair][: len(texts)]


def cosines(scorer: Subject, pairs: Sequence[tuple[str, str]]) -> list[float]:
    """The cosine of each pair of texts, in [0, 1] (negative ones count as none), in order."""
    first, second = (scorer.encode(texts) for texts in zip(*pairs, strict=True))
    return [float(each) for each in np.clip((first * second).sum(axis=1), 0.0, 1.0)]
