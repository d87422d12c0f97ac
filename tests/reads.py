"""Reading what is kept with few words: for tests that read, of rows put there by hand."""

from __future__ import annotations

from datetime import timedelta

from service.news.memory import ArticleQuery, EventQuery, SourceQuery
from service.store import reading

HOUR = timedelta(hours=1)
MANY = 200


def articles(connection, limit=MANY, after=None, **query):
    return reading.articles(connection, ArticleQuery(limit, after, **query))


def events(connection, limit=MANY, after=None, **query):
    return reading.events(connection, EventQuery(limit, after, **query))


def sources(connection, limit=MANY, after=None, **query):
    return reading.sources(connection, SourceQuery(limit, after, **query))


def ledger(connection, limit=MANY, after=None, id="s1"):
    return reading.ledger(connection, id, limit, after)


def ids(page):
    return [each.id for each in page.items]


def source_ids(page):
    return [each.source.id for each in page.items]
