"""The part of the OpenAPI document for feeds that are polled."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

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


def add(spec: APISpec, contract: Contract) -> None:
    """Adds it to the section on administration."""
    own = contract.feeds
    described = partial(operation, section="administration")
    listed = described(
        "feeds",
        "List polled feeds",
        "",
        {"200": answer("Every feed, newest first, and how it goes.", json_content(own.all))},
        name="list_feeds",
    )
    made = described(
        "feeds",
        "Poll a feed",
        "Whatever is new in it is taken in as what its outlet has sent; entries without a text are read from the pages "
        "that they name. Only where fetching is on. A feed that is there already is changed, and polled at once.",
        {"201": answer("The feed.", json_content(own.one))},
        name="add_feed",
        refusals=(CONFLICT, *BODY_REFUSALS),
        requestBody=body(json_content(own.new)),
    )
    changed = described(
        "feed",
        "Pause a feed, or let it go on",
        "What came of it stays.",
        {"200": answer("The feed.", json_content(own.one))},
        name="change_feed",
        refusals=(NOT_KEPT, *BODY_REFUSALS),
        parameters=[ID],
        requestBody=body(json_content(own.changed)),
    )
    polled = described(
        "poll_feed",
        "Poll a feed at once",
        "Whenever it was due; one that is paused, once it goes on. Only where fetching is on.",
        {"202": answer("The feed as it stands before.", json_content(own.one))},
        refusals=(NOT_KEPT, CONFLICT, INVALID),
        parameters=[ID],
    )
    removed = described(
        "feed",
        "Poll a feed no more",
        "What came of it stays.",
        {"204": answer("It is polled no more.")},
        name="remove_feed",
        refusals=(NOT_KEPT,),
        parameters=[ID],
    )
    spec.path("/admin/feeds", operations={"get": listed, "post": made})
    spec.path("/admin/feeds/{id}", operations={"patch": changed, "delete": removed})
    spec.path("/admin/feeds/{id}/poll", operations={"post": polled})
