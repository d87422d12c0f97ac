"""`corpus`: the public release of a corpus in, rows of the common format out."""

from __future__ import annotations

from pathlib import Path

import click

from service.console.progress import bars
from service.measure.releases.registry import BY_NAME
from service.measure.releases.release import WrongFiles
from service.measure.releases.writing import lines, write


@click.command()
@click.argument("name")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here; else to standard output.")
def corpus(name: str, files: tuple[Path, ...], out: Path | None) -> None:
    """Turn the public release of corpus NAME into the rows that training and evaluation read.

    FILES are the files of the release, or folders of them. docs/corpora.md says where each release is to be had.
    """
    release = BY_NAME.get(name)
    if release is None:
        raise click.UsageError(f"There is no corpus '{name}'; the corpora are {', '.join(BY_NAME)}.")
    try:
        given = release.found(files)
    except WrongFiles as fault:
        raise click.UsageError(str(fault)) from fault
    with bars() as progress:
        rows = release.read(given, progress)
        if out is None:
            for line in lines(rows, as_csv=release.output.endswith(".csv")):
                click.echo(line, nl=False)
            return
        written = write(rows, out)
    click.echo(f"{written} rows written to {out}", err=True)
