"""Jobs over HTTP: work asked for now and done later, for those who asked for it."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, request, url_for
from flask.views import MethodView

from service.news.errors import NotKept
from service.news.identity import Principal, Scope
from service.news.job import Job, JobState
from service.web import cursors, idempotency, tickets
from service.web.auth import principal
from service.web.events import LAST_EVENT_ID, MEDIA_TYPE, Streams, events, last_seen
from service.web.job_schemas import shown
from service.web.preferences import preferences
from service.web.problems import problem_of
from service.web.reading import query_of
from service.web.writing import json_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from marshmallow import Schema

    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.ports import House, Jobs

LIST = "jobs"
LOOK_AGAIN_S = 2
"""When a caller without events had best look at its job again."""


class Later:
    """Lets a view answer with a job instead, where the caller prefers that."""

    def __init__(self, door: Door[House], answer: Schema) -> None:
        self._door = door
        self._answer = answer

    def instead(self, kind: str, body: Mapping[str, object]) -> Response | None:
        """The answer to the request at hand, whose ``body`` has been found good; None where it is to be given at once.

        Where the caller would wait some seconds, and the job ends within them, it is the answer itself.
        """
        preferred = preferences(request)
        if not preferred.respond_async:
            return None
        jobs = self._door.inside().jobs
        job = _ended(jobs, jobs.enqueue(kind, body, principal(), idempotency.token()), preferred.wait_s)
        if job.state is JobState.SUCCEEDED:
            return _applied(json_response(jobs.result(job.id)), f"wait={preferred.wait_s}")
        if job.error is not None:
            return _applied(problem_of(job.error).response(), f"wait={preferred.wait_s}")
        wait = f", wait={preferred.wait_s}" if preferred.wait_s else ""
        return _applied(accepted(self._answer, job), f"respond-async{wait}")


class JobsView(MethodView):
    """GET /jobs."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: Contract) -> None:
        self._door = door
        self._contract = contract

    def get(self) -> Response:
        """The caller's own jobs, newest first. Raises ValidationError on a query that cannot be meant."""
        house, query = self._door.inside(), self._contract.job_query.load(query_of(request))
        after = cursors.read(house.secret, LIST, query.get("cursor"))
        page = house.jobs.page(principal().id, query["limit"], after)
        following = cursors.written(house.secret, LIST, page.next)
        items = [shown(job) for job in page.items]
        response = json_response(self._contract.job_page.dump({"items": items, "next": following}))
        if following is not None:
            address = url_for("jobs", limit=query["limit"], cursor=following)
            response.headers["Link"] = f'<{address}>; rel="next"'
        return response


class JobView(MethodView):
    """GET and DELETE /jobs/<id>."""

    init_every_request = False

    def __init__(self, door: Door[House], answer: Schema) -> None:
        self._door = door
        self._answer = answer

    def get(self, id: str) -> Response:
        """The job with its result. Raises NotKept, also where it is somebody else's."""
        jobs = self._door.inside().jobs
        job = _own(jobs, id, principal())
        result = jobs.result(id) if job.state is JobState.SUCCEEDED else None
        response = json_response(self._answer.dump(shown(job, result)))
        return response if job.state.is_final else _look_again(response)

    def delete(self, id: str) -> Response:
        """Cancels the job: 200 where that is done, 202 where it is under way. Raises NotKept and JobFinished."""
        jobs = self._door.inside().jobs
        _own(jobs, id, principal())
        job = jobs.cancel(id)
        if job.state.is_final:
            return json_response(self._answer.dump(shown(job)))
        return accepted(self._answer, job)


class TicketView(MethodView):
    """POST /jobs/<id>/ticket."""

    init_every_request = False

    def __init__(self, door: Door[House], answer: Schema) -> None:
        self._door = door
        self._answer = answer

    def post(self, id: str) -> Response:
        """A ticket for the events of the job. Raises NotKept, also where it is somebody else's."""
        house = self._door.inside()
        _own(house.jobs, id, principal())
        ticket, expires_at = tickets.written(house.secret, id)
        address = url_for("job_events", id=id, ticket=ticket)
        return json_response(self._answer.dump({"ticket": ticket, "expires_at": expires_at, "events": address}))


class EventsView(MethodView):
    """GET /jobs/<id>/events."""

    init_every_request = False

    def __init__(self, door: Door[House], streams: Streams) -> None:
        self._door = door
        self._streams = streams

    def get(self, id: str) -> Response:
        """The events of the job, for its owner or by ticket. Raises NotKept, Unauthenticated and ServiceUnavailable."""
        jobs, job = self._door.inside().jobs, self._admitted(id)
        seen = last_seen(request.headers.get(LAST_EVENT_ID))
        if job.state.is_final and job.revision <= seen:
            return Response(status=HTTPStatus.NO_CONTENT)  # tells a browser to come back no more
        # A HEAD is never closed, for it has nothing to close: it would keep its seat.
        response = Response(mimetype=MEDIA_TYPE) if request.method == "HEAD" else self._stream(jobs, job, seen)
        response.headers["X-Accel-Buffering"] = "no"  # nginx is to pass each event on as it comes
        response.headers["Cache-Control"] = "no-store"
        return response

    def _stream(self, jobs: Jobs, job: Job, seen: int) -> Response:
        self._streams.take()
        told = events(jobs, job, seen, lambda: self._streams.are_closing)
        response = Response(told, mimetype=MEDIA_TYPE)
        response.call_on_close(self._streams.leave)
        return response

    def _admitted(self, id: str) -> Job:
        house, ticket = self._door.inside(), request.args.get("ticket")
        if ticket is not None:
            tickets.check(house.secret, ticket, id)
            return house.jobs.get(id)
        return _own(house.jobs, id, principal())


def register(app: Flask, door: Door[House], contract: Contract, streams: Streams) -> None:
    """Adds /jobs and what is below it to ``app``."""
    app.add_url_rule("/jobs", view_func=JobsView.as_view("jobs", door, contract))
    app.add_url_rule("/jobs/<id>", view_func=JobView.as_view("job", door, contract.job))
    app.add_url_rule("/jobs/<id>/ticket", view_func=TicketView.as_view("job_ticket", door, contract.ticket))
    app.add_url_rule("/jobs/<id>/events", view_func=EventsView.as_view("job_events", door, streams))


def _own(jobs: Jobs, id: str, caller: Principal) -> Job:
    """The job ``id`` of ``caller``, who sees every job where they may everything. Raises NotKept."""
    job = jobs.get(id)
    if job.owner != caller.id and not caller.may(Scope.ADMIN):
        raise NotKept("There is no such job; finished ones are removed after some days.")
    return job


def _ended(jobs: Jobs, job: Job, seconds: int) -> Job:
    """``job`` once it has ended, or as it is after ``seconds``."""
    until = time.monotonic() + seconds
    while not job.state.is_final and (left := until - time.monotonic()) > 0:
        job = jobs.watch(job.id, job.revision, left)
    return job


def accepted(answer: Schema, job: Job) -> Response:
    """The 202 that tells where ``job`` can be looked at; ``answer`` is the schema of jobs."""
    response = json_response(answer.dump(shown(job)), HTTPStatus.ACCEPTED)
    response.headers["Location"] = url_for("job", id=job.id)
    return _look_again(response)


def _look_again(response: Response) -> Response:
    response.headers["Retry-After"] = str(LOOK_AGAIN_S)
    return response


def _applied(response: Response, preferences: str) -> Response:
    response.headers["Preference-Applied"] = preferences
    return response
