"""Whether two claims name the same actor and the same target for one kind of deed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from service.news.claim import Frame, Slot, SlotName
from service.news.pair import Reason, ReasonCode
from service.scoring.signals.base import Signal
from service.scoring.view import OTHER_PHRASE, SAME_PHRASE, PairView

Role = Callable[[Frame], Slot | None]


def _actor(frame: Frame) -> Slot | None:
    return frame.actor


def _target(frame: Frame) -> Slot | None:
    return frame.target


def _laid_side_by_side(pair: PairView, role: Role, name: SlotName) -> Iterator[tuple[Slot, Slot, float]]:
    """Fillers of one role in deeds of one kind, with how alike they are; none where a claim leaves the role open."""
    if pair.leaves_open(name):
        return
    for x, y in pair.deeds:
        mine, theirs = role(x), role(y)
        if mine is not None and theirs is not None:
            yield mine, theirs, pair.alike(mine, theirs)


def _clashes(pair: PairView, role: Role, name: SlotName) -> tuple[tuple[Slot, Slot], ...]:
    """Fillers that differ, among those that no filler on the other side is like."""
    found = list(_laid_side_by_side(pair, role, name))
    met = {slot for x, y, alike in found if alike >= SAME_PHRASE for slot in (x, y)}
    return tuple((x, y) for x, y, alike in found if alike < OTHER_PHRASE and x not in met and y not in met)


def _conflict(pair: PairView, role: Role, name: SlotName) -> float:
    """1 - likeness of the least alike fillers that differ, else 0."""
    return max((1 - pair.alike(x, y) for x, y in _clashes(pair, role, name)), default=0.0)


def _agreement(pair: PairView, role: Role, name: SlotName) -> float:
    found = [alike for _, _, alike in _laid_side_by_side(pair, role, name)]
    return max((alike for alike in found if alike >= SAME_PHRASE), default=0.0)


def actor_conflict(pair: PairView) -> float:
    """How different the actors of one kind of deed are, in [0, 1]; 0 where one is left open or some are the same."""
    return _conflict(pair, _actor, SlotName.ACTOR)


def actor_agreement(pair: PairView) -> float:
    """How alike the most alike actors of one kind of deed are, in [0, 1]; 0 below likeness."""
    return _agreement(pair, _actor, SlotName.ACTOR)


def target_conflict(pair: PairView) -> float:
    """How different the targets of one kind of deed are, in [0, 1]."""
    return _conflict(pair, _target, SlotName.TARGET)


def target_agreement(pair: PairView) -> float:
    """How alike the most alike targets of one kind of deed are, in [0, 1]."""
    return _agreement(pair, _target, SlotName.TARGET)


def exchanged_roles(pair: PairView) -> float:
    """1 where a's actor is b's target and the other way round, in deeds not told both ways, else 0."""
    return float(any(_exchanges(pair)))


def explain_actor(pair: PairView) -> tuple[Reason, ...]:
    """The actors that differ."""
    reasons = [pair.reason(ReasonCode.ACTOR, x, y) for x, y in _clashes(pair, _actor, SlotName.ACTOR)]
    return tuple(reasons[:1])


def explain_target(pair: PairView) -> tuple[Reason, ...]:
    """The targets that differ."""
    reasons = [pair.reason(ReasonCode.TARGET, x, y) for x, y in _clashes(pair, _target, SlotName.TARGET)]
    return tuple(reasons[:1])


def explain_exchange(pair: PairView) -> tuple[Reason, ...]:
    """The actors of deeds whose roles are exchanged."""
    crossed = ((x.actor, y.actor) for x, y in _exchanges(pair))
    return tuple(pair.reason(ReasonCode.ACTOR, mine, theirs) for mine, theirs in crossed if mine and theirs)[:1]


def _exchanges(pair: PairView) -> Iterator[tuple[Frame, Frame]]:
    """Deeds with their roles exchanged, among those that the other side does not tell the same way round too."""
    straight = [(x, y) for x, y in pair.deeds if _same_roles(pair, x, y)]
    for x, y in pair.deeds:
        if _crossed(pair, x, y) and not any(x == one or y == other for one, other in straight):
            yield x, y


def _same_roles(pair: PairView, x: Frame, y: Frame) -> bool:
    if not (x.actor and x.target and y.actor and y.target):
        return False
    return pair.alike(x.actor, y.actor) >= SAME_PHRASE and pair.alike(x.target, y.target) >= SAME_PHRASE


def _crossed(pair: PairView, x: Frame, y: Frame) -> bool:
    if not (x.actor and x.target and y.actor and y.target):
        return False
    return (
        pair.alike(x.actor, y.target) >= SAME_PHRASE
        and pair.alike(x.target, y.actor) >= SAME_PHRASE
        and pair.alike(x.actor, y.actor) < SAME_PHRASE
    )


SIGNALS = (
    Signal("actor_conflict", actor_conflict, explain=explain_actor),
    Signal("actor_agreement", actor_agreement),
    Signal("target_conflict", target_conflict, explain=explain_target),
    Signal("target_agreement", target_agreement),
    Signal("exchanged_roles", exchanged_roles, explain=explain_exchange),
)
