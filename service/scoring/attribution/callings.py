"""What somebody is called by ahead of a name, or instead of one: 'Resident Ana Bortic', 'a young Syrian'."""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.annotated import Token
from service.scoring.attribution import voices
from service.scoring.attribution.naming import without_titles
from service.scoring.attribution.phrases import Part

# First and last name at least stay.
_FULL_NAME = 2
_ONE = frozenset({"a", "an", "another", "one"})
_NAMING = frozenset({",", ":", "as"})
_WHO = frozenset({"who", "whose"})
# So many words behind somebody's trade his name is given.
_REACH = 14


def bare(name: str) -> str:
    """A person's name without titles, and without the trade that opens a sentence ahead of a full name."""
    words = without_titles(name).split()
    while len(words) > _FULL_NAME and words[0].casefold() in voices.CALLINGS:
        words.pop(0)
    return " ".join(words)


def opens_with_trade(words: Sequence[str]) -> bool:
    """Whether the words of a name, folded, are somebody's trade and full name, and no firm's or body's."""
    plain = words[0] in voices.CALLINGS - voices.INSTITUTIONS and not set(words) & (
        voices.OF_BODIES | {"of", "for", "and"}
    )
    return plain and len(words) == _FULL_NAME + 1


def is_national(part: Part) -> bool:
    """Whether somebody is called by where he is from alone: 'a young Syrian', and not 'an Iraqi border guard'."""
    alone = part.head.entity == "NORP" and part.head.tag in ("NN", "NNP") and not part.owner
    return alone and part.tokens[0].text.lower() in _ONE


def named_in_clause(tokens: Sequence[Token], phrase: Sequence[Token]) -> list[Token]:
    """Munir in 'a grocer who gives only his first name, Munir,'; [] where no clause behind a phrase gives a name."""
    first = next((t.i for t in phrase if t.text.lower() in _WHO), phrase[-1].i + 1)
    if first >= len(tokens) or tokens[first].text.lower() not in _WHO:
        return []
    for here, mark, name in zip(tokens[first : first + _REACH], tokens[first + 1 :], tokens[first + 2 :], strict=False):
        if here.text == ".":
            break
        if here.lemma == "name" and mark.text.lower() in _NAMING and name.pos == "PROPN":
            last = name.i + 1
            while last < len(tokens) and tokens[last].pos == "PROPN":
                last += 1
            return list(tokens[name.i : last])
    return []
