"""A long text cut into stretches that a model can read at once, each with something of what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Pieces of words. A window with its two marks fits 256.
LONGEST_CORE = 200
BEFORE, AFTER = 32, 22
# For attention windows are filled up to one of these lengths, marks included: what is read beside a window then changes
# nothing in it.
LENGTHS = (32, 64, 96, 128, 192, 256)
_ENDS, _CLOSING = frozenset(".!?…"), frozenset("\"”'’»)")


@dataclass(frozen=True, slots=True)
class Window:
    """Words [first, last) are read; what is found at words [core_first, core_last) is kept."""

    first: int
    last: int
    core_first: int
    core_last: int


def windows(
    text: str, words: Sequence[tuple[int, int]], pieces: Sequence[int], longest: int = LONGEST_CORE
) -> list[Window]:
    """The windows over a text in order; their cores are the text.

    ``words`` gives start and end of each word, ``pieces`` how many pieces it is read as, ``longest`` the most pieces
    of a core. A core ends with a paragraph where it can, else with a sentence, else anywhere.
    """
    found: list[Window] = []
    first = 0
    while first < len(words):
        last = _end(text, words, pieces, first, longest)
        found.append(
            Window(_back(pieces, first, BEFORE), _on(pieces, last, AFTER), first, last),
        )
        first = last
    return found


def filled(pieces: int) -> int:
    """The length that a window of so many pieces, marks included, is filled up to; raises ValueError beyond all."""
    for length in LENGTHS:
        if pieces <= length:
            return length
    raise ValueError(f"a window has {pieces} pieces, and at most {LENGTHS[-1]} are read at once")


def _end(text: str, words: Sequence[tuple[int, int]], pieces: Sequence[int], first: int, longest: int) -> int:
    """Where the core ends that starts at ``first``: at least one word further."""
    last = max(first + 1, _on(pieces, first, longest))
    if last == len(words):
        return last
    sentence = 0
    for end in range(last, first, -1):
        if "\n" in text[words[end - 1][1] : words[end][0]]:
            return end
        if not sentence and _ends_sentence(text, words, end):
            sentence = end
    return sentence or last


def _ends_sentence(text: str, words: Sequence[tuple[int, int]], end: int) -> bool:
    """Whether a sentence may end before word ``end``."""
    before = end - 1
    if text[words[before][0]] in _CLOSING and before:
        before -= 1
    return text[words[before][0]] in _ENDS and words[end][0] > words[end - 1][1]


def _on(pieces: Sequence[int], first: int, most: int) -> int:
    """The word after the last one from ``first`` on with which there are at most ``most`` pieces."""
    last, read = first, 0
    while last < len(pieces) and read + pieces[last] <= most:
        read += pieces[last]
        last += 1
    return last


def _back(pieces: Sequence[int], first: int, most: int) -> int:
    """The earliest word from which on to ``first`` there are at most ``most`` pieces."""
    read = 0
    while first > 0 and read + pieces[first - 1] <= most:
        first -= 1
        read += pieces[first]
    return first
