"""The phrases of a text that may name a voice: the sources of attributions, and people and institutions besides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from service.news.article import Span
from service.news.claim import Attribution
from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.datelines import credited
from service.scoring.attribution.naming import folded, small
from service.scoring.attribution.runs import Known
from service.scoring.attribution.speakers import noun_phrase
from service.scoring.attribution.syntax import FINITE, QUOTE_MARKS, Tree, is_mark


class Phrase(NamedTuple):
    """A phrase: its tokens, its spans where it is a source, and whether it is that of one who may speak next."""

    indices: list[int]
    spans: tuple[Span, ...] | None
    may_speak: bool = True


_DESCRIBING = frozenset({"PROPN", "NOUN", "ADJ", "DET", "NUM", "PART", "PRON"})
_FURTHEST = 20
_LONGEST_BODY = 8
_OBJECTS = frozenset({"dobj", "pobj"})
_UNDERGOING = frozenset({"be", "die", "drown", "perish", "succumb", "suffer"})
_BY = frozenset({"by", "from"})
_GOING_ON = frozenset({"ADV", "AUX", "NOUN", "VERB"})
# What somebody does with a text that speaks next: 'She had a letter. It warned that …'.
_SHOWING = frozenset(
    {"cite", "find", "get", "have", "hold", "obtain", "produce", "quote", "read", "receive", "see", "wave"}
)
_ASKING = frozenset({"ask", "call", "contact", "interview", "meet", "phone"})
# 'No doctor', 'any doctor' is nobody who could go on.
_NOT_ANY = frozenset({"any", "dead", "every", "late", "no"})
_UNKNOWN = frozenset({"client", "somebody", "someone"})
_SPEAKING_TO = (["hear", "from"], ["speak", "to"], ["talk", "to"], ["speak", "with"])
_PEOPLE = voices.OFFICES | voices.TRADES | voices.PEOPLE
_BODIES = voices.INSTITUTIONS - voices.OFFICES


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
    by_it, by_person = (_taken_up(tree, wanted, by) for by in (voices.IMPERSONAL, voices.PERSONAL))
    for spans in wanted:
        indices = [i for span in spans for i in tree.within(span)]
        if len(indices) == 1 and small(tree.tokens[indices[0]].text) in voices.RELATIVE:
            indices = _antecedent(tree.tokens, indices[0])
        found.append(Phrase(indices, spans))
        taken.update(indices)
        found.extend(Phrase(noun_phrase(tree, i), None) for i in indices if _are_behind(tree, i))
    for span in credited(tree.text):
        taken.update(tree.within(span))
    for token in tree.tokens:
        if token.entity_start and token.entity in ("PERSON", "ORG") and token.i not in taken:
            name = _name_at(tree.tokens, token.i)
            if folded(tree.text[token.start : tree.tokens[name[-1]].end]) in names.places:
                continue
            person = token.entity == "PERSON"
            whole = _described(tree.tokens, name) if person else _with_acronym(tree.tokens, _whole_name(tree, name))
            told = _is_told_of(tree, name) if person else acts(tree, whole) or _is_asked(tree, name[0])
            found.append(Phrase(whole, None, told))
        elif token.i not in taken and _is_titled(tree, token):
            name = _name_at(tree.tokens, token.i)
            found.append(Phrase(_described(tree.tokens, name), None, _is_told_of(tree, name)))
        elif token.i not in taken and _is_shown(tree, token):
            found.append(Phrase(noun_phrase(tree, token.i), None, may_speak=False))
        elif token.i not in taken and (
            token.i in names.shown
            or _are_heard(tree, token)
            or _does_something(tree, token)
            or (tree.sentence_of[token.i] in by_it and _body_acts(tree, token))
            or (tree.sentence_of[token.i] + 1 in by_person and _is_somebody(tree, token))
        ):
            named = token.pos == "PROPN"
            found.append(
                Phrase(_described(tree.tokens, _compound(tree, token)) if named else noun_phrase(tree, token.i), None)
            )
    return sorted((one for one in found if one.indices), key=lambda one: (one.indices[0], one.spans is None))


def _are_heard(tree: Tree, token: Token) -> bool:
    """Whether several people are told of as saying or doing something, or are asked: 'Two brothers say the same'."""
    verb = tree.head(token.i)
    if token.tag != "NNS" or token.lemma not in _PEOPLE or verb is None:
        return False
    if token.dep == "nsubjpass":
        return verb.dep == "ROOT" and verb.lemma in _ASKING
    if token.dep in _OBJECTS:
        return _is_asked(tree, noun_phrase(tree, token.i)[0])
    told = verb.lemma in cues.TOLD_OF or (verb.dep in ("ROOT", "conj") and verb.lemma not in _UNDERGOING)
    return token.dep == "nsubj" and verb.pos in ("VERB", "AUX") and told


def _are_behind(tree: Tree, i: int) -> bool:
    """Whether several people are whose text speaks: 'a comment by eleven researchers'."""
    token, above = tree.tokens[i], tree.head(i)
    return token.tag == "NNS" and token.lemma in _PEOPLE and above is not None and above.text.lower() in _BY


def _is_titled(tree: Tree, token: Token) -> bool:
    """Whether a name that is taken for a town's stands behind a title: 'Father Tovoni has withdrawn it'."""
    before = tree.tokens[token.i - 1] if token.i else None
    titled = before is not None and before.pos == "PROPN" and before.text.lower().strip(".") in voices.TITLES
    return titled and token.entity_start and token.entity == "GPE"


def _is_shown(tree: Tree, token: Token) -> bool:
    """Whether a text is what somebody has or gets, and may be what 'it' is next."""
    verb = tree.head(token.i)
    text = token.tag == "NN" and token.lemma in cues.DOCUMENT_NOUNS
    if text and token.dep == "ROOT":
        # 'And the inspectors' report?'
        return tree.first(token.i, "poss", "det") is not None
    shown = token.dep == "dobj" and verb is not None and verb.lemma in _SHOWING
    return text and shown and tree.first(token.i, "det") is not None


def _does_something(tree: Tree, token: Token) -> bool:
    """Whether somebody by trade or office alone, or by a name that nothing labels, is told of as doing something."""
    verb = tree.head(token.i)
    phrase = tree.subtree(token.i) if token.tag == "NN" and token.lemma in _PEOPLE else []
    ours = any(t.text.lower() in cues.NOT_THEIRS for t in tree.all(token.i, "poss"))
    if (ours and token.lemma not in voices.KIN) or any(t.text.lower() in _NOT_ANY for t in tree.all(token.i, "det")):
        # 'Our correspondent' is the paper, 'my cousin' is not.
        return False
    if phrase and token.dep in _OBJECTS:
        return _is_asked(tree, phrase[0]) or _is_alone(tree, token) or _disputes(tree, token)
    if token.text.lower() in ("someone", "somebody"):
        # 'Somebody had hung it up' tells of nobody who could go on.
        return tree.first(token.i, "relcl") is not None
    if token.dep == "nsubjpass" and verb is not None and verb.lemma in _ASKING:
        return token.pos == "PROPN" and not token.entity
    if token.dep != "nsubj" or verb is None or verb.pos not in ("VERB", "AUX"):
        return False
    if verb.dep not in ("ROOT", "conj") and verb.lemma not in cues.TOLD_OF:
        return False
    if token.pos == "PROPN":
        return not token.entity and len(token.text) > 2 and token.text[:1].isupper()
    return bool(phrase) and verb.lemma not in _UNDERGOING


def _taken_up(tree: Tree, sources: Iterable[Sequence[Span]], pronouns: Collection[str]) -> set[int]:
    """The numbers of the sentences in which, or right behind which, a speaker is called by one of ``pronouns``."""
    found: set[int] = set()
    for spans in sources:
        inside = tree.within(spans[0])
        if len(inside) == 1 and tree.tokens[inside.start].text.lower() in pronouns:
            number = tree.sentence_of[inside.start]
            found |= {number - 1, number}
    return found


def _is_somebody(tree: Tree, token: Token) -> bool:
    """Whether a sentence is about somebody by trade, office or kin, whatever it tells: 'My cousin was aboard'."""
    alone = token.dep == "ROOT" and tree.first(token.i, "relcl") is not None
    if token.tag != "NN" or token.lemma not in _PEOPLE - _UNKNOWN or not (alone or token.dep == "nsubj"):
        return False
    words = {t.text.lower() for t in tree.all(token.i, "amod", "det", "poss")}
    sentence = tree.sentences[tree.sentence_of[token.i]]
    quoted = any(map(is_mark, tree.tokens[sentence.first : sentence.last]))
    of_us = bool(words & cues.NOT_THEIRS) and token.lemma not in voices.KIN
    return tree.tokens[token.head].dep == "ROOT" and not (of_us or quoted or words & _NOT_ANY)


def _body_acts(tree: Tree, token: Token) -> bool:
    """Whether a body that is called by a common noun does something or is asked: 'The fire service stands by it'."""
    verb = tree.head(token.i)
    if token.tag != "NN" or token.lemma not in _BODIES or verb is None or token.entity:
        return False
    if not any(t.text.lower() in ("the", "its", "their") for t in tree.all(token.i, "det", "poss")):
        return False
    if token.dep in _OBJECTS:
        return _is_asked(tree, tree.subtree(token.i)[0])
    told = verb.dep in ("ROOT", "ccomp", "conj") and verb.pos == "VERB" and verb.lemma not in _UNDERGOING
    return token.dep == "nsubj" and told


def _compound(tree: Tree, token: Token) -> list[int]:
    """A name that nothing labels, up to its last word."""
    first = token.i
    while first and tree.tokens[first - 1].pos == "PROPN" and tree.tokens[first - 1].head == token.i:
        first -= 1
    return list(range(first, token.i + 1))


def _is_set_ahead(tree: Tree, name: Sequence[int]) -> bool:
    """Whether a name opens a sentence with an apposition, whatever follows: 'Ana Bortic, the mate, I did find'."""
    tokens, after = tree.tokens, name[-1] + 1
    opens = name[0] == tree.sentences[tree.sentence_of[name[0]]].first
    return opens and after < len(tokens) and tokens[after].text == "," and _after_apposition(tokens, after) > after


def _is_told_of(tree: Tree, name: Sequence[int]) -> bool:
    """Whether one does something, is asked or is led up to."""
    return (
        acts(tree, name)
        or _is_asked(tree, name[0])
        or _is_set_ahead(tree, name)
        or _is_alone(tree, tree.tokens[name[0]])
        or _is_brought_in(tree, name)
        or _opens_line(tree, name)
    )


def _opens_line(tree: Tree, name: Sequence[int]) -> bool:
    """Whether a line opens with a name and goes on, whatever the parse makes of it."""
    first, after = _described(tree.tokens, list(name))[0], tree.tokens[name[-1] + 1 : name[-1] + 2]
    opens = not first or "\n" in tree.tokens[first - 1].text
    return opens and bool(after) and after[0].text.isalpha() and after[0].text.islower() and after[0].pos in _GOING_ON


def acts(tree: Tree, name: Sequence[int]) -> bool:
    """Whether a name is told of as doing something: a finite verb follows it, perhaps after an apposition."""
    tokens = tree.tokens
    before = tokens[name[0] - 1] if name[0] else None
    if before is not None and (before.pos == "ADP" or before.text.lower() in ("and", "or")):
        return False
    i = name[-1] + 1
    enclosed = before is not None and before.text == "," and i < len(tokens) and tokens[i].text == ","
    if enclosed and _is_verb_of(tokens, i + 1):
        # 'Its chief, Ana Bortic, resigned'
        return True
    if i < len(tokens) and tokens[i].text == "of":
        # 'Ana Bortic of the Harbour Board resigned'
        i = next((k for k in range(i + 1, min(i + _LONGEST_BODY, len(tokens))) if not _describes(tokens[k])), i)
    if i < len(tokens) and tokens[i].text in (",", "("):
        i = _after_apposition(tokens, i)
    elif i < len(tokens) and tokens[i].text == ")":
        i += 1  # 'The Bank of Moravia (BM) has'
    while i < len(tokens) and (tokens[i].pos == "ADV" or tokens[i].text in QUOTE_MARKS):
        i += 1
    return _is_verb_of(tokens, i)


def _is_verb_of(tokens: Sequence[Token], i: int) -> bool:
    """Whether the verb of a sentence stands at ``i``; a tagger may take a past tense for a participle."""
    if i >= len(tokens) or tokens[i].pos not in ("VERB", "AUX"):
        return False
    return tokens[i].tag in FINITE or (tokens[i].tag == "VBN" and tokens[i].dep == "ROOT")


def _is_asked(tree: Tree, first: int) -> bool:
    """Whether a phrase is that of one who is asked: 'I asked Ana Bortic', 'we reached out to the mayor'."""
    before = [t.lemma for t in tree.tokens[max(0, first - 3) : first]]
    return bool(set(before[-1:]) & _ASKING) or before[-2:] in _SPEAKING_TO or before == ["reach", "out", "to"]


def _is_alone(tree: Tree, token: Token) -> bool:
    """Whether nobody else is told of in a sentence: 'That did not sit well with Ana Bortic'."""
    if token.dep not in _OBJECTS and not (token.entity and tree.tokens[token.head].dep in _OBJECTS):
        return False
    sentence = tree.sentences[tree.sentence_of[token.i]]
    subjects = [t for t in tree.tokens[sentence.first : sentence.last] if t.dep in ("nsubj", "nsubjpass", "expl")]
    return bool(subjects) and all(t.text.lower() in cues.NOBODY for t in subjects)


def _is_brought_in(tree: Tree, name: Sequence[int]) -> bool:
    """Whether a sentence leads up to a name: 'It will be led by Ana Bortic', 'The head is …', 'Up got …'."""
    inside = set(name)
    head = next((tree.tokens[i] for i in name if tree.tokens[i].head not in inside), None)
    above = tree.head(head.i) if head is not None else None
    if head is None or above is None or above.i > name[0]:
        return False
    if head.dep == "pobj":
        verb = tree.head(above.i)
        return above.dep == "agent" and verb is not None and verb.dep == "ROOT"
    if head.dep == "nsubj":
        return above.dep == "ROOT"
    subject = tree.first(above.i, "nsubj", "expl") if head.dep == "attr" and above.dep == "ROOT" else None
    # 'Then there is Ana Bortic'
    return subject is not None and (subject.pos != "PRON" or subject.dep == "expl")


def _disputes(tree: Tree, token: Token) -> bool:
    """Whether one is told of as disputing something: 'That was disputed by a consultant'."""
    by = tree.head(token.i)
    verb = tree.head(by.i) if by is not None and by.dep == "agent" else None
    return verb is not None and verb.dep == "ROOT" and verb.lemma in cues.REFERRING


def _after_apposition(tokens: Sequence[Token], comma: int) -> int:
    """The place after the mark that ends what begins at the mark ``comma``; that of ``comma`` where none does."""
    closing = ")" if tokens[comma].text == "(" else ","
    for i in range(comma + 1, min(comma + _FURTHEST, len(tokens))):
        if tokens[i].text == closing:
            return i + 1
        if tokens[i].text in (".", "\n"):
            break
    return comma


def _described(tokens: Sequence[Token], name: list[int]) -> list[int]:
    """A name with the titles ahead of it and the apposition on either side."""
    first, last = name[0], name[-1]
    if first > 1 and tokens[first - 1].text == "," and _is_office(tokens[first - 2]):
        first -= 1
    while first and name[0] - first < _FURTHEST and _describes(tokens[first - 1]):
        first -= 1
    if last + 1 < len(tokens) and tokens[last + 1].text == ",":
        last = max(last, _after_apposition(tokens, last + 1) - 2)
    return list(range(first, last + 1))


def _whole_name(tree: Tree, name: list[int]) -> list[int]:
    """A name of which only the last word is labelled, with the one ahead: 'Salim Badri' of 'Badri'."""
    before = tree.tokens[name[0] - 1] if name[0] and len(name) == 1 else None
    joined = before is not None and before.pos == "PROPN" and before.head == name[0] and not before.entity
    return [name[0] - 1, *name] if joined else name


def _with_acronym(tokens: Sequence[Token], name: list[int]) -> list[int]:
    """A name with the short one set beside it: 'the Bank of Moravia, the BM,', 'the Observatory for Rights (OR)'."""
    i = name[-1] + 1
    if i + 1 < len(tokens) and tokens[i].pos == "ADP" and tokens[i + 1].pos == "PROPN":
        i += 2
    if i >= len(tokens) or tokens[i].text not in (",", "("):
        return name
    i += 2 if i + 1 < len(tokens) and tokens[i + 1].text == "the" else 1
    short = i + 1 < len(tokens) and len(tokens[i].text) > 1 and tokens[i].text.isupper()
    return list(range(name[0], i + 1)) if short and tokens[i + 1].text in (",", ")", ".") else name


def _describes(token: Token) -> bool:
    return token.pos in _DESCRIBING and token.text.lower() not in voices.PLURAL_PRONOUNS and token.tag not in FINITE


def _is_office(token: Token) -> bool:
    return token.text.lower() in voices.OFFICES


def _antecedent(tokens: Sequence[Token], relative: int) -> list[int]:
    """The noun phrase that 'who' stands right after."""
    last = relative - 1
    while last > 0 and (tokens[last].pos in ("PUNCT", "SPACE", "ADP") or _is_age(tokens, last)):
        last -= 1
    first = last
    while first > 0 and last - first < _FURTHEST and _leads_to(tokens[first - 1]):
        first -= 1
    return list(range(first, last + 1)) if last >= 0 else []


def _is_age(tokens: Sequence[Token], i: int) -> bool:
    """The '29' of 'Ana Bortic, 29, who'."""
    return tokens[i].pos == "NUM" and i > 0 and tokens[i - 1].text == "," and tokens[i + 1].text == ","


def _leads_to(token: Token) -> bool:
    return _describes(token) or token.text in ("of", "for")


def _name_at(tokens: Sequence[Token], first: int) -> list[int]:
    last = first + 1
    while last < len(tokens) and tokens[last].entity == tokens[first].entity and not tokens[last].entity_start:
        last += 1
    return list(range(first, last))
