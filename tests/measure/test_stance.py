"""KIND stance: the challenge's score, and a body held against headlines by the head."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.measure import metrics, stance
from service.measure.body_stance import LABELS, Question, held, judged, manners
from service.measure.rows import UnreadableRow
from service.news.errors import ArtefactError
from service.scoring.headline.head import BodyStance
from service.scoring.headline.held import CLOSEST, MANNER
from tests.measure.corpora import write_rows
from tests.measure.fake_scorer import FakeScorer
from tests.tools import make_body_head

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


QUESTIONS = [
    Question("fire burns a mill", "1", BodyStance.AGREE),
    Question("rain comes down", "1", BodyStance.DISAGREE),
    Question("zzz", "1", BodyStance.UNRELATED),
    Question("fire burns a mill", "2", BodyStance.UNRELATED),
]
TEXTS = {body["body_id"]: body["text"] for body in BODIES}


def test_a_headline_is_held_against_the_closest_claims():
    texts = {"1": "Fire burns a mill. Rain comes. A dog sleeps. Wwww.", "2": ""}
    near, empty = held(
        texts, [Question("fire burns a mill", body, BodyStance.AGREE) for body in ("1", "2")], FakeScorer()
    )
    assert near.closest[0].claim.text == "Fire burns a mill"
    assert len(near.closest) == CLOSEST
    assert empty.closest == []
    measured = dict(zip(MANNER, manners([near], FakeScorer())[0], strict=True))
    assert measured["cosine_top"] == pytest.approx(1.0)
    # All of its words are those of the closest claim; the next claims have words of their own.
    assert measured["closest_agrees"] == measured["top_agrees"] == 0.8


def test_the_head_is_asked_what_is_near_and_then_what_is_said():
    rows = held(TEXTS, QUESTIONS, FakeScorer())
    head = make_body_head()
    assert judged(rows, head, FakeScorer()) == [
        BodyStance.AGREE,
        BodyStance.DISAGREE,
        BodyStance.UNRELATED,
        BodyStance.UNRELATED,
    ]


def test_only_what_is_near_is_compared():
    class Counting(FakeScorer):
        compared = 0

        def compare_claims(self, pairs, *, asked=False):
            self.compared += len(pairs)
            return super().compare_claims(pairs, asked=asked)

    scorer = Counting()
    rows = held(TEXTS, QUESTIONS, scorer)
    judged(rows, make_body_head(), scorer)
    assert scorer.compared == sum(len(row.closest) for row in rows[:2])
    judged(rows[2:], make_body_head(), scorer)
    assert scorer.compared == sum(len(row.closest) for row in rows[:2])


def test_the_order_of_rows_changes_nothing():
    answers = judged(held(TEXTS, QUESTIONS, FakeScorer()), make_body_head(), FakeScorer())
    turned = judged(held(TEXTS, QUESTIONS[::-1], FakeScorer()), make_body_head(), FakeScorer())
    assert turned == answers[::-1]


def test_no_rows_get_no_answers():
    assert judged([], make_body_head(), FakeScorer()) == []


def test_where_no_head_was_trained_nothing_is_read(tmp_path):
    class Untrained(FakeScorer):
        def body_head(self):
            raise ArtefactError("stance.json is missing; run `python -m service train stance`")

    scorer = Untrained()
    with pytest.raises(ArtefactError, match="train stance"):
        stance.evaluate(files(tmp_path, asked()), scorer)
    assert scorer.read_articles == []


def test_figures_name_the_head(tmp_path):
    figures = stance.evaluate(files(tmp_path, asked(), asked("zzz", "2", "unrelated")), FakeScorer())
    assert any("stance-test" in note for note in figures.notes)


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
