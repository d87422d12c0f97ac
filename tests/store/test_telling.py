"""What webhooks are told while articles are kept: in the same transaction, once, and nothing of a rebuild."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from service.news.accounts import By
from service.news.job import JobState
from service.news.report import ScoreRequest
from service.news.webhook import NewWebhook, Topic
from service.store import job_rows
from service.store.schema.exchange import deliveries
from service.store.sealing import Seal
from service.store.webhooks import Webhooks
from tests.builders import make_article
from tests.store.conftest import make_principal

BY = make_principal(outlets=("The Courier", "Daily Ledger", "Evening Mail"))
COURIER = make_article("n1", outlet="The Courier", text="The blast in Harim killed 7 people.")
LEDGER = make_article("n2", outlet="Daily Ledger", text="The blast in Harim killed 12 people.")
MAIL = make_article("n4", outlet="Evening Mail", text="The blast in Harim killed 15 people.")


@pytest.fixture
def told(database):
    """Makes a webhook, and tells what is in the outbox: the type and the data of each message in order."""
    Webhooks(database, Seal([b"k" * 32])).add(NewWebhook("https://news.example/", tuple(Topic)), By("cli:root"))

    def read():
        with database.begin() as connection:
            rows = connection.execute(select(deliveries.c.type, deliveries.c.body).order_by(deliveries.c.made_at)).all()
        messages = [json.loads(row.body) for row in rows]
        assert all(message["type"] == row.type for message, row in zip(messages, rows, strict=True))
        return [(message["type"], message["data"]) for message in messages]

    return read


def kept(archive, *articles):
    return archive.keep(ScoreRequest(articles, store=True), BY)


def test_a_contradiction_is_told_once_with_the_claims_and_the_way_to_the_event(archive, told):
    kept(archive, COURIER)
    assert told() == []
    (event,) = kept(archive, LEDGER).events
    found = dict(told())
    assert set(found) == {"contradiction.detected"}
    contradiction = found["contradiction.detected"]
    (pair,) = contradiction["pairs"]
    assert {pair["a"], pair["b"]} == set(event.event.claims)
    assert pair["reasons"] == ["number"]
    assert 0.5 < pair["probability"] <= 1
    assert contradiction["href"] == f"/events/{event.event.id}" == f"/events/{contradiction['event']}"
    n_told = len(told())
    kept(archive, LEDGER)
    archive.rebuild()
    assert archive.differences() == []
    assert len(told()) == n_told


def test_sources_whose_credibility_changes_are_told_with_what_it_was(archive, told):
    kept(archive, COURIER, LEDGER)
    assert "source.changed" not in dict(told())
    kept(archive, MAIL)
    changed = [data for kind, data in told() if kind == "source.changed"]
    assert len(changed) == 3
    assert all(data["before"] is None and data["now"]["interval"][0] < data["now"]["mean"] for data in changed)
    kept(archive, make_article("n3", outlet="The Courier", text="A flood in Warda closed 3 bridges."))
    assert len([kind for kind, _ in told() if kind == "source.changed"]) == 3


def test_nothing_is_written_where_nobody_is_told(archive, database):
    kept(archive, COURIER, LEDGER)
    with database.begin() as connection:
        assert connection.execute(select(deliveries)).all() == []


def test_the_end_of_a_job_that_somebody_asked_for_is_told(database, told):
    with database.begin() as connection:
        for id, kind in (("j1", "score"), ("j2", "ingest")):
            job_rows.add(connection, id, kind, {}, BY, 1)
            assert job_rows.end(connection, id, JobState.CANCELLED)
        assert not job_rows.end(connection, "j1", JobState.FAILED)
    assert told() == [("job.finished", {"job": "j1", "kind": "score", "state": "cancelled", "href": "/jobs/j1"})]
