"""What the head and the pair model learn from: rows of pairs, and pairs of claims that scenarios hold."""

from __future__ import annotations

import json

import numpy as np
import pytest

from service.console.training import blank_head
from service.measure import labelled
from service.measure.labelled import NEUTRALS
from service.measure.lines import UnreadableRow
from service.news.pair import ReasonCode, Relation
from service.news.progress import silent
from service.scoring.compare import UNASKED
from tests.fakes import FakePairModel
from tests.tools import make_scorer

FIRST = "The army shelled Warda on Sunday, the ministry said. The market of Warda burnt down."
SECOND = "Rebels shelled Warda on Sunday, the army said. Nobody died in Warda. The bakery of Warda is shut."
THIRD = "The market of Warda burnt down. Three people died in Warda on Sunday, doctors said."
QUOTES = {
    "c1": ("a1", "The army shelled Warda on Sunday"),
    "c2": ("a1", "The market of Warda burnt down"),
    "c3": ("a2", "Rebels shelled Warda on Sunday"),
    "c4": ("a2", "Nobody died in Warda"),
    "c5": ("a2", "The bakery of Warda is shut"),
    "c6": ("a3", "The market of Warda burnt down"),
    "c7": ("a3", "Three people died in Warda on Sunday"),
}
SCENARIO = {
    "id": "warda",
    "domain": "conflict",
    "summary": "Shells fall on Warda.",
    "articles": [
        {
            "id": name,
            "outlet": name,
            "url": None,
            "title": "",
            "text": text,
            "published_at": f"2024-03-15T{hour}:00+00:00",
        }
        for name, hour, text in (("a1", "12:00", FIRST), ("a2", "09:00", SECOND), ("a3", "18:00", THIRD))
    ],
    "gold": {
        "event_of_article": {"a1": "e1", "a2": "e1", "a3": "e1"},
        "claims": [
            {"id": name, "article": article, "quote": quote, "speaker": "OUTLET", "kind": "outlet", "certainty": "firm"}
            for name, (article, quote) in QUOTES.items()
        ],
        "contradictions": [{"a": "c1", "b": "c3", "reasons": ["actor"]}],
        "agreements": [{"a": "c2", "b": "c6"}],
        "updates": [{"earlier": "c4", "later": "c7"}],
        "unspecified": [],
        "wire_copies": [],
        "independent_sources_of_main_event": 3,
        "speaker_aliases": {},
        "least_supported_source": None,
    },
}
ROW = {
    "id": "r1",
    "event": "e",
    "domain": "conflict",
    "a": {"text": "Nine died.", "speaker": None, "outlet": "A", "published_at": "2024-03-15T09:00:00+00:00"},
    "b": {"text": "Seven died.", "speaker": None, "outlet": "B", "published_at": "2024-03-15T06:00:00+00:00"},
    "relation": "update",
    "reasons": [],
}


@pytest.fixture(scope="module")
def scorer(annotator):
    return make_scorer(annotator, head=blank_head())


@pytest.fixture
def scenario_file(tmp_path):
    file = tmp_path / "warda.json"
    file.write_text(json.dumps(SCENARIO), encoding="utf-8")
    return file


def told(pair):
    return tuple(side.claim.text.rstrip(".") for side in pair.sides)


def test_what_a_reader_listed_is_learnt_with_its_reasons_the_earlier_claim_first(scenario_file, scorer):
    found = {pair.relation: pair for pair in labelled.read([scenario_file], scorer, silent)}
    assert told(found[Relation.CONTRADICTS]) == (QUOTES["c3"][1], QUOTES["c1"][1])
    assert found[Relation.CONTRADICTS].reasons == {ReasonCode.ACTOR}
    assert told(found[Relation.AGREES]) == (QUOTES["c2"][1], QUOTES["c6"][1])
    assert told(found[Relation.UPDATES]) == (QUOTES["c4"][1], QUOTES["c7"][1])


def test_of_what_nobody_listed_some_are_neutral_pairs_of_the_same_event(scenario_file, scorer):
    found = labelled.read([scenario_file], scorer, silent)
    neutral = [pair for pair in found if pair.relation is Relation.NEUTRAL]
    assert 0 < len(neutral) <= NEUTRALS * 3
    assert {pair.event for pair in found} == {"warda"}
    listed = {frozenset(told(pair)) for pair in found if pair.relation is not Relation.NEUTRAL}
    assert not listed & {frozenset(told(pair)) for pair in neutral}


def test_two_claims_of_one_voice_are_no_pair(scenario_file, scorer):
    for pair in labelled.read([scenario_file], scorer, silent):
        a, b = (side.claim for side in pair.sides)
        assert (a.article, a.source) != (b.article, b.source)


def test_the_same_pairs_are_drawn_each_time_whatever_the_order_of_articles(scorer, tmp_path):
    turned = SCENARIO | {"articles": SCENARIO["articles"][::-1]}
    assert pairs_of(turned, tmp_path, scorer) == pairs_of(SCENARIO, tmp_path, scorer)


def pairs_of(scenario, folder, scorer):
    file = folder / "scenario.json"
    file.write_text(json.dumps(scenario), encoding="utf-8")
    return sorted((*told(pair), pair.relation) for pair in labelled.read([file], scorer, silent))


def test_a_copy_adds_no_pair(scorer, tmp_path):
    copy = SCENARIO["articles"][2] | {"id": "a4", "outlet": "a4"}
    gold = SCENARIO["gold"] | {
        "event_of_article": {**SCENARIO["gold"]["event_of_article"], "a4": "e1"},
        "claims": [*SCENARIO["gold"]["claims"], SCENARIO["gold"]["claims"][-1] | {"id": "c8", "article": "a4"}],
        "wire_copies": [["a3", "a4"]],
    }
    copied = SCENARIO | {"articles": [*SCENARIO["articles"], copy], "gold": gold}
    assert pairs_of(copied, tmp_path, scorer) == pairs_of(SCENARIO, tmp_path, scorer)


def test_rows_and_scenarios_are_read_together_and_rows_are_put_in_the_order_of_time(tmp_path, scenario_file, scorer):
    rows = tmp_path / "pairs.jsonl"
    rows.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    found = labelled.read([rows, scenario_file], scorer, silent)
    assert told(found[0]) == ("Seven died", "Nine died")
    assert found[0].event == "e"
    assert {pair.event for pair in found[1:]} == {"warda"}


def test_what_a_report_laid_side_by_side_is_known_as_such_and_what_is_made_of_it_is_not(tmp_path, scorer):
    rows = tmp_path / "pairs.jsonl"
    rows.write_text("".join(json.dumps(row) + "\n" for row in (ROW, ROW | {"laid_by": "report"})), encoding="utf-8")
    found = labelled.read([rows], scorer, silent)
    assert [pair.laid for pair in found] == [False, True]
    measured = labelled.measured(found, scorer, silent)
    assert measured.laid.tolist() == [False, True, *[False] * (len(measured.relations) - 2)]


class NeutralUnlessAsked(FakePairModel):
    def judge(self, pairs):
        unasked = np.array([first.startswith(UNASKED) for first, _ in pairs])
        return np.where(unasked[:, None], super().judge([("one", "other")] * len(pairs)), super().judge(pairs))


def test_what_a_report_laid_is_judged_as_in_a_report_and_rows_keep_their_order(tmp_path, annotator):
    rows = tmp_path / "pairs.jsonl"
    given = [ROW | {"laid_by": "report"}, ROW, ROW | {"laid_by": "report"}]
    rows.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    scorer = make_scorer(annotator, pair_model=NeutralUnlessAsked())
    found = labelled.measured(labelled.read([rows], scorer, silent), scorer, silent, made=False)
    contradicts = found.signals[:, found.names.index("model_contradicts")]
    assert contradicts[0] == contradicts[2] < contradicts[1]


def test_only_events_that_are_wanted_are_read(tmp_path, scenario_file, scorer):
    rows = tmp_path / "pairs.jsonl"
    rows.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    for event in ("e", "warda"):
        found = labelled.read([rows, scenario_file], scorer, silent, lambda each, wanted=event: each == wanted)
        assert {pair.event for pair in found} == {event}


def test_about_a_third_of_events_is_set_apart():
    assert 250 < sum(labelled.set_apart(f"event {number}") for number in range(1_000)) < 420


def test_a_scenario_that_cannot_be_read_is_named(tmp_path, scorer):
    file = tmp_path / "broken.json"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(UnreadableRow, match=r"broken\.json"):
        labelled.read([file], scorer, silent)
