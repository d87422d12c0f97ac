"""The tables, by what they are for; ``metadata`` of ``base`` knows them all once this package is imported."""

from service.store.schema import exchange, identity, learning, memory, models, reckoned, reviews, work
from service.store.schema.base import metadata

__all__ = ["exchange", "identity", "learning", "memory", "metadata", "models", "reckoned", "reviews", "work"]
