"""What is kept, as it is read: each function works in the transaction of the connection that it is given."""

from __future__ import annotations

from service.store.followings import kin, with_followings
from service.store.kept_articles import StoredArticle, article, articles, standing_id
from service.store.kept_events import events, resolve_event
from service.store.kept_labels import decision, label, labels, labels_from
from service.store.kept_sources import ledger, source, sources

__all__ = [
    "StoredArticle",
    "article",
    "articles",
    "decision",
    "events",
    "kin",
    "label",
    "labels",
    "labels_from",
    "ledger",
    "resolve_event",
    "source",
    "sources",
    "standing_id",
    "with_followings",
]
