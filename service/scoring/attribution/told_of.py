"""Whether somebody is told of as doing something, is asked or is led up to, and so may be who speaks next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from service.news.article import Span
from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.described import after_apposition, described, describes
from service.scoring.attribution.speakers import noun_phrase
from service.scoring.attribution.syntax import FINITE, QUOTE_MARKS, Tree, is_mark

_LONGEST_BODY = 8
_OBJECTS = frozenset({"dobj", "pobj"})
_PARTS = _OBJECTS | {"nsubj", "nsubjpass"}
_UNDERGOING = frozenset({"be", "die", "drown", "perish", "succumb", "suffer"})
_GOING_ON = frozenset({"ADV", "AUX", "NOUN", "VERB"})
_ASKING = frozenset({"ask", "call", "contact", "interview", "meet", "phone"})
_SPEAKING_TO = (["hear", "from"], ["speak", "to"], ["talk", "to"], ["speak", "with"])
# 'No doctor', 'any doctor' is nobody who could go on.
_NOT_ANY = frozenset({"any", "dead", "each", "every", "late", "no"})
_ANYBODY = frozenset({"anybody", "anyone", "somebody", "someone"})
_KNOWN = voices.SOMEBODY - {"client", "somebody", "someone"}


def is_told_of(tree: Tree, name: Sequence[int]) -> bool:
    """Whether one does something, is asked or is led up to."""
    return (
        acts(tree, name)
        or is_asked(tree, name[0])
        or _is_set_ahead(tree, name)
        or _is_alone(tree, tree.tokens[name[0]])
        or _is_brought_in(tree, name)
        or _opens_line(tree, name)
    )


def is_heard_of(tree: Tree, token: Token) -> bool:
    """Whether a noun means one or several by trade or office alone, or by a name without a label, who may be heard."""
    return _are_heard(tree, token) or _does_something(tree, token)


def meant(tree: Tree, told: Iterable[Token], sources: Iterable[Sequence[Span]]) -> set[int]:
    """Those of ``told`` whom 'it' or 'he' may mean where it is one of the ``sources`` next."""
    called = [tree.within(spans[0]) for spans in sources]
    alone = [inside.start for inside in called if len(inside) == 1]
    by_it, by_person = (_taken_up(tree, alone, by) for by in (voices.IMPERSONAL, voices.PERSONAL))
    return {
        token.i
        for token in told
        if (tree.sentence_of[token.i] in by_it and _body_acts(tree, token))
        or (tree.sentence_of[token.i] + 1 in by_person and _is_somebody(tree, token))
    }


def _taken_up(tree: Tree, sources: Iterable[int], pronouns: Collection[str]) -> set[int]:
    """The numbers of the sentences in which, or right behind which, a speaker is called by one of ``pronouns``."""
    numbers = {tree.sentence_of[i] for i in sources if tree.tokens[i].text.lower() in pronouns}
    return numbers | {number - 1 for number in numbers}


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
        i = next((k for k in range(i + 1, min(i + _LONGEST_BODY, len(tokens))) if not describes(tokens[k])), i)
    if i < len(tokens) and tokens[i].text in (",", "("):
        i = after_apposition(tokens, i)
    elif i < len(tokens) and tokens[i].text == ")":
        i += 1  # 'The Bank of Moravia (BM) has'
    while i < len(tokens) and (tokens[i].pos == "ADV" or tokens[i].text in QUOTE_MARKS):
        i += 1
    return _is_verb_of(tokens, i)


def is_asked(tree: Tree, first: int) -> bool:
    """Whether a phrase is that of one who is asked: 'I asked Ana Bortic', 'we reached out to the mayor'."""
    before = [t.lemma for t in tree.tokens[max(0, first - 3) : first]]
    return bool(set(before[-1:]) & _ASKING) or before[-2:] in _SPEAKING_TO or before == ["reach", "out", "to"]


def _are_heard(tree: Tree, token: Token) -> bool:
    """Whether several people are told of as saying or doing something, or are asked: 'Two brothers say the same'."""
    verb = tree.head(token.i)
    if token.tag != "NNS" or token.lemma not in voices.SOMEBODY or verb is None:
        return False
    if token.dep == "nsubjpass":
        return verb.dep == "ROOT" and verb.lemma in _ASKING
    if token.dep in _OBJECTS:
        return is_asked(tree, noun_phrase(tree, token.i)[0])
    told = verb.lemma in cues.TOLD_OF or (verb.dep in ("ROOT", "conj") and verb.lemma not in _UNDERGOING)
    return token.dep == "nsubj" and verb.pos in ("VERB", "AUX") and told


def _does_something(tree: Tree, token: Token) -> bool:
    """Whether somebody by trade or office alone, or by a name that nothing labels, is told of as doing something."""
    anybody = token.text.lower() in _ANYBODY
    if not (anybody or token.dep in _PARTS) or _is_nobody_else(tree, token):
        return False
    if anybody:
        # 'Somebody had hung it up' tells of nobody who could go on; whoever is told apart by what he did may.
        return token.dep not in _OBJECTS and tree.first(token.i, "relcl") is not None
    verb = tree.head(token.i)
    phrase = tree.subtree(token.i) if token.tag == "NN" and token.lemma in voices.SOMEBODY else []
    if phrase and token.dep in _OBJECTS:
        return is_asked(tree, phrase[0]) or _is_alone(tree, token) or _disputes(tree, token)
    if token.dep == "nsubjpass" and verb is not None and verb.lemma in _ASKING:
        return token.pos == "PROPN" and not token.entity
    if token.dep != "nsubj" or verb is None or verb.pos not in ("VERB", "AUX"):
        return False
    if token.pos == "PROPN":
        may_be = not token.entity and len(token.text) > 2 and token.text[:1].isupper()
    else:
        may_be = bool(phrase) and verb.lemma not in _UNDERGOING
    return may_be and (verb.dep in ("ROOT", "conj") or verb.lemma in cues.TOLD_OF)


def _is_somebody(tree: Tree, token: Token) -> bool:
    """Whether a sentence is about somebody by trade, office or kin, whatever it tells: 'My cousin was aboard'."""
    alone = token.dep == "ROOT" and tree.first(token.i, "relcl") is not None
    if token.tag != "NN" or token.lemma not in _KNOWN or not (alone or token.dep == "nsubj"):
        return False
    words = {t.text.lower() for t in tree.all(token.i, "amod", "det", "poss")}
    sentence = tree.sentences[tree.sentence_of[token.i]]
    quoted = any(map(is_mark, tree.tokens[sentence.first : sentence.last]))
    of_us = bool(words & cues.NOT_THEIRS) and token.lemma not in voices.KIN
    return tree.tokens[token.head].dep == "ROOT" and not (of_us or quoted or words & _NOT_ANY)


def _body_acts(tree: Tree, token: Token) -> bool:
    """Whether a body that is called by a common noun does something or is asked: 'The fire service stands by it'."""
    verb = tree.head(token.i)
    if token.tag != "NN" or token.lemma not in voices.BODIES or verb is None or token.entity:
        return False
    if not any(t.text.lower() in ("the", "its", "their") for t in tree.all(token.i, "det", "poss")):
        return False
    if token.dep in _OBJECTS:
        return is_asked(tree, tree.subtree(token.i)[0])
    told = verb.dep in ("ROOT", "ccomp", "conj") and verb.pos == "VERB" and verb.lemma not in _UNDERGOING
    return token.dep == "nsubj" and told


def _is_nobody_else(tree: Tree, token: Token) -> bool:
    """Whether a noun means the paper ('our correspondent', and not 'my cousin') or nobody: 'every second driver'."""
    ours = any(t.text.lower() in cues.NOT_THEIRS for t in tree.all(token.i, "poss"))
    no_one = any(t.text.lower() in _NOT_ANY for t in tree.all(token.i, "det"))
    return (ours and token.lemma not in voices.KIN) or no_one


def _is_set_ahead(tree: Tree, name: Sequence[int]) -> bool:
    """Whether a name opens a sentence with an apposition, whatever follows: 'Ana Bortic, the mate, I did find'."""
    tokens, after = tree.tokens, name[-1] + 1
    opens = name[0] == tree.sentences[tree.sentence_of[name[0]]].first
    return opens and after < len(tokens) and tokens[after].text == "," and after_apposition(tokens, after) > after


def _opens_line(tree: Tree, name: Sequence[int]) -> bool:
    """Whether a line opens with a name and goes on, whatever the parse makes of it."""
    first, after = described(tree.tokens, list(name))[0], tree.tokens[name[-1] + 1 : name[-1] + 2]
    opens = not first or "\n" in tree.tokens[first - 1].text
    return opens and bool(after) and after[0].text.isalpha() and after[0].text.islower() and after[0].pos in _GOING_ON


def _is_verb_of(tokens: Sequence[Token], i: int) -> bool:
    """Whether the verb of a sentence stands at ``i``; a tagger may take a past tense for a participle."""
    if i >= len(tokens) or tokens[i].pos not in ("VERB", "AUX"):
        return False
    return tokens[i].tag in FINITE or (tokens[i].tag == "VBN" and tokens[i].dep == "ROOT")


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
    # 'The head is Ana Bortic', 'Then there is Ana Bortic'
    subject = tree.first(above.i, "nsubj", "expl") if head.dep == "attr" and above.dep == "ROOT" else None
    return subject is not None and (subject.pos != "PRON" or subject.dep == "expl")


def _disputes(tree: Tree, token: Token) -> bool:
    """Whether one is told of as disputing something: 'That was disputed by a consultant'."""
    by = tree.head(token.i)
    verb = tree.head(by.i) if by is not None and by.dep == "agent" else None
    return verb is not None and verb.dep == "ROOT" and verb.lemma in cues.REFERRING
