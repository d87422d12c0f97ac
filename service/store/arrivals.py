"""The rows of arrivals; each function is a part of its caller's transaction.

A version of an item is known by its provider, its guid and its own name, and is taken in once, however often it is
sent; one that was quarantined may be tried again. What is taken back stays back, whatever arrives late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, literal, select, update

from service.news.arrival import Action, Arrival, ArrivalState, NewArrival, QuarantineQuery
from service.news.memory import Page
from service.store import keyset
from service.store.locks import await_turn
from service.store.schema.base import AnyRow
from service.store.schema.exchange import arrivals
from service.store.schema.work import jobs

SEEN = [column for column in arrivals.c if column.name not in {"body", "at", "job"}]
NOT_SENT = "This provider has sent no article of that name."
TAKEN_BACK = "It was taken back."
GIVEN_UP = "Keeping it was given up: "
CANCELLED = "its job was cancelled."


@dataclass(frozen=True, slots=True)
class Waiting:
    """An arrival with the article that it brings, None where it takes one back."""

    arrival: Arrival
    body: Mapping[str, object] | None


def take(connection: Connection, new: NewArrival, provider: str, at: datetime) -> tuple[Arrival, bool]:
    """Takes one in, and whether something is to be done about it now."""
    await_turn(connection, f"arrivals of {provider}")
    known = _known(connection, new, provider)
    if known is not None and known.state != ArrivalState.QUARANTINED:
        return _arrival(known), False
    article = _article(connection, new, provider)
    state, reason = _fate(connection, new, provider, article)
    settled = state is not ArrivalState.WAITING
    values = {
        "format": new.format,
        "provider": provider,
        "guid": new.guid,
        "version": new.version,
        "article": article,
        "outlet": new.outlet,
        "action": new.action,
        "state": state,
        "reason": reason,
        "body": None if settled or new.body is None else {**new.body, "id": article},
        "at": new.at,
        "embargoed_until": new.embargoed_until,
        "received_at": at,
        "settled_at": at if settled else None,
    }
    written = insert(arrivals) if known is None else update(arrivals).where(arrivals.c.number == known.number)
    row = connection.execute(written.values(**values).returning(*SEEN)).one()
    if state is ArrivalState.WAITING and new.action is Action.TAKE_BACK:
        _kill_waiting(connection, new, provider, article, at)
    return _arrival(row), state is ArrivalState.WAITING


def hand_to(connection: Connection, number: int, job: str) -> None:
    """The arrival is the job's to settle."""
    connection.execute(update(arrivals).where(arrivals.c.number == number).values(job=job))


def settle_abandoned(connection: Connection, at: datetime) -> int:
    """Quarantines what waits for a job that has ended; how many did."""
    why = func.coalesce(jobs.c.error["detail"].astext, CANCELLED)
    ended = (
        update(arrivals)
        .where(arrivals.c.state == ArrivalState.WAITING.value, arrivals.c.job == jobs.c.id)
        .where(jobs.c.finished_at.is_not(None))
        .values(state=ArrivalState.QUARANTINED.value, reason=literal(GIVEN_UP) + why, body=None, settled_at=at)
    )
    return connection.execute(ended).rowcount


def waiting(connection: Connection, number: int) -> Waiting:
    """One arrival with what it brings."""
    row = connection.execute(select(*SEEN, arrivals.c.body).where(arrivals.c.number == number)).one()
    return Waiting(_arrival(row), row.body)


def n_waiting(connection: Connection, at: datetime) -> int:
    """How many wait for a worker, and not for the end of an embargo."""
    free = func.coalesce(arrivals.c.embargoed_until, at) <= at
    wanted = select(func.count()).where(arrivals.c.state == ArrivalState.WAITING.value, free)
    return int(connection.scalar(wanted) or 0)


def settle(connection: Connection, number: int, state: ArrivalState, at: datetime, reason: str = "") -> bool:
    """Ends the waiting of an arrival and erases what it brought; False where it waits no more."""
    ended = update(arrivals).where(arrivals.c.number == number, arrivals.c.state == ArrivalState.WAITING.value)
    values = {"state": state, "reason": reason, "body": None, "settled_at": at}
    return connection.scalar(ended.values(**values).returning(arrivals.c.number)) is not None


def quarantined(connection: Connection, query: QuarantineQuery) -> Page[Arrival]:
    """What could not be used, newest first."""
    wanted = select(*SEEN).where(arrivals.c.state == ArrivalState.QUARANTINED.value)
    if query.provider is not None:
        wanted = wanted.where(arrivals.c.provider == query.provider)
    keys = (keyset.by_number(arrivals.c.number),)
    return keyset.page(connection, wanted, keys, _arrival, limit=query.limit, after=query.after, descending=True)


def _known(connection: Connection, new: NewArrival, provider: str) -> AnyRow | None:
    if not new.guid:
        return None
    same = select(*SEEN).where(
        arrivals.c.provider == provider,
        arrivals.c.guid == new.guid,
        arrivals.c.version == new.version,
        arrivals.c.action == new.action.value,
    )
    return connection.execute(same).one_or_none()


def _article(connection: Connection, new: NewArrival, provider: str) -> str:
    """What the article is kept under: as other versions of it are, else as what it goes on from is, else its guid."""
    for guid in (new.guid, new.evolved_from):
        named = select(arrivals.c.article).where(arrivals.c.provider == provider, arrivals.c.guid == guid)
        usable = named.where(arrivals.c.state != ArrivalState.QUARANTINED.value)
        found = connection.scalar(usable.order_by(arrivals.c.number).limit(1)) if guid else None
        if found:
            return str(found)
    return new.evolved_from or new.guid


def _fate(connection: Connection, new: NewArrival, provider: str, article: str) -> tuple[ArrivalState, str]:
    if new.reason:
        return ArrivalState.QUARANTINED, new.reason
    others = connection.execute(
        select(arrivals.c.action, arrivals.c.version, arrivals.c.at).where(
            arrivals.c.provider == provider,
            arrivals.c.article == article,
            arrivals.c.state != ArrivalState.QUARANTINED.value,
        )
    ).all()
    if new.action is Action.TAKE_BACK:
        sent = any(row.action == Action.KEEP for row in others)
        return (ArrivalState.WAITING, "") if sent else (ArrivalState.QUARANTINED, NOT_SENT)
    back = any(row.action == Action.TAKE_BACK and not _is_later(new.version, new.at, row) for row in others)
    return (ArrivalState.KILLED, TAKEN_BACK) if back else (ArrivalState.WAITING, "")


def _is_later(version: str, at: datetime | None, than: AnyRow) -> bool:
    """Whether a version comes after another: by number where both have one, else by time; in doubt it does not."""
    if version.isdecimal() and than.version.isdecimal():
        return int(version) > int(than.version)
    return at is not None and than.at is not None and at > than.at


def _kill_waiting(connection: Connection, kill: NewArrival, provider: str, article: str, at: datetime) -> None:
    """What waits to be kept, of no later version than ``kill``, is not kept any more."""
    rows = connection.execute(
        select(arrivals.c.number, arrivals.c.version, arrivals.c.at).where(
            arrivals.c.provider == provider,
            arrivals.c.article == article,
            arrivals.c.action == Action.KEEP.value,
            arrivals.c.state == ArrivalState.WAITING.value,
        )
    ).all()
    killing: Any = kill
    for row in rows:
        if not _is_later(row.version, row.at, killing):
            settle(connection, row.number, ArrivalState.KILLED, at, TAKEN_BACK)


def _arrival(row: AnyRow) -> Arrival:
    seen = {column.name: getattr(row, column.name) for column in SEEN}
    return Arrival(**{**seen, "action": Action(row.action), "state": ArrivalState(row.state)})
