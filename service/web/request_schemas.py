"""What callers send, checked and made into nouns. Unknown fields are refused, so typing errors surface."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from service.news.article import Article
from service.news.claim import Spoken
from service.news.report import ScoreRequest
from service.web.bounds import (
    MAX_CLAIM_CHARS,
    MAX_ID_CHARS,
    MAX_LANGUAGE_CHARS,
    MAX_NAME_CHARS,
    MAX_TITLE_CHARS,
    MAX_URL_CHARS,
    MOST_BITS,
    Bounds,
)
from service.web.fields import AtMost, BoundedList, Readable, Shaped, StrictBoolean, StrictNumber, ZonedTime

if TYPE_CHECKING:
    from service.web.ports import Clock


WEB_ADDRESS = Shaped(r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#]+[^\s]*$", "Must be an http or https address.")
LANGUAGE_TAG = Shaped(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", "Must be a language tag, such as en.")


class Asked(Schema):
    """The base of everything that is read."""

    error_messages = {"type": "Must be an object.", "unknown": "Unknown field."}  # noqa: RUF012


class ArticleSchema(Asked):
    """One published text and who published it."""

    # text and the times depend on settings and the clock: score_request_schema adds them.

    id = fields.String(
        required=True,
        validate=[AtMost(MAX_ID_CHARS), Readable()],
        metadata={"description": "The caller's own id, unique in the request."},
    )
    outlet = fields.String(
        required=True,
        validate=[AtMost(MAX_NAME_CHARS), Readable()],
        metadata={"description": "Who published it; surrounding blanks are dropped."},
    )
    title = fields.String(
        allow_none=True, load_default=None, validate=[AtMost(MAX_TITLE_CHARS), Readable(prose=True, filled=False)]
    )
    url = fields.String(
        allow_none=True, load_default=None, validate=[AtMost(MAX_URL_CHARS), Readable(filled=False), WEB_ADDRESS]
    )
    language = fields.String(
        allow_none=True,
        load_default=None,
        validate=[AtMost(MAX_LANGUAGE_CHARS), LANGUAGE_TAG],
        metadata={"description": "Language tag (BCP 47); its first part is used."},
    )

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> Article:
        """The article itself."""
        language = loaded["language"]
        return Article(
            id=loaded["id"],
            outlet=loaded["outlet"].strip(),
            text=loaded["text"],
            title=loaded["title"] or "",
            url=loaded["url"],
            published_at=loaded["published_at"],
            updated_at=loaded["updated_at"],
            language=language and language.split("-")[0].lower(),
        )


class OptionsSchema(Asked):
    """How a request is to be treated."""

    store = StrictBoolean(
        load_default=False,
        metadata={
            "description": "Whether to keep the articles, which needs a key. The report is then on all the events that "
            "they take part in, with all that is kept of these."
        },
    )
    join_from = StrictNumber(
        load_default=0.0,
        validate=validate.Range(min=-MOST_BITS, max=MOST_BITS),
        metadata={
            "description": "How many bits more than usual (below 0, fewer) must speak for one event before articles "
            "are put together: 3 splits what is doubtful, -3 joins it. Not with `store`, for what is kept is put "
            "together in one way."
        },
    )

    @validates_schema
    def what_is_kept_is_put_together_in_one_way(self, loaded: Mapping[str, Any], **_: object) -> None:
        """Raises ValidationError where both are asked for."""
        if loaded["store"] and loaded["join_from"]:
            raise ValidationError({"join_from": ["Articles that are kept are put together in the usual way."]})


class ScoreRequestSchema(Asked):
    """Articles to be scored together."""

    # articles depends on settings: score_request_schema adds it.
    options = fields.Nested(OptionsSchema, load_default=lambda: {"store": False, "join_from": 0.0})

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def ids_are_unique(self, _: object, original: object, **__: object) -> None:
        """Raises ValidationError at every article whose id an earlier one has."""
        repeated = _repeated_ids(original)
        if repeated:
            fault = "Another article of this request has the same id."
            raise ValidationError({"articles": {index: {"id": [fault]} for index in repeated}})

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> ScoreRequest:
        """The request itself."""
        options = loaded["options"]
        return ScoreRequest(tuple(loaded["articles"]), store=options["store"], join_from=options["join_from"])


def _repeated_ids(original: object) -> list[int]:
    """Positions of articles whose id stands earlier, in a body that may have any shape."""
    articles = original.get("articles") if isinstance(original, Mapping) else None
    if not isinstance(articles, list):
        return []
    seen: Counter[str] = Counter()
    repeated = []
    for index, article in enumerate(articles):
        given = article.get("id") if isinstance(article, Mapping) else None
        if isinstance(given, str):
            seen[given] += 1
            if seen[given] > 1:
                repeated.append(index)
    return repeated


class SpokenSchema(Asked):
    """One claim given on its own."""

    # published_at depends on the clock: compare_request_schema adds it.

    text = fields.String(
        required=True,
        validate=[AtMost(MAX_CLAIM_CHARS), Readable(prose=True)],
        metadata={"description": "The claim in full."},
    )
    source = fields.String(
        allow_none=True,
        load_default=None,
        validate=[AtMost(MAX_NAME_CHARS), Readable(filled=False)],
        metadata={"description": "Who vouches for it; empty means the outlet itself."},
    )
    outlet = fields.String(
        allow_none=True, load_default=None, validate=[AtMost(MAX_NAME_CHARS), Readable(filled=False)]
    )

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> Spoken:
        """The claim itself."""
        return Spoken(
            text=loaded["text"],
            source=(loaded["source"] or "").strip(),
            outlet=(loaded["outlet"] or "").strip(),
            published_at=loaded["published_at"],
        )


class CompareRequestSchema(Asked):
    """Two claims to be compared."""

    # a and b depend on the clock: compare_request_schema adds them.


def score_request_schema(bounds: Bounds, clock: Clock) -> Schema:
    """The body of POST /score; loads into a ScoreRequest."""
    article = ArticleSchema.from_dict(
        {
            "text": fields.String(
                required=True,
                validate=[AtMost(bounds.max_text_chars), Readable(prose=True)],
                metadata={"description": "The whole text; the spans of the answer point into it, in code points."},
            ),
            "published_at": ZonedTime(clock),
            "updated_at": ZonedTime(clock, "When this version was published, where it is not the first"),
        },
        name="ArticleSchema",
    )
    articles = BoundedList(article, bounds.max_articles, "articles", "The articles to score together.")
    return ScoreRequestSchema.from_dict({"articles": articles}, name="ScoreRequestSchema")()


def compare_request_schema(clock: Clock) -> Schema:
    """The body of POST /compare; loads into {"a": Spoken, "b": Spoken}."""
    spoken = SpokenSchema.from_dict({"published_at": ZonedTime(clock)}, name="SpokenSchema")
    both: dict[str, fields.Field[Any]] = {side: fields.Nested(spoken, required=True) for side in ("a", "b")}
    return CompareRequestSchema.from_dict(both, name="CompareRequestSchema")()
