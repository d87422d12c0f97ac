"""`ablate`: what is left out in turn, and the table that comes of it."""

from __future__ import annotations

from service.console.ablations import MODEL, left_out
from service.learning.head import Ablation
from service.measure.benchmarks_page import ablations_table, write_ablations
from service.scoring.signals import SIGNALS
from service.scoring.update import SIGNS

NAMES = {signal.name for signal in SIGNALS} | {sign.name for sign in SIGNS}
FOUND = [Ablation("", 1.0, 0.6, 0.65, 0.5), Ablation("overlap", 1.01, 0.55, 0.65, 0.52)]


def test_every_signal_and_every_sign_is_left_out_once_alone():
    alone = [members[0] for name, members in left_out().items() if members == (name,)]
    assert sorted(alone) == sorted(NAMES)


def test_families_leave_out_signals_that_there_are_and_the_pair_model_its_sign_of_updates_too():
    for members in left_out().values():
        assert set(members) <= NAMES
    assert set(left_out()[MODEL]) == {"model_agrees", "model_contradicts", "model_updates"}


def test_the_table_shows_the_whole_and_then_differences(tmp_path):
    table = ablations_table(FOUND, ["a note"]).splitlines()
    assert table[2] == "| nothing | 1.000 | 0.600 | 0.650 | 0.500 |"
    assert table[3] == "| overlap | +0.010 | -0.050 | +0.000 | +0.020 |"
    assert table[-1] == "- a note"
    page = tmp_path / "page.md"
    for _ in range(2):
        write_ablations(page, FOUND, ["a note"])
        assert page.read_text(encoding="utf-8").count("| overlap |") == 1
