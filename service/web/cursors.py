"""Cursors: where a page of a list ended, as a string that callers hand back and cannot make up."""

from __future__ import annotations

from itsdangerous import BadSignature
from marshmallow import ValidationError

from service.news.memory import Place
from service.web.signing import lasting_signer


def written(secret: bytes, of: str, place: Place | None) -> str | None:
    """The cursor for ``place`` in the list ``of`` that name; None where there is no further page."""
    return None if place is None else str(lasting_signer(secret, f"cursor of {of}").dumps(list(place)))


def read(secret: bytes, of: str, cursor: str | None) -> Place | None:
    """The place that a cursor of the list ``of`` stands for; None for the first page.

    Raises ValidationError, under the name 'cursor', where it is none of this list.
    """
    if cursor is None:
        return None
    try:
        place = lasting_signer(secret, f"cursor of {of}").loads(cursor)
    except BadSignature as fault:
        raise ValidationError({"cursor": ["Is not a cursor of this list; begin again without one."]}) from fault
    return tuple(str(part) for part in place)
