"""Figures and speeds as tables in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from service.measure.bench import Speeds
from service.measure.figures import BASELINES, Figures


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
    table = Table(title=f"{found.n_articles} articles, median of {found.rounds} rounds", title_justify="left")
    for heading in ("measured", "median", "unit"):
        table.add_column(heading, justify="right" if heading == "median" else "left")
    for row in found.rows:
        table.add_row(row.name, _shown(row.value), row.unit)
    console = Console()
    console.print(table)
    for note in found.notes:
        console.print(f"- {note}", style="dim")


def _shown(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
