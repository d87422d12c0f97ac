"""What a job looks like from outside, and what is asked of lists of jobs."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from service.news.job import Job, JobFault, JobKind, JobState
from service.web.answers import Answer, count, said
from service.web.fields import UtcTime
from service.web.problems import problem_of
from service.web.query_schemas import PageQuerySchema


class JobProblemSchema(Answer):
    """Why a job failed: the problem that the synchronous answer would have been."""

    type = fields.String(metadata=said("Address of the page on this kind of problem, or about:blank."))
    title = fields.String()
    status = fields.Integer(metadata=said("The status that the synchronous answer would have had."))
    detail = fields.String()


class JobSchema(Answer):
    """Work that is done later, and how far it is."""

    id = fields.String()
    kind = fields.String(validate=validate.OneOf([*JobKind]), metadata=said("What it does."))
    state = fields.String(
        validate=validate.OneOf([*JobState]), metadata=said("The last three are final; a job ends in one of them.")
    )
    stage = fields.String(metadata=said("What it is about; empty until it begins."))
    done = count("Steps of the stage that are done.")
    total = count("Steps that the stage has; 0 where that is not known.")
    percent = fields.Integer(
        allow_none=True,
        validate=validate.Range(0, 100),
        metadata=said("How far it is over all stages, each counted alike; null where that cannot be told."),
    )
    revision = fields.Integer(metadata=said("Grows with every change of the job that can be seen."))
    attempts = count("How often it was begun: more than once where a worker died or was stopped in the middle.")
    cancel_requested = fields.Boolean(metadata=said("Whether it is to end at its next progress."))
    created_at = UtcTime()
    started_at = UtcTime(allow_none=True)
    finished_at = UtcTime(allow_none=True)
    error = fields.Nested(JobProblemSchema, allow_none=True, metadata=said("Why it failed."))
    result = fields.Raw(
        allow_none=True,
        metadata=said(
            "What came of it, as the synchronous answer would have had it: for `score` a ScoreReport; "
            "that of `retrain` is described with it. Only where the "
            "job is asked for by its id; null in lists and events, and until it has succeeded."
        ),
    )


class JobPageSchema(Answer):
    """Jobs of the caller, newest first."""

    items = fields.List(fields.Nested(JobSchema))
    next = fields.String(allow_none=True, metadata=said("The cursor of the following page, null on the last."))


class JobQuerySchema(PageQuerySchema):
    """Which jobs of the caller."""


class TicketSchema(Answer):
    """What opens the events of one job for some minutes, for callers that can send no headers."""

    ticket = fields.String()
    expires_at = UtcTime(metadata=said("A stream that is open by then goes on."))
    events = fields.String(metadata=said("The address of the events with the ticket in it."))


_PLAIN = sorted(JobSchema().fields.keys() - {"error", "result"})


def shown(job: Job, result: object = None) -> dict[str, Any]:
    """The fields of JobSchema."""
    plain = {name: getattr(job, name) for name in _PLAIN}
    return {**plain, "error": job.error and _problem(job.error), "result": result}


def _problem(fault: JobFault) -> dict[str, Any]:
    problem = problem_of(fault)
    return {"type": problem.type, "title": problem.heading, "status": problem.status.value, "detail": problem.detail}
