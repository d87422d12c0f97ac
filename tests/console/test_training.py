"""`train head`: labelled pairs in, a head with its card and a manifest out; with fakes for the heavy models."""

from __future__ import annotations

import json
import shutil

import pytest

from service.adapters import artefacts
from service.console.training import blank_head, train_head, try_head
from service.learning.head import TooFewRows
from service.measure import scenario_files
from service.measure.claims import read
from service.measure.lines import UnreadableRow
from service.news.claim import Spoken
from service.news.pair import Relation, Stance
from service.scoring.signals import SIGNALS
from tests.small_seeds import ROWS, SHAPES, make_row
from tests.tools import make_scorer


def write(folder, rows):
    file = folder / "pairs.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def scorer(annotator):
    return make_scorer(annotator, head=blank_head())


@pytest.fixture(scope="module")
def trained(tmp_path_factory, scorer):
    """(what was found, the folder of models, what progress was told)."""
    folder, told = tmp_path_factory.mktemp("trained"), []
    models = folder / "models"
    models.mkdir()
    found = train_head(
        [write(folder, ROWS)], scorer, models, lambda stage, done, total: told.append((stage, done, total))
    )
    return found, models, told


def test_the_head_that_is_written_is_the_head_that_was_fitted(trained):
    found, models, _ = trained
    assert artefacts.load_head(models) == found.head
    assert list(found.head.weights) == [signal.name for signal in SIGNALS]


def test_the_manifest_is_true_to_what_was_written(trained):
    artefacts.check_models(trained[1])
    named = json.loads((trained[1] / artefacts.MANIFEST).read_text(encoding="utf-8"))["models"]
    assert set(named) == {artefacts.HEAD, artefacts.CARD}


def test_the_card_says_what_it_was_made_of(trained):
    found, models, _ = trained
    card = " ".join((models / artefacts.CARD).read_text(encoding="utf-8").split())
    assert f"`{found.head.version}`" in card
    assert "40 claim pairs of 10 events (10 agrees, 10 contradicts, 10 neutral, 10 updates) from `pairs.jsonl`" in card
    assert "fake-pair-model+fake-encoder+" in card
    assert f"fitted on {found.rows} rows" in card


def test_made_pairs_are_taken_in(trained):
    """Besides the four labelled rows of an event there are those made of its pairs."""
    assert trained[0].rows >= 40


def test_progress_is_told_stage_by_stage_to_the_end(trained):
    last = {stage: (done, total) for stage, done, total in trained[2]}
    assert list(last) == ["read", "judge", "fit"]
    assert all(done == total for done, total in last.values())
    assert last["read"] == (40, 40)


def test_what_the_head_makes_of_the_gates_lies_beside_it(trained, tmp_path, scorer):
    found, written, _ = trained
    models = shutil.copytree(written, tmp_path / "models")
    gates = write(tmp_path, [make_row(n, "Ostan", *shape) for n, shape in enumerate(SHAPES)])
    try_head(found.head, gates, scorer, models)
    figures = artefacts.load_papers(models, found.head).figures["gates"]
    assert sum(n for *_, n in figures["reliability"]) == len(SHAPES)
    assert figures["candidate"]["accuracy"] >= 0.5
    artefacts.check_models(models)
    assert artefacts.GATES in (models / artefacts.MANIFEST).read_text(encoding="utf-8")


def test_training_again_on_the_same_rows_writes_the_same_bytes(trained, tmp_path, scorer):
    train_head([write(tmp_path, ROWS)], scorer, tmp_path)
    for name in (artefacts.HEAD, artefacts.CARD):
        assert (tmp_path / name).read_bytes() == (trained[1] / name).read_bytes()


def test_the_head_has_learnt_what_the_rows_show(trained, annotator):
    """On a place that no row names."""
    scorer = make_scorer(annotator, head=trained[0].head)
    a = Spoken("The blast in Ostan killed 7 people.", "the ministry", "A")
    for relation, text in SHAPES[:3]:
        found = scorer.compare(a, Spoken(text.format(place="Ostan"), "", "B"))
        expected = {"agree": Stance.AGREES, "contradict": Stance.CONTRADICTS, "neutral": Stance.NEUTRAL}[relation]
        assert found.comparison.probabilities.top is expected, text


def test_nothing_is_written_where_the_rows_do_not_suffice(tmp_path, scorer):
    models = tmp_path / "models"
    models.mkdir()
    with pytest.raises(TooFewRows):
        train_head([write(tmp_path, ROWS[:4])], scorer, models)
    assert list(models.iterdir()) == []


def test_a_row_that_cannot_be_read_is_named_by_its_file_and_line(tmp_path, scorer):
    file = write(tmp_path, [ROWS[0], ROWS[1] | {"relation": "quarrels"}])
    with pytest.raises(UnreadableRow, match=f"^{file}:2: ") as refused:
        train_head([file], scorer, tmp_path)
    assert refused.value.line == 2


def test_a_blank_head_weighs_nothing_and_asserts_nothing(annotator):
    scorer = make_scorer(annotator, head=blank_head())
    found = scorer.compare(Spoken("Seven people died in Warda."), Spoken("Nine people died in Warda.")).comparison
    assert found.probabilities.agrees == pytest.approx(1 / 3)
    assert found.probabilities.contradicts == pytest.approx(1 / 3)
    assert found.relation is Relation.NEUTRAL


def test_the_seeds_that_are_trained_on_are_readable():
    pairs, *further, dossiers, events = artefacts.training_seeds()
    assert further == [file for course in artefacts.further_seeds() for file in course]
    assert len(read([pairs])) >= 5_000
    assert min(len(read([file])) for file in further) >= 1_500
    assert len(read([dossiers])) >= 1_000
    assert len(scenario_files.read([events])) >= 20
