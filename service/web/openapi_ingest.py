"""The part of the OpenAPI document for what newsrooms' own systems send."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from service.web.ingest_views import FEED, HTML, NEWSML
from service.web.openapi_parts import (
    BODY_REFUSALS,
    INVALID,
    NOT_JSON,
    NOT_READY,
    TOO_LARGE,
    UNAUTHENTICATED,
    Part,
    answer,
    json_content,
    operation,
)

if TYPE_CHECKING:
    from apispec import APISpec
    from marshmallow import Schema

    from service.web.contract import Contract

SECTION = ("newsroom", "What newsrooms' own systems send: written down at once, kept by a worker.")
TEXT: Part = {"schema": {"type": "string"}}
# What a list holds may be anything: what is no post is quarantined.
POSTS: Part = {"application/json": {"schema": {"type": ["object", "array"]}}}
OBJECT: Part = {"application/json": {"schema": {"type": "object"}}}


def add(spec: APISpec, contract: Contract) -> None:
    """Adds the section to ``spec``."""
    ingest = contract.ingest
    described = partial(operation, section=SECTION[0])
    arrived = answer("What arrived, and what is to become of it.", json_content(ingest.arrivals))

    def add_one(name: str, summary: str, description: str, query: Schema, content: Part) -> None:
        one = described(
            f"ingest_{name}",
            summary,
            description,
            {"202": arrived},
            refusals=BODY_REFUSALS,
            parameters=[{"in": "query", "schema": query}],
            requestBody={"required": True, "content": content},
        )
        spec.path(f"/ingest/{name}", operations={"post": one})

    add_one(
        "ninjs",
        "Send an item of ninjs",
        "1.x, 2.x or 3.x. `pubstatus` `withheld` or `canceled` takes back what the same key has sent under the `uri`.",
        ingest.outlet_query,
        OBJECT,
    )
    add_one(
        "newsml",
        "Send an item of NewsML-G2",
        "A `newsItem`, or a `newsMessage` with several. Its text is the XHTML or NITF inside it, else its plain text; "
        "`pubStatus` `stat:withheld` or `stat:canceled` takes back what the same key has sent under the `guid`. Of "
        "several items, those that cannot be used are quarantined. A document type is refused, and nothing is fetched.",
        ingest.outlet_query,
        dict.fromkeys(NEWSML, TEXT),
    )
    add_one(
        "wordpress",
        "Send posts of WordPress",
        "A post as `wp/v2/posts` gives it, or a list of them; of several, those that cannot be used are quarantined. A "
        "post in the trash, or not published any more, takes back what the same key has sent under its `guid`; one "
        "that is scheduled is under embargo until then.",
        ingest.outlet_query,
        POSTS,
    )
    add_one(
        "html",
        "Send a web page",
        "Its main text and what it says about itself are read; nothing is fetched.",
        ingest.page_query,
        dict.fromkeys(HTML, TEXT),
    )
    add_one(
        "feed",
        "Send a feed",
        "RSS or Atom; each entry is an article, and those that cannot be used are quarantined. Nothing is fetched.",
        ingest.outlet_query,
        dict.fromkeys(FEED, TEXT),
    )
    signed = described(
        "ingest_superdesk",
        "Send an item of Superdesk",
        "The address for an HTTP Push destination. The body is signed with the destination's secret; the same `guid` "
        "and `version` are taken in once; `evolvedfrom` makes an item the next version of another. What cannot be used "
        "is accepted and quarantined with the reason, for Superdesk never sends again what was refused with a 4xx.",
        {"202": arrived},
        refusals=(UNAUTHENTICATED, TOO_LARGE, NOT_JSON, INVALID, NOT_READY),
        parameters=[{"in": "query", "schema": ingest.provider_query}],
        requestBody={"required": True, "content": OBJECT},
    )
    spec.path("/ingest/superdesk", operations={"post": signed})
    listed = described(
        "quarantine",
        "List what could not be used",
        "Newest first, with the reasons. Sent again, it is tried again.",
        {"200": answer("A page of it.", json_content(ingest.quarantine))},
        refusals=(INVALID,),
        parameters=[{"in": "query", "schema": ingest.quarantine_query}],
    )
    spec.path("/admin/quarantine", operations={"get": listed})
