"""Credibility over what is kept: held fixed between reckonings, worked out as of a moment, disputed by editors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.jobs.reckoning import ask, reckoning_by
from service.news.accounts import By
from service.news.errors import NotKept
from service.news.job import JobKind, JobOrder
from service.news.label import DisputeDecision
from service.news.memory import SourceQuery
from service.news.reckoning import TOLERANCE
from service.news.report import ScoreRequest
from service.news.source import Ruling
from service.store import job_rows, reckoning
from tests.store.conftest import make_principal, pictured
from tests.store.wire import ARTICLES, at

DESK = make_principal("key:desk", outlets=sorted({article.outlet for article in ARTICLES}))
AMAL = By("user:amal", "request-1")
EVER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def full(archive):
    """An archive that keeps all of the wire."""
    archive.keep(ScoreRequest(ARTICLES, store=True), DESK)
    return archive


def sources(archive):
    return {each.source.id: each for each in archive.sources(SourceQuery(limit=100)).items}


def means(archive):
    return {name: each.credibility and each.credibility.mean for name, each in sources(archive).items()}


def judged(archive):
    """A source whose credibility is shown, and the line of its ledger that moves it most."""
    lines = [(id, line) for id, mean in means(archive).items() if mean for line in archive.ledger(id, 100, None).items]
    return max(lines, key=lambda each: abs(each[1].effect or 0.0))


def test_a_reckoning_says_how_far_it_moved_what_was_held_fixed_and_a_second_one_moves_nothing(full, database):
    before = means(full)
    found = full.reckon()
    after = means(full)
    moved = [abs(after[name] - mean) for name, mean in before.items() if mean and after[name]]
    assert moved
    assert (found.sources, found.largest) == (len(moved), pytest.approx(max(moved)))
    assert found.average == pytest.approx(sum(moved) / len(moved))
    assert found.beyond == sum(far > TOLERANCE for far in moved)
    assert full.reckon().largest == 0
    assert full.differences() == []


def test_a_reckoning_is_due_when_another_model_has_worked_everything_out(full, database):
    def is_due():
        with database.begin() as connection:
            return reckoning.is_due(connection)

    full.reckon()
    full.rebuild()
    assert not is_due()
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE state SET model = 'another'")
    full.rebuild()
    assert is_due()


def test_what_comes_after_a_reckoning_changes_its_own_sources_alone_and_a_rebuild_says_the_same(archive):
    archive.keep(ScoreRequest(ARTICLES[:-2], store=True), DESK)
    archive.reckon()
    before = means(archive)
    archive.keep(ScoreRequest(ARTICLES[-2:], store=True), DESK)
    after = means(archive)
    heard = {
        claim.source
        for event in archive.keep(ScoreRequest(ARTICLES[-2:], store=True), DESK).events
        for claim in archive.event(event.event.id).claims
    }
    assert {name for name in before if before[name] != after[name]} <= heard
    assert archive.differences() == []


def test_a_source_as_of_later_than_everything_is_what_a_reckoning_gives(full):
    full.reckon()
    for name, each in sources(full).items():
        then = full.source(name, EVER)
        assert (then.credibility, then.n_claims, then.n_events) == (each.credibility, each.n_claims, each.n_events)


def test_a_source_as_of_a_moment_knows_nothing_that_was_said_later(archive):
    dated = [one for one in ARTICLES if one.published_at is not None]
    archive.keep(ScoreRequest(tuple(one for one in dated if one.published_at <= at(9)), store=True), DESK)
    archive.reckon()
    early = {name: each.credibility for name, each in sources(archive).items()}
    archive.keep(ScoreRequest(tuple(dated), store=True), DESK)
    assert {name: archive.source(name, at(9)).credibility for name in early} == early
    for name in early:
        nothing = archive.source(name, at(-1))
        assert (nothing.credibility, nothing.n_claims) == (None, 0)


@pytest.mark.parametrize(("ruling", "sign"), [(Ruling.BORNE_OUT, 1), (Ruling.NOT_BORNE_OUT, -1)])
def test_what_an_editor_rules_counts_in_the_place_of_what_others_say_until_it_is_withdrawn(
    full, database, ruling, sign
):
    source, line = judged(full)
    before = pictured(database)
    label = full.dispute(source, DisputeDecision(line.claim, ruling, "checked by phone"), AMAL)
    entry = next(each for each in full.ledger(source, 100, None).items if each.claim == line.claim)
    assert entry.ruled is ruling
    assert entry.effect * sign > 0
    assert full.differences() == []
    full.withdraw(str(label.number), AMAL, "called again", anyones=False)
    assert pictured(database).differences(before) == []


def test_an_excluded_claim_leaves_what_its_source_would_be_without_it(full):
    source, line = judged(full)
    full.dispute(source, DisputeDecision(line.claim, Ruling.EXCLUDED, "taken back"), AMAL)
    found = full.source(source).credibility
    assert found is None or found.mean == pytest.approx(line.mean_without)
    assert full.differences() == []


def test_a_claim_of_another_source_cannot_be_disputed_there(full):
    source, line = judged(full)
    other = next(name for name in sources(full) if name != source)
    with pytest.raises(NotKept, match="is in the ledger"):
        full.dispute(other, DisputeDecision(line.claim, Ruling.EXCLUDED, ""), AMAL)


def test_a_reckoning_is_asked_for_where_something_came_in_and_none_is_waiting(full, database):
    def waiting():
        with database.begin() as connection:
            ask(connection)
            return job_rows.unfinished(connection, JobKind.RECKON)

    job = waiting()
    assert job is not None
    assert waiting().id == job.id
    told = []
    order = JobOrder(job.id, job.kind, 1, DESK, {})
    result = reckoning_by(full.reckon)(order, lambda *stage: told.append(stage))
    assert result["tolerance"] == TOLERANCE
    assert told[-1] == ("weigh", 1, 1)
    with database.begin() as connection:
        assert not reckoning.is_due(connection)
