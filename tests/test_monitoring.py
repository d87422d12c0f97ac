"""What a version makes of what is kept: what would change by it, how it drifts, and that nothing changes by looking."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from service.adapters.artefacts import Papers
from service.following import shipped_model
from service.monitoring import Monitoring
from service.news.accounts import By
from service.news.errors import NotKept, NotReady, UnusableModel
from service.news.label import PairDecision
from service.news.memory import ArticleQuery, EventQuery, SourceQuery
from service.news.monitoring import Labelled
from service.news.pair import UNDECIDED, Relation
from service.news.report import ScoreRequest
from service.scoring.pipeline import Scorer
from service.store.archive import Archive
from service.store.versions import Versions
from tests.store.conftest import make_principal, pictured
from tests.store.wire import ARTICLES, CORRECTED, at
from tests.tools import NOTHING, make_head, make_scorer

ADA = By("user:ada")
VOUCHED = ("The Levant Courier", "Harbour Post", "Daily Ledger", "Northern Wire")
MODEST = make_head(version="modest", contradiction_from=0.999, agreement_from=0.999)
BLIND = make_head(version="blind", weights={}, prior=NOTHING)
WEEKS = [datetime(2026, 2, 23, tzinfo=UTC) + timedelta(days=7 * n) for n in range(4)]


class Silent:
    """A pair model that nobody is to ask."""

    name = "fake-pair-model"

    def judge(self, pairs):
        raise AssertionError("what was judged is kept")


@pytest.fixture
def scorer(annotator):
    return make_scorer(annotator)


@pytest.fixture
def archive(database, scorer):
    archive = Archive(database)
    archive.start(scorer)
    archive.keep(ScoreRequest(ARTICLES, store=True), make_principal(outlets=VOUCHED))
    return archive


@pytest.fixture
def versions(database, scorer):
    found = Versions(database)
    found.ship(shipped_model(scorer, Papers()))
    return found


@pytest.fixture
def monitoring(archive, versions):
    return Monitoring(archive, versions)


@pytest.fixture
def version(versions, scorer):
    """Makes a version of a head."""
    return lambda head: versions.add(shipped_model(scorer.with_head(head), Papers()), ADA)


def reports(archive):
    """Every event as it is reported now, by id."""
    ids = [event.id for event in archive.events(EventQuery(limit=200)).items]
    return {id: archive.event(id).events[0] for id in ids}


def means(archive):
    return {
        found.source.id: found.credibility and found.credibility.mean
        for found in archive.sources(SourceQuery(limit=200)).items
    }


@pytest.mark.parametrize("head", [MODEST, BLIND])
def test_what_would_change_is_what_changes_once_the_version_answers(
    monitoring, archive, scorer, version, database, head
):
    before, means_before = reports(archive), means(archive)
    picture = pictured(database)
    archive.start(Scorer(replace(scorer.tools, pair_model=Silent()), scorer.snapshot.build))
    found = monitoring.changes(version(head), 100)
    assert pictured(database) == picture
    archive.start(scorer.with_head(head))
    after, means_after = reports(archive), means(archive)
    assert before.keys() == after.keys()
    pairs = [(a, b) for id in before for a, b in zip(before[id].pairs, after[id].pairs, strict=True)]
    flipped = [(a.called, b.called) for a, b in pairs if a.called != b.called]
    assert {(each.before, each.after): each.pairs for each in found.flips} == {
        kind: flipped.count(kind) for kind in flipped
    }
    assert flipped
    assert found.pairs == sum(len(event.pairs) for event in before.values() if len(event.event.claims) > 1)
    newest = [event.id for event in archive.events(EventQuery(limit=200)).items]
    assert [turn.event for turn in found.turns] == sorted((turn.event for turn in found.turns), key=newest.index)
    assert {turn.event: turn.disputed for turn in found.turns} == {
        id: after[id].disputed for id in after if after[id].disputed is not before[id].disputed
    }
    moves = {move.source: (move.before, move.after) for move in found.moves}
    assert moves == {
        id: (means_before[id], means_after[id])
        for id in means_before
        if (means_before[id] is None) is not (means_after[id] is None)
        or (means_before[id] is not None and abs(means_before[id] - means_after[id]) > 0.01)
    }
    assert (found.turned, found.moved) == (len(found.turns), len(moves))
    assert found.moved


def test_an_example_of_a_flip_names_both_claims_and_how_sure_each_version_is(monitoring, archive, version):
    said = {claim.id: claim.text for id in reports(archive) for claim in archive.event(id).claims}
    kinds = monitoring.changes(version(MODEST), 100).flips
    assert {kind.after for kind in kinds} == {UNDECIDED}
    for example in (example for kind in kinds for example in kind.examples):
        assert example.texts == tuple(said[claim] for claim in example.claims)
        assert 0 < example.before.probability == example.after.probability < 1


def test_what_sources_say_in_events_that_are_not_looked_at_counts_as_it_is_kept(monitoring, archive, version, scorer):
    before = means(archive)
    found = monitoring.changes(version(MODEST), 1)
    assert (found.events, found.kept) == (
        1,
        len([each for each in reports(archive).values() if len(each.event.claims) > 1]),
    )
    archive.start(scorer.with_head(MODEST))
    after = means(archive)
    for move in found.moves:
        assert move.before == before[move.source]
        assert min(before[move.source], after[move.source] or 0) <= (move.after or 0)


def test_by_the_version_that_answers_nothing_changes(monitoring, versions):
    found = monitoring.changes(versions.active(), 100)
    assert (found.flips, found.turns, found.moves) == ((), (), ())
    assert found.pairs > 0


def test_a_version_that_weighs_something_else_or_is_not_there_tells_nothing(monitoring, versions, scorer):
    other = versions.add(replace(shipped_model(scorer, Papers()), reads_with="other models"), ADA)
    strange = versions.add(replace(shipped_model(scorer, Papers()), head={"version": "strange"}), ADA)
    for ask in (lambda name: monitoring.changes(name, 10), lambda name: monitoring.drift(name, WEEKS, 10)):
        for id in (other, strange):
            with pytest.raises(UnusableModel):
                ask(id)
        with pytest.raises(NotKept):
            ask("model-0")


def test_while_another_version_works_out_what_is_kept_it_is_asked_for_again(monitoring, versions, database, scorer):
    Archive(database).start(scorer.with_head(MODEST))
    with pytest.raises(NotReady, match="ask again"):
        monitoring.changes(versions.active(), 10)


# ---------------------------------------------------------------------------------------------------------- drift


def periods(monitoring, versions, events=100):
    return monitoring.drift(versions.active(), WEEKS, events).periods


def test_each_period_tells_what_the_pairs_of_its_events_are_called(monitoring, versions, archive):
    told = periods(monitoring, versions)
    assert [(period.start, period.end) for period in told] == list(pairwise(WEEKS))
    dated = archive.events(EventQuery(limit=200)).items
    found = reports(archive)
    for period in told:
        inside = [event.id for event in dated if event.last_at and period.start <= event.last_at < period.end]
        pairs = [pair for id in inside if len(found[id].event.claims) > 1 for pair in found[id].pairs]
        assert period.seen.pairs == len(pairs)
        called = [pair.called for pair in pairs]
        assert {name: share for name, share in period.seen.shares.items() if share} == {
            name: pytest.approx(called.count(name) / len(called)) for name in called
        }
        if pairs:
            values = [part.value for pair in pairs for part in pair.evidence if part.signal == "similarity"]
            assert period.seen.signals["similarity"].mean == pytest.approx(sum(values) / len(values))
    assert sum(period.seen.pairs for period in told) > 0


def test_a_former_version_or_a_candidate_is_told_by_what_it_would_decide(monitoring, versions, version):
    assert sum(period.seen.shares.get(UNDECIDED, 0) for period in periods(monitoring, versions)) < 0.5
    told = monitoring.drift(version(MODEST), WEEKS, 100).periods
    assert max(period.seen.shares.get(UNDECIDED, 0) for period in told) > 0.1


def test_drift_is_a_function_of_what_is_kept_whatever_came_first_and_whatever_was_removed(
    make_database, scorer, archive, monitoring, versions
):
    archive.keep(ScoreRequest((CORRECTED,), store=True), make_principal(outlets=VOUCHED))
    database = make_database()
    other = Archive(database)
    other.start(scorer)
    more = replace(ARTICLES[0], id="more", url=None, published_at=at(40))
    for article in reversed((*ARTICLES, CORRECTED, more)):
        other.keep(ScoreRequest((article,), store=True), make_principal(outlets=VOUCHED))
    (mistake,) = (kept.id for kept in other.articles(ArticleQuery(limit=200)).items if kept.given_id == "more")
    other.remove(mistake, ADA, "sent by mistake", erase=True)
    again = Versions(database)
    again.ship(shipped_model(scorer, Papers()))
    assert periods(Monitoring(other, again), again) == periods(monitoring, versions)


def test_labels_are_held_against_what_the_version_calls_their_pairs(monitoring, versions, archive, version):
    told = [{pair.called: pair for pair in event.pairs} for event in reports(archive).values()]
    wanted = Relation.CONTRADICTS.value, Relation.NEUTRAL.value
    contradicting, neutral = next([each[name] for name in wanted] for each in told if each.keys() >= {*wanted})
    archive.label(PairDecision(contradicting.a, contradicting.b, Relation.CONTRADICTS), ADA)
    archive.label(PairDecision(neutral.b, neutral.a, Relation.AGREES), ADA)
    few = 3  # one event a period, while labelled ones are all looked at
    assert sum((period.labels for period in periods(monitoring, versions, few)), Labelled()) == Labelled(1, 1, 0)
    told = monitoring.drift(version(MODEST), WEEKS, few).periods
    assert sum((period.labels for period in told), Labelled()) == Labelled(0, 1, 1)


def test_a_store_with_nothing_in_it_has_periods_with_nothing_in_them(database, scorer, versions):
    archive = Archive(database)
    archive.start(scorer)
    found = Monitoring(archive, versions)
    assert found.changes(versions.active(), 10).pairs == 0
    assert all(not period.seen.shares and period.seen.shift is None for period in periods(found, versions))
