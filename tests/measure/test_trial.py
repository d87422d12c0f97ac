"""A candidate beside the active head: what measurements say is what scoring says, and who is worse does not pass."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from service.learning.head import RELATIONS, Rows
from service.measure.trial import MARGINS, UNDECIDED, alone, called, probabilities, trial
from service.news.claim import Spoken
from service.news.pair import Bits, Relation, of_relation
from service.scoring.signals import SIGNALS
from service.scoring.update import SIGNS, late_enough
from service.scoring.wording import terms
from tests.builders import MORNING
from tests.tools import make_head, make_scorer

TEXTS = (
    ("The blast in Warda killed 7 people.", "Seven people were killed by the blast in Warda."),
    ("The blast in Warda killed 7 people.", "The blast in Warda killed 19 people."),
    ("The blast in Warda killed 7 people.", "The mayor visited the bakers."),
    ("The army shelled Warda.", "The army did not shell Warda."),
)


@pytest.fixture(scope="module")
def scorer(annotator):
    return make_scorer(annotator)


@pytest.fixture(scope="module")
def views(scorer):
    """Pairs at one time, and the same ones three hours apart."""
    pairs = [
        (Spoken(a, "", "A", MORNING), Spoken(b, "", "B", MORNING.replace(hour=hour)))
        for a, b in TEXTS
        for hour in (6, 9)
    ]
    return scorer.views(scorer.encoded_pairs(pairs), asked=True)


def measured(views, relations=None, events=None):
    return Rows(
        names=tuple(signal.name for signal in SIGNALS),
        signals=np.array([[signal.measure(view) for signal in SIGNALS] for view in views]),
        sign_names=tuple(sign.name for sign in SIGNS),
        signs=np.array([[sign.measure(view) for sign in SIGNS] for view in views]),
        late=np.array([late_enough(view.a.claim, view.b.claim) for view in views]),
        relations=relations or tuple(Relation.NEUTRAL for _ in views),
        events=events or tuple(f"e{n}" for n, _ in enumerate(views)),
        weights=tuple(1.0 for _ in views),
        laid=np.zeros(len(views), bool),
        terms=tuple(map(terms, views)),
    )


def drawn(n_rows=300):
    """Rows whose relations their signals tell, drawn with a known seed."""
    chance = np.random.default_rng(7)
    relations = tuple(RELATIONS[n % 4] for n in range(n_rows))
    signals, signs = np.zeros((n_rows, len(SIGNALS))), np.zeros((n_rows, len(SIGNS)))
    place = {signal.name: n for n, signal in enumerate(SIGNALS)}
    for n, relation in enumerate(relations):
        signals[n, place["model_agrees"]] = 4 * (relation is Relation.AGREES) + chance.normal()
        signals[n, place["model_contradicts"]] = 4 * (relation is Relation.CONTRADICTS) + chance.normal()
        signs[n, 1] = float(relation is Relation.UPDATES)
    rows = measured([])
    return replace(
        rows,
        signals=signals,
        signs=signs,
        late=np.ones(n_rows, dtype=np.bool_),
        relations=relations,
        events=tuple(f"e{n // 5}" for n in range(n_rows)),
        weights=(1.0,) * n_rows,
        terms=(),
    )


WORDING = {
    "both: blast": Bits(-1.5, 2.0, -0.5),
    "one: mayor": Bits(0.0, -1.0, 1.0),
    "one: unheard": Bits(9.0, 0.0, 0.0),
}
GOOD = make_head(version="good")


@pytest.mark.parametrize(
    "head", [GOOD, make_head(agreement_from=0.9, contradiction_from=0.9), make_head(wording=WORDING)]
)
def test_measurements_weigh_what_comparing_the_claims_does(scorer, views, head):
    pairs = [(view.a, view.b) for view in views]
    compared = scorer.with_head(head).compare_claims(pairs, asked=True)
    rows = measured(views)
    for one, told, place in zip(compared, probabilities(rows, head), called(rows, head), strict=True):
        expected = [of_relation(relation, one.probabilities, one.development) for relation in RELATIONS]
        assert told == pytest.approx(expected)
        if one.decided:
            assert RELATIONS[place] is one.relation
        elif one.reasons or one.relation is Relation.AGREES:
            assert place == UNDECIDED


def test_a_head_beside_itself_is_neither_better_nor_worse():
    found = trial(drawn(), GOOD, replace(GOOD, version="another"))
    assert found.against == ()
    assert found.candidate == found.active
    assert set(found.advantage.values()) == {(0.0, 0.0)}


@pytest.mark.parametrize(
    "worse",
    [
        make_head(prior=Bits(30.0, -15.0, -15.0)),
        make_head(weights={}),
        make_head(contradiction_from=1.0),
        make_head(update_prior=20.0),
    ],
)
def test_a_head_that_is_worse_does_not_pass_and_the_other_way_round_it_does(worse):
    assert trial(drawn(), worse, GOOD).against
    assert trial(drawn(), GOOD, worse).against == ()


def test_reliability_counts_each_row_once_beside_what_was_stated_and_what_is_so():
    rows = drawn()
    found = trial(rows, GOOD, GOOD).reliability
    told, gold = probabilities(rows, GOOD), np.array([RELATIONS.index(relation) for relation in rows.relations])
    assert sum(n for *_, n in found) == len(gold)
    assert sum(actual * n for _, actual, n in found) == pytest.approx((told.argmax(axis=1) == gold).sum())
    assert sum(stated * n for stated, _, n in found) == pytest.approx(told.max(axis=1).sum())
    assert [int(stated * 10) for stated, *_ in found] == sorted({int(stated * 10) for stated, *_ in found})


def test_alone_a_head_has_the_figures_that_it_has_beside_another():
    beside = trial(drawn(), GOOD, make_head(weights={}))
    found = alone(drawn(), GOOD)
    assert found.figures == pytest.approx(beside.candidate)
    assert found.reliability == beside.reliability
    assert found.plain == {name: beside.plain[name] for name in ("candidate", "reliability")}


def test_the_interval_holds_the_difference_that_was_found():
    found = trial(drawn(), make_head(agreement_from=0.8), GOOD)
    for name, (low, high) in found.advantage.items():
        sign = -1 if name == "log_loss" else 1
        assert low <= sign * (found.candidate[name] - found.active[name]) <= high


@pytest.mark.parametrize("agreement_from", [0.5, 0.6, 0.7, 0.8])
def test_a_figure_stands_against_who_may_be_worse_by_more_than_its_margin(agreement_from):
    found = trial(drawn(), make_head(agreement_from=agreement_from), GOOD)
    assert set(found.against) == {name for name, (low, _) in found.advantage.items() if low < -MARGINS[name]}
    assert found.advantage.keys() == MARGINS.keys()
