"""Who seems to follow whom, as of the last reckoning: held fixed until the next one, as the rates of voices are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace as changed

from sqlalchemy import Connection, delete, insert, or_, select

from service.news.following import Following, FollowingOf, SaidAlike
from service.news.report import ScoreReport
from service.news.source import Source, SourceKind
from service.scoring import weigh
from service.scoring.credibility.families import Families, families
from service.store.schema.base import AnyRow, among
from service.store.schema.memory import claims, sources
from service.store.schema.reckoned import followings as table


def kin(connection: Connection) -> Families:
    """The families of all voices."""
    rows = connection.execute(select(table.c.one, table.c.other, table.c.probability))
    return families({(row.one, row.other): row.probability for row in rows})


def replace(connection: Connection, found: Iterable[Following]) -> None:
    """Writes down what a reckoning found in the place of what the one before did."""
    connection.execute(delete(table))
    names = [column.name for column in table.c]
    rows = [{name: getattr(each, name) for name in names} for each in found]
    if rows:
        connection.execute(insert(table), rows)


def of(connection: Connection, source: Source) -> tuple[FollowingOf, ...]:
    """Those that a source seems to follow, or that seem to follow it, the likeliest first; none of private persons."""
    if not weigh.speaks_publicly(source):
        return ()
    rows = connection.execute(select(table).where(or_(table.c.one == source.id, table.c.other == source.id)))
    found = [each if each.one == source.id else each.turned for each in map(_following, rows)]
    named = _public(connection, [each.other for each in found])
    ordered = sorted(found, key=lambda each: (-each.probability, each.other))
    said = _said(connection, found)
    return tuple(
        FollowingOf(
            each,
            None if each.other.startswith(weigh.NEWSROOM) else each.other,
            named[each.other],
            tuple(said[pair] for pair in each.claims if pair in said),
        )
        for each in ordered
        if each.other in named
    )


def with_followings(connection: Connection, event: str, report: ScoreReport) -> ScoreReport:
    """The report on one event with those of its sources whose voices seem to follow each other.

    Whoever prints an agency that is no source here does not stand for it.
    """
    heard = select(claims.c.voice, claims.c.source).where(claims.c.event == event, claims.c.voice.is_not(None))
    public = {each.source.id for each in report.standings if weigh.speaks_publicly(each.source)}
    source_of: dict[str, str] = {}
    # An organisation itself before those who speak for it.
    for row in sorted(connection.execute(heard.distinct()), key=lambda row: (row.source != row.voice, row.source)):
        if row.source in public and not row.voice.startswith(weigh.NEWSROOM):
            source_of.setdefault(row.voice, row.source)
    inside = among(table.c.one, source_of) & among(table.c.other, source_of)
    rows = connection.execute(select(table).where(inside).order_by(table.c.one, table.c.other))
    found = tuple(changed(each, one=source_of[each.one], other=source_of[each.other]) for each in map(_following, rows))
    return changed(report, events=tuple(changed(each, followings=found) for each in report.events))


def _following(row: AnyRow) -> Following:
    return Following(**row._asdict() | {"claims": tuple((mine, theirs) for mine, theirs in row.claims)})


def _public(connection: Connection, voices: Collection[str]) -> dict[str, str]:
    """The names of voices that are no private persons, by id."""
    found = {voice: voice.removeprefix(weigh.NEWSROOM) for voice in voices if voice.startswith(weigh.NEWSROOM)}
    for row in connection.execute(select(sources).where(among(sources.c.id, voices))):
        if weigh.speaks_publicly(Source(row.id, row.name, SourceKind(row.kind), (), row.speaks_for)):
            found[row.id] = row.name
    return found


def _said(connection: Connection, found: Iterable[Following]) -> dict[tuple[str, str], SaidAlike]:
    """The pairs of claims both of which are still kept, in one event."""
    pairs = [pair for each in found for pair in each.claims]
    names = {name for pair in pairs for name in pair}
    rows = connection.execute(select(claims.c.id, claims.c.event, claims.c.text).where(among(claims.c.id, names)))
    kept = {row.id: row for row in rows}
    return {
        (mine, theirs): SaidAlike(kept[mine].event, mine, kept[mine].text, theirs, kept[theirs].text)
        for mine, theirs in pairs
        if mine in kept and theirs in kept and kept[mine].event == kept[theirs].event
    }
