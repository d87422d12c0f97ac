"""The one MetaData that every table belongs to, and how constraints are named."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeAlias

from sqlalchemy import ARRAY, Column, ColumnElement, DateTime, MetaData, Row, any_, literal

MOMENT = DateTime(timezone=True)
"""A moment, told with its zone."""
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of whatever columns."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def among(column: Column[Any], values: Collection[object]) -> ColumnElement[bool]:
    """Whether ``column`` holds one of ``values``, however many: one parameter, where a statement takes 65 535."""
    return column == any_(literal(list(values), ARRAY(column.type)))
