"""Who is meant by the source spans of attributions: within an article and across the articles of one request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from service.news.article import Article, Field, Span
from service.news.claim import Attribution, Form
from service.news.source import Source
from service.scoring.annotated import AnnotatedText
from service.scoring.attribution.identity import numbered
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
    """Who vouches for the content of one attribution; ``chain`` leads from the outlet to ``source``, its last."""

    source: Source
    chain: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Identified:
    """The answer of ``identify``.

    ``sources`` holds every distinct source once, with ids s1, s2 …; ``voices[i][k]`` belongs to relation ``k`` of
    text ``i``; ``outlets`` gives the source of what each article, by id, says itself.
    """

    sources: tuple[Source, ...]
    voices: tuple[tuple[Voice, ...], ...]
    outlets: dict[str, Source]


def identify(texts: Sequence[AttributedText]) -> Identified:
    """The sources of all attributions in ``texts``: one entry for each field of each article, in any order.

    An article without any attribution still needs an entry, for its outlet. Within an article, pronouns, surnames,
    acronyms and 'the group' are tied to the last fitting voice; across articles only names are, and unnamed voices
    never. Sources are numbered by outlet name and then by first mention, so that the order of ``texts`` changes
    nothing. The sieves, surest first, follow speaker identification in quotations (Muzny et al. 2017, EACL); what a
    source is follows PARC 3.0 (Pareti 2016) and PolNeAR (Newell et al. 2018, LREC).
    """
    by_article: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        by_article[text.article.id].append(i)
    local: dict[int, list[list[Referent]]] = {}
    outlets: dict[str, Referent] = {}
    for article, numbers in sorted(by_article.items()):
        voices = Voices(article, texts[numbers[0]].article.outlet)
        outlets[article] = voices.outlet
        for i in sorted(numbers, key=lambda n: texts[n].field is Field.TITLE):
            local[i] = _chains(texts[i], voices)
    source_of = numbered([*outlets.values(), *(one for chains in local.values() for chain in chains for one in chain)])
    voiced = tuple(
        tuple(_voice([source_of[id(one)] for one in chain]) for chain in local[i]) for i in range(len(texts))
    )
    by_id = {int(source.id[1:]): source for source in source_of.values()}
    return Identified(
        tuple(by_id[number] for number in sorted(by_id)),
        voiced,
        {article: source_of[id(one)] for article, one in outlets.items()},
    )


def _voice(chain: list[Source]) -> Voice:
    """The chain without repeats; where the source stands in it twice, its last place counts."""
    kept: list[Source] = []
    for source in chain:
        if source not in kept and source != chain[-1]:
            kept.append(source)
    return Voice(chain[-1], (*kept, chain[-1]))


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
