"""However many values are asked for, a statement takes them."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from service.store.schema.base import among
from service.store.schema.memory import judgements

MORE_THAN_PARAMETERS = 70_000


def test_more_values_than_a_statement_has_parameters(database):
    keys = [number.to_bytes(16) for number in range(MORE_THAN_PARAMETERS)]
    rows = [{"model": "m", "pair": key, "logits": [0.0, 1.0]} for key in keys[:3]]
    column = judgements.c.pair
    with database.begin() as connection:
        connection.execute(insert(judgements), rows)
        assert set(connection.scalars(select(column).where(among(column, keys)))) == set(keys[:3])
        connection.execute(delete(judgements).where(among(column, set(keys[1:]))))
        assert list(connection.scalars(select(column))) == keys[:1]


def test_none_of_nothing(database):
    with database.begin() as connection:
        assert list(connection.scalars(select(judgements.c.pair).where(among(judgements.c.pair, [])))) == []
