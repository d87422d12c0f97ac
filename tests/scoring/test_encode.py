"""Claims with vectors for themselves and for the phrases in their slots."""

from __future__ import annotations

import numpy as np
import pytest

from service.news.claim import SlotName
from service.scoring import encode
from tests.fakes import FakeEncoder


class Counted(FakeEncoder):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode(self, texts):
        self.asked += texts
        return super().encode(texts)


def test_every_claim_and_every_phrase_has_a_unit_vector(claims_that):
    claim = claims_that("American forces shelled the patrol at 3 a.m.")
    (found,) = encode.claims([claim], FakeEncoder())
    phrases = {slot.text for slot in claim.statement.slots if slot.name not in {SlotName.NUMBER, SlotName.TIME}}
    assert set(found.phrases) == phrases
    for vector in (found.vector, *found.phrases.values()):
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(
            1, abs=384**0.5 / 4096
        )  # half a step of the grid in each dimension


def test_each_text_is_encoded_once_and_claims_keep_their_order(claims_that):
    encoder = Counted()
    claims = [claims_that(text, id=f"c{i}") for i, text in enumerate(["Prices rose.", "Prices fell.", "Prices rose."])]
    found = encode.claims(claims, encoder)
    assert [each.claim for each in found] == claims
    assert len(encoder.asked) == len(set(encoder.asked))


def test_no_claims_need_no_vectors():
    assert encode.claims([], FakeEncoder()) == ()


def test_inner_products_are_exact_whatever_is_multiplied_along_and_in_whichever_order():
    order = np.random.default_rng(3)
    vectors = order.normal(size=(40, 384)).astype(np.float32)
    vectors = encode.on_grid(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    exact = vectors.astype(np.float64) @ vectors.astype(np.float64).T
    shuffled = order.permutation(384)
    assert np.array_equal(vectors @ vectors.T, exact)
    assert np.array_equal(vectors[:, shuffled] @ vectors[:, shuffled].T, exact)
    assert all(float(one @ other) == exact[i, j] for i, one in enumerate(vectors) for j, other in enumerate(vectors))
