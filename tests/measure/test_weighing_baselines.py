"""TruthFinder, CRH and voting, on what can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from service.measure.crh import crh
from service.measure.observations import observations, shares_of_best
from service.measure.truthfinder import truthfinder
from service.measure.worlds import PLANS, planted
from service.scoring.credibility.likeness import NONE


def cells(**stated):
    """Observations of cells 'o0', 'o1' …, one letter of a source's word for each; '-' is silence."""
    return observations({(source, (f"o{i}", "n")): value for source, word in stated.items() for i, value in enumerate(word) if value != "-"})  # fmt: skip


def test_ties_of_voting_count_in_expectation():
    known = cells(a="11", b="2-")
    assert shares_of_best(known.statements, known.statements.votes).tolist() == [0.5, 0.5, 1.0]


def test_crh_by_hand():
    """a is never outvoted, b twice in five, c four times: weighed by that, a decides where all three differ."""
    known = cells(a="11111", b="11122", c="23451")
    scores, rates = crh(known.statements)
    assert rates == pytest.approx([1, 3 / 5, 1 / 5])
    right = [value == "1" for _, value in known.values]
    assert shares_of_best(known.statements, scores)[right] == pytest.approx(1)


def test_truthfinder_trusts_those_who_are_borne_out():
    known = cells(a="11111111", b="11111111", c="11112222", d="22223333")
    scores, trust = truthfinder(known.statements, known.alike)
    assert trust[0] == pytest.approx(trust[1])
    assert trust[0] > trust[2] > trust[3]
    assert ((trust > 0) & (trust < 1)).all()
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("method", [lambda known: truthfinder(known, NONE), crh], ids=["truthfinder", "crh"])
def test_baselines_are_no_worse_than_voting_among_poor_sources(method):
    world = planted(PLANS["poor sources"], 1)
    known = world.statements

    def accuracy(scores):
        return (shares_of_best(known, scores) * world.correct).sum() / known.n_cells

    assert accuracy(method(known)[0]) >= accuracy(known.votes)
