"""Articles → claims with exact spans, and the sources that vouch for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from service.news.article import Article, Field, Span
from service.news.claim import Attribution, Certainty, Claim, Cue, Form
from service.news.report import Unused
from service.news.source import Source
from service.scoring.annotated import AnnotatedText
from service.scoring.attribution.attribute import relations
from service.scoring.attribution.sources import AttributedText, Voice, identify
from service.scoring.ports import Annotator, DateReader, LanguageIdentifier
from service.scoring.reading import passages, statement

READ_LANGUAGE = "en"
# Tokenisers take time that grows with the square of an unbroken run of marks.
LONGEST_RUN = 4_000


@dataclass(frozen=True, slots=True)
class Extraction:
    """The claims of all articles in canonical order (by article, title first), their sources, what was not used."""

    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    unused: tuple[Unused, ...]


def canonical(articles: Sequence[Article]) -> tuple[Article, ...]:
    """The articles by time of publication (undated last), then outlet and id: the order every later room works in."""
    return tuple(
        sorted(
            articles,
            key=lambda a: (
                a.published_at is None,
                a.published_at.timestamp() if a.published_at else 0.0,
                a.outlet,
                a.id,
            ),
        )
    )


def claims(
    articles: Sequence[Article], annotator: Annotator, dates: DateReader, languages: LanguageIdentifier
) -> Extraction:
    """Every claim of ``articles`` (in canonical order) with its span, source and chain."""
    hindrance = {article.id: _hindrance(article, languages) for article in articles}
    readable = [article for article in articles if hindrance[article.id] is None]
    unread = {name: why for name, why in hindrance.items() if why is not None}
    fields = [(article, field) for article in readable for field in Field if article.field(field).strip()]
    # Titles come first in an article: Field lists them first.
    annotated = annotator.annotate(article.field(field) for article, field in fields)
    read = [
        AttributedText(article, field, text, relations(text))
        for (article, field), text in zip(fields, annotated, strict=True)
    ]
    meant = identify(read)
    found = tuple(
        _numbered(
            _claims_of(text, voices, _own_voice(meant.outlets[text.article.id]), dates)
            for text, voices in zip(read, meant.voices, strict=True)
        )
    )
    return Extraction(found, meant.sources, tuple(_unused(articles, found, unread)))


def _own_voice(outlet: Source) -> Voice:
    return Voice(outlet, (outlet,))


def _hindrance(article: Article, languages: LanguageIdentifier) -> str | None:
    """Why an article cannot be read; None where it can."""
    language = _language(article, languages)
    if language != READ_LANGUAGE:
        return f"language not read yet: {language}"
    run = max(map(len, f"{article.title} {article.text}".split()), default=0)
    return f"{run} characters without a space: no running text" if run > LONGEST_RUN else None


def _language(article: Article, languages: LanguageIdentifier) -> str:
    if article.language:
        return article.language.split("-")[0].lower()
    return languages.language(f"{article.title}\n{article.text}")


def _unused(articles: Sequence[Article], found: Sequence[Claim], unread: dict[str, str]) -> Iterator[Unused]:
    speaking = {claim.article for claim in found}
    for article in articles:
        if article.id in unread:
            yield Unused(article.id, unread[article.id])
        elif article.id not in speaking:
            yield Unused(article.id, "no claim found")


def _numbered(found: Iterator[Iterator[Claim]]) -> Iterator[Claim]:
    for number, claim in enumerate((claim for passage in found for claim in passage), 1):
        yield replace(claim, id=f"c{number}")


def _claims_of(text: AttributedText, voices: Sequence[Voice], outlet: Voice, dates: DateReader) -> Iterator[Claim]:
    """The claims of one field, without ids. ``voices`` holds one voice per relation; ``outlet`` says the rest."""
    for piece in passages.pieces(text.annotated, text.relations, headline=text.field is Field.TITLE):
        relation = text.relations[piece.relation] if piece.relation is not None else None
        voice = voices[piece.relation] if piece.relation is not None else outlet
        yield _claim(text, piece, relation, voice, dates)


def _claim(
    text: AttributedText, piece: passages.Piece, relation: Attribution | None, voice: Voice, dates: DateReader
) -> Claim:
    said_at = text.article.published_at
    said = statement.read(
        piece.tokens,
        text.annotated.tokens,
        said_at,
        dates,
        denied=relation is not None and relation.denies,
        opened=relation is not None and relation.opens,
    )
    return Claim(
        id="",
        article=text.article.id,
        field=text.field,
        span=piece.span,
        statement=said,
        source=voice.source.id,
        chain=tuple(source.id for source in voice.chain),
        cue=_cue(text.annotated, relation),
        form=relation.form if relation is not None else Form.OUTLET,
        certainty=_certainty(relation, hedged=said.hedged),
        as_of=said_at.astimezone(UTC) if said_at is not None else None,
    )


def _cue(text: AnnotatedText, relation: Attribution | None) -> Cue | None:
    if relation is None or not relation.cue:
        return None
    span = Span(relation.cue[0].start, relation.cue[-1].end)
    return Cue(span.of(text.text), span)


def _certainty(relation: Attribution | None, *, hedged: bool) -> Certainty:
    if relation is not None and relation.opens:
        return Certainty.UNSPECIFIED
    return Certainty.HEDGED if hedged or (relation is not None and relation.hedges) else Certainty.FIRM
