"""What a version makes of what is kept, as it is asked for and answered: what would change by it, and its drift."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from service.news.monitoring import MOST_EVENTS, Drift
from service.web.answers import Answer, count, probability, said
from service.web.fields import Rounded, UtcTime
from service.web.request_schemas import Asked

MAX_PERIODS = 31
DAY, WEEK = "day", "week"
DAYS = {DAY: 1, WEEK: 7}


def _events(default: int) -> fields.Integer:
    return fields.Integer(
        load_default=default,
        validate=validate.Range(1, MOST_EVENTS),
        metadata=said("How many events are looked at, at most; the time it takes grows with them."),
    )


class ChangesQuerySchema(Asked):
    """Over how much of what is kept."""

    events = _events(100)


class DriftQuerySchema(Asked):
    """Over which periods, and over how much of them."""

    by = fields.String(load_default=WEEK, validate=validate.OneOf([DAY, WEEK]), metadata=said("How long a period is."))
    periods = fields.Integer(
        load_default=8, validate=validate.Range(2, MAX_PERIODS), metadata=said("How many, the last of them under way.")
    )
    events = _events(200)

    @validates_schema
    def check_events(self, loaded: dict[str, Any], **_: object) -> None:
        """Raises ValidationError where there would be periods without an event."""
        if loaded["events"] < loaded["periods"]:
            raise ValidationError("Must not be below the number of periods.", "events")


class CalledSchema(Answer):
    """What a pair is called."""

    what = fields.String(metadata=said("Its relation, or `undecided`."))
    probability = probability(metadata=said("That of its likeliest relation."))


class FlipSchema(Answer):
    """A pair that is called otherwise."""

    event = fields.String()
    claims = fields.List(fields.String(), validate=validate.Length(equal=2), metadata=said("Ids, the earlier first."))
    texts = fields.List(fields.String(), validate=validate.Length(equal=2), metadata=said("What both claims say."))
    before = fields.Nested(CalledSchema)
    after = fields.Nested(CalledSchema)


class FlipsSchema(Answer):
    """All pairs that turn from one thing into another."""

    before = fields.String(metadata=said("What they are called now: a relation, or `undecided`."))
    after = fields.String(metadata=said("What they would be called."))
    pairs = count("How many.")
    examples = fields.List(fields.Nested(FlipSchema), metadata=said("Up to five that both versions are surest of."))


class TurnSchema(Answer):
    """An event that would be disputed and is not, or the other way round."""

    event = fields.String()
    headline = fields.String()
    disputed = fields.Boolean(metadata=said("Whether it would be."))


class MoveSchema(Answer):
    """A source whose credibility would be another."""

    source = fields.String()
    name = fields.String()
    before = probability(allow_none=True, metadata=said("The mean now; null where none is shown."))
    after = probability(allow_none=True, metadata=said("The mean that would be."))


class ChangesSchema(Answer):
    """What would change about what is kept, over the newest events, if the version answered."""

    events = count("How many events were looked at.")
    kept = count("How many events of more than one claim are kept; in others there is nothing to change.")
    pairs = count("How many pairs were compared in the events looked at.")
    flips = fields.List(fields.Nested(FlipsSchema), metadata=said("The commonest first."))
    turned = count("How many events would be disputed and are not, or the other way round.")
    turns = fields.List(fields.Nested(TurnSchema), metadata=said("Up to fifty of them, the newest first."))
    moved = count("How many sources' means would move by more than 0.01, or come and go.")
    moves = fields.List(fields.Nested(MoveSchema), metadata=said("Up to fifty of them, the furthest first."))


class ShiftSchema(Answer):
    """How far a distribution lies from that of all periods before it."""

    index = Rounded(metadata=said("The population stability index, 0 where both are the same."))
    chance = Rounded(
        metadata=said("What it stays below in 95 of 100 random dealings of the same events: only above is it drift.")
    )


class TendencySchema(Answer):
    """A measurement over one period."""

    mean = Rounded()
    shift = fields.Nested(ShiftSchema, allow_none=True, metadata=said("Null where nothing lies before."))


class LabelledSchema(Answer):
    """What labelled pairs are called beside what people say of them."""

    same = count("How many are called what people say.")
    other = count("How many are called something else.")
    undecided = count("How many are left undecided.")


class PeriodSchema(Answer):
    """What the version makes of the events of one period, by when the last of their claims was made."""

    start = UtcTime()
    end = UtcTime(metadata=said("The first moment after it."))
    kept = count("How many events of more than one claim are kept.")
    events = count("How many of them were looked at, chosen by a digest of their headlines.")
    pairs = count("How many pairs were compared in those.")
    shares = fields.Dict(
        keys=fields.String(),
        values=probability(),
        metadata=said("How large a part of the pairs is called what; empty where there is none."),
    )
    shift = fields.Nested(ShiftSchema, allow_none=True, metadata=said("Of what pairs are called."))
    probability = fields.Nested(
        TendencySchema, allow_none=True, metadata=said("Of the likeliest relation; null where there is no pair.")
    )
    signals = fields.Dict(
        keys=fields.String(), values=fields.Nested(TendencySchema), metadata=said("What is measured on pairs, by name.")
    )
    labels = fields.Nested(
        LabelledSchema, metadata=said("Of undisputed labels on pairs that are compared, whether looked at or not.")
    )


class DriftSchema(Answer):
    """What the version makes of what is kept, period by period."""

    version = fields.String()
    made_at = UtcTime(metadata=said("What was labelled later it cannot have learnt from."))
    periods = fields.List(fields.Nested(PeriodSchema), metadata=said("The oldest first."))


def starts(by: str, periods: int, now: datetime) -> list[datetime]:
    """Where periods start, the last of which holds ``now``, and where that one ends; days and Mondays of UTC."""
    days = DAYS[by]
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    last = today - timedelta(days=today.weekday() if by == WEEK else 0)
    return [last + timedelta(days=days * n) for n in range(1 - periods, 2)]


def drift_shown(drift: Drift) -> dict[str, Any]:
    """The fields of DriftSchema."""
    of_seen = ("events", "pairs", "shares", "shift", "probability", "signals")
    periods = [
        {name: getattr(period, name) for name in ("start", "end", "kept", "labels")}
        | {name: getattr(period.seen, name) for name in of_seen}
        for period in drift.periods
    ]
    return {"version": drift.version, "made_at": drift.made_at, "periods": periods}
