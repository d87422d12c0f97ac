"""Marks of sentences that go on with somebody's words: verbs that are set back, flat denials, 'both are out'."""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.syntax import Tree
from service.scoring.attribution.unmarked import gives_year

_PAST = frozenset({"was", "were", "had", "did"})
_NEVER = frozenset({"no", "nobody", "none", "never", "nothing", "neither", "noone"})
# What somebody tells who was there or has looked into it.
_SENSING = cues.SENSING | {"count", "wake"}
_FINDING = cues.FINDING | {"blame", "cite", "list", "recommend", "record"}
_TOLD = frozenset({"ask", "order", "tell", "warn"})
_CLAIMING = cues.UNDONE | {"decline", "discuss"}
_SOME = frozenset({"all", "both", "most", "more", "none", "others", "rest", "several", "some"})
_AHEAD = frozenset({"will", "would", "should", "must", "may", "might", "likely", "unlikely"})
_THEIR = frozenset({"His", "Her", "Their"})
_CLAUSES = frozenset({"ROOT", "conj", "ccomp"})


def has_mark(tree: Tree, draft: Draft, words: Sequence[Token], *, last: bool) -> bool:
    """Whether the sentence of ``words`` bears a mark of going on with ``draft``; ``last`` ends its paragraph."""
    return (
        _takes_up(words)
        or _is_set_back(tree, draft, words)
        or _senses(words)
        or _counts_on(words)
        or _foresees(words)
        or _is_of_client(words)
        or _is_found(tree, draft, words)
        or (last and not _is_text(tree, draft) and _completes(words))
    )


def tells_for_another(words: Sequence[Token], names: set[str], *, together: bool) -> bool:
    """Whether a verb is set back ('had been checked', 'would close'), denies flatly, or tells what the voice sensed."""
    at = {t.i: t for t in words}
    # 'He had been told not to talk' is told of the voice.
    of_it = {t.head for t in words if t.dep in ("nsubj", "nsubjpass") and t.text.lower() in voices.PERSONAL}
    for t in words:
        verb = at.get(t.head, t)
        low = t.text.lower()
        main = verb.dep in _CLAUSES and t.dep == "aux" and verb.i not in of_it
        if main and ((low == "had" and verb.tag in ("VBN", "VBD")) or (together and low == "would")):
            return True
        senses = t.dep == "nsubj" and verb.lemma in _SENSING
        if senses and (t.text in names or low in voices.PERSONAL):
            return True
    past = any(t.tag == "VBD" for t in words) or any(t.text.lower() in _PAST for t in words)
    return past and any(t.text.lower() in _NEVER for t in words)


def _takes_up(words: Sequence[Token]) -> bool:
    """Whether a sentence is set back from the telling before it: 'Four others had lost limbs', 'None had'."""
    at = {t.i: t for t in words}
    for t in words:
        verb = at.get(t.head, t)
        told = verb.lemma in cues.SAYING or gives_year(words)
        if t.dep == "aux" and t.text.lower() == "had" and verb.dep == "ROOT" and words[0].text != "(" and not told:
            subject = next((s for s in words if s.head == verb.i and s.dep in ("nsubj", "nsubjpass")), None)
            return subject is not None and subject.pos != "PRON"
    return words[0].text == "None" and any(t.tag in ("VBD", "VBN") for t in words)


def _is_set_back(tree: Tree, draft: Draft, words: Sequence[Token]) -> bool:
    """Whether 'It had been …' goes on with what somebody said: 'it' is not who speaks."""
    opens = [t.text.lower() for t in words[:2]] == ["it", "had"] and words[1].dep == "aux"
    things = voices.INSTITUTIONS | voices.DOCUMENTS | {"it"}
    source = [tree.tokens[i] for i in draft.source]
    return opens and not any(t.entity == "ORG" or t.lemma.lower() in things for t in source)


def _senses(words: Sequence[Token]) -> bool:
    """Whether a sentence tells what nobody but he or she can have sensed: 'He saw nothing'."""
    return any(
        t.text.lower() in ("he", "she") and any(v.i == t.head and _is_sensed(t, v) for v in words) for t in words
    )


def _is_sensed(who: Token, verb: Token) -> bool:
    """Whether somebody senses something, or was told it."""
    if who.dep == "nsubjpass":
        return verb.lemma in _TOLD and verb.tag == "VBN"
    return who.dep == "nsubj" and verb.lemma in _SENSING and verb.tag == "VBD"


def subject_of(words: Sequence[Token]) -> Token | None:
    """The first subject of a sentence."""
    return next((t for t in words if t.dep in ("nsubj", "nsubjpass")), None)


def _counts_on(words: Sequence[Token]) -> bool:
    """Whether a sentence tells of some of those just spoken of: 'Both are out of danger', 'Two more fell within …'."""
    subject = subject_of(words)
    if subject is None or (subject.text.lower() not in _SOME and subject.pos != "NUM"):
        return False
    ahead = all(t.pos in ("NUM", "DET", "ADJ", "PRON") for t in words if t.i <= subject.i)
    return ahead and not {t.lemma for t in words} & _CLAIMING


def _foresees(words: Sequence[Token]) -> bool:
    """Whether a sentence tells what nobody can have seen yet: 'The true number will be higher', 'It is likely'."""
    if any(t.dep == "neg" or t.text.lower() in _NEVER for t in words) or {t.lemma for t in words} & _CLAIMING:
        return False
    at = {t.i: t for t in words}
    main = [t for t in words if t.text.lower() in _AHEAD and at.get(t.head, t).dep in ("ROOT", "conj")]
    # Whoever prints a programme tells what is due on a day.
    due = any(t.entity in ("DATE", "TIME") for t in words)
    return any(t.dep == "acomp" or (t.dep == "aux" and not due) for t in main)


def _is_of_client(words: Sequence[Token]) -> bool:
    """Whether a sentence tells of somebody's client, as his lawyer does."""
    subject = subject_of(words)
    return subject is not None and subject.lemma == "client" and words[0].text in _THEIR


def _is_found(tree: Tree, draft: Draft, words: Sequence[Token]) -> bool:
    """Whether a report or who wrote it finds something: 'It found a piece of wire', behind 'the committee said'."""
    verb = next((t for t in words if t.dep == "ROOT"), None)
    finds = verb is not None and verb.lemma in _FINDING and words[0].text in ("It", "They") and words[0].head == verb.i
    return finds and bool({tree.tokens[i].lemma.lower() for i in draft.source} & voices.FINDERS)


def _is_text(tree: Tree, draft: Draft) -> bool:
    """Whether a text speaks ('the complaint reads'), which ends where it is no longer quoted."""
    return bool({tree.tokens[i].lemma for i in draft.source} & (voices.DOCUMENTS | cues.SAYING_NOUNS))


def _completes(words: Sequence[Token]) -> bool:
    """Whether the last sentence of a paragraph completes the telling: 'Two others were hurt', 'Nobody was hurt'."""
    subject = subject_of(words)
    if subject is None or {t.lemma for t in words} & _CLAIMING or not any(t.tag == "VBN" for t in words):
        return False
    ahead = {t.text.lower() for t in words if t.i <= subject.i}
    counted = any(t.pos == "NUM" for t in words if t.i < subject.i) or "another" in ahead
    return bool(ahead & (_NEVER - {"never"})) or (bool(ahead & {"others", "another"}) and counted)
