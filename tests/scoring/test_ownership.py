"""Who is of which house, from what sites say of each other; what one of them says alone makes nobody a relative."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.news.ownership import UNOWNED, Control, House, Ownership, TrustFile
from service.news.source import Source, SourceKind
from service.scoring import weigh
from service.scoring.copying.credits import newsrooms
from service.scoring.ownership import controls, houses, ownership, shared, site
from tests.builders import make_article, make_claim

TIDELINE = TrustFile("tideline.example", (("control", "https://bay.example"), ("control", "https://www.cove.example/")))
BAY = TrustFile("bay.example", (("controlledby", "https://tideline.example/about"), ("vendor", "ads.example")))
COVE = TrustFile("cove.example", (("controlledby", "tideline.example"),), outlets=("The Cove Herald",))
SITES = ("a.example", "b.example", "c.example", "d.example")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Bay.example:443/news?x", "bay.example"),
        ("bay.example/news", "bay.example"),
        ("https://bay.example.", "bay.example"),
        ("http://[x", ""),
        ("", ""),
    ],
)
def test_a_site_is_the_host_of_an_address(address, host):
    assert site(address) == host


def test_what_both_sides_say_makes_a_house():
    assert controls([TIDELINE, BAY, COVE]) == (
        Control("tideline.example", "bay.example", True),
        Control("tideline.example", "cove.example", True),
    )
    found = ownership([COVE, TIDELINE, BAY])
    assert found.of_site == dict.fromkeys(("tideline.example", "bay.example", "cove.example"), "tideline.example")
    assert found.of_outlet == {"cove herald": "tideline.example"}


def test_what_one_side_says_counts_where_it_is_believed():
    assert ownership([TIDELINE]) == ownership([COVE, BAY]) == ownership([]) == UNOWNED
    assert controls([BAY]) == (Control("tideline.example", "bay.example", False),)
    assert set(ownership([replace(BAY, believed=True)]).of_site) == {"tideline.example", "bay.example"}


def test_nobody_is_made_a_relative_by_a_stranger():
    stranger = TrustFile("stranger.example", (("control", "bay.example"), ("control", "far.example")))
    assert ownership([TIDELINE, BAY, COVE, stranger]) == ownership([TIDELINE, BAY, COVE])


def test_vendors_and_members_are_no_relatives():
    names = ("member", "belongto", "vendor", "customer", "social", "contact", "disclosure", "datatrainingallowed")
    files = [TrustFile(one, tuple((name, other) for name in names)) for one, other in ((*SITES[:2],), (*SITES[1::-1],))]
    assert ownership(files) == UNOWNED


edges = st.tuples(st.sampled_from(["control", "controlledby"]), st.sampled_from(SITES))
files = st.builds(
    TrustFile,
    st.sampled_from(SITES),
    st.lists(edges, max_size=4).map(tuple),
    st.lists(st.sampled_from(["Bay Post", "The Cove Herald"]), max_size=1).map(tuple),
    st.booleans(),
)


@given(st.lists(files, max_size=4, unique_by=lambda file: file.site), st.data())
def test_the_order_of_files_plays_no_part_and_houses_are_what_edges_connect(given_files, data):
    found = ownership(given_files)
    assert ownership(data.draw(st.permutations(given_files))) == found
    counting = [edge for edge in controls(given_files) if edge.counts]
    assert all(found.of_site[edge.owner] == found.of_site[edge.owned] for edge in counting)
    assert found.of_site.keys() == {name for edge in counting for name in (edge.owner, edge.owned)}
    assert all(found.of_site[house] == house for house in found.of_site.values())


def test_newsrooms_are_of_the_house_that_their_articles_lie_in_or_that_their_names_tell():
    articles = [
        make_article("a1", "Bay Post", url="https://www.bay.example/1"),
        make_article("a2", "Bay Post", url=None),
        make_article("a3", "The Cove Herald", url=None),
        make_article("a4", "Far Gazette", url="https://far.example/1"),
        make_article("a5", "Bay Post", "BEIRUT (Far Gazette) — Seven people were killed.", url="https://bay.example/5"),
    ]
    newsroom_of = newsrooms(articles, {})
    known = ownership([TIDELINE, BAY, COVE])
    found = houses(articles, newsroom_of, known)
    assert found == {"bay post": "tideline.example", "cove herald": "tideline.example"}
    assert shared(articles, newsroom_of, found) == (House("tideline.example", ("Bay Post", "The Cove Herald")),)
    assert shared(articles[:2], newsroom_of, found) == ()
    assert houses(articles, newsroom_of, UNOWNED) == {}


def test_newsrooms_of_a_house_have_one_voice_and_those_they_quote_have_their_own():
    found = [
        Source("s1", "Bay Post", SourceKind.OUTLET),
        Source("s2", "Cove Herald", SourceKind.OUTLET),
        Source("s3", "Far Gazette", SourceKind.OUTLET),
        Source("s4", "police", SourceKind.ORGANISATION),
    ]
    claims = [
        make_claim("c1", "a1", source="s1", chain=("s1",)),
        make_claim("c2", "a2", source="s2", chain=("s2",)),
        make_claim("c3", "a3", source="s3", chain=("s3",)),
        make_claim("c4", "a1", source="s4", chain=("s1", "s4")),
        make_claim("c5", "a3", source="s2", chain=("s3", "s2")),
        make_claim("c6", "a6", source="s9", chain=("s9",)),
    ]
    rooms = {"a1": "bay post", "a2": "cove herald", "a3": "far gazette", "a6": "tidewire"}
    voices = weigh.voices(claims, found, rooms)
    one = weigh.housed(voices, found, dict.fromkeys(("bay post", "cove herald", "tidewire"), "tideline.example"))
    assert one["c1"] == one["c2"] == one["c5"] == one["c6"]
    assert [one[name] for name in ("c3", "c4")] == [voices[name] for name in ("c3", "c4")]
    assert weigh.housed(voices, found, {}) == voices


def test_ownership_without_houses_is_nothing():
    assert Ownership() == UNOWNED
