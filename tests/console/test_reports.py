"""A report as a person reads it: everything that matters is on the page, and nothing an outlet is called can change it."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from service.console import reports
from service.news.article import Field, Span
from service.news.claim import Certainty, Form
from service.news.copy import CopyOf, KnownBy
from service.news.ownership import House
from service.news.pair import Stance
from service.news.party import Party, PartyEdit, Words
from service.web.report_schemas import ScoreReportSchema
from tests.builders import (
    MORNING,
    make_article,
    make_claim,
    make_comparison,
    make_event,
    make_report,
    make_request,
    make_standing,
    make_unused,
)
from tests.fakes import FakeScorer

SEVEN, NINE = "A blast in Warda killed 7 people.", "A blast in Warda killed 9 people."


def console(width=100, **rest):
    return Console(record=True, width=width, file=io.StringIO(), **rest)


def shown(report, width=100, styles=False):
    """What a person sees of a report of nouns, dumped as the API does."""
    paper = console(width)
    reports.show(ScoreReportSchema().dump(report), paper)
    return paper.export_text(styles=styles)


def scored(*articles):
    return FakeScorer().score(make_request(*articles))


@pytest.fixture
def page():
    return shown(
        scored(
            make_article("a1", "The Courier", SEVEN),
            make_article("a2", "The Post", NINE),
            make_article("a3", "Radio Warda", NINE),
            make_article("a4", "Silent Times", "..."),
        )
    )


@pytest.mark.parametrize("name", ["The Courier", "The Post", "Radio Warda"])
def test_every_source_is_named(page, name):
    assert name in page


@pytest.mark.parametrize("quote", [SEVEN, NINE])
def test_both_quotes_of_a_contradiction_stand_below_it(page, quote):
    below = page[page.index("They contradict each other") : page.index("They agree")]
    assert quote in below


def test_a_contradiction_says_who_how_likely_and_over_what(page):
    assert "The Courier (c-a1) and The Post (c-a2)  P = 0.91  over number" in page


def test_agreements_stand_below_their_own_heading(page):
    assert "The Post (c-a2) and Radio Warda (c-a3)  P = 0.91" in page[page.index("They agree") :]


def test_an_event_says_how_many_outlets_and_how_far_they_agree(page):
    assert "3 independent outlets, 3 sources, agreement -0.50 (90 %: -0.90 to +0.10), disputed" in page


def test_credibility_is_shown_with_its_interval_and_its_prior(page):
    (line,) = [line for line in page.splitlines() if line.strip().startswith("The Courier  ") and "outlet" in line]
    assert line.split()[2:] == ["outlet", "0.33", "0.00", "to", "0.69", "2.0", "0.50,", "no", "record"]


def test_what_was_not_used_and_what_was_a_copy_is_said(page):
    assert "Not used: a4 (no claim found)." in page
    assert "Radio Warda's article a3 is a copy of a2, which is earlier." in page


def test_it_says_what_it_does_not_measure(page):
    assert page.rstrip().endswith("It measures agreement among sources, not truth.")


def test_pairs_that_are_neutral_or_undecided_are_left_out():
    claims = (make_claim("c1"), make_claim("c2"), make_claim("c3"))
    pairs = (make_comparison("c1", "c2", Stance.NEUTRAL), make_comparison("c1", "c3", Stance.AGREES, decided=False))
    event = make_event(claims=("c1", "c2", "c3"), pairs=pairs)
    found = shown(make_report(claims=claims, events=(event,), event_of={each.id: "e1" for each in claims}))
    assert "They agree" not in found
    assert "contradict" not in found
    assert "not disputed" in found


def test_who_a_claim_came_through_is_said():
    claim = make_claim(source="s3", chain=("s1", "s2", "s3"), form=Form.INDIRECT)
    standings = (
        make_standing("s1", "State TV"),
        make_standing("s2", "The agency"),
        make_standing("s3", "The ministry"),
    )
    found = shown(make_report(claims=(claim,), standings=standings))
    assert "The ministry" in found
    assert "in State TV, via The agency" in found


def test_what_is_put_with_care_is_marked():
    assert "(hedged)" in shown(make_report(claims=(make_claim(certainty=Certainty.HEDGED),)))


@pytest.mark.parametrize(
    "name",
    ["[red]x[/]", "[/]", "[bold", "x]", "[link=https://evil.test]x[/link]", "[1]", "\\[red]", "[@click=app.bell]x"],
)
def test_markup_in_names_is_printed_and_never_obeyed(name):
    """Wherever an outlet's name stands: beside its claims, in pairs, among the sources, with its copies."""
    found = shown(
        scored(make_article("a1", name, SEVEN), make_article("a2", "B", NINE), make_article("a3", name, SEVEN)), 160
    )
    lines = [line for line in found.splitlines() if name in line]
    assert any(line.strip().startswith("c-a1") for line in lines)
    assert f"{name} (c-a1) and B (c-a2)" in found or f"B (c-a2) and {name} (c-a1)" in found
    assert f"{name}: {SEVEN}" in found
    assert f"{name}'s article a3 is a copy of a1, which is earlier." in found
    assert any("outlet" in line and "no record" in line for line in lines)


@pytest.mark.parametrize("text", ["[red]7 people[/] killed in Warda.", "Blast kills 7 [/]."])
def test_markup_in_a_claim_is_printed_and_never_obeyed(text):
    found = shown(scored(make_article("a1", "A", text), make_article("a2", "B", text)), 160)
    assert f"A: {text}" in found
    assert text in found.splitlines()[1]


@pytest.mark.parametrize("id", ["[b]a9[/b]", "[/]"])
def test_markup_in_the_id_of_an_article_is_printed_and_never_obeyed(id):
    """Ids come from callers as much as names do."""
    articles = (make_article("a1", "A", SEVEN), make_article(id, "B", SEVEN))
    report = make_report(
        articles=articles, copy_of={id: CopyOf("a1", KnownBy.CREDITED)}, unused=(make_unused(id, "[x] no claim"),)
    )
    found = shown(report)
    assert f"B's article {id} is a copy of a1, which copies credit." in found
    assert f"Not used: {id} ([x] no claim)." in found


@pytest.mark.parametrize("width", [40, 60, 200])
def test_no_line_is_wider_than_the_terminal(width):
    long = make_article(
        "a1", "The Very Long Name of an Outlet in a Small Town", SEVEN[:-1] + " and wounded many" * 9 + "."
    )
    found = shown(scored(long, make_article("a2", "B", NINE)), width)
    assert max(map(len, found.splitlines())) <= width


def test_the_words_in_conflict_are_underlined_in_both_quotes():
    """Bold and underlined are 1 and 4; the style is closed before the next word."""
    report = scored(make_article("a1", "A", SEVEN), make_article("a2", "B", NINE))
    paper = console(force_terminal=True, color_system="standard")
    reports.show(ScoreReportSchema().dump(report), paper)
    marked = re.findall("\x1b\\[1;4[;0-9]*m(.*?)\x1b\\[0m", paper.export_text(styles=True))
    assert marked == ["7", "9"]


def test_a_report_on_nothing_says_so_without_headings():
    found = shown(make_report(claims=(), events=(), event_of={}, standings=(), unused=(make_unused(),)))
    assert found.split("\n")[0] == "Not used: a1 (no claim found)."
    assert "borne out" not in found


def test_a_person_is_listed_without_a_number():
    from service.news.source import SourceKind

    standing = make_standing("s1", "Jane Doe", SourceKind.PERSON)
    assert "borne out" not in shown(make_report(standings=(standing,)))


def test_outlets_that_count_as_one_are_named():
    house = House("tideline.example", ("Bay [Post]", "The Cove Herald"))
    claims = (make_claim("c1"),)
    event = make_event(under_one_control=(house,))
    page = shown(make_report(claims=claims, events=(event,)), width=160)
    assert "Bay [Post] and The Cove Herald count as one: tideline.example controls them" in page


def test_parties_are_named_with_the_words_that_say_so():
    said = Words("c1", "a1", Field.TEXT, Span(0, 18), "the rebel [Front]")
    edited = PartyEdit(1, True, "user:ada", MORNING, "its own statement")
    parties = (Party("s1", said), Party("s2", None, edited))
    standings = (make_standing("s1", "The [Front]"), make_standing("s2", "The Militia"))
    event = make_event(sources=("s1", "s2"), parties=parties)
    page = shown(make_report(claims=(make_claim("c1"),), events=(event,), standings=standings), width=160)
    assert "The [Front] is a party to it: “the rebel [Front]”" in page
    assert "The Militia is a party to it, as an editor says" in page
