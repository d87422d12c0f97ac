"""An intake and signing systems in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from service.news.arrival import Arrival, ArrivalState, NewArrival, Provider, QuarantineQuery
from service.news.errors import NotKept, NotReady
from service.news.identity import Principal, Scope, outlet_key
from service.news.memory import Page

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


class FakeIntake:
    """Takes each version of an item in once; nothing is ever kept. ``full`` makes it refuse more."""

    def __init__(self) -> None:
        self.taken: list[tuple[Arrival, NewArrival]] = []
        self.full = False

    def take(self, new, by: Principal):
        if self.full:
            raise NotReady("Too much waits to be kept; send it again later.")
        return tuple(self._take(each, by) for each in new)

    def quarantined(self, query: QuarantineQuery) -> Page[Arrival]:
        wanted = [
            arrival
            for arrival, _ in reversed(self.taken)
            if arrival.state is ArrivalState.QUARANTINED and query.provider in (None, arrival.provider)
        ]
        start = int(query.after[0]) if query.after else 0
        end = start + query.limit
        return Page(tuple(wanted[start:end]), (str(end),) if len(wanted) > end else None)

    def _take(self, new: NewArrival, by: Principal) -> Arrival:
        for arrival, before in self.taken:
            if new.guid and (before.guid, before.version, arrival.provider) == (new.guid, new.version, by.id):
                return arrival
        state = ArrivalState.QUARANTINED if new.reason else ArrivalState.WAITING
        settled = NOW if new.reason else None
        arrival = Arrival(
            len(self.taken) + 1,
            new.format,
            by.id,
            new.guid,
            new.version,
            new.guid,
            new.outlet,
            new.action,
            state,
            new.reason,
            new.embargoed_until,
            NOW,
            settled,
        )
        self.taken.append((arrival, replace(new)))
        return arrival


class FakeProviders:
    """Systems that sign, by name: their secrets and outlets."""

    def __init__(self, **known: tuple[str, tuple[str, ...]]) -> None:
        self.known = known

    def reveal(self, name: str) -> str:
        return self._found(name)[0]

    def provider(self, name: str) -> Provider:
        outlets = self._found(name)[1]
        bound = frozenset(map(outlet_key, outlets))
        return Provider(Principal(f"secret:{name}", name, frozenset({Scope.INGEST}), bound), outlets)

    def _found(self, name: str) -> tuple[str, tuple[str, ...]]:
        if name not in self.known:
            raise NotKept(f"There is no secret {name}.")
        return self.known[name]
