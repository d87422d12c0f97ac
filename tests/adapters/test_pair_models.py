"""The pair model behind its port: columns by name, the same answer whatever the order, and nothing remembered wrongly."""

from __future__ import annotations

import numpy as np
import pytest

from service.adapters.kept_logits import key
from service.adapters.pair_models import COLUMNS, RELATIONS, CrossEncoder, Remembered
from service.news.errors import ArtefactError
from tests.fakes import FakePairModel
from tests.toy_transformer import make_toy

WORDS = ("yes", "no", "blast", "seven", "nine", "killed")
PAIRS = [
    ("seven killed", "nine killed"),
    ("nine killed", "seven killed"),
    ("blast", "no blast"),
    ("yes", "no"),
    ("seven " * 40, "nine"),
    ("", ""),
]
TOLD, OTHERS = ([float(start + column) for column in range(len(COLUMNS))] for start in (1, 50))
# Between 16-bit and 32-bit arithmetic, on logits of a few units.
SIXTEEN_BITS = 0.1
LAST_BITS = 1e-5


class Watched(FakePairModel):
    """Keeps what it was asked."""

    def __init__(self):
        self.asked = []

    def judge(self, pairs):
        self.asked.extend(pairs)
        return super().judge(pairs)


def test_what_is_remembered_is_told_and_the_model_is_not_asked():
    model = Watched()
    found = Remembered(model, {key(PAIRS[0]): TOLD}).judge([PAIRS[0]])
    assert found.tolist() == [TOLD]
    assert model.asked == []


def test_all_else_is_asked_of_the_model_and_put_where_it_belongs():
    model = Watched()
    remembered = Remembered(model, {key(PAIRS[1]): TOLD, key(PAIRS[3]): OTHERS})
    found = remembered.judge(PAIRS)
    plain = FakePairModel().judge(PAIRS)
    assert model.asked == [PAIRS[0], PAIRS[2], PAIRS[4], PAIRS[5]]
    assert found[[1, 3]].tolist() == [TOLD, OTHERS]
    assert np.array_equal(found[[0, 2, 4, 5]], plain[[0, 2, 4, 5]])
    assert found.dtype == np.float32


def test_the_other_direction_of_a_remembered_pair_is_another_pair():
    model = Watched()
    Remembered(model, {key(PAIRS[0]): TOLD}).judge([PAIRS[1]])
    assert model.asked == [PAIRS[1]]


@pytest.mark.parametrize("remembered", [{}, {key(PAIRS[0]): TOLD}])
def test_no_pairs_give_an_empty_matrix(remembered):
    assert Remembered(FakePairModel(), remembered).judge([]).shape == (0, len(COLUMNS))


def test_it_bears_the_name_of_the_model_within():
    assert Remembered(FakePairModel(), {}).name == "fake-pair-model"


@pytest.mark.models
def test_a_folder_without_a_model_is_refused_by_its_path(tmp_path):
    with pytest.raises(ArtefactError, match=str(tmp_path)):
        CrossEncoder.load(tmp_path, "none")


@pytest.fixture(scope="module")
def toy():
    return CrossEncoder(*make_toy(WORDS), "toy")


@pytest.mark.models
def test_weights_that_are_not_safetensors_are_not_loaded(toy, tmp_path):
    toy.save(tmp_path)
    (tmp_path / "model.safetensors").rename(tmp_path / "pytorch_model.bin")
    with pytest.raises(ArtefactError, match=str(tmp_path)):
        CrossEncoder.load(tmp_path, "toy")


@pytest.mark.models
def test_judgements_are_natural_logits_of_all_columns(toy):
    found = toy.judge(PAIRS)
    assert found.shape == (len(PAIRS), len(COLUMNS))
    assert found.dtype == np.float32
    assert np.isfinite(found).all()


@pytest.mark.models
def test_no_pairs_give_no_judgements(toy):
    assert toy.judge([]).shape == (0, len(COLUMNS))


@pytest.mark.models
def test_the_same_pairs_in_another_order_get_the_very_same_judgements(toy):
    assert np.array_equal(toy.judge(PAIRS[::-1]), toy.judge(PAIRS)[::-1])


@pytest.mark.models
@pytest.mark.parametrize("position", range(len(PAIRS)))
@pytest.mark.parametrize("quick", [False, True])
def test_a_pair_alone_gets_the_very_judgement_it_gets_in_company(toy, position, quick):
    model = toy.quick() if quick else toy
    others = [(f"{'blast ' * (i % 30)}seven", "nine") for i in range(70)]
    (alone,) = model.judge([PAIRS[position]])
    assert np.array_equal(alone, model.judge([*others, *PAIRS])[70 + position])


@pytest.mark.models
def test_what_is_quick_says_nearly_the_same_and_leaves_the_model_as_it_was(toy):
    before = toy.judge(PAIRS)
    assert toy.quick().judge(PAIRS) == pytest.approx(before, abs=SIXTEEN_BITS)
    assert np.array_equal(toy.judge(PAIRS), before)


@pytest.mark.models
def test_a_pair_that_stands_twice_gets_one_judgement(toy):
    one, _, again = toy.judge([PAIRS[0], PAIRS[1], PAIRS[0]])
    assert np.array_equal(one, again)


@pytest.mark.models
def test_the_two_directions_of_a_pair_are_told_apart(toy):
    one, other = toy.judge(PAIRS[:2])
    assert not np.array_equal(one, other)


ORDERS = [COLUMNS, COLUMNS[::-1], (*COLUMNS[4:], *COLUMNS[:4]), COLUMNS[1:] + COLUMNS[:1], RELATIONS]


@pytest.mark.models
@pytest.mark.parametrize("columns", ORDERS, ids=" ".join)
def test_columns_are_found_by_name_whatever_their_order_and_survive_saving(tmp_path, columns):
    """The toys differ in the names of their columns alone."""
    told = tuple(column for column in COLUMNS if column in columns)
    plain, turned = (CrossEncoder(*make_toy(WORDS, columns=each), "toy") for each in (told, columns))
    order = [columns.index(column) for column in told]
    assert np.array_equal(turned.judge(PAIRS), plain.judge(PAIRS)[:, order])
    for name, toy in (("plain", plain), ("turned", turned)):
        toy.save(tmp_path / name)
    plain, turned = (CrossEncoder.load(tmp_path / name, "toy") for name in ("plain", "turned"))
    assert np.array_equal(turned.judge(PAIRS), plain.judge(PAIRS)[:, order])


@pytest.mark.models
def test_what_is_saved_twice_is_the_same_file_and_gives_the_same_judgements(toy, tmp_path):
    toy.save(tmp_path / "one")
    loaded = CrossEncoder.load(tmp_path / "one", "toy")
    loaded.save(tmp_path / "two")
    weights = [(tmp_path / each / "model.safetensors").read_bytes() for each in ("one", "two")]
    assert weights[0] == weights[1]
    assert np.array_equal(CrossEncoder.load(tmp_path / "two", "toy").judge(PAIRS), loaded.judge(PAIRS))


@pytest.mark.models
def test_every_user_of_the_machine_may_read_what_is_saved(toy, tmp_path):
    """In an image somebody else serves than built it."""
    toy.save(tmp_path)
    assert [file.name for file in tmp_path.iterdir() if not file.stat().st_mode & 0o004] == []


@pytest.mark.models
@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_cooling_divides_judgements_and_leaves_the_model_as_it_was(toy, temperature):
    before = toy.judge(PAIRS)
    assert toy.cooled(temperature).judge(PAIRS) == pytest.approx(before / temperature, abs=LAST_BITS)
    assert np.array_equal(toy.judge(PAIRS), before)


@pytest.mark.models
def test_an_average_lies_between_its_models_and_leaves_them_as_they_were(toy):
    before = toy.judge(PAIRS)
    halved = CrossEncoder.averaged([toy, toy.cooled(2.0), toy.cooled(2.0)])
    assert halved.judge(PAIRS) == pytest.approx(before * 2 / 3, abs=LAST_BITS)
    assert np.array_equal(toy.judge(PAIRS), before)


@pytest.mark.models
def test_models_count_by_their_share_and_what_they_have_alike_stays_to_the_last_bit(toy):
    before, shares = toy.model.state_dict(), (0.15, 0.85)
    found = CrossEncoder.averaged([toy, toy.cooled(2.0)], shares)
    assert found.judge(PAIRS) == pytest.approx(toy.judge(PAIRS) * (0.15 + 0.85 / 2), abs=LAST_BITS)
    others = {name for name, value in found.model.state_dict().items() if (value != before[name]).any()}
    assert others == {"classifier.weight"}  # what the toy adds is 0, hot or cool


@pytest.mark.models
@pytest.mark.parametrize("columns", [RELATIONS, RELATIONS[::-1]], ids=" ".join)
def test_with_columns_for_reasons_it_says_the_same_of_relations_and_nothing_of_reasons(columns):
    plain = CrossEncoder(*make_toy(WORDS, columns=columns), "toy")
    said = plain.with_reasons().judge(PAIRS)
    # A wider table is multiplied by another kernel on some processors, which adds up in another order.
    assert said[:, : len(RELATIONS)] == pytest.approx(plain.judge(PAIRS), abs=1e-6)
    assert not said[:, len(RELATIONS) :].any()
    assert plain.judge(PAIRS).shape == (len(PAIRS), len(RELATIONS))


@pytest.mark.models
@pytest.mark.parametrize(
    "columns", [("entailment", "contradiction", "neutral"), (*RELATIONS[:3], "unrelated"), RELATIONS[:3]]
)
def test_a_model_that_tells_something_else_is_refused(columns):
    with pytest.raises(ArtefactError, match=str(columns[-1])):
        CrossEncoder(*make_toy(WORDS, columns=columns), "toy")


@pytest.fixture
def moved(toy):
    """The toy with its last layer moved by less than four bits of its weights can tell."""
    found = toy.copied()
    for name, value in found.model.named_parameters():
        if ".layer.1." in name or "classifier" in name:
            value.data += 0.004 * value.data.abs().mean() * value.data.sign()
    return found


@pytest.mark.models
def test_what_was_taught_further_is_kept_as_a_difference_and_read_with_what_it_differs_from(toy, moved, tmp_path):
    toy.save(tmp_path)
    start = CrossEncoder.load(tmp_path, "toy")
    moved.model.load_state_dict(
        {
            name: value + (moved.model.state_dict()[name] - toy.model.state_dict()[name])
            for name, value in start.model.state_dict().items()
        }
    )
    moved.save_further(tmp_path)
    found = CrossEncoder.load(tmp_path, "toy").judge(PAIRS)
    said, before = moved.judge(PAIRS), start.judge(PAIRS)
    assert abs(found - said).max() < 0.05 * abs(before - said).max()


@pytest.mark.models
def test_a_model_that_is_saved_whole_no_longer_differs_from_itself(toy, moved, tmp_path):
    toy.save(tmp_path)
    moved.save_further(tmp_path)
    toy.save(tmp_path)
    assert not (tmp_path / "further.safetensors").exists()
