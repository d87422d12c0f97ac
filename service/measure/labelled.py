"""Labelled pairs of claims to learn from: rows of claim pairs, and whole scenarios with what a reader found in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from service.learning.head import Rows
from service.learning.made import WEIGHT, Labelled, digest, other_aspects
from service.measure import claims, scenario_files
from service.measure.matching import match
from service.measure.scenario_files import Scenario
from service.news.pair import ReasonCode, Relation
from service.news.progress import Progress
from service.scoring.pipeline import Scorer
from service.scoring.signals import SIGNALS
from service.scoring.update import SIGNS, late_enough
from service.scoring.view import EncodedClaim, PairView
from service.scoring.wording import terms

CHUNK = 64
# One in so many events is set apart for the head.
APART = 3
# Of a scenario's pairs that nobody listed, which are neutral, so many are drawn for each one that was.
NEUTRALS = 1
# How much a row that a report laid weighs beside one that somebody wrote. There are many, most of them neutral; with
# less, or more, the head tells fewer of the contradictions among them at one precision (docs/decisions/0038).
WEIGHT_OF_LAID = 0.5
# Pairs less similar than this are as good as never compared.
LEAST_SIMILAR = 0.2

Listed = Mapping[frozenset[str], tuple[Relation, frozenset[ReasonCode]]]


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two claims, what they are to each other and why; ``sides`` of an update are the earlier and the later one.

    ``laid`` is whether a report laid them side by side by itself.
    """

    sides: Labelled
    relation: Relation
    reasons: frozenset[ReasonCode]
    event: str
    laid: bool = False


def every(event: str) -> bool:
    """All events are wanted."""
    del event
    return True


def read(
    files: Sequence[Path], scorer: Scorer, progress: Progress, wanted: Callable[[str], bool] = every
) -> list[LabelledPair]:
    """The pairs of ``files``: rows of claim pairs in ``.jsonl``, else scenario files and folders of them.

    Claims of a scenario are those that ``scorer`` finds in its articles, so that they are learnt from as they will be
    met. Only events that are ``wanted`` are read. Raises UnreadableRow.
    """
    of_rows = [file for file in files if file.suffix == ".jsonl"]
    of_scenarios = [file for file in files if file.suffix != ".jsonl"]
    found = list(_of_rows(of_rows, scorer, progress, wanted)) if of_rows else []
    if of_scenarios:
        scenarios = [one for one in scenario_files.read(of_scenarios) if wanted(one.id)]
        for done, scenario in enumerate(scenarios, start=1):
            found.extend(of_scenario(scenario, scorer))
            progress("read scenarios", done, len(scenarios))
    return found


def set_apart(event: str) -> bool:
    """Whether the head is fitted on an event, which a pair model has then judged that never read it."""
    return one_in(APART, event)


def one_in(many: int, name: str) -> bool:
    """Whether a name is of the one in so ``many`` that its digest draws, always the same."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % many == 0


def _of_rows(
    files: Sequence[Path], scorer: Scorer, progress: Progress, wanted: Callable[[str], bool]
) -> Iterator[LabelledPair]:
    rows = [row for row in claims.read(files) if wanted(row.group)]
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        for row, (a, b) in zip(part, scorer.encoded_pairs([(row.a, row.b) for row in part]), strict=True):
            sides = (b, a) if _before(b, a) else (a, b)
            yield LabelledPair(sides, row.relation, row.reasons, row.group, row.laid)
        progress("read", min(start + CHUNK, len(rows)), len(rows))


def measured(
    rows: Sequence[LabelledPair], scorer: Scorer, progress: Progress, *, made: bool = True, neutral_from: float = 1.0
) -> Rows:
    """The measurements on labelled pairs, and, unless they are not to be ``made``, on neutral ones, which come last.

    What one reading finds neutral with a probability above ``neutral_from`` is read once.
    """
    others = list(made_of(rows)) if made else []
    laid = [*(row.laid for row in rows), *(False for _ in others)]
    views = _views([*(row.sides for row in rows), *(pair for pair, _ in others)], laid, scorer, progress, neutral_from)
    return Rows(
        names=tuple(signal.name for signal in SIGNALS),
        signals=np.array([[signal.measure(view) for signal in SIGNALS] for view in views]),
        sign_names=tuple(sign.name for sign in SIGNS),
        signs=np.array([[sign.measure(view) for sign in SIGNS] for view in views]),
        late=np.array([late_enough(view.a.claim, view.b.claim) for view in views]),
        relations=(*(row.relation for row in rows), *(Relation.NEUTRAL for _ in others)),
        events=(*(row.event for row in rows), *(event for _, event in others)),
        weights=(*(WEIGHT_OF_LAID if row.laid else 1.0 for row in rows), *(WEIGHT for _ in others)),
        laid=np.array(laid),
        terms=tuple(map(terms, views)),
    )


def made_of(rows: Sequence[LabelledPair]) -> Iterator[tuple[Labelled, str]]:
    """Neutral pairs made of ``rows``, with their events; reports lay enough of them to make none of what they laid."""
    of_hands = [row for row in rows if not row.laid]
    return other_aspects([row.sides for row in of_hands], [row.event for row in of_hands])


def _views(
    pairs: Sequence[Labelled], laid: Sequence[bool], scorer: Scorer, progress: Progress, neutral_from: float
) -> list[PairView]:
    found: dict[int, PairView] = {}
    for by_report in (False, True):
        places = [place for place, each in enumerate(laid) if each is by_report]
        for start in range(0, len(places), CHUNK):
            part = places[start : start + CHUNK]
            found |= zip(part, scorer.views([pairs[at] for at in part], neutral_from, asked=not by_report), strict=True)
            progress("judge", len(found), len(pairs))
    return [found[place] for place in range(len(pairs))]


def of_scenario(scenario: Scenario, scorer: Scorer) -> Iterator[LabelledPair]:
    """The pairs that a reader listed, of claims that ``scorer`` finds too, and some of the others.

    What a reader lists is complete over the claims listed, so all other pairs are neutral. Two claims of one speaker in
    one article are never compared and are left out.
    """
    reading = scorer.read(scenario.articles)
    matching = match(scenario, reading.claims)
    encoded = {one.claim.id: one for one in reading.encoded}
    found: dict[str, EncodedClaim] = {}
    for reported, gold in matching.own.items():
        found.setdefault(matching.canonical[gold], encoded[reported])
    listed = _listed(scenario, matching.canonical)
    others = []
    for one, other in combinations(sorted(found), 2):
        sides = (found[one], found[other])
        if _one_voice(*sides):
            continue
        if frozenset((one, other)) in listed:
            relation, reasons = listed[frozenset((one, other))]
            yield LabelledPair(sides[::-1] if _before(*sides[::-1]) else sides, relation, reasons, scenario.id)
        elif float(sides[0].vector @ sides[1].vector) >= LEAST_SIMILAR:
            others.append(LabelledPair(sides, Relation.NEUTRAL, frozenset(), scenario.id))
    yield from sorted(others, key=lambda pair: digest(pair.sides))[: NEUTRALS * len(listed)]


def _listed(scenario: Scenario, canonical: Mapping[str, str]) -> Listed:
    found: dict[frozenset[str], tuple[Relation, frozenset[ReasonCode]]] = {}
    nothing: frozenset[ReasonCode] = frozenset()
    for pair, relation, reasons in (
        *((pair, Relation.NEUTRAL, nothing) for pair in scenario.unspecified),
        *((pair, Relation.AGREES, nothing) for pair in scenario.agreements),
        *((frozenset(pair), Relation.UPDATES, nothing) for pair in scenario.updates),
        *((pair, Relation.CONTRADICTS, reasons) for pair, reasons in scenario.contradictions.items()),
    ):
        found[frozenset(canonical[name] for name in pair)] = (relation, reasons)
    return found


def _before(one: EncodedClaim, other: EncodedClaim) -> bool:
    """Whether ``one`` surely speaks from an earlier time."""
    mine, theirs = one.claim.as_of, other.claim.as_of
    return mine is not None and theirs is not None and mine < theirs


def _one_voice(one: EncodedClaim, other: EncodedClaim) -> bool:
    return one.claim.article == other.claim.article and one.claim.source == other.claim.source
