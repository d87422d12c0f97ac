"""The encoder of texts: the pair model's lower layers, upper ones of its own."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from service.adapters import artefacts
from service.news.errors import ArtefactError
from tests.toy_transformer import make_toy

pytestmark = pytest.mark.models

WORDS = ("mill", "burns", "vote", "strike", "river", "rose", "the", "minister", "resigned")
TEXTS = ["the mill burns", "the vote", "the strike " * 20, "the river rose " * 60, "the minister resigned", "the vote"]


@pytest.fixture(scope="module")
def pair_model(tmp_path_factory):
    """(A toy pair model of four layers as it was written, its folder)."""
    from service.adapters.pair_models import CrossEncoder

    folder = tmp_path_factory.mktemp("models") / artefacts.PAIR_MODEL
    CrossEncoder(*make_toy(WORDS, layers=4), "toy").save(folder)
    return CrossEncoder.load(folder, "toy"), folder


def make_encoder(pair_model, small, moved=0.0):
    """An encoder over both, whose upper layers were moved at random by so much."""
    import torch

    from service.adapters.text_encoder import TextEncoder, networks

    found = TextEncoder(networks(*pair_model, small))
    chance = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for network in found.networks:
            for parameter in network.upper.parameters():
                parameter.add_(moved * torch.randn(parameter.shape, generator=chance).to(parameter.dtype))
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The folder of a toy sentence encoder of three layers."""
    folder = tmp_path_factory.mktemp("small")
    model, tokenizer = make_toy(WORDS, seed=2, layers=3)
    model.bert.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def untaught(pair_model, small):
    return make_encoder(pair_model, small)


@pytest.fixture(scope="module")
def taught(pair_model, small):
    """An encoder whose upper layers were changed, and the folder of models that it was written to."""
    encoder, models = make_encoder(pair_model, small, moved=0.05), pair_model[1].parent
    encoder.save(models / artefacts.TEXT_ENCODER)
    return encoder, models


def test_a_vector_is_the_mean_of_what_the_last_layer_says_of_each_piece_at_unit_length(pair_model, untaught):
    import torch

    model, _ = pair_model
    read = model.tokenizer([TEXTS[0]], return_tensors="pt")
    with torch.no_grad():
        (told,) = model.model.bert(input_ids=read["input_ids"]).last_hidden_state
    mean = told.mean(dim=0).numpy()
    large, _ = untaught.networks
    assert large.encode(TEXTS[:1])[0] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)


def test_the_cosine_of_two_texts_is_the_mean_of_those_of_the_networks(untaught):
    whole = untaught.encode(TEXTS)
    parts = [network.encode(TEXTS) for network in untaught.networks]
    assert whole @ whole.T == pytest.approx(np.mean([part @ part.T for part in parts], axis=0), abs=1e-5)


@pytest.mark.parametrize("number", [0, 1])
def test_lower_and_upper_layers_make_the_whole(untaught, number):
    from service.learning.contrast import vectors

    network = untaught.networks[number]
    assert vectors(network.upper, network.lower(TEXTS)) == pytest.approx(network.encode(TEXTS), abs=2e-2)


@pytest.mark.parametrize("place", range(len(TEXTS)))
@pytest.mark.parametrize("quick", [False, True])
def test_a_text_alone_gets_the_very_vector_that_it_gets_in_company(pair_model, small, place, quick):
    model, folder = pair_model
    encoder = make_encoder((model.quick() if quick else model, folder), small)
    others = [f"{'the mill ' * (i % 70)}burns" for i in range(90)]
    (alone,) = encoder.encode([TEXTS[place]])
    assert np.array_equal(alone, encoder.encode([*others, *TEXTS])[90 + place])


def test_no_texts_give_no_vectors(untaught):
    assert untaught.encode([]).shape == (0, 64)


def test_what_is_written_is_read_again(pair_model, small, taught, untaught):
    from service.adapters.text_encoder import TextEncoder

    encoder, models = taught
    model, _ = pair_model
    again = TextEncoder.load(models, model, small)
    assert again.name == artefacts.text_encoder_name(models)
    assert np.array_equal(again.encode(TEXTS), encoder.encode(TEXTS))
    assert not np.allclose(again.encode(TEXTS), untaught.encode(TEXTS), atol=0.05)


def test_few_bits_of_what_was_moved_hold_nearly_all_of_it(pair_model, small, taught, untaught):
    encoder, _ = taught
    moved = make_encoder(pair_model, small, moved=0.05).encode(TEXTS)
    lost, learnt = np.linalg.norm(encoder.encode(TEXTS) - moved), np.linalg.norm(moved - untaught.encode(TEXTS))
    assert lost < 0.2 * learnt


def test_it_is_the_same_whatever_the_pair_model_was_taught_further(pair_model, small, taught):
    import torch

    from service.adapters.text_encoder import TextEncoder

    encoder, models = taught
    model, _ = pair_model
    further = model.copied()
    with torch.no_grad():
        for parameter in further.model.bert.encoder.layer[-1].parameters():
            parameter.add_(0.1)
    again = TextEncoder.load(models, further, small)
    assert np.array_equal(again.encode(TEXTS), encoder.encode(TEXTS))


def test_the_pair_model_stays_as_it_was(pair_model, taught):
    from service.adapters.pair_models import CrossEncoder

    model, folder = pair_model
    pairs = [("the mill burns", "the vote"), ("the river rose", "the minister resigned")]
    assert np.array_equal(model.judge(pairs), CrossEncoder.load(folder, "toy").judge(pairs))


def test_it_reads_no_further_than_it_was_taught(untaught):
    from service.adapters.text_encoder import PIECES

    long = "the river rose " * 100
    assert np.array_equal(*untaught.encode([long, f"{long} the minister resigned"]))
    assert [len(network.lower([long])[0]) for network in untaught.networks] == [PIECES, PIECES]


def test_a_folder_without_layers_is_refused_by_its_path(pair_model, small, tmp_path):
    from service.adapters.text_encoder import TextEncoder

    model, _ = pair_model
    with pytest.raises(ArtefactError, match=rf"{tmp_path}.*train text_encoder"):
        TextEncoder.load(tmp_path, model, small)


def test_layers_of_something_else_are_refused(pair_model, small, tmp_path):
    import torch
    from safetensors.torch import save_file

    from service.adapters.pair_models import WEIGHTS
    from service.adapters.text_encoder import TextEncoder

    model, before = pair_model
    shutil.copytree(before, tmp_path / artefacts.PAIR_MODEL)
    (tmp_path / artefacts.TEXT_ENCODER).mkdir()
    save_file({"layers.0.weight": torch.zeros(2)}, tmp_path / artefacts.TEXT_ENCODER / WEIGHTS)
    with pytest.raises(ArtefactError, match=rf"{tmp_path}.*holds no layers"):
        TextEncoder.load(tmp_path, model, small)


def test_layers_that_were_taught_on_another_pair_model_are_refused(taught, small, tmp_path):
    from service.adapters.pair_models import CrossEncoder
    from service.adapters.text_encoder import TextEncoder

    _, models = taught
    other = CrossEncoder(*make_toy(WORDS, seed=1, layers=4), "other")
    other.save(tmp_path / artefacts.PAIR_MODEL)
    shutil.copytree(models / artefacts.TEXT_ENCODER, tmp_path / artefacts.TEXT_ENCODER)
    with pytest.raises(ArtefactError, match=rf"was not taught on {tmp_path}"):
        TextEncoder.load(tmp_path, other, small)
