"""What an evaluation found: figures beside their baselines, ready for a table or for JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Value = float | int | None

BASELINES = ("majority", "similarity")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of a table: a figure, its value and what each of BASELINES reaches (None where it is not defined)."""

    name: str
    value: Value
    baselines: tuple[Value, ...]
    interval: tuple[Value, Value] | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one KIND on some files.

    ``values`` holds them under the names of the evaluation formats, shares in [0, 1]; ``n`` counts what was judged
    (pairs, headlines, documents, cells, scenarios). ``headline`` names the figure that ``interval`` (95 %, bootstrap)
    belongs to. ``seconds`` is what the service's own work took, without reading files, baselines and intervals.
    ``baselines`` has the names of BASELINES, and others of its own; one that makes no sense for the kind is None.
    ``notes`` say what a reader must know.
    """

    kind: str
    n: int
    model_version: str
    seconds: float
    headline: str
    interval: tuple[float, float]
    values: Mapping[str, float | int]
    baselines: Mapping[str, Mapping[str, float] | None]
    notes: tuple[str, ...] = field(default=())

    @property
    def items_per_second(self) -> float:
        """``n`` over ``seconds``."""
        return self.n / self.seconds if self.seconds > 0 else float("nan")

    def as_json(self) -> dict[str, object]:
        """One flat object for JSON: the figures under their own names, null where one is not defined.

        The interval is under ``<headline>_interval`` as [low, high], the baselines under ``baselines`` by name.
        """
        return {
            "kind": self.kind,
            "n": self.n,
            "model_version": self.model_version,
            "seconds": round(self.seconds, 3),
            "items_per_second": _or_none(self.items_per_second),
            **{name: _or_none(value) for name, value in self.values.items()},
            "headline": self.headline,
            f"{self.headline}_interval": [_or_none(bound) for bound in self.interval],
            "baselines": {
                name: None if known is None else {figure: _or_none(value) for figure, value in known.items()}
                for name, known in self.baselines.items()
            },
            "notes": list(self.notes),
        }

    def rows(self) -> Iterator[FigureRow]:
        """The lines of a table, in the order of ``values``."""
        for name, value in self.values.items():
            beside = tuple(self._baseline(which, name) for which in BASELINES)
            low, high = self.interval
            bounds = (_or_none(low), _or_none(high)) if name == self.headline else None
            yield FigureRow(name, _or_none(value), beside, bounds)

    def _baseline(self, which: str, name: str) -> Value:
        known = self.baselines.get(which) or {}
        return _or_none(known[name]) if name in known else None


def _or_none(value: float) -> Value:
    """The value as JSON can say it: None for NaN, floats to six places."""
    if isinstance(value, int):
        return value
    return None if math.isnan(value) else round(float(value), 6)
