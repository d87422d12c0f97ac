"""Labels: what an editor sends, one schema for each kind of decision, and what is answered, one for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from service.news.label import Decision, LabelKind, PairDecision, SourceDecision
from service.news.pair import ReasonCode, Relation
from service.web.answers import Answer, ids, said
from service.web.bounds import MAX_ID_CHARS, MAX_NAME_CHARS, MAX_REASON_CHARS
from service.web.fields import AtMost, Readable, UtcTime
from service.web.request_schemas import Asked

SAME_CLAIM = "Is the same claim as a."
NO_CONFLICT = "Reasons say what two claims conflict over: they go with contradicts only."


def _kind(kind: LabelKind) -> fields.String:
    return fields.String(
        required=True, validate=validate.OneOf([kind.value]), metadata=said("What the decision is on.")
    )


def _claim(description: str) -> fields.String:
    return fields.String(
        required=True, validate=[AtMost(MAX_ID_CHARS), Readable()], metadata={"description": description}
    )


def _note() -> fields.String:
    return fields.String(
        allow_none=True,
        load_default=None,
        validate=[AtMost(MAX_REASON_CHARS), Readable(prose=True, filled=False)],
        metadata=said("For people; it is kept with the label, whatever becomes of the articles."),
    )


class PairDecisionSchema(Asked):
    """What two claims of kept articles are to each other."""

    kind = _kind(LabelKind.PAIR)
    a = _claim("Id of one claim.")
    b = _claim("Id of the other; for updates, the later one.")
    relation = fields.Enum(Relation, by_value=fields.String, required=True)
    reasons = fields.List(
        fields.Enum(ReasonCode, by_value=fields.String),
        load_default=list,
        validate=AtMost(len(ReasonCode), "reasons"),
        metadata=said("The slots in conflict, where the two contradict."),
    )
    note = _note()

    @validates_schema
    def can_be_meant(self, loaded: Mapping[str, Any], **_: object) -> None:
        """Raises ValidationError where a claim is paired with itself, and for reasons without a conflict."""
        faults = {}
        if loaded["a"] == loaded["b"]:
            faults["b"] = [SAME_CLAIM]
        if loaded["reasons"] and loaded["relation"] is not Relation.CONTRADICTS:
            faults["reasons"] = [NO_CONFLICT]
        if faults:
            raise ValidationError(faults)

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> PairDecision:
        """The decision itself; a reason that is given twice is one."""
        reasons = tuple(dict.fromkeys(loaded["reasons"]))
        return PairDecision(loaded["a"], loaded["b"], loaded["relation"], reasons, loaded["note"] or "")


class SourceDecisionSchema(Asked):
    """Who vouches for a claim of a kept article."""

    kind = _kind(LabelKind.SOURCE)
    claim = _claim("Id of the claim.")
    source = fields.String(
        required=True,
        validate=[AtMost(MAX_NAME_CHARS), Readable()],
        metadata=said("The name of who vouches for it: of the outlet, where nobody else does."),
    )
    note = _note()

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> SourceDecision:
        """The decision itself."""
        return SourceDecision(loaded["claim"], loaded["source"].strip(), loaded["note"] or "")


def decision_schemas() -> Mapping[str, Schema]:
    """The bodies of POST /labels, by their ``kind``; each loads into a Decision."""
    return {LabelKind.PAIR.value: PairDecisionSchema(), LabelKind.SOURCE.value: SourceDecisionSchema()}


def decision(given: Mapping[str, object], schemas: Mapping[str, Schema]) -> Decision:
    """The decision in a body, by the one of ``schemas`` that it names. Raises ValidationError."""
    kind = given.get("kind")
    schema = schemas.get(kind) if isinstance(kind, str) else None
    if schema is None:
        raise ValidationError({"kind": [f"Must be one of: {', '.join(schemas)}."]})
    found: Decision = schema.load(given)
    return found


class LabelSchema(Answer):
    """A decision that is kept. What belongs to the other kind is null."""

    id = fields.String(attribute="number")
    kind = fields.Enum(LabelKind, by_value=fields.String)
    a = fields.String(allow_none=True, metadata=said("Of a pair: id of one claim."))
    b = fields.String(allow_none=True, metadata=said("Of a pair: id of the other; for updates, the later one."))
    relation = fields.Enum(Relation, by_value=fields.String, allow_none=True)
    reasons = fields.List(
        fields.Enum(ReasonCode, by_value=fields.String), allow_none=True, metadata=said("The slots in conflict.")
    )
    claim = fields.String(allow_none=True, metadata=said("Of a source: id of the claim."))
    source = fields.String(allow_none=True, metadata=said("The name of who vouches for it."))
    note = fields.String()
    events = ids(
        "The events that its claims were about when it was made: two, where those of a pair stood in different ones."
    )
    by = fields.String(metadata=said("Whose word it is: `user:…`, also where a key of theirs was used, or `key:…`."))
    at = UtcTime()
    current = fields.Boolean(metadata=said("Whether they have decided nothing later on the same claims."))
    disagree = fields.Boolean(
        metadata=said(
            "Whether the current decisions of different people on these claims differ: in the relation or name."
        )
    )

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What was decided from the decision in the Label, None where it is another kind's; the rest from the Label."""
        if attr in {"number", "events", "by", "at", "current", "disagree"}:
            return getattr(obj, attr)
        return getattr(obj.decision, attr, None)


class LabelPageSchema(Answer):
    """Labels, newest first."""

    items = fields.List(fields.Nested(LabelSchema))
    next = fields.String(allow_none=True, metadata=said("The cursor of the page that follows; null on the last."))
