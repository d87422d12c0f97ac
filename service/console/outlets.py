"""`outlets`: who controls which of them, from the trust.txt of their sites."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import click

from service.console import registry
from service.news.ownership import Control, TrustFile


@click.group()
def outlets() -> None:
    """Outlets under one control, which count as one: import-trust, list, forget."""


@outlets.command("import-trust")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--site", help="The site that a file is of; else its name or its folder's.")
@click.option("--outlet", "names", multiple=True, help="A name that articles of the site are published under.")
@click.option("--believe", is_flag=True, help="Count what they say on control though the other site does not say so.")
def import_trust(path: Path, site: str | None, names: tuple[str, ...], *, believe: bool) -> None:
    """Keep the trust.txt at PATH, or all in the folder PATH; what is kept is worked out anew where that matters."""
    from service.console import keeping
    from service.console.progress import bars
    from service.newsroom import trust

    if path.is_dir() and (site or names):
        raise click.UsageError("--site and --outlet are for one file; PATH is a folder.")
    given = [replace(file, outlets=names, believed=believe) for file in trust.read_files(path, site)]
    with bars() as progress, keeping.archive(progress) as archive:
        new = archive.bring_in_trust(given, registry.by(), progress)
        edges = archive.controls()
    for file in given:
        click.echo(f"{file.site}: {_told(file)}{'' if file in new else ', kept already'}")
    sites = {file.site for file in given}
    for edge in edges:
        if not sites.isdisjoint((edge.owner, edge.owned)):
            click.echo(_shown(edge))


@outlets.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_controls(*, as_json: bool) -> None:
    """List which site controls which, and whether it counts."""
    found = _controls()
    if as_json:
        registry.print_json([{"owner": one.owner, "owned": one.owned, "counts": one.counts} for one in found])
    else:
        registry.show(("controls", "controlled", "counts"), ((one.owner, one.owned, one.counts) for one in found))


@outlets.command("forget")
@click.argument("site")
def forget(site: str) -> None:
    """Let what the site SITE says count no more; what is kept is worked out anew where that matters."""
    from service.console import keeping
    from service.console.progress import bars
    from service.scoring.ownership import site as site_of

    with bars() as progress, keeping.archive(progress) as archive:
        new = archive.bring_in_trust([TrustFile(site_of(site), ())], registry.by(), progress)
    click.echo(f"{site} is forgotten." if new else f"Nothing of {site} is kept.")


def _controls() -> tuple[Control, ...]:
    from service import app
    from service.store.lists import Lists

    database = app.database_of(app.settings_from_environ())
    try:
        return Lists(database).controls()
    finally:
        database.close()


def _told(file: TrustFile) -> str:
    """How many lines of each name there are; of names that the format does not have it is said."""
    from service.newsroom.trust import NAMES

    told = Counter(name if name in NAMES else f"{name} (unknown)" for name, _ in file.lines)
    return ", ".join(f"{n} {name}" for name, n in sorted(told.items())) or "nothing"


def _shown(edge: Control) -> str:
    why = "" if edge.counts else ": does not count, for only one of them says so"
    return f"{edge.owner} controls {edge.owned}{why}"
