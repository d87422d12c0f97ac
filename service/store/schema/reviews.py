"""The table of what named persons have said of claims, for others to read."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, Table, Text

from service.store.schema.base import MOMENT, metadata

reviews = Table(
    "reviews",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("event", Text, nullable=False),
    Column("claim", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("rating", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("url", Text),
    Column("by", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("withdrawn_at", MOMENT),
    Column("withdrawn_by", Text),
    CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn"),
    Index(None, "claim"),
    Index(None, "digest"),
)
"""``words`` are the claim as it was reviewed: where it says something else now, the review is not shown.

``event`` is what the claim was about at the time, ``digest`` the version that it stands in, with which it is erased.
"""
