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
from service.scoring.credibility.borne_out import Record, credibility
from service.scoring.credibility.joint import Rates
from service.scoring.credibility.utterances import Utterance
from service.scoring.memory import EventState

EXAMPLES = 5
NAMED = 50
MOVES_FROM = 0.01
"""By how much a mean has to move to be told of."""


@dataclass(frozen=True, slots=True)
class EventChange:
    """What changes about one event; ``before`` and ``after`` are what each source states in it."""

    pairs: int
    flips: tuple[Flip, ...]
    turn: Turn | None
    before: Mapping[str, Record]
    after: Mapping[str, Record]


def of_event(before: EventState, after: EventState, rates: Rates) -> EventChange:
    """What changes about an event that was worked out by two heads; ``rates`` are those that voices are held to."""
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
        before=_records(before, rates),
        after=_records(after, rates),
    )


def together(
    found: Sequence[EventChange], kept: int, sources: Mapping[str, SourceSummary], elsewhere: Mapping[str, Record]
) -> Changes:
    """What changes about some of ``kept`` events; in the order given they are named.

    ``sources`` are those heard in them as they are kept, ``elsewhere`` what they state in all other events.
    """
    flips = _by_kind(flip for change in found for flip in change.flips)
    turns = [change.turn for change in found if change.turn]
    before, after = _added(change.before for change in found), _added(change.after for change in found)
    moves = [
        _move(source, elsewhere.get(name, Record()), before.get(name, Record()), after.get(name, Record()))
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


def _records(state: EventState, rates: Rates) -> dict[str, Record]:
    """What each source states in an event."""
    found: defaultdict[str, list[Utterance]] = defaultdict(list)
    for one in state.said:
        found[one.source].append(one)
    return {source: weigh.record(said, rates) for source, said in found.items()}


def _added(parts: Iterable[Mapping[str, Record]]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for part in parts:
        for name, one in part.items():
            found[name] = found.get(name, Record()) + one
    return found


def _move(kept: SourceSummary, elsewhere: Record, before: Record, after: Record) -> Move:
    means = [_mean(kept, elsewhere + inside) for inside in (before, after)]
    return Move(kept.source.id, kept.source.name, *means)


def _mean(kept: SourceSummary, counted: Record) -> float | None:
    found = credibility(kept.prior, counted)
    return found.mean if weigh.is_shown(kept.source, found) else None


def _far(move: Move) -> float:
    """How far a source moves; one that comes to be shown, or is shown no more, moves as far as can be."""
    if move.before is None or move.after is None:
        return float(move.before is not move.after)
    return abs(move.after - move.before)
