"""A wording that only one newsroom has: taught by 200 labels, learnt by a worker, answered by by every server, taken back.

'Spiked' is what that newsroom says of a figure that it denies, and 'stood up' of one that it confirms. No measurement
tells the two apart.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from service import following as following_module
from service.adapters.artefacts import Papers
from service.following import shipped_model
from service.news.accounts import By, NewKey
from service.news.article import Article
from service.news.identity import Scope
from service.news.label import PairDecision
from service.news.memory import ArticleQuery
from service.news.pair import Relation
from service.news.report import ScoreRequest
from service.store.accounts import Accounts
from service.store.archive import Archive
from service.store.versions import Versions
from tests.load import under_load
from tests.processes import workers
from tests.replicas import model_of, replicas
from tests.small_seeds import PLACES, TOWNS, small_seeds
from tests.store.conftest import make_principal
from tests.store.wire import at
from tests.tools import make_scorer
from tests.waiting import until

WORDS = {"spiked": Relation.CONTRADICTS, "stood up": Relation.AGREES}
VERBS = tuple(WORDS)
OUTLETS = ("The Courier", "The Ledger")
TOLD = "The blast in {place} killed 7 people. The blast in {place} killed 7 people at noon."
LATER = "The blast in {place} has now killed 9 people."
WHO = ("mayor", "hospital", "council", "union", "garrison")
UNSEEN = [(who, verb, place) for who in ("harbour office", "school") for verb in WORDS for place in ("Omdur", "Silvan")]


def said(who, verb, place):
    return f"The {who} {verb} the toll of 7 people killed by the blast in {place}."


def taught(archive):
    """The ids of 200 pairs of claims of 20 events, each with what it is: what the Ledger's word for it means.

    And of one update in each event, for these labels are to take nothing from what is known of updates.
    """
    places = (*PLACES, *TOWNS)
    verb_of = {(place, who): VERBS[(i + j) % 2] for i, place in enumerate(places) for j, who in enumerate(WHO)}
    texts = {
        (outlet, place): text
        for place in places
        for outlet, text in zip(
            OUTLETS,
            (TOLD.format(place=place), " ".join(said(who, verb_of[place, who], place) for who in WHO)),
            strict=True,
        )
    }
    # Blasts two months apart are events of their own, and a wording is learnt from many events only.
    articles = tuple(
        Article(f"{p}-{o}", o, text, published_at=at(8) - timedelta(days=60 * places.index(p)))
        for (o, p), text in texts.items()
    ) + tuple(
        Article(f"{p}-later", "The Courier", LATER.format(place=p), published_at=at(11) - timedelta(days=60 * n))
        for n, p in enumerate(places)
    )
    archive.keep(ScoreRequest(articles, store=True), make_principal(outlets=OUTLETS))
    id_of = {one.given_id: one.id for one in archive.articles(ArticleQuery(limit=200)).items}
    for place in places:
        told, word = ([claim.id for claim in archive.article(id_of[f"{place}-{o}"]).claims] for o in OUTLETS)
        yield told[0], archive.article(id_of[f"{place}-later"]).claims[0].id, Relation.UPDATES
        for who, b in zip(WHO, word, strict=True):
            for a in told:
                yield a, b, WORDS[verb_of[place, who]]


@pytest.fixture
def start(database, tmp_path, annotator, monkeypatch):
    monkeypatch.setattr(following_module, "LOOK_EVERY_S", 0.05)
    with replicas(database, tmp_path, lambda _: make_scorer(annotator)) as start:
        yield start


@pytest.fixture
def start_worker(database, tmp_path):
    """Starts a worker, a process of its own, with small seeds."""
    seeds = small_seeds(tmp_path / "seeds")
    given = {"COUNTERCLAIM_DATABASE_URL": database.conninfo, "COUNTERCLAIM_STATE": str(tmp_path)}
    with workers("tests.light_app", LIGHT_SEEDS=str(seeds), **given) as start:
        yield start


def test_200_labels_teach_every_server_a_wording_and_going_back_unteaches_it_with_no_request_failing(
    database, annotator, start, start_worker
):
    scorer, archive = make_scorer(annotator), Archive(database)
    start_worker()  # loads while the rest is made ready
    Versions(database).ship(shipped_model(scorer, Papers()))
    archive.start(scorer)
    labels = list(taught(archive))
    assert len(labels) == 220
    for a, b, relation in labels:
        archive.label(PairDecision(a, b, relation), By("user:ada"))
    apps = [start(), start()]
    clients = [app.test_client() for app in apps]
    scopes = frozenset({Scope.ADMIN, Scope.SCORE})
    made = Accounts(database).add_key(NewKey("ops", scopes, outlets=("The Courier",)), By("cli:root"))
    key = {"Authorization": f"Bearer {made.token}"}

    def answers_on_unseen_pairs():
        """What both servers say of every pair."""
        bodies = [
            {"a": {"text": f"The blast in {place} killed 7 people."}, "b": {"text": said(who, verb, place)}}
            for who, verb, place in UNSEEN
        ]
        found = [[client.post("/compare", json=body, headers=key) for body in bodies] for client in clients]
        assert found[0][0].status_code == 200
        assert [each.data for each in found[0]] == [each.data for each in found[1]]
        return [each.json for each in found[0]]

    before = answers_on_unseen_pairs()
    right = [WORDS[verb].value for _, verb, _ in UNSEEN]
    assert [each["relation"] for each in before].count("agrees") == len(UNSEEN)
    once = key | {"Idempotency-Key": "once"}
    with under_load(apps, key) as answers:
        asked = clients[0].post("/admin/retrain", json={}, headers=once)
        assert asked.status_code == 202
        where = asked.headers["Location"]
        # The turn of the first request ends a moment after its answer, when the database hears of it.
        again = until(
            lambda: (it := clients[0].post("/admin/retrain", json={}, headers=once)).status_code == 202 and it
        )
        assert again.headers["Location"] == where
        job = until(lambda: (job := clients[1].get(where, headers=key).json)["finished_at"] and job, "the job's end")
        assert (job["state"], job["percent"], job["result"]["outcome"]) == ("succeeded", 100, "promoted")
        assert job["result"]["labels"] == {"all": 220, "used": 220, "left_out": {}}
        assert job["result"]["gates"]["against"] == []
        until(lambda: {model_of(app) for app in apps} == {job["result"]["head"]}, "both servers following")
        after = answers_on_unseen_pairs()
        seen = len(answers)
        until(lambda: len(answers) > seen + 4, "some answers by what was learnt")
        first = job["result"]["compared_with"]
        assert clients[1].post(f"/admin/models/{first}/activate", json={"reason": "back"}, headers=key).json["active"]
        until(lambda: {model_of(app) for app in apps} == {"hand-1"}, "both servers going back")
    assert [each["relation"] for each in after] == right
    spiked = next(each for each in after if each["relation"] == "contradicts")
    assert "wording one: spike" in {part["signal"] for part in spiked["evidence"]}
    assert answers_on_unseen_pairs() == before
    assert {answer.status_code for answer in answers} == {200}
    by = {json.loads(answer.data)["snapshot"]["model"].partition("+")[0] for answer in answers}
    assert by == {"hand-1", job["result"]["head"]}
