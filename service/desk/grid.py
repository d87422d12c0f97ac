"""Who says what, as a table: a row for each claim, a column for each source; and who agrees with whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from service.desk.shown import Reader, in_order, is_decided, when
from service.news.claim import Claim
from service.news.event import EventReport
from service.news.pair import Comparison, Relation

LONGEST, LONGEST_IN_CELL = 160, 80
"""Code points of a claim at the head of a row, and of what stands in a cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source says beside a claim: ``how`` is the relation of the pair, '' where it is the claim itself.

    Of updates it is 'updates' where the cell is the later claim and 'updated' where it is the earlier one. ``words``
    are those in conflict where there are some, else the claim as printed; ``more`` counts further decided pairs of the
    same source with the same claim.
    """

    how: str
    words: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A claim, and what each source says beside it: ``cells`` by source id, the claim's own source among them."""

    claim: Claim
    words: str
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """Claims that other sources speak to, most contradicted first; ``alone`` are those in no decided pair."""

    sources: tuple[str, ...]
    rows: tuple[Row, ...]
    alone: tuple[Claim, ...]


def grid(reader: Reader, event: EventReport) -> Grid:
    """The table of one event, in which each decided pair of two sources stands once.

    A claim has a row where it is in decided pairs that no row above shows: the first row is that of the claim that most
    others contradict, and so on with what is left. Agreement is not carried on from pair to pair: two claims that agree
    with a third may be about different things.
    """
    left: dict[str, set[int]] = {name: set() for name in event.event.claims}
    pairs = [pair for pair in event.pairs if pair.decided and pair.relation is not Relation.NEUTRAL]
    for n, pair in enumerate(pairs):
        left[pair.a].add(n)
        left[pair.b].add(n)
    alone = tuple(reader.claims[name] for name, numbers in left.items() if not numbers)
    against = {n for n, pair in enumerate(pairs) if pair.relation is Relation.CONTRADICTS}
    said = {name: when(reader.claims[name].as_of) for name in left}

    def rank(name: str) -> tuple[int, int, float, str]:
        """What is contradicted most first, then what most is known about, then by time."""
        return -len(left[name] & against), -len(left[name]), said[name], name

    ranks = {name: rank(name) for name, numbers in left.items() if numbers}
    rows = []
    while ranks:
        name = min(ranks, key=ranks.__getitem__)
        del ranks[name]
        rows.append(_row(reader, name, [pairs[n] for n in left[name]]))
        for n in left[name]:
            other = _other(pairs[n], name)
            left[other].discard(n)
            ranks[other] = rank(other)
            if not left[other]:
                del ranks[other]
    rows = [row for row in rows if len(row.cells) > 1]
    spoken = Counter(source for row in rows for source in row.cells)
    columns = sorted(spoken, key=lambda source: (-spoken[source], reader.sources[source].name.casefold()))
    return Grid(tuple(columns), tuple(rows), alone)


def _row(reader: Reader, name: str, pairs: Sequence[Comparison]) -> Row:
    claim = reader.claims[name]
    cells = {claim.source: Cell("", _cut(reader.side(name).printed))}
    by_source: dict[str, list[Comparison]] = defaultdict(list)
    for pair in in_order(pairs):
        by_source[reader.claims[_other(pair, name)].source].append(pair)
    for source, found in by_source.items():
        first = found[0]
        # A source that differs from itself keeps its own words in its cell: the pair stands below the table.
        if source != claim.source:
            cells[source] = Cell(_how(first, name), _words(reader, first, _other(first, name)), len(found) - 1)
    return Row(claim, _cut(claim.text, LONGEST), cells)


def _other(pair: Comparison, name: str) -> str:
    return pair.b if pair.a == name else pair.a


def _how(pair: Comparison, name: str) -> str:
    return "updated" if pair.relation is Relation.UPDATES and name == pair.b else pair.relation.value


def _words(reader: Reader, pair: Comparison, name: str) -> str:
    """What to print of the claim ``name`` of a pair: its words in conflict, else the whole."""
    spans = [reason.a if name == pair.a else reason.b for reason in pair.reasons]
    words = dict.fromkeys(filter(None, (reader.words(name, span) for span in spans)))
    return _cut(" … ".join(words) or reader.side(name).printed)


def _cut(text: str, longest: int = LONGEST_IN_CELL) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Matrix:
    """How far pairs of sources agree: ``means`` by places in ``sources``, i < j, in [-1, 1]; ``n_pairs`` likewise.

    A mean is that of P(agrees) − P(contradicts) over the decided pairs of the two that agree or contradict.
    """

    sources: tuple[str, ...]
    means: dict[tuple[int, int], float]
    n_pairs: dict[tuple[int, int], int]


def matrix(reader: Reader, event: EventReport) -> Matrix:
    """Who agrees with whom in one event: sources with something decided, those with most of it first."""
    sums: dict[frozenset[str], float] = defaultdict(float)
    numbers: Counter[frozenset[str]] = Counter()
    for pair in event.pairs:
        both = frozenset({reader.claims[pair.a].source, reader.claims[pair.b].source})
        judged = is_decided(pair, Relation.AGREES) or is_decided(pair, Relation.CONTRADICTS)
        if judged and len(both) == 2:
            sums[both] += pair.probabilities.agrees - pair.probabilities.contradicts
            numbers[both] += 1
    weight: Counter[str] = Counter()
    for both, number in numbers.items():
        weight.update(dict.fromkeys(both, number))
    sources = tuple(sorted(weight, key=lambda source: (-weight[source], reader.sources[source].name.casefold())))
    place = {source: n for n, source in enumerate(sources)}
    cells = {both: tuple(sorted(place[source] for source in both)) for both in numbers}
    means = {(i, j): sums[both] / numbers[both] for both, (i, j) in cells.items()}
    return Matrix(sources, means, {(i, j): numbers[both] for both, (i, j) in cells.items()})
