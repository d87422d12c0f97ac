"""Starting beside a database that is not there yet."""

from __future__ import annotations

import io
import json

import pytest
from sqlalchemy.exc import OperationalError

from service import starting
from service.news.errors import StoreAway, StoreError
from service.web.logs import json_logger


@pytest.fixture
def log():
    return io.StringIO()


@pytest.fixture
def wait(log, monkeypatch):
    """``patiently``, with no pauses."""
    monkeypatch.setattr(starting, "AGAIN_AFTER_S", 0.0)
    return lambda work: starting.patiently(work, json_logger(log, "info"))


def each_of(*outcomes):
    """Work that raises or returns one after the other."""
    left = iter(outcomes)

    def work():
        outcome = next(left)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return work


def test_a_database_that_comes_later_is_waited_for_and_the_log_says_so(wait, log):
    away = [StoreAway("no route"), OperationalError("SELECT 1", {}, Exception("gone"))]
    assert wait(each_of(*away, "there")) == "there"
    assert [json.loads(line)["error"] for line in log.getvalue().splitlines()] == ["StoreAway", "OperationalError"]


def test_a_database_that_cannot_be_used_is_not_waited_for(wait):
    with pytest.raises(StoreError, match="newer"):
        wait(each_of(StoreError("the database is newer than this program"), "there"))
