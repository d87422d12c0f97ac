"""The bench of the pair model: what is counted is counted; no test says how long anything takes."""

from __future__ import annotations

import pytest

from service.adapters import products
from service.adapters.pair_models import CrossEncoder
from service.console import pair_bench
from service.measure.bench import Speeds
from service.measure.scenario_files import read
from service.news.progress import silent
from tests.measure.corpora import scenario_file
from tests.tools import make_scorer
from tests.toy_transformer import make_toy

SPEEDS = Speeds("fake-1", 2, 3, (), ("a note",))
TEXTS = {"a1": "Seven people were killed in Warda on Sunday.", "a2": "Nine people were killed in Warda on Sunday."}


@pytest.fixture
def scenarios(tmp_path):
    return read([scenario_file(tmp_path / "s.json", TEXTS, titles=dict.fromkeys(TEXTS, "Deaths in Warda"))])


@pytest.mark.models
def test_reading_is_told_in_pairs_and_beside_what_the_machine_can_multiply(annotator, scenarios):
    scorer = make_scorer(annotator, pair_model=CrossEncoder(*make_toy(("seven", "nine", "killed")), "toy"))
    found = pair_bench.with_pairs(SPEEDS, scenarios, scorer, silent)
    rows = {row.name: row for row in found.rows}
    assert rows["read_pairs_per_second"].unit == "pairs/s"
    assert all(row.value > 0 for row in rows.values())
    assert found.notes == ("a note", pair_bench.NOTE)


@pytest.mark.models
def test_every_product_is_counted():
    import torch

    one = torch.ones(3, 5)
    assert products.counted(lambda: one @ one.T) == 2 * 3 * 5 * 3


def test_without_a_transformer_there_is_nothing_to_tell(annotator, scenarios):
    assert pair_bench.with_pairs(SPEEDS, scenarios, make_scorer(annotator), silent) == SPEEDS
