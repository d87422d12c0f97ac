"""Claims into events: by meaning, names and time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.news.article import Field
from service.news.event import BondKind
from service.scoring import encode, extract, group
from tests.builders import make_article, make_claim
from tests.fakes import FakeEncoder
from tests.scoring.conftest import WEDNESDAY
from tests.tools import make_grouping, make_tools

BLAST = [
    "A truck exploded near Al-Bukamal on Monday. The explosion killed seven people near Al-Bukamal.",
    "A truck carrying weapons exploded on Monday near Al-Bukamal. Seven people were killed in the explosion.",
    "The explosion of a truck near Al-Bukamal killed nine people on Monday.",
]
ELECTION = [
    "Voters in Norland elected Ada Lind president on Sunday. Lind won 54 percent of the vote.",
    "Ada Lind won the election in Norland on Sunday with 54 percent of the vote.",
]


def threads_of(claims, article, encoder):
    return group.threads(claims, article, encode.texts(group.texts(claims, article), encoder))


@pytest.fixture(scope="module")
def events_of(annotator, claims_that):
    """Articles → the sets of articles that share an event."""
    tools = make_tools(annotator)

    def find(*articles):
        ordered = extract.canonical(articles)
        claims = extract.claims(ordered, tools.annotator, tools.dates, tools.languages).claims
        told = {
            one.id: threads_of([c for c in claims if c.article == one.id], one, tools.text_encoder) for one in ordered
        }
        return group.events(claims, ordered, told, tools.grouping), {claim.id: claim for claim in claims}

    return find


@pytest.fixture(scope="module")
def claims_of(annotator):
    """An article → its claims."""
    tools = make_tools(annotator)
    return lambda article: extract.claims([article], tools.annotator, tools.dates, tools.languages).claims


def printed(id, text, hours=0, **rest):
    return make_article(id, outlet=f"Outlet {id}", text=text, published_at=WEDNESDAY + timedelta(hours=hours), **rest)


def together(found):
    return {frozenset(event.articles) for event in found}


def test_one_event_is_found_across_outlets_and_another_stays_apart(events_of):
    articles = [printed(f"a{i}", text, i) for i, text in enumerate([*BLAST, *ELECTION])]
    found, _ = events_of(*articles)
    assert together(found) == {frozenset({"a0", "a1", "a2"}), frozenset({"a3", "a4"})}
    assert [event.id for event in found] == ["e1", "e2"]


def test_events_do_not_depend_on_the_order_of_articles(events_of):
    articles = [printed("a1", BLAST[0]), printed("a2", ELECTION[0]), printed("a3", BLAST[1], 1)]
    expected, _ = events_of(*articles)
    assert all(events_of(*order)[0] == expected for order in permutations(articles))


def look_alike(day: str) -> str:
    return f"Residents of Al-Bukamal said a truck exploded on {day}. Three people were killed when the truck exploded."


def test_look_alikes_on_different_days_stay_apart(events_of):
    same_day, _ = events_of(printed("a1", BLAST[0]), printed("a2", look_alike("Monday"), 2))
    assert together(same_day) == {frozenset({"a1", "a2"})}
    apart, _ = events_of(printed("a1", BLAST[0]), printed("a2", look_alike("Friday"), 80))
    assert together(apart) == {frozenset({"a1"}), frozenset({"a2"})}


def test_reports_in_the_same_words_about_different_days_stay_apart(events_of):
    found, _ = events_of(printed("a1", BLAST[0]), printed("a2", BLAST[0].replace("Monday", "Friday"), 80))
    assert together(found) == {frozenset({"a1"}), frozenset({"a2"})}


FLOODS = "Floods killed 40 people in Homs {when}. The dam above Homs broke {when}."
WHENS = pytest.mark.parametrize("when", ["in 2019", "last year", "on 3 January 2024"])


@WHENS
def test_the_background_of_a_story_is_an_event_of_its_own(events_of, when):
    found, claims = events_of(printed("a1", f"{BLAST[0]} {FLOODS.format(when=when)}"), printed("a2", BLAST[1], 1))
    (flood,) = [event for event in found if "Floods" in " ".join(claims[name].text for name in event.claims)]
    assert [claims[name].text for name in flood.claims] == FLOODS.format(when=when).rstrip(".").split(". ")


@WHENS
def test_a_lone_claim_of_another_time_is_told_with_the_story(events_of, when):
    text = f"{BLAST[0]} The truck had been stolen {when}."
    (blast,), claims = events_of(printed("a1", text), printed("a2", BLAST[1], 1))
    assert set(blast.claims) == set(claims)


@WHENS
def test_what_is_told_with_a_story_moves_it_nowhere(claims_of, when):
    """The thread that the story is grouped by is measured without it."""
    article = printed("a1", f"{BLAST[0]} The truck had been stolen in Homs {when}.")
    claims = claims_of(article)
    (whole,) = threads_of(claims, article, FakeEncoder())
    assert whole.claims == tuple(claim.id for claim in claims)
    (short,) = threads_of(claims[:-1], article, FakeEncoder())
    assert np.array_equal(whole.vector, short.vector)
    assert replace(whole, claims=(), vector=None) == replace(short, claims=(), vector=None)


def test_a_lone_claim_of_another_time_without_a_story_is_alone(claims_of):
    article = printed("a1", "The truck had been stolen in 2019. It was sold in 2021.")
    claims = claims_of(article)
    found = threads_of(claims, article, FakeEncoder())
    assert [(thread.claims, thread.background) for thread in found] == [((claim.id,), True) for claim in claims]


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from([*BLAST, *ELECTION, "Prices rose in May.", "..."]), st.integers(0, 200)),
        max_size=5,
    )
)
def test_every_claim_belongs_to_exactly_one_event(events_of, texts):
    found, claims = events_of(*(printed(f"a{i}", text, hours) for i, (text, hours) in enumerate(texts)))
    held = [name for event in found for name in event.claims]
    assert sorted(held) == sorted(claims)
    for event in found:
        assert list(event.articles) == list(dict.fromkeys(claims[name].article for name in event.claims))
        assert event.headline
    firsts = [int(event.claims[0][1:]) for event in found]
    assert firsts == sorted(firsts)


def test_an_event_is_called_by_its_first_headline(events_of):
    found, _ = events_of(printed("a1", BLAST[0]), printed("a2", BLAST[1], 1, title="Truck explodes near Al-Bukamal"))
    assert [event.headline for event in found] == ["Truck explodes near Al-Bukamal"]


def test_an_event_tells_what_its_articles_have_in_common(events_of):
    (found,), _ = events_of(printed("a1", BLAST[0]), printed("a2", BLAST[1], 1))
    told = {(bond.kind, bond.text): bond.articles for bond in found.joined_by}
    assert told[BondKind.PLACE, "al-bukamal"] == 2
    monday = (WEDNESDAY - timedelta(days=2)).date().isoformat()
    assert told[BondKind.DAY, monday] == 2
    ((alone,), _) = events_of(printed("a1", BLAST[0]))
    assert alone.joined_by == ()


def test_no_claims_make_no_events():
    assert group.events((), (), {}, make_grouping()) == ()


def test_claims_of_one_article_and_time_stay_together_whatever_they_say(claims_that):
    article = make_article(published_at=WEDNESDAY)
    texts = ["Prices rose.", "Rebels held a bridge.", "The choir sang."]
    claims = [claims_that(text, id=f"c{i}") for i, text in enumerate(texts, 1)]
    told = {article.id: threads_of(claims, article, FakeEncoder())}
    (event,) = group.events(claims, [article], told, make_grouping())
    assert event.claims == ("c1", "c2", "c3")
    assert event.headline == make_claim(text="Prices rose.", field=Field.TEXT).text
