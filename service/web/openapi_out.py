"""The part of the OpenAPI document for what is kept in the formats of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.newsroom import claim_reviews, web_annotations, workbooks
from service.web.openapi_kept import ID, MOVED, SECTION
from service.web.openapi_parts import (
    BODY_REFUSALS,
    INVALID,
    NOT_KEPT,
    REMOVED,
    Part,
    answer,
    body,
    json_content,
    operation,
    unless_known,
)

if TYPE_CHECKING:
    from apispec import APISpec
    from marshmallow import Schema

    from service.web.contract import Contract

TEXTS = "A text is never taken for a formula."
CSV: Part = {"text/csv": {"schema": {"type": "string"}}}
WORKBOOK: Part = {workbooks.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}
ANNOTATIONS: Part = {web_annotations.MEDIA_TYPE: {"schema": {"type": "object"}}}
REVIEWS: Part = {claim_reviews.MEDIA_TYPE: {"schema": {"type": "object"}}}
ITEM: Part = {"application/json": {"schema": {"type": "object"}}}
QUOTED = (
    "One collection of W3C Web Annotations: each decided contradiction and update is on the words of both of its "
    "claims, with what the other one says. The target is the address where the article was published, where that is "
    "known, else the kept article. Quotes are found in any printing; positions count code points of the kept text."
)


def add(spec: APISpec, contract: Contract) -> None:
    """Adds it to the section on what is kept."""
    kept = contract.kept
    spec.components.header(
        "Content-Disposition", {"description": "What the file is called.", "schema": {"type": "string"}}
    )
    for suffix, content, how in (
        ("csv", CSV, "CSV; texts that a spreadsheet could take for formulas have an apostrophe before them."),
        ("xlsx", WORKBOOK, f"A workbook (XLSX). {TEXTS}"),
    ):
        listed = operation(
            f"events_{suffix}",
            f"List events as a table ({suffix})",
            f"{how} In the order and with the filters of `/events`; `Link` leads to the next page.",
            {"200": answer("A page of them.", content, "Link", "Content-Disposition")},
            section=SECTION[0],
            refusals=(INVALID,),
            parameters=[{"in": "query", "schema": kept.events_query}],
        )
        spec.path(f"/events.{suffix}", operations={"get": listed})
    of_event = "An event as"
    spec.path(
        "/events/{id}.csv",
        operations={
            "get": _one(
                "event_csv",
                f"{of_event} a table (csv)",
                "One of its tables, the claims, the pairs or the sources, as CSV for spreadsheets.",
                CSV,
                "Content-Disposition",
                asked=kept.table_query,
            )
        },
    )
    workbook = _one(
        "event_xlsx",
        f"{of_event} a workbook (xlsx)",
        f"Its claims, pairs and sources, a sheet each. {TEXTS}",
        WORKBOOK,
        "Content-Disposition",
    )
    item = _one(
        "event_ninjs",
        f"{of_event} a news item",
        "An item of IPTC ninjs 3.0: a summary with quotes, figures as trust indicators, the articles as associations, "
        "and in `edNote` what the figures mean.",
        ITEM,
    )
    spec.path("/events/{id}.xlsx", operations={"get": workbook})
    spec.path("/events/{id}.ninjs", operations={"get": item})
    on_event = _one("event_annotations", "Annotations on an event", QUOTED, ANNOTATIONS)
    spec.path("/events/{id}/annotations", operations={"get": on_event})
    _add_reviews(spec, contract)
    on_report = _one("report_annotations", "Annotations on a report", QUOTED, ANNOTATIONS, moves=False)
    spec.path("/reports/{id}/annotations", operations={"get": on_report})


def _add_reviews(spec: APISpec, contract: Contract) -> None:
    kept = contract.kept
    listed = _one(
        "reviews",
        "Reviews of the claims of an event",
        "ClaimReview and Claim of schema.org: what named persons have said of claims that say still what was reviewed. "
        "A rating is in its author's words, and no figure of this service.",
        REVIEWS,
    )
    made = operation(
        "add_review",
        "Review a claim",
        "What a person found out about a claim, in the person's own words, for others to read. It takes somebody by "
        "name: signed in, or with a key that was made for a person.",
        {"201": answer("The review.", json_content(kept.review), "Location")},
        section=SECTION[0],
        refusals=(*BODY_REFUSALS, NOT_KEPT, REMOVED),
        parameters=[ID],
        requestBody=body(json_content(kept.new_review)),
    )
    withdrawn = operation(
        "withdraw_review",
        "Withdraw a review",
        "It is shown no more. People withdraw their own; an admin may withdraw anybody's.",
        {"204": answer("It is withdrawn.")},
        section=SECTION[0],
        refusals=(INVALID, NOT_KEPT),
        parameters=[ID, {**ID, "name": "review"}],
    )
    spec.path("/events/{id}/reviews", operations={"get": listed, "post": made})
    spec.path("/events/{id}/reviews/{review}", operations={"delete": withdrawn})


def _one(
    endpoint: str,
    summary: str,
    description: str,
    content: Part,
    *headers: str,
    asked: Schema | None = None,
    moves: bool = True,
) -> Part:
    answers = unless_known(content, *headers)
    if moves:
        answers["308"] = answer(MOVED, None, "Location")
    return operation(
        endpoint,
        summary,
        description,
        answers,
        section=SECTION[0],
        refusals=(INVALID, NOT_KEPT, REMOVED),
        parameters=["IfNoneMatch", ID, *([{"in": "query", "schema": asked}] if asked else [])],
    )
