"""KIND stance: the challenge's score, and the rules that pool comparisons."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.measure import metrics, stance
from service.measure.body_stance import LABELS, RULE, BodyStance, Closeness, Question, Rule, closeness, judge
from service.measure.rows import UnreadableRow
from tests.measure.corpora import write_rows
from tests.measure.fake_scorer import FakeScorer

BODIES = ({"body_id": "1", "text": "Fire burns a mill. Rain comes. A dog sleeps."}, {"body_id": "2", "text": "Zzz."})


def asked(headline="fire burns a mill", body="1", label="agree") -> dict:
    return {"headline": headline, "body_id": body, "label": label}


def files(tmp_path, *rows, bodies=BODIES):
    return write_rows(tmp_path / "bodies.jsonl", *bodies), write_rows(tmp_path / "stances.jsonl", *rows)


def table(pairs):
    gold, predicted = zip(*((LABELS.index(a), LABELS.index(b)) for a, b in pairs), strict=True)
    return metrics.one_hot_confusions(gold, predicted, len(LABELS)).sum(0)


def challenge_score(pairs) -> float:
    """The challenge's own procedure, row by row."""
    score = best = 0.0
    for gold, predicted in pairs:
        best += 0.25 if gold == "unrelated" else 1.0
        if gold == predicted:
            score += 0.25 + 0.5 * (gold != "unrelated")
        if gold != "unrelated" and predicted != "unrelated":
            score += 0.25
    return score / best


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=1, max_size=30))
def test_the_weighted_score_is_the_challenges(pairs):
    assert stance.fnc_weighted(table(pairs)) == pytest.approx(challenge_score(pairs))


def test_figures_name_every_class():
    figures = stance.figures(table([("agree", "agree"), ("disagree", "discuss"), ("unrelated", "unrelated")]))
    assert figures == {
        "fnc_weighted": pytest.approx((1 + 0.25 + 0.25) / 2.25),
        "macro_f1": pytest.approx(2 / 3),
        "agree_f1": 1.0,
        "disagree_f1": 0.0,
        "discuss_f1": 0.0,
        "unrelated_f1": 1.0,
    }


@pytest.mark.parametrize(
    ("found", "label"),
    [
        (Closeness(0.2, 0.9, 0.9), BodyStance.UNRELATED),
        (Closeness(0.7, 0.2, 0.9), BodyStance.DISAGREE),
        (Closeness(0.7, 0.95, 0.9), BodyStance.AGREE),
        (Closeness(0.7, 0.9, 0.1), BodyStance.AGREE),
        (Closeness(0.7, 0.3, 0.3), BodyStance.DISCUSS),
    ],
)
def test_rules_pool_what_was_found(found, label):
    assert judge(found, Rule(related=0.45, contradicts=0.8, agrees=0.8)) is label


def test_a_headline_is_held_against_the_closest_claims():
    bodies = {"1": "Fire burns a mill. Rain comes. A dog sleeps. Wwww.", "2": ""}
    questions = [Question("fire burns a mill", body, BodyStance.AGREE) for body in ("1", "2")]
    found = closeness(bodies, questions, FakeScorer())
    # All of its letters and all of its words: P(agrees) of the same words; the next claims have words of their own.
    assert found[0] == Closeness(pytest.approx(1.0), 0.8, 0.8)
    assert found[1] == Closeness(0.0)


def test_a_headline_too_far_is_not_compared():
    found = closeness({"1": "Zzz."}, [Question("fire", "1", BodyStance.UNRELATED)], FakeScorer())
    assert found == [Closeness(0.0, 0.0, 0.0)]


def test_each_body_is_read_once(tmp_path):
    scorer = FakeScorer()
    rows = [asked(f"fire {n}", "1", "discuss") for n in range(5)] + [asked("fire", "2", "unrelated")]
    figures = stance.evaluate(files(tmp_path, *rows), scorer)
    assert figures.n == 6
    assert scorer.read_articles == ["1", "2"]


def test_the_two_files_may_come_in_either_order(tmp_path):
    bodies, stances = files(tmp_path, asked(), asked("zzz", "2", "unrelated"))
    assert stance.read([bodies, stances]) == stance.read([stances, bodies])


def test_a_limit_draws_whole_bodies(tmp_path):
    bodies = [{"body_id": f"{n}", "text": "Fire."} for n in range(9)]
    rows = [asked(body=f"{n}") for n in range(9) for _ in range(3)]
    assert stance.evaluate(files(tmp_path, *rows, bodies=bodies), FakeScorer(), limit=4).n == 12


@pytest.mark.parametrize(
    ("bodies", "rows", "reason"),
    [
        (BODIES, [asked(body="3")], "there is no body '3'"),
        (BODIES, [asked(label="maybe")], "'label' is not one of"),
        ((*BODIES, BODIES[0]), [asked()], "the body '1' is told twice"),
    ],
)
def test_a_row_that_is_none_stops_the_run(tmp_path, bodies, rows, reason):
    with pytest.raises(UnreadableRow, match=reason):
        stance.read(files(tmp_path, *rows, bodies=bodies))


def test_stances_are_needed(tmp_path):
    with pytest.raises(UnreadableRow, match="bodies and stances"):
        stance.read([write_rows(tmp_path / "bodies.jsonl", *BODIES)])


def test_the_rule_chosen_on_headlines_with_known_answers_separates_them():
    generator = np.random.default_rng(0)
    found, gold = [], []
    for label, agrees, contradicts in (("agree", 0.7, 0.1), ("disagree", 0.1, 0.7), ("discuss", 0.45, 0.45)):
        for _ in range(20):
            found.append(Closeness(0.9, agrees + generator.uniform(-0.04, 0.04), contradicts))
            gold.append(BodyStance(label))
    rule = stance.chosen_rule(found, gold)
    assert [judge(one, rule) for one in found] == gold
    assert all(0 < bound < 1 for bound in (RULE.related, RULE.agrees, RULE.contradicts))
