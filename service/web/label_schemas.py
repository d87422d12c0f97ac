"""Labels: what an editor sends, one schema for each kind of decision, and what is answered, one for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from service.news.label import (
    Decision,
    DisputeDecision,
    EventDecision,
    LabelKind,
    PairDecision,
    PartyDecision,
    SourceDecision,
)
from service.news.pair import ReasonCode, Relation
from service.news.source import Ruling, SourceKind
from service.web.answers import Answer, count, ids, said
from service.web.bounds import MAX_ID_CHARS, MAX_NAME_CHARS, MAX_REASON_CHARS
from service.web.fields import AtMost, Readable, StrictBoolean, UtcTime
from service.web.request_schemas import Asked

SAME_CLAIM = "Is the same claim as a."
MAX_GROUPS = 20
MAX_CLAIMS = 10_000
TOO_FEW = "Name two claims or more, some in every group."
IN_TWO_GROUPS = "A claim stands in one group only."
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
    source_kind = fields.Enum(
        SourceKind,
        by_value=fields.String,
        allow_none=True,
        load_default=None,
        metadata=said("What that is; left out, it is what the article or else the name itself says."),
    )
    note = _note()

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> SourceDecision:
        """The decision itself."""
        return SourceDecision(loaded["claim"], loaded["source"].strip(), loaded["note"] or "", loaded["source_kind"])


def _claims(description: str) -> fields.List[str]:
    return fields.List(
        fields.String(validate=[AtMost(MAX_ID_CHARS), Readable()]),
        validate=[AtMost(MAX_CLAIMS, "claims"), validate.Length(min=1, error="Give some claims.")],
        metadata=said(description),
    )


class EventDecisionSchema(Asked):
    """Which claims of kept articles tell of one event, and which do not."""

    kind = _kind(LabelKind.EVENT)
    groups = fields.List(
        _claims("Ids of claims that tell of one event."),
        required=True,
        validate=[AtMost(MAX_GROUPS, "groups"), validate.Length(min=1, error="Give some groups.")],
        metadata=said("Claims of one group tell of one event, those of different groups do not."),
    )
    note = _note()

    @validates_schema
    def can_be_meant(self, loaded: Mapping[str, Any], **_: object) -> None:
        """Raises ValidationError where a claim stands in two groups, and where fewer than two are named."""
        named = [name for group in loaded["groups"] for name in dict.fromkeys(group)]
        if len(set(named)) < len(named):
            raise ValidationError({"groups": [IN_TWO_GROUPS]})
        if len(named) == 1:
            raise ValidationError({"groups": [TOO_FEW]})

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> EventDecision:
        """The decision itself; a claim that is given twice is one."""
        return EventDecision(tuple(map(tuple, loaded["groups"])), loaded["note"] or "")


def _ruling() -> fields.Enum[Ruling]:
    return fields.Enum(
        Ruling,
        by_value=fields.String,
        required=True,
        metadata=said("What it counts for: for nothing, or as borne out, or not, whatever others say."),
    )


class DisputeDecisionSchema(Asked):
    """What a claim counts for in the ledger of its source."""

    kind = _kind(LabelKind.DISPUTE)
    claim = _claim("Id of the claim.")
    ruling = _ruling()
    note = _note()

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> DisputeDecision:
        """The decision itself."""
        return DisputeDecision(loaded["claim"], loaded["ruling"], loaded["note"] or "")


class PartyDecisionSchema(Asked):
    """Whether whoever vouches for a claim is a party to the event that it is about."""

    kind = _kind(LabelKind.PARTY)
    claim = _claim("Id of a claim of the source in that event.")
    party = StrictBoolean(required=True, metadata=said("Whether it is one, whatever the texts say."))
    note = _note()

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> PartyDecision:
        """The decision itself."""
        return PartyDecision(loaded["claim"], loaded["party"], loaded["note"] or "")


def decision_schemas() -> Mapping[str, Schema]:
    """The bodies of POST /labels, by their ``kind``; each loads into a Decision."""
    return {
        LabelKind.PAIR.value: PairDecisionSchema(),
        LabelKind.SOURCE.value: SourceDecisionSchema(),
        LabelKind.EVENT.value: EventDecisionSchema(),
        LabelKind.DISPUTE.value: DisputeDecisionSchema(),
        LabelKind.PARTY.value: PartyDecisionSchema(),
    }


def _why() -> fields.String:
    return fields.String(
        required=True,
        validate=[AtMost(MAX_REASON_CHARS), Readable(prose=True)],
        metadata=said("Why: the note of the label that it becomes."),
    )


class MergeSchema(Asked):
    """Which event another one is merged with."""

    other = fields.String(
        required=True,
        data_key="with",
        validate=[AtMost(MAX_ID_CHARS), Readable()],
        metadata=said("Id of the other event."),
    )
    reason = _why()


class DisputeSchema(Asked):
    """A line of a ledger that an editor disputes."""

    claim = _claim("Id of the claim.")
    ruling = _ruling()
    reason = _why()

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> DisputeDecision:
        """The decision that it becomes."""
        return DisputeDecision(loaded["claim"], loaded["ruling"], loaded["reason"])


class SplitSchema(Asked):
    """What is split off from an event: claims, articles with all that they say about it, or both."""

    claims = fields.List(
        fields.String(validate=[AtMost(MAX_ID_CHARS), Readable()]),
        load_default=list,
        validate=AtMost(MAX_CLAIMS, "claims"),
        metadata=said("Ids of claims."),
    )
    articles = fields.List(
        fields.String(validate=[AtMost(MAX_ID_CHARS), Readable()]),
        load_default=list,
        validate=AtMost(MAX_CLAIMS, "articles"),
        metadata=said("Ids of articles in the store."),
    )
    reason = _why()

    @validates_schema
    def names_something(self, loaded: Mapping[str, Any], **_: object) -> None:
        """Raises ValidationError where neither claims nor articles are named."""
        if not loaded["claims"] and not loaded["articles"]:
            raise ValidationError({"claims": ["Name claims or articles."]})


def decision(given: Mapping[str, object], schemas: Mapping[str, Schema]) -> Decision:
    """The decision in a body, by the one of ``schemas`` that it names. Raises ValidationError."""
    kind = given.get("kind")
    schema = schemas.get(kind) if isinstance(kind, str) else None
    if schema is None:
        raise ValidationError({"kind": [f"Must be one of: {', '.join(schemas)}."]})
    found: Decision = schema.load(given)
    return found


class WithdrawalSchema(Answer):
    """That a label holds no more."""

    by = fields.String(metadata=said("Who took it back."))
    at = UtcTime()
    reason = fields.String()


class LabelSchema(Answer):
    """A decision that is kept. What belongs to the other kinds is null."""

    id = fields.String(attribute="number")
    kind = fields.Enum(LabelKind, by_value=fields.String)
    a = fields.String(allow_none=True, metadata=said("Of a pair: id of one claim."))
    b = fields.String(allow_none=True, metadata=said("Of a pair: id of the other; for updates, the later one."))
    relation = fields.Enum(Relation, by_value=fields.String, allow_none=True)
    reasons = fields.List(
        fields.Enum(ReasonCode, by_value=fields.String), allow_none=True, metadata=said("The slots in conflict.")
    )
    claim = fields.String(allow_none=True, metadata=said("Of a source, a dispute or a party: id of the claim."))
    source = fields.String(allow_none=True, metadata=said("The name of who vouches for it."))
    source_kind = fields.Enum(
        SourceKind, by_value=fields.String, allow_none=True, metadata=said("What that is, where it was said.")
    )
    groups = fields.List(
        fields.List(fields.String()),
        allow_none=True,
        metadata=said(
            "Of events: ids of claims; those of one group tell of one event, those of different groups do not."
        ),
    )
    ruling = fields.Enum(
        Ruling, by_value=fields.String, allow_none=True, metadata=said("Of a dispute: what the claim counts for.")
    )
    party = fields.Boolean(allow_none=True, metadata=said("Of a party: whether the source of the claim is one."))
    note = fields.String()
    events = ids(
        "The events that its claims were about when it was made: two, where those of a pair stood in different ones."
    )
    by = fields.String(metadata=said("Whose word it is: `user:…`, also where a key of theirs was used, or `key:…`."))
    at = UtcTime()
    current = fields.Boolean(
        metadata=said(
            "Whether it was not withdrawn and they have decided nothing later on the same claims; of events, nothing "
            "that opposes it."
        )
    )
    disagree = fields.Boolean(
        metadata=said(
            "Whether the current decisions of different people on these claims differ: in the relation, the name or "
            "the grouping."
        )
    )
    imported_by = fields.String(allow_none=True, metadata=said("Who brought it in from elsewhere."))
    withdrawn = fields.Nested(WithdrawalSchema, allow_none=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What was decided from the decision in the Label, None where it is another kind's; the rest from the Label."""
        if attr in _OF_THE_LABEL:
            return getattr(obj, attr)
        return getattr(obj.decision, attr, None)


_OF_THE_LABEL = {"number", "events", "by", "at", "current", "disagree", "imported_by", "withdrawn"}


class EditedSchema(Answer):
    """What became of an edit of events."""

    label = fields.Nested(LabelSchema)
    events = ids("The events that its claims are about now; after a split, first what is left and then what is new.")


class RefusedLineSchema(Answer):
    """A line that was not brought in."""

    line = fields.Integer(validate=validate.Range(min=1), metadata=said("Its number, from 1."))
    why = fields.String()


class ImportedSchema(Answer):
    """What came of labels that were brought in."""

    added = count("Labels that are new.")
    withdrawn = count("Labels that hold no more by what was brought in.")
    known = count("Lines whose labels are kept already.")
    refused = fields.List(fields.Nested(RefusedLineSchema), metadata=said("Lines of which nothing was kept."))


class LabelPageSchema(Answer):
    """Labels, newest first."""

    items = fields.List(fields.Nested(LabelSchema))
    next = fields.String(allow_none=True, metadata=said("The cursor of the page that follows; null on the last."))
