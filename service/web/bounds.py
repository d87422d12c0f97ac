"""How much one request may hold."""

from __future__ import annotations

from dataclasses import dataclass

MAX_ID_CHARS = 200
MAX_NAME_CHARS = 200
MAX_TITLE_CHARS = 1_000
MAX_URL_CHARS = 2_000
# How much stricter or more lenient than usual a request may be about what is one event, in bits.
MOST_BITS = 20
MAX_LANGUAGE_CHARS = 35
MAX_CLAIM_CHARS = 5_000
MAX_REASON_CHARS = 1_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits an operator sets: bytes of the whole body, articles, and code points of one article's text.

    The other lengths are fixed: they bound names and titles, which nobody needs longer.
    """

    max_body_bytes: int
    max_articles: int
    max_text_chars: int
