"""The audit log: in the same transaction as what it tells of, in order, and never rewritten."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from service.news.accounts import AuditQuery, By
from service.store.audit import AuditLog, write
from service.store.schema.identity import audit
from tests.store.clock import START, Clock

ADA = By("user:ada", "r-1")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def log(database, clock):
    return AuditLog(database, clock)


def test_a_line_comes_back_as_it_was_written(log):
    log.note("user:ada", "article.removed", "article:7", detail={"reason": "kill notice 🔥", "n": 2}, request_id="r-1")
    [line] = log.lines(AuditQuery(limit=10)).items
    assert (line.at, line.by, line.action, line.subject) == (START, "user:ada", "article.removed", "article:7")
    assert (line.detail, line.request_id) == ({"reason": "kill notice 🔥", "n": 2}, "r-1")


@pytest.mark.parametrize(
    "rewriting",
    [
        update(audit).values(by="nobody"),
        delete(audit),
        delete(audit).where(audit.c.id == -1),
        text("TRUNCATE audit"),
        text("TRUNCATE audit CASCADE"),
    ],
    ids=["update", "delete", "delete nothing", "truncate", "truncate cascade"],
)
def test_the_database_refuses_to_rewrite_the_log(log, database, rewriting):
    log.note("user:ada", "article.removed", "article:7")
    with pytest.raises(ProgrammingError, match="only added to"), database.begin() as connection:
        connection.execute(rewriting)
    assert len(log.lines(AuditQuery(limit=10)).items) == 1


def test_a_line_is_there_if_and_only_if_what_it_tells_of_is(log, database):
    def fail():
        with database.begin() as connection:
            write(connection, START, ADA, "key.made", "key:1")
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fail()
    assert log.lines(AuditQuery(limit=10)).items == ()


def test_pages_go_through_all_lines_once_newest_first(log, clock):
    for n in range(7):
        log.note("user:ada", "did", f"thing:{n}")
        clock.goes_on(seconds=1)
    seen, after = [], None
    while True:
        page = log.lines(AuditQuery(limit=3, after=after))
        seen += [line.subject for line in page.items]
        after = page.next
        if after is None:
            break
    assert seen == [f"thing:{n}" for n in reversed(range(7))]


def test_a_page_that_ends_with_the_last_line_has_none_after_it(log):
    log.note("user:ada", "did", "thing:1")
    assert log.lines(AuditQuery(limit=1)).next is None


def test_lines_are_found_by_who_by_what_and_by_when(log, clock):
    log.note("user:ada", "key.made", "key:1")
    clock.goes_on(hours=1)
    log.note("user:ada", "key.revoked", "key:1")
    log.note("cli:root", "key.made", "key:2")

    def found(**query):
        return [line.subject + " " + line.action for line in log.lines(AuditQuery(limit=10, **query)).items]

    assert found(by="cli:root") == ["key:2 key.made"]
    assert found(action="key.made") == ["key:2 key.made", "key:1 key.made"]
    assert found(since=clock()) == ["key:2 key.made", "key:1 key.revoked"]
    assert found(by="user:ada", action="key.made", since=clock()) == []


def test_a_line_without_more_to_say_has_an_empty_detail(database, log):
    with database.begin() as connection:
        connection.execute(insert(audit).values(at=START, by="a", action="b", subject="c"))
        assert connection.execute(select(audit.c.detail, audit.c.request_id)).one() == ({}, "")
