"""KIND ``truth``: sources that state values, scored against the right ones.

The estimator of ``scoring.credibility`` on bare observations. Nothing is learnt from the right values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np

from service.measure import bootstrap
from service.measure.authors import family_names
from service.measure.bootstrap import SEED
from service.measure.crh import crh
from service.measure.figures import Figures
from service.measure.metrics import Numbers, rank_correlation
from service.measure.observations import Cell, Observations, observations, shares_of_best
from service.measure.rows import UnreadableRow, csv_rows
from service.measure.stopwatch import Stopwatch
from service.measure.subject import Progress, Subject, silent
from service.measure.truthfinder import truthfinder
from service.scoring.credibility.estimate import Estimate, estimate
from service.scoring.credibility.statements import added_up

Key = TypeVar("Key")

HEADLINE = "accuracy"
FEWEST_CELLS = 5
LIKELY = 0.5
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
    progress("weigh", 0, 1)
    stated, right = read(files)
    clock = Stopwatch()
    with clock:
        known = observations(stated)
        found = estimate(known.statements, known.alike, before=known.before)
    progress("weigh", 1, 1)
    exam = Exam(known, right)
    pairs = int((found.dependence.probability > LIKELY).sum())
    return Figures(
        kind="truth",
        n=len(exam.cells),
        model_version=scorer.snapshot.model,
        seconds=clock.seconds,
        headline=HEADLINE,
        interval=exam.interval(found.score, seed),
        values=figures(exam, found),
        baselines={
            "majority": {"accuracy": exam.accuracy(known.statements.votes)},
            "similarity": None,
            "truthfinder": exam.judged(*truthfinder(known.statements, known.alike)),
            "crh": exam.judged(*crh(known.statements)),
        },
        notes=(
            "interval: objects drawn with replacement; majority is voting; ties at random in expectation",
            f"{pairs} pairs of sources are likelier dependent than not",
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

    @cached_property
    def spoken(self) -> tuple[Numbers, Numbers]:
        """How many scored cells each source speaks of, and in how many it is right, both of shape (n_sources,)."""
        known = self.known.statements
        scored, correct = (
            added_up(known.source, each[known.value], known.n_sources) for each in (self.scored, self.correct)
        )
        return scored, correct

    def accuracy(self, scores: Numbers) -> float:
        """Share of scored cells whose value with the best score is right."""
        chances = shares_of_best(self.known.statements, scores)
        return float((chances * self.correct).sum() / len(self.cells)) if self.cells else float("nan")

    def interval(self, scores: Numbers, seed: int) -> tuple[float, float]:
        """Where 95 % of accuracies lie when objects are drawn with replacement."""
        if not self.cells:
            return float("nan"), float("nan")
        reached = added_up(
            self.known.statements.cell,
            shares_of_best(self.known.statements, scores) * self.correct,
            len(self.known.cells),
        )
        of_cell = dict(zip(self.known.cells, reached.tolist(), strict=True))
        counts = np.array([[of_cell[cell], 1.0] for cell in self.cells])
        by_object = bootstrap.grouped([thing for thing, _ in self.cells], counts)
        return bootstrap.interval(by_object, lambda drawn: drawn[:, 0] / drawn[:, 1], seed)

    def rank_correlation(self, rates: Numbers) -> float:
        """Spearman's between rates of sources and how often they are right, over those with enough scored cells."""
        scored, correct = self.spoken
        chosen = scored >= FEWEST_CELLS
        return rank_correlation(rates[chosen].tolist(), (correct[chosen] / scored[chosen]).tolist())

    def judged(self, scores: Numbers, rates: Numbers) -> dict[str, float]:
        """The figures of a method that gives each value a score and each source a rate."""
        return {"accuracy": self.accuracy(scores), "rank_correlation": self.rank_correlation(rates)}


def figures(exam: Exam, found: Estimate) -> dict[str, float | int]:
    """The figures of the kind, by name."""
    spoken, right = exam.spoken
    chosen = spoken >= FEWEST_CELLS
    actual = right[chosen] / spoken[chosen]
    low, high = found.credibility.low[chosen], found.credibility.high[chosen]
    return {
        "accuracy": exam.accuracy(found.score),
        "majority_accuracy": exam.accuracy(exam.known.statements.votes),
        "rank_correlation": exam.rank_correlation(found.credibility.mean),
        "interval_coverage": float(np.mean((low <= actual) & (actual <= high))) if chosen.any() else float("nan"),
        "n_sources_scored": int(chosen.sum()),
    }
