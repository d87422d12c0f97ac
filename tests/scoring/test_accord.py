"""How far the voices of an event agree: by hand, and laws that hold whatever was found."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from service.scoring.accord import agreement
from service.scoring.credibility.families import families
from service.scoring.credibility.utterances import COINCIDENCE, Utterance, Witness

NAMES = [f"c{n}" for n in range(1, 7)]
RIGHT_TOGETHER = 1 / (1 + COINCIDENCE)


def said(*pairs, statements=None, rate=0.5, rates=None):
    """Utterances of as many voices, with the pairs (one, other, agrees, contradicts) between them."""
    found = {name: [] for name in NAMES}
    for one, other, agrees, contradicts in pairs:
        for mine, theirs in ((one, other), (other, one)):
            voice = (statements or {}).get(theirs, theirs)
            found[mine].append(Witness(theirs, voice, agrees, contradicts, (rates or {}).get(voice, rate)))
    of = {name: (statements or {}).get(name, name) for name in NAMES}
    return [Utterance(name, "e1", of[name], of[name], of[name], None, tuple(each)) for name, each in found.items()]


def width(found):
    return found.interval[1] - found.interval[0]


def everyone(many, agrees):
    names = NAMES[:many]
    return [(one, other, agrees, 0.0) for i, one in enumerate(names) for other in names[i + 1 :]]


def by_hand(agree, contradict):
    low, high = beta.ppf((0.05, 0.95), 1 + agree, 1 + contradict)
    return 2 * (1 + agree) / (2 + agree + contradict) - 1, (2 * low - 1, 2 * high - 1)


def test_two_that_say_the_same_are_one_look_as_far_as_they_are_right_together():
    mean, interval = by_hand(0.9 * RIGHT_TOGETHER, 0)
    found = agreement(said(("c1", "c2", 0.9, 0.0)))
    assert found.mean == pytest.approx(mean)
    assert found.interval == pytest.approx(interval)


def test_two_that_contradict_are_one_look_whoever_they_are():
    for rate in (0.3, 0.9):
        found = agreement(said(("c1", "c2", 0.0, 0.8), rate=rate))
        assert (found.mean, found.interval) == (pytest.approx(by_hand(0, 0.8)[0]), pytest.approx(by_hand(0, 0.8)[1]))


def test_five_voices_make_two_looks_and_a_half_and_not_ten():
    found = agreement(said(*everyone(5, 1.0)))
    told = 1 - (1 - RIGHT_TOGETHER) ** 4
    assert found.mean == pytest.approx(by_hand(2.5 * told, 0)[0])


def test_two_who_follow_each_other_are_one_look_less_as_far_as_that_is_sure():
    pair = said(("c1", "c2", 0.9, 0.0))
    for sure in (0.6, 1.0):
        # What is left of their agreeing is one look, of which the larger half counts in full and the other in part.
        left = 0.9 * RIGHT_TOGETHER * (1 - sure)
        found = agreement(pair, kin=families({("c1", "c2"): sure}))
        assert found.mean == pytest.approx(by_hand(left * (2 - sure) / 2, 0)[0])


def test_a_follower_who_agrees_with_a_third_hardly_adds_to_whom_it_follows():
    one, both = said(("c1", "c3", 0.9, 0.0)), said(*everyone(3, 0.9))
    alone = agreement(one).mean
    gained = {sure: agreement(both, kin=families({("c1", "c2"): sure})).mean - alone for sure in (0.5, 0.9, 1.0)}
    assert 0 <= gained[1.0] < gained[0.9] < gained[0.5] < agreement(both).mean - alone
    assert gained[1.0] < (agreement(both).mean - alone) / 3


def test_what_was_found_of_nothing_is_no_agreement():
    assert agreement(said()) is None


def test_who_is_seldom_right_adds_less_by_agreeing():
    means = [agreement(said(("c1", "c2", 0.9, 0.0), rate=rate)).mean for rate in (0.2, 0.5, 0.8)]
    assert means == sorted(means)
    assert means[0] < means[-1]


def test_the_rates_that_are_asked_for_go_before_what_was_known_beforehand():
    pair = ("c1", "c2", 0.9, 0.0)
    assert agreement(said(pair), lambda witness: 0.9) == agreement(said(pair, rate=0.9))


def test_what_a_voice_says_twice_is_one_statement():
    once = agreement(said(("c1", "c2", 0.9, 0.0)))
    twice = said(("c1", "c2", 0.9, 0.0), ("c1", "c3", 0.8, 0.0), statements={"c3": "c2"})
    assert agreement(twice) == once


def test_the_more_voices_agree_or_are_divided_the_surer_it_is():
    agreed = [agreement(said(*everyone(many, 0.9))) for many in range(2, 7)]
    assert [each.mean for each in agreed] == sorted(each.mean for each in agreed)
    assert [width(each) for each in agreed] == sorted((width(each) for each in agreed), reverse=True)
    two, four, six = (
        [(one, other, *((0.9, 0.0) if (i - j) % 2 == 0 else (0.0, 0.9))) for i, one in enumerate(NAMES[:n]) for j, other in enumerate(NAMES[:n]) if i < j]
        for n in (2, 4, 6)
    )  # fmt: skip
    divided = [width(agreement(said(*each))) for each in (two, four, six)]
    assert divided == sorted(divided, reverse=True)


PAIRS = st.lists(
    st.tuples(st.sampled_from(NAMES[:5]), st.sampled_from(NAMES[:5]), st.floats(0.5, 1), st.booleans()).filter(
        lambda each: each[0] < each[1]
    ),
    min_size=1,
    max_size=10,
    unique_by=lambda each: each[:2],
).map(lambda found: [(one, other, 0.0 if against else p, p if against else 0.0) for one, other, p, against in found])
KIN = st.dictionaries(st.sampled_from(list(combinations(NAMES, 2))), st.floats(0.5, 1), max_size=3).map(families)
RATES = st.fixed_dictionaries({name: st.floats(0.05, 0.95) for name in NAMES})


@settings(max_examples=60)
@given(PAIRS, RATES, st.permutations(NAMES), st.randoms())
def test_it_lies_in_its_interval_and_hangs_on_no_order_and_no_name(pairs, rates, order, chance):
    found = agreement(said(*pairs, rates=rates))
    assert -1 <= found.interval[0] <= found.mean <= found.interval[1] <= 1
    called = dict(zip(NAMES, order, strict=True))
    other = [(called[two], called[one], *sides) for one, two, *sides in pairs]
    chance.shuffle(other)
    assert agreement(said(*other, rates={called[name]: rate for name, rate in rates.items()})) == found


@settings(max_examples=80)
@given(PAIRS, RATES, st.sampled_from(NAMES[:5]), st.floats(0.01, 1), KIN)
def test_one_more_voice_that_agrees_never_lowers_it_and_one_that_contradicts_never_raises_it(
    pairs, rates, whom, surely, kin
):
    """Whoever follows whom."""
    before = agreement(said(*pairs, rates=rates), kin=kin)
    agreed = agreement(said(*pairs, (whom, "c6", surely, 0.0), rates=rates), kin=kin)
    opposed = agreement(said(*pairs, (whom, "c6", 0.0, surely), rates=rates), kin=kin)
    assert opposed.mean - 1e-12 <= before.mean <= agreed.mean + 1e-12
    assert opposed.interval[0] - 1e-9 <= before.interval[0] <= agreed.interval[0] + 1e-9
    assert opposed.interval[1] - 1e-9 <= before.interval[1] <= agreed.interval[1] + 1e-9
    assert width(agreed) <= by_width_of_nothing()


def by_width_of_nothing():
    return 2 * (0.95 - 0.05)


@settings(max_examples=40)
@given(PAIRS.filter(lambda pairs: len(pairs) > 1), RATES)
def test_a_pair_that_is_found_to_agree_after_all_never_lowers_it(pairs, rates):
    (one, other, *_), *rest = pairs
    assert (
        agreement(said((one, other, 0.9, 0.0), *rest, rates=rates)).mean
        >= agreement(said(*rest, rates=rates)).mean - 1e-12
    )
