"""Who calls, what they may do, and whose outlets they speak for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a key or a person may do; ``admin`` may everything."""

    SCORE = "score"
    READ = "read"
    LABEL = "label"
    INGEST = "ingest"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request is made by.

    ``id`` is 'key:' and the key's public id, 'user:' and the person's name, or 'open' where no keys have been made.
    ``outlets`` are the outlets it is bound to, as ``outlet_key`` folds their names.
    """

    id: str
    name: str
    scopes: frozenset[Scope]
    outlets: frozenset[str] = frozenset()

    def may(self, scope: Scope) -> bool:
        """Whether ``scope`` is among what this principal may do."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def speaks_for(self, outlet: str) -> bool:
        """Whether it is bound to ``outlet``, however that is written."""
        return outlet_key(outlet) in self.outlets


def outlet_key(name: str) -> str:
    """The name of an outlet as bindings compare it: without case, and with single blanks between its words."""
    return " ".join(name.casefold().split())


OPEN = Principal("open", "anyone on this machine", frozenset({Scope.SCORE, Scope.READ}))
"""Who calls while no keys have been made, over a loopback address."""
