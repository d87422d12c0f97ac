"""An outlet is judged by how it passes on what others say, and they by whether it is borne out."""

from __future__ import annotations

import pytest

from service.news.pair import Stance
from service.news.source import Source, SourceKind, Standing
from service.scoring import fidelity, weigh
from service.scoring.credibility.utterances import Voices, witnessed
from tests.builders import make_claim, make_comparison
from tests.scoring.test_weigh import AGREES, CONTRADICTS, EVEN

ROOMS = {"a1": "courier", "a2": "ledger", "a3": "post"}
VOICES = {"c1": "ministry", "c2": "ministry", "c3": "ministry", "c4": "newsroom:post"}
CLAIMS = [
    *(make_claim(f"c{n}", f"a{n}", source="m", chain=(f"o{n}", "m")) for n in (1, 2, 3)),
    make_claim("c4", "a3", source="o3", chain=("o3",)),
]


def carried(*comparisons, rooms=ROOMS):
    return {one.claim: one for one in fidelity.carried(CLAIMS, comparisons, rooms, VOICES)}


def test_what_other_newsrooms_have_a_source_say_too_is_carried():
    found = carried(make_comparison("c1", "c2", Stance.AGREES), make_comparison("c2", "c3"))
    assert {name: (one.outlet, one.alike, one.otherwise) for name, one in found.items()} == {
        "c1": ("o1", pytest.approx(AGREES), 0),
        "c2": ("o2", pytest.approx(AGREES), pytest.approx(CONTRADICTS)),
        "c3": ("o3", 0, pytest.approx(CONTRADICTS)),
    }


@pytest.mark.parametrize(
    "comparison",
    [
        make_comparison("c1", "c4", Stance.AGREES),
        make_comparison("c1", "c2", Stance.AGREES, decided=False),
        make_comparison("c1", "c2", Stance.NEUTRAL),
    ],
    ids=["another voice", "not decided", "neutral"],
)
def test_what_others_say_themselves_and_what_is_not_decided_is_no_fidelity(comparison):
    assert carried(comparison) == {}


def test_one_newsroom_does_not_bear_itself_out():
    assert carried(make_comparison("c1", "c2", Stance.AGREES), rooms=ROOMS | {"a2": "courier"}) == {}


def test_a_fidelity_takes_more_than_one_comparison():
    assert fidelity.fidelity(0.9, 0.0) is None
    assert fidelity.fidelity(1.8, 0.0).mean == pytest.approx(2.8 / 3.8)


def test_an_outlet_that_faithfully_reports_a_false_statement_loses_nothing_by_it():
    """The ministry is contradicted by the Post's own reporter; three outlets have it say the same."""
    retold = [make_comparison(one, other, Stance.AGREES) for one, other in (("c1", "c2"), ("c1", "c3"), ("c2", "c3"))]
    against = [make_comparison(f"c{n}", "c4") for n in (1, 2, 3)]
    voices = Voices(VOICES, dict.fromkeys(VOICES.values(), EVEN))
    said = witnessed("e1", CLAIMS, against, voices, retold=retold)
    outlets = [Source(f"o{n}", f"Outlet {n}", SourceKind.OUTLET) for n in (1, 2, 3)]
    ministry = Source("m", "The ministry", SourceKind.ORGANISATION)
    weighed = weigh.weighing([*outlets, ministry], said, lambda _: EVEN).standings
    found: dict[str, Standing] = {
        each.source.id: each
        for each in fidelity.rated(weighed, fidelity.carried(CLAIMS, [*against, *retold], ROOMS, VOICES))
    }
    assert [entry.evidence < 0 for entry in found["m"].ledger] == [True] * 3
    assert found["o1"].ledger == found["o2"].ledger == ()
    assert found["o1"].fidelity.mean > EVEN.mean
    assert found["m"].fidelity is None
