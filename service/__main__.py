"""The command line. Exit codes: 0 done, 1 refused or failed, 2 wrong use or unreadable input, 130 interrupted."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service import app
from service.console.accounts import keys, users
from service.console.benches import bench
from service.console.corpora import corpus
from service.console.jobs import jobs, worker
from service.console.outlets import outlets
from service.console.records import audit, secrets

if TYPE_CHECKING:
    from service.measure.figures import Figures
    from service.news.progress import Progress

FILE = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(path_type=Path)  # not all that may be asked for reads it


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
    "--outlet",
    "outlets",
    multiple=True,
    help="Outlet of a .txt or .html file, once for all, or once for each; or of what names none.",
)
@click.option(
    "--published-at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]), help="Time of the plain files, with a zone."
)
@click.option("--store", is_flag=True, help="Keep the articles, and compare them with those that are kept.")
@click.option("--vouch", "vouched", multiple=True, help="An outlet whose articles you vouch for, with --store.")
def score(
    files: tuple[Path, ...],
    *,
    as_json: bool,
    outlets: tuple[str, ...],
    published_at: datetime | None,
    store: bool,
    vouched: tuple[str, ...],
) -> None:
    """Score the articles of FILES against each other.

    They are request bodies, scenarios, items of ninjs or Superdesk or posts of WordPress (.json), feeds (.rss, .atom,
    .xml), items of NewsML-G2 (.xml), .txt or .html.
    """
    from service.console import keeping, requests
    from service.console.progress import bars

    if vouched and not store:
        raise click.UsageError("--vouch is for articles that are kept: give --store too.")
    asked = requests.request_of(files, outlets, published_at, store=store)
    with bars() as progress:
        if store:
            found = keeping.keep(asked, vouched, progress)
        else:
            found = app.build_scorer(app.settings_from_environ()).score(asked, progress)
    _print_report(requests.bodies().report.dump(found), as_json=as_json)


@commands.command()
@click.option("--check", is_flag=True, help="Only tell what would change; exit code 1 if anything.")
def rebuild(*, check: bool) -> None:
    """Work out anew, from the kept articles, all events, comparisons and credibilities."""
    from service.console import keeping
    from service.console.progress import bars

    with bars() as progress:
        differences = keeping.rebuild(progress, check=check)
    for line in differences:
        click.echo(line)
    click.echo("nothing differs" if check and not differences else "" if check else "worked out anew", err=True)
    sys.exit(1 if differences else 0)


@commands.command()
def reckon() -> None:
    """Weigh anew everything that is kept: how often sources are right, and what each of them says."""
    from service.console import keeping
    from service.console.progress import bars

    with bars() as progress:
        found = keeping.reckon(progress)
    click.echo(f"{found.sources} credibilities: moved by {found.largest:.3f} at most, {found.average:.3f} on average")


@commands.group()
def labels() -> None:
    """Editors' labels as lines of JSON: export, import."""


@labels.command("export")
def export_labels() -> None:
    """Print all labels, the oldest first, a line of JSON each."""
    from service.console.labels import written

    for line in written():
        click.echo(line, nl=False)


@labels.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only tell what would come of it.")
def import_labels(file: Path, *, dry_run: bool) -> None:
    """Keep the labels in FILE, a line of JSON each, but for those that are kept already.

    What cannot be kept is told by its line; then the exit code is 1, and the others are kept all the same.
    """
    from service.console.labels import bring_in
    from service.console.progress import bars

    with bars() as progress:
        found = bring_in(file, progress, trial=dry_run)
    for each in found.refused:
        click.echo(f"{file}:{each.line}: {each.why}", err=True)
    would = "would be " if dry_run else ""
    click.echo(
        f"{found.added} {would}added, {found.withdrawn} {would}withdrawn, {found.known} known already, "
        f"{len(found.refused)} refused"
    )
    sys.exit(1 if found.refused else 0)


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
@click.argument(
    "target",
    type=click.Choice(
        ["head", "pair_model", "pair_layers", "attribution", "stance", "copies", "text_encoder", "grouping"]
    ),
    default="head",
)
@click.option("--pairs", multiple=True, type=FILE, help="Labelled claim pairs to learn from; else the seeds.")
@click.option(
    "--data",
    type=FOLDER,
    default=Path("../shared/data"),
    show_default=True,
    help="Public corpora (all targets but head).",
)
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=Path(".training"),
    show_default=True,
    help="Finished stages are kept here.",
)
def train(target: str, pairs: tuple[Path, ...], data: Path, work: Path) -> None:
    """Fit the classifier (TARGET head, minutes), or fine-tune a model under it (pair_model, attribution: hours).

    TARGET pair_layers teaches the upper layers of the pair model what further hands wrote (an hour); fit the head then.
    TARGET text_encoder teaches what of texts tells events apart, and then grouping fits the decision what is one event;
    stance fits what `evaluate stance` asks, once the others are done; copies what tells copies (minutes).
    """
    from service.console.progress import bars

    with bars() as progress:
        click.echo(_trained(target, pairs, data, work, progress))


def _trained(target: str, pairs: tuple[Path, ...], data: Path, work: Path, progress: Progress) -> str:
    from service.console import (
        attribution_training,
        copies_training,
        grouping_training,
        pair_layers_training,
        pair_model_training,
        stance_training,
        text_encoder_training,
        training,
    )

    if target == "copies":
        return copies_training.copy_head(data)
    if target == "text_encoder":
        return text_encoder_training.text_encoder(data, work, progress)
    if target == "grouping":
        return grouping_training.grouping(data, progress)
    if target == "stance":
        return stance_training.stance_head(data, progress)
    if target == "attribution":
        return attribution_training.attribution(data, work, progress)
    if target == "pair_layers":
        return pair_layers_training.pair_layers(pairs, data, work, progress)
    if target == "pair_model":
        return pair_model_training.pair_model(pairs, data, work, progress)
    return training.head(pairs, progress)


@commands.command()
@click.argument("kind")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--limit", type=click.IntRange(1), help="Judge a seeded sample of this many premises, bodies, events … only."
)
def evaluate(kind: str, files: tuple[Path, ...], *, as_json: bool, limit: int | None) -> None:
    """Judge the service on FILES: pairs, stance, claims, events, copies, truth, attribution or scenarios."""
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
    "--data", type=FOLDER, default=Path("../shared/data"), show_default=True, help="Folder of the public corpora."
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
@click.option("--pairs", multiple=True, type=FILE, help="Labelled claim pairs; else the seeds.")
@click.option("--page", type=click.Path(path_type=Path), default=Path("docs/benchmarks.md"), show_default=True)
def ablate(pairs: tuple[Path, ...], page: Path) -> None:
    """Fit the classifier without each of its signals, out of fold, and write what that changes into the page."""
    from service.console import ablations
    from service.console.progress import bars
    from service.measure.benchmarks_page import write_ablations

    with bars() as progress:
        found, read_with = ablations.ablate(pairs, progress)
    write_ablations(page, found, (ablations.HOW, f"read with: `{read_with}`"))
    click.echo(f"written to {page}")


@commands.command()
def openapi() -> None:
    """Print the OpenAPI 3.1 document."""
    click.echo(json.dumps(app.openapi(app.settings_from_environ()), ensure_ascii=False, indent=1))


for each in (users, keys, secrets, audit, worker, jobs, corpus, bench, outlets):
    commands.add_command(each)


def main() -> None:
    """Run the command line; faults of the input are said in one line, without a traceback."""
    from service.measure.lines import UnreadableRow
    from service.news.errors import AccountError, ArtefactError, KeepingError, ScoringError, StoreError
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
    except (ScoringError, KeepingError, AccountError, StoreError, ArtefactError, RuntimeError) as fault:
        click.echo(f"counterclaim: {fault}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
