"""The bench measures every way of working in every round; no test says how long anything takes."""

from __future__ import annotations

import pytest

from service.measure import bench
from service.measure.bench import STAGES, StageClock
from service.measure.scenario_files import read
from tests.measure.corpora import scenario_file
from tests.measure.fake_scorer import FakeScorer


def scenarios(tmp_path):
    texts = {"a1": "Seven died. Rain fell.", "a2": "Nine died."}
    return read([scenario_file(tmp_path / "s.json", texts, titles=dict.fromkeys(texts, "Fire"))])


def test_every_measurement_is_made_and_told(tmp_path):
    told = []
    speeds = bench.run(scenarios(tmp_path), FakeScorer(), len, lambda *progress: told.append(progress), rounds=3)
    values = {row.name: row.value for row in speeds.rows}
    assert told == [("rounds", 1, 3), ("rounds", 2, 3), ("rounds", 3, 3)]
    assert (speeds.n_articles, speeds.rounds, speeds.model_version) == (2, 3, "fake-1")
    assert {f"{stage}_share" for stage in STAGES} <= set(values)
    assert all(value >= 0 for value in values.values())
    assert speeds.as_json()["kind"] == "bench"


def test_extraction_is_told_in_sentences_of_titles_and_texts(tmp_path):
    speeds = bench.run(scenarios(tmp_path), FakeScorer(), len, rounds=1)
    rate = next(row for row in speeds.rows if row.name == "extracted_sentences_per_second")
    assert rate.value > 0
    assert rate.unit == "sentences/s"
    read = [article for scenario in scenarios(tmp_path) for article in scenario.articles]
    sentences = FakeScorer().sentences([text for article in read for text in (article.title, article.text)])
    assert any(f"{sentences} sentences" in note for note in speeds.notes)


def test_the_yardstick_reads_the_same_texts_in_every_round(tmp_path):
    read = []
    values = {row.name: row.value for row in bench.run(scenarios(tmp_path), FakeScorer(), read.append, rounds=2).rows}
    assert read == [["Fire", "Seven died. Rain fell.", "Fire", "Nine died."]] * 3  # the first does not count
    assert values["whole_pipeline_sentences_per_second"] > 0


def test_extraction_is_told_beside_the_yardstick(tmp_path):
    one = bench.run(scenarios(tmp_path), FakeScorer(), len, rounds=1)
    extracted, whole, ratio = (
        next(row.value for row in one.rows if row.name == name)
        for name in (
            "extracted_sentences_per_second",
            "whole_pipeline_sentences_per_second",
            "extracted_over_whole_pipeline",
        )
    )
    assert ratio == pytest.approx(extracted / whole)


def test_all_pairs_are_counted_and_those_that_the_service_picks(tmp_path):
    values = {row.name: row.value for row in bench.run(scenarios(tmp_path), FakeScorer(), len, rounds=1).rows}
    assert values["all_pairs"] == 3  # three claims
    assert values["picked_pairs"] == 2  # those of different outlets


def test_shares_of_stages_add_up(tmp_path):
    values = {row.name: row.value for row in bench.run(scenarios(tmp_path), FakeScorer(), len, rounds=1).rows}
    assert sum(value for name, value in values.items() if name.endswith("_share")) == pytest.approx(1)


def test_time_belongs_to_the_stage_that_is_running(monkeypatch):
    ticks = iter([0.0, 1.0, 3.0, 7.0, 15.0, 31.0])
    monkeypatch.setattr(bench.time, "perf_counter", lambda: next(ticks))
    clock = StageClock()
    for stage, done, total in (("read", 0, 2), ("read", 1, 2), ("read", 2, 2), ("weigh", 0, 1), ("weigh", 1, 1)):
        clock(stage, done, total)
    assert clock.seconds == {"other": 1.0 + 8.0, "read": 2.0 + 4.0, "weigh": 16.0}


@pytest.mark.parametrize(
    ("many", "found"), [(3, [0, 1, 2]), (10, list(range(10))), (25, [0, 2, 5, 7, 10, 12, 15, 17, 20, 22])]
)
def test_speed_is_measured_on_scenarios_that_are_far_apart(many, found):
    assert bench.spread(range(many)) == found
