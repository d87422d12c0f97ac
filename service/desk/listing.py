"""Lists page by page, as the API has them, with cursors of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import request, url_for

from service.web import cursors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from marshmallow import Schema

    from service.news.memory import Page


@dataclass(frozen=True, slots=True)
class Listed:
    """Some items of a list; ``next`` is the address of the page that follows, '' where there is none."""

    items: tuple[Any, ...]
    next: str


def asked() -> dict[str, str]:
    """What the address of the request at hand asks for; fields that a form sent empty are left out."""
    return {name: value for name, value in request.args.items() if value.strip()}


def listed(
    secret: bytes, query: Schema, ask: Callable[[Any], Page[Any]], unless_said: Mapping[str, str] | None = None
) -> Listed:
    """The page of a list that the request at hand asks for, as ``query`` reads what is ``asked``.

    ``ask`` asks the archive; cursors are signed with ``secret``. ``unless_said`` is the query where the address says
    nothing else. Raises ValidationError on a query that cannot be meant.
    """
    given = dict(unless_said or {}) | asked()
    wanted, cursor = query.load(given)
    chosen = sorted((name, value) for name, value in given.items() if name != "cursor")
    of = f"{request.path} {chosen!r}"
    page = ask(replace(wanted, after=cursors.read(secret, of, cursor)))
    following = cursors.written(secret, of, page.next)
    address: dict[str, Any] = {**(request.view_args or {}), **asked(), "cursor": following}
    return Listed(page.items, url_for(str(request.endpoint), **address) if following else "")
