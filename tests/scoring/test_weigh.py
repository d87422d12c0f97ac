"""How far each source is borne out, by arithmetic that can be done on paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from service.news.pair import Relation, Stance
from service.news.source import Prior, Source, SourceKind
from service.scoring import weigh
from tests.builders import make_claim, make_comparison

EVEN = Prior(0.5, 4.0, "no record")
AGREES = make_comparison(stance=Stance.AGREES).probabilities.agrees
CONTRADICTS = make_comparison(stance=Stance.CONTRADICTS).probabilities.contradicts


def outlets(*names: str) -> list[Source]:
    return [Source(name, name, SourceKind.OUTLET) for name in names]


def claimed(**by: str):
    """Claims by id, each of the source given."""
    return [make_claim(id, source=source) for id, source in by.items()]


def standings(found, claims, comparisons, prior=EVEN):
    voices = {source.id: source.speaks_for or source.id for source in found}
    tallies = weigh.tally(comparisons, {claim.id: voices[claim.source] for claim in claims})
    return {each.source.id: each for each in weigh.standings(found, claims, tallies, lambda source: prior)}


def test_the_posterior_is_the_prior_and_the_counts():
    found = weigh.posterior(Prior(0.6, 10, "known"), 3, 1)
    assert found.mean == pytest.approx((6 + 3) / (10 + 4))
    assert found.interval == pytest.approx(tuple(beta.ppf((0.05, 0.95), 9, 5)))
    assert found.comparisons == 4


def test_one_agreement_counts_with_its_probability_for_both():
    found = standings(outlets("s1", "s2"), claimed(c1="s1", c2="s2"), [make_comparison("c1", "c2", Stance.AGREES)])
    for each in found.values():
        assert each.credibility.mean == pytest.approx((2 + AGREES) / (4 + AGREES))
        assert each.credibility.comparisons == pytest.approx(AGREES)


def test_one_contradiction_counts_against_both():
    found = standings(outlets("s1", "s2"), claimed(c1="s1", c2="s2"), [make_comparison("c1", "c2")])
    for each in found.values():
        assert each.credibility.mean == pytest.approx(2 / (4 + CONTRADICTS))


@pytest.mark.parametrize(
    "comparison",
    [
        make_comparison("c1", "c2", Stance.NEUTRAL),
        make_comparison("c1", "c2", Stance.AGREES, relation=Relation.UPDATES),
        make_comparison("c1", "c2", Stance.AGREES, decided=False),
    ],
    ids=["neutral", "an update", "not decided"],
)
def test_what_settles_nothing_counts_for_nothing(comparison):
    found = standings(outlets("s1", "s2"), claimed(c1="s1", c2="s2"), [comparison])
    assert [(each.credibility, each.ledger) for each in found.values()] == [(None, ()), (None, ())]


def test_a_source_that_repeats_itself_counts_once():
    once = standings(outlets("s1", "s2"), claimed(c1="s1", c2="s2"), [make_comparison("c1", "c2", Stance.AGREES)])
    claims = claimed(c1="s1", **{f"c{i}": "s2" for i in range(2, 9)})
    often = standings(outlets("s1", "s2"), claims, [make_comparison("c1", f"c{i}", Stance.AGREES) for i in range(2, 9)])
    assert often["s1"].credibility == once["s1"].credibility


def test_a_source_does_not_bear_itself_out():
    found = standings(outlets("s1"), claimed(c1="s1", c2="s1"), [make_comparison("c1", "c2", Stance.AGREES)])
    assert found["s1"].credibility is None


def test_a_spokesman_does_not_bear_out_the_organisation_he_speaks_for():
    body, other = Source("s1", "Army", SourceKind.ORGANISATION), Source("s3", "Daily", SourceKind.OUTLET)
    spokesman = Source("s2", "Col. Hassan", SourceKind.PERSON, speaks_for="s1")
    claims = claimed(c1="s1", c2="s2", c3="s3")
    among = standings([body, spokesman, other], claims, [make_comparison("c1", "c2", Stance.AGREES)])
    assert among["s1"].credibility is among["s2"].credibility is None
    both = [make_comparison("c1", "c3", Stance.AGREES), make_comparison("c2", "c3", Stance.AGREES)]
    assert standings([body, spokesman, other], claims, both)["s3"].credibility.comparisons == pytest.approx(AGREES)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (Source("s1", "The Courier", SourceKind.OUTLET), True),
        (Source("s1", "The ministry", SourceKind.ORGANISATION), True),
        (Source("s1", "Ali Hassan", SourceKind.PERSON, speaks_for="s2"), True),
        (Source("s1", "Ali Hassan", SourceKind.PERSON), False),
        (Source("s1", "residents", SourceKind.UNNAMED), False),
    ],
)
def test_private_persons_and_unnamed_voices_get_a_ledger_and_no_figure(source, shown):
    found = standings([source, *outlets("s3"), Source("s2", "Army", SourceKind.ORGANISATION)], claimed(c1="s1", c3="s3"), [make_comparison("c1", "c3", Stance.AGREES)])["s1"]  # fmt: skip
    assert (found.credibility is not None) is shown
    assert [entry.claim for entry in found.ledger] == ["c1"]


SOURCES = ["s1", "s2", "s3", "s4"]
CLAIMS = {f"c{i}": SOURCES[i % 4] for i in range(12)}
PAIRS = st.tuples(st.sampled_from(sorted(CLAIMS)), st.sampled_from(sorted(CLAIMS)))
COMPARISONS = st.lists(
    st.builds(lambda names, stance: make_comparison(*names, stance), PAIRS.filter(lambda two: two[0] != two[1]), st.sampled_from(Stance)),
    max_size=12,
    unique_by=lambda each: frozenset((each.a, each.b)),
)  # fmt: skip


@given(COMPARISONS)
def test_the_ledger_says_what_the_estimate_would_be_without_each_claim(comparisons):
    found = standings(outlets(*SOURCES), claimed(**CLAIMS), comparisons)
    for each in found.values():
        for entry in each.ledger:
            rest = {name: source for name, source in CLAIMS.items() if name != entry.claim}
            left = [one for one in comparisons if entry.claim not in (one.a, one.b)]
            without = standings(outlets(*SOURCES), claimed(**rest), left)[each.source.id]
            expected = without.credibility.mean if without.credibility else EVEN.mean
            assert entry.mean_without == pytest.approx(expected)


@given(COMPARISONS)
def test_more_agreement_never_lowers_and_more_contradiction_never_raises(comparisons):
    sources, claims = outlets(*SOURCES, "new"), claimed(**CLAIMS, extra="new")

    def mean(more):
        found = standings(sources, claims, [*comparisons, *more])["s1"].credibility
        return found.mean if found else EVEN.mean

    assert mean([make_comparison("c0", "extra", Stance.AGREES)]) >= mean([])
    assert mean([make_comparison("c0", "extra", Stance.CONTRADICTS)]) <= mean([])


@given(COMPARISONS, st.randoms())
def test_estimates_lie_in_their_intervals_and_do_not_depend_on_order(comparisons, chance):
    shuffled = list(comparisons)
    chance.shuffle(shuffled)
    found = standings(outlets(*SOURCES), claimed(**CLAIMS), comparisons)
    again = standings(outlets(*SOURCES), claimed(**CLAIMS), shuffled)
    assert found == again
    for each in found.values():
        if each.credibility:
            low, high = each.credibility.interval
            assert 0 <= low < each.credibility.mean < high <= 1


def test_agreement_of_an_event_runs_from_minus_one_to_one():
    agree, contradict = make_comparison(stance=Stance.AGREES), make_comparison(stance=Stance.CONTRADICTS)
    doubt = agree.probabilities.contradicts
    assert weigh.agreement([agree]).mean == pytest.approx(2 * (1 + AGREES) / (2 + AGREES + doubt) - 1)
    assert weigh.agreement([agree, contradict]).mean == pytest.approx(0)
    assert weigh.agreement([contradict] * 50).mean < -0.9
    assert weigh.agreement([make_comparison(stance=Stance.NEUTRAL)]) is None
    for comparisons in ([agree], [contradict] * 9):
        found = weigh.agreement(comparisons)
        assert -1 <= found.interval[0] < found.mean < found.interval[1] <= 1
