"""What is one word to whoever searches is one when folded."""

from __future__ import annotations

import sys

import pytest

from service.store.folding import folded


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("São  Paulo", "sao paulo"),
        ("Łódź", "LODZ"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("Diyarbakır", "diyarbakir"),
        ("Þórshöfn", "thorshofn"),
        (" Tal\u00a0Warda\n", "tal warda"),
        ("Zu\u0308rich", "Z\u00fcrich"),
        ("Αθήνα", "αθηνα"),
    ],
)
def test_case_accents_and_blanks_make_no_difference(written, searched):
    assert folded(written) == folded(searched)


@pytest.mark.parametrize(("one", "other"), [("ガザ", "カサ"), ("각", "가"), ("Paris", "Pariz")])
def test_what_is_another_letter_makes_one(one, other):
    assert folded(one) != folded(other)


def test_folding_twice_is_folding_once():
    letters = [chr(n) for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000]
    assert [letter for letter in letters if folded(folded(letter)) != folded(letter)] == []
