"""Learning from labels: what is taken in, what is dropped, what passes the gates, and what is left when it breaks off."""

from __future__ import annotations

import json
from itertools import count

import pytest
from sqlalchemy import text

from service import retraining
from service.adapters import artefacts
from service.adapters.artefacts import Papers
from service.following import shipped_model
from service.jobs.queue import JobQueue
from service.news.accounts import AuditQuery, By
from service.news.article import Article
from service.news.errors import CannotLearn
from service.news.identity import Scope
from service.news.job import STAGES, JobKind, JobOrder, JobState
from service.news.label import PairDecision
from service.news.memory import ArticleQuery
from service.news.model import Origin
from service.news.pair import Relation
from service.news.progress import silent
from service.news.report import ScoreRequest
from service.retraining import Retraining
from service.store.archive import Archive
from service.store.audit import AuditLog
from service.store.versions import Versions
from tests.fakes import FakePairModel
from tests.processes import workers
from tests.small_seeds import PLACES, ROWS, SHAPES, small_seeds, write
from tests.store.conftest import make_principal
from tests.store.wire import at
from tests.tools import make_head, make_scorer
from tests.waiting import until

ADA, BO = By("user:ada"), By("user:bo")
MEANT = {
    "agree": Relation.AGREES,
    "contradict": Relation.CONTRADICTS,
    "neutral": Relation.NEUTRAL,
    "update": Relation.UPDATES,
}
OUTLETS = ("The Courier", *(f"The {name} Ledger" for name in MEANT))


class CountingPairModel(FakePairModel):
    """Counts the pairs that it is asked about."""

    def __init__(self):
        self.asked = 0

    def judge(self, pairs):
        self.asked += len(pairs)
        return super().judge(pairs)


@pytest.fixture
def seeds(tmp_path, monkeypatch):
    """A folder of seeds that are read in a second."""
    folder = small_seeds(tmp_path / "seeds")
    monkeypatch.setattr(artefacts, "seeds_folder", lambda: folder)
    return folder


@pytest.fixture
def model():
    return CountingPairModel()


@pytest.fixture
def scorer(annotator, model):
    return make_scorer(annotator, pair_model=model)


@pytest.fixture
def versions(database, scorer):
    """The versions, of which a head by hand is the first."""
    found = Versions(database)
    found.ship(shipped_model(scorer, Papers()))
    return found


@pytest.fixture
def archive(database, scorer):
    """An archive with one article a place and shape of pair."""
    archive = Archive(database)
    archive.start(scorer)
    told = [("The Courier", "The blast in {place} killed 7 people.", 0)]
    told += [(f"The {name} Ledger", text, 3) for name, text in SHAPES]
    articles = tuple(
        Article(f"{place}-{n}", outlet, text.format(place=place), published_at=at(hour))
        for place in PLACES
        for n, (outlet, text, hour) in enumerate(told)
    )
    archive.keep(ScoreRequest(articles, store=True), make_principal(outlets=OUTLETS))
    return archive


def article_ids(archive):
    return {one.given_id: one.id for one in archive.articles(ArticleQuery(limit=200)).items}


@pytest.fixture
def pairs(archive):
    """The pairs there are to label, each with what it is."""
    ids = article_ids(archive)
    claim = {given: archive.article(id).claims[0].id for given, id in ids.items()}
    return [
        (claim[f"{place}-0"], claim[f"{place}-{n}"], MEANT[name])
        for place in PLACES
        for n, (name, _) in enumerate(SHAPES, start=1)
    ]


def label(archive, pairs, by=ADA):
    for a, b, relation in pairs:
        archive.label(PairDecision(a, b, relation), by)


@pytest.fixture
def retrain(database, scorer, versions, seeds):
    """Runs a retraining to its end, in this thread; returns what came of it."""
    numbers = count(1)
    handler = Retraining(database, lambda: scorer, artefacts.models_folder())
    asker = make_principal("user:ada", scopes=(Scope.ADMIN,))

    def run(progress=silent, **asked):
        return handler(JobOrder(f"job{next(numbers)}", "retrain", 1, asker, asked), progress)

    return run


def test_what_is_learnt_passes_the_gates_and_answers_with_its_figures_and_its_card(
    retrain, versions, database, archive, pairs
):
    label(archive, pairs)
    first = versions.active()
    found = retrain()
    assert (found["outcome"], found["compared_with"], found["gates"]["against"]) == ("promoted", first, [])
    assert found["labels"] == {"all": 40, "used": 40, "left_out": {}}
    version = versions.one(versions.active())
    assert (version.id, version.made_by, version.model.origin) == (found["version"], "user:ada", Origin.RETRAINED)
    assert version.model.figures["gates"] == found["gates"]
    assert version.model.learnt_from == found["learnt_from"]
    assert "40 of them by labels (left out: none)" in version.model.card
    (line, _) = AuditLog(database).lines(AuditQuery(10, action="model.activate")).items
    assert (line.by, line.detail["job"], line.detail["forced"]) == ("user:ada", "job1", False)
    json.dumps(found, allow_nan=False)


def test_learning_again_from_the_same_changes_nothing_and_reads_no_text(retrain, versions, model, archive, pairs):
    label(archive, pairs)
    first = retrain()
    asked, kept = model.asked, versions.all()
    again = retrain()
    assert (again["outcome"], again["version"]) == ("unchanged", first["version"])
    assert again["learnt_from"] == first["learnt_from"]
    assert versions.all() == kept
    assert model.asked == asked


def test_only_what_is_new_is_measured(retrain, model, archive, pairs):
    label(archive, pairs[:20])
    retrain()
    asked = model.asked
    label(archive, pairs[20:22])
    retrain()
    assert model.asked == asked + 4  # each in both directions


def test_a_dry_run_tells_all_and_changes_nothing(retrain, versions, archive, pairs):
    label(archive, pairs)
    before = versions.all()
    found = retrain(dry_run=True)
    assert (found["outcome"], found["version"], found["gates"]["against"]) == ("tried", None, [])
    assert versions.all() == before
    told = found["changes"]
    assert (told["events"], told["pairs"] > 0) == (told["kept"], True)
    assert sum(each["pairs"] for each in told["flips"]) > 0
    json.dumps(told, allow_nan=False)


def test_a_dry_run_does_not_say_what_would_change_while_another_version_works_it_out(retrain, archive, pairs, scorer):
    label(archive, pairs)
    archive.start(scorer.with_head(make_head(version="hand-2")))
    assert retrain(dry_run=True)["changes"] is None


def test_a_dry_run_ends_where_it_is_cancelled_while_it_looks_at_what_would_change(retrain, archive, pairs):
    label(archive, pairs)

    def cancelled(stage, done, total):
        if stage == "changes":
            raise BrokenOff

    with pytest.raises(BrokenOff):
        retrain(cancelled, dry_run=True)


def test_labels_may_be_left_aside(retrain, archive, pairs):
    label(archive, pairs)
    assert retrain(labels=False, dry_run=True)["labels"] == {"all": 0, "used": 0, "left_out": {}}


def test_what_people_dispute_or_repeat_and_what_they_have_replaced_is_left_out_and_told(retrain, archive, pairs):
    (a, b, _), (c, d, agreed), (e, f, _), *_ = pairs
    label(archive, [(a, b, Relation.AGREES)])
    label(archive, [(b, a, Relation.CONTRADICTS)], BO)
    label(archive, [(c, d, agreed)])
    label(archive, [(d, c, agreed)], BO)
    label(archive, [(e, f, Relation.AGREES), (e, f, Relation.NEUTRAL)])
    found = retrain(dry_run=True)["labels"]
    assert found == {"all": 6, "used": 2, "left_out": {"disputed": 2, "repeated": 1, "replaced": 1}}


def test_what_is_labelled_in_an_article_that_was_erased_cannot_be_read_and_is_told(retrain, archive, pairs):
    label(archive, pairs[:8])
    archive.remove(article_ids(archive)[f"{PLACES[0]}-0"], ADA, "by a court", erase=True)
    assert retrain(dry_run=True)["labels"] == {"all": 8, "used": 4, "left_out": {"unreadable": 4}}


def n_measured(database):
    with database.begin() as connection:
        return connection.scalar(text("SELECT count(*) FROM measurements"))


def test_what_was_measured_on_an_erased_article_goes_with_it_for_it_holds_words(retrain, database, archive, pairs):
    label(archive, pairs[:8])
    retrain(dry_run=True)
    before = n_measured(database)
    archive.remove(article_ids(archive)[f"{PLACES[0]}-0"], ADA, "by a court", erase=True)
    assert n_measured(database) == before - 4
    assert retrain(dry_run=True)["labels"] == {"all": 8, "used": 4, "left_out": {"unreadable": 4}}


def test_doubles_and_disputed_labels_teach_nothing_and_malformed_seeds_nobody(retrain, versions, archive, pairs, seeds):
    """What is learnt from is as if nobody had said anything twice, or anything that somebody else denies."""
    label(archive, pairs[:16])
    clean = retrain(dry_run=True)
    label(archive, pairs[:16], BO)
    label(archive, pairs[16:24])
    label(archive, [(a, b, turned(relation)) for a, b, relation in pairs[16:24]], BO)
    found = retrain(dry_run=True)
    assert found["labels"] == {"all": 48, "used": 16, "left_out": {"disputed": 16, "repeated": 16}}
    assert (found["head"], found["learnt_from"]) == (clean["head"], clean["learnt_from"])
    before = versions.all()
    with (seeds / "dossiers.jsonl").open("a") as file:
        file.write('{"id": "r1", "relation"')
    with pytest.raises(CannotLearn, match=r"dossiers.jsonl:21"):
        retrain()
    assert versions.all() == before


def test_an_update_whose_later_claim_is_the_earlier_by_its_time_is_left_out(retrain, archive, pairs):
    updates = [(a, b, relation) for a, b, relation in pairs if relation is Relation.UPDATES]
    label(archive, [*updates[:3], *((b, a, relation) for a, b, relation in updates[3:5])])
    assert retrain(dry_run=True)["labels"] == {"all": 5, "used": 3, "left_out": {"backwards": 2}}


def test_what_reports_laid_is_known_as_such_when_it_is_measured_kept_and_joined_by_labels(
    retrain, archive, pairs, monkeypatch
):
    """Else reports would decide by the bounds of whoever asks after a retraining."""
    learnt = []
    whole = retraining.fit
    monkeypatch.setattr(retraining, "fit", lambda rows, *rest: (learnt.append(rows), whole(rows, *rest))[1])
    label(archive, pairs)
    for asked in ({"labels": False}, {"labels": False}, {}):
        retrain(dry_run=True, **asked)
    assert [int(rows.laid.sum()) for rows in learnt] == [2, 2, 2]
    assert [len(rows.laid) - len(rows.relations) for rows in learnt] == [0, 0, 0]
    assert len(learnt[2].relations) == len(learnt[0].relations) + len(pairs)


def test_what_cannot_be_learnt_from_is_told_and_nothing_changes(retrain, versions, seeds):
    before = versions.all()
    write(seeds / "dossiers.jsonl", ROWS[3:4])
    write(seeds / "pairs.jsonl", ROWS[:2])
    write(seeds / "hands.jsonl", ROWS[2:3])
    for name in ("more_hands", "report_pairs"):
        write(seeds / f"{name}.jsonl", ROWS[2:3])
    with pytest.raises(CannotLearn, match=r"events are needed|rows of"):
        retrain()
    (seeds / "dossiers.jsonl").unlink()
    with pytest.raises(CannotLearn, match="dossiers"):
        retrain()
    assert versions.all() == before


# ------------------------------------------------------------------------------------------------------ poison


def turned(relation):
    return {Relation.AGREES: Relation.CONTRADICTS, Relation.CONTRADICTS: Relation.AGREES}.get(relation, Relation.AGREES)


POISON = {
    "a fifth turned round": lambda n, relation: turned(relation) if n % 5 == 0 else relation,
    "all turned round": lambda _, relation: turned(relation),
    "all one": lambda _, __: Relation.NEUTRAL,
}


@pytest.mark.parametrize(("poison", "weight"), [*((poison, 100) for poison in POISON), ("a fifth turned round", 1)])
def test_labels_that_are_wrong_never_make_a_worse_version_active(retrain, versions, archive, pairs, poison, weight):
    good = retrain()
    assert good["outcome"] == "promoted"
    label(archive, [(a, b, POISON[poison](n, relation)) for n, (a, b, relation) in enumerate(pairs)])
    found = retrain(label_weight=weight)
    if found["outcome"] == "promoted":
        margins = found["gates"]["margins"]
        assert all(low >= -margins[name] for name, (low, _) in found["gates"]["advantage"].items())
    else:
        assert (found["outcome"], versions.active()) == ("refused", good["version"])
        assert found["gates"]["against"]
        assert versions.one(found["version"]).model.figures["gates"]["against"] == found["gates"]["against"]


def test_labels_of_one_kind_that_drown_the_seeds_are_refused_unless_that_is_forced(
    retrain, versions, database, archive, pairs
):
    good = retrain()
    label(archive, [(a, b, Relation.CONTRADICTS) for a, b, _ in pairs])
    refused = retrain(label_weight=100)
    assert (refused["outcome"], versions.active()) == ("refused", good["version"])
    forced = retrain(label_weight=100, force=True, reason="a trial on the test desk")
    assert (forced["outcome"], versions.active()) == ("promoted", refused["version"])
    line = AuditLog(database).lines(AuditQuery(1, action="model.activate")).items[0]
    assert (line.detail["reason"], line.detail["forced"]) == ("a trial on the test desk", True)
    assert line.detail["against"] == refused["gates"]["against"]


# ------------------------------------------------------------------------------------------------ interruptions


class BrokenOff(Exception):
    """What stands for the end of a worker."""


def test_broken_off_anywhere_it_leaves_the_active_version_and_comes_to_the_same_when_it_is_begun_again(
    retrain, versions, archive, pairs
):
    label(archive, pairs)
    first, told = versions.active(), []
    retrain(lambda *step: told.append(step), dry_run=True)
    for last in range(len(told)):
        left = iter(range(last + 1))

        def progress(*_, left=left):
            if next(left, None) is None:
                raise BrokenOff

        try:
            found = retrain(progress)
        except BrokenOff:
            assert versions.active() == first
            assert len(versions.all().versions) == 1
        else:
            break
    found = retrain() if versions.active() == first else found
    assert (found["outcome"], versions.active()) == ("promoted", found["version"])


@pytest.fixture
def start_worker(database, seeds):
    """Starts a worker in a process of its own; all are killed after the test."""
    with workers("tests.retraining_process", database.conninfo, str(seeds)) as start:
        yield start


def test_killed_in_the_middle_it_is_taken_up_by_another_worker_and_until_then_nothing_has_changed(
    database, versions, archive, pairs, start_worker
):
    label(archive, pairs)
    first, queue = versions.active(), JobQueue(database)
    job = queue.enqueue_alone("retrain", {}, make_principal("user:ada", scopes=(Scope.ADMIN,)))
    for stage in ("gates", "fit"):
        process = start_worker()
        until(lambda stage=stage: queue.get(job.id).stage == stage, f"the stage {stage}")
        process.kill()
        process.wait()
        assert (versions.active(), len(versions.all().versions)) == (first, 1)
    start_worker()
    done = until(lambda: (found := queue.get(job.id)).state.is_final and found, "the end of the job")
    assert (done.state, done.attempts) == (JobState.SUCCEEDED, 3)
    assert queue.result(job.id)["outcome"] == "promoted"
    assert versions.active() == queue.result(job.id)["version"]


def test_where_another_version_has_become_active_meanwhile_it_is_tested_against_that(
    retrain, versions, scorer, archive, pairs
):
    label(archive, pairs)
    other = versions.add(shipped_model(scorer.with_head(make_head(version="hand-2")), Papers()), ADA)
    activate = Versions.activate

    def beaten_to_it(self, id, by, reason, **rest):
        if rest.get("instead_of") != other:
            activate(versions, other, BO, "a moment earlier")
        return activate(self, id, by, reason, **rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Versions, "activate", beaten_to_it)
        found = retrain()
    assert (found["outcome"], found["compared_with"]) == ("promoted", other)
    assert [each.version for each in versions.all().activations][:2] == [found["version"], other]


def test_progress_is_told_of_each_stage_in_turn(retrain, archive, pairs):
    label(archive, pairs)
    told = []
    retrain(lambda stage, done, total: told.append(stage), dry_run=True)
    assert list(dict.fromkeys(told)) == list(STAGES[JobKind.RETRAIN])
