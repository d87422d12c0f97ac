"""What Superdesk pushes over HTTP: ninjs of its own kind, and the signature on it.

Its items have ``guid`` in place of ``uri``, ``firstpublished``, ``evolvedfrom`` (the guid of the story that this one
rewrites) and ``source``; times are written with +0000. The signature is ``sha1=`` and the HMAC-SHA1 of the body's bytes
under the destination's ``secret_token``, in hexadecimal digits (superdesk/publish/transmitters/http_push.py).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marshmallow import ValidationError, fields

from service.newsroom import ninjs
from service.newsroom.given import Given
from service.newsroom.items import Item, Unusable

SIGNATURE = "X-Superdesk-Signature"
SCHEME = "sha1="


class _Own(Given):
    """What Superdesk adds to ninjs."""

    source = fields.String(load_default="")
    evolvedfrom = fields.String(load_default="")
    firstpublished = ninjs.Moment(load_default=None)


OWN = _Own()


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether ``signature`` was made of ``body`` with ``secret``; takes as long whether or not it was."""
    expected = SCHEME + hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.strip().encode("utf-8", "replace"))


def is_item(raw: Mapping[str, object]) -> bool:
    """Whether an object is an item of Superdesk's, and not of ninjs as the IPTC has it."""
    return "guid" in raw and "uri" not in raw


def read(raw: Mapping[str, object]) -> Item:
    """The item. Raises Unusable."""
    known = {name: value for name, value in raw.items() if name.lower() not in {"uri", "guid"} and value is not None}
    guid = raw.get("guid") or raw.get("_id")
    try:
        item = ninjs.read(known | ({"uri": guid} if guid is not None else {}))
    except Unusable as fault:
        faults = {"guid" if name == "uri" else name: each for name, each in fault.faults.items()}
        why = str(fault).replace("uri: ", "guid: ")
        raise Unusable(why, fault.guid, fault.version, faults) from fault
    try:
        own: dict[str, Any] = OWN.load(known)
    except ValidationError as error:
        raise ninjs.refused(error, item.guid, item.version) from error
    first, at = own["firstpublished"] or item.published_at, item.updated_at or item.published_at
    return replace(
        item,
        outlet=own["source"].strip() or item.outlet,
        published_at=first,
        updated_at=at if at and first and at > first else None,
        evolved_from=own["evolvedfrom"].strip() or None,
    )
