"""From arrival to kept article over a real queue: versions, rewrites, kills, embargoes, and what stands in quarantine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from service.jobs.intake import Intake, Keeping
from service.jobs.queue import JobQueue
from service.jobs.sweep import Swept, sweep
from service.news.arrival import Action, ArrivalState, NewArrival, QuarantineQuery
from service.news.errors import NotKept, NotReady, VersionConflict
from service.news.identity import Principal, Scope
from service.news.job import JobFault, JobOrder, JobState
from service.news.progress import silent
from service.store import arrivals, job_rows
from service.store.schema.exchange import arrivals as table

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
CMS = Principal("key:cms", "CMS", frozenset({Scope.INGEST}), frozenset({"the courier"}))
OTHER = Principal("key:other", "Other", frozenset({Scope.INGEST}), frozenset({"the courier"}))


class Shelf:
    """Keeps texts by id. It may be told to refuse what comes next, or to do something while it keeps."""

    def __init__(self):
        self.texts, self.faults, self.meanwhile = {}, [], lambda: None

    def keep(self, request, by, progress):
        if self.faults:
            raise self.faults.pop()
        (article,) = request["articles"]
        self.meanwhile()
        self.texts[article["id"]] = article["text"]

    def take_back(self, given, outlet, by, reason):
        if given not in self.texts:
            raise NotKept("nothing")
        del self.texts[given]


class Newsroom:
    """An intake, its jobs and a shelf, with a clock that is moved by hand."""

    def __init__(self, database):
        self.now, self.database, self.shelf = NOW, database, Shelf()
        self.intake = Intake(database, lambda: self.now)
        self.keeping = Keeping(database, lambda body: body, self.shelf, lambda: self.now)

    def send(self, guid="g1", version="1", text="Seven.", by=CMS, **rest):
        body = {"id": guid, "text": text} if rest.get("action", Action.KEEP) is Action.KEEP else None
        new = NewArrival("superdesk", guid, version, "The Courier", body=body, **rest)
        return self.intake.take([new], by)[0]

    def kill(self, guid="g1", version="9", by=CMS, **rest):
        return self.send(guid, version, by=by, action=Action.TAKE_BACK, **rest)

    def due(self):
        """The jobs that a worker would take up now, oldest first."""
        waiting = text(
            "SELECT jobs.id, jobs.request FROM jobs JOIN procrastinate_jobs AS place ON place.id = jobs.queue_job "
            "WHERE place.status = 'todo' AND coalesce(place.scheduled_at, :now) <= :now ORDER BY place.id"
        )
        with self.database.begin() as connection:
            return connection.execute(waiting, {"now": self.now}).all()

    def work(self, arrival, by=CMS):
        return self.keeping(JobOrder("j", "ingest", 1, by, {"arrival": arrival.number}), silent)

    def state(self, arrival):
        with self.database.begin() as connection:
            return arrivals.waiting(connection, arrival.number).arrival.state


@pytest.fixture
def newsroom(database):
    return Newsroom(database)


def test_what_arrives_waits_with_a_job_and_is_kept_by_it(newsroom):
    arrival = newsroom.send()
    assert (arrival.state, arrival.received_at, arrival.article) == (ArrivalState.WAITING, NOW, "g1")
    (job,) = newsroom.due()
    assert job.request["asked"] == {"arrival": arrival.number}
    assert newsroom.work(arrival) == {"article": "g1", "state": "done", "reason": ""}
    assert newsroom.shelf.texts == {"g1": "Seven."}
    with newsroom.database.begin() as connection:
        assert connection.scalar(select(table.c.body)) is None


def test_the_same_version_is_taken_in_once_and_another_beside_it(newsroom):
    first = newsroom.send()
    newsroom.work(first)
    assert newsroom.send(text="Other words.").number == first.number
    second = newsroom.send(version="2", text="Eight.")
    assert second.number > first.number
    assert len(newsroom.due()) == 2
    newsroom.work(second)
    assert newsroom.shelf.texts == {"g1": "Eight."}
    assert newsroom.send(by=OTHER).number > second.number


def test_an_arrival_goes_into_quarantine_when_its_job_has_ended_without_it(newsroom):
    failed, cancelled, waits = newsroom.send("g1"), newsroom.send("g2"), newsroom.send("g3")
    first, second, _ = (job.id for job in newsroom.due())
    JobQueue(newsroom.database).cancel(second)
    with newsroom.database.begin() as connection:
        job_rows.end(connection, first, JobState.FAILED, error=JobFault("s", "t", "The article is from tomorrow."))
        assert sweep(connection) == Swept(arrivals=2)
    found = {each.number: each.reason for each in newsroom.intake.quarantined(QuarantineQuery(5)).items}
    assert found == {
        failed.number: "Keeping it was given up: The article is from tomorrow.",
        cancelled.number: "Keeping it was given up: its job was cancelled.",
    }
    assert newsroom.state(waits) is ArrivalState.WAITING


def test_what_was_quarantined_with_its_job_may_be_sent_again(newsroom):
    first = newsroom.send()
    (job,) = newsroom.due()
    JobQueue(newsroom.database).cancel(job.id)
    for moved in (1, 0):
        with newsroom.database.begin() as connection:
            assert sweep(connection).arrivals == moved
        again = newsroom.send()
        assert (again.number, again.state) == (first.number, ArrivalState.WAITING)
    newsroom.work(again)
    assert newsroom.shelf.texts == {"g1": "Seven."}


def test_a_rewrite_is_the_next_version_of_what_it_goes_on_from(newsroom):
    newsroom.send("g1")
    assert newsroom.send("g2", evolved_from="g1").article == "g1"
    assert newsroom.send("g3", evolved_from="g2").article == "g1"
    assert newsroom.send("g3", version="2").article == "g1"
    assert newsroom.send("g5", evolved_from="g4").article == "g4"
    assert newsroom.send("g4").article == "g4"


def test_an_embargo_is_waited_for_in_the_queue_and_held_by_the_job(newsroom):
    arrival = newsroom.send(embargoed_until=NOW + timedelta(days=1))
    assert newsroom.due() == []
    with pytest.raises(NotReady, match="embargo until 2024-06-02 12:00"):
        newsroom.work(arrival)
    assert newsroom.shelf.texts == {}
    newsroom.now += timedelta(days=1)
    assert len(newsroom.due()) == 1
    assert newsroom.work(arrival)["state"] == "done"


def test_a_kill_takes_back_what_is_kept(newsroom):
    newsroom.work(newsroom.send())
    kill = newsroom.kill()
    assert newsroom.work(kill)["state"] == "done"
    assert newsroom.shelf.texts == {}


def test_a_kill_reaches_what_still_waits_even_under_embargo(newsroom):
    waiting = newsroom.send(embargoed_until=NOW + timedelta(days=1))
    kill = newsroom.kill()
    assert newsroom.state(waiting) is ArrivalState.KILLED
    assert newsroom.work(kill)["state"] == "done"
    newsroom.now += timedelta(days=2)
    assert newsroom.work(waiting)["state"] == "killed"
    assert newsroom.shelf.texts == {}


def test_a_kill_that_comes_while_the_article_is_being_kept_reaches_it(newsroom):
    arrival = newsroom.send()
    newsroom.shelf.meanwhile = newsroom.kill
    assert newsroom.work(arrival)["state"] == "killed"
    assert newsroom.shelf.texts == {}


def test_a_kill_is_heard_after_a_crash_between_keeping_and_noting_it(newsroom):
    arrival = newsroom.send()
    newsroom.shelf.texts["g1"] = "Seven."
    newsroom.kill()
    assert newsroom.work(arrival)["state"] == "killed"
    assert newsroom.shelf.texts == {}


def test_what_was_taken_back_stays_back_unless_a_later_version_comes(newsroom):
    newsroom.work(newsroom.send(version="1"))
    newsroom.work(newsroom.kill(version="3"))
    assert newsroom.send(version="2").state is ArrivalState.KILLED
    again = newsroom.send(version="4", text="It is out again.")
    newsroom.work(again)
    assert newsroom.shelf.texts == {"g1": "It is out again."}


def test_without_numbers_versions_are_told_apart_by_time(newsroom):
    newsroom.send(version="a", at=NOW)
    newsroom.kill(version="b", at=NOW + timedelta(hours=2))
    assert newsroom.send(version="c", at=NOW + timedelta(hours=1)).state is ArrivalState.KILLED
    assert newsroom.send(version="d").state is ArrivalState.KILLED
    assert newsroom.send(version="e", at=NOW + timedelta(hours=3)).state is ArrivalState.WAITING


def test_only_who_sent_an_article_takes_it_back(newsroom):
    newsroom.work(newsroom.send())
    stranger = newsroom.kill(by=OTHER)
    assert (stranger.state, stranger.reason) == (ArrivalState.QUARANTINED, arrivals.NOT_SENT)
    assert newsroom.kill("unheard of").state is ArrivalState.QUARANTINED
    assert newsroom.shelf.texts == {"g1": "Seven."}


def test_what_cannot_be_kept_is_quarantined_and_may_be_sent_again(newsroom):
    arrival = newsroom.send()
    newsroom.shelf.faults = [VersionConflict("Another text of the same time.", (0,))]
    assert newsroom.work(arrival) == {
        "article": "g1",
        "state": "quarantined",
        "reason": "Another text of the same time.",
    }
    again = newsroom.send()
    assert (again.number, again.state) == (arrival.number, ArrivalState.WAITING)
    assert newsroom.work(again)["state"] == "done"


def test_what_finds_no_models_waits_on(newsroom):
    arrival = newsroom.send()
    newsroom.shelf.faults = [NotReady("The models are being loaded.")]
    with pytest.raises(NotReady):
        newsroom.work(arrival)
    assert newsroom.state(arrival) is ArrivalState.WAITING


def test_quarantine_is_listed_newest_first_page_by_page(newsroom):
    for number in range(3):
        newsroom.send("", "", reason=f"fault {number}")
    newsroom.send(by=OTHER, reason="another's")
    page = newsroom.intake.quarantined(QuarantineQuery(2, provider="key:cms"))
    assert [each.reason for each in page.items] == ["fault 2", "fault 1"]
    rest = newsroom.intake.quarantined(QuarantineQuery(2, page.next, "key:cms"))
    assert ([each.reason for each in rest.items], rest.next) == (["fault 0"], None)
    assert len(newsroom.intake.quarantined(QuarantineQuery(9)).items) == 4
    assert newsroom.due() == []


def test_too_much_that_waits_is_refused_and_what_is_under_embargo_does_not_count(newsroom, monkeypatch):
    monkeypatch.setattr("service.jobs.intake.MOST_WAITING", 2)
    newsroom.send("g1", embargoed_until=NOW + timedelta(days=1))
    newsroom.send("g2")
    newsroom.send("g3")
    with pytest.raises(NotReady, match="send it again later"):
        newsroom.send("g4")
