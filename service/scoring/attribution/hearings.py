"""What courts, committees and parliaments are told, which reports go on with and do not mark again.

'Prosecuting, Ana Bortic told the bench that he had been drinking. The car was not his. Its brakes were worn, the court
heard.' Who speaks there goes on speaking until somebody else does, or until the hearing itself is told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.syntax import Tree

# So many attributions back somebody may have spoken.
_REACH = 20
_MEETINGS = frozenset({"assembly", "council", "councillor", "meeting", "member", "session"})
_PLEADING = frozenset({"defend", "defending", "oppose", "prosecute", "prosecuting", "represent", "representing"})
# What a hearing does is told by the paper.
_PROCEDURE = cues.HEARERS | frozenset(
    {"adjourn", "adjournment", "bail", "case", "charge", "continue", "convict", "conviction", "guilty", "plead", "plea"}
    | {"proceedings", "remand", "resume", "sentence", "testimony", "testify", "trial", "verdict"}
)


def by_who_spoke(tree: Tree, drafts: Sequence[Draft]) -> list[Draft]:
    """``drafts`` in their order, with what 'the court heard' given to the last one who spoke in its paragraph."""
    found: list[Draft] = []
    for draft in drafts:
        before = reversed(found[-_REACH:]) if _is_heard(tree, draft) else ()
        speaker = next((one.source for one in before if _may_be_heard(tree, one, draft)), None)
        found.append(replace(draft, source=speaker) if speaker else draft)
    return found


def _is_heard(tree: Tree, draft: Draft) -> bool:
    hears = tree.tokens[draft.at].lemma == "hear"
    return hears and any(tree.tokens[i].lemma.lower() in cues.HEARERS for i in draft.source)


def _may_be_heard(tree: Tree, one: Draft, draft: Draft) -> bool:
    spoke = bool(one.source) and not _is_heard(tree, one) and tree.tokens[one.at].lemma in cues.SAYING
    return spoke and one.at < draft.at and bool(tree.near(draft.at, [one.at]))


def is_at_hearing(tree: Tree, draft: Draft, content: Iterable[int]) -> bool:
    """Whether somebody speaks to a court, a committee or a parliament, or for one side before it."""
    said = set(content)
    sentence = tree.sentences[tree.sentence_of[draft.at]]
    beside = [t for t in tree.tokens[sentence.first : sentence.last] if t.i not in said and t.i not in draft.source]
    if tree.tokens[draft.at].lemma == "testify" or any(t.lemma.lower() in _PLEADING for t in _around(tree, draft)):
        return True
    told = any(t.lemma.lower() in cues.HEARERS | _MEETINGS and t.dep in ("dobj", "dative", "pobj") for t in beside)
    return told and bool(draft.source) and tree.tokens[draft.source[0]].text.lower() not in cues.NOT_THEIRS


def _around(tree: Tree, draft: Draft) -> list[Token]:
    """The words of a source and those beside it: 'Ana Bortic, defending,'."""
    if not draft.source:
        return []
    return list(tree.tokens[max(0, draft.source[0] - 3) : draft.source[-1] + 4])


def is_evidence(words: Sequence[Token]) -> bool:
    """Whether a sentence can go on with what a hearing was told: it does not tell of the hearing, nor of the paper."""
    lemmas = {t.lemma.lower() for t in words}
    return not lemmas & _PROCEDURE and not {t.text.lower() for t in words} & voices.FIRST_PERSON
