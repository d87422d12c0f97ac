"""Sentences that open somebody's telling and say nothing of it themselves.

'The master briefed reporters at noon. Forty people had been treated. The bridge would stay shut until May.' What stands
behind is that telling, where it is marked as one or where nothing in it is the paper's. Whoever only rejects, blames or
defends something has not opened a telling as surely as who gives evidence or is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.speakers import is_voice, noun_phrase, owner, verb_group
from service.scoring.attribution.syntax import Tree, is_mark

_LONGEST = 30
_CLAUSES = ("ccomp", "xcomp")
# Who does so has begun to speak, whatever else the sentence tells.
_SPEAKING = frozenset(
    {"answer", "brief", "comment", "counter", "demur", "disagree", "elaborate", "object", "protest", "reply", "respond"}
    | {"retort", "testify"}
)
# By these somebody speaks where an audience or a matter is named: 'spoke to the paper', 'wrote to the board'.
_ADDRESSING = frozenset({"speak", "talk", "turn", "write"})
_ADDRESSED = frozenset({"about", "before", "for", "of", "on", "to", "with"})
_HOLDING = frozenset({"call", "convene", "give", "hold", "issue", "release", "address", "take", "offer", "publish"})
_HELD = frozenset(
    {"account", "briefing", "conference", "evidence", "explanation", "interview", "journalist", "press", "reporter"}
    | {"stand", "statement", "testimony", "version"}
)
_ASKED = frozenset({"ask", "cross-examine", "interview", "press", "question"})
_MEETING = _ASKED | {"meet", "phone", "reach", "ring", "speak", "talk", "visit"}
_TEXTS = frozenset({"account", "answer", "email", "e-mail", "explanation", "reply", "response", "statement", "version"})
_COMING = frozenset({"arrive", "come", "follow", "land", "run"})
# Whoever only takes a stand tells where what follows is marked as told.
TAKING_A_STAND = frozenset(
    {"accuse", "attack", "blame", "challenge", "complain", "confirm", "contest", "contradict", "criticise", "criticize"}
    | {"defend", "deny", "describe", "dismiss", "dispute", "fault", "regret", "reject", "recall", "warn"}
)
_SHOWING = frozenset({"brandish", "display", "hold", "open", "produce", "unfold", "wave"})
_SHOWN = frozenset({"page", "paper", "photo", "photograph", "picture", "receipt", "sheet"})
_FORWARD = frozenset({"forward", "back"})


class Opening(NamedTuple):
    """A draft without a content, and whether it opens a telling for sure."""

    draft: Draft
    sure: bool


def opening(tree: Tree, words: Sequence[Token]) -> Opening | None:
    """Who begins to tell something in the sentence of ``words``; None where nobody does."""
    verb = next((t for t in words if t.dep == "ROOT"), None)
    if verb is None or len(words) > _LONGEST or any(is_mark(t) or t.text in ("?", ":") for t in words):
        return None
    if _is_put(tree, verb) and (draft := _by(tree, verb, verb)) is not None:
        return Opening(draft, sure=True)
    if (told := _spoken_to(tree, verb)) is not None:
        return Opening(told, sure=False)
    for root in (verb, *tree.all(verb.i, "conj")):
        if root.pos != "VERB" or tree.all(root.i, "neg", *_CLAUSES) or _is_planned(tree, root):
            continue
        sure = _speaks(tree, root) or _is_asked(tree, root) or _steps_up(tree, root)
        if sure or root.lemma in TAKING_A_STAND or _shows(tree, root):
            draft = _by(tree, root, verb)
            if draft is not None:
                return Opening(draft, sure)
        text = _text(tree, root)
        if text is not None:
            return Opening(text, sure=True)
    return None


def _is_put(tree: Tree, verb: Token) -> bool:
    """Whether it is told how somebody puts something: 'On crew sizes he was more conciliatory'."""
    manner = tree.first(verb.i, "acomp") if verb.lemma == "be" else None
    return manner is not None and manner.lemma in cues.MANNER and not tree.all(manner.i, "ccomp", "xcomp")


def _is_planned(tree: Tree, verb: Token) -> bool:
    """'He will give evidence'."""
    return any(t.tag == "MD" for t in tree.all(verb.i, "aux"))


def _speaks(tree: Tree, verb: Token) -> bool:
    objects = {t.lemma for t in tree.all(verb.i, "dobj")}
    about = {t.text.lower() for t in tree.all(verb.i, "prep")}
    if verb.lemma in _SPEAKING:
        # 'He answered the door'
        return not objects or bool(objects & _HELD) or verb.lemma == "brief"
    if verb.lemma in _ADDRESSING:
        return bool(about & _ADDRESSED) and not objects
    return verb.lemma in _HOLDING and bool(objects & _HELD)


def _is_asked(tree: Tree, verb: Token) -> bool:
    return verb.lemma in _ASKED and tree.first(verb.i, "nsubjpass") is not None


def _spoken_to(tree: Tree, verb: Token) -> Draft | None:
    """The four families in 'This agency spoke to four families' and 'I met four families'."""
    who = tree.first(verb.i, "nsubj")
    ours = who is not None and (
        who.text.lower() in voices.FIRST_PERSON
        or any(t.text.lower() in ("this", "our") for t in tree.all(who.i, "det", "poss"))
    )
    if not ours or verb.lemma not in _MEETING or tree.all(verb.i, "neg", *_CLAUSES):
        return None
    parts = [t for t in tree.all(verb.i, "prep") if t.text.lower() in ("to", "with")]
    heard = next((o for t in (verb, *parts) for o in tree.all(t.i, "dobj", "pobj") if is_voice(o)), None)
    if heard is None or heard.text.lower() in cues.FIRST_AND_SECOND:
        return None
    return Draft(verb.i, (verb.i,), tuple(noun_phrase(tree, heard.i, verb.i)), (), sure=True)


def _steps_up(tree: Tree, verb: Token) -> bool:
    """'A driver has come forward', 'The minister hit back'."""
    words = {t.text.lower() for t in tree.all(verb.i, "advmod", "prt")}
    return verb.lemma in ("come", "hit") and bool(words & _FORWARD) and not tree.all(verb.i, "prep")


def _shows(tree: Tree, verb: Token) -> bool:
    """'The member held up a page of the log'."""
    objects = {t.lemma for t in tree.all(verb.i, "dobj")}
    up = verb.lemma != "hold" or any(t.text.lower() == "up" for t in tree.all(verb.i, "prt", "advmod"))
    return verb.lemma in _SHOWING and up and bool(objects & (_SHOWN | voices.DOCUMENTS))


def _text(tree: Tree, verb: Token) -> Draft | None:
    """The mayor in 'The mayor's answer came at midnight'."""
    text = tree.first(verb.i, "nsubj")
    if text is None or text.lemma not in _TEXTS or verb.lemma not in _COMING:
        return None
    who, joint = owner(tree, text, "from", "of", "by")
    if not who or tree.tokens[who[0]].text.lower() in cues.NOT_THEIRS:
        return None
    return Draft(verb.i, (text.i, verb.i, *(i for i in joint if i > text.i)), tuple(who), (), sure=True)


def _by(tree: Tree, verb: Token, root: Token) -> Draft | None:
    who = tree.first(verb.i, "nsubj", "nsubjpass") or tree.first(root.i, "nsubj", "nsubjpass")
    if who is None or who.text.lower() in cues.NOBODY | cues.FIRST_AND_SECOND or not is_voice(who):
        return None
    source = tuple(noun_phrase(tree, who.i, verb.i))
    if any(tree.tokens[i].text.lower() in cues.NOT_THEIRS for i in source):
        return None
    return Draft(verb.i, tuple(i for i in verb_group(tree, verb) if i not in source), source, (), sure=True)
