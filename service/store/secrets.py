"""Secrets shared with integrations, by which they sign what they send or check what they get: encrypted at rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from service.news.accounts import By, SharedSecret
from service.news.arrival import Provider
from service.news.errors import NotKept, Unfit
from service.news.identity import Principal, Scope
from service.store.audit import Clock, utc_now, write
from service.store.names import bound_to, readable
from service.store.schema.exchange import webhooks
from service.store.schema.identity import secrets
from service.store.sealing import Seal

if TYPE_CHECKING:
    from service.store.database import Database

SHORTEST = 16


class SharedSecrets:
    """The shared secrets of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, seal: Seal, now: Clock = utc_now) -> None:
        self._database = database
        self._seal = seal
        self._now = now

    def all(self) -> tuple[SharedSecret, ...]:
        """Every secret by name, without what it is."""
        with self._database.begin() as connection:
            return tuple(_shared(row) for row in connection.execute(select(secrets).order_by(secrets.c.name)))

    def set(self, name: str, secret: str, purpose: str, outlets: Iterable[str], by: By) -> SharedSecret:
        """A new secret, or another under a name that is there already. Raises Unfit where it is too short to be one."""
        if len(secret) < SHORTEST:
            raise Unfit(f"A shared secret has at least {SHORTEST} characters.")
        at = self._now()
        new = {"ciphertext": self._seal.close(secret), "purpose": purpose.strip(), **bound_to(outlets)}
        made = insert(secrets).values(name=readable("A secret", name), created_at=at, created_by=by.id, **new)
        either = made.on_conflict_do_update(index_elements=[secrets.c.name], set_=new | {"rotated_at": at})
        with self._database.begin() as connection:
            shared = _shared(connection.execute(either.returning(secrets)).one())
            action = "secret.made" if shared.rotated_at is None else "secret.rotated"
            detail = {"purpose": shared.purpose, "outlets": list(shared.outlets)}
            write(connection, at, by, action, f"secret:{shared.name}", detail)
        return shared

    def reveal(self, name: str) -> str:
        """The secret itself. Raises NotKept, and StoreError where the service's own secret is another one now."""
        with self._database.begin() as connection:
            sealed = connection.scalar(select(secrets.c.ciphertext).where(secrets.c.name == name))
        if sealed is None:
            raise _no_such(name)
        return self._seal.open(sealed)

    def provider(self, name: str) -> Provider:
        """Who signs with the secret ``name``, bound to the outlets that it is bound to. Raises NotKept."""
        with self._database.begin() as connection:
            row = connection.execute(select(secrets).where(secrets.c.name == name)).one_or_none()
        if row is None:
            raise _no_such(name)
        principal = Principal(f"secret:{row.name}", row.name, frozenset({Scope.INGEST}), frozenset(row.outlets))
        return Provider(principal, tuple(row.outlet_names))

    def remove(self, name: str, by: By) -> None:
        """Forgets a secret. Raises NotKept."""
        name = readable("A secret", name)
        with self._database.begin() as connection:
            if connection.execute(delete(secrets).where(secrets.c.name == name)).rowcount == 0:
                raise _no_such(name)
            write(connection, self._now(), by, "secret.removed", f"secret:{name}")

    def reseal(self, by: By) -> int:
        """Encrypts every secret, webhooks' too, under the newest of the service's own, and tells how many those are.

        After it, the former ones can be left out of COUNTERCLAIM_SECRET. Raises StoreError where one is already.
        """
        with self._database.begin() as connection:
            rows = connection.execute(select(secrets.c.name, secrets.c.ciphertext).with_for_update()).all()
            for row in rows:
                renewed = self._seal.renew(row.ciphertext)
                connection.execute(update(secrets).where(secrets.c.name == row.name).values(ciphertext=renewed))
            hooks = connection.execute(select(webhooks.c.id, webhooks.c.ciphertext).with_for_update()).all()
            for row in hooks:
                renewed = self._seal.renew(row.ciphertext)
                connection.execute(update(webhooks).where(webhooks.c.id == row.id).values(ciphertext=renewed))
            n_secrets = len(rows) + len(hooks)
            write(connection, self._now(), by, "secret.resealed", "secret:*", {"secrets": n_secrets})
        return n_secrets


def _no_such(name: str) -> NotKept:
    return NotKept(f"There is no secret {name}.")


def _shared(row: Row[Any]) -> SharedSecret:
    return SharedSecret(row.name, row.purpose, tuple(row.outlet_names), row.created_at, row.created_by, row.rotated_at)
