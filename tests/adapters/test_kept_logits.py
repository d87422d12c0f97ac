"""Logits kept by digest: what was said comes back, and no text with it."""

from __future__ import annotations

import pytest

from service.adapters.kept_logits import key, read, write
from service.news.errors import ArtefactError

SAID = {("seven killed", "nine killed"): (1.5, -2.25, 0.0), ("nine killed", "seven killed"): (-8.0, 3.0, 0.125)}


def test_keys_tell_ordered_pairs_apart_and_give_no_text_away():
    pairs = [("a", "b"), ("b", "a"), ("ab", ""), ("", "ab"), ("a", "b ")]
    assert len({key(pair) for pair in pairs}) == len(pairs)
    assert key(("a", "b")) == key(("a", "b"))


def test_what_was_said_comes_back_by_its_pair(tmp_path):
    write(tmp_path / "new" / "said.safetensors", SAID)
    assert read(tmp_path / "new" / "said.safetensors") == {key(pair): logits for pair, logits in SAID.items()}


def test_no_text_is_in_the_file_and_everybody_may_read_it(tmp_path):
    write(tmp_path / "said.safetensors", SAID)
    assert b"killed" not in (tmp_path / "said.safetensors").read_bytes()
    assert (tmp_path / "said.safetensors").stat().st_mode & 0o004


def test_the_order_in_which_pairs_are_given_changes_no_byte(tmp_path):
    for name, said in (("one", SAID), ("other", dict(reversed(SAID.items())))):
        write(tmp_path / name, said)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


@pytest.mark.parametrize("content", [None, b"", b"no tensors"])
def test_what_cannot_be_read_is_refused_by_its_path(tmp_path, content):
    file = tmp_path / "said.safetensors"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ArtefactError, match="said"):
        read(file)
