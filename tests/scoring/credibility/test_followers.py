"""Who seems to follow whom: shared mistakes in several events, families of voices, and what these come to."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.measure.claim_worlds import ClaimPlan, planted_claims
from service.news.following import Direction
from service.news.source import Prior, Ruling
from service.scoring.credibility import followers
from service.scoring.credibility.agreement import USUAL
from service.scoring.credibility.families import ALONE, families
from service.scoring.credibility.followers import learnt
from service.scoring.credibility.utterances import Utterance, Witness, counts, evidence

PRIORS = dict.fromkeys("abcdef", Prior(0.5, 2.0, ""))
SURE = 0.9


def event(number, *, at=None, **says):
    """What voices say of one thing in an event; those with one word agree, the others contradict each other."""

    def claim(voice):
        return f"e{number} {voice}"

    def witness(mine, theirs):
        agrees = says[mine] == says[theirs]
        return Witness(claim(theirs), theirs, SURE if agrees else 0.0, 0.0 if agrees else SURE)

    return [
        Utterance(
            claim(voice),
            f"e{number}",
            voice,
            voice,
            claim(voice),
            (at or {}).get(voice),
            tuple(witness(voice, other) for other in says if other != voice),
        )
        for voice in says
    ]


def wire(*events, **of_all):
    return [one for number, says in enumerate(events) for one in event(number, **says, **of_all)]


def found(said):
    return learnt(said, PRIORS)[1]


# In the first two stand against three, in the second all agree.
ALIKE = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "y"}
AGREED = dict.fromkeys("abcde", "y")


def test_who_shares_mistakes_in_several_events_seems_to_follow():
    (pair,) = found(wire(*[ALIKE] * 5, *[AGREED] * 5))
    assert (pair.one, pair.other, pair.events) == ("a", "b", 5)
    assert pair.probability > 0.9
    assert 3 < pair.shared <= 5
    assert pair.claims[0] == ("e0 a", "e0 b")


@pytest.mark.parametrize("often", [1, 2])
def test_mistakes_in_two_events_are_never_enough(often):
    several = [one for n in range(9) for one in event(n % often, **ALIKE)]
    # Nine things are said alike in so few events.
    said = [
        replace(
            one,
            claim=f"{i // 5} {one.claim}",
            statement=f"{i // 5} {one.claim}",
            witnesses=tuple(replace(each, claim=f"{i // 5} {each.claim}") for each in one.witnesses),
        )
        for i, one in enumerate(several)
    ]
    assert found(said) == ()


def test_what_nobody_contradicts_or_more_bear_out_tells_nothing():
    two = {"a": "x", "b": "x"}
    assert found(wire(*[two] * 40, *[AGREED] * 40)) == ()
    assert found(wire(*[{**two, "c": "x", "d": "x", "e": "y"}] * 40)) == ()


def test_contradicting_each_other_speaks_against_it():
    assert found(wire(*[ALIKE] * 3, *[AGREED] * 9)) != ()
    assert found(wire(*[ALIKE] * 3, *[AGREED] * 9, *[{"a": "x", "b": "y", "c": "y"}] * 9)) == ()


def test_who_says_it_first_is_told():
    (pair,) = found(wire(*[ALIKE] * 5, *[AGREED] * 5, at={"a": 2.0, "b": 1.0}))
    assert (pair.earlier, pair.later, pair.direction) == (0, 5, Direction.FOLLOWS)
    assert pair.turned.direction is Direction.FOLLOWED_BY
    assert pair.turned.claims[0] == pair.claims[0][::-1]
    assert pair.turned.turned == pair
    assert found(wire(*[ALIKE] * 5, *[AGREED] * 5))[0].direction is Direction.EITHER


def test_an_editors_word_stands_in_the_place_of_the_others():
    said = wire(*[ALIKE] * 5, *[AGREED] * 5)

    def ruled(ruling):
        return [replace(one, ruled=ruling) if one.voice == "a" and "e9" > one.event < "e5" else one for one in said]

    assert found(ruled(Ruling.EXCLUDED)) == ()
    assert found(ruled(Ruling.BORNE_OUT)) == ()
    assert found(ruled(Ruling.NOT_BORNE_OUT))[0].shared > found(said)[0].shared


@settings(max_examples=8)
@given(st.permutations("abcdef"), st.randoms())
def test_other_names_and_another_order_change_nothing(names, chance):
    said = wire(*[ALIKE] * 5, *[AGREED] * 5, {"a": "x", "b": "x", "f": "z", "c": "y", "d": "y"})
    called = dict(zip("abcdef", names, strict=True))
    renamed = [
        replace(
            one,
            source=called[one.source],
            voice=called[one.voice],
            witnesses=tuple(replace(each, voice=called[each.voice]) for each in one.witnesses),
        )
        for one in said
    ]
    chance.shuffle(renamed)
    (before,), (after,) = found(said), found(renamed)
    assert {called[before.one], called[before.other]} == {after.one, after.other}
    assert (before.probability, before.events) == (after.probability, after.events)
    assert before.shared == pytest.approx(after.shared)


def test_rates_are_learnt_of_all_that_were_compared_however_many():
    said = [one for n in range(60) for one in event(n, **{f"a{n}": "x", **{f"{v}{n}": "y" for v in "bcde"}})]
    rates = followers.first_rates(said)
    assert len(rates) == 300
    assert all(rates[f"a{n}"] < USUAL < rates[f"b{n}"] for n in range(60))
    assert followers.first_rates([]) == {}


def test_planted_pairs_are_found_and_nobody_else_is():
    world = planted_claims(ClaimPlan(n_outlets=14, n_events=90, rates=(4.0, 3.0), reports=0.45, groups=3), 5)
    rates, pairs = learnt(world.said, world.priors)
    assert {(each.one, each.other) for each in pairs} == world.dependent
    assert rates.kin == families({(each.one, each.other): each.probability for each in pairs})


def test_whoever_is_tied_to_others_loosely_makes_these_no_looser():
    said = {"a": 4.0, "b": 2.0, "c": 1.0}
    kin = families({("a", "b"): 0.9, ("b", "c"): 0.6, ("a", "c"): 0.5, ("d", "e"): 0.7})
    assert sum(kin.amounts({"a": 4.0, "b": 2.0})) == pytest.approx(4.0 + 0.1 * 2.0)
    # One up to 0.6, a and b alone up to 0.9, each its own above.
    assert sum(kin.amounts(said)) == pytest.approx(0.6 * 4.0 + 0.3 * (4.0 + 1.0) + 0.1 * 7.0)
    assert sum(kin.amounts({"a": 4.0, "c": 1.0}, ["b"])) == pytest.approx(0.1 * 4.0 + 0.4 * 1.0)
    assert kin.amounts({"a": 4.0, "d": 2.0, "f": 1.0}) == [4.0, 2.0, 1.0]
    assert families({}) == ALONE


TIES = st.dictionaries(
    st.tuples(*[st.sampled_from("abcdef")] * 2).filter(lambda pair: pair[0] < pair[1]), st.sampled_from([0.5, 0.6, 0.9])
)


SAID = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 1))


@given(TIES, SAID, st.permutations("abcdef"), st.sampled_from("abcdef"))
def test_a_family_hangs_on_no_names_and_comes_to_the_most_at_least_and_to_all_at_most(ties, said, names, own):
    called = dict(zip("abcdef", names, strict=True))
    renamed = {called[voice]: amount for voice, amount in said.items()}
    kin = families(ties)
    other = families({tuple(sorted(called[voice] for voice in pair)): p for pair, p in ties.items()})
    for counted in ((), own):
        mine, theirs = kin.amounts(said, counted), other.amounts(renamed, [called[voice] for voice in counted])
        assert math.fsum(mine) == math.fsum(theirs)
    assert max(said.values(), default=0) - 1e-9 <= sum(kin.amounts(said)) <= sum(said.values()) + 1e-9


def witness(voice, agrees, contradicts=0.0):
    return Witness(f"c {voice}", voice, agrees, contradicts)


def test_two_who_follow_each_other_amount_to_little_more_than_one():
    kin = families({("a", "b"): 0.9})
    one, both = [witness("a", 0.9)], [witness("a", 0.9), witness("b", 0.9)]
    assert evidence(both, kin=kin) == pytest.approx(1.1 * evidence(one))
    assert sum(counts(both, kin)) == pytest.approx(1.1 * 0.9)
    against = [witness(voice, 0.0, 0.9) for voice in "ab"]
    assert evidence(against, kin=kin) == pytest.approx(1.1 * evidence(against[:1]))


def test_who_follows_the_voice_of_a_claim_hardly_bears_it_out_and_may_still_contradict_it():
    kin = families({("a", "b"): 0.9})
    assert evidence([witness("a", 0.9)], kin=kin, own={"b"}) == pytest.approx(0.1 * evidence([witness("a", 0.9)]))
    against = [witness("a", 0.0, 0.9)]
    assert evidence(against, kin=kin, own={"b"}) == evidence(against)


VOICES = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 1), min_size=1)


@given(VOICES, st.sampled_from("abcdef"), st.floats(0.01, 1), TIES, st.booleans())
def test_one_more_that_agrees_never_lowers_what_a_statement_comes_to(agreeing, name, surely, ties, is_own):
    kin = families(ties)
    before = [witness(voice, agrees) for voice, agrees in agreeing.items()]
    more = [*before, witness(name, surely)]
    own = {"d"} if is_own else set()
    assert evidence(more, kin=kin, own=own) >= evidence(before, kin=kin, own=own) - 1e-12
    against = [replace(each, agrees=0.0, contradicts=each.agrees) for each in more]
    assert evidence(against, kin=kin, own=own) <= evidence(against[:-1], kin=kin, own=own) + 1e-12


def test_constants_hold_what_is_said_of_them():
    assert (followers.FEWEST_EVENTS - 1) * followers.MOST_OF_EVENT + followers.PRIOR < 0
