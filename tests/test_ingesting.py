"""The whole way: pushed by newsrooms' systems, kept by a worker, told to a webhook, taken back."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from dataclasses import replace

import pytest

from service import working
from service.app import bounds_of, create_app, open_house
from service.jobs.running import Runner
from service.jobs.sending import Schedule, Sender, Ways
from service.jobs.worker import Worker
from service.news.accounts import By, NewKey
from service.news.feed import FeedKind, NewFeed
from service.news.identity import Scope
from service.news.memory import ArticleQuery
from service.settings import Settings
from service.store.sealing import Seal
from service.store.secrets import SharedSecrets
from service.web.contract import contract
from service.web.logs import json_logger
from tests.fakes import FakeScorer
from tests.jobs.conftest import QUICK
from tests.newsroom.samples import ATOM, NINJS_2, SUPERDESK
from tests.site import Site, served
from tests.tools import make_scorer
from tests.waiting import PATIENCE_S, until
from tests.web.conftest import NOW
from tests.webhook_fakes import Receiver, listening

ROOT = By("cli:root")
OWN = "s" * 32
SECRET = "s3cr3t of the superdesk"
STORY = {name: value for name, value in SUPERDESK.items() if not name.startswith("first")} | {
    "headline": "",
    "body_html": "<p>The blast in Harim killed 7 people.</p>",
}
OTHER = NINJS_2 | {
    "infosources": [{"name": "Daily Ledger"}],
    "headlines": [],
    "bodies": [{"role": "main", "value": "The blast in Harim killed 12 people."}],
}


@pytest.fixture
def house(database, tmp_path, annotator):
    settings = Settings(database_url=database.conninfo, state=tmp_path, secret=(OWN,), webhook_hosts=("127.0.0.1",))
    found = open_house(settings)
    found.archive.start(make_scorer(annotator))
    yield found, settings
    found.jobs.database.close()


@pytest.fixture
def client(house):
    """The app, while a worker is at work beside it."""
    rooms, settings = house
    app = create_app(settings, FakeScorer(), rooms, clock=lambda: NOW, log_to=io.StringIO())
    database, log = rooms.jobs.database, json_logger(io.StringIO(), "debug")
    bodies = contract(bounds_of(settings), lambda: NOW)
    handlers = working.handlers(bodies, FakeScorer, rooms.archive, None, settings.state_folder)
    sender = Sender(
        database, Seal([OWN.encode()]), log, ways=Ways(settings.webhook_hosts), schedule=Schedule(look_every=0.1)
    )
    worker = Worker(Runner(database, handlers, log), pace=QUICK, beside=[sender])
    thread = worker.start()
    yield app.test_client()
    worker.stop()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def push(client, item):
    body = json.dumps(item).encode()
    signature = f"sha1={hmac.new(SECRET.encode(), body, hashlib.sha1).hexdigest()}"
    headers = {"X-Superdesk-Signature": signature}
    answer = client.post("/ingest/superdesk", data=body, content_type="application/json", headers=headers)
    assert answer.status_code == 202
    return answer.json["items"][0]


def test_from_the_push_to_the_article_to_the_webhook_and_back(house, client):
    rooms, _ = house
    database = rooms.jobs.database
    SharedSecrets(database, Seal([OWN.encode()])).set("superdesk", SECRET, "", ["The Courier"], ROOT)
    keys = {
        scope: {
            "Authorization": f"Bearer {rooms.accounts.add_key(NewKey('k', frozenset({scope}), outlets), ROOT).token}"
        }
        for scope, outlets in ((Scope.INGEST, ("Daily Ledger",)), (Scope.ADMIN, ()))
    }

    def titles():
        return {each.given_id: each.version for each in rooms.archive.articles(ArticleQuery(9)).items}

    receiver = Receiver("whsec_" + "A" * 32)
    with listening(receiver) as address:
        new = {"url": address, "events": ["contradiction.detected"]}
        made = client.post("/admin/webhooks", json=new, headers=keys[Scope.ADMIN])
        receiver.verifier = type(receiver.verifier)(made.json["secret"])
        assert push(client, STORY)["state"] == "waiting"
        guid = SUPERDESK["guid"]
        until(lambda: titles() == {guid: 1}, "the story being kept")
        assert client.post("/ingest/ninjs", json=OTHER, headers=keys[Scope.INGEST]).status_code == 202
        until(lambda: receiver.got, "the contradiction being told")
        rewrite = STORY | {"guid": "g2", "version": "4", "evolvedfrom": guid}
        rewrite |= {
            "versioncreated": "2024-03-15T09:00:00+0000",
            "body_html": "<p>The blast in Harim killed 8 people.</p>",
        }
        push(client, rewrite)
        until(lambda: titles() == {guid: 2, OTHER["uri"]: 1}, "the rewrite being its next version")
        push(client, STORY | {"version": "5", "pubstatus": "canceled"})
        until(lambda: titles() == {OTHER["uri"]: 1}, "the story being taken back")
    assert receiver.wrong == []
    (message,) = next(iter(receiver.got.values()))
    assert message["type"] == "contradiction.detected"
    assert message["data"]["pairs"][0]["reasons"] == ["number"]
    event = client.get(message["data"]["href"], headers=keys[Scope.ADMIN])
    assert event.status_code in {200, 308, 410}


def test_from_the_feed_to_the_article_where_fetching_is_on(house, client):
    rooms, settings = house
    database, log = rooms.jobs.database, json_logger(io.StringIO(), "debug")
    bodies, site = contract(bounds_of(settings), lambda: NOW), Site()
    means = working.Means(settings.state_folder, (OWN.encode(),), log)
    assert len(working.beside(bodies, database, means)) == 1
    _, poller = working.beside(bodies, database, replace(means, fetched_inside=("127.0.0.1",)))
    with served(site) as address:
        site.put("/feed", ATOM)
        rooms.feeds.add(NewFeed(f"{address}/feed", "The Courier", FeedKind.FEED, 900), ROOT)
        poller.start()
        until(lambda: rooms.archive.articles(ArticleQuery(9)).items, "the entry being kept")
        poller.stop()
        poller.wait(PATIENCE_S)
    (kept,) = rooms.archive.articles(ArticleQuery(9)).items
    assert (kept.given_id, kept.outlet, kept.vouched) == ("urn:ledger:7", "The Courier", True)
