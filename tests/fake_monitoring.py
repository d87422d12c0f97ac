"""What versions make of what is kept, always the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from service.news.errors import NotKept, UnusableModel
from service.news.monitoring import (
    Called,
    Changes,
    Drift,
    Flip,
    Flips,
    Labelled,
    Move,
    Period,
    Seen,
    Shift,
    Tendency,
    Turn,
)
from tests.fake_versions import EPOCH

FLIP = Flip("e1", ("a.1", "b.2"), ("Seven died.", "Nine died."), Called("neutral", 0.51), Called("contradicts", 0.75))
CHANGES = Changes(
    events=2,
    kept=9,
    pairs=40,
    flips=(Flips("neutral", "contradicts", 3, (FLIP,)),),
    turned=1,
    turns=(Turn("e1", "Bridge falls", disputed=True),),
    moved=2,
    moves=(Move("s1", "The Courier", 0.5, 0.61234567), Move("s2", "Harbour Post", 0.4, None)),
)
TENDENCY = Tendency(0.25, Shift(0.3, 0.2))
SEEN = Seen(3, 30, {"neutral": 0.9, "undecided": 0.1}, Shift(0.1, 0.2), TENDENCY, {"similarity": Tendency(0.4, None)})


@dataclass
class FakeMonitoring:
    """Tells the same of model-1 whatever is asked, and remembers what was."""

    asked: list = field(default_factory=list)

    def changes(self, id, events):
        self._find(id)
        self.asked.append(events)
        return CHANGES

    def drift(self, id, starts, events):
        self._find(id)
        self.asked.append((starts, events))
        spans = pairwise(starts)
        return Drift(id, EPOCH, tuple(Period(*span, 5, SEEN, Labelled(1, 2, 3)) for span in spans))

    def _find(self, id):
        if id == "model-altered":
            raise UnusableModel(f"{id} was altered.")
        if id != "model-1":
            raise NotKept(f"No version {id} of the model is kept.")
