"""Who speaks at a verb: its subject, or the subject of the clause that it belongs to."""

from __future__ import annotations

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.naming import small
from service.scoring.attribution.syntax import QUOTE_MARKS, Tree

_SUBJECTS = ("nsubj", "nsubjpass")
_SAME_SUBJECT = frozenset({"xcomp", "advcl", "conj", "pcomp", "prep", "dep", "parataxis"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_LIGHT = (
    frozenset(
        {"go", "begin", "start", "continue", "want", "try", "appear", "seem", "use", "be", "have", "proceed", "come"}
    )
    | cues.DECLINING
)
_ACTING = cues.DECLINING | cues.DENYING | cues.WISHING
_ENDING_SPEECH = frozenset({",", "”", '"', "''", "’", "?", "!", "»"})
_STEPS = 12


def speaker(tree: Tree, verb: Token) -> Token | None:
    """The head word of the noun phrase that speaks at ``verb``; None where there is none.

    A participle after a comma ('…, adding that') speaks for the verb of saying above it, wherever the parse hangs it.
    """
    if (
        verb.tag == "VBG"
        and verb.dep in ("advcl", "acl", "conj")
        and verb.lemma in cues.SAYING
        and (above := _saying_above(tree, verb))
    ):
        return _climb(tree, above)
    return _climb(tree, verb)


def is_voice(token: Token) -> bool:
    """Whether a word is somebody's name, a pronoun for one or what somebody is called."""
    low = token.text.lower()
    called = {token.lemma.lower(), low} & (voices.SPEAKERS - voices.DOCUMENTS)
    return token.pos == "PROPN" or low in voices.PRONOUNS or bool(called)


def _climb(tree: Tree, verb: Token) -> Token | None:
    beside = _beside(tree, verb) if tree.first(verb.i, *_SUBJECTS) is None else None
    if beside is not None:
        return beside
    here = verb
    for _ in range(_STEPS):
        subject = _nearest(tree.all(here.i, *_SUBJECTS), here)
        if subject is not None:
            return _antecedent(tree, here, subject)
        if here.dep in ("acl", "relcl"):
            return tree.head(here.i)
        head = tree.head(here.i)
        if head is None or here.dep not in _SAME_SUBJECT:
            return None
        here = head
    return None


def _nearest(subjects: list[Token], verb: Token) -> Token | None:
    before = [subject for subject in subjects if subject.i < verb.i]
    return before[-1] if before else next(iter(subjects), None)


def _beside(tree: Tree, verb: Token) -> Token | None:
    """The noun phrase right before or after a finite verb of saying whose subject the parse has hung elsewhere."""
    first = _with_have(tree, verb)
    if verb.lemma not in cues.SAYING or (first == verb.i and verb.tag not in ("VBD", "VBZ", "VBP")):
        return None
    before = first - 1
    if (
        before >= 3
        and tree.tokens[before].text == ","
        and tree.tokens[before - 1].pos == "NUM"
        and tree.tokens[before - 2].text == ","
    ):
        before -= 3
    if (
        before >= 0
        and tree.tokens[before].pos in ("PROPN", "PRON", "NOUN")
        and small(tree.tokens[before].text) not in _RELATIVES
    ):
        return _top_of_phrase(tree, before, verb, leftward=True)
    after = verb.i + 1
    if before >= 1 and tree.tokens[before].text == "," and tree.tokens[before - 1].entity == "PERSON":
        return _top_of_phrase(tree, before - 1, verb, leftward=True)
    inverted = verb.i > 0 and verb.lemma != "tell" and tree.tokens[verb.i - 1].text in _ENDING_SPEECH
    if inverted and after < len(tree.tokens) and tree.tokens[after].pos in ("PROPN", "DET", "NOUN", "ADJ", "NUM"):
        return _top_of_phrase(tree, after, verb, leftward=False)
    return None


def _with_have(tree: Tree, verb: Token) -> int:
    """Where 'has told', 'had earlier said' begin; the place of ``verb`` where no 'have' is ahead of it."""
    i = verb.i - 1
    while i > 0 and tree.tokens[i].pos == "ADV":
        i -= 1
    return i if verb.tag == "VBN" and i >= 0 and tree.tokens[i].lemma == "have" else verb.i


def _top_of_phrase(tree: Tree, i: int, verb: Token, *, leftward: bool) -> Token | None:
    top = tree.tokens[i]
    while (head := tree.head(top.i)) is not None and head.pos in ("PROPN", "NOUN") and (head.i < verb.i) is leftward:
        if top.dep == "appos" and head.dep in ("pobj", "dobj"):
            break
        top = head
    return top if top.pos in ("PROPN", "NOUN", "PRON") else None


def _antecedent(tree: Tree, verb: Token, subject: Token) -> Token | None:
    if small(subject.text) in _RELATIVES and verb.dep == "relcl":
        return tree.head(verb.i)
    return subject


def _saying_above(tree: Tree, verb: Token) -> Token | None:
    before = tree.tokens[verb.i - 1] if verb.i else None
    if before is None or before.text != ",":
        return None
    here, found = tree.head(verb.i), None
    if here is not None and here.lemma in _ACTING and tree.first(here.i, *_SUBJECTS) is not None:
        # 'Those aboard declined help, saying that'
        return here
    for _ in range(_STEPS):
        if here is None:
            break
        if here.lemma in cues.SAYING and here.pos == "VERB" and tree.first(here.i, *_SUBJECTS) is not None:
            found = here
        here = tree.head(here.i)
    return found


def noun_phrase(tree: Tree, i: int, cue: int | None = None) -> list[int]:
    """The noun phrase headed by ``i`` with its appositives, as PolNeAR marks sources; no clauses set off by commas.

    A branch that contains the token ``cue`` is left out: in 'a statement saying that' the speaker is 'a statement'.
    """
    above = set(tree.upward(cue)) if cue is not None else set()
    phrase = tree.subtree(i, leaving=lambda t: t.i in above or _outside(tree, i, t))
    while len(phrase) > 1 and _loose_end(tree.tokens[phrase[-1]]):
        phrase.pop()
    while (
        len(phrase) > 1
        and tree.tokens[phrase[0]].dep in ("punct", "cc", "preconj")
        and tree.tokens[phrase[0]].text not in QUOTE_MARKS
    ):
        phrase.pop(0)
    return _whole_name(tree, _after_dateline(tree, phrase, i))


def _loose_end(token: Token) -> bool:
    return token.text in (",", "—", "–", "-", ":", ";") or (token.dep == "cc" and token.pos == "CCONJ")


def _after_dateline(tree: Tree, phrase: list[int], i: int) -> list[int]:
    """The phrase without the 'BEIRUT —' that a parse may put into the first subject of a report behind a headline."""
    for place, k in enumerate(phrase):
        if (
            tree.tokens[k].text in ("—", "–", "--", "-")
            and k < i
            and tree.tokens[phrase[0]].text.isupper()
            and len(tree.tokens[phrase[0]].text) > 3
        ):
            return phrase[place + 1 :] or phrase
    return phrase


def _whole_name(tree: Tree, phrase: list[int]) -> list[int]:
    """The phrase with the beginning of the name that it opens in the middle of."""
    first = tree.tokens[phrase[0]]
    while first.entity and not first.entity_start and first.i > 0 and tree.tokens[first.i - 1].entity == first.entity:
        first = tree.tokens[first.i - 1]
        phrase = [first.i, *phrase]
    return phrase


def _outside(tree: Tree, i: int, token: Token) -> bool:
    if token.head != i:
        return False
    if token.dep in ("relcl", "advcl", "acl", "ccomp", "parataxis"):
        return _after_comma(tree, token)
    return token.dep == "conj" and token.pos == "VERB"


def _after_comma(tree: Tree, token: Token) -> bool:
    start = token.i
    while tree.children[start] and tree.children[start][0] < start:
        start = tree.children[start][0]
    return start > 0 and tree.tokens[start - 1].text in (",", "—", "–")


def owner(tree: Tree, noun: Token, *prepositions: str) -> tuple[list[int], tuple[int, ...]]:
    """Whose a noun is ('X's claim', 'a statement by X'), and the word that joins them; empty where it is nobody's."""
    first = tree.first(noun.i, "poss")
    if first is not None:
        mark = tuple(t.i for t in tree.all(first.i, "case"))
        return [i for i in noun_phrase(tree, first.i) if i not in mark], mark
    for part in tree.all(noun.i, "prep"):
        inner = tree.first(part.i, "pobj")
        if part.text.lower() in prepositions and inner is not None:
            return noun_phrase(tree, inner.i), (part.i,)
    return [], ()


def agent(tree: Tree, verb: Token) -> Token | None:
    """Who a passive verb says it was done by."""
    by = tree.first(verb.i, "agent")
    return tree.first(by.i, "pobj") if by is not None else None


def verb_chain(tree: Tree, verb: Token) -> list[int]:
    """``verb`` and the light verbs above it, lowest first: 'say' and 'declined' in 'declined to say'."""
    chain, here = [verb.i], verb
    while here.dep == "xcomp":
        head = tree.head(here.i)
        if head is None or not (head.lemma in _LIGHT or head.lemma in ("able", "unable")):
            break
        chain.append(head.i)
        here = head
        if head.pos == "ADJ" and head.dep == "acomp":
            chain.append(head.head)
            here = tree.tokens[head.head]
    return chain


def verb_group(tree: Tree, verb: Token) -> list[int]:
    """The cue that ``verb`` heads: with its auxiliaries, negation, particle, adverbs and the light verbs above it."""
    chain = verb_chain(tree, verb)
    kept = set(chain)
    for i in chain:
        kept.update(t.i for t in tree.all(i, "aux", "auxpass", "neg", "prt"))
    first = min(kept)
    kept.update(t.i for i in chain for t in tree.all(i, "advmod") if first <= t.i <= verb.i or t.i == first - 1)
    return sorted(kept)
