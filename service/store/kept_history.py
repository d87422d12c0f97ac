"""A source as it stood at an earlier moment, worked out from the articles as they are kept now.

What was said later, and those who said it, are left out. Who seems to follow whom, and how good the company is, are as
of the last reckoning, and everything else is estimated as a reckoning does: where nothing came in since, a moment after
all that is said gives what the last one gave. An article that was removed or replaced is in no history.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from service.news.memory import SourceSummary
from service.scoring import weigh
from service.scoring.credibility.borne_out import credibility
from service.scoring.credibility.joint import estimated
from service.scoring.credibility.utterances import Utterance
from service.store import followings, kept_rates, kept_sources, utterance_rows
from service.store.schema.base import among
from service.store.schema.memory import claims, versions

_RECEIVED = select(func.min(versions.c.received_at)).where(versions.c.digest == claims.c.digest).scalar_subquery()
_WHEN = func.coalesce(claims.c.as_of, _RECEIVED)
"""When a claim was there to be known: its time, or where it has none that at which its version came in."""


def source(connection: Connection, id: str, moment: datetime) -> SourceSummary:
    """One source by what was said up to ``moment``, without a fidelity and what it was a party to. Raises NotKept."""
    now = kept_sources.source(connection, id)
    mine = _until(connection, claims.c.source == id, moment)
    voices = {each.voice for one in mine for each in one.witnesses}
    others = _until(connection, among(claims.c.voice, voices) & (claims.c.source != id), moment)
    said = [*mine, *others]
    priors, kin = utterance_rows.voice_priors(connection, said), followings.kin(connection)
    rates = estimated(said, priors, only=id, kin=kin, around=kept_rates.company(connection, id))
    found = credibility(now.prior, weigh.record(mine, rates))
    vouched_for = (claims.c.source == id) & (moment >= _WHEN)
    counted = select(func.count(), func.count(claims.c.event.distinct())).where(vouched_for)
    n_claims, n_events = connection.execute(counted).one()
    return replace(
        now,
        credibility=found if weigh.is_shown(now.source, found) else None,
        fidelity=None,
        party_to=(),
        followings=(),
        n_claims=n_claims,
        n_events=n_events,
    )


def _until(connection: Connection, wanted: ColumnElement[bool], moment: datetime) -> list[Utterance]:
    """The utterances that are ``wanted`` and were there at ``moment``, with the witnesses that were."""
    found = utterance_rows.utterances(connection, wanted & (moment >= _WHEN))
    there = _there(connection, {each.claim for one in found for each in one.witnesses}, moment)
    return [replace(one, witnesses=tuple(each for each in one.witnesses if each.claim in there)) for one in found]


def _there(connection: Connection, names: Collection[str], moment: datetime) -> set[str]:
    rows: Sequence[str] = connection.scalars(
        select(claims.c.id).where(among(claims.c.id, names), moment >= _WHEN)
    ).all()
    return set(rows)
