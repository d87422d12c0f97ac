"""An archive over a real database and a scorer that reads for real and guesses in earnest."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from service.news.identity import Principal, Scope, outlet_key
from service.store.archive import Archive
from service.store.picture import picture
from tests.tools import make_scorer

KEPT = "articles article_names versions edits tombstones labels withdrawals trust_files reports live readings judgements events threads claims heard sources rates followings state"


def make_principal(id="key:desk", outlets=(), scopes=(Scope.SCORE, Scope.READ)) -> Principal:
    return Principal(id, id, frozenset(scopes), frozenset(map(outlet_key, outlets)))


def pictured(database):
    """What the kept inputs of ``database`` amount to."""
    with database.begin() as connection:
        return picture(connection)


def emptied(database) -> None:
    """Takes everything that is kept out of ``database`` but what was read and judged: that depends on the texts alone."""
    kept = ", ".join(name for name in KEPT.split() if name not in {"readings", "judgements"})
    with database.begin() as connection:
        connection.execute(text(f"TRUNCATE {kept} CASCADE"))


@pytest.fixture
def make_archive(annotator):
    """Archives over a database, each prepared as at the start of a process."""

    def make(database, **rest) -> Archive:
        archive = Archive(database)
        archive.start(make_scorer(annotator, **rest))
        return archive

    return make


@pytest.fixture
def archive(database, make_archive) -> Archive:
    return make_archive(database)


@pytest.fixture
def connection(database):
    """A connection in one transaction."""
    with database.begin() as connection:
        yield connection
