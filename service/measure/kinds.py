"""The evaluation kinds: what files each takes, what it judges, and its headline figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from service.measure import attribution, claims, copies, events, pairs, scenarios, stance, truth
from service.measure.bootstrap import SEED
from service.measure.figures import Figures
from service.measure.subject import Progress, Subject, silent


class Evaluate(Protocol):
    """Judges a scorer on files."""

    def __call__(
        self,
        files: Sequence[Path],
        scorer: Subject,
        progress: Progress = silent,
        *,
        seed: int = SEED,
        limit: int | None = None,
    ) -> Figures:
        """The figures; raises UnreadableRow. ``limit`` is the most groups of rows to judge, None for all."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One evaluation: ``files`` says what it takes, ``items`` what ``n`` counts, ``groups`` what ``limit`` counts."""

    name: str
    files: str
    items: str
    groups: str
    headline: str
    evaluate: Evaluate


KINDS = (
    Kind("pairs", "PAIRS.jsonl…", "pairs", "premises", pairs.HEADLINE, pairs.evaluate),
    Kind("stance", "BODIES.jsonl STANCES.jsonl", "headlines", "bodies", stance.HEADLINE, stance.evaluate),
    Kind("claims", "CLAIMS.jsonl…", "pairs", "events", claims.HEADLINE, claims.evaluate),
    Kind("events", "DOCUMENTS.jsonl…", "documents", "events", events.HEADLINE, events.evaluate),
    Kind("copies", "PAIRS.jsonl…", "pairs", "stories", copies.HEADLINE, copies.evaluate),
    Kind("truth", "observations.csv truth.csv", "cells", "sources", truth.HEADLINE, truth.evaluate),
    Kind("attribution", "TEXTS.jsonl…", "texts", "texts", attribution.HEADLINE, attribution.evaluate),
    Kind("scenarios", "FOLDER or FILE.json…", "scenarios", "scenarios", scenarios.HEADLINE, scenarios.evaluate),
)


def kind(name: str) -> Kind:
    """The kind called ``name``; raises KeyError."""
    return {one.name: one for one in KINDS}[name]
