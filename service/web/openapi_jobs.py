"""The part of the OpenAPI document for work that is done later, and for requests that may be repeated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from service.web.events import HEARTBEAT_S, LAST_EVENT_ID, LONGEST_S, MEDIA_TYPE
from service.web.idempotency import KEY, PATTERN, REPLAYED
from service.web.openapi_parts import (
    BAD_REQUEST,
    CONFLICT,
    ID,
    INVALID,
    NOT_KEPT,
    NOT_READY,
    REFUSALS,
    Part,
    answer,
    json_content,
    operation,
)
from service.web.preferences import LONGEST_WAIT_S
from service.web.tickets import LASTS

if TYPE_CHECKING:
    from apispec import APISpec

    from service.web.contract import Contract

PARAMETERS: dict[str, Part] = {
    "Prefer": {
        "name": "Prefer",
        "description": "`respond-async` for a job instead of the answer (202), and `respond-async, wait=N` for the "
        f"answer where it is there within N seconds (at most {LONGEST_WAIT_S}), else a job. What was honoured is told "
        "in `Preference-Applied`.",
        "schema": {"type": "string"},
    },
    "IdempotencyKey": {
        "name": KEY,
        "description": "A key of the caller's for this one request, a string in quotes or a token of 1 to 200 "
        "characters. Repeated under its key within a day, the request is done once and answered as the first time, "
        f"with `{REPLAYED}: true`. Answers of 500 or more are not kept, nor are 401, 403, 408, 425 and 429.",
        "schema": {"type": "string", "pattern": PATTERN},
    },
    "LastEventId": {
        "name": LAST_EVENT_ID,
        "description": "The id of the last event that was seen; browsers send it by themselves.",
        "schema": {"type": "string"},
    },
}


def add_components(spec: APISpec) -> None:
    """Adds the headers that several operations take to ``spec``."""
    for name, parameter in PARAMETERS.items():
        spec.components.parameter(name, "header", parameter)


def repeatable(document: Part) -> Part:
    """``document`` with what every POST of the API takes and may be refused for: one wrapper is around them all."""
    for path in document["paths"].values():
        if "post" in path and any("key" in each for each in path["post"]["security"]):
            path["post"]["parameters"].append({"$ref": "#/components/parameters/IdempotencyKey"})
            for name in (BAD_REQUEST, CONFLICT, INVALID, NOT_READY):
                status = str(REFUSALS[name][0].value)
                path["post"]["responses"].setdefault(status, {"$ref": f"#/components/responses/{name}"})
    return document


def accepted(contract: Contract) -> Part:
    """The answer of an operation that will be done later."""
    headers: Part = {
        "Location": {"description": "The address of the job.", "schema": {"type": "string"}},
        "Retry-After": "RetryAfter",
        "Preference-Applied": {"description": "What of `Prefer` was honoured.", "schema": {"type": "string"}},
    }
    found = answer("It will be done: the job.", json_content(contract.job))
    return found | {"headers": found["headers"] | headers}


def add(spec: APISpec, contract: Contract) -> None:
    """Adds the section to ``spec``."""
    described = partial(operation, section="jobs")
    spec.path("/jobs", operations={"get": _listed(described, contract)})
    spec.path("/jobs/{id}", operations={"get": _one(described, contract), "delete": _cancelled(described, contract)})
    spec.path("/jobs/{id}/ticket", operations={"post": _ticket(described, contract)})
    spec.path("/jobs/{id}/events", operations={"get": _events(described)})


def _listed(described: Any, contract: Contract) -> Any:
    return described(
        "jobs",
        "List jobs",
        "The caller's own, newest first. Jobs are removed three days after they have ended.",
        {"200": answer("A page of them.", json_content(contract.job_page))},
        name="list_jobs",
        refusals=(INVALID,),
        parameters=[{"in": "query", "schema": contract.job_query}],
    )


def _one(described: Any, contract: Contract) -> Any:
    return described(
        "job",
        "Look at a job",
        "For its owner and for administrators.",
        {"200": answer("The job, with its result where it has succeeded.", json_content(contract.job))},
        name="get_job",
        refusals=(NOT_KEPT,),
        parameters=[ID],
    )


def _cancelled(described: Any, contract: Contract) -> Any:
    return described(
        "job",
        "Cancel a job",
        "One that waits is cancelled at once, one that runs at its next progress. One that had come to its result by "
        "then has succeeded.",
        {
            "200": answer("It is cancelled.", json_content(contract.job)),
            "202": answer("It will be.", json_content(contract.job)),
        },
        name="cancel_job",
        refusals=(NOT_KEPT, CONFLICT),
        parameters=[ID],
    )


def _ticket(described: Any, contract: Contract) -> Any:
    return described(
        "job_ticket",
        "Get a ticket for the events of a job",
        f"For a browser's `EventSource`, which sends no headers. It lasts {LASTS.seconds // 60} minutes.",
        {"200": answer("The ticket.", json_content(contract.ticket))},
        name="make_ticket",
        refusals=(NOT_KEPT,),
        parameters=[ID],
    )


def _events(described: Any) -> Any:
    ticket: Part = {"in": "query", "name": "ticket", "schema": {"type": "string"}, "description": "Instead of a key."}
    return described(
        "job_events",
        "Follow a job",
        "Server-Sent Events: `progress` for each change, and in the end one `finished`; the data of each is the job, "
        f"its id the job's revision. Where nothing happens, a comment comes every {HEARTBEAT_S:.0f} seconds. A stream "
        f"ends after {LONGEST_S:.0f} seconds at the latest; `EventSource` comes back by itself and misses nothing.",
        {
            "200": answer("The stream.", {MEDIA_TYPE: {"schema": {"type": "string"}}}),
            "204": answer("The job has ended and the caller has seen that: there is nothing to come back for."),
        },
        name="follow_job",
        refusals=(NOT_KEPT, NOT_READY),
        parameters=[ID, ticket, "LastEventId"],
    )
