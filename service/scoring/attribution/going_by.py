"""What a text or somebody in it goes by: 'aboard are 31, going by the list', '11 dead, per the register'.

'The court heard from a log that …', 'The firm understands from the harbour board that …': what is told comes from the
one behind 'from', through whoever heard it.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.speakers import noun_phrase, owner
from service.scoring.attribution.syntax import FINITE, Tree

_HEARING = frozenset({"gather", "hear", "know", "learn", "understand"})
_RECORDS = frozenset(
    {"book", "books", "chart", "count", "diary", "list", "log", "manifest", "notice", "paper", "papers", "record"}
    | {"records", "register", "roll", "sheet", "tally", "timetable"}
)
_VOICES = voices.SPEAKERS | _RECORDS
_EDGES = frozenset({",", ".", ";", "(", ")", ":"})


def going_by_drafts(tree: Tree) -> Iterator[Draft]:
    """The attributions of ``tree`` to what something goes by, in the order of their cues."""
    for token in tree.tokens:
        draft = _heard_from(tree, token) if token.lemma in _HEARING and token.tag in FINITE else None
        if token.text.lower() == "by":
            draft = _going_by(tree, token)
        elif token.text.lower() == "per":
            draft = _told_by(tree, token, (token.i,))
        if draft is not None and draft.content:
            yield draft


def _heard_from(tree: Tree, verb: Token) -> Draft | None:
    """The log in 'The court heard from a log that two had been lowered'."""
    who = tree.first(verb.i, "nsubj")
    clause = next((t for t in tree.all(verb.i, "ccomp") if t.i > verb.i), None)
    part = next((t for t in tree.all(verb.i, "prep") if t.text.lower() == "from" and t.i > verb.i), None)
    told = tree.first(part.i, "pobj") if part is not None else None
    if who is None or clause is None or part is None or told is None or tree.first(verb.i, "neg") is not None:
        return None
    source = tuple(i for i in noun_phrase(tree, told.i, clause.i) if i > part.i)
    said = tuple(i for i in tree.subtree(clause.i) if i not in source and i > part.i)
    hearer = tuple(noun_phrase(tree, who.i, verb.i))
    through = () if who.text.lower() in cues.NOT_THEIRS | cues.NOBODY else (hearer,)
    return Draft(verb.i, (verb.i, part.i), source, said, via=through, sure=True)


def _going_by(tree: Tree, by: Token) -> Draft | None:
    """'Going by the purser's list', and 'by the list of the purser' between marks."""
    going = tree.tokens[by.i - 1] if by.i else None
    if going is not None and going.text.lower() in ("going", "judging"):
        return _told_by(tree, by, (going.i, by.i))
    record = tree.first(by.i, "pobj")
    listed = record is not None and record.lemma in _RECORDS and bool(owner(tree, record, "of")[0])
    return _told_by(tree, by, (by.i,)) if listed else None


def _told_by(tree: Tree, preposition: Token, cue: tuple[int, ...]) -> Draft | None:
    """What stands beside a phrase at the edge of a clause, by whoever or whatever the phrase names."""
    named = tree.first(preposition.i, "pobj")
    if named is None or not ({named.lemma.lower(), named.text.lower()} & _VOICES or named.entity in ("PERSON", "ORG")):
        return None
    source = tuple(noun_phrase(tree, named.i))
    first, last = cue[0], source[-1]
    sentence = tree.sentences[tree.sentence_of[first]]
    before, after = tree.tokens[first - 1] if first else None, tree.tokens[last + 1 : last + 2]
    if first == sentence.first and after and after[0].text == ",":
        said = tree.near(first, range(last + 2, sentence.last))
    elif before is not None and before.text == "," and after and after[0].text in _EDGES:
        behind = range(last + 2, sentence.last if _goes_on(tree, last + 1) else last + 2)
        said = tree.near(first, (*range(sentence.first, first - 1), *behind))
    else:
        return None
    return Draft(preposition.i, cue, source, said, sure=True)


def _goes_on(tree: Tree, mark: int) -> bool:
    """Whether a clause goes on behind a comma, and does not turn to another."""
    behind = tree.tokens[mark + 1 : mark + 2]
    return tree.tokens[mark].text == "," and bool(behind) and behind[0].pos not in ("CCONJ", "SCONJ", "PRON")
