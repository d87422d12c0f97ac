"""The head's evidence can be added up by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.news.pair import Bits
from service.scoring.head import judge
from service.scoring.signals import SIGNALS
from tests.tools import NOTHING, PRIOR, WEIGHTS, make_head

ONE, OTHER = "Seven people were killed in the blast.", "Nine people were killed in the blast."


def test_every_signal_gives_its_bits_in_their_order_after_the_prior(side_by_side):
    pair = side_by_side(ONE, OTHER)
    prior, *rest = make_head().evidence(pair)
    assert (prior.signal, prior.value, prior.bits) == ("prior", None, PRIOR)
    assert [part.signal for part in rest] == [signal.name for signal in SIGNALS]
    for signal, part in zip(SIGNALS, rest, strict=True):
        weight = WEIGHTS.get(signal.name, NOTHING)
        assert part.value == signal.measure(pair)
        assert part.bits == Bits(*(each * part.value for each in (weight.agrees, weight.contradicts, weight.neutral)))


def test_the_probabilities_are_what_a_person_adds_up(side_by_side):
    evidence = make_head().evidence(side_by_side(ONE, OTHER))
    sums = [sum(getattr(part.bits, stance) for part in evidence) for stance in ("agrees", "contradicts", "neutral")]
    whole = sum(2.0**each for each in sums)
    found = judge(evidence)
    assert [found.agrees, found.contradicts, found.neutral] == pytest.approx([2.0**each / whole for each in sums])


def test_without_evidence_the_prior_decides(side_by_side):
    found = judge(make_head(weights={}, prior=Bits(2, 1, 0)).evidence(side_by_side(ONE, OTHER)))
    assert (found.agrees, found.contradicts, found.neutral) == pytest.approx((4 / 7, 2 / 7, 1 / 7))


def test_a_missing_weight_is_an_error_and_no_silent_zero(side_by_side):
    head = make_head()
    without = replace(head, weights={name: bits for name, bits in head.weights.items() if name != "overlap"})
    with pytest.raises(KeyError, match="overlap"):
        without.evidence(side_by_side(ONE, OTHER))


def test_a_weight_for_an_unknown_signal_counts_for_nothing(side_by_side):
    pair = side_by_side(ONE, OTHER)
    assert make_head(WEIGHTS | {"horoscope": Bits(9, 9, 9)}).evidence(pair) == make_head().evidence(pair)


WORDING = {"one: nine": Bits(0.5, -0.5, 0.0), "both: people": Bits(-1.0, 2.0, -1.0), "one: spike": Bits(9.0, 0.0, 0.0)}


def test_a_wording_that_was_learnt_is_told_term_by_term_after_the_signals_and_adds_up(side_by_side):
    pair, head = side_by_side(ONE, OTHER), make_head(wording=WORDING)
    plain, worded = make_head().evidence(pair), head.evidence(pair)
    assert worded[: len(plain)] == plain
    assert [(part.signal, part.value, part.bits) for part in worded[len(plain) :]] == [
        ("wording both: people", 1.0, WORDING["both: people"])
    ]
    before, after = judge(plain), judge(worded)
    assert after.contradicts / after.agrees == pytest.approx(before.contradicts / before.agrees * 2.0**3)
    assert judge(head.evidence(side_by_side(OTHER, ONE))) == after
