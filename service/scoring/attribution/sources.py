"""Who is meant by the source spans of attributions: within an article and across articles."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from service.news.article import Article, Field, Span
from service.news.claim import Attribution, Form
from service.news.source import Source, SourceKind
from service.scoring.annotated import AnnotatedText
from service.scoring.attribution import identity
from service.scoring.attribution import voices as vocabulary
from service.scoring.attribution.datelines import wire
from service.scoring.attribution.echoes import echoes
from service.scoring.attribution.mention import Mention, Shape
from service.scoring.attribution.mentions import read
from service.scoring.attribution.named import phrases
from service.scoring.attribution.quotes import quotations
from service.scoring.attribution.referent import Referent
from service.scoring.attribution.referents import Voices
from service.scoring.attribution.runs import known
from service.scoring.attribution.syntax import Tree

_NOBODY_NAMED = "unnamed speaker"
_NAMED = (Shape.PERSON, Shape.INSTITUTION)
_DESCRIBED = (Shape.DEFINITE, Shape.INDEFINITE)
_PEOPLE = vocabulary.SOMEBODY | vocabulary.INSTITUTIONS


@dataclass(frozen=True, slots=True)
class AttributedText:
    """One field of one article with its annotation and its attributions, as ``attribute.relations`` gives them."""

    article: Article
    field: Field
    annotated: AnnotatedText
    relations: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice that an article speaks of, as ``Referent`` has it, in plain values.

    ``body`` is the place among the article's voices of the institution it is named with.
    """

    kind: SourceKind
    first: tuple[str, str, int]
    names: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    known: bool = True
    body: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """The voices of one article, the outlet first, and who vouches for what.

    ``chains[i][k]`` belongs to relation ``k`` of the article's text ``i``: places among ``voices`` from the outlet to
    the one who vouches.
    """

    voices: tuple[Voice, ...]
    chains: tuple[tuple[tuple[int, ...], ...], ...]


def heard(texts: Sequence[AttributedText]) -> Heard:
    """Who is meant by the source spans in the ``texts`` of one article: one entry for each field, in any order.

    Pronouns, surnames, acronyms and 'the group' are tied to the last fitting voice. An article without any attribution
    still has its outlet. The sieves, surest first, follow speaker identification in quotations (Muzny et al. 2017,
    EACL); what a source is follows PARC 3.0 (Pareti 2016) and PolNeAR (Newell et al. 2018, LREC).
    """
    article = texts[0].article
    voices = Voices(article.id, article.outlet)
    met: dict[int, list[list[Referent]]] = {}
    place_of_body = next((i for i, text in enumerate(texts) if text.field is Field.TEXT), -1)
    body = texts[place_of_body] if place_of_body >= 0 else None
    agency = wire(body.annotated.text) if body is not None else ""
    through = voices.named(agency) if agency else None
    for i in sorted(range(len(texts)), key=lambda i: texts[i].field is Field.TITLE):
        met[i] = _chains(texts[i], voices, through)
    if body is not None:
        met |= {i: _as_in_body(texts[i], met[i], body, met[place_of_body]) for i in met if i != place_of_body}
    chained = [one for i in range(len(texts)) for chain in met[i] for one in chain]
    everyone = {id(one): one for one in (voices.outlet, *chained)}
    everyone |= {id(one.body): one.body for one in chained if one.body is not None}
    place = {name: number for number, name in enumerate(everyone)}
    return Heard(
        tuple(_plain(one, place) for one in everyone.values()),
        tuple(tuple(tuple(place[id(one)] for one in chain) for chain in met[i]) for i in range(len(texts))),
    )


def _as_in_body(
    title: AttributedText, chains: list[list[Referent]], body: AttributedText, said: list[list[Referent]]
) -> list[list[Referent]]:
    """The ``chains`` of a headline, those of what it quotes out of the body as they are there."""
    again = dict(echoes(title.annotated, title.relations, body.annotated, body.relations))
    return [said[again[k]] if k in again else chain for k, chain in enumerate(chains)]


def _plain(one: Referent, place: Mapping[int, int]) -> Voice:
    body = place.get(id(one.body)) if one.body is not None else None
    return Voice(one.kind, one.first, tuple(sorted(one.names)), tuple(sorted(one.acronyms)), one.known, body)


def tied(heard_in: Sequence[Sequence[Voice]], *, lasting: bool = False) -> tuple[tuple[Source, ...], ...]:
    """The source that each voice of each article is; across articles only names are tied, and unnamed voices never.

    Ids are s1, s2 …, by outlet name and then by first mention, so that the order of articles changes nothing; where
    ``lasting``, they are made of the names alone, the same wherever a source speaks.
    """
    referents = [_referents(voices) for voices in heard_in]
    name = identity.lasting if lasting else identity.numbered
    source_of = name([one for voices in referents for one in voices])
    return tuple(tuple(source_of[id(one)] for one in voices) for voices in referents)


def _referents(voices: Sequence[Voice]) -> list[Referent]:
    made = [Referent(v.kind, v.first, set(v.names), known=v.known, acronyms=set(v.acronyms)) for v in voices]
    for one, voice in zip(made, voices, strict=True):
        one.body = made[voice.body] if voice.body is not None else None
    return made


def chain_of(places: Sequence[int], sources: Sequence[Source]) -> tuple[str, ...]:
    """The ids of a chain without repeats; where the source stands in it twice, its last place counts."""
    named = [sources[place].id for place in places]
    return (*dict.fromkeys(name for name in named[:-1] if name != named[-1]), named[-1])


def _chains(text: AttributedText, voices: Voices, through: Referent | None) -> list[list[Referent]]:
    """For each relation the referents from the outlet to the one who vouches; ``through`` is the wire in between."""
    tree = Tree(text.annotated)
    names = known(text.annotated)
    meant: dict[tuple[Span, ...], Referent] = {}
    themselves: set[tuple[Span, ...]] = set()
    told: list[tuple[int, Referent]] = []
    askers = {
        relation.source
        for relation in text.relations
        if _is_asked_by(tree.text, relation) or _is_cited(tree.text, relation)
    }
    in_turn = _in_turn(tree.text, text.relations)
    around = {one.source: one.via[-1] for one in text.relations if one.source and one.via}
    quoted = [mark.span for mark in quotations(tree.text)]
    for indices, spans, may_speak in phrases(tree, text.relations, names):
        mention = read(tree, indices, names)
        if mention is None or (spans is None and may_speak and not _is_voice(mention)):
            continue
        if mention.shape is Shape.SELF:
            if spans is not None:
                themselves.add(spans)
        elif spans is None and not may_speak:
            if (bystander := voices.notice(mention, text.field.value)) is not None:
                told.append((indices[0], bystander))
        elif spans is None:
            inside = tree.around(indices[0], quoted) is not None
            told.append((indices[0], voices.told_of(mention, text.field.value, quoted=inside)))
        else:
            words = [content for relation in text.relations if relation.source == spans for content in relation.content]
            own = [one for at, one in told if any(span.start <= tree.tokens[at].start < span.end for span in words)]
            own += [meant[via] for via in in_turn.get(spans, ()) if via in meant]
            meant[spans] = voices.meant(mention, text.field.value, own, asks=spans in askers, where=tree)
            outer = around.get(spans)
            if outer in meant and tree.around(indices[0], quoted) is not None:
                # 'The lad said it hit his chest' in somebody's quotation: 'he' behind it is whoever is quoted.
                voices.goes_on(meant[outer], behind=meant[spans])
            if mention.wrote:
                meant[spans].documents.add(mention.wrote)
    start = [voices.outlet] if through is None else [voices.outlet, through]
    return [[*start, *_passed(relation, meant, themselves, voices, text.field)] for relation in text.relations]


def _in_turn(text: str, relations: Sequence[Attribution]) -> dict[tuple[Span, ...], tuple[tuple[Span, ...], ...]]:
    """For sources whose words stand in somebody's turn the one whose turn it is: to himself he is no 'he'."""
    turns = {
        one.source
        for one in relations
        # 'A pupil from Grindeni: the hall was full. She counted fifty.' sums up what she said.
        if one.source and [cue.of(text) for cue in one.cue] == [":"] and not text[one.content[0].start].islower()
    }
    return {one.source: tuple(via for via in one.via if via in turns) for one in relations if one.source}


def _is_voice(mention: Mention) -> bool:
    """Whether one who is told of may be who speaks later: by name, several at once, or by office or trade."""
    return mention.shape in _NAMED or mention.plural or (mention.head in _PEOPLE and mention.shape in _DESCRIBED)


def _is_asked_by(text: str, relation: Attribution) -> bool:
    """'Asked by a juror how …, he said': whoever asks is not who answers."""
    if not relation.cue or not relation.source:
        return False
    between = text[relation.cue[0].start : relation.source[0].end].lower().split()
    return bool(between) and between[0] in ("asked", "pressed", "questioned") and "by" in between[1:3]


def _is_cited(text: str, relation: Attribution) -> bool:
    """'The ministry said, citing an agency': who goes on is the one who cites."""
    return bool(relation.via) and any(span.of(text).lower().endswith("citing") for span in relation.cue)


def _passed(
    relation: Attribution,
    meant: Mapping[tuple[Span, ...], Referent],
    themselves: Collection[tuple[Span, ...]],
    voices: Voices,
    field: Field,
) -> list[Referent]:
    """Whom a relation comes through after the outlet, the one who vouches last; none where the outlet itself does.

    'I' and 'we' are whoever's words they stand in, and the outlet where they stand in nobody's.
    """
    passed = [meant[via] for via in relation.via if via in meant]
    if relation.source in meant:
        return [*passed, meant[relation.source]]
    if relation.form is Form.DIRECT and not relation.source:
        return [*passed, voices.unknown(_NOBODY_NAMED, field.value, relation.content[0].start)]
    if relation.source in themselves and not passed:
        return [voices.outlet]
    return passed
