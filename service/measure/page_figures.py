"""What a page of the desk costs: how long the server takes for it, and how large it is."""

from __future__ import annotations

from dataclasses import dataclass

MOST_KB, MOST_MS = 300, 200
"""What the page of a large event is meant to stay below."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """One measurement, and what it is meant to stay below."""

    name: str
    value: float
    unit: str
    most: float


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What a bench of the desk found, over ``rounds`` requests."""

    rounds: int
    rows: tuple[PageRow, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """One flat object for JSON, each row under its name, and what it is meant to stay below under most_…."""
        return {
            "kind": "bench desk",
            "rounds": self.rounds,
            **{row.name: round(row.value, 3) for row in self.rows},
            **{f"most_{row.name}": row.most for row in self.rows},
            "notes": list(self.notes),
        }
