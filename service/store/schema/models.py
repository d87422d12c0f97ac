"""Tables of versions of the model, and of which of them answered when."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Table, Text

from service.store.schema.base import MOMENT, metadata

model_versions = Table(
    "model_versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("content", Text, nullable=False),
    Column("made_at", MOMENT, nullable=False),
    Column("made_by", Text, nullable=False),
)
"""Versions. ``id`` is made of the SHA-256 of ``content``, which is text and not json: its bytes stay as they are."""

activations = Table(
    "activations",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("version", Text, ForeignKey(model_versions.c.id), nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Which version was made to answer when; the last line is the one that does.

Both tables are only ever added to: triggers of the migration refuse UPDATE, DELETE and TRUNCATE.
"""
