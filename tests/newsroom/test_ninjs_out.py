"""An event as an item of ninjs, and the item read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from jsonschema import Draft202012Validator

from service.newsroom import ninjs, ninjs_out
from service.newsroom.findings import CAVEAT, Addresses
from service.newsroom.items import Status
from tests.builders import MORNING, make_article, make_comparison, make_event, make_report
from tests.newsroom.differing import BASE, differing
from tests.newsroom.ninjs_3_0 import ITEM
from tests.web.test_contract import full_report


def item(report=None):
    return ninjs_out.item(report or differing(), Addresses(BASE))


def bare():
    return make_report(articles=(make_article(),), events=(make_event(),))


@pytest.mark.parametrize("report", [differing(), full_report(), bare()], ids=["differing", "full", "bare"])
def test_an_item_holds_what_the_schema_of_ninjs_allows(report):
    Draft202012Validator(ITEM).validate(item(report))


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        (
            "https://газета.example/новости 1",
            "https://xn--80aahjj1e.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8%201",
        ),
        ("https://" + "ж" * 80 + ".example/1", f"{BASE}/articles/kepta1"),
        ("https://courier.example/a%20b?c=1", "https://courier.example/a%20b?c=1"),
    ],
)
def test_addresses_in_other_letters_are_written_as_uris(url, uri):
    report = differing()
    first, *others = report.articles
    written = item(replace(report, articles=(replace(first, url=url), *others)))
    assert written["associations"][0]["uri"] == uri


def test_an_item_is_read_back_as_what_was_written():
    written, found = item(), ninjs.read(item())
    assert (found.guid, found.version, found.status) == (f"{BASE}/events/e1", written["version"], Status.USABLE)
    assert (found.title, found.text) == ("=The blast in Harim", written["bodies"][0]["value"])
    assert (found.published_at, found.updated_at) == (MORNING, MORNING + timedelta(hours=6))
    assert (found.outlet, found.language) == ("counterclaim", "en")  # none of the sources is made to say it


def test_the_summary_says_who_speaks_how_far_they_agree_and_where_they_differ():
    assert item()["bodies"][0]["value"].split("\n\n") == [
        "3 independent outlets and 3 sources make 3 claims about this in 3 articles. Agreement -0.50 (90 %: -0.90 to +0.10), from -1 to 1. It is disputed.",
        "Where they contradict each other:",
        "The Courier: “The blast in Harim killed 7 people”\nDaily Ledger: “Twelve died in Harim”\nThey give different numbers: “7” and “Twelve”. Probability 0.91.",
        "What has been brought up to date:",
        "The Courier: “The blast in Harim killed 7 people”\nEvening Mail: “9 people had died”\nProbability 0.80.",
        CAVEAT,
    ]


def test_the_note_to_editors_says_what_the_figures_are_not():
    assert item()["edNote"].startswith(CAVEAT)


def test_the_articles_are_associated_and_the_figures_lead_to_their_evidence():
    written = item()
    assert [each["uri"] for each in written["associations"]] == [
        "https://courier.example/1",
        f"{BASE}/articles/kepta2",
        f"{BASE}/articles/kepta3",
    ]
    assert written["associations"][0]["name"] == "The Courier: A blast"
    report, *sources = written["trustIndicators"]
    assert report["href"] == written["events"][0]["uri"] == f"{BASE}/events/e1"
    assert [each["href"] for each in sources] == [f"{BASE}/sources/{name}/ledger" for name in ("s1", "s2", "s3")]
    assert "The Courier: 0.40 (90 %: 0.20 to 0.60)" in sources[0]["title"]


def test_a_source_whose_credibility_is_not_shown_has_no_trust_indicator():
    report = differing()
    hidden = tuple(replace(standing, credibility=None) for standing in report.standings)
    assert len(item(replace(report, standings=hidden))["trustIndicators"]) == 1


def test_the_same_words_are_the_same_version_and_others_another():
    report = differing()
    changed = replace(report, events=(replace(report.events[0], disputed=False),))
    assert item()["version"] == item()["version"] != item(changed)["version"]


def test_what_is_beyond_the_most_is_counted():
    report = differing()
    many = tuple(make_comparison("v1.0", "v2.0") for _ in range(ninjs_out.MOST_FINDINGS + 2))
    text = item(replace(report, events=(replace(report.events[0], pairs=many),)))["bodies"][0]["value"]
    assert "And 2 more." in text
    assert text.count("Twelve died") == ninjs_out.MOST_FINDINGS
