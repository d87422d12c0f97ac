"""What an event's report says of its outlets, its figures and its disputes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.news.copy import CopyOf, KnownBy
from service.news.event import Event
from service.news.pair import Relation, Stance
from service.scoring import assemble
from service.scoring.copying.credits import newsrooms
from tests.builders import MORNING, make_article, make_claim, make_comparison, make_quantity, make_slot


def report(claims, articles, copies=None, comparisons=()):
    inside = tuple(dict.fromkeys(claim.article for claim in claims))
    event = Event("e1", "A blast", tuple(claim.id for claim in claims), inside)
    found = {copy: CopyOf(origin, KnownBy.EARLIER) for copy, origin in (copies or {}).items()}
    return assemble.event_report(
        event, {claim.id: claim for claim in claims}, newsrooms(articles, found), comparisons, []
    )


def counting(value, **rest):
    return make_claim(slots=(make_slot(quantity=make_quantity(value)),), **rest)


@pytest.mark.parametrize(
    ("outlets", "copies", "independent"),
    [
        (["A", "B", "C"], {}, 3),
        (["A", "B", "C"], {"a1": "a0"}, 2),
        (["A", "B", "C"], {"a1": "a0", "a2": "a0"}, 1),
        (["A", "a", "B"], {}, 2),
    ],
)
def test_copies_and_one_newsroom_count_once(outlets, copies, independent):
    articles = [make_article(f"a{i}", outlet) for i, outlet in enumerate(outlets)]
    claims = [make_claim(f"c{i}", f"a{i}") for i in range(len(outlets))]
    assert report(claims, articles, copies).independent_outlets == independent


def test_copies_of_what_tells_of_another_event_count_once_too():
    articles = [make_article(f"a{i}", outlet) for i, outlet in enumerate("ABC")]
    claims = [make_claim(f"c{i}", f"a{i}") for i in (1, 2)]
    assert report(claims, articles, {"a1": "a0", "a2": "a0"}).independent_outlets == 1


def test_an_agencys_wire_counts_as_the_agency_whoever_prints_it():
    articles = [
        make_article("a0", "The Courier", "BEIRUT (ANA) — A lorry exploded near the port, police said."),
        make_article("a1", "The Herald", "Police said that a lorry had blown up in the port quarter. (ANA)"),
        make_article("a2", "The Post", "Our reporter saw a burning lorry."),
    ]
    claims = [make_claim(f"c{i}", f"a{i}") for i in range(3)]
    assert report(claims, articles).independent_outlets == 2


def test_figures_for_one_thing_make_a_series_by_time():
    claims = [
        counting(9, id="c1", as_of=MORNING + timedelta(hours=2)),
        counting(7, id="c2", source="s2"),
        counting(6, id="c9", as_of=None),
        counting(8, id="c10", as_of=None),
    ]
    (series,) = report(claims, [make_article()]).numbers
    assert series.slot == "killed"
    assert [(figure.value, figure.claim) for figure in series.series] == [(7, "c2"), (9, "c1"), (6, "c9"), (8, "c10")]


def test_one_figure_is_no_series():
    assert report([counting(9), make_claim("c2")], [make_article()]).numbers == ()


@pytest.mark.parametrize(
    ("comparison", "disputed"),
    [
        (make_comparison(), True),
        (make_comparison(decided=False), False),
        (make_comparison(relation=Relation.UPDATES), False),
        (make_comparison(stance=Stance.AGREES), False),
    ],
)
def test_an_event_is_disputed_where_a_contradiction_is_decided(comparison, disputed):
    claims = [make_claim("c1"), make_claim("c2", source="s2")]
    assert report(claims, [make_article()], comparisons=[comparison]).disputed is disputed


def test_sources_are_named_once_in_the_order_of_their_claims():
    claims = [make_claim("c1", source="s3"), make_claim("c2", source="s1"), make_claim("c3", source="s3")]
    assert report(claims, [make_article()]).sources == ("s3", "s1")


def test_voices_behind_a_claim_are_counted_once_each():
    claims = [make_claim(f"c{i}", source=source) for i, source in enumerate(["s1", "s2", "s2", "s3", "s4"])]
    agreeing = [make_comparison("c0", f"c{i}", Stance.AGREES) for i in (1, 2, 3)]
    against = [make_comparison("c0", "c4")]
    voice_of = {"c0": "s1", "c1": "s2", "c2": "s2", "c3": "s1", "c4": "s4"}
    found = assemble.independent_sources(claims, [*agreeing, *against], voice_of)
    assert found == {"c0": 2, "c1": 2, "c2": 2, "c3": 1, "c4": 1}
