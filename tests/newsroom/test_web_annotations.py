"""Web Annotations: on the words of both claims, wherever these stand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.news.article import Field, Span
from service.news.source import Source, SourceKind
from service.newsroom import web_annotations
from service.newsroom.findings import Addresses, Side
from tests.builders import make_article, make_claim
from tests.newsroom.differing import BASE, COURIER, differing

AT = f"{BASE}/events/e1/annotations"


def made(report=None):
    return web_annotations.collection(report or differing(), AT, Addresses(BASE))


def test_a_contradiction_is_on_the_words_of_both_claims_and_says_what_the_other_one_says():
    items = made()["first"]["items"]
    one, other = items[:2]
    assert one["target"]["source"] == "https://courier.example/1"
    quote, position = one["target"]["selector"]
    assert (quote["prefix"], quote["suffix"]) == ("Good morning 🌅. ", ". Nothing else was known.")
    assert COURIER[position["start"] : position["end"]] == quote["exact"] == "The blast in Harim killed 7 people"
    comment, tag, link = one["body"]
    assert comment["value"] == (
        "Daily Ledger contradicts this: “Twelve died in Harim”. They give different numbers: “7” and “Twelve”. "
        "Probability 0.91."
    )
    assert (comment["purpose"], tag["purpose"], tag["value"]) == ("commenting", "tagging", "contradicts")
    assert link == {"type": "SpecificResource", "purpose": "linking", **other["target"]}


def test_words_of_a_title_have_no_position_and_an_article_without_an_address_has_that_of_the_kept_one():
    target = made()["first"]["items"][1]["target"]
    assert target["source"] == f"{BASE}/articles/kepta2"
    assert [each["type"] for each in target["selector"]] == ["TextQuoteSelector"]


def test_an_update_says_which_of_the_two_is_the_later_one():
    earlier, later = made()["first"]["items"][2:]
    assert earlier["body"][0]["value"].startswith("Evening Mail goes on from this: “9 people had died”.")
    assert later["body"][0]["value"].startswith("The Courier told this as it was before: “The blast")


def test_a_collection_is_as_the_model_has_it_and_what_is_left_open_is_not_in_it():
    found = made()
    assert (found["@context"], found["type"], found["id"]) == (web_annotations.CONTEXT, "AnnotationCollection", AT)
    page = found["first"]
    assert (page["type"], page["partOf"], found["total"], len(page["items"])) == ("AnnotationPage", AT, 4, 4)
    assert len({each["id"] for each in page["items"]}) == 4
    assert all(each["type"] == "Annotation" and each["id"].startswith(f"{AT}#") for each in page["items"])


def test_a_report_without_pairs_has_an_empty_collection():
    report = differing()
    empty = replace(report, events=(replace(report.events[0], pairs=()),))
    assert (made(empty)["total"], made(empty)["first"]["items"]) == (0, [])


@given(st.text(min_size=1), st.data(), st.sampled_from(Field))
def test_what_is_quoted_is_what_stands_between_the_positions(text, data, field):
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    claim = replace(make_claim(), field=field, span=span)
    article = make_article(text=text, title=text)
    quote, *positions = web_annotations.selectors(Side(claim, Source("s1", "x", SourceKind.OUTLET), article))
    assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
    assert text[: span.start].endswith(quote["prefix"])
    for position in positions:
        assert text[position["start"] : position["end"]] == quote["exact"]
    assert len(positions) == (field is Field.TEXT)
