"""Whether the figures two claims give for the same thing admit each other."""

from __future__ import annotations

from collections.abc import Iterator

from service.news.claim import Quantity, Slot, SlotName
from service.news.pair import Reason, ReasonCode
from service.scoring.signals.base import Signal
from service.scoring.view import PairView


def counterparts(pair: PairView) -> Iterator[tuple[Slot, Slot]]:
    """Numbers of a and b that count the same thing ('killed', narrowed alike or on one side only)."""
    mine, theirs = pair.slots(SlotName.NUMBER)
    for x in mine:
        for y in theirs:
            if x.quantity and y.quantity and _comparable(x.quantity, y.quantity):
                yield x, y


def clashes(pair: PairView) -> tuple[tuple[Slot, Slot], ...]:
    """Counterparts whose ranges share no value, but for those that another one admits or a sum explains."""
    found = list(counterparts(pair))
    settled = {slot for x, y in found if _admits(x, y) for slot in (x, y)}
    mine, theirs = pair.slots(SlotName.NUMBER)
    settled |= _adding_up(mine, theirs) | _adding_up(theirs, mine)
    return tuple((x, y) for x, y in found if not _admits(x, y) and x not in settled and y not in settled)


def number_conflict(pair: PairView) -> float:
    """1 where some counterpart figures exclude each other, else 0."""
    return float(bool(clashes(pair)))


def number_agreement(pair: PairView) -> float:
    """1 where some counterpart figures admit each other and none exclude, else 0."""
    found = list(counterparts(pair))
    return float(bool(found) and not clashes(pair))


def number_gap(pair: PairView) -> float:
    """How far apart excluding figures lie, in [0, 1]: 1 - smaller/larger of the worst clash."""
    gaps = [_gap(x.quantity, y.quantity) for x, y in clashes(pair) if x.quantity and y.quantity]
    return max(gaps, default=0.0)


def sums(pair: PairView) -> float:
    """1 where one side's figures for a thing add up to the other's single one ('3 men and 2 women', 'five people')."""
    mine, theirs = pair.slots(SlotName.NUMBER)
    return float(bool(_adding_up(mine, theirs) or _adding_up(theirs, mine)))


def unmatched_numbers(pair: PairView) -> float:
    """Topic in [0, 1] where both sides give figures but no two of them count the same thing, else 0."""
    mine, theirs = pair.slots(SlotName.NUMBER)
    return pair.topic if mine and theirs and not any(counterparts(pair)) else 0.0


def lone_figures_apart(pair: PairView) -> float:
    """Topic in [0, 1] where each side gives one figure, of things named otherwise, and the two exclude each other.

    '4.1 million diners' and '1.9 million people' may well count the same.
    """
    return pair.topic if _lone_figures(pair) else 0.0


def explain_lone_figures(pair: PairView) -> tuple[Reason, ...]:
    """The two figures, where each side gives one."""
    return tuple(pair.reason(ReasonCode.NUMBER, x, y) for x, y in _lone_figures(pair))


def _lone_figures(pair: PairView) -> tuple[tuple[Slot, Slot], ...]:
    mine, theirs = pair.slots(SlotName.NUMBER)
    lone = len(mine) == len(theirs) == 1 and not any(counterparts(pair))
    return ((mine[0], theirs[0]),) if lone and pair.topic and not _admits(mine[0], theirs[0]) else ()


def explain_numbers(pair: PairView) -> tuple[Reason, ...]:
    """Each pair of figures that exclude each other."""
    return tuple(pair.reason(ReasonCode.NUMBER, x, y) for x, y in clashes(pair))


def _comparable(x: Quantity, y: Quantity) -> bool:
    return x.counted == y.counted and (x.of == y.of or not x.of or not y.of)


def _admits(x: Slot, y: Slot) -> bool:
    return x.quantity is not None and y.quantity is not None and x.quantity.admits(y.quantity)


def _gap(x: Quantity, y: Quantity) -> float:
    largest = max(abs(x.value), abs(y.value))
    return 1 - min(abs(x.value), abs(y.value)) / largest if largest else 0.0


def _adding_up(many: tuple[Slot, ...], few: tuple[Slot, ...]) -> set[Slot]:
    """The figures of ``few`` that several of ``many`` add up to."""
    return {whole for whole in few if _is_sum(whole.quantity, [slot.quantity for slot in many if slot.quantity])}


def _is_sum(whole: Quantity | None, figures: list[Quantity]) -> bool:
    if whole is None:
        return False
    parts = [part for part in figures if part.counted == whole.counted]
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    return len(parts) > 1 and whole.low <= high and low <= whole.high


SIGNALS = (
    Signal("number_conflict", number_conflict, explain=explain_numbers),
    Signal("number_gap", number_gap),
    Signal("number_agreement", number_agreement),
    Signal("sums", sums),
    Signal("unmatched_numbers", unmatched_numbers),
    Signal("lone_figures_apart", lone_figures_apart, explain=explain_lone_figures),
)
