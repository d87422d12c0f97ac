"""The encoder of texts: the packaged encoder's lower layers, upper ones of its own."""

from __future__ import annotations

import numpy as np
import pytest

from service.news.errors import ArtefactError
from tests.adapters.test_sentence_encoder import TEXTS

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def untaught():
    from service.adapters.text_encoder import TextEncoder

    return TextEncoder()


@pytest.fixture(scope="module")
def taught(tmp_path_factory):
    """An encoder whose upper layers were changed, and the folder that it was written to."""
    import torch

    from service.adapters.text_encoder import TextEncoder

    encoder, folder = TextEncoder(), tmp_path_factory.mktemp("texts")
    with torch.no_grad():
        for parameter in encoder.upper.parameters():
            parameter.add_(0.01 * torch.randn(parameter.shape, generator=torch.Generator().manual_seed(0)))
    encoder.save(folder)
    return encoder, folder


def test_before_it_is_taught_it_is_the_packaged_encoder(untaught):
    from service.adapters.sentence_encoder import SentenceEncoder

    short = TEXTS[:-1]
    assert untaught.encode(short) == pytest.approx(SentenceEncoder().encode(short), abs=1e-5)


def test_lower_and_upper_layers_make_the_whole(untaught):
    from service.learning.contrast import vectors

    assert vectors(untaught.upper, untaught.lower(TEXTS)) == pytest.approx(untaught.encode(TEXTS), abs=2e-3)


def test_what_is_written_is_read_again(taught, untaught):
    from service.adapters.text_encoder import TextEncoder

    encoder, folder = taught
    again = TextEncoder(folder, "texts-1")
    assert again.name == "texts-1"
    assert np.array_equal(again.encode(TEXTS), encoder.encode(TEXTS))
    assert not np.allclose(again.encode(TEXTS), untaught.encode(TEXTS), atol=0.05)


def test_it_reads_no_further_than_it_was_taught(untaught):
    from service.adapters.text_encoder import PIECES

    long = "The river rose by two metres overnight. " * 40
    assert np.array_equal(*untaught.encode([long, f"{long} The minister resigned."]))
    assert len(untaught.lower([long])[0]) == PIECES


def test_a_folder_without_layers_is_refused_by_its_path(tmp_path):
    from service.adapters.text_encoder import TextEncoder

    with pytest.raises(ArtefactError, match=rf"{tmp_path}.*train text_encoder"):
        TextEncoder(tmp_path)


def test_layers_of_another_encoder_are_refused(tmp_path):
    import torch
    from safetensors.torch import save_file

    from service.adapters.text_encoder import WEIGHTS, TextEncoder

    save_file({"layers.0.weight": torch.zeros(2)}, tmp_path / WEIGHTS)
    with pytest.raises(ArtefactError, match=str(tmp_path)):
        TextEncoder(tmp_path)
