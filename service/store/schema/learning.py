"""The table of what was measured on labelled pairs, so that learning from them again reads no text."""

from __future__ import annotations

from sqlalchemy import Column, PrimaryKeyConstraint, Table, Text

from service.store.schema.base import metadata

measurements = Table(
    "measurements",
    metadata,
    Column("how", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("content", Text, nullable=False),
    PrimaryKeyConstraint("how", "name"),
)
"""``how`` names the models and signals that measured, ``name`` what was measured, by a digest; ``content`` is JSON."""
