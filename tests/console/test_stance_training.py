"""`train stance`: headlines and bodies in, a head with its card and a manifest out; with a fake for the scorer."""

from __future__ import annotations

import json
import random

import pytest

from service.adapters import artefacts
from service.console import stance_training
from service.console.stance_training import FILES, drawn, stance_head, train_stance
from service.learning.headline import TooFewStories
from service.measure.body_stance import Question
from service.measure.lines import UnreadableRow
from service.scoring.headline.head import BodyStance
from tests.measure.corpora import write_rows
from tests.measure.fake_scorer import FakeScorer

VILLAGES = (
    "Warda",
    "Tellin",
    "Kasra",
    "Murad",
    "Sefid",
    "Halab",
    "Doran",
    "Basir",
    "Qalat",
    "Zaren",
    "Ostan",
    "Vexin",
    "Jumby",
)
SHAPES = {
    "agree": "Mill in {v} burns down. Firemen saw the mill burn.",
    "disagree": "Mill fire in {v} is a hoax. Firemen say it is not true.",
    "discuss": "Mill in {v} reportedly burns, according to rumours. It may be so.",
}
BODIES = [
    {"body_id": f"{village}-{label}", "text": text.format(v=village)}
    for village in VILLAGES
    for label, text in SHAPES.items()
]
STANCES = [
    {"headline": f"Mill burns down in {village}", "body_id": f"{village}-{label}", "label": label}
    for village in VILLAGES
    for label in SHAPES
] + [
    {"headline": f"Xylophone quiz {n}", "body_id": f"{village}-agree", "label": "unrelated"}
    for village in VILLAGES
    for n in range(3)
]


def write(folder, bodies=BODIES, stances=STANCES):
    return write_rows(folder / "bodies.jsonl", *bodies), write_rows(folder / "stances.jsonl", *stances)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """(what was found, its figures, the folder of models, what progress was told)."""
    folder, told = tmp_path_factory.mktemp("stance"), []
    models = folder / "models"
    models.mkdir()
    found, figures = train_stance(
        write(folder), FakeScorer(), models, lambda stage, done, total: told.append((stage, done, total))
    )
    return found, figures, models, told


def test_the_head_that_is_written_is_the_head_that_was_fitted(trained):
    found, _, models, _ = trained
    assert artefacts.load_body_head(models) == found.head


def test_the_manifest_is_true_to_what_was_written(trained):
    models = trained[2]
    artefacts.check_models(models)
    named = json.loads((models / artefacts.MANIFEST).read_text(encoding="utf-8"))["models"]
    assert set(named) == {artefacts.BODY_HEAD, stance_training.CARD}


def test_the_card_says_what_it_was_made_of_and_what_it_reaches(trained):
    found, figures, models, _ = trained
    card = (models / stance_training.CARD).read_text(encoding="utf-8")
    assert f"`{found.head.version}`" in card
    assert FakeScorer.snapshot.model in card
    assert all(f"{name}: {value:.3f}" in card for name, value in figures.items())


def test_the_manner_of_telling_is_learnt(trained):
    assert trained[1]["fnc_weighted"] > 0.8


def test_progress_is_told_to_the_end(trained):
    last = {stage: (done, total) for stage, done, total in trained[3]}
    assert list(last) == ["read", "compare"]
    assert all(done == total for done, total in last.values())


def test_training_again_on_the_same_rows_in_another_order_writes_the_same_bytes(trained, tmp_path):
    bodies, stances = list(BODIES), list(STANCES)
    random.Random(3).shuffle(bodies)
    random.Random(3).shuffle(stances)
    train_stance(write(tmp_path, bodies, stances), FakeScorer(), tmp_path)
    for name in (artefacts.BODY_HEAD, stance_training.CARD):
        assert (tmp_path / name).read_bytes() == (trained[2] / name).read_bytes()


def test_of_a_story_so_many_are_drawn_and_first_those_that_disagree():
    rows = [Question(f"h{n}", "b", BodyStance.DISAGREE if n % 5 == 0 else BodyStance.AGREE) for n in range(20)]
    found = drawn(rows, dict.fromkeys(rows, "s"), 6)
    assert [row.label for row in found].count(BodyStance.DISAGREE) == 4
    assert len(found) == 6
    assert drawn(rows[::-1], dict.fromkeys(rows, "s"), 6) == found


def test_too_few_rows_are_refused(tmp_path):
    few = [row for row in STANCES if row["body_id"].startswith(("Warda", "Kasra"))]
    with pytest.raises(TooFewStories):
        train_stance(write(tmp_path, stances=few), FakeScorer(), tmp_path)


@pytest.mark.parametrize("there", [(), FILES[:1]])
def test_files_that_are_not_there_are_named(tmp_path, there):
    for name in there:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    with pytest.raises(UnreadableRow, match=FILES[len(there)]):
        stance_head(tmp_path, lambda *told: None)
