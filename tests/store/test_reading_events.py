"""Stored events, read from rows put there by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.news.errors import Moved, NotKept, Removed
from service.news.event import Agreement
from service.store import reading
from tests import rows
from tests.reads import HOUR, events, ids
from tests.rows import NOON, add_article, add_claim, add_event


def test_an_event_is_listed_with_all_that_is_known_of_it(connection):
    add_event(
        connection,
        places=("Łódź",),
        first_at=NOON - HOUR,
        contradictions=2,
        agreement=-0.5,
        agreement_low=-0.9,
        agreement_high=0.1,
        independent_outlets=3,
        n_articles=4,
        n_claims=5,
        n_sources=6,
    )
    [found] = events(connection).items
    assert (found.id, found.headline, found.places) == ("e1", "What e1 is about", ("Łódź",))
    assert (found.first_at, found.last_at, found.changed_at) == (NOON - HOUR, NOON, NOON)
    assert (found.disputed, found.contradictions) == (True, 2)
    assert found.agreement == Agreement(-0.5, (-0.9, 0.1))
    assert (found.independent_outlets, found.n_articles, found.n_claims, found.n_sources) == (3, 4, 5, 6)


def test_an_event_whose_sources_could_not_be_compared_has_no_agreement(connection):
    add_event(connection)
    assert events(connection).items[0].agreement is None


def test_events_come_newest_first_or_most_disputed_first_and_undated_ones_last_among_equals(connection):
    add_event(connection, "e1", last_at=None, contradictions=1)
    add_event(connection, "e2", last_at=NOON, contradictions=1)
    add_event(connection, "e3", last_at=NOON + HOUR)
    add_event(connection, "e4", last_at=None)
    add_event(connection, "e5", last_at=NOON - HOUR, contradictions=12)
    assert ids(events(connection)) == ["e3", "e2", "e5", "e4", "e1"]
    assert ids(events(connection, most_disputed_first=True)) == ["e5", "e2", "e1", "e3", "e4"]


def test_events_since_a_moment_are_those_with_an_article_published_then_or_later(connection):
    add_event(connection, "e1", first_at=NOON - HOUR, last_at=NOON)
    add_event(connection, "e2", last_at=NOON - timedelta(microseconds=1))
    add_event(connection, "e3", last_at=None)
    assert ids(events(connection, since=NOON)) == ["e1"]


def test_events_of_a_source_are_those_it_vouches_for_something_in(connection):
    add_article(connection)
    for id in ("e1", "e2", "e3"):
        add_event(connection, id)
    add_claim(connection, event="e1", source="s1", number=1)
    add_claim(connection, event="e1", source="s1", number=2)
    add_claim(connection, event="e2", source="s2", number=3)
    assert ids(events(connection, source="s1")) == ["e1"]
    assert ids(events(connection, source="s3")) == []


@pytest.mark.parametrize("place", ["Łódź", "lodz", " LODZ "])
def test_events_at_a_place_are_found_however_it_is_written(connection, place):
    add_event(connection, "e1", places=("Warsaw", "Łódź"))
    add_event(connection, "e2", places=("Lodz Old Town",))
    assert ids(events(connection, place=place)) == ["e1"]


def test_events_are_told_apart_by_whether_they_are_disputed(connection):
    add_event(connection, "e1", contradictions=1)
    add_event(connection, "e2")
    assert ids(events(connection, disputed=True)) == ["e1"]
    assert ids(events(connection, disputed=False)) == ["e2"]


def test_filters_hold_together(connection):
    add_article(connection)
    for id, places, n in (("e1", ["Kabul"], 1), ("e2", ["Kabul"], 0), ("e3", ["Herat"], 1), ("e4", ["Kabul"], 1)):
        add_event(connection, id, places=places, contradictions=n, last_at=NOON - HOUR if id == "e4" else NOON)
        add_claim(connection, event=id, number=int(id[1]))
    assert ids(events(connection, since=NOON, source="s1", place="kabul", disputed=True)) == ["e1"]


def test_an_event_that_has_ended_is_listed_no_more(connection):
    add_event(connection)
    rows.end_event(connection, "e1")
    assert events(connection).items == ()
    with pytest.raises(Removed, match="e1"):
        reading.resolve_event(connection, "e1")


def test_an_id_of_an_event_leads_to_the_event_that_it_has_become_part_of_at_last(connection):
    for id in ("e1", "e2", "e3"):
        add_event(connection, id)
    rows.end_event(connection, "e1", "e2")
    rows.end_event(connection, "e2", "e3")
    with pytest.raises(Moved) as moved:
        reading.resolve_event(connection, "e1")
    assert moved.value.to == "e3"
    assert reading.resolve_event(connection, "e3") == "e3"


def test_an_event_whose_heir_has_ended_too_is_removed(connection):
    add_event(connection, "e1")
    add_event(connection, "e2")
    rows.end_event(connection, "e1", "e2")
    rows.end_event(connection, "e2")
    with pytest.raises(Removed):
        reading.resolve_event(connection, "e1")


def test_events_that_point_at_each_other_lead_nowhere_and_not_in_a_circle(connection):
    add_event(connection, "e1")
    add_event(connection, "e2")
    rows.end_event(connection, "e1", "e2")
    rows.end_event(connection, "e2", "e1")
    with pytest.raises(Removed):
        reading.resolve_event(connection, "e1")


def test_an_event_that_never_was_is_not_kept(connection):
    with pytest.raises(NotKept, match="e9"):
        reading.resolve_event(connection, "e9")
