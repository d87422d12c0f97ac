"""The command `bench`: speeds and costs, printed and written into the benchmarks page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import click

from service import app


class _Told(Protocol):
    def as_json(self) -> dict[str, object]: ...


Found = TypeVar("Found", bound=_Told)


@click.command()
@click.argument("what", type=click.Choice(["scoring", "store", "truth", "retrain", "desk"]), default="scoring")
@click.option(
    "--claims",
    type=click.IntRange(100),
    multiple=True,
    help="Claims of a store; once for each size; else 10000 and 100000 (store).",
)
@click.option("--labels", type=click.IntRange(1), help="Labels to learn from; else 50000 (retrain).")
@click.option("--rounds", type=click.IntRange(1), help="Rounds that medians are taken over; else 3 (scoring, store).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--page", type=click.Path(path_type=Path), help="Also write the tables into this page, plots beside it.")
def bench(
    what: str, *, claims: tuple[int, ...], labels: int | None, rounds: int | None, as_json: bool, page: Path | None
) -> None:
    """Measure speed on the sample events: ways of scoring side by side, in one run.

    WHAT store measures what keeping articles costs, in passing databases of its own (half an hour, two
    gigabytes; hours and twenty gigabytes with a million claims);
    WHAT truth how well credibility is estimated in planted worlds, and how that grows (minutes);
    WHAT retrain how long learning from many labels takes that were measured before (ten minutes);
    WHAT desk how long the server takes for the page of a large event, and how large it is (seconds).
    """
    if claims and what != "store":
        raise click.UsageError("--claims is for the store: say bench store.")
    if labels is not None and what != "retrain":
        raise click.UsageError("--labels is for learning: say bench retrain.")
    if rounds is not None and what not in ("scoring", "store"):
        raise click.UsageError(f"--rounds is for scoring and the store, not for {what}.")
    if what == "store":
        _bench_store(claims, rounds, page, as_json=as_json)
    elif what == "truth":
        _bench_truth(page, as_json=as_json)
    elif what == "retrain":
        _bench_retrain(labels, page, as_json=as_json)
    elif what == "desk":
        _bench_desk(page, as_json=as_json)
    else:
        _bench_scoring(rounds, page, as_json=as_json)


def _bench_retrain(labels: int | None, page: Path | None, *, as_json: bool) -> None:
    from service.console import retrain_bench
    from service.console.progress import bars
    from service.console.tables import show_learning_speeds
    from service.measure.benchmarks_page import write_learning_speeds
    from service.measure.learning_bench import LABELS

    with bars() as progress:
        found = retrain_bench.measure(labels or LABELS, progress)
    _tell(found, page, write_learning_speeds, show_learning_speeds, as_json=as_json)


def _bench_desk(page: Path | None, *, as_json: bool) -> None:
    from service.console import desk_bench
    from service.console.progress import bars
    from service.console.tables import show_page_figures
    from service.measure.benchmarks_page import write_page_figures

    with bars() as progress:
        found = desk_bench.measure(progress)
    _tell(found, page, write_page_figures, show_page_figures, as_json=as_json)


def _bench_store(claims: Sequence[int], rounds: int | None, page: Path | None, *, as_json: bool) -> None:
    from service.console import store_bench
    from service.console.progress import bars
    from service.console.tables import show_store_speeds
    from service.measure.bench import ROUNDS
    from service.measure.benchmarks_page import write_store_speeds
    from service.measure.store_bench import CLAIMS

    with bars() as progress:
        found = store_bench.measure(sorted(set(claims or CLAIMS)), rounds or ROUNDS, progress)
    _tell(found, page, write_store_speeds, show_store_speeds, as_json=as_json)


def _bench_truth(page: Path | None, *, as_json: bool) -> None:
    from service.console.progress import bars
    from service.console.tables import show_worlds
    from service.measure import worlds_bench
    from service.measure.benchmarks_page import write_worlds

    with bars() as progress:
        found = worlds_bench.run(progress)
    _tell(found, page, write_worlds, show_worlds, as_json=as_json)


def _bench_scoring(rounds: int | None, page: Path | None, *, as_json: bool) -> None:
    from service.adapters import artefacts
    from service.adapters.spacy_annotator import as_published
    from service.console.pair_bench import with_pairs
    from service.console.progress import bars
    from service.console.tables import show_speeds
    from service.measure import bench as measured
    from service.measure import scenario_files
    from service.measure.benchmarks_page import write_speeds

    with bars() as progress:
        scorer = app.build_scorer(app.settings_from_environ())
        scenarios = measured.spread(scenario_files.read([artefacts.seeds_folder() / "events"]))
        yardstick = as_published(artefacts.ANNOTATOR)
        found = measured.run(scenarios, scorer, yardstick, progress, rounds or measured.ROUNDS)
        found = with_pairs(found, scenarios, scorer, progress)
    _tell(found, page, write_speeds, show_speeds, as_json=as_json)


def _tell(
    found: Found,
    page: Path | None,
    write: Callable[[Path, Found], None],
    show: Callable[[Found], None],
    *,
    as_json: bool,
) -> None:
    """Writes what a bench found into ``page``, where there is one, and prints it."""
    if page:
        write(page, found)
    if as_json:
        click.echo(json.dumps(found.as_json()))
    else:
        show(found)
