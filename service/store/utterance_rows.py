"""What is said, as it is written down: utterances with their witnesses, to be weighed again without comparing again."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Connection, select

from service.news.source import Prior, Ruling
from service.scoring.credibility.borne_out import Record, Weighed
from service.scoring.credibility.utterances import Utterance, Witness, days, numbered
from service.store.schema.base import AnyRow, among
from service.store.schema.memory import claims, sources

_COLUMNS = ("id", "event", "source", "voice", "statement", "as_of", "witnesses", "ruled")
Key = tuple[str, str, str]
"""A source, an event, and the statement that it makes there."""


def written(one: Utterance) -> dict[str, object]:
    """The columns that tell an utterance."""
    return {
        "voice": one.voice,
        "statement": one.statement,
        "witnesses": [
            [each.claim, each.voice, each.agrees, each.contradicts, each.prior, each.strength] for each in one.witnesses
        ],
        "ruled": None if one.ruled is None else one.ruled.value,
    }


def utterances(connection: Connection, wanted: ColumnElement[bool]) -> list[Utterance]:
    """The utterances among the claims that are ``wanted``, in the order of events and of claims in them."""
    rows = connection.execute(
        select(*(claims.c[name] for name in _COLUMNS)).where(wanted, claims.c.statement.is_not(None))
    )
    return sorted(map(_utterance, rows), key=lambda one: (one.event, numbered(one.claim)))


def _utterance(row: AnyRow) -> Utterance:
    return Utterance(
        claim=row.id,
        event=row.event,
        source=row.source,
        voice=row.voice,
        statement=row.statement,
        at=days(row.as_of),
        witnesses=tuple(Witness(*each) for each in row.witnesses),
        ruled=None if row.ruled is None else Ruling(row.ruled),
    )


def records(connection: Connection, names: Collection[str], but: Collection[str] = ()) -> dict[str, Record]:
    """What some sources state, as it was weighed last; what they do in the events ``but`` is left out."""
    inside = among(claims.c.source, names) & claims.c.statement.is_not(None)
    if but:
        inside &= ~among(claims.c.event, but)
    rows = connection.execute(
        select(claims.c.source, claims.c.bits, claims.c.comparisons, claims.c.as_of).where(inside)
    )
    said: dict[str, list[Weighed]] = {}
    latest: dict[str, float] = {}
    for row in rows:
        at = days(row.as_of)
        said.setdefault(row.source, [])
        if row.bits is not None:
            said[row.source].append(Weighed(row.bits, row.comparisons, at))
        if at is not None:
            latest[row.source] = max(latest.get(row.source, at), at)
    return {name: Record(tuple(each), latest.get(name)) for name, each in said.items()}


def voice_priors(connection: Connection, said: Iterable[Utterance]) -> dict[str, Prior]:
    """What is known beforehand of all voices: as a source of that id has it, else as the event does that knows most."""
    known: dict[str, Prior] = {}
    names = set()
    for one in said:
        names.add(one.voice)
        for each in one.witnesses:
            prior = Prior(each.prior, each.strength, "")
            known[each.voice] = max(known.get(each.voice, prior), prior, key=lambda p: (p.strength, p.mean))
    rows = connection.execute(
        select(sources.c.id, sources.c.prior_mean, sources.c.prior_strength).where(
            among(sources.c.id, names | known.keys())
        )
    )
    return (
        dict.fromkeys(names, UNKNOWN) | known | {row.id: Prior(row.prior_mean, row.prior_strength, "") for row in rows}
    )


UNKNOWN = Prior(0.5, 2.0, "")
