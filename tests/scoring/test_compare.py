"""Two claims compared: which comes first, what they are to each other, and what decides it."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.news.pair import Bits, ReasonCode, Relation, of_relation
from service.scoring import compare
from service.scoring.head import Bounds
from service.scoring.update import SIGNS
from tests.fakes import FakePairModel
from tests.scoring.conftest import WEDNESDAY
from tests.tools import make_head

LATER = WEDNESDAY + timedelta(hours=5)
SEVEN, NINE = "Seven people were killed in the blast.", "Nine people were killed in the blast."
SENTENCES = [
    SEVEN,
    NINE,
    "American forces shelled the patrol near Al-Bukamal.",
    "Israeli warplanes destroyed a truck near Al-Bukamal on Monday.",
    "The army did not strike the convoy.",
    "The army struck the convoy at 3 a.m.",
    "The border crossing is closed.",
    "The border crossing has reopened.",
    "The crash may have been caused by fog.",
    "...",
]
ALL_CONTRADICT = make_head(weights={}, prior=Bits(-9, 9, -9))


def compared(one, other, head=None):
    return compare.pairs([(one, other)], head or make_head(), FakePairModel())[0]


@pytest.mark.parametrize(
    ("first", "second", "a"),
    [
        (WEDNESDAY, LATER, "c2"),
        (LATER, WEDNESDAY, "c1"),
        (WEDNESDAY, WEDNESDAY, "c1"),
        (None, WEDNESDAY, "c2"),
        (WEDNESDAY, None, "c1"),
    ],
)
def test_the_earlier_claim_comes_first_then_the_smaller_id(encoded, first, second, a):
    two, one = encoded(SEVEN, id="c2", as_of=first), encoded(NINE, id="c1", as_of=second)
    for found in (compared(two, one), compared(one, two)):
        assert found.a == a
        assert {found.a, found.b} == {"c1", "c2"}


@settings(max_examples=30)
@given(
    st.sampled_from(SENTENCES),
    st.sampled_from(SENTENCES),
    st.sampled_from([WEDNESDAY, LATER, None]),
    st.sampled_from([WEDNESDAY, LATER, None]),
)
def test_naming_the_claims_the_other_way_round_changes_no_probability(encoded, one, other, first, second):
    forth = compared(encoded(one, id="a", as_of=first), encoded(other, id="b", as_of=second))
    back = compared(encoded(other, id="a", as_of=second), encoded(one, id="b", as_of=first))
    assert forth.probabilities == back.probabilities
    assert (forth.relation, forth.decided) == (back.relation, back.decided)
    assert len(forth.reasons) == len(back.reasons)


def test_handing_a_pair_over_the_other_way_round_changes_nothing(encoded):
    one, other = encoded(SEVEN, id="c1"), encoded(NINE, id="c2")
    assert compared(one, other) == compared(other, one)


def test_other_pairs_in_the_batch_change_nothing(encoded):
    said = [encoded(text, id=f"c{place}") for place, text in enumerate(SENTENCES)]
    chosen = [(one, other) for one in said for other in said if one.claim.id < other.claim.id]
    together = compare.pairs(chosen, make_head(), FakePairModel())
    assert together == [compared(one, other) for one, other in chosen]
    assert compare.pairs([], make_head(), FakePairModel()) == []


def test_other_figures_at_one_time_contradict_and_are_pointed_at(encoded):
    found = compared(encoded(SEVEN, id="c1"), encoded(NINE, id="c2"))
    assert (found.relation, found.decided) == (Relation.CONTRADICTS, True)
    assert [(each.code, each.a.of(SEVEN), each.b.of(NINE)) for each in found.reasons] == [
        (ReasonCode.NUMBER, "Seven", "Nine")
    ]


def test_a_figure_that_rose_five_hours_later_is_an_update_and_no_conflict(encoded):
    found = compared(encoded(SEVEN, id="c1"), encoded(NINE, id="c2", as_of=LATER))
    assert (found.relation, found.decided, found.reasons) == (Relation.UPDATES, True, ())
    assert (found.a, found.b) == ("c1", "c2")


def test_the_probabilities_of_all_relations_add_up_to_one(encoded):
    found = compared(encoded(SEVEN, id="c1"), encoded(NINE, id="c2", as_of=LATER))
    each = [of_relation(relation, found.probabilities, found.development) for relation in Relation]
    assert sum(each) == pytest.approx(1)
    assert found.probability == max(each)


def test_the_evidence_of_an_update_adds_up_to_its_log_odds(encoded):
    found = compared(encoded(SEVEN, id="c1"), encoded(NINE, id="c2", as_of=LATER)).development
    bits = sum(sign.bits for sign in found.evidence)
    assert [sign.signal for sign in found.evidence] == ["prior", *(sign.name for sign in SIGNS)]
    assert found.probability == pytest.approx(1 / (1 + 2**-bits))


def test_of_claims_at_one_time_nothing_is_said_about_updates(encoded):
    assert compared(encoded(SEVEN, id="c1"), encoded(NINE, id="c2")).development is None


class Finds(FakePairModel):
    """Finds the reasons that it is told to find."""

    def __init__(self, *codes):
        self.codes = codes

    def judge(self, pairs):
        found = super().judge(pairs)
        found[:, len(Relation) :] = [3.0 if code in self.codes else -3.0 for code in ReasonCode]
        return found


ONE = "American forces shelled the patrol in Warda on Monday."
OTHER = "Israeli forces shelled the patrol in Ostan on Monday."


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ((ReasonCode.PLACE,), [(ReasonCode.PLACE, "Warda", "Ostan")]),
        ((ReasonCode.ACTOR,), [(ReasonCode.ACTOR, "American forces", "Israeli forces")]),
        ((ReasonCode.DENIAL,), [(ReasonCode.DENIAL, ONE, OTHER)]),
    ],
)
def test_the_reasons_are_those_that_the_model_finds_with_the_words_that_signals_find(encoded, codes, found):
    one, other = encoded(ONE, id="c1"), encoded(OTHER, id="c2")
    (compared,) = compare.pairs([(one, other)], ALL_CONTRADICT, Finds(*codes))
    assert [(each.code, each.a.of(ONE), each.b.of(OTHER)) for each in compared.reasons] == found


def test_a_reason_without_words_in_both_claims_is_none(encoded):
    """Nothing is counted: what the signals see in conflict is pointed at instead."""
    one, other = encoded(ONE, id="c1"), encoded(OTHER, id="c2")
    (found,) = compare.pairs([(one, other)], ALL_CONTRADICT, Finds(ReasonCode.NUMBER))
    assert found.reasons
    assert ReasonCode.NUMBER not in {each.code for each in found.reasons}


def test_a_contradiction_without_words_to_point_at_is_not_decided(encoded):
    found = compared(encoded("...", id="c1"), encoded(SEVEN, id="c2"), ALL_CONTRADICT)
    assert found.relation is Relation.CONTRADICTS
    assert found.probabilities.contradicts > 0.99
    assert (found.decided, found.reasons) == (False, ())


@pytest.mark.parametrize(("bits", "decided"), [(1.0, False), (3.0, True)])
def test_without_words_of_a_slot_both_claims_are_pointed_at_but_only_where_it_is_surer(encoded, bits, decided):
    """Even odds are enough where a slot has words in both."""
    one, other = "The sea was calm.", "The sea was calm."
    head = make_head(weights={}, prior=Bits(-9, bits, 0))
    (found,) = compare.pairs([(encoded(one, id="c1"), encoded(other, id="c2"))], head, Finds(ReasonCode.NUMBER))
    assert found.relation is Relation.CONTRADICTS
    assert [(each.code, each.a.of(one), each.b.of(other)) for each in found.reasons] == [
        (ReasonCode.NUMBER, one, other)
    ]
    assert found.decided is decided


def test_a_report_alarms_of_none_that_is_likelier_not_to_be_there_but_who_asks_is_told(encoded):
    sides = encoded(SEVEN, id="c1"), encoded(NINE, id="c2")
    likeliest = make_head(weights={}, prior=Bits(-0.3, 0, -0.3), contradiction_from=0.25)
    for asked in (False, True):
        (found,) = compare.pairs([sides], likeliest, FakePairModel(), asked=asked)
        assert 0.25 < found.probabilities.contradicts < 0.5
        assert (found.relation, found.decided) == (Relation.CONTRADICTS, asked)


def test_where_no_signal_names_a_slot_the_nearest_miss_is_pointed_at(encoded):
    one, other = "Delegates met in Geneva.", "Ministers dined in Geneva."
    found = compared(encoded(one, id="c1"), encoded(other, id="c2"), ALL_CONTRADICT)
    (reason,) = found.reasons
    assert found.decided
    assert reason.a.of(one)
    assert reason.b.of(other)


@pytest.mark.parametrize(
    ("prior", "decided"), [(Bits(0.2, 0, 0), False), (Bits(3, 0, 0), True), (Bits(0, 0.2, 0), False)]
)
def test_inside_the_abstain_band_no_stance_is_taken(encoded, prior, decided):
    found = compared(encoded(SEVEN, id="c1"), encoded(NINE, id="c2"), make_head(weights={}, prior=prior))
    assert found.decided is decided


def test_a_contradiction_has_a_threshold_of_its_own(encoded):
    one, other = encoded(SEVEN, id="c1"), encoded(NINE, id="c2")
    sure = compared(one, other).probabilities.contradicts
    assert compared(one, other, make_head(laid=Bounds(0.0, sure - 0.01))).decided
    assert not compared(one, other, make_head(laid=Bounds(0.0, sure + 0.01))).decided


def test_an_update_that_a_report_finds_by_itself_has_one_too(encoded):
    sides = encoded(SEVEN, id="c1", as_of=WEDNESDAY), encoded(NINE, id="c2", as_of=LATER)
    certain = make_head(updates={}, update_prior=2.0, laid=Bounds(0.0, 0.0, 0.9))
    for asked in (False, True):
        (found,) = compare.pairs([sides], certain, FakePairModel(), asked=asked)
        assert found.relation is Relation.UPDATES
        assert found.decided is asked


class Reader(FakePairModel):
    """Keeps the texts that it reads, and finds neutral with a probability of ``neutral`` what it is told is unrelated."""

    def __init__(self, neutral, unrelated):
        self.neutral, self.unrelated, self.read = neutral, unrelated, []

    def judge(self, pairs):
        texts = [(first.removeprefix(compare.UNASKED), second) for first, second in pairs]
        self.read.extend(texts)
        found = super().judge(pairs)
        for row, pair in enumerate(texts):
            if self.unrelated in pair:
                found[row, : len(Relation)] = [math.log((1 - self.neutral) / 3)] * len(Relation)
                found[row, list(Relation).index(Relation.NEUTRAL)] = math.log(self.neutral)
        return found


class Recorder(FakePairModel):
    """Keeps what it reads, as it was given."""

    def __init__(self):
        self.read = []

    def judge(self, pairs):
        self.read.extend(pairs)
        return super().judge(pairs)


@pytest.mark.parametrize(
    ("neutral", "readings"), [(compare.SURELY_NEUTRAL + 0.01, 1), (compare.SURELY_NEUTRAL - 0.01, 2)]
)
def test_what_one_reading_finds_surely_neutral_is_not_read_the_other_way(encoded, neutral, readings):
    one, other, third = encoded(SEVEN, id="c1"), encoded(NINE, id="c2"), encoded(ONE, id="c3")
    model = Reader(neutral, ONE)
    found = compare.pairs([(one, third), (one, other)], make_head(), model)
    assert sum(ONE in pair for pair in model.read) == readings
    assert {(SEVEN, NINE), (NINE, SEVEN)} <= set(model.read)
    assert found == compare.pairs([(one, third), (one, other)], make_head(), Reader(neutral, ONE))


@pytest.mark.parametrize("later", [ONE, SEVEN])
def test_the_one_reading_is_the_one_that_tells_of_updates(encoded, later):
    earlier = SEVEN if later == ONE else ONE
    model = Reader(0.99, ONE)
    compare.pairs([(encoded(later, id="c1", as_of=LATER), encoded(earlier, id="c2"))], make_head(), model)
    assert model.read == [(earlier, later)]


@pytest.mark.parametrize("ids", [("c1", "c2"), ("c2", "c1")])
def test_between_claims_of_one_time_it_is_the_same_whatever_they_are_called(encoded, ids):
    model = Reader(0.99, ONE)
    compare.pairs([(encoded(SEVEN, id=ids[0]), encoded(ONE, id=ids[1]))], make_head(), model)
    assert model.read == [(ONE, SEVEN)]


def test_whoever_asks_for_both_readings_gets_both(encoded):
    model = Reader(0.9999, ONE)
    compare.views([(encoded(SEVEN, id="c1"), encoded(ONE, id="c2"))], model, asked=True)
    assert set(model.read) == {(ONE, SEVEN), (SEVEN, ONE)}


@pytest.mark.parametrize("asked", [False, True])
def test_the_pair_model_is_told_whether_somebody_asks_about_the_two(encoded, asked):
    model = Recorder()
    compare.pairs([(encoded(SEVEN, id="c1"), encoded(NINE, id="c2"))], make_head(), model, asked=asked)
    assert model.read == [compare.as_read(*texts, asked=asked) for texts in ((NINE, SEVEN), (SEVEN, NINE))]
    assert [first.startswith(compare.UNASKED) for first, _ in model.read] == [not asked] * 2


@pytest.mark.parametrize("asked", [False, True])
def test_texts_that_are_turned_are_read_as_before(asked):
    there = compare.as_read(SEVEN, NINE, asked=asked)
    assert compare.turned(*there) == compare.as_read(NINE, SEVEN, asked=asked)
    assert compare.turned(*compare.turned(*there)) == there
