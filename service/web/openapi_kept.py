"""The part of the OpenAPI document for what is kept: articles, events, sources, reports on them, and labels."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from service.web.openapi_parts import (
    BAD_REQUEST,
    BODY_REFUSALS,
    CONFLICT,
    INVALID,
    NOT_JSON,
    NOT_KEPT,
    REMOVED,
    TOO_LARGE,
    Part,
    answer,
    body,
    json_content,
    operation,
    shown,
    unless_known,
)

if TYPE_CHECKING:
    from apispec import APISpec
    from marshmallow import Schema

    from service.web.contract import Contract
    from service.web.kept_contract import KeptContract

SECTION = ("memory", "What is kept: articles, events and sources over time, and what editors decide about them.")

PAGES = (
    "`next` is the cursor of the following page; give it back as `cursor`, with the same query. What is added "
    "meanwhile neither repeats nor hides anything."
)
STICKS = (
    "That is a label: it holds whatever is added later, until it is withdrawn, or of two claims until a later one says "
    "otherwise. An article that is removed takes its part with it."
)
MOVED = "It has become part of another event, which `Location` names."
LINES: Part = {"application/x-ndjson": {"schema": {"type": "string"}}}
REASON = "The reason goes to the audit log: in a JSON body, or in the query where a client sends no body with DELETE."
ID: Part = {"in": "path", "name": "id", "required": True, "schema": {"type": "string", "pattern": "^[0-9a-z]{1,64}$"}}
_NAMED = {
    kind: f"#/components/schemas/{kind.title()}Decision" for kind in ("pair", "source", "event", "dispute", "party")
}


def add(spec: APISpec, contract: Contract) -> None:
    """Adds the section to ``spec``."""
    spec.components.header("ETag", {"description": "A name for these bytes.", "schema": {"type": "string"}})
    spec.components.header("Link", {"description": "The following page (RFC 8288).", "schema": {"type": "string"}})
    spec.components.header("Location", {"description": "Where it is.", "schema": {"type": "string"}})
    spec.components.parameter(
        "IfNoneMatch",
        "header",
        {
            "name": "If-None-Match",
            "description": "The ETag of the answer that the caller has; where it still holds, 304 says so.",
            "schema": {"type": "string"},
        },
    )
    _add_articles(spec, contract)
    _add_events(spec, contract)
    _add_sources(spec, contract)
    _add_labels(spec, contract)


def _add_articles(spec: APISpec, contract: Contract) -> None:
    kept = contract.kept
    change = partial(operation, section=SECTION[0], refusals=(*BODY_REFUSALS, NOT_KEPT, REMOVED))
    reason = {"content": json_content(kept.reason)}
    spec.path(
        "/articles",
        operations={
            "get": _list(
                "articles",
                "List articles",
                "Latest published first.",
                kept.articles_query,
                kept.articles,
                "article_page",
            )
        },
    )
    removed = change(
        "remove_article",
        "Remove an article",
        f"Its effect is undone everywhere: on events, comparisons and credibility. {REASON}",
        {"204": answer("It has been removed.")},
        parameters=[ID, {"in": "query", "schema": kept.removal_query}],
        requestBody=reason,
    )
    read = _one("article", "Read an article", "Its text, its claims and its history.", kept.article, "kept_article")
    spec.path("/articles/{id}", operations={"get": read, "delete": removed})
    vouched = change(
        "vouch",
        "Vouch for an article",
        "Its outlet is what it says; from now on the article counts towards credibility.",
        {"204": answer("It counts.")},
        parameters=[ID],
        requestBody=reason | {"required": True},
    )
    unvouched = change(
        "vouch",
        "Take back a vouching",
        f"From now on the article counts for nothing. {REASON}",
        {"204": answer("It does not count.")},
        name="unvouch",
        parameters=[ID, {"in": "query", "schema": kept.reason_query}],
        requestBody=reason,
    )
    spec.path("/articles/{id}/vouch", operations={"post": vouched, "delete": unvouched})


def _add_events(spec: APISpec, contract: Contract) -> None:
    kept = contract.kept
    listed = _list("events", "List events", "", kept.events_query, kept.events, "event_page")
    read = _one("event", "Read an event", "The whole report on it.", contract.report, "score_report")
    read["responses"]["308"] = answer(MOVED, None, "Location")
    replayed = _one(
        "report",
        "Replay a report",
        "A report on kept articles, worked out again on the state it was given on.",
        contract.report,
        "score_report",
    )
    edited = {"201": answer("The label.", json_content(kept.edited, a=shown("A merge", "edited")), "Location")}
    edit = partial(
        operation,
        answers=edited,
        section=SECTION[0],
        refusals=(*BODY_REFUSALS, NOT_KEPT, CONFLICT, REMOVED),
        parameters=[ID],
    )
    merge = edit(
        "merge",
        "Merge two events",
        f"Their claims tell of one event from now on. {STICKS}",
        requestBody=body(json_content(kept.merge, a=shown("Two that are one", "merge"))),
    )
    split = edit(
        "split",
        "Split an event",
        f"The claims that are named, and those of the articles that are, are an event apart from the rest. {STICKS}",
        requestBody=body(json_content(kept.split, a=shown("Two that were taken for one", "split"))),
    )
    spec.path("/events", operations={"get": listed})
    spec.path("/events/{id}", operations={"get": read})
    spec.path("/events/{id}/merge", operations={"post": merge})
    spec.path("/events/{id}/split", operations={"post": split})
    spec.path("/reports/{id}", operations={"get": replayed})


def _add_sources(spec: APISpec, contract: Contract) -> None:
    kept = contract.kept
    listed = _list("sources", "List sources", "By name.", kept.sources_query, kept.sources, "source_page")
    read = _one(
        "source",
        "Read a source",
        "Its credibility, which is how often what it states is borne out, and, of an outlet, its fidelity, which is "
        "how faithfully it passes on what others state.",
        kept.source,
        "source",
    )
    read["parameters"].append({"in": "query", "schema": kept.source_query})
    disputed = operation(
        "dispute",
        "Dispute a line of a ledger",
        "The claim counts for nothing from now on, or as borne out, or as not borne out, whatever others say. That is "
        "a label of the kind dispute: it can be withdrawn as others can, and goes with its article.",
        {"201": answer("The label.", json_content(kept.label, a=shown("A label", "label")), "Location")},
        section=SECTION[0],
        refusals=(*BODY_REFUSALS, NOT_KEPT),
        parameters=[ID],
        requestBody=body(json_content(kept.dispute, a=shown("A claim that was taken back", "dispute"))),
    )
    ledger = _list(
        "ledger",
        "Read the ledger of a source",
        "The claims behind its credibility, each with its effect, then its other claims.",
        kept.ledger_query,
        kept.ledger,
        "ledger_page",
    )
    ledger["parameters"].insert(1, ID)
    ledger["responses"]["404"] = NOT_KEPT
    spec.path("/sources", operations={"get": listed})
    spec.path("/sources/{id}", operations={"get": read})
    spec.path("/sources/{id}/ledger", operations={"get": ledger})
    spec.path("/sources/{id}/disputes", operations={"post": disputed})


def _add_labels(spec: APISpec, contract: Contract) -> None:
    kept = contract.kept
    listed = _list("labels", "List labels", "Newest first.", kept.labels_query, kept.labels, "label_page")
    made = operation(
        "add_label",
        "Label a pair, a source or events",
        "An editor's decision on what two claims are to each other, on who vouches for one, on which tell of one "
        "event, on what one counts for, or on whether its source is a party to its event. It is kept for good, beside "
        "what was decided before, to be learnt from. One "
        "on a source or on events holds from now on, and so does a dispute: the claim counts for the source that is "
        "named, and as is said there, and claims are put together or apart; and so does one on a party: the source is "
        "marked as one in the event, or is not, whatever texts say. A "
        "claim can be labelled while it stands in the current version of a kept article. Those of a pair may be about "
        "different events.",
        {"201": answer("The label.", json_content(kept.label, a=shown("A pair", "label")), "Location")},
        section=SECTION[0],
        refusals=(*BODY_REFUSALS, NOT_KEPT),
        requestBody=body(_decisions(kept)),
    )
    spec.path("/labels", operations={"get": listed, "post": made})
    spec.path("/labels/{id}", operations={"get": _one("label", "Read a label", "", kept.label, "label")})
    withdrawn = operation(
        "withdraw_label",
        "Withdraw a label",
        "It holds no more, as if it had not been made, and is learnt from no more; it can still be read. People "
        "withdraw their own; an admin may withdraw anybody's.",
        {"200": answer("The label.", json_content(kept.label, a=shown("A label", "label")))},
        section=SECTION[0],
        refusals=(*BODY_REFUSALS, NOT_KEPT),
        parameters=[ID],
        requestBody=body(json_content(kept.reason)),
    )
    spec.path("/labels/{id}/withdraw", operations={"post": withdrawn})
    _add_lines(spec, kept)


def _add_lines(spec: APISpec, kept: KeptContract) -> None:
    exported = operation(
        "export_labels",
        "Export labels",
        "All that are asked for, the oldest first, each as a line of JSON as `/labels/{id}` has it.",
        {"200": answer("The lines.", LINES)},
        section=SECTION[0],
        refusals=(INVALID,),
        parameters=[{"in": "query", "schema": kept.labels_asked}],
    )
    imported = operation(
        "import_labels",
        "Import labels",
        "Lines of JSON as they are exported, or as `POST /labels` takes them. `by` says whose word a label is, else it "
        "is the caller's, and `at` since when, else from now on. A line that cannot be kept is told and left out, all "
        "others are kept together or not at all; one that is kept already changes nothing.",
        {"200": answer("What came of it.", json_content(kept.imported, a=shown("Two lines refused", "imported")))},
        section=SECTION[0],
        refusals=(BAD_REQUEST, TOO_LARGE, NOT_JSON, INVALID),
        parameters=[{"in": "query", "schema": kept.import_query}],
        requestBody=body(LINES),
    )
    spec.path("/labels.jsonl", operations={"get": exported, "post": imported})


def _decisions(kept: KeptContract) -> Part:
    """One body of several kinds, told apart by ``kind``."""
    schema: Part = {"oneOf": [*kept.decisions.values()], "discriminator": {"propertyName": "kind", "mapping": _NAMED}}
    return json_content(
        schema,
        pair=shown("Two claims", "pair_decision"),
        source=shown("Who vouches for one", "source_decision"),
        event=shown("What tells of one event", "event_decision"),
        dispute=shown("What one counts for", "dispute_decision"),
        party=shown("Whether its source is a party", "party_decision"),
    )


def _list(endpoint: str, summary: str, description: str, asked: Schema, page: Schema, example: str) -> Part:
    return operation(
        endpoint,
        summary,
        f"{description} {PAGES}".strip(),
        unless_known(json_content(page, page=shown("A page", example)), "Link"),
        section=SECTION[0],
        refusals=(INVALID,),
        parameters=["IfNoneMatch", {"in": "query", "schema": asked}],
    )


def _one(endpoint: str, summary: str, description: str, schema: Schema, example: str) -> Part:
    return operation(
        endpoint,
        summary,
        description,
        unless_known(json_content(schema, example=shown("An example", example))),
        section=SECTION[0],
        refusals=(INVALID, NOT_KEPT, REMOVED),
        parameters=["IfNoneMatch", ID],
    )
