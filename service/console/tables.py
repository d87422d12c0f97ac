"""Figures and speeds as tables in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from service.measure.bench import SpeedRow, Speeds
from service.measure.claim_worlds_bench import CLAIM_HEADINGS, claim_figures, precision, recall
from service.measure.figures import BASELINES, Figures
from service.measure.learning_bench import LearningSpeeds
from service.measure.page_figures import PageFigures
from service.measure.store_bench import StoreSpeeds
from service.measure.worlds_bench import METHODS, WorldFigures


def show_figures(found: Figures) -> None:
    """Print the figures of one evaluation beside its baselines."""
    table = Table(title=f"{found.kind}: n = {found.n}, {found.model_version}", title_justify="left")
    for heading in ("figure", "value", "95 % interval", *BASELINES):
        table.add_column(heading, justify="left" if heading == "figure" else "right")
    for row in found.rows():
        interval = f"{_shown(row.interval[0])} to {_shown(row.interval[1])}" if row.interval else ""
        table.add_row(row.name, _shown(row.value), interval, *("" if b is None else _shown(b) for b in row.baselines))
    console = Console()
    console.print(table)
    console.print(f"{found.seconds:.1f} s, {found.items_per_second:.1f} items/s")
    for note in found.notes:
        console.print(f"- {note}", style="dim")


def show_speeds(found: Speeds) -> None:
    """Print what a bench found."""
    _print(
        _speeds(f"{found.n_articles} articles, median of {found.rounds} rounds", "median", found.rows),
        notes=found.notes,
    )


def show_learning_speeds(found: LearningSpeeds) -> None:
    """Print what a bench of learning found."""
    _print(_speeds(f"{found.labels} labels: {found.outcome}", "time", found.rows), notes=found.notes)


def show_page_figures(found: PageFigures) -> None:
    """Print what a bench of the desk found."""
    table = Table(title=f"median of {found.rounds} requests", title_justify="left")
    for heading in ("measured", "found", "meant to stay below", "unit"):
        table.add_column(heading, justify="left" if heading in {"measured", "unit"} else "right")
    for row in found.rows:
        table.add_row(row.name, f"{row.value:.1f}", f"{row.most:g}", row.unit)
    _print(table, notes=found.notes)


def show_store_speeds(found: StoreSpeeds) -> None:
    """Print what a bench of keeping found."""
    beside = _speeds(f"side by side, median of {found.rounds} rounds", "median", found.rows)
    grown = Table(title="as the store grows", title_justify="left")
    for heading in ("measured", *(f"{n} claims" for n in found.sizes), "unit", "ratio"):
        grown.add_column(heading, justify="left" if heading in {"measured", "unit"} else "right")
    for each in found.growth:
        grown.add_row(each.name, *map(_shown, each.values), each.unit, _shown(each.ratio))
    _print(beside, grown, notes=found.notes)


def show_worlds(found: WorldFigures) -> None:
    """Print what a bench on planted worlds found."""
    table = Table(title=f"planted worlds, {found.n_worlds} of each kind", title_justify="left")
    for heading in (
        "world",
        *(f"{name}: {method}" for name in ("accuracy", "error") for method in METHODS),
        "coverage",
    ):
        table.add_column(heading, justify="left" if heading == "world" else "right")
    for row in found.rows:
        reached = [getattr(row.methods[method], name) for name in ("accuracy", "error") for method in METHODS]
        table.add_row(row.name, *map(_shown, (*reached, row.coverage)))
    grown = Table(title="growth", title_justify="left")
    for heading in ("statements", "sources", "seconds", "of the processor", "megabytes"):
        grown.add_column(heading, justify="right")
    for size in found.growth:
        costs = (size.seconds, size.processor_seconds, size.megabytes)
        grown.add_row(*map(_shown, (size.n_statements, size.n_sources, *costs)))
    claims = Table(title="worlds of claims", title_justify="left")
    for heading in ("world", *CLAIM_HEADINGS):
        claims.add_column(heading, justify="left" if heading == "world" else "right")
    for each in found.claims:
        claims.add_row(each.name, *map(_shown, claim_figures(each)))
    copying = f"copying pairs: precision {found.precision:.3f}, recall {found.recall:.3f}"
    of_claims = f"of claims: precision {precision(found.claims):.3f}, recall {recall(found.claims):.3f}"
    _print(table, claims, grown, notes=(*found.notes, copying, of_claims))


def _speeds(title: str, what: str, rows: Sequence[SpeedRow]) -> Table:
    """A row for each measurement, its value under the heading ``what``."""
    table = Table(title=title, title_justify="left")
    for heading in ("measured", what, "unit"):
        table.add_column(heading, justify="right" if heading == what else "left")
    for row in rows:
        table.add_row(row.name, _shown(row.value), row.unit)
    return table


def _print(*tables: Table, notes: Sequence[str]) -> None:
    console = Console()
    for table in tables:
        console.print(table)
    for note in notes:
        console.print(f"- {note}", style="dim")


def _shown(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
