"""One event's claims compared: which pairs are, and what comes of them for whoever said them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from service.news.claim import Claim
from service.news.pair import Comparison
from service.scoring import fidelity, pair
from service.scoring.credibility.utterances import Utterance, Voices, witnessed
from service.scoring.fidelity import Carried
from service.scoring.view import EncodedClaim

Pairs = list[tuple[EncodedClaim, EncodedClaim]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What comparing found: ``pairs`` are shown; ``retold``, of one voice in two newsrooms' articles, are counted only.

    ``claims`` are those that may be compared.
    """

    claims: tuple[Claim, ...] = ()
    pairs: tuple[Comparison, ...] = ()
    retold: tuple[Comparison, ...] = ()

    def said(self, event: str, voices: Voices) -> tuple[Utterance, ...]:
        """The utterances of the event."""
        return witnessed(event, self.claims, self.pairs, voices, retold=self.retold)

    def carried(self, newsroom_of: Mapping[str, str], voice_of: Mapping[str, str]) -> tuple[Carried, ...]:
        """What other newsrooms make of what outlets pass on; ``newsroom_of`` is by article."""
        return fidelity.carried(self.claims, (*self.pairs, *self.retold), newsroom_of, voice_of)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pairs of one event that are to be compared."""

    claims: tuple[Claim, ...]
    pairs: Pairs
    retold: Pairs

    @property
    def everything(self) -> Pairs:
        """All of them, to be compared in one go."""
        return [*self.pairs, *self.retold]

    def heard(self, found: Sequence[Comparison]) -> Heard:
        """What comes of them, where ``found`` is what comparing ``everything`` gave."""
        return Heard(self.claims, tuple(found[: len(self.pairs)]), tuple(found[len(self.pairs) :]))


def chosen(
    members: Sequence[EncodedClaim],
    copies: Collection[str],
    newsroom_of: Mapping[str, str],
    voice_of: Mapping[str, str],
) -> Chosen:
    """What to compare of an event's ``members``; ``copies`` are ids of articles, and none of their claims is."""
    pairs = pair.claims(members, copies, voice_of)
    known = {(one.claim.id, other.claim.id) for one, other in pairs}
    again = pair.retold(members, copies, newsroom_of, voice_of)
    return Chosen(
        tuple(one.claim for one in pair.comparable(members, copies)),
        pairs,
        [(one, other) for one, other in again if (one.claim.id, other.claim.id) not in known],
    )
