"""A queue and kept answers in memory: they work as the real ones do, as far as one process can tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from service.news.answer import KeptAnswer
from service.news.errors import JobFinished, NotKept, OtherRequest, StillAnswering
from service.news.identity import Principal
from service.news.job import Job, JobState
from service.news.memory import Page

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)


class FakeJobs:
    """Jobs in memory: they wait until somebody calls ``note`` or ``end``, and watchers wait for nothing."""

    def __init__(self, at: datetime = EPOCH) -> None:
        self.at = at
        self.jobs: dict[str, Job] = {}
        self.asked: dict[str, tuple[dict, Principal]] = {}
        self.results: dict[str, object] = {}

    def enqueue(self, kind, request, by, id=None) -> Job:
        id = id or f"job{len(self.jobs) + 1}"
        if id not in self.jobs:
            self.jobs[id] = Job(id, kind, by.id, JobState.QUEUED, "", 0, 0, 1, None, False, 0, self.at, None, None)
            self.asked[id] = (request, by)
        return self.jobs[id]

    def enqueue_alone(self, kind, request, by, id=None) -> Job:
        under_way = [job for job in self.jobs.values() if job.kind == kind and not job.state.is_final]
        return under_way[0] if under_way and id not in self.jobs else self.enqueue(kind, request, by, id)

    def get(self, id) -> Job:
        if id not in self.jobs:
            raise NotKept("There is no such job.")
        return self.jobs[id]

    def result(self, id) -> object:
        return self.results.get(id)

    def page(self, owner, limit, after=None) -> Page[Job]:
        wanted = [job for job in reversed(self.jobs.values()) if owner in (None, job.owner)]
        start = int(after[0]) if after else 0
        return Page(
            tuple(wanted[start : start + limit]), (str(start + limit),) if len(wanted) > start + limit else None
        )

    def cancel(self, id) -> Job:
        job = self.get(id)
        if job.state is JobState.CANCELLED:
            return job
        if job.state.is_final:
            raise JobFinished(f"The job has {job.state}.")
        if job.state is JobState.QUEUED:
            return self.end(id, JobState.CANCELLED)
        return self.change(id, cancel_requested=True)

    def watch(self, id, revision, seconds) -> Job:
        return self.get(id)

    def note(self, id, stage, done, total) -> Job:
        return self.change(id, state=JobState.RUNNING, stage=stage, done=done, total=total, attempts=1)

    def end(self, id, state=JobState.SUCCEEDED, result=None, error=None) -> Job:
        self.results[id] = result
        return self.change(id, state=state, error=error, finished_at=self.at)

    def change(self, id, **values) -> Job:
        self.jobs[id] = replace(self.jobs[id], revision=self.jobs[id].revision + 1, **values)
        return self.jobs[id]


class FakeTurn:
    """A turn under a key of FakeAnswers."""

    def __init__(self, answers: FakeAnswers, name: tuple[str, str]) -> None:
        self.answers = answers
        self.name = name
        self.fingerprint, self.token, self.kept = answers.made[name]

    def keep(self, answer: KeptAnswer) -> None:
        self.answers.made[self.name] = (self.fingerprint, self.token, answer)

    def close(self) -> None:
        self.answers.busy.discard(self.name)


class FakeAnswers:
    """Kept answers in memory."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, str], tuple[str, str, KeptAnswer | None]] = {}
        self.busy: set[tuple[str, str]] = set()

    def begin(self, owner, key, fingerprint) -> FakeTurn:
        name = (owner, key)
        if self.made.setdefault(name, (fingerprint, f"token{len(self.made)}", None))[0] != fingerprint:
            raise OtherRequest("Another request was made under this key.")
        if name in self.busy:
            raise StillAnswering("The first request under this key is still being answered.")
        self.busy.add(name)
        return FakeTurn(self, name)
