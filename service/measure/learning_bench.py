"""How long learning from many labels takes where their pairs were measured before: made labels, timed stage by stage.

The labels are made by chance from rows that were measured in earnest: each has the measurements of one of them, a
little moved, the terms of another, and one of a wording made up for what it is. So they are as many, as large and about
as hard to learn from as labels are; what they say is of no interest.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from service.learning.head import Rows
from service.measure.bench import SpeedRow
from service.news.pair import Relation

LABELS = 50_000
SEED = 20260301
# About as many as a desk makes on one event.
OF_AN_EVENT = 10
MOVED = 0.1
WORDINGS = 25


@dataclass(frozen=True, slots=True)
class LearningSpeeds:
    """What a bench of learning found from so many ``labels``, a row for each stage; ``outcome`` is what came of it."""

    model_version: str
    labels: int
    outcome: str
    rows: tuple[SpeedRow, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """One flat object for JSON, each row under its name."""
        return {
            "kind": "bench retrain",
            "model_version": self.model_version,
            "labels": self.labels,
            "outcome": self.outcome,
            **{row.name: round(row.value, 6) for row in self.rows},
            "notes": list(self.notes),
        }


class Stages:
    """Adds up time by stage, from the first that a job tells of it to the next one's."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage = "start"
        self._since = time.perf_counter()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Progress."""
        del done, total
        now = time.perf_counter()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now

    def rows(self) -> tuple[SpeedRow, ...]:
        """Each stage, and the whole; the last one ends now."""
        self(self._stage, 1, 1)
        stages = [SpeedRow(f"retrain_{name}", seconds, "s") for name, seconds in self.seconds.items()]
        return (SpeedRow("retrain", sum(self.seconds.values()), "s"), *stages)


class Made:
    """Makes labels like ``rows``: the same ones each time."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._chance = np.random.default_rng(SEED)
        self._spread = rows.signals.std(axis=0) * MOVED
        self._of: dict[Relation, list[int]] = {}
        for row, relation in enumerate(rows.relations):
            self._of.setdefault(relation, []).append(row)

    def relations(self, n: int) -> list[Relation]:
        """What ``n`` labels say, as often as the rows do."""
        return [self._rows.relations[row] for row in self._chance.integers(len(self._rows.relations), size=n)]

    def measured(self, relation: Relation) -> Mapping[str, Any]:
        """What might have been measured on a pair that is ``relation``."""
        row = self._of[relation][self._chance.integers(len(self._of[relation]))]
        other = self._chance.integers(len(self._rows.relations))
        mine = f"one: {relation.value} wording {self._chance.integers(WORDINGS)}"
        moved = self._rows.signals[row] + self._chance.normal(0.0, 1.0, len(self._spread)) * self._spread
        return {
            "signals": moved.round(6).tolist(),
            "signs": self._rows.signs[row].tolist(),
            "terms": sorted({*self._rows.terms[other], mine}),
            "late": bool(self._rows.late[row]) or relation is Relation.UPDATES,
            "earlier": None,
        }


def notes(labels: int, seeds: int) -> tuple[str, ...]:
    """How the labels were made."""
    return (
        f"{labels} labels made by chance (seed {SEED}), {OF_AN_EVENT} an event, from the {seeds} rows of the seeds",
        "measured before: the gates, the seeds and every labelled pair; the rest is as in any retraining",
    )
