"""Every kind on a little of the real data with the real scorer: figures in range, and the same when asked again."""

from __future__ import annotations

import pytest

from service.adapters.artefacts import seeds_folder
from service.measure.kinds import KINDS, kind
from tests.conftest import CORPORA

FILES = {
    "pairs": [CORPORA / "pairs" / "rte3_dev.jsonl"],
    "stance": [CORPORA / "stance" / f"fnc1_train_{part}.jsonl" for part in ("bodies", "stances")],
    "claims": [seeds_folder() / "pairs_held.jsonl"],
    "events": [CORPORA / "events" / "uci_headlines.jsonl"],
    "copies": [seeds_folder() / "copies" / "stories.jsonl"],
    "truth": [CORPORA / "truth" / "books" / f"{part}.csv" for part in ("observations", "truth")],
    "attribution": [CORPORA / "attribution" / "polnear_dev.jsonl.gz"],
    "scenarios": [seeds_folder() / "events" / "night_explosion.json"],
}


@pytest.mark.models
@pytest.mark.shared
@pytest.mark.parametrize("name", [one.name for one in KINDS])
def test_figures_on_a_little_real_data_are_in_range(scorer, name):
    figures = kind(name).evaluate(FILES[name], scorer, limit=2)
    dumped = figures.as_json()
    assert figures.n > 0
    assert figures.headline in figures.values
    assert dumped["model_version"] == scorer.snapshot.model
    shares = [dumped[name] for name in figures.values if name.endswith(("f1", "accuracy", "ece", "coverage"))]
    assert all(value is None or 0 <= value <= 1 for value in shares)
    if name != "truth":
        again = kind(name).evaluate(FILES[name], scorer, limit=2).as_json()
        timing = ("seconds", "items_per_second")
        assert {key: value for key, value in again.items() if key not in timing} == {
            key: value for key, value in dumped.items() if key not in timing
        }
