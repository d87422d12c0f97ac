"""How far each source is borne out: arithmetic that can be done on paper, and laws that hold whatever is said."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta

from service.news.pair import Relation, Stance
from service.news.source import Prior, Source, SourceKind
from service.scoring import weigh
from service.scoring.accord import agreement
from service.scoring.credibility.borne_out import HALF_LIFE_DAYS, credibility
from service.scoring.credibility.families import families
from service.scoring.credibility.joint import estimated
from service.scoring.credibility.utterances import COINCIDENCE, LOWEST, Voices, Witness, evidence, softened, witnessed
from tests.builders import MORNING, make_claim, make_comparison

EVEN = Prior(0.5, 4.0, "no record")
AGREES = make_comparison(stance=Stance.AGREES).probabilities.agrees
CONTRADICTS = make_comparison(stance=Stance.CONTRADICTS).probabilities.contradicts


def outlets(*names: str) -> list[Source]:
    return [Source(name, name, SourceKind.OUTLET) for name in names]


def claimed(**by: str):
    """Claims by id, each of the source given."""
    return [make_claim(id, source=source) for id, source in by.items()]


def said(found, claims, comparisons, event_of=None, priors=None, retold=()):
    """What comparing comes to, event by event; all claims are about one unless ``event_of`` says otherwise."""
    about = event_of or {}
    voices = {source.id: source.speaks_for or source.id for source in found}
    of = Voices({claim.id: voices[claim.source] for claim in claims}, priors or dict.fromkeys(voices.values(), EVEN))
    found = []
    for event in sorted({about.get(claim.id, "e1") for claim in claims}):
        inside = [claim for claim in claims if about.get(claim.id, "e1") == event]
        names = {claim.id for claim in inside}
        compared = [each for each in comparisons if {each.a, each.b} <= names]
        found += witnessed(event, inside, compared, of, retold=retold)
    return found


def standings(found, claims, comparisons, prior=EVEN, event_of=None, retold=()):
    told = said(found, claims, comparisons, event_of, retold=retold)
    return {each.source.id: each for each in weigh.weighing(found, told, lambda source: prior).standings}


def mean_by(prior, *bits):
    """The mean of the rate r after statements that are so many bits likelier right than wrong, by integration."""

    def density(r):
        found = beta.pdf(r, prior.mean * prior.strength, (1 - prior.mean) * prior.strength)
        for each in bits:
            found *= r * 2**each + 1 - r
        return found

    return quad(lambda r: r * density(r), 0, 1)[0] / quad(density, 0, 1)[0]


def bits_of(comparison, rate=0.5):
    """What one other voice says, as the formula has it: the odds of what is right from even ones, where that is found,
    and even ones where nothing is."""
    agrees = comparison.relation is Relation.AGREES
    right, surely = (rate, AGREES) if agrees else (1 - rate, CONTRADICTS)
    wrong = (1 - rate) * COINCIDENCE if agrees else 1 - (1 - rate) * COINCIDENCE
    probability = surely * right / (right + wrong) + (1 - surely) / 2
    return log2(probability / (1 - probability))


AGREE, OPPOSE = make_comparison("c1", "c2", Stance.AGREES), make_comparison("c1", "c2")
ALSO = [make_comparison("c1", "c3", Stance.AGREES), make_comparison("c1", "c4")]
FOUR = {"c1": "s1", "c2": "s2", "c3": "s3", "c4": "s4"}


def test_a_count_of_comparisons_makes_a_beta_posterior():
    found = weigh.posterior(Prior(0.6, 10, "known"), 3, 1)
    assert found.mean == pytest.approx((6 + 3) / (10 + 4))
    assert found.interval == pytest.approx(tuple(beta.ppf((0.05, 0.95), 9, 5)))
    assert found.comparisons == 4


@pytest.mark.parametrize("comparisons", [[AGREE, ALSO[0]], [OPPOSE, ALSO[1]], [AGREE, *ALSO], [OPPOSE, *ALSO]])
def test_a_credibility_is_the_mean_of_the_rate_by_what_others_say(comparisons):
    found = standings(outlets(*FOUR.values()), claimed(**FOUR), comparisons)["s1"].credibility
    assert found.mean == pytest.approx(mean_by(EVEN, sum(map(bits_of, comparisons))), abs=1e-4)
    counted = sum(AGREES if one.relation is Relation.AGREES else CONTRADICTS for one in comparisons)
    assert found.comparisons == pytest.approx(counted)
    assert found.interval[0] < found.mean < found.interval[1]


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


def test_what_one_other_source_said_is_a_ledger_and_no_record():
    found = standings(outlets("s1", "s2"), claimed(c1="s1", c2="s2"), [AGREE])["s1"]
    assert found.credibility is None
    assert [entry.supported for entry in found.ledger] == [pytest.approx(AGREES)]


def test_a_voice_that_repeats_itself_counts_once():
    claims = claimed(**FOUR, **{f"d{i}": "s2" for i in range(2, 9)})
    more = [make_comparison("c1", f"d{i}", Stance.AGREES) for i in range(2, 9)]
    once, often = (standings(outlets(*FOUR.values()), claims, [AGREE, *ALSO, *each]) for each in ([], more))
    assert often["s1"].credibility == once["s1"].credibility


def test_a_statement_that_is_told_again_is_borne_out_once():
    sources, claims = outlets(*FOUR.values()), claimed(**FOUR, d1="s1")
    once = standings(sources, claimed(**FOUR), [AGREE, *ALSO])["s1"]
    twice = [
        AGREE,
        *ALSO,
        *(make_comparison("d1", f"c{i}", Stance.AGREES) for i in (2, 3)),
        make_comparison("d1", "c4"),
    ]
    again = make_comparison("c1", "d1", Stance.AGREES)
    assert standings(sources, claims, twice, retold=[again])["s1"].credibility == once.credibility
    assert standings(sources, claims, twice)["s1"].credibility.mean > once.credibility.mean


def test_without_one_of_two_tellings_its_source_would_still_have_said_so():
    claims = claimed(**FOUR, d1="s1")
    told = [AGREE, *ALSO, make_comparison("d1", "c2", Stance.AGREES)]
    found = standings(outlets(*FOUR.values()), claims, told, retold=[make_comparison("c1", "d1", Stance.AGREES)])["s1"]
    entries = {entry.claim: entry for entry in found.ledger}
    assert entries["d1"].mean_without == pytest.approx(found.credibility.mean)
    assert entries["d1"].effect == pytest.approx(0, abs=1e-9)
    assert entries["c1"].mean_without == pytest.approx(mean_by(EVEN, bits_of(AGREE)), abs=1e-4)


def test_a_source_does_not_bear_itself_out():
    found = standings(outlets("s1"), claimed(c1="s1", c2="s1"), [make_comparison("c1", "c2", Stance.AGREES)])
    assert found["s1"].ledger == ()


def test_a_spokesman_does_not_bear_out_the_organisation_he_speaks_for():
    body, other = Source("s1", "Army", SourceKind.ORGANISATION), Source("s3", "Daily", SourceKind.OUTLET)
    spokesman = Source("s2", "Col. Hassan", SourceKind.PERSON, speaks_for="s1")
    claims = claimed(c1="s1", c2="s2", c3="s3")
    among = standings([body, spokesman, other], claims, [make_comparison("c1", "c2", Stance.AGREES)])
    assert among["s1"].ledger == among["s2"].ledger == ()
    both = [make_comparison("c1", "c3", Stance.AGREES), make_comparison("c2", "c3", Stance.AGREES)]
    (entry,) = standings([body, spokesman, other], claims, both)["s3"].ledger
    assert entry.supported == pytest.approx(AGREES)
    assert entry.compared == ("c1", "c2")


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
    sources = [source, *outlets("s3", "s4"), Source("s2", "Army", SourceKind.ORGANISATION)]
    found = standings(sources, claimed(c1="s1", c3="s3", c4="s4"), ALSO)["s1"]
    assert (found.credibility is not None) is shown
    assert [entry.claim for entry in found.ledger] == ["c1"]


def test_what_is_old_counts_less_and_what_has_no_time_counts_whole():
    def mean(before):
        claims = [*claimed(**FOUR), make_claim("n1", source="s1", as_of=MORNING)]
        dated = [*(make_claim(c.id, source=c.source, as_of=before) for c in claims[:-1]), claims[-1]]
        return standings(outlets(*FOUR.values()), dated, [AGREE, ALSO[0]])["s1"].ledger[0].effect

    whole = mean(MORNING)
    halves = [mean(MORNING - n * timedelta(days=HALF_LIFE_DAYS)) for n in range(1, 4)]
    assert mean(None) == whole
    assert whole > halves[0] > halves[1] > halves[2] > 0
    assert halves[2] < whole / 4


def test_who_was_found_wrong_elsewhere_bears_out_less():
    """s2 agrees with s1 here; whether others contradict or bear out s2 in another event tells how much that is worth."""
    claims = [*claimed(**FOUR), *claimed(d2="s2", d3="s3", d4="s4")]
    about = {"d2": "e2", "d3": "e2", "d4": "e2"}

    def evidence_of(stance):
        elsewhere = [make_comparison("d2", "d3", stance), make_comparison("d2", "d4", stance)]
        return standings(outlets(*FOUR.values()), claims, [AGREE, *elsewhere], event_of=about)["s1"].ledger[0].evidence

    assert evidence_of(Stance.AGREES) > bits_of(AGREE) > evidence_of(Stance.CONTRADICTS)


SOURCES = ["s1", "s2", "s3", "s4"]
CLAIMS = {f"c{i}": SOURCES[i % 4] for i in range(16)}
EVENT_OF = {f"c{i}": f"e{i // 8 + 1}" for i in range(16)} | {"extra": "e1"}
SIDES = [[name for name in CLAIMS if EVENT_OF[name] == event] for event in ("e1", "e2")]
PAIRS = st.sampled_from(SIDES).flatmap(lambda inside: st.tuples(st.sampled_from(inside), st.sampled_from(inside)))
STANCES = st.sampled_from([Stance.AGREES, Stance.CONTRADICTS])
COMPARISONS = st.lists(
    st.builds(
        lambda names, stance: make_comparison(*names, stance), PAIRS.filter(lambda two: two[0] != two[1]), STANCES
    ),
    max_size=14,
    unique_by=lambda each: frozenset((each.a, each.b)),
)


def weighed(comparisons, claims=CLAIMS, names=SOURCES, event_of=EVENT_OF):
    return standings(outlets(*names), claimed(**claims), comparisons, event_of=event_of)


def mean_of(standing):
    """The mean behind a standing, shown or not: what is left out of the odds is put back."""
    if standing.credibility:
        return standing.credibility.mean
    if not standing.ledger:
        return EVEN.mean
    first = standing.ledger[0]
    odds = first.mean_without / (1 - first.mean_without) * 2**first.effect
    return odds / (1 + odds)


@settings(max_examples=12)
@given(COMPARISONS)
def test_the_ledger_says_what_the_estimate_would_be_without_each_claim(comparisons):
    for each in weighed(comparisons).values():
        for entry in each.ledger:
            left = [one for one in comparisons if entry.claim not in (one.a, one.b)]
            # The claim itself stays, so that the others are judged by the same events as before.
            without = weighed(left)[each.source.id]
            assert entry.mean_without == pytest.approx(mean_of(without), abs=1e-6)


@settings(max_examples=20)
@given(COMPARISONS)
def test_more_agreement_never_lowers_and_more_contradiction_never_raises(comparisons):
    claims = CLAIMS | {"extra": "new"}

    def mean(*more):
        return mean_of(weighed([*comparisons, *more], claims, [*SOURCES, "new"])["s1"])

    assert mean(make_comparison("c0", "extra", Stance.AGREES)) >= mean() - 1e-12
    assert mean(make_comparison("c0", "extra", Stance.CONTRADICTS)) <= mean() + 1e-12


@settings(max_examples=20)
@given(COMPARISONS, st.dictionaries(st.sampled_from([*combinations([*SOURCES, "new"], 2)]), st.floats(0.5, 1)))
def test_so_it_is_whoever_seems_to_follow_whom(comparisons, ties):
    claims, names = claimed(**CLAIMS, extra="new"), outlets(*SOURCES, "new")
    kin = families(ties)

    def mean(*more):
        told = said(names, claims, [*comparisons, *more], EVENT_OF)
        rates = estimated(told, dict.fromkeys([*SOURCES, "new"], EVEN), kin=kin)
        return credibility(EVEN, weigh.record([one for one in told if one.source == "s1"], rates)).mean

    assert mean(make_comparison("c0", "extra", Stance.AGREES)) >= mean() - 1e-12
    assert mean(make_comparison("c0", "extra", Stance.CONTRADICTS)) <= mean() + 1e-12


# What others say where s1 says nothing: how good they are is told by that.
ELSEWHERE = {f"d{i}": ["s2", "s3", "s4", "new"][i % 4] for i in range(12)}
ABOUT = EVENT_OF | {name: f"e{3 + int(name[1:]) // 4}" for name in ELSEWHERE}
ELSEWHERE_SIDES = [[name for name in ELSEWHERE if ABOUT[name] == event] for event in ("e3", "e4", "e5")]
OTHERS = st.lists(
    st.sampled_from(ELSEWHERE_SIDES).flatmap(
        lambda inside: st.builds(
            lambda names, stance: make_comparison(*names, stance), st.sampled_from([*combinations(inside, 2)]), STANCES
        )
    ),
    min_size=2,
    max_size=14,
    unique_by=lambda each: (each.a, each.b),
)


@settings(max_examples=40)
@given(COMPARISONS, OTHERS, st.dictionaries(st.sampled_from([*combinations([*SOURCES, "new"], 2)]), st.floats(0.5, 1)))
def test_so_it_is_in_any_company_and_neither_bound_goes_the_other_way(comparisons, others, ties):
    claims, names = claimed(**CLAIMS, **ELSEWHERE, extra="new"), outlets(*SOURCES, "new")
    kin = families(ties)

    def figures(*more):
        told = said(names, claims, [*comparisons, *others, *more], ABOUT)
        rates = estimated(told, dict.fromkeys([*SOURCES, "new"], EVEN), kin=kin)
        found = credibility(EVEN, weigh.record([one for one in told if one.source == "s1"], rates))
        return (*found.interval, found.mean), rates.around.beside["s1"]

    before, company = figures()
    for stance, sign in ((Stance.AGREES, 1), (Stance.CONTRADICTS, -1)):
        after, same = figures(make_comparison("c0", "extra", stance))
        assert same == company
        assert all(sign * (late - early) >= -1e-9 for early, late in zip(before, after, strict=True))


@settings(max_examples=20)
@given(COMPARISONS, st.permutations(SOURCES))
def test_other_names_change_no_figure(comparisons, order):
    called = dict(zip(SOURCES, order, strict=True))
    found = weighed(comparisons)
    renamed = weighed(comparisons, {claim: called[source] for claim, source in CLAIMS.items()})
    for name, each in found.items():
        other = renamed[called[name]]
        assert (each.credibility, each.ledger) == (other.credibility, other.ledger)


@settings(max_examples=20)
@given(COMPARISONS, st.randoms())
def test_estimates_lie_in_their_intervals_and_do_not_depend_on_order(comparisons, chance):
    shuffled = list(comparisons)
    chance.shuffle(shuffled)
    found = weighed(comparisons)
    assert found == weighed(shuffled)
    for each in found.values():
        if each.credibility:
            low, high = each.credibility.interval
            assert 0 <= low <= each.credibility.mean <= high <= 1


@given(st.floats(0, 0.999), st.floats(0.001, 1000))
def test_a_doubtful_finding_says_as_much_for_what_is_right_as_for_what_is_wrong(surely, ratio):
    assert softened(surely, 1 / ratio) == pytest.approx(1 / softened(surely, ratio))
    assert min(1, ratio) - 1e-9 <= softened(surely, ratio) <= max(1, ratio) + 1e-9
    assert softened(surely, ratio) <= (1 + surely) / (1 - surely) + 1e-9
    assert softened(1, ratio) == pytest.approx(ratio)
    assert softened(0, ratio) == pytest.approx(1)


@given(st.floats(0, 1), st.floats(0.01, 1), st.floats(0.001, 0.999))
def test_who_agrees_never_speaks_against_a_claim_and_who_contradicts_never_for_it(less, more, rate):
    surely = [evidence([Witness("c2", "s2", agrees, 0.0)], lambda _: rate) for agrees in sorted((less, more))]
    assert 0 <= surely[0] <= surely[1]
    assert evidence([Witness("c2", "s2", 0.0, more)], lambda _: rate) <= 0
    assert LOWEST > COINCIDENCE / (1 + COINCIDENCE)


def test_what_is_told_again_in_a_voices_name_makes_no_more_agreement():
    sources, claims = outlets("s1", "s2"), claimed(c1="s1", c2="s2", c3="s1", c4="s2", d1="s1")

    def agreed(*comparisons, retold=()):
        return agreement(said(sources, claims, comparisons, retold=retold))

    again = make_comparison("d1", "c2", Stance.AGREES)
    assert agreed(AGREE, again, retold=[make_comparison("c1", "d1", Stance.AGREES)]) == agreed(AGREE)
    assert agreed(make_comparison(stance=Stance.NEUTRAL)) is None
    assert agreed(AGREE).mean > agreed(AGREE, make_comparison("c3", "c4")).mean > agreed(OPPOSE).mean
