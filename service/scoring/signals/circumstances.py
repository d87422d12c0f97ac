"""Whether two claims give the same place, time, cause and means."""

from __future__ import annotations

from service.news.claim import Slot, SlotName
from service.news.pair import Reason, ReasonCode
from service.scoring.signals.base import Signal
from service.scoring.view import SAME_PHRASE, PairView, leftovers


def _clock(slot: Slot) -> str:
    tail = slot.norm.rsplit("T", 1)[-1]
    return tail if len(tail) == len("03:00") and tail[2] == ":" else ""


def _times_clash(x: Slot, y: Slot) -> bool:
    if x.day and y.day and x.day != y.day:
        return True
    return bool(_clock(x) and _clock(y) and _clock(x) != _clock(y))


def _times_match(x: Slot, y: Slot) -> bool:
    known = (x.day and y.day) or (_clock(x) and _clock(y))
    return bool(known) and not _times_clash(x, y)


def time_clashes(pair: PairView) -> tuple[tuple[Slot, Slot], ...]:
    """Times of a and b on different days or at different hours, among those that nothing on the other side matches."""
    mine, theirs = leftovers(*pair.slots(SlotName.TIME), same=_times_match)
    return tuple((x, y) for x in mine for y in theirs if _times_clash(x, y))


def time_conflict(pair: PairView) -> float:
    """Topic in [0, 1] where the times given exclude each other, else 0."""
    return pair.topic if time_clashes(pair) else 0.0


def time_agreement(pair: PairView) -> float:
    """1 where some times given are the same day or hour, else 0."""
    mine, theirs = pair.slots(SlotName.TIME)
    return float(any(_times_match(x, y) for x in mine for y in theirs))


def _names_meet(x: Slot, y: Slot) -> bool:
    one, other = set(x.norm.split()), set(y.norm.split())
    return one <= other or other <= one


def place_clashes(pair: PairView) -> tuple[tuple[Slot, Slot], ...]:
    """Places of a and b, among those that the other side does not name."""
    mine, theirs = leftovers(*pair.slots(SlotName.PLACE), same=_names_meet)
    return tuple((x, y) for x in mine for y in theirs)


def place_conflict(pair: PairView) -> float:
    """Topic in [0, 1] where both name places and share none, else 0."""
    return pair.topic if place_clashes(pair) else 0.0


def place_agreement(pair: PairView) -> float:
    """1 where both name a place in common, else 0."""
    mine, theirs = pair.slots(SlotName.PLACE)
    return float(any(_names_meet(x, y) for x in mine for y in theirs))


def cause_clashes(pair: PairView) -> tuple[tuple[Slot, Slot], ...]:
    """Causes and means of a and b, among those that nothing on the other side is like.

    What both name ('the fire') is what happened, and what is left over on both sides is why.
    """
    one, other = pair.words
    mine, theirs = leftovers(*pair.slots(SlotName.CAUSE), same=lambda x, y: pair.alike(x, y) >= SAME_PHRASE)
    return tuple((x, y) for x in mine for y in theirs if x.norm not in other and y.norm not in one)


def cause_conflict(pair: PairView) -> float:
    """Topic in [0, 1] where both give a cause or means and none is alike, else 0."""
    return pair.topic if cause_clashes(pair) else 0.0


def cause_agreement(pair: PairView) -> float:
    """1 where both give a cause or means that are alike, else 0."""
    mine, theirs = pair.slots(SlotName.CAUSE)
    return float(any(pair.alike(x, y) >= SAME_PHRASE for x in mine for y in theirs))


def explain_time(pair: PairView) -> tuple[Reason, ...]:
    """The times that exclude each other."""
    return tuple(pair.reason(ReasonCode.TIME, x, y) for x, y in time_clashes(pair)[:1] if time_conflict(pair))


def explain_place(pair: PairView) -> tuple[Reason, ...]:
    """The places that differ."""
    return tuple(pair.reason(ReasonCode.PLACE, x, y) for x, y in place_clashes(pair)[:1] if place_conflict(pair))


def explain_cause(pair: PairView) -> tuple[Reason, ...]:
    """The causes that differ."""
    return tuple(pair.reason(ReasonCode.CAUSE, x, y) for x, y in cause_clashes(pair)[:1] if cause_conflict(pair))


SIGNALS = (
    Signal("place_conflict", place_conflict, explain=explain_place),
    Signal("place_agreement", place_agreement),
    Signal("time_conflict", time_conflict, explain=explain_time),
    Signal("time_agreement", time_agreement),
    Signal("cause_conflict", cause_conflict, explain=explain_cause),
    Signal("cause_agreement", cause_agreement),
)
