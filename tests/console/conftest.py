"""What the tests of the console room share: the program over a database of its own."""

from __future__ import annotations

import pytest

from service import app
from tests.program import ended
from tests.tools import make_scorer


@pytest.fixture
def run(monkeypatch, capsys, database, tmp_path, annotator):
    """The whole program in this process, over the database of the test, with a scorer that loads no models."""
    monkeypatch.setenv("COUNTERCLAIM_DATABASE_URL", database.conninfo)
    monkeypatch.setenv("COUNTERCLAIM_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(app, "active_scorer", lambda settings, database: make_scorer(annotator))
    return lambda *arguments: ended(monkeypatch, capsys, *arguments)
