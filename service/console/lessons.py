"""What the pair model is taught: claims, public pairs, altered sentences, and what a teacher thinks of pairs."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from service.console import pair_rows
from service.console.training import encoded_rows
from service.learning.altered import Altered
from service.learning.cross_encoder import TextPair
from service.learning.made import WEIGHT, Labelled, other_aspects
from service.measure import claims
from service.measure.claims import ClaimRow
from service.measure.pairs import Pair
from service.measure.public_pairs import fitted
from service.news.pair import Relation, Stance
from service.news.progress import Progress
from service.scoring.pipeline import Scorer
from service.scoring.update import SOONEST

FOLDS = 3
# Rows of the student's first stage, besides those of the teacher.
BROAD_PUBLIC, BROAD_MADE = 65_000, 20_000
# Rows that go through a second stage again, so that what was learnt from them is kept.
KEPT_PUBLIC, KEPT_MADE = 1_500, 2_500
# How much an altered sentence weighs beside a claim.
LIGHT = 0.5
SEED = 5


@dataclass(frozen=True, slots=True)
class Claims:
    """Readings of claim pairs, with the event of each; ``labelled`` those that a person has labelled."""

    pairs: tuple[TextPair, ...]
    events: tuple[str, ...]
    labelled: tuple[bool, ...]

    def of_fold(self, fold: int, *, inside: bool) -> list[TextPair]:
        """The rows whose events are in ``fold``, or the others."""
        return [row for row, event in zip(self.pairs, self.events, strict=True) if (_fold(event) == fold) == inside]


@dataclass(frozen=True, slots=True)
class Lessons:
    """All that is learnt from: public pairs, altered sentences, claims, and pairs with probabilities of a teacher."""

    public: tuple[Pair, ...]
    made: tuple[Altered, ...]
    claims: Claims
    taught: Mapping[tuple[str, str], tuple[float, ...]]

    def broad(self) -> list[TextPair]:
        """What the first stage of the student is: everything but claims."""
        order = random.Random(SEED)
        rows = [of_label(pair) for pair in order.sample(self.public, min(BROAD_PUBLIC, len(self.public)))]
        rows += [_made(one) for one in order.sample(self.made, min(BROAD_MADE, len(self.made)))]
        return rows + [TextPair(*pair, target) for pair, target in self.taught.items()]

    def near(self, pairs: Iterable[TextPair]) -> list[TextPair]:
        """What the second stage is: ``pairs`` of claims, with some of the rest again."""
        order = random.Random(SEED)
        public = order.sample(self.public, min(KEPT_PUBLIC, len(self.public)))
        made = order.sample(self.made, min(KEPT_MADE, len(self.made)))
        return [*pairs, *(of_label(pair) for pair in public), *(_made(one, LIGHT) for one in made)]


def lessons(files: Sequence[Path], corpora: Path, scorer: Scorer, work: Path, progress: Progress) -> Lessons:
    """What is learnt from, but for what a teacher thinks; altered sentences are kept in ``work``.

    Raises UnreadableRow.
    """
    public = list(fitted(corpora))
    kept = _kept(work / "made.json", lambda: map(astuple, pair_rows.made(corpora, public, scorer, progress)))
    made = [Altered(a, b, Stance(stance), how) for a, b, stance, how in kept]
    return Lessons(tuple(public), tuple(made), claim_rows(files, scorer, progress), {})


def unlabelled(corpora: Path, scorer: Scorer, work: Path, progress: Progress) -> list[tuple[str, str]]:
    """Pairs of sentences that nobody has labelled, kept in ``work``. Raises UnreadableRow."""
    kept = _kept(work / "unlabelled.json", lambda: pair_rows.unlabelled(corpora, scorer, progress))
    return [(a, b) for a, b in kept]


def _kept(file: Path, make: Callable[[], Iterable[tuple[str, ...]]]) -> list[list[str]]:
    """The rows in ``file``, made if it is not there yet."""
    if not file.is_file():
        file.write_text(json.dumps(list(make())), encoding="utf-8")
    found: list[list[str]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def claim_rows(files: Sequence[Path], scorer: Scorer, progress: Progress) -> Claims:
    """Readings of labelled pairs, and of neutral ones made of them.

    A reading onwards in time is asked what relation it is; others only which stance, and updates are not read
    backwards: what comes before a development is none.
    """
    labelled = claims.read(files)
    encoded = encoded_rows(labelled, scorer, progress)
    found: list[tuple[TextPair, str, bool]] = []
    for row in labelled:
        found += [(one, row.group, True) for one in _readings(row)]
    for pair, event in other_aspects(encoded, [row.group for row in labelled]):
        found += [(one, event, False) for one in _aspects(pair)]
    pairs, events, by_hand = zip(*found, strict=True)
    return Claims(pairs, events, by_hand)


def _readings(row: ClaimRow) -> list[TextPair]:
    a, b = row.a, row.b
    if a.published_at and b.published_at and b.published_at < a.published_at:
        a, b = b, a
    late = bool(a.published_at and b.published_at and b.published_at - a.published_at >= SOONEST)
    onwards = TextPair.of_relation(a.text, b.text, row.relation)
    if row.relation is Relation.UPDATES:
        return [onwards]
    stance = Stance(row.relation.value)
    readings = (
        onwards if late else TextPair.of_stance(a.text, b.text, stance),
        TextPair.of_stance(b.text, a.text, stance),
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


def _made(one: Altered, weight: float = 1.0) -> TextPair:
    return TextPair.of_stance(one.first, one.second, one.stance, weight)


def _fold(event: str) -> int:
    return int(hashlib.sha256(event.encode()).hexdigest(), 16) % FOLDS
