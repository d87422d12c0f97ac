"""Sentences that tell what somebody holds, finds or has sensed, in a phrase and not in a clause.

'The prosecutor suspects him of arson', 'The diver saw a dent in it', 'The panel found no trace of petrol', 'Doctors
expect a full recovery'. Nobody but that voice can vouch for it, so the sentence is theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.counted import COUNTED
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.newsroom import tells_of_us
from service.scoring.attribution.speakers import noun_phrase
from service.scoring.attribution.speech import Utterance
from service.scoring.attribution.syntax import FINITE, Tree

_LONGEST = 45
_EXPECTING = frozenset({"anticipate", "envisage", "expect", "fear", "foresee", "predict", "suspect"})
_PREPOSITIONS = {"believe": "in", "hop": "for", "hope": "for", "speak": "of", "stand": "by", "talk": "of", "tell": "of"}
_THINKING = frozenset({"believe", "consider", "think"})
_PUTTING_DOWN = frozenset({"ascribe", "attribute", "put"})
_PRAISING = frozenset({"clear", "commend", "exonerate", "praise"})
# 'The ministry cut its toll to 29'
_REVISING = frozenset({"correct", "cut", "lower", "raise", "reduce", "revise"})
_TOLLS = frozenset({"count", "estimate", "figure", "tally", "toll"})
_FINDING = cues.FINDING | {"count"}
_SEEN = frozenset(
    {"cause", "connection", "danger", "evidence", "link", "motive", "need", "origin", "reason", "risk", "sign"}
    | {"threat"}
)
# 'She expects a child.'
_BORN = frozenset({"baby", "child", "twin"})
_LEARNING = frozenset({"hear", "learn"})
# What nobody but who underwent it can tell of.
_WAKING = frozenset({"awaken", "deafen", "jolt", "startle", "wake"})
_ASSIGNED = frozenset({"as", "in"})
# What is heard and seen of news is no witness's: 'The firm has seen press reports'.
_NEWS = voices.DOCUMENTS | {"news", "reporter", "rumour"}
_TELLING = (voices.SPEAKERS | voices.FINDERS) - voices.PEOPLE
_LATE = frozenset({"dead", "late"})
_NOBODYS = (cues.NOBODY | cues.FIRST_AND_SECOND | {"one"}) - {"it"}


class View(NamedTuple):
    """Who holds, finds or has sensed something, and the words that tell it."""

    draft: Draft
    told: list[int]


def views(tree: Tree) -> list[list[View]]:
    """What each sentence may tell as somebody's view, finding or perception, in the order of its verbs."""
    found: list[list[View]] = []
    for number, sentence in enumerate(tree.sentences):
        inside = range(sentence.first, sentence.last)
        words = [tree.tokens[i] for i in tree.near(_last_word(tree, number), inside)]
        if not words or len(words) > _LONGEST or any(t.text == "?" for t in words) or tells_of_us(words):
            continue
        drafts = [(verb, draft) for verb in words if (draft := _view(tree, verb)) is not None]
        clauses = [(draft, _clause(tree, verb)) for verb, draft in drafts]
        found.append([View(draft, [t.i for t in words if t.i in clause]) for draft, clause in clauses])
    return found


def take_views(tree: Tree, spoken: list[Utterance], held: Sequence[Sequence[View]], *, named: bool) -> list[Utterance]:
    """Add to ``spoken``, and give back, one of the views ``held`` of each sentence, if none of its words are anybody's.

    It is that of whoever is ``named`` there, or else of any: 'he' may be whose words go on.
    """
    found: list[Utterance] = []
    taken = {i for one in spoken for i in (one.draft.at, *one.draft.cue, *one.said(tree))}
    for sentence in held:
        fit = (one for one in sentence if not named or _is_named(tree, one.draft))
        view = next((one for one in fit if taken.isdisjoint((*one.told, *one.draft.source))), None)
        if view is not None:
            found.append(Utterance(view.draft, list(tree.spans(view.told))))
    spoken.extend(found)
    return found


def _is_named(tree: Tree, draft: Draft) -> bool:
    """Whether a source is more than 'he', and nobody who is told of as somebody's: 'its chemists'."""
    words = {tree.tokens[i].text.lower() for i in draft.source}
    return not words & (voices.PERSONAL.keys() | voices.IMPERSONAL | voices.PLURAL_PRONOUNS)


def _last_word(tree: Tree, number: int) -> int:
    """The last word of a sentence: a parse may have taken the end of a paragraph for its beginning."""
    sentence = tree.sentences[number]
    words = [i for i in range(sentence.first, sentence.last) if tree.tokens[i].pos != "SPACE"]
    return words[-1] if words else sentence.first


def _clause(tree: Tree, verb: Token) -> set[int]:
    """The words of a verb's clause: all that hangs on it, without another that is joined to it."""
    sentence = tree.sentences[tree.sentence_of[verb.i]]
    marks = [i for i in range(sentence.first, sentence.last) if tree.tokens[i].text == ";"]
    first = max((i for i in marks if i < verb.i), default=sentence.first - 1)
    last = min((i for i in marks if i > verb.i), default=sentence.last)
    below = tree.subtree(verb.i, leaving=lambda t: t.head == verb.i and t.dep == "conj")
    return {i for i in below if first < i < last}


def _view(tree: Tree, verb: Token) -> Draft | None:
    """Who holds, finds or has sensed what the clause of ``verb`` tells; None where it tells no such thing."""
    if verb.pos not in ("AUX", "VERB") or verb.dep not in ("ROOT", "conj", "ccomp") or _is_planned(tree, verb):
        return None
    if tree.first(verb.i, "mark") is not None:
        return None
    woken = verb.lemma in _WAKING and verb.tag == "VBN"
    who = tree.first(verb.i, "nsubjpass" if woken else "nsubj")
    above = tree.head(verb.i) if verb.dep == "conj" else None
    who = who or (tree.first(above.i, "nsubj") if above is not None else None)
    if who is None or who.i > verb.i or not _may_tell(tree, who):
        return None
    source = tuple(i for i in noun_phrase(tree, who.i, verb.i) if i < verb.i)
    told = woken or _holds(tree, verb) or _is_sure(tree, verb) or _finds(tree, who, verb) or _senses(tree, who, verb)
    hedges = verb.lemma in cues.HEDGING or verb.lemma in _EXPECTING
    return Draft(verb.i, (), source, (), hedges=hedges, sure=True) if told and source else None


def _is_planned(tree: Tree, verb: Token) -> bool:
    """Whether it is only what somebody will or may do, had done before, or no longer does."""
    before = tree.all(verb.i, "aux", "auxpass")
    finite = verb.tag in FINITE or any(t.tag in FINITE for t in before)
    had = any(t.text.lower() == "had" for t in before)
    has_not = bool({t.text.lower() for t in before} & {"has", "have"}) and tree.first(verb.i, "neg") is not None
    no_longer = any(t.text.lower() == "longer" for t in tree.all(verb.i, "advmod"))
    return not finite or any(t.tag == "MD" for t in before) or had or has_not or no_longer


def _may_tell(tree: Tree, who: Token) -> bool:
    low = who.text.lower()
    owners = {t.text.lower() for t in tree.all(who.i, "poss")}
    ahead = {t.text.lower() for t in tree.all(who.i, "amod", "det")}
    if owners & cues.NOT_THEIRS or low in _NOBODYS or ahead & (_LATE | {"any", "every", "no"}):
        return False
    named = who.pos == "PROPN" and who.entity in ("PERSON", "ORG", "")
    return named or low in ("he", "she", "it") or who.lemma.lower() in _TELLING


def _objects(tree: Tree, verb: Token) -> list[Token]:
    return [t for t in tree.all(verb.i, "dobj", "oprd", "attr") if t.tag not in ("WP", "WDT")]


def _holds(tree: Tree, verb: Token) -> bool:
    """'He suspects the box', 'She expects no rain', 'They put it down to wind', 'He hopes for a truce'."""
    objects = _objects(tree, verb)
    if tree.first(verb.i, "ccomp", "xcomp") is not None and verb.lemma not in _THINKING:
        return False
    after = _PREPOSITIONS.get(verb.lemma)
    part = next((t for t in tree.all(verb.i, "prep") if t.text.lower() == after), None)
    if part is not None and tree.first(verb.i, "neg") is None:
        return tree.first(part.i, "pobj") is not None
    if verb.lemma in _REVISING:
        return any(o.lemma in _TOLLS and tree.first(o.i, "poss") is not None for o in objects)
    if verb.lemma == "have":
        # 'Police have the dead at eleven'
        at = any(t.text.lower() == "at" for t in tree.all(verb.i, "prep"))
        return at and any(o.lemma in COUNTED for o in objects)
    beside = tree.all(verb.i, "advmod", "dative", "prep", "prt")
    to = any(c.text.lower() == "to" for t in beside for c in (t, *tree.all(t.i, "prep")))
    if verb.lemma in _PUTTING_DOWN:
        down = verb.lemma != "put" or any(t.text.lower() == "down" for t in tree.all(verb.i, "prt", "advmod"))
        return bool(objects) and to and down
    assigned = any(t.text.lower() in _ASSIGNED for t in tree.all(verb.i, "prep"))
    what = {o.lemma for o in objects}
    seen = assigned or bool(what & _SEEN) or _denies(tree, objects)
    sees = verb.lemma == "see" and verb.tag in ("VBZ", "VBP") and seen
    if verb.lemma in _THINKING and verb.tag != "VBG":
        return bool(objects or tree.all(verb.i, "ccomp", "acomp"))
    return bool(objects) and (verb.lemma in _EXPECTING | _PRAISING or sees) and not what & _BORN


def _is_sure(tree: Tree, verb: Token) -> bool:
    """'The sergeant was certain of a blade'."""
    sure = next((t for t in tree.all(verb.i, "acomp") if t.lemma in cues.CERTAIN), None)
    of = sure is not None and any(t.text.lower() in ("of", "about") for t in tree.all(sure.i, "prep"))
    return verb.lemma == "be" and of and tree.first(verb.i, "neg") is None


def _finds(tree: Tree, who: Token, verb: Token) -> bool:
    """'The panel found no petrol', 'The report counts nine'."""
    finder = who.lemma.lower() in voices.FINDERS or who.entity == "ORG"
    return finder and verb.lemma in _FINDING and bool(_objects(tree, verb)) and tree.first(verb.i, "ccomp") is None


def _senses(tree: Tree, who: Token, verb: Token) -> bool:
    """'The diver saw a dent', 'A waitress remembers the pair': one person, and not what was read or heard of."""
    low, lemma = who.text.lower(), who.lemma.lower()
    person = (
        low in ("he", "she") or who.entity == "PERSON" or (who.tag == "NN" and lemma in voices.CALLINGS | voices.KIN)
    )
    if person and verb.lemma in _LEARNING and any(t.text.lower() == "of" for t in tree.all(verb.i, "prep")):
        return True
    objects = _objects(tree, verb)
    if not person or verb.lemma not in cues.SENSING or (tree.first(verb.i, "ccomp") is not None and not objects):
        return False
    also = any(t.text.lower() == "also" for t in tree.all(verb.i, "advmod"))
    news = {t.lemma.lower() for t in objects} & _NEWS
    return bool(objects or tree.all(verb.i, "xcomp")) and not news and not (also and not _denies(tree, objects))


def _denies(tree: Tree, objects: Sequence[Token]) -> bool:
    return any(t.text.lower() == "no" for o in objects for t in tree.all(o.i, "det"))
