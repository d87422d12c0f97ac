"""Which claims are worth comparing: linear in the number of claims, not quadratic."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from service.news.article import Field
from service.news.claim import Certainty, Claim, Mode, SlotName
from service.scoring.view import EncodedClaim, kinds_of_deed

# Each claim is laid beside its few nearest; further ones speak of other aspects of the event.
NEAREST = 14
LEAST_SIMILAR = 0.17
# What two claims gain in nearness by counting the same thing, or by telling of one kind of deed.
SAME_THING = 0.2
SAME_MOMENT = timedelta(hours=1)
# Two claims of one voice in two newsrooms' articles are compared from this cosine on, each with so many at most: nearly
# all that is told again is told by its own words.
ALIKE = 0.5
RETOLD = 3
DECIMALS = 5


def claims(
    members: Sequence[EncodedClaim], copies: Collection[str], voice_of: Mapping[str, str]
) -> list[tuple[EncodedClaim, EncodedClaim]]:
    """The pairs of one event to compare, at most NEAREST per claim, each once, in canonical order.

    Left out are claims that assert nothing, that stand in a copy, or that say that they leave something open; a
    headline where its article's text makes claims; and two claims of one voice made within the hour. ``copies`` are
    ids of articles, ``voice_of`` is by claim, as ``weigh.voices`` has it (a spokesman's is the organisation's).
    """
    kept = comparable(members, copies)
    if len(kept) < 2:
        return []
    near, apart = _nearness(kept), _different_voices([encoded.claim for encoded in kept], voice_of)
    chosen: set[tuple[int, int]] = set()
    for i in range(len(kept)):
        nearness = near(i)
        (open_to,) = np.nonzero(apart(i) & (nearness >= LEAST_SIMILAR))
        nearest = open_to[np.argsort(-nearness[open_to], kind="stable")][:NEAREST]
        chosen.update((min(i, j), max(i, j)) for j in map(int, nearest))
    return [(kept[i], kept[j]) for i, j in sorted(chosen)]


def retold(
    members: Sequence[EncodedClaim],
    copies: Collection[str],
    newsroom_of: Mapping[str, str],
    voice_of: Mapping[str, str],
) -> list[tuple[EncodedClaim, EncodedClaim]]:
    """Pairs of claims of one event in which two newsrooms pass on what one voice said, within the hour or not.

    Each claim is laid beside the nearest of each other newsroom, for as many as RETOLD of these; each pair once, in
    canonical order. What an outlet says for itself is no such claim.
    """
    kept = [each for each in comparable(members, copies) if each.claim.source != each.claim.chain[0]]
    room = [newsroom_of[each.claim.article] for each in kept]
    of_voice: dict[str, list[int]] = {}
    for i, each in enumerate(kept):
        of_voice.setdefault(voice_of[each.claim.id], []).append(i)
    chosen: set[tuple[int, int]] = set()
    for places in of_voice.values():
        if len({room[i] for i in places}) == 1:
            continue
        vectors = np.stack([kept[i].vector for i in places])
        for i in places:
            # The last bits hang on how many are worked out at once, and the same words are to be equally near.
            near = (vectors @ kept[i].vector).round(DECIMALS)
            nearest: dict[str, int] = {}
            for place in np.argsort(-near, kind="stable"):
                j = places[place]
                if near[place] < ALIKE or len(nearest) == RETOLD:
                    break
                if room[j] != room[i]:
                    nearest.setdefault(room[j], j)
            chosen.update((min(i, j), max(i, j)) for j in nearest.values())
    return [(kept[i], kept[j]) for i, j in sorted(chosen)]


def comparable(members: Sequence[EncodedClaim], copies: Collection[str]) -> list[EncodedClaim]:
    """Those of one event's claims that may be compared, in the order given; see ``claims``."""
    with_text = {encoded.claim.article for encoded in members if encoded.claim.field is Field.TEXT}
    return [encoded for encoded in members if _comparable(encoded.claim, copies, with_text)]


def _comparable(claim: Claim, copies: Collection[str], with_text: set[str]) -> bool:
    if claim.field is Field.TITLE and claim.article in with_text:
        return False
    return claim.mode is Mode.ASSERTION and claim.certainty is not Certainty.UNSPECIFIED and claim.article not in copies


def _nearness(kept: Sequence[EncodedClaim]) -> Callable[[int], NDArray[np.float32]]:
    """For claim i its cosine with each, raised where both count one thing or tell of one kind of deed."""
    vectors = np.stack([encoded.vector for encoded in kept])
    things = [_things(encoded.claim) for encoded in kept]
    column = {thing: place for place, thing in enumerate(sorted(set().union(*things)))}
    told = np.zeros((len(kept), len(column)), dtype=np.float32)
    for row, held in enumerate(things):
        told[row, [column[thing] for thing in held]] = 1.0

    def near(i: int) -> NDArray[np.float32]:
        shared = told @ told[i] > 0
        return np.asarray(vectors @ vectors[i] + np.float32(SAME_THING) * shared, dtype=np.float32)

    return near


def _things(claim: Claim) -> set[str]:
    """What a claim counts and the kinds of deeds it tells of."""
    counted = (slot.quantity.counted for slot in claim.statement.slots_named(SlotName.NUMBER) if slot.quantity)
    deeds = (kind for frame in claim.statement.frames for kind in kinds_of_deed(frame))
    return {*(f"count:{each}" for each in counted), *deeds}


def _different_voices(claims: Sequence[Claim], voice_of: Mapping[str, str]) -> Callable[[int], NDArray[np.bool_]]:
    """For claim i whether each is of another voice, or of the same one an hour or more apart."""
    number: dict[str, int] = {}
    voice = np.array([number.setdefault(voice_of[claim.id], len(number)) for claim in claims])
    moment = np.array([claim.as_of.timestamp() if claim.as_of else np.nan for claim in claims])

    def apart(i: int) -> NDArray[np.bool_]:
        # An unknown time is never an hour away: comparisons with NaN are false.
        return np.asarray((voice != voice[i]) | (np.abs(moment - moment[i]) >= SAME_MOMENT.total_seconds()))

    return apart
