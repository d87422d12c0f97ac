"""Articles → claims with exact spans, and the sources that vouch for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from service.news.article import Article, Field, Span
from service.news.claim import Attribution, Certainty, Claim, Cue, Form
from service.news.report import Unused
from service.news.source import Source
from service.scoring.annotated import AnnotatedText
from service.scoring.attribution.attribute import relations
from service.scoring.attribution.echoes import with_echoes
from service.scoring.attribution.sources import AttributedText, Voice, chain_of, heard, tied
from service.scoring.ports import Annotator, DateReader, LanguageIdentifier
from service.scoring.reading import antecedents, layout, passages, statement
from service.scoring.reading.reference import References

READ_LANGUAGE = "en"
# Tokenisers take time that grows with the square of an unbroken run of marks.
LONGEST_RUN = 4_000
NO_CLAIM = "no claim found"


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """What one article says, read on its own, before it is known who its voices are elsewhere.

    The claims come title first, with the id of their article, a dot and a number as their ids and no source yet;
    ``chains`` gives for each the places among ``voices`` from the outlet to the one who vouches. ``unused`` says why
    the article takes no part, None where it does.
    """

    article: str
    claims: tuple[Claim, ...]
    chains: tuple[tuple[int, ...], ...]
    voices: tuple[Voice, ...]
    unused: str | None = None


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
    found = tie(read(articles, annotator, dates, languages))
    return replace(found, claims=tuple(replace(claim, id=f"c{n}") for n, claim in enumerate(found.claims, 1)))


def read(
    articles: Sequence[Article], annotator: Annotator, dates: DateReader, languages: LanguageIdentifier
) -> tuple[ArticleReading, ...]:
    """Each of ``articles`` read on its own, in the order given."""
    hindrance = {article.id: _hindrance(article, languages) for article in articles}
    readable = [article for article in articles if hindrance[article.id] is None]
    annotated = {field: _annotated(readable, field, annotator) for field in Field}
    texts = (_texts(article, annotated) if hindrance[article.id] is None else [] for article in articles)
    # Each article is read to its end as soon as it is annotated: the tagger goes on with the next meanwhile.
    return tuple(
        _reading(article, fields, hindrance[article.id], dates) for article, fields in zip(articles, texts, strict=True)
    )


def _annotated(articles: Sequence[Article], field: Field, annotator: Annotator) -> Iterator[AnnotatedText]:
    """That field of each article which has it, annotated.

    Headlines are put as no sentence of the tagger's corpus is: there the rules alone do better.
    """
    titles = field is Field.TITLE
    given = (layout.plain(one.field(field), one.text if titles else "") for one in articles if one.field(field).strip())
    return iter(annotator.annotate(given, by_rule=titles))


def _texts(article: Article, annotated: Mapping[Field, Iterator[AnnotatedText]]) -> list[AttributedText]:
    """The fields of the next article that is annotated, its title first (as Field has it)."""
    fields = [(field, next(annotated[field])) for field in Field if article.field(field).strip()]
    return _with_echoes([AttributedText(article, field, text, relations(text, filled=True)) for field, text in fields])


def _with_echoes(texts: list[AttributedText]) -> list[AttributedText]:
    """``texts`` of one article with what its headline quotes out of its body."""
    body = next((text for text in texts if text.field is Field.TEXT), None)
    if body is None:
        return texts
    return [
        replace(text, relations=with_echoes(text.annotated, text.relations, body.annotated, body.relations))
        if text.field is Field.TITLE
        else text
        for text in texts
    ]


def tie(readings: Sequence[ArticleReading], *, lasting: bool = False) -> Extraction:
    """The claims of several readings with their sources, told apart by name; ``lasting`` as ``tied`` has it."""
    sources = tied([reading.voices for reading in readings], lasting=lasting)
    named = [
        replace(claim, source=chain[-1], chain=chain)
        for reading, known in zip(readings, sources, strict=True)
        for claim, places in zip(reading.claims, reading.chains, strict=True)
        for chain in (chain_of(places, known),)
    ]
    distinct = {source.id: source for known in sources for source in known}
    unused = tuple(Unused(reading.article, reading.unused) for reading in readings if reading.unused is not None)
    return Extraction(tuple(named), tuple(sorted(distinct.values(), key=_number)), unused)


def _number(source: Source) -> tuple[int, str]:
    """s2 before s10."""
    return len(source.id), source.id


def _reading(
    article: Article, texts: Sequence[AttributedText], hindrance: str | None, dates: DateReader
) -> ArticleReading:
    if not texts:
        return ArticleReading(article.id, (), (), (), hindrance or NO_CLAIM)
    meant = heard(texts)
    pieces = [_pieces(text) for text in texts]
    stand_ins = antecedents.references(texts, meant, pieces)
    found = [
        (i, piece, references)
        for i in range(len(texts))
        for piece, references in zip(pieces[i], stand_ins[i], strict=True)
    ]
    return ArticleReading(
        article.id,
        tuple(
            _claim(f"{article.id}.{n}", texts[i], piece, references, dates)
            for n, (i, piece, references) in enumerate(found, 1)
        ),
        tuple((0,) if piece.relation is None else meant.chains[i][piece.relation] for i, piece, _ in found),
        meant.voices,
        None if found else NO_CLAIM,
    )


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


def _pieces(text: AttributedText) -> tuple[passages.Piece, ...]:
    return tuple(passages.pieces(text.annotated, text.relations, headline=text.field is Field.TITLE))


def _claim(id: str, text: AttributedText, piece: passages.Piece, references: References, dates: DateReader) -> Claim:
    """One claim of a field, without its sources."""
    said_at = text.article.published_at
    relation = text.relations[piece.relation] if piece.relation is not None else None
    said = statement.read(
        piece.words,
        text.annotated.tokens,
        said_at,
        dates,
        references,
        denied=relation is not None and relation.denies,
        opened=relation is not None and relation.opens,
    )
    return Claim(
        id=id,
        article=text.article.id,
        field=text.field,
        span=piece.span,
        statement=said,
        source="",
        chain=(),
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
