"""The app as it is served, with a scorer that needs no models and a clock that stands still."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest

from service.app import create_app
from service.settings import Settings
from tests.desk import Desk
from tests.fake_archive import FakeArchive
from tests.fakes import FakeAccounts, FakeScorer, make_house

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def log():
    return io.StringIO()


@pytest.fixture
def lines(log):
    """What was logged so far, one dictionary a line."""
    return lambda: [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.fixture
def make_client(log):
    """Test clients of apps with some settings changed."""

    def make(scorer=None, house=None, **settings):
        settings = {"log_level": "debug"} | settings
        rooms = (scorer or FakeScorer(), house or make_house())
        app = create_app(Settings(**settings), *rooms, clock=lambda: NOW, log_to=log)
        return app.test_client()

    return make


@pytest.fixture
def client(make_client):
    return make_client()


@pytest.fixture
def desk(make_client):
    """A client with keys for whatever it asks, and an archive that is empty yet."""
    accounts, archive = FakeAccounts(), FakeArchive()
    return Desk(make_client(house=make_house(accounts, archive=archive)), accounts, archive)
