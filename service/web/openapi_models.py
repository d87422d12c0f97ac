"""The part of the OpenAPI document on versions of the model."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from service.web.model_views import SVG
from service.web.openapi_jobs import accepted
from service.web.openapi_parts import (
    BODY_REFUSALS,
    CONFLICT,
    ID,
    INVALID,
    NOT_KEPT,
    answer,
    body,
    json_content,
    operation,
)

if TYPE_CHECKING:
    from apispec import APISpec

    from service.web.contract import Contract

SECTION = ("models", "Versions of the model: which there are, which answers, and how another one comes to.")


def add(spec: APISpec, contract: Contract) -> None:
    """Adds the section to ``spec``."""
    described = partial(operation, section="models")
    listed = described(
        "models",
        "List versions of the model",
        "Newest first, with the latest activations.",
        {"200": answer("Every version that was ever made.", json_content(contract.models))},
        name="list_models",
    )
    one = described(
        "model",
        "Look at a version of the model",
        "",
        {"200": answer("The version with its card and its weights.", json_content(contract.model))},
        name="get_model",
        refusals=(NOT_KEPT,),
        parameters=[ID],
    )
    drawn = described(
        "reliability",
        "See how reliable a version of the model is",
        "A reliability diagram: on the gates, by tenths of the probability that the version states for the likeliest "
        "relation, how often that is right.",
        {"200": answer("The diagram.", {SVG: {"schema": {"type": "string"}}})},
        refusals=(NOT_KEPT,),
        parameters=[ID],
    )
    changed = described(
        "changes",
        "See what would change if a version answered",
        "What is kept is decided again, by the version and by the active one: which pairs would be called otherwise, "
        "which events would be disputed, which sources' credibility would move. Nothing is changed and no model is "
        "asked. The newest events are looked at; what sources say in others counts as it is kept.",
        {"200": answer("What would change.", json_content(contract.changes))},
        refusals=(NOT_KEPT, CONFLICT, INVALID),
        parameters=[ID, {"in": "query", "schema": contract.changes_query}],
    )
    drifts = described(
        "drift",
        "See how a version of the model drifts",
        "What is kept is decided by the version, period by period: how often pairs are called what, what is measured "
        "on them, and how what pairs are called differs from what people say. Each period is held against all before "
        "it, and what chance does is told with it. It is a function of what is kept now: what was removed is not in "
        "it, and what came late is in its period.",
        {"200": answer("The periods.", json_content(contract.drift))},
        refusals=(NOT_KEPT, CONFLICT, INVALID),
        parameters=[ID, {"in": "query", "schema": contract.drift_query}],
    )
    activated = described(
        "activate_model",
        "Let a version of the model answer",
        "Forwards or back. Every server and worker follows within seconds; requests under way end by the version that "
        "they began with. What is kept is worked out anew; until that is done, requests that write wait.",
        {"200": answer("The version, now active.", json_content(contract.model))},
        refusals=(NOT_KEPT, CONFLICT, *BODY_REFUSALS),
        parameters=[ID],
        requestBody=body(json_content(contract.kept.reason)),
    )
    retrained = described(
        "retrain",
        "Learn a new version from labels",
        "The answer is a job, the one under way where there is one. It measures what is new among the labels, fits the "
        "head on them and the seeds, and tests it beside the active version on the gates, which nothing is trained on. "
        "Where no figure may be worse by more than the margin, what was learnt becomes active; else it is kept with "
        "what stands against it. The job's `result` has `outcome` (`promoted`, `refused`, `unchanged`, or `tried` for "
        "a dry run), `version`, the figures of both on the `gates`, and how many `labels` were used and left out, by "
        "why; that of a dry run also `changes`, with the fields of `Changes`: what would change about what is kept, "
        "or null where another version was about to work that out.",
        {"202": accepted(contract)},
        refusals=BODY_REFUSALS,
        requestBody=body(json_content(contract.retrain)),
    )
    spec.path("/admin/retrain", operations={"post": retrained})
    spec.path("/admin/models", operations={"get": listed})
    spec.path("/admin/models/{id}", operations={"get": one})
    spec.path("/admin/models/{id}/reliability.svg", operations={"get": drawn})
    spec.path("/admin/models/{id}/changes", operations={"get": changed})
    spec.path("/admin/models/{id}/drift", operations={"get": drifts})
    spec.path("/admin/models/{id}/activate", operations={"post": activated})
