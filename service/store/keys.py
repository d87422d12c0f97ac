"""Keys of the API: made, shown once, bound to outlets, rotated, revoked, and recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from service.news.accounts import By, Key, MadeKey, NewKey
from service.news.errors import NotKept, NotRecognised, Unfit
from service.news.identity import Principal, Scope
from service.store.audit import Clock, utc_now, write
from service.store.names import bound_to, readable
from service.store.schema.identity import keys, users
from service.store.tokens import Token, digest, is_id, new_token, read_token, same

if TYPE_CHECKING:
    from service.store.database import Database

NOTED_EVERY = timedelta(minutes=1)
"""How often the use of a key or a session is written down: a row for each request would be a load of its own."""


class Keys:
    """The keys of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Clock = utc_now) -> None:
        self._database = database
        self._now = now

    def all(self, person: str | None = None) -> tuple[Key, ...]:
        """Every key that was ever made, or those of ``person``; newest first."""
        found = select(keys).order_by(keys.c.created_at.desc(), keys.c.id)
        if person is not None:
            found = found.where(keys.c.user_id == person)
        with self._database.begin() as connection:
            return tuple(_key(row) for row in connection.execute(found))

    def add(self, new: NewKey, by: By) -> MadeKey:
        """A new key. Raises Unfit where a part of ``new`` cannot be, among it scopes that its person lacks."""
        token, at = new_token(), self._now()
        _check(new, at)
        with self._database.begin() as connection:
            _check_person(connection, new)
            made = insert(keys).values(
                id=token.id,
                name=readable("A key", new.name),
                digest=token.digest,
                scopes=sorted(new.scopes),
                user_id=new.person,
                created_at=at,
                created_by=by.id,
                expires_at=new.expires_at,
                **bound_to(new.outlets),
            )
            key = _key(connection.execute(made.returning(keys)).one())
            write(connection, at, by, "key.made", f"key:{key.id}", _described(key))
        return MadeKey(key, str(token))

    def bind(self, id: str, outlets: Iterable[str], by: By) -> Key:
        """Binds a key to ``outlets`` and to no others. Raises NotKept."""
        with self._database.begin() as connection:
            before = _found(connection, id)
            changed = update(keys).where(keys.c.id == id).values(**bound_to(outlets)).returning(keys)
            key = _key(connection.execute(changed).one())
            detail = {"outlets": list(key.outlets), "before": list(before.outlets)}
            write(connection, self._now(), by, "key.bound", f"key:{id}", detail)
        return key

    def revoke(self, id: str, by: By, person: str | None = None) -> None:
        """Ends a key for good; where it has ended already, nothing changes.

        Raises NotKept where there is no such key, or, with a ``person``, where it is not that person's.
        """
        with self._database.begin() as connection:
            key = _found(connection, id)
            if person is not None and key.person != person:
                raise _no_such_key(id)
            if key.revoked_at is None:
                at = self._now()
                connection.execute(update(keys).where(keys.c.id == id).values(revoked_at=at, former_until=None))
                write(connection, at, by, "key.revoked", f"key:{id}", {"name": key.name})

    def rotate(self, id: str, expires_at: datetime | None, by: By, overlap: timedelta = timedelta()) -> MadeKey:
        """A new secret for a key, which keeps its id, scopes and outlets; the old secret opens for ``overlap`` more.

        Raises NotKept, and Unfit where the key has been revoked or would end before it begins.
        """
        at = self._now()
        _check_expiry(expires_at, at)
        with self._database.begin() as connection:
            if _found(connection, id).revoked_at is not None:
                raise Unfit(f"The key {id} has been revoked; make a new one.")
            token = new_token(id)
            changed = update(keys).where(keys.c.id == id).values(_rotated(token, expires_at, at + overlap))
            key = _key(connection.execute(changed.returning(keys)).one())
            write(connection, at, by, "key.rotated", f"key:{id}", {"overlap_s": int(overlap.total_seconds())})
        return MadeKey(key, str(token))

    def principal(self, written: str) -> Principal:
        """Who shows the token ``written``. Raises NotRecognised; why is told to who holds the right secret only."""
        token, at = read_token(written), self._now()
        if token is None:
            raise NotRecognised("That is not a key of this service: one begins with cc_.")
        return self._database.run(lambda connection: _recognised(connection, token, at), idempotent=True)


def scopes_of(names: Iterable[str]) -> frozenset[Scope]:
    """The scopes that a row names."""
    return frozenset(Scope(name) for name in names)


def _check(new: NewKey, at: datetime) -> None:
    if not new.scopes:
        raise Unfit("A key needs a scope, or it opens nothing.")
    _check_expiry(new.expires_at, at)


def _check_expiry(expires_at: datetime | None, at: datetime) -> None:
    if expires_at is not None and expires_at <= at:
        raise Unfit("A key ends in the future.")


def _check_person(connection: Connection, new: NewKey) -> None:
    """Raises Unfit where the key's person is not there, has been disabled, or may less than the key would."""
    if new.person is None:
        return
    row = connection.execute(select(users).where(users.c.id == new.person)).one_or_none()
    if row is None or row.disabled_at is not None:
        raise Unfit(f"There is no person {new.person}, or no longer.")
    owner = Principal(row.id, row.name, scopes_of(row.scopes))
    beyond = sorted(scope for scope in new.scopes if not owner.may(scope))
    if beyond:
        raise Unfit(f"{new.person} may not {', '.join(beyond)}, so a key of theirs may not either.")


def _rotated(token: Token, expires_at: datetime | None, until: datetime) -> Mapping[str, object]:
    return {
        "digest": token.digest,
        "former_digest": keys.c.digest,  # as it was before this very change
        "former_until": until,
        "expires_at": expires_at,
    }


def _recognised(connection: Connection, token: Token, at: datetime) -> Principal:
    found = select(keys, users.c.disabled_at, users.c.scopes.label("persons_scopes")).outerjoin(users)
    row = connection.execute(found.where(keys.c.id == token.id)).one_or_none()
    if row is None or not _opens(row, token, at):
        raise NotRecognised("The key is not known here.")
    _check_alive(row, at)
    _note_use(connection, row, at)
    return _principal(row)


def _note_use(connection: Connection, row: Row[Any], at: datetime) -> None:
    """Writes down that the key was used, unless that was done within the last minute, by whichever process."""
    stale = at - NOTED_EVERY
    if row.last_used_at is None or row.last_used_at < stale:
        unnoted = or_(keys.c.last_used_at.is_(None), keys.c.last_used_at < stale)
        connection.execute(update(keys).where(keys.c.id == row.id, unnoted).values(last_used_at=at))


def _opens(row: Row[Any], token: Token, at: datetime) -> bool:
    """Whether the secret of ``token`` is the key's, or was until a rotation whose overlap has not passed."""
    shown = digest(token.secret)
    if same(row.digest, shown):
        return True
    overlapping = row.former_digest is not None and row.former_until is not None and at < row.former_until
    return overlapping and same(row.former_digest, shown)


def _check_alive(row: Row[Any], at: datetime) -> None:
    state = _key(row).state(at)
    if state == "revoked":
        raise NotRecognised("The key has been revoked.")
    if state == "expired":
        raise NotRecognised(f"The key expired on {row.expires_at:%Y-%m-%d}; rotate it or make another.")
    if row.disabled_at is not None:
        raise NotRecognised("The person whose key this is has been disabled.")


def _principal(row: Row[Any]) -> Principal:
    """The principal of a key; a person's key may no more than the person."""
    scopes = scopes_of(row.scopes)
    if row.user_id is not None:
        owner = Principal(f"user:{row.user_id}", row.user_id, scopes_of(row.persons_scopes))
        held = frozenset(Scope) if Scope.ADMIN in scopes else scopes
        scopes = frozenset(scope for scope in held if owner.may(scope))
    return Principal(f"key:{row.id}", row.name, scopes, frozenset(row.outlets))


def _found(connection: Connection, id: str) -> Key:
    """The key ``id``, held against other changes until the transaction ends. Raises NotKept."""
    if not is_id(id):
        raise _no_such_key(id)
    row = connection.execute(select(keys).where(keys.c.id == id).with_for_update()).one_or_none()
    if row is None:
        raise _no_such_key(id)
    return _key(row)


def _no_such_key(id: str) -> NotKept:
    return NotKept(f"There is no key {id}.")


def _described(key: Key) -> dict[str, object]:
    return {
        "name": key.name,
        "scopes": sorted(key.scopes),
        "outlets": list(key.outlets),
        "person": key.person,
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
    }


def _key(row: Row[Any]) -> Key:
    return Key(
        id=row.id,
        name=row.name,
        scopes=scopes_of(row.scopes),
        outlets=tuple(row.outlet_names),
        person=row.user_id,
        created_at=row.created_at,
        created_by=row.created_by,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
