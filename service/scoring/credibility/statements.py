"""Who states what, as arrays; the words are those of the papers on truth discovery.

A *cell* is one question (an attribute of an object; in an event: what several claims tell of), a *value* one answer
to it that somebody states, a *statement* that a source states a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Statements:
    """Statements with what they refer to by number; a source states one value of a cell at most.

    ``source`` and ``value``, shape (n_statements,), say who states what; ``cell``, shape (n_values,), whose value it
    is; ``attribute``, shape (n_cells,), what is asked, for sources may be better at one attribute than at another.
    """

    source: Indices
    value: Indices
    cell: Indices
    attribute: Indices
    n_sources: int

    @property
    def n_values(self) -> int:
        """The number of values."""
        return len(self.cell)

    @property
    def n_cells(self) -> int:
        """The number of cells."""
        return len(self.attribute)

    @cached_property
    def cell_of(self) -> Indices:
        """The cell of each statement, shape (n_statements,)."""
        return self.cell[self.value]

    @cached_property
    def votes(self) -> Numbers:
        """How many sources state each value, shape (n_values,)."""
        return added_up(self.value, np.ones(len(self.value)), self.n_values)

    @cached_property
    def stated(self) -> Numbers:
        """How many values each source states, shape (n_sources,)."""
        return added_up(self.source, np.ones(len(self.source)), self.n_sources)

    @cached_property
    def answered(self) -> Numbers:
        """How many sources speak of each cell, shape (n_cells,)."""
        return added_up(self.cell, self.votes, self.n_cells)


def added_up(places: Indices, amounts: Numbers, many: int) -> Numbers:
    """The amounts summed by place, shape (many,)."""
    return np.bincount(places, weights=amounts, minlength=many).astype(np.float64, copy=False)


def largest(places: Indices, amounts: Numbers, many: int) -> Numbers:
    """The largest amount at each place, shape (many,); -inf where there is none."""
    found = np.full(many, -np.inf)
    np.maximum.at(found, places, amounts)
    return found
