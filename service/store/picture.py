"""A picture of what the inputs amount to, by which two states are told to be the same: everything but names and times.

Ids of events, and when they were last worked out, are history and no part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from service.store.schema.memory import claims, events, heard, live, sources, state, threads

_OF_THREADS = ("digest", "number", "event", "claims", "together", "apart")
_OF_CLAIMS = (
    *("source", "text", "as_of", "supported", "opposed"),
    *("voice", "statement", "ruled", "bits", "comparisons"),
)
_HISTORY = frozenset({"id", "number", "changed_at", "snapshot", "ended", "moved_to"})


@dataclass(frozen=True, slots=True)
class Picture:
    """``events`` by their claims, ``said`` and ``heard`` likewise, ``sources`` by id; ``live`` is the digest of all."""

    live: str
    articles: frozenset[tuple[Any, ...]]
    events: Mapping[frozenset[str], Mapping[str, Any]]
    threads: Mapping[tuple[str, int], tuple[Any, ...]]
    said: Mapping[str, tuple[Any, ...]]
    heard: frozenset[tuple[Any, ...]]
    sources: Mapping[str, Mapping[str, Any]]

    def differences(self, other: Picture) -> list[str]:
        """What is not the same in ``other``, a line each; none where both are one state."""
        return [
            f"{part} differ: {_unlike(mine, theirs)}"
            for part in self.__slots__
            if (mine := getattr(self, part)) != (theirs := getattr(other, part))
        ]


def _unlike(mine: object, theirs: object) -> str:
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        names = [name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)]
        shown = sorted(map(_short, names))[:3]
        return f"{len(names)}, such as {'; '.join(shown)}"
    if isinstance(mine, frozenset) and isinstance(theirs, frozenset):
        return f"{len(mine ^ theirs)}, such as {'; '.join(sorted(map(_short, mine ^ theirs))[:3])}"
    return f"{mine} and {theirs}"


def _short(name: object) -> str:
    return str(sorted(name) if isinstance(name, frozenset) else name)[:120]


def picture(connection: Connection) -> Picture:
    """The state of the store as it is."""
    said = connection.execute(select(claims)).all()
    inside: dict[str, set[str]] = {}
    for row in said:
        inside.setdefault(row.event, set()).add(row.id)
    claims_of = {name: frozenset(found) for name, found in inside.items()}
    return Picture(
        live=str(connection.scalar(select(state.c.live))),
        articles=frozenset(map(tuple, connection.execute(select(live.c.article, live.c.digest, live.c.vouched)))),
        events={
            claims_of.get(row.id, frozenset()): {k: v for k, v in row._asdict().items() if k not in _HISTORY}
            for row in connection.execute(select(events).where(events.c.ended.is_(False)))
        },
        threads={
            (row.digest, row.number): (claims_of.get(row.event), tuple(row.claims), row.together, tuple(row.apart))
            for row in connection.execute(select(*(threads.c[name] for name in _OF_THREADS)))
        },
        said={row.id: tuple(getattr(row, name) for name in _OF_CLAIMS) for row in said},
        heard=frozenset(
            (
                *(claims_of.get(row.event), row.source, row.name, row.kind, tuple(row.aliases), row.speaks_for),
                repr(row.party),
            )
            for row in connection.execute(select(heard))
        ),
        sources={row.id: row._asdict() for row in connection.execute(select(sources))},
    )
