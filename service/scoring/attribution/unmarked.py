"""Sentences that go on with somebody's words and have no mark of it but that nothing in them is the paper's.

'A patrol hailed a boat, officials say. It did not stop.' A report that has just said who says so does not say it again
in the next sentence of the paragraph. It turns back to its own telling by naming somebody, by telling what the speaker
was seen to do, what has become of it since, or what was done about it.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.hearings import is_evidence
from service.scoring.attribution.syntax import Tree, is_mark

# A few words may be quoted in passing.
_TWO_MARKS = 2
_SUBJECTS = ("nsubj", "nsubjpass", "expl")
# Who only asks, fears or promises has told of nothing that could go on.
_NO_TELLING = frozenset(
    {"ask", "call", "fear", "hope", "joke", "learn", "pledge", "promise", "read", "threaten", "urge", "vow"}
)
_SOMEBODY = voices.OFFICES | voices.TRADES | voices.PEOPLE | voices.PERSONAL.keys()
_AGAINST = frozenset({"although", "but", "though", "whereas", "while"})
_MINDING = frozenset({"believe", "doubt", "know", "recall", "remember", "think"})
_TURNING = frozenset(
    {"also", "another", "but", "earlier", "however", "later", "meanwhile", "since", "still", "then", "yet"}
)
# What was done about what has been said is told by the paper, and so is what it amounts to.
_DONE_ABOUT = (
    cues.UNDONE
    | {"abandon", "apologise", "apologize", "contact", "delete", "guess", "investigation", "name", "obtain", "reply"}
    | {"share", "spokesman", "spokesperson", "spokeswoman", "statement", "verify"}
)
_WORDS = frozenset(
    {"account", "argument", "document", "figure", "letter", "point", "post", "quote", "remark", "report", "version"}
    | {"view", "word"}
)
_WITNESSING = frozenset({"find", "hear", "notice", "see", "watch"})
# A flat word has so many at most.
_FLAT = 4
_FALSE = frozenset({"false", "nonsense", "untrue", "wrong"})
_POINTING = frozenset({"it", "that", "this"})
_TAKING_UP = frozenset({"he", "it", "she", "they"})
# What whoever stands by can see a speaker do, or not do.
_SEEN = frozenset(
    {"brandish", "cry", "decline", "discuss", "hang", "laugh", "light", "look", "nod", "pause", "point", "produce"}
    | {"refuse", "shake", "shrug", "sigh", "smile", "unfold", "wave", "weep"}
)


def goes_on(
    tree: Tree, draft: Draft, content: Sequence[Token], words: Sequence[Token], *, opened: bool = False
) -> bool:
    """Whether the sentence of ``words``, right behind ``draft`` and what it says, has no mark of the paper's.

    ``opened`` is true where ``draft`` says nothing itself and opens a telling.
    """
    if not opened and not _tells(tree, draft):
        return False
    subject = next((t for t in words if t.dep in _SUBJECTS), None)
    if opened and subject is None and not tree.has_finite(t.i for t in words):
        # What somebody was asked is answered in a word: 'In writing, on Monday.'
        return not any(t.text == "?" or is_mark(t) for t in words)
    lemmas = {t.lemma.lower() for t in words}
    asks = any(t.text == "?" for t in words) or sum(map(is_mark, words)) > _TWO_MARKS
    return subject is not None and not (
        lemmas & _DONE_ABOUT
        or (subject.text.lower() in _POINTING and lemmas & _WORDS)
        or {t.text.lower() for t in words[:2]} & _TURNING
        or asks
        or rebuts(words)
        or not is_evidence(_core(words, subject))
        or tells_of_speaker(tree, draft, subject)
        or _names_another(tree, subject, content)
        or _is_another_voice(tree, subject)
        or _is_of_now(words, said_before=tree.tokens[draft.at].tag in ("VBD", "VBN"))
    )


def _tells(tree: Tree, draft: Draft) -> bool:
    """Whether somebody tells, in words that no other has passed on, and does not ask or wish or say it in passing."""
    shows = tree.tokens[draft.at].lemma in cues.SHOWING | _NO_TELLING
    return not (shows or draft.via or _is_aside(tree, draft))


def _core(words: Sequence[Token], subject: Token) -> list[Token]:
    """What a sentence tells of: its subject, its verb, what is joined to it, and those who speak in it as 'we'."""
    root = next((t for t in words if t.dep == "ROOT"), subject)
    ours = voices.FIRST_PERSON
    return [subject, root, *(t for t in words if t.head in (subject.i, root.i) or t.text.lower() in ours)]


def _is_aside(tree: Tree, draft: Draft) -> bool:
    """'The guard was there, as the checklist confirms'; 'It was late, the firm said, though others spoke of noon'."""
    sentence = tree.sentences[tree.sentence_of[draft.at]]
    said = {*draft.content, *draft.source}
    turns = any(t.i not in said and t.text.lower() in _AGAINST for t in tree.tokens[draft.at : sentence.last])
    return turns or (bool(draft.source) and tree.tokens[max(0, draft.source[0] - 1)].text.lower() == "as")


def tells_of_speaker(tree: Tree, draft: Draft, subject: Token) -> bool:
    """Whether a sentence tells what a paper sees or knows of who speaks: 'He lit a pipe', 'He had been elected'."""
    names = {tree.tokens[i].text.lower() for i in draft.source if tree.tokens[i].pos in ("NOUN", "PROPN")}
    if subject.text.lower() not in names | _TAKING_UP:
        return False
    verb = tree.tokens[subject.head]
    before = {t.text.lower() for t in tree.all(verb.i, "aux", "auxpass")}
    passive = subject.dep == "nsubjpass"
    return {"had", "been"} <= before if passive else verb.lemma in _SEEN


def _names_another(tree: Tree, subject: Token, content: Sequence[Token]) -> bool:
    """Whether a sentence is about somebody, or a body, that what was said has not named."""
    said = {t.text for t in content}
    phrase = (tree.tokens[i] for i in tree.subtree(subject.i, leaving=lambda t: t.dep in ("relcl", "acl")))
    return any(
        t.pos == "PROPN" and (t.entity in ("PERSON", "ORG") or (t == subject and not t.entity)) and t.text not in said
        for t in phrase
    )


def _is_another_voice(tree: Tree, subject: Token) -> bool:
    """Whether it tells of what others say or decline to say: 'The agency will go no further', 'Neither side would'."""
    verb = tree.head(subject.i)
    modal = verb is not None and any(t.tag == "MD" for t in tree.all(verb.i, "aux"))
    remembers = verb is not None and verb.lemma in _MINDING
    newcomer = any(t.text.lower() in ("a", "an", "another") for t in tree.all(subject.i, "det"))
    return subject.dep == "nsubj" and (
        (newcomer and verb is not None and verb.lemma in _WITNESSING and subject.lemma.lower() in _SOMEBODY)
        or (modal and subject.lemma.lower() in voices.INSTITUTIONS | {"side"})
        or (remembers and subject.lemma.lower() in _SOMEBODY)
    )


def rebuts(words: Sequence[Token]) -> bool:
    """'They did not.', 'Both are false.': a flat word on what has been said is whoever's who passes it on."""
    told = [t for t in words if t.pos != "PUNCT"]
    return 0 < len(told) <= _FLAT and (told[-1].dep == "neg" or told[-1].text.lower() in _FALSE)


def _is_of_now(words: Sequence[Token], *, said_before: bool) -> bool:
    """Whether a sentence tells what has become of it or goes on now, or gives the year or the day as known."""
    root = next((t for t in words if t.dep == "ROOT"), words[0])
    has = any(t.head == root.i and t.dep == "aux" and t.text.lower() in ("has", "have") for t in words)
    dated = any(t.entity == "DATE" and t.pos != "NUM" for t in words)
    now = root.tag in ("VBZ", "VBP")
    return has or gives_year(words) or (now and (dated or (said_before and root.lemma != "be")))


def gives_year(words: Sequence[Token]) -> bool:
    """Whether a sentence tells in which year something was, as background does: 'The jail opened in 1967'."""
    return any(t.entity == "DATE" and t.text.isdigit() and len(t.text) == 4 for t in words)
