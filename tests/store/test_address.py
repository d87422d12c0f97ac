"""Addresses of databases: read as libpq would, and never a password in what is shown."""

from __future__ import annotations

import pytest
from psycopg import conninfo

from service.news.errors import StoreError
from service.store.address import parameters, spoken, uri


def test_an_address_gives_the_parameters_of_a_connection():
    given = parameters("postgres://desk:p%40ss%2Fw%3F@db.example:5433/news?sslmode=require")
    assert given["user"] == "desk"
    assert given["password"] == "p@ss/w?"
    assert given["host"] == "db.example"
    assert given["port"] == "5433"
    assert given["dbname"] == "news"
    assert given["sslmode"] == "require"


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgresql://db.example/news", "db.example", None),
        ("postgresql://a.example:1,b.example:2/news", "a.example,b.example", "1,2"),
        ("postgresql://desk:secret@[::1]:5433/news", "::1", "5433"),
        ("postgresql://%2Frun%2Fpostgresql/news", "/run/postgresql", None),
        ("postgresql:///news?host=/run/postgresql", "/run/postgresql", None),
    ],
)
def test_every_form_that_libpq_knows_is_known(url, host, port):
    given = parameters(url)
    assert (given["host"], given.get("port"), given["dbname"]) == (host, port, "news")


def test_sessions_are_in_utc_whatever_else_is_asked_for():
    assert parameters("postgresql://db/news")["options"] == "-c TimeZone=UTC"
    asked = parameters("postgresql://db/news?options=-c%20statement_timeout%3D5s")["options"]
    assert asked == "-c statement_timeout=5s -c TimeZone=UTC"


def test_a_uri_says_the_same_again():
    given = parameters("postgresql://d%C3%A9sk:p%40s%20s@db.example:5433/news")
    assert conninfo.conninfo_to_dict(uri(given)) == given
    assert parameters(uri(given))["password"] == "p@s s"


def test_what_is_spoken_of_an_address_is_host_and_database():
    assert spoken(parameters("postgresql://desk:secret@db.example:5433/news")) == "db.example/news"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news",
        "mysql://desk:secret@db/news",
        "postgresql:desk:secret@db/news",
        "postgresql://desk:sec@ret@db/news",
        "postgresql://desk:sec/ret@db/news",
        "postgresql://desk:1/secret@db/news",
        "postgresql://desk:sec?ret@db/news",
        "postgresql://desk:sec%ret@db/news",
        "postgresql://desk:secret@db:ret/news",
        "postgresql://desk:secret@db/news?pass=secret",
        "postgresql://desk:secret@db/news\x00",
    ],
)
def test_what_is_no_address_is_refused_without_being_repeated(url):
    with pytest.raises(StoreError, match="form postgresql://") as fault:
        parameters(url)
    assert fault.value.__cause__ is None
    assert "secret" not in str(fault.value)
    assert "ret@" not in str(fault.value)
