"""KIND ``truth``: sources that state values, scored against the right ones.

The service weighs claims of articles; here the same idea (a source is as good as others bear it out) works on bare
observations, see ``observations``. Nothing is learnt from the right values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np

from service.measure import observations as obs
from service.measure.authors import family_names
from service.measure.bootstrap import SEED
from service.measure.figures import Figures
from service.measure.metrics import Numbers, rank_correlation
from service.measure.observations import Cell, Observations, Weighed
from service.measure.rows import UnreadableRow, csv_rows
from service.measure.stopwatch import Stopwatch
from service.measure.subject import Progress, Subject, silent

Key = TypeVar("Key")

HEADLINE = "accuracy"
FEWEST_CELLS = 5
# Each round weighs everything anew, so there are fewer of them than elsewhere.
ROUNDS = 200
_NUMBER = re.compile(r"[-+]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?")


def evaluate(
    files: Sequence[Path],
    scorer: Subject,
    progress: Progress = silent,
    *,
    seed: int = SEED,
    limit: int | None = None,
) -> Figures:
    """Figures of ``observations.csv`` and ``truth.csv``, in this order. Raises UnreadableRow.

    ``n`` counts the cells scored: those of the second file with an observation. ``limit`` is not used here: a source's
    rate rests on all its cells.
    """
    del limit
    stated, right = read(files)
    clock = Stopwatch()
    with clock:
        known = obs.observations(stated)
        weighed = obs.weigh(known)
    exam = Exam(known, right)
    return Figures(
        kind="truth",
        n=len(exam.cells),
        model_version=scorer.snapshot.model,
        seconds=clock.seconds,
        headline=HEADLINE,
        interval=_interval(exam, seed, progress),
        values=figures(exam, weighed),
        baselines={"majority": {"accuracy": exam.accuracy(obs.votes(known))}, "similarity": None},
        notes=(
            f"interval: sources given random weights {ROUNDS} times (Bayesian bootstrap)",
            f"prior Beta{obs.PRIOR}, {weighed.rounds} rounds; majority is voting, its ties at random in expectation",
        ),
    )


def read(files: Sequence[Path]) -> tuple[dict[tuple[str, Cell], str], dict[Cell, str]]:
    """What each source states for each cell (its last word) and the right values, in normal form.

    Statements that name nobody or nothing are none. Raises UnreadableRow, also where there are not exactly two files.
    """
    if len(files) != 2:
        raise UnreadableRow(files[0] if files else Path(), 0, "this kind takes two files: observations.csv truth.csv")
    stated: dict[tuple[str, Cell], str] = {}
    for source, thing, attribute, value in csv_rows(files[0], ("source", "object", "attribute", "value")):
        stated[source, (thing, attribute)] = normal_form(attribute, value)
    right = {
        (thing, attribute): normal_form(attribute, value)
        for thing, attribute, value in csv_rows(files[1], ("object", "attribute", "value"))
    }
    return _stating_something(stated), _stating_something(right)


def _stating_something(values: Mapping[Key, str]) -> dict[Key, str]:
    return {key: value for key, value in values.items() if value}


def normal_form(attribute: str, value: str) -> str:
    """What two equal values have in common; '' where nothing is stated.

    An author list is its family names, a number its value, anything else its letters without case and white space.
    """
    if attribute.casefold().startswith("author"):
        return "; ".join(sorted(family_names(value)))
    compact = "".join(value.split())
    if _NUMBER.fullmatch(compact.casefold()):
        return repr(float(compact.replace(",", "")) + 0.0)
    return compact.casefold()


@dataclass(frozen=True)
class Exam:
    """Observations with the right values of some of their cells."""

    known: Observations
    right: Mapping[Cell, str]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells scored: those with a right value and an observation."""
        return tuple(cell for cell in self.known.cells if cell in self.right)

    @cached_property
    def correct(self) -> Numbers:
        """1 for each value that is right, shape (n_values,)."""
        return np.array([self.right.get(cell) == value for cell, value in self.known.values], dtype=np.float64)

    @cached_property
    def scored(self) -> Numbers:
        """1 for each value of a scored cell, shape (n_values,)."""
        return np.array([cell in self.right for cell, _ in self.known.values], dtype=np.float64)

    def accuracy(self, weights: Numbers) -> float:
        """Share of scored cells whose heaviest value is right; cells without any value left are not counted."""
        chances = obs.shares_of_best(self.known, weights)
        picked = float((chances * self.scored).sum())
        return float((chances * self.correct).sum()) / picked if picked else float("nan")

    def track_records(self) -> tuple[Numbers, Numbers]:
        """How many scored cells each source speaks of, and in how many it is right, both of shape (n_sources,)."""
        source, value, many = self.known.source, self.known.value, len(self.known.sources)
        return obs.added_up(source, self.scored[value], many), obs.added_up(source, self.correct[value], many)


def figures(exam: Exam, weighed: Weighed) -> dict[str, float | int]:
    """The figures of the kind, by name."""
    spoken, right = exam.track_records()
    chosen = spoken >= FEWEST_CELLS
    actual = right[chosen] / spoken[chosen]
    low, high = (bound[chosen] for bound in weighed.intervals())
    return {
        "accuracy": exam.accuracy(weighed.weights),
        "majority_accuracy": exam.accuracy(obs.votes(exam.known)),
        "rank_correlation": rank_correlation(weighed.rates[chosen].tolist(), actual.tolist()),
        "interval_coverage": float(np.mean((low <= actual) & (actual <= high))) if chosen.any() else float("nan"),
        "n_sources_scored": int(chosen.sum()),
    }


def _interval(exam: Exam, seed: int, progress: Progress) -> tuple[float, float]:
    """Where 95 % of accuracies lie when sources count more or less, by the Bayesian bootstrap (Rubin 1981).

    Drawing whole sources with replacement would leave a third of them out, and with them the only right word on many
    cells: all accuracies would be lower than the one that the interval is for.
    """
    if not exam.cells:
        return float("nan"), float("nan")
    generator, reached = np.random.default_rng(seed), []
    for done in range(1, ROUNDS + 1):
        times = generator.exponential(size=len(exam.known.sources))
        reached.append(exam.accuracy(obs.weigh(exam.known, times).weights))
        progress("resample", done, ROUNDS)
    low, high = np.nanpercentile(reached, [2.5, 97.5])
    return float(low), float(high)
