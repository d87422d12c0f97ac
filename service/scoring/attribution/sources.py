"""Who is meant by the source spans of attributions: within an article and across articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from service.news.article import Article, Field, Span
from service.news.claim import Attribution, Form
from service.news.source import Source, SourceKind
from service.scoring.annotated import AnnotatedText
from service.scoring.attribution import identity
from service.scoring.attribution.mentions import Shape, read
from service.scoring.attribution.naming import folded
from service.scoring.attribution.referents import Referent, Voices
from service.scoring.attribution.speakers import noun_phrase
from service.scoring.attribution.syntax import Tree
from service.scoring.attribution.voices import INSTITUTIONS

_NOBODY_NAMED = "unnamed speaker"


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
    for i in sorted(range(len(texts)), key=lambda i: texts[i].field is Field.TITLE):
        met[i] = _chains(texts[i], voices)
    chained = [one for i in range(len(texts)) for chain in met[i] for one in chain]
    everyone = {id(one): one for one in (voices.outlet, *chained)}
    everyone |= {id(one.body): one.body for one in chained if one.body is not None}
    place = {name: number for number, name in enumerate(everyone)}
    return Heard(
        tuple(_plain(one, place) for one in everyone.values()),
        tuple(tuple(tuple(place[id(one)] for one in chain) for chain in met[i]) for i in range(len(texts))),
    )


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


def _chains(text: AttributedText, voices: Voices) -> list[list[Referent]]:
    """For each relation the referents from the outlet to the one who vouches."""
    tree = Tree(text.annotated)
    phrases = _phrases(tree, text.relations)
    surnames = _surnames(tree)
    meant: dict[tuple[Span, ...], Referent] = {}
    for indices, spans in phrases:
        mention = read(tree, indices, surnames)
        if mention is None or (spans is None and mention.shape not in (Shape.PERSON, Shape.INSTITUTION)):
            continue
        if spans is None and tree.tokens[indices[0]].entity == "ORG" and not _is_subject(tree, indices):
            voices.notice(mention, text.field.value)
            continue
        found = voices.meant(mention, text.field.value)
        if spans is not None:
            meant[spans] = found
    return [_chain(relation, meant, voices, text.field) for relation in text.relations]


def _chain(
    relation: Attribution, meant: dict[tuple[Span, ...], Referent], voices: Voices, field: Field
) -> list[Referent]:
    passed = [meant[via] for via in relation.via if via in meant]
    if relation.source in meant:
        return [voices.outlet, *passed, meant[relation.source]]
    if relation.form is Form.DIRECT and not relation.source:
        return [voices.outlet, *passed, voices.unknown(_NOBODY_NAMED, field.value, relation.content[0].start)]
    return [voices.outlet, *passed]


def _phrases(tree: Tree, relations: Iterable[Attribution]) -> list[tuple[list[int], tuple[Span, ...] | None]]:
    """Source phrases with their spans, and grammatical subjects with None, in the order of the text."""
    starts = {token.start: token.i for token in tree.tokens}
    wanted = sorted({spans for relation in relations for spans in (relation.source, *relation.via) if spans})
    found: list[tuple[list[int], tuple[Span, ...] | None]] = []
    taken: set[int] = set()
    for spans in wanted:
        indices = [i for span in spans for i in _indices(tree, starts, span)]
        found.append((indices, spans))
        taken.update(indices)
    for token in tree.tokens:
        if token.dep in ("nsubj", "nsubjpass") and token.pos == "PROPN" and token.i not in taken:
            found.append((noun_phrase(tree, token.i), None))
        elif token.entity == "ORG" and token.entity_start and token.i not in taken:
            found.append((_name_at(tree, token.i), None))
    return sorted((one for one in found if one[0]), key=lambda one: (one[0][0], one[1] is None))


def _is_subject(tree: Tree, indices: list[int]) -> bool:
    return any(tree.tokens[i].dep in ("nsubj", "nsubjpass") for i in indices)


def _name_at(tree: Tree, first: int) -> list[int]:
    last = first + 1
    while last < len(tree.tokens) and tree.tokens[last].entity == "ORG" and not tree.tokens[last].entity_start:
        last += 1
    return list(range(first, last))


def _indices(tree: Tree, starts: dict[int, int], span: Span) -> list[int]:
    i = starts.get(span.start)
    found = []
    while i is not None and i < len(tree.tokens) and tree.tokens[i].start < span.end:
        found.append(i)
        i += 1
    return found


def _surnames(tree: Tree) -> frozenset[str]:
    """The last words of the full names of people in a text."""
    found: set[str] = set()
    for here, after in zip_longest(tree.tokens, tree.tokens[1:]):
        if (
            here.entity == "PERSON"
            and not here.entity_start
            and here.pos == "PROPN"
            and (after is None or after.entity != "PERSON" or after.entity_start)
        ):
            found.update(word for word in folded(here.text) if word not in INSTITUTIONS)
    return frozenset(found)
