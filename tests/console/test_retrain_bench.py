"""`bench retrain` on a few made labels and small seeds: learnt from as any labels are, and written down stage by stage."""

from __future__ import annotations

import pytest

from service.adapters import artefacts
from service.console.retrain_bench import timed
from service.measure.benchmarks_page import write_learning_speeds
from service.retraining import Retraining
from service.store.decided import decided
from tests.small_seeds import small_seeds
from tests.tools import make_scorer


@pytest.fixture
def found(database, annotator, tmp_path, monkeypatch):
    folder = small_seeds(tmp_path / "seeds")
    monkeypatch.setattr(artefacts, "seeds_folder", lambda: folder)
    scorer = make_scorer(annotator)
    return timed(database, Retraining(database, lambda: scorer, artefacts.models_folder()), scorer, 120)


def test_made_labels_are_learnt_from_and_each_stage_is_timed(found, database, tmp_path):
    said = database.run(decided, idempotent=True)
    assert (len(said.pairs), said.left_out) == (120, {})
    whole, *stages = found.rows
    assert [row.name for row in stages] == [f"retrain_{stage}" for stage in ("start", "labels", "fit", "test")]
    assert whole.value == pytest.approx(sum(row.value for row in stages))
    assert found.outcome in {"promoted", "refused"}
    assert found.as_json()["retrain_fit"] == round(stages[2].value, 6)
    page = tmp_path / "benchmarks.md"
    write_learning_speeds(page, found)
    assert "| 120 labels | time | unit |" in page.read_text(encoding="utf-8")
