"""Attributions that name what somebody holds: 'by his account', 'her position is that', 'he is certain that'."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.speakers import is_voice, noun_phrase, owner
from service.scoring.attribution.syntax import FINITE, QUOTE_MARKS, Tree

_LEADING = frozenset({"by", "in", "on", "from"})
_KNOWING = frozenset({"know", "recall", "remember", "see", "tell", "understand"})
_REPLIES = frozenset({"answer", "reply", "response", "retort"})
# By these somebody speaks only where they are put in between commas.
_PUT_IN = frozenset({"allow", "go"})
_STORIES = frozenset({"argument", "story", "tale", "thesis"})
# By these somebody says something and then, behind a colon, why.
_BLAMING = frozenset(
    {"accuse", "apologise", "apologize", "blame", "complain", "criticise", "criticize", "defend", "deny", "disagree"}
    | {"dispute", "incline", "lean", "object", "protest", "reject", "stand", "tend", "warn"}
)
# By these somebody leads on to what stands behind a colon: 'She answers in writing: it was late'.
_LEADING_ON = frozenset(
    {"answer", "conclude", "continue", "cry", "explain", "recall", "remember", "reply", "respond", "retort"}
)
_WAYS_TO_PUT = frozenset({"way", "so", "thus", "otherwise", "differently", "simply", "bluntly", "plainly"})
_BEGINNING = frozenset({"ADJ", "DET", "NOUN", "NUM", "PROPN"})
_EDGES = frozenset({",", ".", ";", "(", ")"})
_NOBODYS = cues.NOT_THEIRS | cues.NOBODY


def account_drafts(tree: Tree) -> Iterator[Draft]:
    """The attributions of ``tree`` whose cue is a phrase, in the order of their cues."""
    for token in tree.tokens:
        draft = next((one for one in _found_at(tree, token) if one is not None), None)
        if draft is not None and draft.content and tree.has_finite(draft.content):
            yield draft


def _found_at(tree: Tree, token: Token) -> Iterator[Draft | None]:
    """What each way that a token may open finds there."""
    for fits, find in _WAYS_OF.get(token.lemma, ()):
        if fits(token):
            yield find(tree, token)
    if token.text in _WAYS_BEHIND:
        yield _WAYS_BEHIND[token.text](tree, token)


def _by_account(tree: Tree, noun: Token) -> Draft | None:
    """'By the developer's own account, …'; '…, in the view of Ana Bortic'."""
    who, joint = owner(tree, noun, "of")
    if not who or tree.tokens[who[0]].text.lower() in cues.NOT_THEIRS:
        return None
    above, first = tree.head(noun.i), min(noun.i, *who)
    # A parse may hang the noun on what follows it: 'in the engineer's account, mud'.
    beside = tree.tokens[first - 1] if first else None
    leading = next((t for t in (above, beside) if t is not None and t.text.lower() in _LEADING and t.i < noun.i), None)
    if leading is None:
        return None
    first, last = leading.i, max(noun.i, *who)
    said = _said_beside(tree, first, last)
    return Draft(noun.i, (leading.i, noun.i, *_behind(noun, joint)), tuple(who), said, sure=True) if said else None


def _behind(noun: Token, joint: tuple[int, ...]) -> tuple[int, ...]:
    """The preposition that joins a noun to whose it is; what stands ahead of the noun is no part of its cue."""
    return tuple(i for i in joint if i > noun.i)


def _said_beside(tree: Tree, first: int, last: int) -> tuple[int, ...]:
    """What a phrase from ``first`` to ``last`` is set beside: its sentence where it is at an edge, else its clause."""
    sentence = tree.sentences[tree.sentence_of[first]]
    before, after = tree.tokens[first - 1] if first else None, tree.tokens[last + 1 : last + 2]
    ends = all(tree.tokens[i].pos in ("PUNCT", "SPACE") for i in range(last + 1, sentence.last))
    if first == sentence.first and after and after[0].text == ",":
        return tree.near(first, range(last + 2, sentence.last))
    if first == sentence.first and tree.tokens[first].text == "By" and after and after[0].pos in _BEGINNING:
        # 'By her count 1,300 people stayed out'
        return tree.near(first, range(last + 1, sentence.last))
    if before is not None and before.text == "," and ends:
        return tree.near(first, range(sentence.first, first - 1))
    if before is None or before.text not in _EDGES or not after or after[0].text not in _EDGES:
        return ()
    top = next((i for i in tree.upward(first)[1:] if tree.tokens[i].pos in ("VERB", "AUX")), None)
    # 'Under the crust lay, by his account, sugar': a parse may leave the phrase without a verb above it.
    inside = tree.subtree(top) if top is not None else range(sentence.first, sentence.last)
    return tree.near(first, (i for i in inside if not first - 1 <= i <= last))


def _position(tree: Tree, noun: Token) -> Draft | None:
    """'The ministry's position is that …'."""
    verb = tree.head(noun.i)
    if verb is None or noun.dep != "nsubj" or verb.lemma != "be":
        return None
    clause = next((t for t in tree.all(verb.i, "ccomp") if t.i > verb.i), None)
    who, joint = owner(tree, noun, "of")
    if clause is None or not who or tree.tokens[who[0]].text.lower() in cues.NOT_THEIRS:
        return None
    cue = (noun.i, *_behind(noun, joint), verb.i)
    return Draft(noun.i, cue, tuple(who), tuple(tree.subtree(clause.i)), sure=True)


def _as_far_as(tree: Tree, verb: Token) -> Draft | None:
    """'Nobody had switched it off, as far as Ana Bortic understands'."""
    who = tree.first(verb.i, "nsubj")
    if who is None or who.text.lower() in _NOBODYS:
        return None
    source = noun_phrase(tree, who.i, verb.i)
    first = source[0] - 3
    if first < 0 or [t.text.lower() for t in tree.tokens[first : source[0]]] != ["as", "far", "as"]:
        return None
    said = _said_beside(tree, first, verb.i)
    return Draft(verb.i, (*range(first, source[0]), verb.i), tuple(source), said, hedges=True, sure=True)


def _as_seen(tree: Tree, verb: Token) -> Draft | None:
    """'The cause, as she sees it, is the bolt'."""
    who, it = tree.first(verb.i, "nsubj"), tree.tokens[verb.i + 1 : verb.i + 2]
    if who is None or who.text.lower() in _NOBODYS or not it or it[0].text.lower() != "it":
        return None
    source = noun_phrase(tree, who.i, verb.i)
    first = source[0] - 1
    if first < 0 or tree.tokens[first].text.lower() != "as":
        return None
    above = tree.head(verb.i)
    inside = tree.subtree(above.i) if above is not None else []
    said = tree.near(first, (i for i in inside if not first - 1 <= i <= it[0].i + 1))
    return Draft(verb.i, (first, verb.i, it[0].i), tuple(source), said, sure=True)


def _has_it(tree: Tree, verb: Token) -> Draft | None:
    """'A steward had it that there were three of them'."""
    it, that = tree.tokens[verb.i + 1 : verb.i + 2], tree.tokens[verb.i + 2 : verb.i + 3]
    who = tree.first(verb.i, "nsubj")
    if [t.text.lower() for t in (*it, *that)] != ["it", "that"] or who is None or who.text.lower() in _NOBODYS:
        return None
    said = tree.near(verb.i, range(that[0].i, tree.sentences[tree.sentence_of[verb.i]].last))
    return Draft(verb.i, (verb.i, it[0].i), tuple(noun_phrase(tree, who.i, verb.i)), said, sure=True)


def _allows(tree: Tree, verb: Token) -> Draft | None:
    """'She allowed that it had sagged'."""
    that, who = tree.tokens[verb.i + 1 : verb.i + 2], tree.first(verb.i, "nsubj")
    if not that or that[0].text.lower() != "that" or who is None or who.text.lower() in _NOBODYS:
        return None
    said = {i for t in tree.all(verb.i, "ccomp") for i in tree.subtree(t.i)}
    return Draft(verb.i, (verb.i,), tuple(noun_phrase(tree, who.i, verb.i)), tuple(sorted(said)), sure=True)


def _came_the_reply(tree: Tree, verb: Token) -> Draft | None:
    """'Nobody had died, came the reply from Ana Bortic'."""
    reply = next((t for t in tree.all(verb.i, "nsubj") if t.i > verb.i and t.lemma in _REPLIES), None)
    sentence = tree.sentences[tree.sentence_of[verb.i]]
    if reply is None or verb.i < sentence.first + 2 or tree.tokens[verb.i - 1].text != ",":
        return None
    who, joint = owner(tree, reply, "from", "of")
    said = tree.near(verb.i, range(sentence.first, verb.i - 1))
    return Draft(verb.i, (verb.i, reply.i, *joint), tuple(who), said, sure=True) if who else None


def _put_in(tree: Tree, verb: Token) -> Draft | None:
    """'Changes, 114 of them, came from the ministry, it goes on'; 'Now, he allows, it may have been late'."""
    last = verb.i + 1 if verb.lemma == "go" else verb.i
    who = tree.tokens[verb.i - 1] if verb.i > 1 else None
    if who is None or who.text.lower() not in voices.PRONOUNS - voices.FIRST_PERSON - voices.RELATIVE:
        return None
    if tree.tokens[who.i - 1].text != "," or (last > verb.i and tree.tokens[last].text.lower() != "on"):
        return None
    sentence = tree.sentences[tree.sentence_of[verb.i]]
    if not any(t.text == "," for t in tree.tokens[last + 1 : last + 2]):
        return None
    said = tree.near(verb.i, (i for i in range(sentence.first, sentence.last) if not who.i - 1 <= i <= last + 1))
    return Draft(verb.i, tuple(range(verb.i, last + 1)), (who.i,), said, sure=True)


def _for_whom(tree: Tree, preposition: Token) -> Draft | None:
    """'For Ana Bortic, of the union, both sides are wrong': the opinion of somebody who is named."""
    sentence = tree.sentences[tree.sentence_of[preposition.i]]
    who = tree.first(preposition.i, "pobj")
    root = next((t for t in tree.tokens[sentence.first : sentence.last] if t.dep == "ROOT"), None)
    if preposition.i != sentence.first or who is None or who.entity != "PERSON" or root is None:
        return None
    source = noun_phrase(tree, who.i)
    comma = max(source) + 1
    while tree.tokens[comma].text != "," and comma < root.i:
        comma += 1
    holds = root.lemma == "be" or any(t.lemma == "be" for t in tree.all(root.i, "aux")) or root.tag in ("VBZ", "VBP")
    if comma >= root.i or not holds:
        return None
    said = tree.near(preposition.i, range(comma + 1, sentence.last))
    return Draft(preposition.i, (preposition.i,), tuple(source), said, sure=True)


def _no_doubt(tree: Tree, noun: Token) -> Draft | None:
    """'For the neighbours there is no doubt: it was the cable'; 'She has no doubt that it was the cable'."""
    verb, after = tree.head(noun.i), tree.tokens[noun.i + 1 : noun.i + 2]
    if verb is None or verb.lemma not in ("be", "have") or not any(t.text == "no" for t in tree.all(noun.i, "det")):
        return None
    sentence = tree.sentences[tree.sentence_of[noun.i]]
    if not after or after[0].text.lower() not in (":", "that"):
        return None
    who = tree.first(verb.i, "nsubj") if verb.lemma == "have" else None
    first = tree.tokens[sentence.first]
    if verb.lemma == "be" and first.text == "For":
        who = tree.first(first.i, "pobj")
    if who is None or who.text.lower() in _NOBODYS:
        return None
    said = tree.near(noun.i, range(after[0].i + 1, sentence.last))
    source = tuple(i for i in noun_phrase(tree, who.i) if i < noun.i and i not in (verb.i, verb.i - 1))
    return Draft(verb.i, (verb.i, noun.i), source, said, sure=True)


def _certain(tree: Tree, adjective: Token) -> Draft | None:
    """'He is adamant that …', '…, she was certain'."""
    verb = tree.head(adjective.i)
    who = tree.first(verb.i, "nsubj") if verb is not None else None
    if verb is None or who is None or verb.lemma != "be" or who.text.lower() in _NOBODYS:
        return None
    if tree.first(verb.i, "neg") is not None or tree.first(adjective.i, "neg") is not None:
        return None
    clauses = [*tree.all(adjective.i, "ccomp"), *tree.all(verb.i, "ccomp")]
    if not clauses or tree.first(clauses[0].i, "nsubj", "nsubjpass", "expl") is None:
        return None
    said = set(tree.subtree(clauses[0].i)) - set(tree.subtree(who.i))
    return Draft(verb.i, (verb.i, adjective.i), tuple(noun_phrase(tree, who.i)), tuple(sorted(said)), sure=True)


def _behind_colon(tree: Tree, colon: Token) -> Draft | None:
    """'The clerk leans to the first: it was late'; 'It is beside the point in her opinion: the sum is wrong'."""
    sentence = tree.sentences[tree.sentence_of[colon.i]]
    said = tree.near(colon.i, range(colon.i + 1, sentence.last))
    if not tree.has_finite(said) or tree.tokens[said[0]].text in QUOTE_MARKS:
        return None
    ahead = tree.tokens[sentence.first : colon.i]
    return _by_view(tree, ahead, said) or _by_stand(tree, ahead, said)


def _by_view(tree: Tree, ahead: Sequence[Token], said: tuple[int, ...]) -> Draft | None:
    """Whose opinion the words ``ahead`` of a colon end with."""
    noun = next((t for t in ahead[-3:] if t.lemma in cues.ACCOUNTS and t.pos == "NOUN"), None)
    who, _ = owner(tree, noun, "of") if noun is not None else ([], ())
    if noun is None or not who or tree.tokens[who[0]].text.lower() in cues.NOT_THEIRS:
        return None
    leads = tree.tokens[min(*who, noun.i) - 1].text.lower() in _LEADING
    return Draft(noun.i, (noun.i,), tuple(who), said, sure=True) if leads else None


def _by_stand(tree: Tree, ahead: Sequence[Token], said: tuple[int, ...]) -> Draft | None:
    """Who takes a stand ``ahead`` of a colon and says why behind it, or leads on to it: 'He is plain: …'."""
    verbs = [t for t in ahead if t.tag in FINITE]
    verb = next((t for t in verbs if t.lemma in _BLAMING or (t is verbs[-1] and _leads_on(tree, t))), None)
    who = _subject(tree, verb) if verb is not None else None
    if verb is None or who is None or who.text.lower() in _NOBODYS or tree.first(verb.i, "ccomp", "neg") is not None:
        return None
    source = tuple(i for i in noun_phrase(tree, who.i, verb.i) if i < said[0])
    return Draft(verb.i, (verb.i,), source, said, sure=True)


def _leads_on(tree: Tree, verb: Token) -> bool:
    """Whether a verb leads on to what is said: 'She recalls it well:', 'He puts it this way:', 'The cook is curt:'."""
    words = {tree.tokens[i].text.lower() for i in tree.subtree(verb.i) if i > verb.i}
    put = verb.lemma == "put" and "it" in words and bool(words & _WAYS_TO_PUT)
    behind = (tree.first(verb.i, "acomp"), tree.tokens[verb.i + 1])
    curt = verb.lemma == "be" and any(t is not None and t.lemma in cues.MANNER for t in behind)
    who = _subject(tree, verb)
    return (put or curt or verb.lemma in _LEADING_ON) and who is not None and is_voice(who)


def _subject(tree: Tree, verb: Token) -> Token | None:
    """The subject of a verb; it may hang on what stands behind: 'About stones the experts are curt'."""
    near = tree.tokens[max(0, verb.i - 1)]
    return tree.first(verb.i, "nsubj") or (near if near.dep == "nsubjpass" and near.head > verb.i else None)


def _runs(tree: Tree, verb: Token) -> Draft | None:
    """'The gold is new, his thesis runs'."""
    noun = tree.first(verb.i, "nsubj")
    sentence = tree.sentences[tree.sentence_of[verb.i]]
    if noun is None or noun.lemma not in cues.POSITIONS | _STORIES or noun.i != verb.i - 1:
        return None
    who, _ = owner(tree, noun, "of")
    first = min((*who, noun.i))
    ends = all(t.pos in ("PUNCT", "SPACE") for t in tree.tokens[verb.i + 1 : sentence.last])
    if not who or not ends or tree.tokens[first - 1].text != "," or first - 1 <= sentence.first:
        return None
    return Draft(verb.i, (noun.i, verb.i), tuple(who), tree.near(verb.i, range(sentence.first, first - 1)), sure=True)


def _is_finite(token: Token) -> bool:
    return token.tag in FINITE


def _is_noun(token: Token) -> bool:
    return token.pos == "NOUN"


_Find = Callable[[Tree, Token], Draft | None]
_Fits = Callable[[Token], bool]
# Each by the lemmas of the word that it is found at.
_WAYS: tuple[tuple[Collection[str], _Fits, _Find], ...] = (
    (cues.ACCOUNTS, lambda t: t.pos in ("NOUN", "VERB", "PROPN"), _by_account),
    (cues.POSITIONS | cues.ACCOUNTS, _is_noun, _position),
    (cues.CERTAIN, lambda t: t.dep == "acomp", _certain),
    ({"doubt"}, _is_noun, _no_doubt),
    (_KNOWING, _is_finite, _as_far_as),
    ({"see", "tell"}, _is_finite, _as_seen),
    (_PUT_IN, _is_finite, _put_in),
    ({"allow", "grant"}, _is_finite, _allows),
    ({"come"}, _is_finite, _came_the_reply),
    ({"have"}, _is_finite, _has_it),
    ({"go", "run"}, _is_finite, _runs),
)
_WAYS_OF = {
    lemma: [(fits, find) for lemmas, fits, find in _WAYS if lemma in lemmas]
    for lemma in {lemma for lemmas, _, _ in _WAYS for lemma in lemmas}
}
# These by the word as it is printed.
_WAYS_BEHIND: dict[str, _Find] = {":": _behind_colon, "For": _for_whom}
