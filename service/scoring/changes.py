"""What would change if another head decided: events worked out by both, laid side by side.

Which claims are compared, and what is measured on them, depends on no head; so an event has the same pairs by both,
each perhaps called otherwise. What changes for a source is what both make of its claims in these events; what it says
elsewhere counts for it as it is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.news.memory import SourceSummary
from service.news.monitoring import Called, Changes, Flip, Flips, Move, Turn
from service.news.pair import Comparison
from service.scoring import weigh
from service.scoring.memory import EventState

EXAMPLES = 5
NAMED = 50
MOVES_FROM = 0.01
"""By how much a mean has to move to be told of."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The tallies of some claims added up, and how many claims have one."""

    supported: float = 0.0
    opposed: float = 0.0
    claims: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.supported + other.supported, self.opposed + other.opposed, self.claims + other.claims)


@dataclass(frozen=True, slots=True)
class EventChange:
    """What changes about one event; ``before`` and ``after`` are the sums of each source's tallies in it."""

    pairs: int
    flips: tuple[Flip, ...]
    turn: Turn | None
    before: Mapping[str, Sum]
    after: Mapping[str, Sum]


def of_event(before: EventState, after: EventState) -> EventChange:
    """What changes about an event that was worked out by two heads."""
    report = after.report
    text_of = {claim.id: claim.text for claim in after.claims}
    turned = report.disputed is not before.report.disputed
    return EventChange(
        pairs=len(report.pairs),
        flips=tuple(
            _flip(report.event.id, text_of, one, other)
            for one, other in zip(before.report.pairs, report.pairs, strict=True)
            if one.called != other.called
        ),
        turn=Turn(report.event.id, report.event.headline, report.disputed) if turned else None,
        before=_sums(before),
        after=_sums(after),
    )


def together(
    found: Sequence[EventChange], kept: int, sources: Mapping[str, SourceSummary], elsewhere: Mapping[str, Sum]
) -> Changes:
    """What changes about some of ``kept`` events; in the order given they are named.

    ``sources`` are those heard in them as they are kept, ``elsewhere`` the sums of their tallies in all other events.
    """
    flips = _by_kind(flip for change in found for flip in change.flips)
    turns = [change.turn for change in found if change.turn]
    before, after = _added(change.before for change in found), _added(change.after for change in found)
    moves = [
        _move(source, elsewhere.get(name, Sum()), before.get(name, Sum()), after.get(name, Sum()))
        for name, source in sorted(sources.items())
    ]
    moved = sorted((move for move in moves if _far(move) > MOVES_FROM), key=lambda move: (-_far(move), move.source))
    return Changes(
        events=len(found),
        kept=kept,
        pairs=sum(change.pairs for change in found),
        flips=flips,
        turned=len(turns),
        turns=tuple(turns[:NAMED]),
        moved=len(moved),
        moves=tuple(moved[:NAMED]),
    )


def _flip(event: str, text_of: Mapping[str, str], before: Comparison, after: Comparison) -> Flip:
    return Flip(
        event=event,
        claims=(after.a, after.b),
        texts=(text_of[after.a], text_of[after.b]),
        before=Called(before.called, before.probability),
        after=Called(after.called, after.probability),
    )


def _by_kind(flips: Iterable[Flip]) -> tuple[Flips, ...]:
    """The commonest kind first; of each, those that both were surest of."""
    kinds: defaultdict[tuple[str, str], list[Flip]] = defaultdict(list)
    for flip in flips:
        kinds[flip.before.what, flip.after.what].append(flip)
    return tuple(
        Flips(*kind, len(each), tuple(sorted(each, key=_least_sure_last)[:EXAMPLES]))
        for kind, each in sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0]))
    )


def _least_sure_last(flip: Flip) -> tuple[float, tuple[str, str]]:
    return -(flip.before.probability + flip.after.probability), flip.claims


def _sums(state: EventState) -> dict[str, Sum]:
    """What each source's claims in an event come to."""
    found: dict[str, Sum] = {}
    for claim in state.claims:
        tally = state.tallies.get(claim.id)
        if tally is not None:
            found[claim.source] = found.get(claim.source, Sum()) + Sum(tally.supported, tally.opposed, 1)
    return found


def _added(parts: Iterable[Mapping[str, Sum]]) -> dict[str, Sum]:
    found: dict[str, Sum] = {}
    for part in parts:
        for name, one in part.items():
            found[name] = found.get(name, Sum()) + one
    return found


def _move(kept: SourceSummary, elsewhere: Sum, before: Sum, after: Sum) -> Move:
    means = [_mean(kept, elsewhere + inside) for inside in (before, after)]
    return Move(kept.source.id, kept.source.name, *means)


def _mean(kept: SourceSummary, counted: Sum) -> float | None:
    if not counted.claims or not weigh.speaks_publicly(kept.source):
        return None
    return weigh.posterior(kept.prior, counted.supported, counted.opposed).mean


def _far(move: Move) -> float:
    """How far a source moves; one that comes to be shown, or is shown no more, moves as far as can be."""
    if move.before is None or move.after is None:
        return float(move.before is not move.after)
    return abs(move.after - move.before)
