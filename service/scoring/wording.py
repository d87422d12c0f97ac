"""The wording of a pair: words, and neighbouring words, that stand in one of its claims or in both.

What a newsroom's own words mean ('rubbished', 'stood up the toll') no measurement of the others tells; a head learns it
from labels, as a weight in bits for each term (``service.learning.wording``).
"""

from __future__ import annotations

from itertools import pairwise

from service.news.claim import Claim, SlotName
from service.scoring.view import PairView

ONE, BOTH = "one: ", "both: "
CUE = "cue "


def terms(pair: PairView) -> frozenset[str]:
    """The terms of two claims, the same whichever is named first.

    'one: push back' has those words, one after the other, in one claim only, 'both: push' its word in both; 'one: cue
    rubbished' has its word in the cue of one. Words are the lemmas of content words; those of names, and figures, are
    left out, for they tell one event from another and nothing of how it is told.
    """
    mine, theirs = _said(pair.a.claim), _said(pair.b.claim)
    return frozenset({*(ONE + term for term in mine ^ theirs), *(BOTH + term for term in mine & theirs)})


def _said(claim: Claim) -> frozenset[str]:
    statement = claim.statement
    figures = [slot.text.casefold() for slot in statement.slots_named(SlotName.NUMBER)]
    left_out = {part for phrase in (*statement.names, *figures) for part in phrase.split()}
    words = [word for word in statement.words if word not in left_out and not any(map(str.isdigit, word))]
    cue = claim.cue.text.casefold().split() if claim.cue else ()
    return frozenset({*words, *map(" ".join, pairwise(words)), *(CUE + word for word in cue)})
