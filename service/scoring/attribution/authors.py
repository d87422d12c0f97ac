"""Whose word something is that somebody has written or said: 'her report', 'the driver's letter'.

A person's own report is that person's word. What an institution issues is read where institutions are, and what only
records things (a log, a survey, a film) speaks for itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.annotated import Token
from service.scoring.attribution import voices
from service.scoring.attribution.phrases import Part
from service.scoring.attribution.speakers import noun_phrase
from service.scoring.attribution.syntax import Tree

WORDS = frozenset(
    {"account", "answer", "article", "book", "column", "comment", "declaration", "diary", "e-mail", "email", "evidence"}
    | {"explanation", "figure", "figures", "letter", "memoir", "memoirs", "message", "note", "notes", "page", "paper"}
    | {"post", "reply", "report", "response", "statement", "story", "submission", "testimony", "tweet", "version"}
    | {"word", "words"}
)
_THEIR = frozenset({"his", "her", "their"})
_FROM = frozenset({"by", "from"})
_SENDING = frozenset({"circulate", "file", "issue", "post", "publish", "put", "release", "send", "submit", "write"})
_PEOPLE = voices.SOMEBODY - voices.INSTITUTIONS


def author(found: Sequence[Part], follower: str) -> list[int]:
    """The words for whoever speaks in the text that a phrase names, as indices; [] where nobody is named.

    ``follower`` is the word behind the phrase's first comma.
    """
    part = found[0]
    if not {part.head.text.lower(), part.head.lemma.lower()} & WORDS:
        return []
    if part.owner:
        return _somebody(part.owner)
    if part.after and part.after[0].text.lower() in _FROM | {"of"}:
        joint = next((k for k, t in enumerate(part.after) if t.pos == "CCONJ"), len(part.after))
        return _somebody(part.after[1:joint])
    if len(found) > 1 and follower in _FROM:
        return [t.i for t in found[1].tokens]
    return []


def sender(tree: Tree, text: Token) -> list[int]:
    """The firm in 'a letter that the firm sent to her staff', as indices; [] where nobody is said to have sent it."""
    if not {text.text.lower(), text.lemma.lower()} & WORDS:
        return []
    clause = next((t for t in tree.all(text.i, "relcl") if t.lemma in _SENDING and t.i > text.i), None)
    who = tree.first(clause.i, "nsubj") if clause is not None else None
    mine = who is not None and (who.text.lower() in voices.PRONOUNS or who.tag.startswith("W"))
    return noun_phrase(tree, who.i) if who is not None and not mine else []


def _somebody(words: Sequence[Token]) -> list[int]:
    """The indices of ``words`` where they name or point to a person, or several; [] where they do not."""
    if not words:
        return []
    last = next((t for t in reversed(words) if t.pos not in ("PART", "PUNCT")), words[-1])
    their = len(words) == 1 and words[0].text.lower() in _THEIR
    person = last.entity == "PERSON" or bool({last.lemma.lower(), last.text.lower()} & _PEOPLE)
    return [t.i for t in words] if their or person else []
