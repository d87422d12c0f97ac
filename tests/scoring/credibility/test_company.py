"""How good the company is by how often it agrees, by arithmetic that can be done on paper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad

from service.news.source import Prior, Ruling
from service.scoring.credibility.company import LEVELS, UNKNOWN, among, company, nearness
from service.scoring.credibility.families import ALONE, families
from service.scoring.credibility.utterances import COINCIDENCE, Utterance, Witness

EVEN = Prior(0.5, 2.0, "")


def event(number, *pairs, prior=0.5):
    """The statements of one event, one of each voice; ``pairs`` are (one, other, whether they agree), for sure."""
    voices = sorted({voice for one, other, _ in pairs for voice in (one, other)})
    found = {voice: [] for voice in voices}
    for one, other, agree in pairs:
        for mine, theirs in ((one, other), (other, one)):
            found[mine].append(Witness(f"{number} {theirs}", theirs, float(agree), float(not agree), prior))
    return [
        Utterance(f"{number} {voice}", number, voice, voice, f"{number} {voice}", None, tuple(found[voice]))
        for voice in voices
    ]


def by(said, prior=EVEN, kin=ALONE, apart=()):
    events = {one.source: {each.event for each in said if each.source == one.source} for one in said}
    return company(said, {one.voice: prior for one in said}, kin, events, apart)


def mean_by(agree, contradict):
    """The mean of a rate from even chances after so many looks, by integration."""

    def density(c):
        alike = c**2 + (1 - c) ** 2 * COINCIDENCE
        return alike**agree * (1 - alike) ** contradict

    # No rate is taken to be outside of what ``bounded`` leaves.
    def bounded(c):
        return density(min(0.99, max(0.15, c)))

    return quad(lambda c: c * bounded(c), 0, 1)[0] / quad(bounded, 0, 1)[0]


def test_nothing_said_tells_nothing():
    assert company([], {}, ALONE, {}).overall == pytest.approx(UNKNOWN)


@pytest.mark.parametrize("agree", [True, False])
def test_two_that_were_compared_are_one_look(agree):
    assert by(event("e", ("a", "b", agree))).overall == pytest.approx(mean_by(agree, not agree), abs=1e-3)


def test_each_statement_is_half_a_look_however_many_speak_of_it():
    """All three of one thing: three statements, a and b with one that agrees and one that does not, c with none."""
    said = event("e", ("a", "b", True), ("a", "c", False), ("b", "c", False))
    assert by(said).overall == pytest.approx(mean_by(0.5, 1.0), abs=1e-3)


def test_much_agreement_tells_the_rate():
    """Of what two state 0.64 agree, as c² + (1 - c)² / 6 is where c is 0.785."""
    said = [one for n in range(300) for one in event(f"e{n}", ("a", "b", n % 25 < 16))]
    assert by(said).overall == pytest.approx(0.785, abs=0.02)


def test_a_source_has_the_company_of_the_events_it_does_not_speak_in():
    said = [*event("e1", ("a", "b", False), ("a", "c", False)), *event("e2", ("b", "c", True))]
    found = by(said, apart=("e1", "e2"))
    assert found.beside["a"] == by(event("e2", ("b", "c", True))).overall == found.apart["e1"]
    assert found.apart["e2"] == by(said[:3]).overall
    assert found.beside["b"] == found.beside["c"] == pytest.approx(UNKNOWN)
    assert found.apart["e2"] < found.overall < found.beside["a"]


def test_those_that_follow_each_other_say_nothing_by_agreeing():
    said = event("e", ("a", "b", True))
    tied = [by(said, kin=families({("a", "b"): sure})).overall for sure in (0.5, 1)]
    assert by(said).overall > tied[0] > tied[1] == pytest.approx(UNKNOWN)


def test_what_an_editor_has_count_for_nothing_does_not_count():
    said = [replace(one, ruled=Ruling.EXCLUDED) for one in event("e", ("a", "b", True))]
    assert by(said).overall == pytest.approx(UNKNOWN)


def test_good_priors_are_expected_to_agree():
    """That those agree who are said to be good is no news of the company; that they do not, is."""
    good = Prior(0.8, 4.0, "")
    agree, differ = (by(event("e", ("a", "b", same), prior=0.8), prior=good).overall for same in (True, False))
    even = by(event("e", ("a", "b", True))).overall
    assert differ < UNKNOWN < agree < even


def test_in_a_company_of_one_half_priors_stay_as_they_are_and_in_a_better_one_all_are_better():
    def rate(prior, good):
        return among(good)(Witness("c", "v", 1.0, 0.0, prior))

    assert [rate(prior, UNKNOWN) for prior in (0.3, 0.5, 0.8)] == pytest.approx([0.3, 0.5, 0.8])
    assert rate(0.5, 0.7) == pytest.approx(0.7)
    assert 0.3 < rate(0.3, 0.7) < 0.7 < rate(0.6, 0.7)


def test_a_company_between_two_levels_is_that_near_to_each():
    found = nearness([LEVELS[3], (LEVELS[3] + 3 * LEVELS[4]) / 4, 0.999, 0.0])
    assert found.sum(axis=1) == pytest.approx(np.ones(4))
    assert found[0, 3] == pytest.approx(1)
    assert (found[1, 3], found[1, 4]) == pytest.approx((0.25, 0.75))
    assert (found[2, -1], found[3, 0]) == pytest.approx((1, 1))
