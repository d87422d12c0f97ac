"""Observations: who states which value of which cell, with their names and as numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from service.scoring.credibility.lateness import Earlier, earlier
from service.scoring.credibility.likeness import Likeness, likeness
from service.scoring.credibility.statements import Indices, Numbers, Statements, added_up, largest

Cell = tuple[str, str]

# Values whose scores are this near each other are tied.
TIED = 1e-6
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Observations:
    """What the numbers in ``statements`` stand for, in canonical order: a cell is (object, attribute)."""

    sources: tuple[str, ...]
    cells: tuple[Cell, ...]
    values: tuple[tuple[Cell, str], ...]
    statements: Statements

    @cached_property
    def alike(self) -> Likeness:
        """How like each other the values of a cell are."""
        return likeness(self.statements, [value for _, value in self.values])

    @cached_property
    def before(self) -> Earlier:
        """Which statements repeat what is stated in an earlier cell of a series."""
        return earlier(self.statements, [value for _, value in self.values], step_back(self.cells))


def step_back(cells: Sequence[Cell]) -> Indices:
    """For each cell the one before it in its series, -1 where there is none, shape (n_cells,).

    Objects whose names differ by their numbers alone make a series for each attribute, in the order of these numbers:
    a station's readings by day and hour, a town's counts by year.
    """
    series: defaultdict[tuple[str, ...], list[tuple[tuple[int, ...], str, int]]] = defaultdict(list)
    for place, (thing, attribute) in enumerate(cells):
        numbers = tuple(int(each) for each in _DIGITS.findall(thing))
        series[attribute, _DIGITS.sub("0", thing)].append((numbers, thing, place))
    found = np.full(len(cells), -1, dtype=np.intp)
    for inside in series.values():
        for (_, _, one), (_, _, other) in pairwise(sorted(inside)):
            found[other] = one
    return found


def observations(stated: Mapping[tuple[str, Cell], str]) -> Observations:
    """The observations of each source on each cell; their order in ``stated`` changes nothing."""
    ordered = sorted((source, cell, value) for (source, cell), value in stated.items())
    sources = {name: i for i, name in enumerate(sorted({source for source, _, _ in ordered}))}
    cells = {cell: i for i, cell in enumerate(sorted({cell for _, cell, _ in ordered}))}
    values = {value: i for i, value in enumerate(sorted({(cell, value) for _, cell, value in ordered}))}
    attributes = {name: i for i, name in enumerate(sorted({attribute for _, attribute in cells}))}
    return Observations(
        sources=tuple(sources),
        cells=tuple(cells),
        values=tuple(values),
        statements=Statements(
            source=np.array([sources[source] for source, _, _ in ordered], dtype=np.intp),
            value=np.array([values[cell, value] for _, cell, value in ordered], dtype=np.intp),
            cell=np.array([cells[cell] for cell, _ in values], dtype=np.intp),
            attribute=np.array([attributes[attribute] for _, attribute in cells], dtype=np.intp),
            n_sources=len(sources),
        ),
    )


def shares_of_best(known: Statements, scores: Numbers) -> Numbers:
    """The chance of each value to be picked as its cell's best, shape (n_values,): ties are broken at random."""
    among = scores >= largest(known.cell, scores, known.n_cells)[known.cell] - TIED
    many = added_up(known.cell, among.astype(np.float64), known.n_cells)
    return np.asarray(among / many[known.cell], dtype=np.float64)
