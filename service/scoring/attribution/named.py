"""The phrases of a text that may name a voice: the sources of attributions, and people and institutions besides."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from service.news.article import Span
from service.news.claim import Attribution
from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.datelines import credited
from service.scoring.attribution.described import compound, described, name_at, whole_name, with_acronym
from service.scoring.attribution.naming import folded, small
from service.scoring.attribution.relatives import antecedent
from service.scoring.attribution.runs import Known
from service.scoring.attribution.speakers import noun_phrase
from service.scoring.attribution.syntax import Tree
from service.scoring.attribution.told_of import acts, is_asked, is_heard_of, is_told_of, meant


class Phrase(NamedTuple):
    """A phrase: its tokens, its spans where it is a source, and whether it is that of one who may speak next."""

    indices: list[int]
    spans: tuple[Span, ...] | None
    may_speak: bool = True


_BY = frozenset({"by", "from"})
# What somebody does with a text that speaks next: 'She had a letter. It warned that …'.
_SHOWING = frozenset(
    {"cite", "find", "get", "have", "hold", "obtain", "produce", "quote", "read", "receive", "see", "wave"}
)


def phrases(tree: Tree, relations: Iterable[Attribution], names: Known) -> list[Phrase]:
    """Source phrases as indices with their spans, and other names with None, in the order of the text.

    Of the other names there are people, with what describes them, institutions, and what does something under a name
    without a label or is known from ``names`` to be somebody's; of places none. People without a name who do
    something ('A former driver gets in touch') and texts that somebody has stand among them. Those who are credited
    with writing the text are left out.
    """
    wanted = sorted({spans for relation in relations for spans in (relation.source, *relation.via) if spans})
    found: list[Phrase] = []
    taken: set[int] = set()
    for spans in wanted:
        indices = [i for span in spans for i in tree.within(span)]
        bare = [i for i in indices if tree.tokens[i].pos != "PUNCT"]
        if len(bare) == 1 and small(tree.tokens[bare[0]].text) in voices.RELATIVE:
            indices = antecedent(tree, bare[0])
        found.append(Phrase(indices, spans))
        taken.update(indices)
        found.extend(Phrase(noun_phrase(tree, i), None) for i in indices if _are_behind(tree, i))
    for span in credited(tree.text):
        taken.update(tree.within(span))
    # 'COTONOU, 4 May' may be labelled as an institution, and is a place.
    told = [token for token in tree.tokens if token.i not in taken and tree.is_told(token.i)]
    next_ones = names.shown | meant(tree, told, wanted)
    found.extend(phrase for token in told if (phrase := _besides(tree, token, names, next_ones)) is not None)
    return sorted((one for one in found if one.indices), key=lambda one: (one.indices[0], one.spans is None))


def _besides(tree: Tree, token: Token, names: Known, next_ones: Collection[int]) -> Phrase | None:
    """The phrase that a token opens or heads, where it names or means somebody or something that may speak.

    The heads of some such phrases are known as those who may speak next.
    """
    name = name_at(tree.tokens, token.i) if token.entity_start else []
    if name and token.entity in ("PERSON", "ORG"):
        return _labelled(tree, name, names)
    if name and (_is_titled(tree, token) or _is_surname(tree, token, names)):
        return Phrase(described(tree.tokens, name), None, is_told_of(tree, name))
    if _is_shown(tree, token):
        return Phrase(noun_phrase(tree, token.i), None, may_speak=False)
    if token.i in next_ones or is_heard_of(tree, token):
        named = token.pos == "PROPN"
        return Phrase(described(tree.tokens, compound(tree, token)) if named else noun_phrase(tree, token.i), None)
    return None


def _labelled(tree: Tree, name: list[int], names: Known) -> Phrase | None:
    """The phrase of a name that is labelled as somebody's or an institution's."""
    first, last = tree.tokens[name[0]], tree.tokens[name[-1]]
    # 'A joint Lasht-Ruven team'
    joint = last.pos == "ADJ" and last.dep == "amod"
    if joint or folded(tree.text[first.start : last.end]) in names.places:
        return None
    if first.entity == "PERSON":
        return Phrase(described(tree.tokens, name), None, is_told_of(tree, name))
    whole = with_acronym(tree.tokens, whole_name(tree, name))
    return Phrase(whole, None, acts(tree, whole) or is_asked(tree, name[0]))


def _are_behind(tree: Tree, i: int) -> bool:
    """Whether several people are whose text speaks: 'a comment by eleven researchers'."""
    token, above = tree.tokens[i], tree.head(i)
    return token.tag == "NNS" and token.lemma in voices.SOMEBODY and above is not None and above.text.lower() in _BY


def _is_titled(tree: Tree, token: Token) -> bool:
    """Whether a name that is taken for a town's stands behind a title: 'Father Tovoni has withdrawn it'."""
    before = tree.tokens[token.i - 1] if token.i else None
    titled = before is not None and before.pos == "PROPN" and before.text.lower().strip(".") in voices.TITLES
    return titled and token.entity_start and token.entity == "GPE"


def _is_surname(tree: Tree, token: Token, names: Known) -> bool:
    """Whether what is taken for a town is who the article names in full elsewhere: 'Marsh, who was there, wept'."""
    words = folded(token.text)
    alone = token.entity_start and len(name_at(tree.tokens, token.i)) == 1
    known = words in {(name,) for name in names.surnames} and words not in names.places
    return token.entity == "GPE" and alone and known and token.dep in ("nsubj", "nsubjpass")


def _is_shown(tree: Tree, token: Token) -> bool:
    """Whether a text is what somebody has or gets, and may be what 'it' is next."""
    if token.tag != "NN" or token.lemma not in cues.DOCUMENT_NOUNS:
        return False
    if token.dep == "ROOT":
        # 'And the inspectors' report?'
        return tree.first(token.i, "poss", "det") is not None
    verb = tree.head(token.i)
    shown = token.dep == "dobj" and verb is not None and verb.lemma in _SHOWING
    return shown and tree.first(token.i, "det") is not None
