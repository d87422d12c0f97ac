"""What holds of every signal, whatever it measures: found through SIGNALS, so that a new one is tested without a new test."""

from __future__ import annotations

import math
from functools import cache
from itertools import product

import pytest

from service.scoring.compare import views
from service.scoring.signals import SIGNALS
from tests.fakes import FakePairModel

CLAIMS = [
    "Seven people were killed in the blast in Kabul on Monday.",
    "At least 12 soldiers were killed and 40 people were wounded in the blast.",
    "No one was killed in the blast in Herat on Tuesday.",
    "Three men and two women were killed in the blast.",
    "Israeli warplanes destroyed a truck carrying weapons near Al-Bukamal at 3 a.m.",
    "American forces shelled a patrol near Al-Bukamal at midnight.",
    "The patrol was not shelled by American forces.",
    "The ministry denied that its aircraft struck the convoy.",
    "The army attacked the rebels, and the rebels attacked the army.",
    "The rebels attacked the army.",
    "The army attacked the rebels on 3 March 2024.",
    "Unidentified gunmen killed a judge in Basra.",
    "Militants killed a judge and his driver in Mosul.",
    "The border crossing is closed.",
    "The border crossing has reopened.",
    "The bridge was closed but reopened on Friday.",
    "The crash was caused by heavy fog.",
    "The crash was blamed on an engine failure.",
    "The fire may have been caused by a cigarette.",
    "Unemployment fell from 6.1 percent to 5.9 percent in May.",
    "The company paid $3.5 million for the ship.",
    "The company did not pay for the ship, which left on Sunday.",
    "Three people are still missing.",
    "The mayor, Will Hope, resigned.",
    "...",
    "",
    "☢ قتل سبعة 👨‍👩‍👧 7",
]
CONFLICTS = [signal for signal in SIGNALS if "conflict" in signal.name or signal.explain is not SIGNALS[0].explain]
MIRRORS = {"negation", "denial", "opposition", "double_opposition", "number_gap", "unmatched_numbers", "exchanged"}


@pytest.fixture(scope="module")
def view(encoded):
    """Two claims, by their place in CLAIMS, side by side."""
    said = [encoded(text, id=f"c{place}") for place, text in enumerate(CLAIMS, 10)]
    again = [encoded(text, id=f"d{place}") for place, text in enumerate(CLAIMS, 10)]

    @cache
    def make(i: int, j: int, swapped: bool = False):
        (pair,) = views([(said[i], again[j])], FakePairModel(), asked=False)
        return type(pair)(pair.b, pair.a, pair.judgement) if swapped else pair

    return make


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_a_signal_is_in_range_symmetric_deterministic_and_points_only_at_what_it_measures(signal, view):
    for i, j in product(range(len(CLAIMS)), repeat=2):
        pair, mirror = view(i, j), view(i, j, swapped=True)
        value = signal.measure(pair)
        assert math.isfinite(value)
        assert signal.low <= value <= signal.high
        assert signal.measure(mirror) == value
        assert signal.measure(pair) == value
        reasons = signal.explain(pair)
        assert len(signal.explain(mirror)) == len(reasons)
        assert value != 0 or not reasons, pair
        for reason in reasons:
            assert pair.a.claim.span.covers(reason.a)
            assert pair.b.claim.span.covers(reason.b)


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
@pytest.mark.parametrize("i", range(len(CLAIMS)), ids=lambda i: CLAIMS[i][:24] or "nothing")
def test_a_claim_beside_itself_shows_no_conflict(signal, i, view):
    pair = view(i, i)
    assert signal.explain(pair) == ()
    if signal in CONFLICTS or signal.name in MIRRORS:
        assert signal.measure(pair) == 0


def test_a_claim_beside_itself_is_wholly_alike(view):
    measured = {signal.name: signal.measure(view(0, 0)) for signal in SIGNALS}
    assert measured["similarity"] == pytest.approx(1, abs=1e-6)
    assert measured["overlap"] == measured["containment"] == 1
    assert measured["number_agreement"] == measured["place_agreement"] == measured["time_agreement"] == 1


def test_names_are_unique_and_ranges_are_stated():
    assert len({signal.name for signal in SIGNALS}) == len(SIGNALS)
    assert all(signal.low < signal.high and signal.measure.__doc__ for signal in SIGNALS)
