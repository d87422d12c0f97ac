"""Fields and validators that marshmallow does not have.

A validator that has a ``json_schema`` publishes it in the OpenAPI document: what is checked is what is promised.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence, Sized
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from marshmallow import Schema, ValidationError, fields, validate

if TYPE_CHECKING:
    from service.web.ports import Clock

_CONTROL = r"\u0000-\u001f\u007f-\u009f"
_CONTROL_IN_PROSE = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_RFC_3339 = re.compile(
    r"(?P<local>\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?)(?P<zone>[Zz]|[+-]\d\d:\d\d)?", re.ASCII
)
SizedT = TypeVar("SizedT", bound=Sized)

_FUTURE = timedelta(days=1)
_DECIMALS = 6


class Readable(validate.Validator):
    """Refuses strings that people cannot read.

    These are control characters (in ``prose``, newline, return and tab may stay), halves of surrogate pairs and, where
    ``filled``, strings with nothing but blanks. Every script, direction mark and emoji passes.
    """

    def __init__(self, *, prose: bool = False, filled: bool = True) -> None:
        control = _CONTROL_IN_PROSE if prose else _CONTROL
        self._control = re.compile(f"[{control}]")
        self._filled = filled
        any_ = f"[^{control}]*"
        self.json_schema: dict[str, object] = {"pattern": rf"^{any_}[^\s{control}]{any_}$" if filled else f"^{any_}$"}
        if filled:
            self.json_schema |= {"minLength": 1}

    def __call__(self, value: str) -> str:
        """``value`` itself. Raises ValidationError saying which character stands where, counted from 0."""
        for what, unwanted in (("control character", self._control), ("half of a surrogate pair", _SURROGATE)):
            found = unwanted.search(value)
            if found:
                raise ValidationError(f"Has a {what}, U+{ord(found[0]):04X}, at character {found.start()}.")
        if self._filled and not value.strip():
            raise ValidationError("Must not be empty.")
        return value


class AtMost(validate.Length):
    """Refuses what is longer than ``most``, saying how long it is; ``unit`` is what is counted."""

    def __init__(self, most: int, unit: str = "characters") -> None:
        super().__init__(max=most)
        self._most = most
        self._unit = unit

    def __call__(self, value: SizedT) -> SizedT:
        """``value`` itself. Raises ValidationError naming the number and the limit."""
        if len(value) > self._most:
            raise ValidationError(f"Has {len(value)} {self._unit}; the limit is {self._most}.")
        return value


class Shaped(validate.Validator):
    """Refuses what is not wholly of one shape: ``pattern``, from ^ to $; ``error`` says what is meant."""

    def __init__(self, pattern: str, error: str) -> None:
        self._pattern = re.compile(pattern)
        self._error = error
        self.json_schema: dict[str, object] = {"pattern": pattern}

    def __call__(self, value: str) -> str:
        """``value`` itself. Raises ValidationError."""
        if not self._pattern.fullmatch(value):  # fullmatch, for $ alone lets a last newline pass
            raise ValidationError(self._error)
        return value


class BoundedList(fields.List[Any]):
    """1 to ``most`` objects of one kind, counted before any is read: ten thousand bad articles are one fault."""

    def __init__(self, item: type[Schema], most: int, unit: str, description: str) -> None:
        self._at_most = AtMost(most, unit)
        super().__init__(
            fields.Nested(item),
            required=True,
            validate=[self._at_most, validate.Length(min=1, error=f"Give some {unit}.")],
            metadata={"description": description},
        )

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **kwargs: object
    ) -> list[object]:
        if isinstance(value, Sequence) and not isinstance(value, str):
            self._at_most(value)
        return super()._deserialize(value, attr, data, **kwargs)


class StrictBoolean(fields.Boolean):
    """true or false, and no words or numbers that might mean them."""

    def _deserialize(self, value: object, *_: object, **__: object) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class StrictNumber(fields.Float):
    """A number, and nothing that merely looks like one."""

    def _deserialize(self, value: object, *_: object, **__: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid")
        return float(super()._deserialize(value, None, None))


class ZonedTime(fields.DateTime):
    """A moment in RFC 3339 with its zone, at most a day in the future by ``clock``; null where it is not known.

    It keeps the offset it came with: 'on Monday' means the sender's Monday.
    """

    def __init__(self, clock: Clock, meaning: str = "When it was published") -> None:
        super().__init__(
            allow_none=True,
            load_default=None,
            metadata={
                "description": f"{meaning}: RFC 3339 with a zone, not more than a day in the future.",
                "examples": ["2024-03-14T22:40:00Z"],
            },
        )
        self._clock = clock

    def _deserialize(self, value: object, *_: object, **__: object) -> datetime:
        moment = _moment(value)
        if moment > self._clock() + _FUTURE:
            raise ValidationError("Lies more than a day in the future.")
        return moment


class Moment(fields.DateTime):
    """A moment in RFC 3339 with its zone, at any time."""

    def _deserialize(self, value: object, *_: object, **__: object) -> datetime:
        return _moment(value)


def _moment(value: object) -> datetime:
    """The moment a string of RFC 3339 names. Raises ValidationError saying what is wrong with it."""
    written = _RFC_3339.fullmatch(value) if isinstance(value, str) else None
    if written is None:
        raise ValidationError("Must be a date and time in RFC 3339, such as 2024-03-14T22:40:00Z.")
    if written["zone"] is None:
        raise ValidationError("Has no zone; add Z or an offset such as +02:00.")
    try:
        moment = datetime.fromisoformat(written[0].upper())
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise ValidationError("Is no date and time of the calendar.") from fault
    return moment


class UtcTime(fields.DateTime):
    """A moment as it is answered: ISO 8601 in UTC, ending in Z."""

    def _serialize(self, value: datetime | None, *_: object, **__: object) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Rounded(fields.Float):
    """A number as it is answered: six decimals, and no negative nought."""

    def _serialize(self, value: float | None, *_: object, **__: object) -> float | None:
        return None if value is None else round(float(value), _DECIMALS) + 0.0


class Amount(fields.Float):
    """A counted or measured value as it is answered: whole where it is whole, null where it has no bound."""

    def _serialize(self, value: float | None, *_: object, **__: object) -> float | None:
        if value is None or math.isinf(value):
            return None
        return int(value) if float(value).is_integer() else round(float(value), _DECIMALS) + 0.0
