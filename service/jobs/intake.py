"""The way in from newsrooms' systems: what arrives is written down at once, and kept by a job.

An arrival and its job are one transaction, so that what was answered with 202 is kept or stands in quarantine. What is
under embargo has its place in the queue at the end of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Connection

from service.jobs.queue import enqueue
from service.news.arrival import Action, Arrival, ArrivalState, NewArrival, QuarantineQuery
from service.news.errors import KeepingError, NotKept, NotReady, ScoringError
from service.news.identity import Principal
from service.news.job import JobKind, JobOrder
from service.news.memory import Page
from service.news.progress import Progress
from service.news.report import ScoreReport, ScoreRequest
from service.store import arrivals
from service.store.audit import Clock, utc_now
from service.store.database import Database

MOST_WAITING = 5_000
"""Hours of work for one worker; what is sent beyond that is to be sent again later."""


class Keeper(Protocol):
    """What keeps articles and takes them back."""

    def keep(self, request: ScoreRequest, by: Principal, progress: Progress = ...) -> ScoreReport:
        """Keep articles."""
        ...

    def take_back(self, given: str, outlet: str, by: Principal, reason: str) -> None:
        """Take back an article that ``by`` has sent. Raises NotKept."""
        ...


class Intake:
    """The arrivals of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Clock = utc_now) -> None:
        self._database = database
        self._now = now

    def take(self, new: Sequence[NewArrival], by: Principal) -> tuple[Arrival, ...]:
        """Take in what ``by`` sends, all of it or nothing, and tell what is to become of each.

        What was taken in before is told as it stands. Raises NotReady where too much waits already.
        """

        def work(connection: Connection) -> tuple[Arrival, ...]:
            at = self._now()
            if arrivals.n_waiting(connection, at) >= MOST_WAITING:
                raise NotReady("Too much waits to be kept; send it again later.")
            return tuple(_taken(connection, each, by, at) for each in new)

        return self._database.run(work, idempotent=True)

    def quarantined(self, query: QuarantineQuery) -> Page[Arrival]:
        """What could not be used, with the reason, newest first."""
        return self._database.run(lambda each: arrivals.quarantined(each, query), idempotent=True)


def _taken(connection: Connection, new: NewArrival, by: Principal, at: datetime) -> Arrival:
    arrival, to_do = arrivals.take(connection, new, by.id, at)
    if to_do:
        job = enqueue(connection, JobKind.INGEST, {"arrival": arrival.number}, by, not_before=new.embargoed_until)
        arrivals.hand_to(connection, arrival.number, job.id)
    return arrival


class Keeping:
    """The job of keeping one arrival, or of taking an article back. Done again after a crash, it comes to the same.

    ``read`` makes a request of a body that has been found good before. It may be found bad after all, as one that was
    under embargo is whose time is still to come: what ``read`` raises ends the job, and the sweep the arrival.
    """

    def __init__(
        self,
        database: Database,
        read: Callable[[Mapping[str, object]], ScoreRequest],
        keeper: Keeper,
        now: Clock = utc_now,
    ) -> None:
        self._database = database
        self._read = read
        self._keeper = keeper
        self._now = now

    def __call__(self, order: JobOrder, progress: Progress) -> object:
        """The job's result: what has become of the arrival. Raises NotReady under embargo, and what the store does."""
        number = int(str(order.request["arrival"]))
        found = self._database.run(lambda each: arrivals.waiting(each, number), idempotent=True)
        arrival = found.arrival
        if arrival.embargoed_until is not None and arrival.embargoed_until > self._now():
            raise NotReady(f"It is under embargo until {arrival.embargoed_until.astimezone(UTC):%Y-%m-%d %H:%M}.")
        if arrival.action is Action.TAKE_BACK:
            self._take_back(arrival, order.by)
        elif arrival.state is ArrivalState.WAITING:
            self._keep(arrival, found.body or {}, order.by, progress)
        elif arrival.state is ArrivalState.KILLED:
            self._undo(arrival, order.by)
        after = self._database.run(lambda each: arrivals.waiting(each, number), idempotent=True).arrival
        return {"article": after.article, "state": after.state.value, "reason": after.reason}

    def _keep(self, arrival: Arrival, body: Mapping[str, object], by: Principal, progress: Progress) -> None:
        try:
            self._keeper.keep(self._read({"articles": [body], "options": {"store": True}}), by, progress)
        except NotReady:
            raise
        except (KeepingError, ScoringError) as fault:
            self._settle(arrival, ArrivalState.QUARANTINED, str(fault) or fault.title)
        else:
            if not self._settle(arrival, ArrivalState.DONE):
                self._undo(arrival, by)  # it was taken back while it was being kept

    def _take_back(self, arrival: Arrival, by: Principal) -> None:
        """Takes the article back; where it is not there, it was not kept yet, and then it never is."""
        self._undo(arrival, by)
        self._settle(arrival, ArrivalState.DONE)

    def _undo(self, arrival: Arrival, by: Principal) -> None:
        with suppress(NotKept):
            self._keeper.take_back(arrival.article, arrival.outlet, by, f"taken back by {by.name}")

    def _settle(self, arrival: Arrival, state: ArrivalState, reason: str = "") -> bool:
        at = self._now()
        return self._database.run(lambda each: arrivals.settle(each, arrival.number, state, at, reason))
