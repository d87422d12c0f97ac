"""Documents sorted into events, split once and for all by story: to fit, to choose by, to report on.

Of what is to fit, most stories teach the text encoder; the decision what is one event is fitted on the others, for of
what an encoder has read it makes more than of what is new.

Look-alike events that a corpus sets against each other are one story, so that both are in one part.
"""

from __future__ import annotations

import hashlib

from service.measure.public_pairs import Part
from service.measure.rows import Row

FITTED = ("uci_headlines", "ecbplus", "allsides_groups")
"""The public sets that shipped weights may be learnt from; what others hold is only measured on."""


def part(corpus: str, row: Row) -> Part:
    """The part that a document belongs to: half of the stories of ``corpus`` to fit, a quarter each for the others."""
    quarter = int.from_bytes(hashlib.sha256(f"grouping{corpus}{story(row)}".encode()).digest()[:4]) % 20 // 5
    return {2: Part.CHOOSE, 3: Part.REPORT}.get(quarter, Part.FIT)


def teaches(corpus: str, row: Row) -> bool:
    """Whether the text encoder is taught with a document: about two thirds of the stories of FITTED that are to fit.

    Of ECB+, whose stories are few, they happen to be all.
    """
    if corpus not in FITTED or part(corpus, row) is not Part.FIT:
        return False
    return int.from_bytes(hashlib.sha256(f"texts{corpus}{story(row)}".encode()).digest()[:4]) % 3 > 0


def story(row: Row) -> str:
    """What a document is split by: its ``group`` or ``topic`` where the corpus has look-alikes, else its event."""
    named = (row.values.get(key) for key in ("group", "topic"))
    return next((str(name) for name in named if name), row.text("event"))
