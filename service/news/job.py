"""Work that is done later, in a queue: what was asked for, how far it has come, how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.news.identity import Principal
from service.news.progress import Progress


class JobKind(StrEnum):
    """What can be asked of the queue."""

    SCORE = "score"
    RETRAIN = "retrain"
    INGEST = "ingest"
    RECKON = "reckon"


STAGES = {
    JobKind.SCORE.value: ("extract", "encode", "group", "compare", "weigh"),
    JobKind.INGEST.value: ("extract", "encode", "group", "compare", "weigh"),
    JobKind.RECKON.value: ("weigh",),
    JobKind.RETRAIN.value: ("gates", "seeds", "labels", "fit", "test", "changes"),
}
"""The stages of each kind in order; each counts as one part of the way, for nobody knows beforehand how long it takes.
"""


class JobState(StrEnum):
    """How far a job is: it ends in one of the last three and never leaves it again."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether the job has ended."""
        return self not in {JobState.QUEUED, JobState.RUNNING}


@dataclass(frozen=True, slots=True)
class JobFault:
    """Why a job failed, as its caller may know it; ``slug`` '' stands for a fault of ours that is not told."""

    slug: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Job:
    """One job as its owner sees it; what it was asked for and what came of it are read apart, for they are large.

    ``owner`` is the id of a principal. ``stage`` is '' before and after the work, ``done`` of ``total`` its steps.
    ``revision`` grows with every change that can be seen. ``attempts`` counts how often it was begun: more than once
    where a worker died in the middle.
    """

    id: str
    kind: str
    owner: str
    state: JobState
    stage: str
    done: int
    total: int
    revision: int
    error: JobFault | None
    cancel_requested: bool
    attempts: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def percent(self) -> int | None:
        """How much of the way is behind it, in [0, 100]; None in a stage that STAGES does not name."""
        if self.state is JobState.SUCCEEDED:
            return 100
        if not self.stage:
            return 0
        stages = STAGES.get(self.kind, ())
        if self.stage not in stages:
            return None
        part = min(1.0, self.done / self.total) if self.total else 0.0
        return int(100 * (stages.index(self.stage) + part) / len(stages))


@dataclass(frozen=True, slots=True)
class JobOrder:
    """What a worker is to do: ``request`` for ``by``, with the rights and bindings of the moment it was asked for.

    ``attempt`` counts from 1.
    """

    id: str
    kind: str
    attempt: int
    by: Principal
    request: Mapping[str, object]


Handler = Callable[[JobOrder, Progress], object]
"""Does a job of one kind and returns its result, what JSON can hold.

It may be called again for the same job after a crash, and must then come to the same. It tells its progress often: a
job that was cancelled ends there. It raises ScoringError and KeepingError for what the caller is to know.
"""
