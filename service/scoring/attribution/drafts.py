"""One attribution in the making, as token indices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """Source, cue and content as indices of tokens, each in order; ``at`` is the cue's head word.

    ``via`` holds the sources that pass it on, outermost first. ``inherits`` is true where a draft without a source
    of its own speaks for whoever the sentence around it is attributed to. ``marked`` tells that source and cue are
    meant as they are, marks at their edges included. ``sure`` is true of what a rule reads so surely that claims take
    it where a tagger has marked nothing.
    """

    at: int
    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    denies: bool = False
    hedges: bool = False
    opens: bool = False
    via: tuple[tuple[int, ...], ...] = ()
    inherits: bool = False
    marked: bool = False
    sure: bool = False
