"""The picture to keep in mind, through the real models: three sources in one article, and who contradicts whom over what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.console.requests import bodies, body_of
from service.news.article import Field
from service.news.claim import Certainty, Mode, Spoken
from service.news.pair import ReasonCode, Relation
from service.news.report import ScoreRequest
from service.news.source import SourceKind

pytestmark = pytest.mark.models

SCENARIO = Path(__file__).parent.parent / "seeds" / "events" / "night_explosion.json"
SHELLED = "American forces had shelled one of its patrols"
WARPLANE = "A warplane had destroyed a site belonging to Iran-backed groups"
WHOSE = "whose aircraft it was"
TRUCK = "the target was a truck carrying weapons"


@pytest.fixture(scope="session")
def articles():
    return bodies().score_request.load(body_of(SCENARIO)).articles


@pytest.fixture(scope="session")
def alone(scorer, articles):
    """The report on the first article by itself."""
    return scorer.score(ScoreRequest(articles[:1]))


@pytest.fixture(scope="session")
def whole(scorer, articles):
    return scorer.score(ScoreRequest(articles))


def dumped(report):
    """The bytes that would be answered."""
    return json.dumps(bodies().report.dump(report), ensure_ascii=False).encode()


def source_of(report, claim):
    return next(standing.source for standing in report.standings if standing.source.id == claim.source)


def printed(report, claim):
    """The claim as its article prints it."""
    article = next(article for article in report.articles if article.id == claim.article)
    return claim.span.of(article.field(claim.field))


def claims_with(report, words, article="a1"):
    return [claim for claim in report.claims if claim.article == article and words in printed(report, claim)]


def comparisons(report):
    return [pair for event in report.events for pair in event.pairs]


def contradictions(report):
    return [pair for pair in comparisons(report) if pair.relation is Relation.CONTRADICTS and pair.decided]


def between(report, one, other):
    ids = {claim.id for claim in claims_with(report, one)}, {claim.id for claim in claims_with(report, other)}
    return [
        pair
        for pair in comparisons(report)
        if (pair.a in ids[0] and pair.b in ids[1]) or (pair.b in ids[0] and pair.a in ids[1])
    ]


def words_under(report, pair):
    """The words that each reason of a pair points at, by its code."""
    by_id = {claim.id: claim for claim in report.claims}
    article_of = {article.id: article for article in report.articles}
    for reason in pair.reasons:
        for claim, span in ((by_id[pair.a], reason.a), (by_id[pair.b], reason.b)):
            yield reason.code, span.of(article_of[claim.article].field(claim.field))


def test_one_article_gives_claims_of_three_sources(alone):
    names = {source_of(alone, claim).name for claim in alone.claims if claim.field is Field.TEXT}
    assert any("Eastern Bank Brigade" in name for name in names), names
    assert any("Haddour" in name for name in names), names
    assert "The Levant Courier" in names


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        (SHELLED, "Eastern Bank Brigade", SourceKind.ORGANISATION),
        (WARPLANE, "Nabil Haddour", SourceKind.PERSON),
        (TRUCK, "The Levant Courier", SourceKind.OUTLET),
    ],
)
def test_each_account_is_vouched_for_by_who_gave_it(alone, words, name, kind):
    found = claims_with(alone, words)
    assert found, f"no claim says '{words}'"
    for claim in found:
        source = source_of(alone, claim)
        assert name in source.name
        assert source.kind is kind
        assert claim.chain[-1] == claim.source


def test_the_director_speaks_for_the_observatory(alone):
    (haddour,) = [standing.source for standing in alone.standings if "Haddour" in standing.source.name]
    (spoken_for,) = [standing.source for standing in alone.standings if standing.source.id == haddour.speaks_for]
    assert "Levant Observatory" in spoken_for.name


def test_the_faction_and_the_observatory_contradict_each_other_over_target_or_actor(alone):
    found = [pair for pair in between(alone, SHELLED, WARPLANE) if pair in contradictions(alone)]
    assert found, [
        (pair.relation, pair.decided, pair.probabilities) for pair in between(alone, SHELLED, WARPLANE)
    ] or "the two were not compared"
    reasons = {reason.code for pair in found for reason in pair.reasons}
    assert reasons & {ReasonCode.TARGET, ReasonCode.ACTOR}, reasons


def test_the_reasons_point_at_words_of_both_accounts(alone):
    for pair in between(alone, SHELLED, WARPLANE):
        words = [text for _, text in words_under(alone, pair)]
        assert all(text.strip() for text in words)


@pytest.mark.parametrize("report", ["alone", "whole"])
def test_what_the_observatory_left_open_contradicts_nobody(report, request):
    found = request.getfixturevalue(report)
    left_open = {claim.id for claim in claims_with(found, WHOSE)}
    assert not [pair for pair in contradictions(found) if {pair.a, pair.b} & left_open]


def test_what_the_observatory_left_open_is_no_firm_assertion(alone):
    for claim in claims_with(alone, WHOSE):
        assert claim.certainty is Certainty.UNSPECIFIED or claim.mode is not Mode.ASSERTION


@pytest.mark.parametrize("report", ["alone", "whole"])
def test_no_reason_between_the_faction_and_the_observatory_rests_on_who_owned_the_aircraft(report, request):
    found = request.getfixturevalue(report)
    owners = {
        standing.source.id
        for standing in found.standings
        if "Haddour" in standing.source.name or "Observatory" in standing.source.name
    }
    faction = {standing.source.id for standing in found.standings if "Brigade" in standing.source.name}
    source = {claim.id: claim.source for claim in found.claims}
    sides = [
        pair
        for pair in comparisons(found)
        if {source[pair.a], source[pair.b]} & owners and {source[pair.a], source[pair.b]} & faction
    ]
    for pair in sides:
        for code, words in words_under(found, pair):
            assert "whose" not in words.lower(), (code, words)
            assert "aircraft" not in words.lower(), (code, words)


def test_every_span_of_every_claim_is_exact(whole):
    for claim in whole.claims:
        assert printed(whole, claim).strip() == printed(whole, claim)
        assert printed(whole, claim)


def test_the_three_articles_tell_of_one_night(whole):
    """The faction's charge stands in all three, and in one event."""
    charged = [
        claim
        for words in (SHELLED, "US forces had fired artillery")
        for article in ("a1", "a2")
        for claim in claims_with(whole, words, article)
    ]
    assert len(charged) >= 2
    assert len({whole.event_of[claim.id] for claim in charged}) == 1


def test_the_order_of_articles_changes_no_byte(scorer, articles, whole):
    """Turning round and moving on by one make every other order."""
    for order in (articles[::-1], articles[1:] + articles[:1]):
        assert dumped(scorer.score(ScoreRequest(order))) == dumped(whole)


def test_the_same_request_gives_the_same_bytes(plain_scorer, scorer, articles):
    """Read anew by the models from the first word to the last; the shortest article, for they take their time."""
    request = ScoreRequest((min(articles, key=lambda article: len(article.text)),))
    assert dumped(plain_scorer.score(request)) == dumped(scorer.score(request))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "American forces had shelled one of its patrols.",
            "A warplane had destroyed a site belonging to Iran-backed groups.",
        ),
        ("The target was a truck carrying weapons.", "What had been hit was a lorry loaded with rockets."),
        ("At least one man was killed.", "The death toll has climbed to three."),
        ("American forces had shelled one of its patrols.", "We did not shell anybody."),
        ("He did not say whose aircraft it was.", "American forces had shelled one of its patrols."),
    ],
    ids=range(5),
)
def test_swapping_two_claims_keeps_their_probabilities_to_the_last_bit(scorer, a, b):
    one, other = Spoken(a, "the faction", "A"), Spoken(b, "the monitor", "B")
    ahead, back = scorer.compare(one, other).comparison, scorer.compare(other, one).comparison
    assert ahead.probabilities == back.probabilities
    assert (ahead.relation, ahead.decided) == (back.relation, back.decided)
    assert {(reason.code, reason.a, reason.b) for reason in ahead.reasons} == {
        (reason.code, reason.b, reason.a)
        if (back.a, back.b) == (ahead.a, ahead.b)
        else (reason.code, reason.a, reason.b)
        for reason in back.reasons
    }


def test_the_evidence_of_every_pair_adds_up_to_its_probabilities(whole):
    """By hand: the base-2 softmax of the summed bits."""
    for pair in comparisons(whole):
        bits = [
            sum(getattr(part.bits, stance) for part in pair.evidence) for stance in ("agrees", "contradicts", "neutral")
        ]
        odds = [2.0 ** (each - max(bits)) for each in bits]
        assert [pair.probabilities.agrees, pair.probabilities.contradicts, pair.probabilities.neutral] == pytest.approx(
            [each / sum(odds) for each in odds], abs=1e-5
        )
