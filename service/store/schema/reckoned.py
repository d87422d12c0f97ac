"""The tables of what the last reckoning found, which is held fixed until the next one."""

from __future__ import annotations

from sqlalchemy import Column, Double, Index, Integer, PrimaryKeyConstraint, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from service.store.schema.base import metadata

rates = Table(
    "rates",
    metadata,
    Column("voice", Text, nullable=False),
    Column("beside", Text, nullable=False),
    Column("mean", Double, nullable=False),
    PrimaryKeyConstraint("voice", "beside"),
)
"""How often voices are right, as of the last reckoning: beside a source with which they are compared, or ('') overall.

The voice '' is anybody: how good the company is, beside a source or overall.

They are held fixed between two reckonings, so that an article changes nothing but its own events and their sources.
"""

followings = Table(
    "followings",
    metadata,
    Column("one", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("probability", Double, nullable=False),
    Column("events", Integer, nullable=False),
    Column("shared", Double, nullable=False),
    Column("alone", Double, nullable=False),
    Column("earlier", Integer, nullable=False),
    Column("later", Integer, nullable=False),
    Column("claims", JSONB, nullable=False),
    PrimaryKeyConstraint("one", "other"),
    Index(None, "other"),
)
"""Pairs of voices that seem to follow each other, as of the last reckoning; held fixed as rates are."""
