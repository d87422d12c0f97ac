"""The rows of jobs and every step that one can take; each function is a part of its caller's transaction.

queued → running → succeeded | failed | cancelled, with running → queued where a worker was interrupted and
queued → cancelled. The number of the attempt fences each step of a worker: one that was taken for dead and has been
replaced changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Text, and_, cast, func, insert, select, update

from service.news.errors import NotKept
from service.news.identity import Principal, Scope
from service.news.job import Job, JobFault, JobKind, JobOrder, JobState
from service.news.memory import Page, Place
from service.news.webhook import Topic
from service.store import keyset, outbox
from service.store.schema.work import jobs

MOST_ATTEMPTS = 5
"""Enough for some restarts in the middle of a job; few enough that a job which kills its workers comes to an end."""

GAVE_UP = JobFault("", "", f"It was begun {MOST_ATTEMPTS} times, and each time its worker ended before it did.")

TOLD = frozenset({JobKind.SCORE.value, JobKind.RETRAIN.value})
"""The kinds of jobs whose end webhooks are told of: those that somebody has asked for by name."""

SEEN = [column for column in jobs.c if column.name not in {"request", "result", "queue_job"}]


def add(
    connection: Connection, id: str, kind: str, request: Mapping[str, object], by: Principal, queue_job: int
) -> Job:
    """A new job, queued."""
    values = {"id": id, "kind": kind, "owner": by.id, "state": JobState.QUEUED, "queue_job": queue_job}
    new = insert(jobs).values(**values, request={"by": _written(by), "asked": request})
    return _job(connection.execute(new.returning(*SEEN)).one())


def find(connection: Connection, id: str) -> Job | None:
    """The job ``id``, where there is one."""
    row = connection.execute(select(*SEEN).where(jobs.c.id == id)).one_or_none()
    return None if row is None else _job(row)


def unfinished(connection: Connection, kind: str) -> Job | None:
    """The job of ``kind`` that was asked for first and has not ended, where there is one."""
    wanted = select(*SEEN).where(jobs.c.kind == kind, jobs.c.finished_at.is_(None))
    row = connection.execute(wanted.order_by(jobs.c.created_at, jobs.c.id).limit(1)).one_or_none()
    return None if row is None else _job(row)


def read(connection: Connection, id: str) -> Job:
    """The job ``id``. Raises NotKept."""
    found = find(connection, id)
    if found is None:
        raise NotKept("There is no such job; finished ones are removed after some days.")
    return found


def result(connection: Connection, id: str) -> object:
    """What came of the job ``id``; None where nothing has."""
    return connection.scalar(select(jobs.c.result).where(jobs.c.id == id))


def page(connection: Connection, owner: str | None, limit: int, after: Place | None) -> Page[Job]:
    """The jobs of ``owner`` (None: of all), newest first, at most ``limit`` of them after ``after``."""
    wanted = select(*SEEN) if owner is None else select(*SEEN).where(jobs.c.owner == owner)
    keys = (keyset.by_moment(jobs.c.created_at), keyset.by_text(jobs.c.id))
    return keyset.page(connection, wanted, keys, _job, limit=limit, after=after, descending=True)


def held(connection: Connection, id: str) -> tuple[Job, int]:
    """The job ``id``, unchanged by others until the transaction ends, and its row in the queue. Raises NotKept."""
    row = connection.execute(select(*SEEN, jobs.c.queue_job).where(jobs.c.id == id).with_for_update()).one_or_none()
    if row is None:
        raise NotKept("There is no such job; finished ones are removed after some days.")
    return _job(row), row.queue_job


def begin(connection: Connection, id: str, queue_job: int) -> JobOrder | None:
    """Begin the job ``id`` for the row ``queue_job`` of the queue; None where there is nothing to do.

    That is so where it has ended, or ends here because it was cancelled or begun too often, or has another row now.
    """
    found = select(jobs).where(jobs.c.id == id, jobs.c.finished_at.is_(None), jobs.c.queue_job == queue_job)
    row = connection.execute(found.with_for_update()).one_or_none()
    if row is None:
        return None
    if row.cancel_requested:
        end(connection, id, JobState.CANCELLED)
        return None
    if row.attempts >= MOST_ATTEMPTS:
        end(connection, id, JobState.FAILED, error=GAVE_UP)
        return None
    begun = {"state": JobState.RUNNING, "started_at": func.coalesce(jobs.c.started_at, func.now())}
    connection.execute(_changed(id).values(**begun, **_AFRESH, attempts=row.attempts + 1))
    return JobOrder(id, row.kind, row.attempts + 1, _principal(row.request["by"]), row.request["asked"])


def note(connection: Connection, order: JobOrder, stage: str, done: int, total: int) -> bool | None:
    """Write down how far the job is; whether it is to be cancelled, None where this attempt is over."""
    noted = _changed(order.id).where(_is_mine(order)).values(stage=stage, done=done, total=total)
    to_cancel: bool | None = connection.scalar(noted.returning(jobs.c.cancel_requested))
    return to_cancel


def end(
    connection: Connection,
    id: str,
    state: JobState,
    *,
    order: JobOrder | None = None,
    result: object = None,
    error: JobFault | None = None,
) -> bool:
    """End a job that has not ended yet, for good; False where it has, or where ``order`` is no longer its attempt."""
    ended = _changed(id).where(jobs.c.finished_at.is_(None) if order is None else _is_mine(order))
    values = {"state": state, "result": result, "error": error and _told(error), "request": None}
    written = ended.values(**values, finished_at=func.now()).returning(jobs.c.kind, jobs.c.finished_at)
    row = connection.execute(written).one_or_none()
    if row is not None and row.kind in TOLD:
        data = {"job": id, "kind": row.kind, "state": state.value, "href": f"/jobs/{id}"}
        outbox.put(connection, Topic.JOB_FINISHED, data, row.finished_at)
    return row is not None


def put_back(connection: Connection, id: str, attempt: int) -> bool:
    """Put a job whose attempt was interrupted back among the queued; False where that is over already."""
    back = _changed(id).where(jobs.c.state == JobState.RUNNING, jobs.c.attempts == attempt)
    return connection.scalar(back.values(**_AFRESH, state=JobState.QUEUED).returning(jobs.c.id)) is not None


def forget_results(connection: Connection, article: str) -> None:
    """Takes away what jobs answered about a kept article; the jobs stay, without a result."""
    quoted = f'"{article}"'
    connection.execute(
        update(jobs).where(cast(jobs.c.result, Text).contains(quoted, autoescape=True)).values(result=None)
    )


def ask_to_cancel(connection: Connection, id: str) -> None:
    """Let the job ``id`` end at its next progress."""
    connection.execute(_changed(id).values(cancel_requested=True))


def queue_again(connection: Connection, id: str, queue_job: int) -> None:
    """Give the job ``id`` another row in the queue."""
    connection.execute(update(jobs).where(jobs.c.id == id).values(queue_job=queue_job))


_AFRESH = {"stage": "", "done": 0, "total": 0}


def _changed(id: str) -> Any:
    """An update that can be seen from outside."""
    return update(jobs).where(jobs.c.id == id).values(revision=jobs.c.revision + 1)


def _is_mine(order: JobOrder) -> Any:
    return and_(jobs.c.state == JobState.RUNNING, jobs.c.attempts == order.attempt)


def _job(row: Any) -> Job:
    seen = {column.name: getattr(row, column.name) for column in SEEN}
    error = JobFault(**row.error) if row.error else None
    return Job(**{**seen, "state": JobState(row.state), "error": error})


def _told(error: JobFault) -> dict[str, str]:
    return {"slug": error.slug, "title": error.title, "detail": error.detail}


def _written(by: Principal) -> dict[str, object]:
    return {"id": by.id, "name": by.name, "scopes": sorted(by.scopes), "outlets": sorted(by.outlets)}


def _principal(written: Mapping[str, Any]) -> Principal:
    scopes = frozenset(Scope(scope) for scope in written["scopes"])
    return Principal(written["id"], written["name"], scopes, frozenset(written["outlets"]))
