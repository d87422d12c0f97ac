"""The packaged sentence encoder behind its port."""

from __future__ import annotations

import numpy as np
import pytest

from service.news.errors import ArtefactError

TEXTS = [
    "Seven people were killed in the blast.",
    "A warplane destroyed a site of Iran-backed groups on the edge of the town.",
    "The minister resigned.",
    "🔥 قتل سبعة أشخاص",
    "No.",
    "",
    "The river rose by two metres overnight, and the whole lower town was told to leave. " * 20,
]
# Batches are padded to their longest text, which moves the last bits of a vector.
LAST_BITS = 1e-5

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def encoder():
    from service.adapters.sentence_encoder import SentenceEncoder

    return SentenceEncoder()


@pytest.fixture(scope="module")
def vectors(encoder):
    return encoder.encode(TEXTS)


def test_every_text_gets_a_unit_vector(vectors):
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_the_same_texts_in_another_order_get_the_very_same_vectors(encoder, vectors):
    assert np.array_equal(encoder.encode(TEXTS[::-1]), vectors[::-1])


@pytest.mark.parametrize("position", range(len(TEXTS)))
def test_a_text_alone_gets_the_vector_it_gets_in_company(encoder, vectors, position):
    (alone,) = encoder.encode([TEXTS[position]])
    assert alone == pytest.approx(vectors[position], abs=LAST_BITS)


def test_a_text_gets_its_vector_beside_a_hundred_others(encoder, vectors):
    many = encoder.encode([*(f"Text number {i} about nothing much." for i in range(100)), *TEXTS])
    assert many[-len(TEXTS) :] == pytest.approx(vectors, abs=LAST_BITS)


def test_a_text_that_stands_twice_gets_one_vector(encoder):
    one, other, again = encoder.encode([TEXTS[0], TEXTS[1], TEXTS[0]])
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_no_texts_give_an_empty_matrix_of_the_same_width(encoder):
    found = encoder.encode([])
    assert found.shape == (0, 384)
    assert found.dtype == np.float32


def test_texts_that_mean_the_same_are_nearer_than_texts_that_do_not(encoder):
    vectors = encoder.encode(["Seven people died in the explosion.", TEXTS[0], "The minister resigned."])
    close = vectors @ vectors.T
    assert close[0, 1] > close[0, 2] + 0.2


def test_a_folder_that_is_no_encoder_is_refused_by_its_path(tmp_path):
    from service.adapters.sentence_encoder import SentenceEncoder

    with pytest.raises(ArtefactError, match=str(tmp_path)):
        SentenceEncoder(tmp_path)
