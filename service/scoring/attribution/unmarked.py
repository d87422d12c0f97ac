"""Sentences that go on with somebody's words and have no mark of it but that nothing in them is the paper's.

'A patrol hailed a boat, officials say. It did not stop.' A report that has just said who says so does not say it again
in the next sentence of the paragraph. It turns back to its own telling by naming somebody, by telling of the speaker,
of what has become of it since, or of what was done about it.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.hearings import is_evidence
from service.scoring.attribution.syntax import Tree, is_mark

_LONGEST = 22
# A few words may be quoted in passing.
_TWO_MARKS = 2
_SUBJECTS = ("nsubj", "nsubjpass", "expl")
# Who only asks, fears or promises has told of nothing that could go on.
_NO_TELLING = frozenset(
    {"ask", "call", "fear", "hope", "joke", "learn", "pledge", "promise", "read", "threaten", "urge", "vow"}
)
_TELLING = (cues.SAYING | {"accord", "put"}) - cues.SHOWING - _NO_TELLING
_SOMEBODY = voices.OFFICES | voices.TRADES | voices.PEOPLE | voices.PERSONAL.keys()
_AGAINST = frozenset({"although", "but", "though", "whereas", "while"})
_MINDING = frozenset({"believe", "doubt", "know", "recall", "remember", "think"})
_THINGS = voices.INSTITUTIONS | voices.DOCUMENTS | voices.IMPERSONAL
_TURNING = frozenset(
    {"also", "another", "but", "earlier", "however", "later", "meanwhile", "since", "still", "then", "yet"}
)
# What was done about what has been said is told by the paper, and so is what it amounts to.
_DONE_ABOUT = (
    cues.UNDONE
    | {"abandon", "apologise", "apologize", "contact", "delete", "guess", "investigation", "name", "obtain", "reply"}
    | {"share", "spokesman", "spokesperson", "spokeswoman", "statement"}
)
_WORDS = frozenset(
    {"account", "argument", "document", "figure", "letter", "point", "post", "quote", "remark", "report", "version"}
    | {"view", "word"}
)
_POINTING = frozenset({"it", "that", "this"})
_TAKING_UP = frozenset({"he", "she", "they"})
# What whoever stands by can see somebody do.
_SEEN = frozenset(
    {"close", "continue", "cry", "decline", "go", "hang", "hold", "laugh", "leave", "light", "look", "nod", "open"}
    | {"pause", "point", "pull", "raise", "refuse", "rise", "shake", "shrug", "sigh", "sit", "smile", "stand", "turn"}
    | {"walk", "wave", "weep", "wear"}
)


def goes_on(
    tree: Tree, draft: Draft, content: Sequence[Token], words: Sequence[Token], *, opened: bool = False
) -> bool:
    """Whether the sentence of ``words``, right behind ``draft`` and what it says, has no mark of the paper's.

    ``opened`` is true where ``draft`` says nothing itself and opens a telling.
    """
    told = [t for t in words if t.pos != "PUNCT"]
    if len(told) > _LONGEST or not (opened or (_tells(tree.tokens[draft.at]) and not _is_aside(tree, draft))):
        return False
    subject = next((t for t in words if t.dep in _SUBJECTS), None)
    lemmas = {t.lemma.lower() for t in words}
    asks = any(t.text == "?" for t in words) or sum(map(is_mark, words)) > _TWO_MARKS
    return subject is not None and not (
        lemmas & _DONE_ABOUT
        or (subject.text.lower() in _POINTING and lemmas & _WORDS)
        or {t.text.lower() for t in words[:2]} & _TURNING
        or asks
        or not is_evidence(_core(words, subject))
        or (_tells_of_speaker(tree, draft, subject, content) and not (opened and _answers(tree, subject)))
        or _names_another(tree, subject, content)
        or _is_another_voice(tree, subject)
        or _is_of_now(words, said_before=tree.tokens[draft.at].tag in ("VBD", "VBN"))
    )


def _tells(cue: Token) -> bool:
    return cue.lemma in _TELLING or (cue.pos == "NOUN" and cue.lemma in cues.POSITIONS | cues.ACCOUNTS)


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


def _answers(tree: Tree, subject: Token) -> bool:
    """Whether 'he' or 'she' may be who tells of what he or she did, which nobody there could see."""
    return subject.text.lower() in voices.PERSONAL and not _is_seen(tree, subject)


def _is_seen(tree: Tree, subject: Token) -> bool:
    verb = tree.head(subject.i)
    return verb is None or verb.lemma in _SEEN


def _tells_of_speaker(tree: Tree, draft: Draft, subject: Token, content: Sequence[Token]) -> bool:
    """Whether a sentence may tell of who speaks: 'He had been elected', 'It left its figure unchanged', 'His list'.

    'He' of whom the words tell, and 'they' where one speaks of several, are others, unless they do what the paper saw.
    """
    source = [tree.tokens[i] for i in draft.source]
    somebody = any(t.entity == "PERSON" or {t.lemma.lower(), t.text.lower()} & _SOMEBODY for t in source)
    thing = any(t.entity == "ORG" or {t.lemma.lower(), t.text.lower()} & _THINGS for t in source)
    low = subject.text.lower()
    owners = {t.text.lower() for t in tree.all(subject.i, "poss")}
    if low in _TAKING_UP and not _is_seen(tree, subject):
        if any(t.text.lower() == low and t.dep in _SUBJECTS for t in content):
            return False
        if low == "they" and somebody and not any(t.tag in ("NNS", "NNPS") for t in source):
            return False
    if {low, *owners} & (voices.PERSONAL.keys() | voices.PLURAL_PRONOUNS):
        return True
    if low == "it" and _is_cleft(tree, subject):
        return False
    same = {t.text.lower() for t in source if t.pos in ("NOUN", "PROPN")}
    return (low in voices.IMPERSONAL and thing and not somebody) or low in same


def _is_cleft(tree: Tree, it: Token) -> bool:
    """'It was the board that wanted it'."""
    verb = tree.head(it.i)
    told = tree.first(verb.i, "attr") if verb is not None and verb.lemma == "be" else None
    return told is not None and tree.first(told.i, "relcl") is not None


def _names_another(tree: Tree, subject: Token, content: Sequence[Token]) -> bool:
    """Whether a sentence is about somebody, or a body, that what was said has not named."""
    said = {t.text for t in content}
    phrase = (tree.tokens[i] for i in tree.subtree(subject.i, leaving=lambda t: t.dep in ("relcl", "acl")))
    return any(t.entity in ("PERSON", "ORG") and t.pos == "PROPN" and t.text not in said for t in phrase)


def _is_another_voice(tree: Tree, subject: Token) -> bool:
    """Whether it tells of what others say or decline to say: 'The agency will go no further', 'Neither side would'."""
    verb = tree.head(subject.i)
    modal = verb is not None and any(t.tag == "MD" for t in tree.all(verb.i, "aux"))
    remembers = verb is not None and verb.lemma in _MINDING
    return subject.dep == "nsubj" and (
        (modal and subject.lemma.lower() in voices.INSTITUTIONS | {"side"})
        or (remembers and subject.lemma.lower() in _SOMEBODY)
    )


def _is_of_now(words: Sequence[Token], *, said_before: bool) -> bool:
    """Whether a sentence tells what has become of it or goes on now, or gives the year or the day as known."""
    root = next((t for t in words if t.dep == "ROOT"), words[0])
    has = any(t.head == root.i and t.dep == "aux" and t.text.lower() in ("has", "have") for t in words)
    dated = any(t.entity == "DATE" and t.pos != "NUM" for t in words)
    year = any(t.entity == "DATE" and t.text.isdigit() and len(t.text) == 4 for t in words)
    now = root.tag in ("VBZ", "VBP")
    return has or year or (now and (dated or (said_before and root.lemma != "be")))
