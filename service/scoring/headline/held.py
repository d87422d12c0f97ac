"""What is measured between a headline and a body: how near they are, and how the body takes what it tells.

A body is read once: its claims with their vectors, and the cues and words of its sentences. Two lists of measurements
come of a headline held against it: ``nearness``, cheap, tells whether the body speaks of it at all; ``manner``, which
wants the few closest claims compared, tells how.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from service.news.claim import Certainty, Form, Mode
from service.news.pair import Comparison
from service.scoring.headline.cues import CUES, SAYINGS, Counts, content, counts, sentences
from service.scoring.view import EncodedClaim, cosine

Measured = NDArray[np.float64]

# A headline is one statement; beyond the three closest claims of a body the others speak of something else.
CLOSEST = 3
# Sentences at the head of a report, which say what it is about.
LEAD = 3
# A cue that stands more often than this in a few sentences says no more.
OFTEN = 3.0

NEARNESS = (
    "cosine_top",
    "cosine_closest",
    "cosine_lead",
    "cosine_whole",
    "cover_top",
    "cover_closest",
    "cover_lead",
    "cover_whole",
    "names_shared",
)
_FLAGS = ("hedged", "denial", "negated", "unsure", "attributed", "no_assertion")
_COMPARED = ("agrees", "contradicts", "model_agrees", "model_contradicts")
MANNER = (
    *NEARNESS,
    "place_of_closest",
    "words_of_headline",
    "words_of_body",
    "claims_of_body",
    *(f"headline_{cue}" for cue in CUES),
    *(f"often_{cue}" for cue in CUES),
    *(f"share_{cue}" for cue in CUES),
    *(f"lead_{cue}" for cue in CUES),
    *(f"near_{cue}" for cue in CUES),
    *(f"headline_{flag}" for flag in _FLAGS[:3]),
    *(f"near_{flag}" for flag in _FLAGS),
    *(f"share_{flag}" for flag in _FLAGS),
    *(f"{how}_{what}" for how in ("closest", "top", "mean") for what in _COMPARED),
    *(f"around_{cue}" for cue in CUES),
    *(f"headline_like_{saying}" for saying in SAYINGS),
    *(f"body_like_{saying}" for saying in SAYINGS),
    *(f"lead_like_{saying}" for saying in SAYINGS),
    *(f"{side}_{where}" for side in ("both_refute", "body_refutes") for where in ("lead", "around", "whole")),
    "headline_refutes_alone",
    "both_hedge",
    "body_hedges_alone",
    "headline_hedges_alone",
    "neither_hedges",
)
_REFUTING = [CUES.index(cue) for cue in ("refutes", "denies")]
_REFUTING_HEADLINE = [*_REFUTING, CUES.index("negates")]
_HEDGING = [CUES.index(cue) for cue in ("hedges", "claims")]
_HEDGING_HEADLINE = [*_HEDGING, CUES.index("asks")]


@dataclass(frozen=True)
class ReadBody:
    """A body as it is measured: its text, its claims with their vectors, and those of SAYINGS, (n_sayings, n_dims)."""

    text: str
    claims: tuple[EncodedClaim, ...]
    sayings: NDArray[np.float32]

    @cached_property
    def vectors(self) -> NDArray[np.float32]:
        """Of the claims, shape (n_claims, n_dims)."""
        return np.stack([claim.vector for claim in self.claims])

    @cached_property
    def sentences(self) -> list[tuple[int, str]]:
        """Its sentences with the place where each begins; one at least."""
        return sentences(self.text) or [(0, "")]

    @cached_property
    def cues(self) -> Counts:
        """How often each cue stands in each sentence, shape (n_sentences, n_cues)."""
        return np.stack([counts(sentence) for _, sentence in self.sentences])

    @cached_property
    def contents(self) -> list[frozenset[str]]:
        """The words of each sentence that say what it is about."""
        return [content(sentence) for _, sentence in self.sentences]

    @cached_property
    def content(self) -> frozenset[str]:
        """The words that say what it is about."""
        return frozenset().union(*self.contents)

    @cached_property
    def names(self) -> frozenset[str]:
        """The folded names in its claims."""
        return frozenset().union(*(claim.claim.statement.names for claim in self.claims))

    @cached_property
    def flags(self) -> Measured:
        """What each claim shows of how it is told, shape (n_claims, n_flags)."""
        return np.array([_flags(claim) for claim in self.claims]).reshape(len(self.claims), len(_FLAGS))

    @cached_property
    def likeness(self) -> tuple[Measured, Measured]:
        """The largest cosine of its claims with each saying, and of its first claims, each of shape (n_sayings,)."""
        if not self.claims:
            return np.zeros(len(SAYINGS)), np.zeros(len(SAYINGS))
        cosines = self.vectors @ self.sayings.T
        return cosines.max(axis=0), cosines[: LEAD + 1].max(axis=0)

    @cached_property
    def n_words(self) -> int:
        """How long it is."""
        return len(self.text.split())

    def sentence_of(self, claim: EncodedClaim) -> int:
        """The number of the sentence that a claim begins in."""
        starts = [start for start, _ in self.sentences]
        return max(0, bisect_right(starts, claim.claim.span.start) - 1)


@dataclass(frozen=True)
class ReadHeadline:
    """A headline as it is measured: as a claim with its vector, and the vectors of SAYINGS, (n_sayings, n_dims)."""

    claim: EncodedClaim
    sayings: NDArray[np.float32]

    @cached_property
    def cues(self) -> Counts:
        """How often each cue stands in it, shape (n_cues,)."""
        return counts(self.claim.claim.text)

    @cached_property
    def content(self) -> frozenset[str]:
        """The words that say what it is about."""
        return content(self.claim.claim.text)

    @cached_property
    def likeness(self) -> Measured:
        """Its cosine with each saying, shape (n_sayings,)."""
        return np.asarray(self.sayings @ self.claim.vector, dtype=np.float64)


@dataclass(frozen=True)
class Held:
    """A headline held against a body."""

    headline: ReadHeadline
    body: ReadBody

    @cached_property
    def cosines(self) -> Measured:
        """Of the headline with each claim, in [0, 1]."""
        if not self.body.claims:
            return np.zeros(0)
        return np.asarray(np.clip(self.body.vectors @ self.headline.claim.vector, 0.0, 1.0), dtype=np.float64)

    @cached_property
    def order(self) -> list[int]:
        """The numbers of the claims that are closest, closest first."""
        return [int(i) for i in np.argsort(-self.cosines, kind="stable")[:CLOSEST]]

    @property
    def closest(self) -> list[EncodedClaim]:
        """The claims that are compared with the headline."""
        return [self.body.claims[i] for i in self.order]

    @cached_property
    def nearness(self) -> Measured:
        """The measurements NEARNESS, shape (n_measurements,), each in [0, 1]."""
        body, said = self.body, self.headline.content
        covers = np.array([_share(said, words) for words in body.contents])
        names = self.headline.claim.claim.statement.names
        near = self.cosines[self.order] if self.order else np.zeros(1)
        return np.array(
            [
                near.max(),
                near.mean(),
                self.cosines[:1].sum(),
                self._cosine_whole(),
                covers.max(),
                np.sort(covers)[-CLOSEST:].mean(),
                _share(said, frozenset().union(*body.contents[:LEAD])),
                _share(said, body.content),
                _share(names, body.names),
            ]
        )

    def manner(self, compared: Sequence[Comparison]) -> Measured:
        """The measurements MANNER, shape (n_measurements,), all finite; ``compared`` are those of ``closest``."""
        body, headline = self.body, self.headline.cues
        whole, lead = body.cues.sum(axis=0), body.cues[:LEAD].sum(axis=0)
        places = {body.sentence_of(claim) for claim in self.closest}
        beside = {beside for place in places for beside in (place - 1, place, place + 1)}
        near = body.cues[sorted(places)].sum(axis=0)
        around = body.cues[sorted(beside & set(range(len(body.cues))))].sum(axis=0)
        flags = body.flags if len(body.flags) else np.zeros((1, len(_FLAGS)))
        return np.concatenate(
            [
                self.nearness,
                [
                    self.order[0] / len(body.claims) if self.order else 1.0,
                    len(self.headline.claim.claim.text.split()),
                    np.log1p(body.n_words),
                    np.log1p(len(body.claims)),
                ],
                np.minimum(headline, 2.0),
                np.log1p(whole),
                100.0 * whole / max(1, body.n_words),
                np.minimum(lead, OFTEN),
                np.minimum(near, OFTEN),
                _flags(self.headline.claim)[:3],
                flags[self.order].mean(axis=0) if self.order else np.zeros(len(_FLAGS)),
                flags.mean(axis=0),
                _pooled(compared),
                np.minimum(around, OFTEN),
                self.headline.likeness,
                *body.likeness,
                _taken_together(headline, lead, around, whole),
            ]
        )

    def _cosine_whole(self) -> float:
        """Of the headline with the mean of all claims."""
        if not self.body.claims:
            return 0.0
        return cosine(self.body.vectors.mean(axis=0), self.headline.claim.vector)


def _taken_together(headline: Counts, lead: Counts, around: Counts, whole: Counts) -> Measured:
    """Who refutes and who hedges: what a cue in the body means depends on whether the headline has one, too."""
    refutes, hedges = headline[_REFUTING_HEADLINE].any(), headline[_HEDGING_HEADLINE].any()
    refuted = np.array(
        [
            min(2.0, lead[_REFUTING].sum()),
            min(2.0, around[_REFUTING].sum()),
            np.log1p(whole[_REFUTING].sum()),
        ]
    )
    hedged = min(OFTEN, around[_HEDGING].sum())
    return np.concatenate(
        [
            refuted * refutes,
            refuted * (not refutes),
            [
                refutes and not refuted[:2].any(),
                hedged * hedges,
                hedged * (not hedges),
                hedges and not hedged,
                not (hedges or refutes or hedged or refuted[2]),
            ],
        ]
    )


def _flags(encoded: EncodedClaim) -> Measured:
    claim = encoded.claim
    said = claim.statement
    return np.array(
        [
            said.hedged,
            said.denial,
            said.negated,
            claim.certainty is not Certainty.FIRM,
            claim.form is not Form.OUTLET,
            claim.mode is not Mode.ASSERTION,
        ],
        dtype=np.float64,
    )


def _pooled(compared: Sequence[Comparison]) -> Measured:
    """Of the comparisons' figures: those of the closest claim, the largest, the mean."""
    if not compared:
        return np.zeros(3 * len(_COMPARED))
    table = np.array([_figures(one) for one in compared])
    return np.concatenate([table[0], table.max(axis=0), table.mean(axis=0)])


def _figures(compared: Comparison) -> list[float]:
    measured = {part.signal: part.value or 0.0 for part in compared.evidence}
    stances = compared.probabilities
    return [stances.agrees, stances.contradicts, *(measured.get(name, 0.0) for name in _COMPARED[2:])]


def _share(wanted: frozenset[str], among: frozenset[str]) -> float:
    """How much of what is wanted is there, in [0, 1]; 0 where nothing is."""
    return len(wanted & among) / len(wanted) if wanted else 0.0
