"""Whom an article credits with itself, and whose work it is."""

from __future__ import annotations

from itertools import permutations

import pytest

from service.adapters import artefacts
from service.measure import scenario_files
from service.news.claim import Form
from service.news.copy import CopyOf, KnownBy
from service.news.source import Source, SourceKind
from service.scoring import weigh
from service.scoring.copies import copies
from service.scoring.copying.credits import agency, is_of, newsrooms
from tests.builders import make_article, make_claim

BODY = "Seven people were killed when a lorry exploded near the port, police said."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"BEIRUT, March 3 (Archipelago News) — {BODY}", "Archipelago News"),
        (f"KALININGRAD, 10 February. /Baltvest/. {BODY}", "Baltvest"),
        (f"NOON NEWS / SAT MAY 9 / READER: ANNA\n\n{BODY}", ""),
        (f"{BODY} (ANA)", "ANA"),
        (f"{BODY} (HPS, with inputs from our bureau)", "HPS"),
        (f"{BODY}\n\nUnion Press", "Union Press"),
        (f"{BODY} — Lombard Wire", "Lombard Wire"),
        (f"{BODY}\nSource: Reuters", "Reuters"),
        (f"{BODY}\n\n(Reporting by ANA bureau in Makassar)", ""),
        (f"{BODY} (Photo: Canal Sierra)", ""),
        (f"{BODY} (Syrians)", ""),
        (f"{BODY}\n\nFollow our coverage on the front page", ""),
        (f"{BODY}\n\nRead more", ""),
        (BODY, ""),
        ("", ""),
    ],
)
def test_the_agency_is_read_from_the_dateline_or_the_foot(text, name):
    assert agency(text) == name


@pytest.mark.parametrize(
    ("short", "outlet", "its_own"),
    [
        ("AAP", "Agencia Altiplano", True),
        ("Tirreno", "Agenzia Tirreno", True),
        ("Meridian", "Meridian Wire", True),
        ("ANA", "Archipelago News Agency", True),
        ("AAP", "The Tampa Gazette", False),
        ("Meridian", "Meridian Hill Gazette", False),
        ("Reuters", "Reprint Weekly", False),
        ("", "The Courier", False),
    ],
)
def test_a_name_in_a_credit_is_an_outlets_own_or_not(short, outlet, its_own):
    assert is_of(short, outlet) is its_own


def test_an_article_is_the_work_of_its_agency_else_of_its_outlet_and_a_copy_of_its_origins():
    articles = [
        make_article("a1", "Archipelago News Agency", f"BEIRUT (ANA) — {BODY}"),
        make_article("a2", "The Mercury", f"{BODY} (ANA)"),
        make_article("a3", "Radio Nusa", BODY),
        make_article("a4", "The Post", BODY),
        make_article("a5", "the post", BODY),
    ]
    found = {"a4": CopyOf("a3", KnownBy.EARLIER)}
    expected = {
        "a1": "archipelago news agency",
        "a2": "archipelago news agency",
        "a3": "radio nusa",
        "a4": "radio nusa",
        "a5": "post",
    }
    for order in permutations(articles):
        assert newsrooms(order, found) == expected


def test_what_an_outlet_says_for_itself_in_an_agencys_wire_is_said_by_the_agency():
    """And what a spokesman says is one voice, whoever prints it."""
    found = [
        Source("s1", "The Mercury", SourceKind.OUTLET),
        Source("s2", "Radio Nusa", SourceKind.OUTLET),
        Source("s3", "Archipelago News Agency", SourceKind.OUTLET, aliases=("ANA",)),
        Source("s4", "Amir Noor", SourceKind.PERSON, speaks_for="s5"),
        Source("s5", "police", SourceKind.ORGANISATION),
    ]
    claims = [
        make_claim("c1", "a1", source="s1", chain=("s1",)),
        make_claim("c2", "a2", source="s2", chain=("s2",)),
        make_claim("c3", "a3", source="s2", chain=("s2",)),
        make_claim("c4", "a1", source="s4", chain=("s1", "s4"), form=Form.INDIRECT),
        make_claim("c5", "a3", source="s5", chain=("s2", "s5"), form=Form.INDIRECT),
    ]
    newsroom_of = {"a1": "archipelago news agency", "a2": "archipelago news agency", "a3": "radio nusa"}
    voices = weigh.voices(claims, found, newsroom_of)
    assert voices == {"c1": "s3", "c2": "s3", "c3": "s2", "c4": "s5", "c5": "s5"}
    nameless = {"a1": "some agency", "a2": "some agency", "a3": "radio nusa"}
    voices = weigh.voices(claims, found, nameless)
    assert voices["c1"] == voices["c2"] not in {source.id for source in found}


SAMPLES = scenario_files.read([artefacts.seeds_folder() / "events"])


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.id for sample in SAMPLES])
def test_newsrooms_of_the_sample_events_are_counted_as_their_readers_did(sample):
    """With the articles that belong to the main event given: grouping is measured elsewhere."""
    events = list(sample.event_of_article.values())
    main = max(events, key=events.count)
    articles = [article for article in sample.articles if sample.event_of_article[article.id] == main]
    found = copies(articles, artefacts.load_copy_head(artefacts.models_folder()))
    assert len(set(newsrooms(articles, found).values())) == sample.independent_sources
    assert {frozenset((name, copy.origin)) for name, copy in found.items()} == set(sample.copies)
