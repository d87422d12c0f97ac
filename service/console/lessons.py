"""What the pair model is taught: public pairs, altered sentences, and claims."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from service.console import pair_rows
from service.learning.altered import Altered
from service.learning.cross_encoder import TextPair
from service.learning.made import WEIGHT, Labelled
from service.measure import labelled
from service.measure.labelled import LabelledPair, set_apart
from service.measure.pairs import Pair
from service.measure.public_pairs import fitted
from service.news.pair import Relation, Stance
from service.news.progress import Progress
from service.scoring.compare import as_read
from service.scoring.pipeline import Scorer
from service.scoring.update import late_enough

# Altered sentences beside the claims.
KEPT_MADE = 2_500
# How much an altered sentence weighs beside a claim.
LIGHT = 0.5
# How far weights go from what they were before the last course to what they are after it.
WAY = 0.85


@dataclass(frozen=True, slots=True)
class Helping:
    """So many public pairs are learnt again beside the claims, lest they be forgotten; ``seed`` draws them."""

    public: int
    seed: int


@dataclass(frozen=True, slots=True)
class Claims:
    """Readings of claim pairs, with the event of each; ``labelled`` those that a person has labelled."""

    pairs: tuple[TextPair, ...]
    events: tuple[str, ...]
    labelled: tuple[bool, ...]

    def apart(self, *, inside: bool) -> list[TextPair]:
        """The rows of events that are set apart for the head, or the others."""
        return [row for row, event in zip(self.pairs, self.events, strict=True) if set_apart(event) == inside]


@dataclass(frozen=True, slots=True)
class Lessons:
    """All that is learnt from: public pairs, altered sentences and claims."""

    public: tuple[Pair, ...]
    made: tuple[Altered, ...]
    claims: Claims

    def near(self, pairs: Iterable[TextPair], helping: Helping) -> list[TextPair]:
        """What the second stage is: ``pairs`` of claims, with some of the rest."""
        order = random.Random(helping.seed)
        public = order.sample(self.public, min(helping.public, len(self.public)))
        made = order.sample(self.made, min(KEPT_MADE, len(self.made)))
        return [*pairs, *map(of_label, public), *map(_made, made)]


@dataclass(frozen=True, slots=True)
class Further:
    """What one course teaches: ``claims``, by the name of where they come from, beside what was learnt before.

    ``whole`` is whether events that are set apart for the head are learnt in the end, too; if not, what comes of the
    course is WAY from what was before it to what is after it.
    """

    name: str
    claims: Claims
    before: Claims
    public: Sequence[TextPair]
    whole: bool = True

    @property
    def beside(self) -> list[TextPair]:
        """What is learnt again."""
        return [*self.before.pairs, *self.public]


def lessons(files: Sequence[Path], corpora: Path, scorer: Scorer, work: Path, progress: Progress) -> Lessons:
    """What is learnt from; what takes long to make is kept in ``work``.

    Raises UnreadableRow.
    """
    public = list(fitted(corpora))
    kept = _kept(work / "made.json", lambda: map(astuple, pair_rows.made(corpora, public, scorer, progress)))
    made = [Altered(a, b, Stance(stance), how) for a, b, stance, how in kept]
    return Lessons(tuple(public), tuple(made), claim_rows(files, scorer, progress))


def _kept(file: Path, make: Callable[[], Iterable[tuple[str, ...]]]) -> list[list[str]]:
    """The rows in ``file``, made if it is not there yet."""
    if not file.is_file():
        file.write_text(json.dumps(list(make())), encoding="utf-8")
    found: list[list[str]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def claim_rows(
    files: Sequence[Path], scorer: Scorer, progress: Progress, wanted: Callable[[str], bool] = labelled.every
) -> Claims:
    """Readings of labelled pairs of ``wanted`` events, and of neutral ones made of them. Raises UnreadableRow.

    A reading onwards in time is asked what relation it is; others only which stance, and updates are not read
    backwards: what comes before a development is none. Nor is a neutral pair that a report laid, for a report reads it
    once, and there are many.
    """
    rows = labelled.read(files, scorer, progress, wanted)
    found: list[tuple[TextPair, str, bool]] = []
    for row in rows:
        found += [(one, row.event, True) for one in _readings(row)]
    for pair, event in labelled.made_of(rows):
        found += [(one, event, False) for one in _aspects(pair)]
    pairs, events, by_hand = zip(*found, strict=True)
    return Claims(pairs, events, by_hand)


def _readings(row: LabelledPair) -> list[TextPair]:
    a, b = (side.claim for side in row.sides)
    forth, back = (as_read(*texts, asked=not row.laid) for texts in ((a.text, b.text), (b.text, a.text)))
    onwards = TextPair.of_relation(*forth, row.relation)
    if row.relation is Relation.UPDATES or (row.laid and row.relation is Relation.NEUTRAL):
        return [onwards]
    stance = Stance(row.relation.value)
    readings = (
        onwards if late_enough(a, b) else TextPair.of_stance(*forth, stance),
        TextPair.of_stance(*back, stance),
    )
    return [reading.because(row.reasons) for reading in readings]


def _aspects(pair: Labelled) -> list[TextPair]:
    a, b = pair[0].claim, pair[1].claim
    return [
        TextPair.of_relation(a.text, b.text, Relation.NEUTRAL, WEIGHT),
        TextPair.of_stance(b.text, a.text, Stance.NEUTRAL, WEIGHT),
    ]


def of_label(pair: Pair) -> TextPair:
    """A public pair by its label."""
    return TextPair.of_stance(pair.premise, pair.hypothesis, pair.label)


def _made(one: Altered) -> TextPair:
    return TextPair.of_stance(one.first, one.second, one.stance, LIGHT)
