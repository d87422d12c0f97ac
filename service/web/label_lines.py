"""Labels as lines of JSON: as they are listed when they go out, and checked one by one when they come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from marshmallow import Schema, ValidationError, fields, post_load
from werkzeug.exceptions import BadRequest

from service.news.label import GivenLabel, Label, RefusedLine, Withdrawal
from service.web.bounds import MAX_NAME_CHARS, MAX_REASON_CHARS
from service.web.fields import AtMost, Moment, Readable
from service.web.label_schemas import LabelSchema, decision
from service.web.problems import faults
from service.web.reading import parsed
from service.web.request_schemas import Asked
from service.web.writing import json_bytes

if TYPE_CHECKING:
    from service.web.kept_contract import KeptContract

MEDIA_TYPE = "application/x-ndjson"
# What a label is listed with and what does not make it: found anew where it is brought in.
_ANSWERED = {"id", "events", "current", "disagree", "imported_by"}
_LISTED = frozenset(LabelSchema().fields)


class _GivenWithdrawalSchema(Asked):
    """That a label was withdrawn."""

    by = fields.String(required=True, validate=[AtMost(MAX_NAME_CHARS), Readable()])
    at = Moment(required=True)
    reason = fields.String(required=True, validate=[AtMost(MAX_REASON_CHARS), Readable(prose=True, filled=False)])

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> Withdrawal:
        """The withdrawal itself."""
        return Withdrawal(**loaded)


class _GivenSchema(Asked):
    """Whose word a label is, since when, and whether they took it back."""

    by = fields.String(load_default=None, validate=[AtMost(MAX_NAME_CHARS), Readable()])
    at = Moment(load_default=None)
    withdrawn = fields.Nested(_GivenWithdrawalSchema, load_default=None)


_GIVEN = _GivenSchema()


def written(labels: Iterable[Label], contract: KeptContract) -> Iterator[bytes]:
    """Each label as a line."""
    for label in labels:
        yield json_bytes(contract.label.dump(label)) + b"\n"


def read(lines: Iterable[bytes], contract: KeptContract) -> tuple[list[GivenLabel], list[RefusedLine]]:
    """The labels in some lines, and the lines that hold none; empty lines are passed over."""
    given: list[GivenLabel] = []
    refused: list[RefusedLine] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given.append(_given(number, parsed(line, "line"), contract.decisions))
        except BadRequest as fault:
            refused.append(RefusedLine(number, str(fault.description)))
        except ValidationError as fault:
            told = (f"{each.pointer} {each.detail}" for each in faults(fault.messages))
            refused.append(RefusedLine(number, " ".join(told)))
    return given, refused


def _given(number: int, row: object, schemas: Mapping[str, Schema]) -> GivenLabel:
    if not isinstance(row, dict):
        raise ValidationError("Must be an object.")
    told = {
        name: value for name, value in row.items() if not (name in _ANSWERED or (value is None and name in _LISTED))
    }
    beside = _GIVEN.load({name: told.pop(name) for name in tuple(told) if name in _GIVEN.fields})
    return GivenLabel(number, decision(told, schemas), **beside)
