"""The events of a job as a stream (Server-Sent Events, WHATWG HTML §9.2): its progress, and in the end how it ended.

Each event holds the whole job, so one that was missed is made good by the next. Its id is the job's revision: a browser
that comes back sends the last one it has seen, and gets what has changed since.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore, Event

from werkzeug.exceptions import ServiceUnavailable

from service.news.job import Job
from service.web.job_schemas import JobSchema, shown
from service.web.ports import Jobs
from service.web.writing import json_bytes

MEDIA_TYPE = "text/event-stream"
LAST_EVENT_ID = "Last-Event-ID"

HEARTBEAT_S = 15.0
"""Proxies commonly close what is silent for half a minute; and only by writing is it noticed that nobody reads."""

LONGEST_S = 300.0
"""Each stream keeps a thread of the server; a browser comes back by itself."""

LOOK_UP_S = 1.0
"""How often a stream looks up from its job to see whether the server is about to end."""

COME_BACK_MS = 2_000
BUSY_RETRY_S = 10


_JOB = JobSchema()


class Streams:
    """How many streams a process has open: at most ``most``, for each keeps a thread from other requests."""

    def __init__(self, most: int) -> None:
        self._seats = BoundedSemaphore(most)
        self._closing = Event()

    def take(self) -> None:
        """Take a seat, to be given back by ``leave``. Raises ServiceUnavailable where there is none."""
        if not self._seats.acquire(blocking=False):
            raise ServiceUnavailable(
                "As many streams as this process allows are open; ask for the job itself instead, or again later.",
                retry_after=BUSY_RETRY_S,
            )

    def leave(self) -> None:
        """Give a seat back."""
        self._seats.release()

    def close(self) -> None:
        """Let all streams end soon, for the server is about to; their readers come back to another."""
        self._closing.set()

    @property
    def are_closing(self) -> bool:
        """Whether streams are to end."""
        return self._closing.is_set()


def last_seen(header: str | None) -> int:
    """The revision in a Last-Event-ID; 0, before all others, where there is none or it is none of ours."""
    return int(header) if header and header.isascii() and header.isdigit() and len(header) < 19 else 0


def events(jobs: Jobs, job: Job, seen: int, is_over: Callable[[], bool]) -> Iterator[bytes]:
    """The events of ``job`` after the revision ``seen``, with a heartbeat where nothing happens, until ``is_over``."""
    spoken = time.monotonic()
    until = spoken + LONGEST_S
    yield f"retry: {COME_BACK_MS}\n\n".encode()
    while True:
        now = time.monotonic()
        if job.revision > seen:
            seen, spoken = job.revision, now
            yield _event(job)
        elif now - spoken >= HEARTBEAT_S:
            spoken = now
            yield b": still here\n\n"
        if job.state.is_final or now >= until or is_over():
            return
        try:
            job = jobs.watch(job.id, seen, LOOK_UP_S)
        except Exception:  # noqa: BLE001 -- under way, all that can be said is nothing more; the reader comes back
            return


def _event(job: Job) -> bytes:
    name = b"finished" if job.state.is_final else b"progress"
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (job.revision, name, json_bytes(_JOB.dump(shown(job))))
