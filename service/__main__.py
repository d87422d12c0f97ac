"""The command line. Exit codes: 0 done, 1 refused or failed, 2 wrong use or unreadable input, 130 interrupted."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service import app

if TYPE_CHECKING:
    from service.measure.figures import Figures

FILE = click.Path(exists=True, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(app.code_version(), prog_name="counterclaim")
def commands() -> None:
    """Who says what, where sources agree, where they contradict each other. It measures agreement, not truth."""


@commands.command()
@click.option("--host", help="Address to listen on; else COUNTERCLAIM_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; else COUNTERCLAIM_PORT.")
@click.option("--try", "sample", type=FILE, help="Post this file's articles when ready and print the report.")
def serve(host: str | None, port: int | None, sample: Path | None) -> None:
    """Serve the API until Ctrl-C."""
    from service.console.serving import serve as run

    settings = app.settings_from_environ()
    address = (host or settings.host, settings.port if port is None else port)
    click.echo(f"Serving on http://{address[0]}:{address[1]} (docs at /docs). Models load in the background.", err=True)
    run(*address, settings.threads, sample)


@commands.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--outlet", "outlets", multiple=True, help="Outlet of a .txt or .html file; once for all, or once for each."
)
@click.option(
    "--published-at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]), help="Time of the plain files, with a zone."
)
def score(files: tuple[Path, ...], *, as_json: bool, outlets: tuple[str, ...], published_at: datetime | None) -> None:
    """Score the articles of FILES against each other: request bodies, scenarios (.json), .txt or .html."""
    from service.console import requests
    from service.console.progress import bars

    asked = requests.request_of(files, outlets, published_at)
    with bars() as progress:
        found = app.build_scorer(app.settings_from_environ()).score(asked, progress)
    _print_report(requests.bodies().report.dump(found), as_json=as_json)


@commands.command("try-sample", hidden=True)
@click.argument("host")
@click.argument("port", type=int)
@click.argument("file", type=FILE)
def try_sample(host: str, port: int, file: Path) -> None:
    """Post a sample to the server that was just started (what `serve --try` runs beside itself)."""
    from service.console import requests, serving

    _print_report(serving.post_sample(host, port, requests.body_of(file)), as_json=False)
    click.echo(f"Still serving on http://{host}:{port} (docs at /docs). Ctrl-C ends it.")


def _print_report(report: dict[str, object], *, as_json: bool) -> None:
    from rich.console import Console

    from service.console import reports

    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        reports.show(report, Console(emoji=False))


@commands.command()
@click.argument("target", type=click.Choice(["head", "pair_model"]), default="head")
@click.option("--pairs", multiple=True, type=FILE, help="Labelled claim pairs to learn from; else the seeds.")
@click.option(
    "--data", type=FILE, default=Path("../shared/data"), show_default=True, help="Public corpora (pair_model)."
)
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=Path(".training"),
    show_default=True,
    help="Finished stages are kept here.",
)
def train(target: str, pairs: tuple[Path, ...], data: Path, work: Path) -> None:
    """Fit the classifier (TARGET head, minutes) or fine-tune the pair model under it (TARGET pair_model, hours)."""
    from service.console import pair_model_training, training
    from service.console.progress import bars

    with bars() as progress:
        done = (
            pair_model_training.pair_model(pairs, data, work, progress)
            if target == "pair_model"
            else training.head(pairs, progress)
        )
    click.echo(done)


@commands.command()
@click.argument("kind")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--limit", type=click.IntRange(1), help="Judge a seeded sample of this many premises, bodies, events … only."
)
def evaluate(kind: str, files: tuple[Path, ...], *, as_json: bool, limit: int | None) -> None:
    """Judge the service on FILES: pairs, stance, claims, events, truth, attribution or scenarios."""
    from service.console.progress import bars
    from service.measure.kinds import KINDS

    kinds = {one.name: one for one in KINDS}
    if kind not in kinds:
        raise click.UsageError(f"There is no kind '{kind}'; the kinds are {', '.join(kinds)}.")
    with bars() as progress:
        found = kinds[kind].evaluate(files, app.build_scorer(app.settings_from_environ()), progress, limit=limit)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        _print_figures(found)


def _print_figures(found: Figures) -> None:
    from service.console.tables import show_figures

    show_figures(found)


@commands.command()
@click.option(
    "--data", type=FILE, default=Path("../shared/data"), show_default=True, help="Folder of the public corpora."
)
@click.option("--page", type=click.Path(path_type=Path), default=Path("docs/benchmarks.md"), show_default=True)
@click.argument("kinds", nargs=-1)
def figures(data: Path, page: Path, kinds: tuple[str, ...]) -> None:
    """Run every evaluation (or KINDS) on the public corpora and the held-out seeds, and write the benchmarks page."""
    from service.adapters import artefacts
    from service.console.figures import write_all
    from service.console.progress import bars

    with bars() as progress:
        scorer = app.build_scorer(app.settings_from_environ())
        write_all(data, artefacts.seeds_folder(), page, scorer, kinds, progress)
    click.echo(f"written to {page}")


@commands.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--page", type=click.Path(path_type=Path), help="Also write the table into this page.")
def bench(*, as_json: bool, page: Path | None) -> None:
    """Measure speed on the sample events: ways of working side by side, in one run."""
    from service.adapters import artefacts
    from service.console.progress import bars
    from service.console.tables import show_speeds
    from service.measure import bench as measured
    from service.measure import scenario_files
    from service.measure.benchmarks_page import write_speeds

    with bars() as progress:
        scorer = app.build_scorer(app.settings_from_environ())
        found = measured.run(scenario_files.read([artefacts.seeds_folder() / "events"]), scorer, progress)
    if page:
        write_speeds(page, found)
    if as_json:
        click.echo(json.dumps(found.as_json()))
    else:
        show_speeds(found)


@commands.command()
def openapi() -> None:
    """Print the OpenAPI 3.1 document."""
    click.echo(json.dumps(app.openapi(app.settings_from_environ()), ensure_ascii=False, indent=1))


def main() -> None:
    """Run the command line; faults of the input are said in one line, without a traceback."""
    from service.measure.lines import UnreadableRow
    from service.news.errors import ArtefactError, ScoringError
    from service.newsroom.files import UnreadableFile

    try:
        sys.exit(commands(standalone_mode=False))
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except click.Abort:
        sys.exit(130)
    except (UnreadableRow, UnreadableFile, app.SettingsError) as fault:
        click.echo(f"counterclaim: {fault}", err=True)
        sys.exit(2)
    except (ScoringError, ArtefactError, RuntimeError) as fault:
        click.echo(f"counterclaim: {fault}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
