"""Doing a unit of work again when the database says that it was undone, or goes away before it was asked to keep it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from service.news.errors import OutcomeUnknown, StoreError

T = TypeVar("T")

AWAY = (StoreError, OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""What is raised where the database is not there, or went away: by us, by SQLAlchemy, by the driver."""

TRIES = 6
FIRST_PAUSE_S = 0.05  # doubled from try to try, and drawn anew, so that two that collided do not collide again

UNDONE = {"40001", "40P01"}  # serialization failure, deadlock: the server has rolled back, even in a commit
LOST = {"57P01", "57P02", "57P03"}  # the server shuts down, has crashed, is not up yet; and class 08


def repeatedly(engine: Engine, work: Callable[[Connection], T], *, idempotent: bool) -> T:
    """What ``work`` returned in the transaction that was committed; see ``Database.run``."""
    for n_before in range(TRIES):
        try:
            return _once(engine, work)
        except OutcomeUnknown:
            if not idempotent or n_before + 1 == TRIES:
                raise
        except Exception as fault:
            if not _may_be_repeated(fault) or n_before + 1 == TRIES:
                raise
        time.sleep(random.uniform(0.5, 1) * FIRST_PAUSE_S * 2**n_before)
    raise AssertionError("unreachable")


def _once(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.connect() as connection:  # leaving rolls back what is not committed, and hides no fault in doing so
        transaction = connection.begin()
        result = work(connection)
        try:
            transaction.commit()
        except Exception as fault:
            if _is_lost(fault):
                raise OutcomeUnknown("The connection to the database was lost while a change was committed.") from fault
            raise
        return result


def _may_be_repeated(fault: Exception) -> bool:
    return _is_lost(fault) or any(each.sqlstate in UNDONE for each in _database_faults(fault))


def _is_lost(fault: Exception) -> bool:
    """Whether the connection went away, or could not be made. Libpq's own faults carry no SQLSTATE."""
    return any(
        isinstance(each, psycopg.OperationalError)
        and (each.sqlstate is None or each.sqlstate in LOST or each.sqlstate.startswith("08"))
        for each in _database_faults(fault)
    )


def _database_faults(fault: BaseException | None) -> Iterator[psycopg.Error]:
    """What psycopg raised, below what SQLAlchemy or the queue made of it."""
    while fault is not None:
        if isinstance(fault, psycopg.Error):
            yield fault
        fault = fault.orig if isinstance(fault, DBAPIError) else fault.__cause__
