"""An encoder that reads windows without their filling gives what it gives with it, and the same in any company."""

from __future__ import annotations

import random

import pytest

from service.scoring.attribution.windows import LENGTHS
from tests.toy_tagger import MARKS, make_toy_tagger

pytestmark = pytest.mark.models

WORDS = ("rain", "fell", "on", "warda")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    return make_toy_tagger(tmp_path_factory.mktemp("encoder"), WORDS).network.encoder.eval()


def make_windows(lengths, seed=5):
    draw = random.Random(seed)
    known = len(MARKS) + len(WORDS)
    return [([draw.randrange(known) for _ in range(n)], [draw.randrange(8) for _ in range(n)]) for n in lengths]


def read_together(encoder, windows):
    """The vectors of each window, all read at once."""
    import torch

    from service.adapters.packed import packed

    lengths = [len(ids) for ids, _ in windows]
    ids, looks = (torch.tensor([one for window in windows for one in window[part]]) for part in range(2))
    with torch.inference_mode():
        return packed(encoder, ids, looks, lengths).split(lengths)


def read_filled(encoder, window, length):
    """The vectors of a window that is filled up to ``length``, as the encoder itself reads it."""
    import torch

    (ids, looks), n = window, len(window[0])
    given = torch.tensor([ids + [0] * (length - n)]), torch.tensor([looks + [0] * (length - n)])
    mask = torch.tensor([[1] * n + [0] * (length - n)])
    with torch.inference_mode():
        return encoder(input_ids=given[0], token_type_ids=given[1], attention_mask=mask).last_hidden_state[0, :n]


def test_windows_without_their_filling_are_read_as_with_it(encoder):
    import torch

    windows = make_windows([3, 31, 32, 33, 70, 129, 200, 256])
    for window, found in zip(windows, read_together(encoder, windows), strict=True):
        length = next(length for length in LENGTHS if length >= len(window[0]))
        torch.testing.assert_close(found, read_filled(encoder, window, length), rtol=0, atol=2e-5)


@pytest.mark.parametrize("sixteen_bits", [False, True])
def test_what_is_read_beside_a_window_changes_no_bit_of_it(encoder, sixteen_bits):
    import torch

    windows = make_windows([5, 5, 30, 64, 90, 128, 130, 180, 192, 193, 254])
    kind = torch.bfloat16 if sixteen_bits else torch.float32
    try:
        encoder.to(kind)
        alone = [read_together(encoder, [window])[0] for window in windows]
        for order in (windows, windows[::-1], windows[:4], windows[5:]):
            together = read_together(encoder, order)
            assert all(
                torch.equal(found, alone[windows.index(one)]) for one, found in zip(order, together, strict=True)
            )
    finally:
        encoder.to(torch.float32)
