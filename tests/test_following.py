"""Every process answers by the version that is active: two servers, each with its archive, on one database."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, replace

import pytest
from sqlalchemy import text

from service import app as app_module
from service import following as following_module
from service.adapters.artefacts import Papers
from service.console import keeping
from service.following import Following, shipped_model
from service.news.accounts import By, NewKey
from service.news.errors import ArtefactError
from service.news.identity import Scope
from service.news.model import Origin
from service.news.progress import silent
from service.scoring.pipeline import Scorer
from service.store.accounts import Accounts
from service.store.versions import Versions
from service.web.logs import json_logger
from tests.load import TOLLS, under_load
from tests.replicas import model_of, replicas
from tests.store.test_versions import alter
from tests.tools import make_head, make_scorer
from tests.waiting import until

ADA = By("key:ada")


@pytest.fixture
def scorer(annotator):
    return make_scorer(annotator)


@pytest.fixture
def versions(database):
    return Versions(database)


@pytest.fixture
def log():
    return io.StringIO()


@pytest.fixture
def make_following(versions, scorer, log):
    return lambda: Following(versions, scorer, None, json_logger(log, "info"))


def learnt(scorer: Scorer, **change):
    """A version to take the place of the one that ``scorer`` came with."""
    head = make_head(**{"version": "hand-2", **change})
    return replace(shipped_model(scorer, Papers()), head=asdict(head), origin=Origin.RETRAINED)


def test_a_process_begins_with_the_version_that_is_active(make_following, versions, scorer):
    assert make_following().begin().tools.head == scorer.tools.head
    versions.activate(versions.add(learnt(scorer, agreement_from=0.6), ADA), ADA, "better")
    begun = make_following().begin()
    assert begun.tools.head == make_head(version="hand-2", agreement_from=0.6)
    assert begun.snapshot.model == scorer.snapshot.model.replace("hand-1", "hand-2")


def test_looking_hands_another_version_on_once_and_back_again(make_following, versions, scorer):
    following, handed = make_following(), []
    following.begin()
    first = versions.active()
    following.start(handed.append)
    following.stop(60)
    versions.activate(versions.add(learnt(scorer), ADA), ADA, "better")
    following.look()
    following.look()
    assert [each.tools.head.version for each in handed] == ["hand-2"]
    assert following.scorer is handed[-1]
    versions.activate(first, ADA, "worse after all")
    following.look()
    assert following.scorer.tools.head == scorer.tools.head


def test_what_could_not_be_adopted_is_tried_again(make_following, versions, scorer):
    following, tries = make_following(), []

    def adopt(one):
        tries.append(one)
        if len(tries) == 1:
            raise ConnectionError("the database went away")

    following.begin()
    following.start(adopt)
    following.stop(60)
    versions.activate(versions.add(learnt(scorer), ADA), ADA, "better")
    with pytest.raises(ConnectionError):
        following.look()
    following.look()
    assert len(tries) == 2


def test_a_version_that_is_altered_once_it_is_active_is_refused_and_the_former_one_answers_on(
    make_following, versions, scorer, database, log
):
    following = make_following()
    following.begin()
    second = versions.add(learnt(scorer), ADA)
    versions.activate(second, ADA, "better")
    alter(database, second, "0.4", "0.1")
    following.look()
    following.look()
    assert following.scorer is not None
    assert following.scorer.tools.head == scorer.tools.head
    (line,) = [json.loads(line) for line in log.getvalue().splitlines()]
    assert (line["level"], line["version"]) == ("error", second)
    with pytest.raises(ArtefactError, match="sha256"):
        make_following().begin()


def test_a_process_that_reads_with_other_models_keeps_its_own_version(make_following, versions, scorer, log):
    following = make_following()
    following.begin()
    versions.ship(replace(shipped_model(scorer, Papers()), reads_with="another pair model"))
    following.look()
    assert following.scorer.tools.head == scorer.tools.head
    assert "another pair model" in log.getvalue()


def test_the_command_line_works_by_the_active_version_too(versions, scorer, database, tmp_path, annotator, monkeypatch):
    monkeypatch.setattr(app_module, "build_scorer", lambda _: make_scorer(annotator))
    monkeypatch.setenv("COUNTERCLAIM_DATABASE_URL", database.conninfo)
    monkeypatch.setenv("COUNTERCLAIM_STATE", str(tmp_path))
    versions.ship(shipped_model(scorer, Papers()))
    versions.activate(versions.add(learnt(scorer), ADA), ADA, "better")
    keeping.rebuild(silent, check=False)
    with database.begin() as connection:
        assert connection.scalar(text("SELECT model FROM state")).startswith("hand-2+")


# ------------------------------------------------------------------------------------------------ whole servers


@pytest.fixture
def start(database, tmp_path, annotator, monkeypatch):
    """Starts servers over the database of the test, whose archives are worked out by hand-made heads."""
    monkeypatch.setattr(following_module, "LOOK_EVERY_S", 0.05)
    with replicas(database, tmp_path, lambda _: make_scorer(annotator)) as start:
        yield start


@pytest.fixture
def key(database):
    scopes = frozenset({Scope.SCORE, Scope.READ, Scope.ADMIN})
    made = Accounts(database).add_key(NewKey("desk", scopes, outlets=("The Courier", "Daily Ledger")), By("cli:root"))
    return {"Authorization": f"Bearer {made.token}"}


def test_two_servers_and_what_they_keep_switch_and_go_back_with_no_request_failing(start, key, versions, scorer):
    """A head that asserts nothing takes the place of one that finds the contradiction, and is taken out again."""
    apps = [start(), start("inside")]
    clients = [app.test_client() for app in apps]
    first = versions.active()
    second = versions.add(learnt(scorer, contradiction_from=1.0), ADA)
    with under_load(apps, key) as answers:
        until(lambda: len(answers) > 8, "some answers")
        activated = clients[0].post(f"/admin/models/{second}/activate", json={"reason": "trial"}, headers=key)
        until(lambda: {model_of(app) for app in apps} == {"hand-2"}, "both servers switching")
        seen = len(answers)
        until(lambda: len(answers) > seen + 8, "some answers by the second")
        clients[1].post(f"/admin/models/{first}/activate", json={"reason": "back"}, headers=key)
        until(lambda: {model_of(app) for app in apps} == {"hand-1"}, "both servers switching back")
    assert activated.json["active"]
    assert {answer.status_code for answer in answers} == {200}
    by = {}
    for answer in answers:
        decided = [pair["decided"] for event in answer.json["events"] for pair in event["pairs"]]
        by.setdefault(answer.json["snapshot"]["model"].partition("+")[0], set()).add(tuple(decided))
    assert by == {"hand-1": {(True,)}, "hand-2": {(False,)}}


def test_queued_work_is_done_by_the_version_that_is_active(start, key, versions, scorer):
    app = start("inside")
    versions.activate(versions.add(learnt(scorer), ADA), ADA, "better")
    until(lambda: model_of(app) == "hand-2", "the server switching")
    client = app.test_client()
    location = client.post("/score", json=TOLLS, headers=key | {"Prefer": "respond-async"}).headers["Location"]
    job = until(lambda: (job := client.get(location, headers=key).json)["finished_at"] and job, "the end of the job")
    assert job["result"]["snapshot"]["model"].startswith("hand-2+")
