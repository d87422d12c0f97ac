"""`secrets` and `audit`: what is shared with integrations, and who did what."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click

from service.console import registry
from service.news.accounts import AuditLine, AuditQuery

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
SINCE = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"])


@click.group()
def secrets() -> None:
    """Secrets shared with integrations, encrypted in the database: set, list, remove, reseal."""


@secrets.command("set")
@click.argument("name")
@click.option("--purpose", default="", help="What it is for.")
@click.option("--outlet", "outlets", multiple=True, help="An outlet that it speaks for; give it once for each.")
def set_secret(name: str, purpose: str, outlets: tuple[str, ...]) -> None:
    """Keep a secret under NAME, asked for or read from standard input; one that is there is replaced."""
    secret = registry.hidden("Secret")
    with registry.opened() as kept:
        shared = kept.secrets.set(name, secret, purpose, outlets, registry.by())
    click.echo(f"{shared.name} is {'kept' if shared.rotated_at is None else 'replaced'}.")


@secrets.command("list")
@AS_JSON
def list_secrets(*, as_json: bool) -> None:
    """List secrets by name, without what they are."""
    with registry.opened() as kept:
        found = kept.secrets.all()
    if as_json:
        registry.print_json([asdict(each) for each in found])
    else:
        rows = ((s.name, s.purpose, s.outlets, s.created_at, s.created_by, s.rotated_at) for s in found)
        registry.show(("name", "purpose", "outlets", "kept", "by", "replaced"), rows)


@secrets.command("remove")
@click.argument("name")
def remove_secret(name: str) -> None:
    """Forget the secret NAME."""
    with registry.opened() as kept:
        kept.secrets.remove(name, registry.by())
    click.echo(f"{name} is forgotten.")


@secrets.command("reseal")
def reseal_secrets() -> None:
    """Encrypt every secret under the newest of the service's own; the former ones are then not needed any more."""
    with registry.opened() as kept:
        n_secrets = kept.secrets.reseal(registry.by())
    click.echo(f"{n_secrets} encrypted anew.")


@click.command()
@click.option("--by", "who", help="Only what was done by this one: key:…, user:… or cli:….")
@click.option("--action", help="Only this kind of thing, such as key.revoked.")
@click.option("--since", type=SINCE, help="Nothing before this date (in UTC) or time (with its zone).")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many at most.")
@AS_JSON
def audit(who: str | None, action: str | None, since: datetime | None, limit: int, *, as_json: bool) -> None:
    """Who did what, newest first."""
    if since is not None and since.tzinfo is None:
        since = since.replace(tzinfo=UTC)
    with registry.opened() as kept:
        lines = kept.audit.lines(AuditQuery(limit, by=who, action=action, since=since)).items
    if as_json:
        registry.print_json([asdict(line) for line in lines])
    else:
        rows = ((line.at, line.by, line.action, line.subject, _told(line)) for line in lines)
        registry.show(("at (UTC)", "by", "did", "to", "more"), rows)


def _told(line: AuditLine) -> str:
    """What more there is to say, in one run of words; what is empty is left out."""
    said = {name: ", ".join(map(str, each)) if isinstance(each, list) else each for name, each in line.detail.items()}
    return "; ".join(f"{name}: {each}" for name, each in said.items() if each not in {None, ""})
