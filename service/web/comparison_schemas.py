"""Comparisons as they are answered, of claims in a report and of claims given on their own."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from service.news.pair import Comparison, Reason, ReasonCode, Relation
from service.news.report import Compared
from service.web.answers import Answer, probability, said
from service.web.claim_schemas import ClaimSchema, SpanSchema
from service.web.fields import Rounded


class SnapshotSchema(Answer):
    """What an answer depends on besides the request."""

    model = fields.String(metadata=said("Version of the trained models."))
    store = fields.String(allow_none=True, metadata=said("State of the store; null where none took part."))
    build = fields.String(metadata=said("Version of the code."))


class BitsSchema(Answer):
    """Evidence for each stance, in bits."""

    agrees = Rounded()
    contradicts = Rounded()
    neutral = Rounded()


class EvidenceSchema(Answer):
    """What one signal, the prior, or a term of the wording learnt here contributed to a comparison."""

    signal = fields.String(metadata=said("Its name; of a term `wording` and the term, as in `wording one: spike`."))
    value = Rounded(allow_none=True, metadata=said("The measurement; null for the prior, 1 for a term."))
    bits = fields.Nested(
        BitsSchema, metadata=said("Summed over all evidence, a base-2 softmax of them gives the probabilities.")
    )


class ProbabilitiesSchema(Answer):
    """Probability of each stance; they add up to 1."""

    agrees = probability()
    contradicts = probability()
    neutral = probability()


class SignSchema(Answer):
    """What one measurement, or the prior, says for an update."""

    signal = fields.String()
    value = Rounded(allow_none=True, metadata=said("The measurement; null for the prior."))
    bits = Rounded(metadata=said("The sum over all of them is the log2 odds of an update."))


class DevelopmentSchema(Answer):
    """How likely the later claim tells how the earlier one went on."""

    probability = probability()
    evidence = fields.List(fields.Nested(SignSchema))


class ReasonSchema(Answer):
    """A slot in conflict, with the words in both claims."""

    code = fields.Enum(ReasonCode, by_value=fields.String)
    a = fields.Nested(SpanSchema)
    b = fields.Nested(SpanSchema)


class ComparisonSchema(Answer):
    """What comparing two claims found."""

    relation = fields.Enum(Relation, by_value=fields.String)
    decided = fields.Boolean(metadata=said("False where the probabilities leave it open."))
    probability = probability(metadata=said("That the pair is what ``relation`` says."))
    probabilities = fields.Nested(ProbabilitiesSchema, metadata=said("Of each stance, if the pair is no update."))
    development = fields.Nested(
        DevelopmentSchema,
        allow_none=True,
        metadata=said("Null where the claims do not lie an hour or more apart, so that neither can be an update."),
    )
    evidence = fields.List(fields.Nested(EvidenceSchema))
    reasons = fields.List(fields.Nested(ReasonSchema))


class PairEndsSchema(Answer):
    """Which two claims of a report were compared."""

    a = fields.String(metadata=said("Id of one claim."))
    b = fields.String(metadata=said("Id of the other; for updates, the later one."))


class PairSchema(ComparisonSchema, PairEndsSchema):  # marshmallow writes the fields of the last base first
    """Two claims of a report compared."""


class GivenSchema(Answer):
    """Two claims as they were given."""

    snapshot = fields.Nested(SnapshotSchema)
    a = fields.Nested(ClaimSchema)
    b = fields.Nested(ClaimSchema)


class ComparedSchema(ComparisonSchema, GivenSchema):
    """Two claims given on their own, a and b as they were given, and what comparing them found."""

    later = fields.String(
        allow_none=True,
        validate=validate.OneOf(["a", "b"]),
        metadata=said("For updates, which of the two is the later one; else null."),
    )

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What was found from the comparison, turned to a and b as given; the rest from the Compared."""
        if attr in {"snapshot", "a", "b"}:
            return getattr(obj, attr)
        if attr == "reasons":
            return _reasons_as_given(obj)
        return _later(obj.comparison) if attr == "later" else super().get_attribute(obj.comparison, attr, default)


def _reasons_as_given(compared: Compared) -> tuple[Reason, ...]:
    """The reasons with ``a`` in the claim that was given as a; a comparison names the earlier claim first."""
    reasons = compared.comparison.reasons
    if compared.comparison.a == compared.a.id:
        return reasons
    return tuple(Reason(code=reason.code, a=reason.b, b=reason.a) for reason in reasons)


def _later(comparison: Comparison) -> str | None:
    return comparison.b if comparison.relation is Relation.UPDATES else None
