"""The part of the OpenAPI document for webhooks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from service.web.openapi_parts import (
    BODY_REFUSALS,
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

MESSAGES = (
    "Messages are posted as Standard Webhooks 1.0 has it, signed in `webhook-signature`: "
    '`{"type": …, "timestamp": …, "data": …}`. Each is sent at least once; `webhook-id` tells one that came already. '
    "With `slack` and `teams` the same is said for people, unsigned. What is not answered with 2xx is tried again nine "
    "times within three days; 410 disables the webhook."
)


def add(spec: APISpec, contract: Contract) -> None:
    """Adds it to the section on administration."""
    own = contract.webhooks
    described = partial(operation, section="administration")
    listed = described(
        "webhooks",
        "List webhooks",
        "",
        {"200": answer("Every webhook, newest first.", json_content(own.all))},
        name="list_webhooks",
    )
    made = described(
        "webhooks",
        "Make a webhook",
        f"The answer holds the secret, this once. {MESSAGES}",
        {"201": answer("The webhook.", json_content(own.made))},
        name="make_webhook",
        refusals=BODY_REFUSALS,
        requestBody=body(json_content(own.new)),
    )
    removed = described(
        "webhook",
        "Remove a webhook",
        "Its messages are forgotten with it.",
        {"204": answer("It is gone.")},
        name="remove_webhook",
        refusals=(NOT_KEPT,),
        parameters=[ID],
    )
    told = described(
        "deliveries",
        "List the messages to a webhook",
        "Newest first.",
        {"200": answer("A page of them.", json_content(own.deliveries))},
        refusals=(NOT_KEPT, INVALID),
        parameters=[ID, {"in": "query", "schema": own.page_query}],
    )
    replayed = described(
        "replay_webhook",
        "Send messages again",
        "What has failed, or everything, since some time. A webhook that was disabled is told again from now on.",
        {"200": answer("How many are sent again.", json_content(own.replayed))},
        refusals=(NOT_KEPT, *BODY_REFUSALS),
        parameters=[ID],
        requestBody=body(json_content(own.replay)),
    )
    spec.path("/admin/webhooks", operations={"get": listed, "post": made})
    spec.path("/admin/webhooks/{id}", operations={"delete": removed})
    spec.path("/admin/webhooks/{id}/deliveries", operations={"get": told})
    spec.path("/admin/webhooks/{id}/replay", operations={"post": replayed})
