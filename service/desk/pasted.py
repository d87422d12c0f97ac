"""The form that articles are pasted into, as the body of POST /score would have them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

FEWEST = 2
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pasted:
    """One article as it stands in the form, every field as it was typed."""

    outlet: str = ""
    published: str = ""
    title: str = ""
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(map(str.strip, astuple(self)))

    def body(self) -> dict[str, Any]:
        """The article of a body of POST /score.

        Its id is made of what it is, so that the same article pasted twice is the same article. A time without a zone,
        as browsers send it, is in UTC, as the form says.
        """
        text = self.text.replace("\r\n", "\n").strip()
        outlet, title = self.outlet.strip(), self.title.strip()
        name = hashlib.sha256(f"{outlet}\0{title}\0{text}".encode()).hexdigest()
        body = {"id": f"desk-{name[:16]}", "outlet": outlet, "title": title, "text": text}
        return body | ({"published_at": _zoned(self.published.strip())} if self.published.strip() else {})


def _zoned(moment: str) -> str:
    local = _LOCAL_TIME.fullmatch(moment)
    return moment if local is None else f"{moment}{'' if local[1] else ':00'}Z"


def pasted(form: MultiDict[str, str]) -> tuple[Pasted, ...]:
    """The articles of the form, empty ones as well; a field that is missing is empty."""
    columns = [form.getlist(name) for name in Pasted.__slots__]
    return tuple(
        Pasted(*(column[n] if n < len(column) else "" for column in columns)) for n in range(max(map(len, columns)))
    )


def with_room(articles: Sequence[Pasted], room: int, most: int) -> tuple[Pasted, ...]:
    """``articles`` and ``room`` empty ones, at least FEWEST and at most ``most`` together."""
    n_empty = max(room, FEWEST - len(articles))
    return (*articles, *(Pasted() for _ in range(n_empty)))[:most]


def faults(messages: object) -> list[str]:
    """What the schema of POST /score has against some articles, in sentences that number them from 1."""
    articles = messages.get("articles", {}) if isinstance(messages, Mapping) else [messages]
    if not isinstance(articles, Mapping):
        return [str(each) for each in articles]
    names = {"published_at": "published", "text": "text", "outlet": "outlet", "title": "title", "id": "article"}
    return [
        f"Article {int(place) + 1}, {names.get(field, field)}: {text}"
        for place, found in sorted(articles.items())
        for field, texts in (found.items() if isinstance(found, Mapping) else [("article", found)])
        for text in texts
    ]
