"""Sentences that give the one beside them to somebody: the one before ('He is sure of that.') or the one behind.

They look back ('So says the mayor.', 'That is the navy's version.') or lead on ('The driver tells another story.').
What they point at is theirs where it is nobody else's.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.speakers import noun_phrase, owner, verb_group
from service.scoring.attribution.speech import Utterance
from service.scoring.attribution.syntax import Tree, is_mark

_LONGEST = 25
_THAT = frozenset({"that", "this", "it"})
_AS_MUCH = frozenset({"much", "so"})
_VOUCHING = frozenset(
    {"accept", "acknowledge", "admit", "concede", "confirm", "insist", "maintain", "repeat", "say", "stand", "swear"}
    | {"tell", "vouch", "write"}
)
_TAKING = frozenset({"remember", "recall", "tell", "see", "have", "put", "describe"})
_OTHERWISE = frozenset({"otherwise", "differently"})
_OTHER = frozenset({"another", "different", "other"})
_STORIES = frozenset({"story", "tale", "version", "account", "picture", "tune"})
# 'Not at all, says the mayor.'
_SHORTLY = frozenset({"not", "no", "nonsense", "far", "wrong", "hardly", "never", "yes", "quite", "rubbish", "untrue"})
_DIFFERING = frozenset({"disagree", "differ"})
_ANSWERING = frozenset({"answer", "reply", "respond"})
_COMING = frozenset({"arrive", "come", "drop", "follow", "land"})
_SIMPLE = frozenset({"clear", "familiar", "plain", "short", "simple", "straightforward"})
_PLAIN = frozenset(
    {"adamant", "blunt", "categorical", "dismissive", "emphatic", "insistent", "scathing", "unequivocal", "unrepentant"}
)
# 'The commissioner had figures' leads on; a longer sentence tells what they are.
_SHORT = 6
_NEWS = frozenset({"explanation", "figure", "news", "number", "theory"})
_MATTERS = frozenset({"thing", "point", "answer"})


def point(tree: Tree, spoken: list[Utterance]) -> None:
    """Add to ``spoken`` the sentences that others give to somebody."""
    said = {i for one in spoken for i in one.said(tree)}
    taken = {tree.sentence_of[i] for i in said}
    for number, sentence in enumerate(tree.sentences):
        words = [t for t in tree.tokens[sentence.first : sentence.last] if t.pos != "SPACE"]
        if not 2 < len(words) <= _LONGEST or any(t.text == "?" or is_mark(t) for t in words):
            continue
        back, on = _looks_back(tree, words), _leads_on(tree, words)
        for draft, beside in ((back, number - 1), (on, number + 1)):
            told = _told(tree, sentence.first, beside) if draft is not None and beside not in taken else ()
            if draft is not None and told:
                spoken.append(Utterance(draft, list(tree.spans((*told, *_behind_colon(tree, words, said))))))
                taken.add(beside)
                break


def _told(tree: Tree, here: int, beside: int) -> tuple[int, ...]:
    """What the sentence ``beside`` tells in the paragraph of ``here``; () where it asks, quotes or is the paper's."""
    if not 0 <= beside < len(tree.sentences):
        return ()
    sentence = tree.sentences[beside]
    near = tree.near(here, range(sentence.first, sentence.last))
    words = [tree.tokens[i] for i in near]
    asks = any(t.text == "?" or is_mark(t) or t.text.lower() in voices.FIRST_PERSON for t in words)
    return near if tree.has_finite(near) and not asks else ()


def _behind_colon(tree: Tree, words: Sequence[Token], said: set[int]) -> list[int]:
    """The clause behind a colon, if it is none of what is ``said``: it goes on with what a sentence gives somebody."""
    colon = next((k for k, t in enumerate(words) if t.text == ":"), len(words))
    behind = [t.i for t in words[colon + 1 :]]
    return behind if tree.has_finite(behind) and not said.intersection(behind) else []


def _looks_back(tree: Tree, words: Sequence[Token]) -> Draft | None:
    for find in (_is_sure_of_it, _vouches, _is_theirs, _so_says):
        if (draft := find(tree, words)) is not None:
            return draft
    return None


def _leads_on(tree: Tree, words: Sequence[Token]) -> Draft | None:
    top = next((t for t in words if t.dep == "ROOT"), None)
    verbs = (top, *tree.all(top.i, "conj")) if top is not None else ()
    return next((draft for verb in verbs if (draft := _leads_on_by(tree, words, verb)) is not None), None)


def _leads_on_by(tree: Tree, words: Sequence[Token], root: Token) -> Draft | None:
    """What the verb ``root`` of a sentence leads on to."""
    # 'Not at all, says the mayor'
    if root.pos not in ("VERB", "AUX") or any(t != words[0] for t in tree.all(root.i, "neg")):
        return None
    clause = tree.first(root.i, "ccomp")
    # 'He wants one thing understood'
    objects = tree.all(root.i, "dobj", "attr", "acomp") if clause is None else tree.all(clause.i, "nsubj", "nsubjpass")
    if clause is not None and not any(_is_one_matter(tree, t) for t in objects):
        return None
    low = {t.text.lower() for t in objects}
    other = any({c.lemma for c in tree.all(t.i, "amod", "det")} & _OTHER for t in objects if t.lemma in _STORIES)
    leads = (
        (root.lemma in _TAKING and low & _THAT and {t.text.lower() for t in words} & _OTHERWISE)
        or (root.lemma in ("tell", "give", "paint", "have") and other)
        or (root.lemma in _DIFFERING and not objects)
        or (root.lemma == "be" and low & _PLAIN)
        or (root.lemma in _ANSWERING and not objects)
        or (root.lemma in _COMING and not objects)
        or (root.lemma == "be" and low & _SIMPLE)
        or (root.lemma == "change" and any(t.lemma in _STORIES for t in objects))
        or (
            root.lemma in cues.SAYING and words[0].text.lower() in _SHORTLY and not tree.has_finite(_ahead(words, root))
        )
        or (root.lemma == "have" and words[-1].i - root.i < _SHORT and any(t.lemma in _NEWS for t in objects))
        or (root.lemma in ("want", "have", "make") and any(_is_one_matter(tree, t) for t in objects))
    )
    if leads and (root.lemma in _COMING or (root.lemma == "be" and low & _SIMPLE)):
        return _text_from(tree, root)
    return _spoken_by(tree, root) if leads else None


def _text_from(tree: Tree, root: Token) -> Draft | None:
    """The yard in 'A statement lands from the yard' and in 'The charge from the yard is simple'."""
    text = tree.first(root.i, "nsubj")
    nouns = cues.DOCUMENT_NOUNS if root.lemma in _COMING else cues.POSITIONS | cues.SAYING_NOUNS
    if text is None or text.lemma not in nouns:
        return None
    who, _ = owner(tree, text, "from", "by", "of")
    who = who or owner(tree, root, "from", "by")[0]
    return Draft(root.i, (root.i,), tuple(who), (), sure=True) if who else None


def _ahead(words: Sequence[Token], root: Token) -> list[int]:
    return [t.i for t in words if t.i < root.i]


def _is_one_matter(tree: Tree, token: Token) -> bool:
    """'One thing' that is going to be told."""
    return token.lemma in _MATTERS and any(
        t.text.lower() in ("one", "this") for t in tree.all(token.i, "nummod", "det")
    )


def _is_sure_of_it(tree: Tree, words: Sequence[Token]) -> Draft | None:
    """'He is sure of that', 'Of this the driver has no doubt'."""
    for t in words:
        doubt = t.lemma == "doubt" and t.pos == "NOUN" and any(c.text.lower() == "no" for c in tree.all(t.i, "det"))
        if doubt or (t.lemma in cues.CERTAIN and t.dep == "acomp"):
            verb = tree.head(t.i)
            about = any(c.text.lower() in ("of", "about") and _points(tree, c) for c in words)
            if verb is not None and about and not tree.all(verb.i, "neg") and not tree.all(t.i, "neg"):
                return _spoken_by(tree, verb)
    return None


def _vouches(tree: Tree, words: Sequence[Token]) -> Draft | None:
    """'He wrote as much', 'Police confirmed this', 'She will swear to it'."""
    for t in words:
        if (
            t.lemma not in _VOUCHING
            or t.pos != "VERB"
            or t.dep not in ("ROOT", "conj")
            or tree.all(t.i, "neg", "ccomp")
        ):
            continue
        objects = {c.text.lower() for c in tree.all(t.i, "dobj")}
        much = {c.text.lower() for c in tree.all(t.i, "dobj", "advmod")} & _AS_MUCH
        pointed = any(c.text.lower() in ("to", "by", "on") and _points(tree, c) for c in tree.all(t.i, "prep"))
        if objects & _THAT or (much and t.lemma in ("admit", "concede", "say", "write")) or pointed:
            return _spoken_by(tree, t)
    return None


def _is_theirs(tree: Tree, words: Sequence[Token]) -> Draft | None:
    """'That is from the fire department', 'This is the company's version'."""
    root = next((t for t in words if t.dep == "ROOT" and t.pos == "AUX"), None)
    if root is None or words[0].text.lower() not in ("that", "this", "such", "those") or tree.all(root.i, "neg"):
        return None
    for t in tree.all(root.i, "prep", "attr"):
        who: list[int] = []
        if t.dep == "attr" and t.lemma in cues.ACCOUNTS | cues.POSITIONS | {"word"}:
            who, _ = owner(tree, t, "of")
        elif t.text.lower() in ("from", "according"):
            named = next((tree.tokens[i] for i in tree.subtree(t.i) if tree.tokens[i].dep == "pobj"), None)
            who = noun_phrase(tree, named.i) if named is not None and _is_voice(named) else []
        if who and tree.tokens[who[0]].text.lower() not in cues.NOT_THEIRS:
            return Draft(root.i, (root.i, t.i), tuple(who), (), sure=True)
    return None


def _so_says(tree: Tree, words: Sequence[Token]) -> Draft | None:
    """'So says the mayor', 'Or so the mayor says', 'So says the mayor: it was late'."""
    so = next((k for k, t in enumerate(words[:2]) if t.text.lower() == "so"), None)
    words = words[: next((k for k, t in enumerate(words) if t.text == ":"), len(words))]
    verb = next((t for t in words if t.lemma in ("say", "claim", "insist") and t.dep == "ROOT"), None)
    if so is None or verb is None or len(words) >= 12:
        return None
    behind = words[so + 2 :]
    turned = words[so + 1] == verb and behind and _is_voice(behind[-1])
    # Whoever stands between the verb and a colon may be taken for what is told behind it.
    return _spoken_by(tree, verb) or (Draft(verb.i, (verb.i,), tuple(t.i for t in behind), ()) if turned else None)


def _points(tree: Tree, preposition: Token) -> bool:
    return any(t.text.lower() in _THAT for t in tree.all(preposition.i, "pobj"))


def _spoken_by(tree: Tree, verb: Token) -> Draft | None:
    above = tree.head(verb.i) if verb.dep == "conj" else None
    who = tree.first(verb.i, "nsubj") or (tree.first(above.i, "nsubj") if above is not None else None)
    if who is None and verb.lemma in cues.SAYING:
        # 'Not at all, finds the expert', taken for what is found
        who = tree.first(verb.i, "dobj")
    if who is None or who.text.lower() in cues.NOBODY | cues.FIRST_AND_SECOND or not _is_voice(who):
        return None
    source = noun_phrase(tree, who.i, verb.i)
    return Draft(verb.i, tuple(i for i in verb_group(tree, verb) if i not in source), tuple(source), (), sure=True)


def _is_voice(token: Token) -> bool:
    low = token.text.lower()
    return (
        low in voices.PRONOUNS
        or token.text[:1].isupper()
        or token.pos == "PROPN"
        or token.lemma in voices.SPEAKERS
        or bool(token.entity)
    )
