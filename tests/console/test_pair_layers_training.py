"""Teaching the pair model's upper layers further, on a toy: what is kept, what is left as it was, what the card tells."""

from __future__ import annotations

import numpy as np
import pytest

from service.adapters import artefacts, kept_logits
from service.adapters.kept_logits import key
from service.adapters.pair_models import COLUMNS, CrossEncoder
from service.console import pair_layers_training
from service.console.lessons import WAY, Claims, Further
from service.learning.cross_encoder import Course
from service.news.pair import Relation
from tests.console.test_pair_model_training import FOUND, WORDS
from tests.toy_transformer import make_toy

TOLD = dict.fromkeys(["one", "another"], tuple(map(float, range(len(COLUMNS)))))
BEFORE = {("seven", first): logits for first, logits in TOLD.items()}


@pytest.fixture
def models(tmp_path):
    """A folder with a pair model that was saved, with its card and what it said of what it had not read."""
    folder = tmp_path / "models" / artefacts.PAIR_MODEL
    CrossEncoder(*make_toy(WORDS), "toy").save(folder)
    kept_logits.write(folder / artefacts.UNSEEN, BEFORE)
    (folder / "README.md").write_text("# The pair model\n\n- what: a toy\n", "utf-8")
    return folder.parent


@pytest.fixture
def taught(models, monkeypatch):
    """Teaches the toy in ``models``; gives what progress was told."""
    monkeypatch.setattr(pair_layers_training, "COURSE", Course(epochs=2, rate=1e-3, layers=1))

    def teach(*, whole=True):
        told = []
        pair_layers_training.train_layers(
            Further("hands", FOUND.claims, Claims((), (), ()), [], whole=whole),
            CrossEncoder.load(models / artefacts.PAIR_MODEL, "toy", further=False),
            models,
            models.parent / "work",
            lambda stage, *_: told.append(stage),
        )
        return told

    return teach


@pytest.mark.models
def test_what_is_learnt_is_kept_beside_the_model_which_stays_as_it_was(models, taught):
    folder = models / artefacts.PAIR_MODEL
    weights, name = (folder / "model.safetensors").read_bytes(), artefacts.pair_model_name(models)
    pairs = [(row.first, row.second) for row in FOUND.claims.pairs]
    before = CrossEncoder.load(folder, "toy").judge(pairs)
    taught()
    artefacts.check_models(models)
    assert (folder / "model.safetensors").read_bytes() == weights
    assert artefacts.pair_model_name(models) != name
    assert abs(CrossEncoder.load(folder, "toy").judge(pairs) - before).max() > 0.01
    assert (CrossEncoder.load(folder, "toy", further=False).judge(pairs) == before).all()


@pytest.mark.models
def test_what_it_says_of_the_third_joins_what_the_model_said_of_what_it_had_not_read(models, taught):
    taught()
    kept = kept_logits.read(models / artefacts.PAIR_MODEL / artefacts.UNSEEN)
    apart = {pair for row in FOUND.claims.apart(inside=True) for pair in [(row.first, row.second)]}
    assert set(kept) == {key(pair) for a, b in apart for pair in ((a, b), (b, a))} | {key(pair) for pair in BEFORE}
    assert all(kept[key(pair)] == logits for pair, logits in BEFORE.items())


@pytest.mark.models
def test_once_more_nothing_is_learnt_again_and_the_card_tells_of_it_once(models, taught):
    assert set(taught()) == {"without a third", "all events", "judge the third"}
    files = [path for path in sorted(models.rglob("*")) if path.is_file()]
    first = {path: path.read_bytes() for path in files}
    assert set(taught()) == {"judge the third"}
    assert {path: path.read_bytes() for path in files} == first
    card = (models / artefacts.PAIR_MODEL / "README.md").read_text("utf-8")
    assert card.startswith("# The pair model\n\n- what: a toy\n\n## Taught further: hands\n")
    assert f"12 {Relation.UPDATES.value}" in card


@pytest.mark.models
def test_the_last_course_leaves_a_third_unread_which_its_own_layers_are_asked_of(models, taught):
    assert set(taught(whole=False)) == {"without a third", "judge the third"}
    folder = models / artefacts.PAIR_MODEL
    kept = kept_logits.read(folder / artefacts.UNSEEN)
    pairs = sorted({(row.first, row.second) for row in FOUND.claims.apart(inside=True)})
    before = CrossEncoder.load(folder, "toy", further=False).judge(pairs)[:, : len(Relation)]
    said = CrossEncoder.load(folder, "toy").judge(pairs)[:, : len(Relation)]
    told = np.array([kept[key(pair)][: len(Relation)] for pair in pairs])
    # What few bits of the difference leave is far less than what was learnt.
    assert abs(told - said).max() < abs(told - before).max() / 10
    assert "these layers, which never learnt them" in (folder / "README.md").read_text("utf-8")


@pytest.mark.models
def test_what_the_last_course_leaves_is_most_of_the_way_from_before_to_after(models, taught):
    taught(whole=False)
    before, after, found = (
        CrossEncoder.load(folder, "toy", further=further).model.state_dict()
        for folder, further in (
            (models / artefacts.PAIR_MODEL, False),
            (models.parent / "work" / "hands" / "without_a_third", False),
            (models / artefacts.PAIR_MODEL, True),
        )
    )
    moved = [name for name in before if ".layer." in name and (after[name] != before[name]).any()]
    assert moved
    for name in moved:
        whole_way = after[name] - before[name]
        assert abs(found[name] - before[name] - whole_way * WAY).max() < abs(whole_way).max() / 10
