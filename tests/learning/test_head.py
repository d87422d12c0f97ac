"""Fitting the head: planted weights come back, and every number of it can be reckoned by hand."""

from __future__ import annotations

import math
from dataclasses import astuple, replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from service.learning import head as learning
from service.learning.head import FOLDS, PENALTIES, RELATIONS, Rows, fit
from service.learning.regression import softmax, temperature
from service.news.pair import Bits, Relation
from service.scoring import odds
from service.scoring.head import EVEN, Bounds

NAMES = ("first", "second", "third", "idle")
# Bits per unit, shape (n_stances, n_signals), and the prior in bits; every column adds up to 0.
WEIGHTS = np.array([[2.0, -1.0, 0.1, 0.0], [-1.5, 1.5, 0.1, 0.0], [-0.5, -0.5, -0.2, 0.0]])
PRIOR = np.array([-0.5, -0.25, 0.75])
# Signals as they come: of very different size, and not around 0.
SCALES = np.array([0.5, 1.0, 8.0, 1.0])
MIDDLES = np.array([0.4, 0.0, 3.0, 0.0])
STANCES = RELATIONS[:3]
# Of updates: bits per unit of each sign, and the prior.
SIGNS = ("onwards", "hours")
UPDATE_WEIGHTS = np.array([1.5, -0.2])
UPDATE_PRIOR = -0.75


def probabilities(weights, prior, signals):
    """The base-2 softmax of summed bits, shape (n_rows, n_stances)."""
    powers = 2.0 ** (signals @ np.asarray(weights).T + prior)
    return powers / powers.sum(axis=1, keepdims=True)


def of_update(signs):
    """The planted probability of an update, shape (n_rows,)."""
    return 1 / (1 + 2.0 ** -(signs @ UPDATE_WEIGHTS + UPDATE_PRIOR))


def over_relations(weights, prior, updates, rows):
    """Probabilities of the four relations, where only late rows can be updates."""
    updated = np.where(rows.late, updates, 0.0)
    return np.column_stack([probabilities(weights, prior, rows.signals) * (1 - updated)[:, None], updated])


def draw(n_rows, seed=1, weights=WEIGHTS, prior=PRIOR):
    """Rows drawn from a multinomial model that is known."""
    chance = np.random.default_rng(seed)
    signals = chance.normal(MIDDLES, SCALES, (n_rows, len(NAMES)))
    drawn = [chance.choice(3, p=each) for each in probabilities(weights, prior, signals)]
    signs, late = chance.normal(0, 2, (n_rows, len(SIGNS))), chance.random(n_rows) < 0.7
    updates = late & (chance.random(n_rows) < of_update(signs))
    return Rows(
        names=NAMES,
        signals=signals,
        sign_names=SIGNS,
        signs=signs,
        late=late,
        relations=tuple(Relation.UPDATES if update else STANCES[i] for i, update in zip(drawn, updates, strict=True)),
        events=tuple(f"e{row % 40}" for row in range(n_rows)),
        weights=(1.0,) * n_rows,
        laid=np.zeros(n_rows, bool),
    )


def joined(one, other):
    return Rows(
        one.names,
        np.vstack([one.signals, other.signals]),
        one.sign_names,
        np.vstack([one.signs, other.signs]),
        np.concatenate([one.late, other.late]),
        one.relations + other.relations,
        one.events + other.events,
        one.weights + other.weights,
        np.concatenate([one.laid, other.laid]),
    )


def columns(bits: Bits):
    return np.array([bits.agrees, bits.contradicts, bits.neutral])


def learnt(found):
    """(weights, prior) of a fitted head, shaped as the planted ones."""
    return np.array([columns(found.head.weights[name]) for name in NAMES]).T, columns(found.head.prior)


@pytest.fixture(scope="module")
def many():
    return draw(4_000)


@pytest.fixture(scope="module")
def found(many):
    return fit(many)


def test_planted_weights_are_recovered(found):
    weights, prior = learnt(found)
    assert weights == pytest.approx(WEIGHTS, abs=0.2)
    assert prior == pytest.approx(PRIOR, abs=0.2)


@pytest.mark.parametrize("stance", range(3), ids=[stance.value for stance in STANCES])
def test_the_weights_of_each_stance_point_where_the_planted_ones_do(found, stance):
    one, other = learnt(found)[0][stance] * SCALES, WEIGHTS[stance] * SCALES
    assert one @ other / np.linalg.norm(one) / np.linalg.norm(other) > 0.99


def test_probabilities_on_rows_never_seen_are_those_of_the_planted_model(found):
    fresh = draw(1_000, seed=2).signals
    gap = np.abs(probabilities(*learnt(found), fresh) - probabilities(WEIGHTS, PRIOR, fresh))
    assert gap.mean() < 0.015
    assert gap.max() < 0.08


def test_figures_are_those_of_the_planted_model_as_far_as_chance_allows(many, found):
    """The planted model itself is the best that any fit can be."""
    true = np.array([RELATIONS.index(relation) for relation in many.relations])
    best = over_relations(WEIGHTS, PRIOR, of_update(many.signs), many)
    assert found.rows == len(true)
    assert found.temperatures == pytest.approx((1.0, 1.0), abs=0.1)
    assert found.log_loss == pytest.approx(-np.log(best[np.arange(len(true)), true]).mean(), abs=0.01)
    assert found.accuracy == pytest.approx((best.argmax(axis=1) == true).mean(), abs=0.02)


def test_a_decided_contradiction_is_right_as_often_as_was_wanted(found):
    assert found.contradiction_precision >= learning.CONTRADICTION_PRECISION
    assert 0 < found.contradiction_recall < 1


def test_the_penalties_are_of_those_tried(found):
    assert set(found.penalties) <= set(PENALTIES)


def test_centring_and_rounding_change_no_probability(many, found):
    """The same model by scikit-learn's own decision function, neither centred nor rounded nor in bits."""
    scaler, model = StandardScaler(), LogisticRegression(C=found.penalties[0], max_iter=5_000)
    stances = [i for i, relation in enumerate(many.relations) if relation is not Relation.UPDATES]
    model.fit(scaler.fit_transform(many.signals[stances]), [many.relations[i].value for i in stances])
    powers = np.exp(model.decision_function(scaler.transform(many.signals)) / found.temperatures[0])
    assert probabilities(*learnt(found), many.signals) == pytest.approx(
        powers / powers.sum(axis=1, keepdims=True), abs=5e-4
    )


def test_weights_are_centred_so_that_a_row_of_bits_says_where_a_signal_points(found):
    weights, prior = learnt(found)
    assert np.abs(weights.sum(axis=0)).max() < 2e-4
    assert abs(prior.sum()) < 2e-4


def test_weights_are_rounded_as_the_file_shows_them(found):
    weights, prior = learnt(found)
    assert np.array_equal(weights.round(4), weights)
    assert np.array_equal(prior.round(4), prior)


@pytest.mark.parametrize("shift", [-30.0, 0.0, 7.5])
def test_adding_the_same_bits_to_every_stance_is_undone_by_centring(shift):
    bits = np.array([1.25, -0.5, 3.0])
    assert learning._bits(bits + shift) == learning._bits(bits)
    assert astuple(odds.probabilities(learning._bits(bits + shift))) == pytest.approx(
        astuple(odds.probabilities(Bits(*bits))), abs=1e-4
    )


def test_fitting_twice_gives_the_same_head(many, found):
    assert fit(many) == found


def test_the_version_changes_with_the_weights(found):
    assert fit(draw(4_000, seed=3)).head.version != found.head.version


def test_planted_weights_of_updates_are_recovered(found):
    assert [found.head.update_weights[name] for name in SIGNS] == pytest.approx(UPDATE_WEIGHTS, abs=0.15)
    assert found.head.update_prior == pytest.approx(UPDATE_PRIOR, abs=0.2)


def test_stances_are_learnt_from_rows_that_are_no_updates(many, found):
    rows = draw(500, seed=4)
    late = np.ones(500, bool)
    wild = replace(rows, signals=rows.signals * 100, relations=(Relation.UPDATES,) * 500, late=late)
    weights, prior = learnt(fit(joined(many, wild)))
    assert weights == pytest.approx(learnt(found)[0], abs=5e-3)  # the temperature is found in other folds
    assert prior == pytest.approx(learnt(found)[1], abs=5e-3)


def test_updates_are_learnt_from_rows_that_are_late_enough(many, found):
    rows = draw(500, seed=4)
    early = replace(rows, signs=rows.signs * 100, late=np.zeros(500, bool))
    of_updates = fit(joined(many, early)).head
    assert of_updates.update_weights == pytest.approx(found.head.update_weights, abs=5e-3)
    assert of_updates.update_prior == pytest.approx(found.head.update_prior, abs=5e-3)


def test_rows_that_weigh_next_to_nothing_change_next_to_nothing(many, found):
    rows = draw(1_000, seed=5, weights=-WEIGHTS, prior=-PRIOR)
    light = replace(rows, weights=(1e-6,) * 1_000)
    with_them = fit(joined(many, light))
    assert learnt(with_them)[0] == pytest.approx(learnt(found)[0], abs=0.01)
    assert with_them.log_loss == pytest.approx(found.log_loss, abs=1e-3)
    assert with_them.rows == 5_000


def test_what_reports_laid_bends_neither_what_is_likely_beforehand_nor_what_a_signal_says(many, found):
    """Of what reports lay far more is neutral, whatever the signals say."""
    laid = replace(draw(4_000, seed=3, prior=PRIOR + np.array([-2.0, -2.0, 4.0])), laid=np.ones(4_000, bool))
    both = fit(joined(many, laid))
    weights, prior = learnt(both)
    assert weights == pytest.approx(WEIGHTS, abs=0.2)
    assert prior == pytest.approx(PRIOR, abs=0.2)
    assert astuple(both.head.asked) == pytest.approx(astuple(found.head.asked), abs=0.05)
    assert (both.rows, both.accuracy) == (8_000, pytest.approx(found.accuracy, abs=0.01))


@pytest.mark.parametrize("missing", list(RELATIONS))
def test_rows_without_one_of_the_relations_are_refused(missing):
    rows = draw(400)
    other = RELATIONS[RELATIONS.index(missing) - 1]
    without = tuple(other if relation is missing else relation for relation in rows.relations)
    with pytest.raises(ValueError, match="every relation"):
        fit(replace(rows, relations=without))


def test_rows_of_one_moment_alone_are_refused():
    """Nothing could be learnt of updates."""
    rows = draw(400)
    with pytest.raises(ValueError, match="an hour or more apart"):
        fit(replace(rows, late=np.zeros(400, bool)))


def test_fewer_events_than_folds_are_refused():
    rows = draw(400)
    few = tuple(f"e{i % (FOLDS - 1)}" for i in range(400))
    with pytest.raises(ValueError, match=f"at least {FOLDS} events"):
        fit(replace(rows, events=few))


def called(*stances):
    return np.array([{"a": "agrees", "c": "contradicts", "n": "neutral"}[each] for each in stances])


@pytest.mark.parametrize(("right", "wrong"), [(8, 1), (6, 2), (50, 4)])
def test_the_temperature_makes_a_stated_probability_the_share_that_is_right(right, wrong):
    """Of rows that all say (3, 0, 0), exp(3/T) : 2 must be right : wrong + wrong, so T = 3 / ln(right / wrong)."""
    y = called(*"a" * right, *"c" * wrong, *"n" * wrong)
    logits = np.tile([3.0, 0.0, 0.0], (len(y), 1))
    assert temperature(logits, y, np.ones(len(y))) == pytest.approx(3 / math.log(right / wrong), rel=1e-3)


def test_the_temperature_counts_rows_by_their_weight():
    logits = np.tile([3.0, 0.0, 0.0], (3, 1))
    found = temperature(logits, called("a", "c", "n"), np.array([8.0, 1.0, 1.0]))
    assert found == pytest.approx(3 / math.log(8), rel=1e-3)


PROBABILITY = np.array([0.40, 0.60, 0.70, 0.80, 0.90])
RIGHT = np.array([False, True, True, False, True])


@pytest.mark.parametrize(
    ("wanted", "threshold"),
    [
        (0.6, 0.25),  # three of five
        (0.7, 0.41),  # without the first, three of four
        (0.76, 0.81),  # only the last one alone is right often enough
        (1.0, 0.81),
    ],
)
def test_a_threshold_is_the_lowest_from_which_decisions_are_right_often_enough(wanted, threshold):
    assert learning._lowest(PROBABILITY, RIGHT, np.ones(5), wanted) == threshold


def test_a_threshold_counts_rows_by_their_weight():
    """The wrong one at 0.40 weighs a tenth: 3 of 4.1 are right."""
    assert learning._lowest(PROBABILITY, RIGHT, np.array([0.1, 1, 1, 1, 1]), 0.7) == 0.25


def test_a_threshold_that_nothing_reaches_is_high():
    assert learning._lowest(PROBABILITY, np.zeros(5, bool), np.ones(5), 0.7) == 0.95
    assert learning._lowest(np.array([]), np.array([], bool), np.array([]), 0.7) == 0.95


def test_contradictions_and_agreements_have_a_threshold_each():
    probabilities = np.array(
        [
            [0.30, 0.45, 0.25, 0.0],  # called a contradiction, wrongly
            [0.10, 0.60, 0.30, 0.0],  # called a contradiction, rightly
            [0.40, 0.35, 0.25, 0.0],  # called an agreement, wrongly
            [0.60, 0.10, 0.20, 0.1],  # called an agreement, rightly
            [0.10, 0.30, 0.10, 0.5],  # called an update
        ]
    )
    everything = np.ones(5, bool)
    y = called("a", "c", "n", "a", "c")
    assert learning._asked(probabilities, y, np.ones(5), everything) == Bounds(0.25, 0.46)
    # What a report laid says nothing of what is asked about.
    assert learning._asked(probabilities, y, np.ones(5), np.arange(5) > 0) == Bounds(0.25, 0.25)


def test_bounds_of_reports_rest_on_what_reports_laid_and_are_never_lower():
    asked = Bounds(0.3, 0.4)
    contradicting = np.array([0.52, 0.62, 0.72, 0.82, 0.92, 0.55, 0.3])
    rest = (1 - contradicting) / 4
    probabilities = np.column_stack([rest, contradicting, rest, 2 * rest])
    probabilities[6] = 0.1, 0.1, 0.2, 0.6
    y = called("n", "n", "n", "c", "c", "c", "n")
    first, last = np.arange(7) < 5, np.arange(7) >= 5
    assert learning._laid(probabilities, y, first, asked) == Bounds(0.3, 0.53)
    assert learning._laid(probabilities, y, last, asked) == Bounds(0.3, EVEN, 0.95)
    assert learning._laid(probabilities, y, np.zeros(7, bool), asked) == Bounds(0.3, EVEN)
    assert learning._laid(probabilities, y, first, Bounds(0.3, 0.8)).contradicts == 0.8


def test_a_softmax_of_large_logits_is_still_one():
    found = softmax(np.array([[900.0, 899.0, -900.0]]))
    assert found.sum() == pytest.approx(1.0)
    assert found[0, 0] == pytest.approx(math.e / (math.e + 1))


@pytest.fixture(scope="module")
def without(many):
    """(what each ablation found by name, what progress was told)."""
    told = []
    groups = {"idle": ("idle",), "first": ("first",), "both": ("first", "second"), "onwards": ("onwards",)}
    found = learning.ablations(many, groups, lambda done, total: told.append((done, total)))
    return {one.name: one for one in found}, told


def test_with_nothing_left_out_an_ablation_finds_what_the_fit_found(found, without):
    whole = without[0][""]
    assert (whole.log_loss, whole.accuracy) == (found.log_loss, found.accuracy)


def test_what_says_nothing_is_not_missed(without):
    assert without[0]["idle"].log_loss == pytest.approx(without[0][""].log_loss, abs=0.002)


def test_what_says_something_is_missed_and_more_of_it_more(without):
    named = without[0]
    assert named[""].log_loss + 0.05 < named["first"].log_loss < named["both"].log_loss
    assert named[""].contradiction_f1 > named["first"].contradiction_f1 > named["both"].contradiction_f1


def test_a_sign_of_updates_is_missed_in_updates(without):
    assert without[0]["onwards"].update_f1 < without[0][""].update_f1 - 0.1


def test_every_ablation_is_told_to_the_end(without):
    assert without[1] == [(i, 5) for i in range(1, 6)]


def test_an_ablation_on_too_few_rows_is_refused():
    with pytest.raises(learning.TooFewRows):
        learning.ablations(draw(3), {}, lambda *_: None)
