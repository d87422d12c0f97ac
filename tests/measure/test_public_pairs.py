"""How public pairs are split: by premise, the same in every corpus."""

from __future__ import annotations

from collections import Counter

import pytest

from service.measure import public_pairs
from service.measure.pairs import Pair
from service.measure.public_pairs import FITTED, Part, fitted, of_part, part
from service.news.pair import Stance
from tests.measure.corpora import pair_row, write_rows


def make_pairs(n):
    return [Pair(f"premise {i}", "hypothesis", Stance.NEUTRAL) for i in range(n)]


@pytest.mark.parametrize("other", ["The flood, it rose!", "THE FLOOD IT ROSE", "the  flood it rose."])
def test_case_spaces_and_marks_move_no_premise_to_another_part(other):
    assert part(other) is part("The flood it rose.")


def test_eight_tenths_are_to_fit_and_a_tenth_each_to_choose_by_and_to_report_on():
    counts = Counter(part(pair.premise) for pair in make_pairs(4_000))
    assert counts[Part.FIT] == pytest.approx(3_200, rel=0.05)
    assert counts[Part.CHOOSE] == pytest.approx(400, rel=0.2)
    assert counts[Part.REPORT] == pytest.approx(400, rel=0.2)


def test_every_row_is_of_one_part_and_doubles_stand_once():
    pairs = make_pairs(200)
    parts = [of_part(pairs * 2, each) for each in Part]
    assert sorted(pair.premise for found in parts for pair in found) == sorted(pair.premise for pair in pairs)


def test_what_is_fitted_on_is_of_the_part_to_fit_each_pair_once_and_no_more_than_allowed(tmp_path, monkeypatch):
    monkeypatch.setattr(public_pairs, "FITTED", {"one": 1_000, "other": 5})
    rows = [pair_row(premise=f"premise {i}", hypothesis="it") for i in range(100)]
    extra = [pair_row(premise=f"other {i}", hypothesis="it") for i in range(100)]
    (tmp_path / "pairs").mkdir()
    write_rows(tmp_path / "pairs" / "one.jsonl", *rows)
    write_rows(tmp_path / "pairs" / "other.jsonl", *rows, *extra)
    found = list(fitted(tmp_path))
    assert all(part(pair.premise) is Part.FIT for pair in found)
    assert len(found) == len({(pair.premise, pair.hypothesis) for pair in found})
    assert sum(pair.premise.startswith("other") for pair in found) == 5


def test_what_may_only_be_measured_on_is_not_fitted_on():
    assert not {"watson_multilingual", "healthver_dev", "sick_train"} & set(FITTED)
