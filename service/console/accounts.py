"""`users` and `keys`: people and keys, while the server runs or does not."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from service.console import registry
from service.console.parsing import Expiry, Length, moment
from service.news.accounts import NewKey
from service.news.identity import Scope

if TYPE_CHECKING:
    from service.news.accounts import Key, MadeKey

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
SCOPES = click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([*Scope], case_sensitive=False),
    help="What is allowed; give it once for each. admin may everything.",
)
EXPIRES = click.option(
    "--expires",
    type=Expiry(),
    default="365d",
    show_default=True,
    help="When it ends: a length such as 90d or 12h, a date such as 2030-01-31, or never.",
)


@click.group()
def users() -> None:
    """People who sign in: add, list, disable, enable, password, scopes."""


@users.command("add")
@click.argument("name")
@click.option("--display", help="The name that others read; else NAME.")
@SCOPES
def add_user(name: str, display: str | None, scopes: tuple[Scope, ...]) -> None:
    """Add a person who signs in as NAME. The password is asked for, or read from standard input."""
    password = registry.hidden("Password")
    with registry.opened() as kept:
        person = kept.people.add(name, display or name, password, frozenset(scopes), registry.by())
    click.echo(f"{person.id} may {', '.join(sorted(person.scopes))}.")


@users.command("list")
@AS_JSON
def list_users(*, as_json: bool) -> None:
    """List everybody."""
    with registry.opened() as kept:
        people = kept.people.all()
    if as_json:
        registry.print_json([asdict(person) for person in people])
    else:
        headings = ("name", "reads", "may", "added", "by", "disabled")
        rows = ((p.id, p.name, p.scopes, p.created_at, p.created_by, p.disabled_at) for p in people)
        registry.show(headings, rows)


@users.command("disable")
@click.argument("name")
def disable_user(name: str) -> None:
    """Let a person in no more: sessions end at once, and their keys open nothing."""
    with registry.opened() as kept:
        kept.people.disable(name, registry.by())
    click.echo(f"{name} is let in no more.")


@users.command("enable")
@click.argument("name")
def enable_user(name: str) -> None:
    """Let a disabled person in again."""
    with registry.opened() as kept:
        kept.people.enable(name, registry.by())
    click.echo(f"{name} may sign in again.")


@users.command("password")
@click.argument("name")
def set_password(name: str) -> None:
    """Give a person another password, asked for or read from standard input; their sessions end."""
    password = registry.hidden("New password")
    with registry.opened() as kept:
        kept.people.set_password(name, password, registry.by())
    click.echo(f"{name} has another password and is signed out everywhere.")


@users.command("scopes")
@click.argument("name")
@SCOPES
def set_scopes(name: str, scopes: tuple[Scope, ...]) -> None:
    """Let a person do what is said here, and nothing else."""
    with registry.opened() as kept:
        kept.people.allow(name, frozenset(scopes), registry.by())
    click.echo(f"{name} may {', '.join(sorted(scopes))}.")


@click.group()
def keys() -> None:
    """Keys of the API: add, list, revoke, rotate, bind."""


@keys.command("add")
@click.argument("name")
@SCOPES
@click.option("--outlet", "outlets", multiple=True, help="An outlet that it speaks for; give it once for each.")
@click.option("--person", help="Whose key it is; it may no more than they may.")
@EXPIRES
@AS_JSON
def add_key(
    name: str,
    *,
    scopes: tuple[Scope, ...],
    outlets: tuple[str, ...],
    person: str | None,
    expires: timedelta | datetime | None,
    as_json: bool,
) -> None:
    """Make a key; NAME tells people what uses it. The key is printed once and can't be shown again."""
    new = NewKey(name, frozenset(scopes), outlets, moment(expires, registry.now()), person)
    with registry.opened() as kept:
        made = kept.keys.add(new, registry.by())
    _print_made(made, as_json=as_json)


@keys.command("list")
@click.option("--all", "every", is_flag=True, help="Expired and revoked ones, too.")
@AS_JSON
def list_keys(*, every: bool, as_json: bool) -> None:
    """List keys, newest first."""
    now = registry.now()
    with registry.opened() as kept:
        found = [key for key in kept.keys.all() if every or key.state(now) == "active"]
    if as_json:
        registry.print_json([_as_json(key) for key in found])
    else:
        headings = ("id", "name", "may", "outlets", "person", "state", "ends", "last used")
        rows = (
            (k.id, k.name, k.scopes, k.outlets, k.person, k.state(now), k.expires_at or "never", k.last_used_at)
            for k in found
        )
        registry.show(headings, rows)


@keys.command("revoke")
@click.argument("id")
def revoke_key(id: str) -> None:
    """End the key ID at once and for good."""
    with registry.opened() as kept:
        kept.keys.revoke(id, registry.by())
    click.echo(f"{id} opens nothing any more.")


@keys.command("rotate")
@click.argument("id")
@EXPIRES
@click.option("--overlap", type=Length(), default="0m", help="How long the old secret still opens, such as 24h.")
@AS_JSON
def rotate_key(id: str, *, expires: timedelta | datetime | None, overlap: timedelta, as_json: bool) -> None:
    """Give the key ID a new secret. It keeps its id, scopes and outlets; it is printed once."""
    with registry.opened() as kept:
        made = kept.keys.rotate(id, moment(expires, registry.now()), registry.by(), overlap)
    _print_made(made, as_json=as_json)


@keys.command("bind")
@click.argument("id")
@click.option("--outlet", "outlets", multiple=True, help="An outlet that it speaks for; give it once for each.")
@click.option("--none", "unbind", is_flag=True, help="It speaks for no outlet any more.")
def bind_key(id: str, *, outlets: tuple[str, ...], unbind: bool) -> None:
    """Bind the key ID to outlets, and to no others."""
    if bool(outlets) == unbind:
        raise click.UsageError("Give --outlet for each outlet, or --none.")
    with registry.opened() as kept:
        key = kept.keys.bind(id, outlets, registry.by())
    click.echo(f"{id} speaks for {', '.join(key.outlets) or 'no outlet'}.")


def _print_made(made: MadeKey, *, as_json: bool) -> None:
    """The key alone on standard output, so that a script can take it from there."""
    if as_json:
        registry.print_json(_as_json(made.key) | {"token": made.token})
        return
    click.echo(made.token)
    ends = f"{made.key.expires_at:%Y-%m-%d}" if made.key.expires_at else "never"
    click.echo(f"That is the key {made.key.id}. It can't be shown again. It ends: {ends}.", err=True)


def _as_json(key: Key) -> dict[str, object]:
    return asdict(key) | {"state": key.state(registry.now())}
