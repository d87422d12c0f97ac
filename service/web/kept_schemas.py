"""What is kept, as it is answered: articles, events, sources, ledgers, and pages of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from marshmallow import fields, validate

from service.news.claim import Claim
from service.news.edit import SourceEdit
from service.news.memory import KeptArticle
from service.news.source import Ruling, SourceKind
from service.web.answers import Answer, bits, count, ids, said
from service.web.claim_schemas import ClaimSchema
from service.web.edit_schemas import edited
from service.web.fields import Rounded, UtcTime
from service.web.following_schemas import FollowingOfSchema
from service.web.party_schemas import PartyToSchema
from service.web.report_schemas import AgreementSchema, CredibilitySchema, PriorSchema, fidelity


class ArticleSummarySchema(Answer):
    """A kept article in its current version, without its text."""

    id = fields.String(metadata=said("Its id in the store."))
    given_id = fields.String(metadata=said("The id that its sender gave it."))
    outlet = fields.String()
    title = fields.String()
    url = fields.String(allow_none=True)
    published_at = UtcTime(allow_none=True)
    updated_at = UtcTime(allow_none=True)
    language = fields.String(allow_none=True)
    version = fields.Integer(validate=validate.Range(min=1), metadata=said("The number of its current version."))
    vouched = fields.Boolean(metadata=said("Whether its outlet is vouched for; only then it counts for anything."))
    sender = fields.String(metadata=said("Who sent this version."))
    received_at = UtcTime()


class VersionSchema(Answer):
    """One text that an article has had."""

    number = fields.Integer(validate=validate.Range(min=1), metadata=said("In the order of arrival."))
    digest = fields.String(metadata=said("A name for exactly this version."))
    title = fields.String()
    published_at = UtcTime(allow_none=True)
    updated_at = UtcTime(allow_none=True)
    received_at = UtcTime()
    sender = fields.String()
    current = fields.Boolean(metadata=said("Whether it is the one that is compared."))


@dataclass(frozen=True, slots=True)
class PlacedClaim:
    """A claim and the event it is about."""

    claim: Claim
    event: str | None
    edited: SourceEdit | None = None


class KeptClaimSchema(ClaimSchema):
    """A claim of a kept article with its event."""

    event = fields.String(allow_none=True, metadata=said("Id of its event."))
    edited = edited()

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Event and edit from the PlacedClaim, everything else from the claim in it."""
        if attr in {"event", "edited"}:
            return getattr(obj, attr)
        return super().get_attribute(obj.claim, attr, default)


class KeptArticleSchema(ArticleSummarySchema):
    """A kept article with its text, its claims and its history."""

    text = fields.String(metadata=said("The spans of its claims point into it, in code points."))
    claims = fields.List(fields.Nested(KeptClaimSchema))
    versions = fields.List(fields.Nested(VersionSchema), metadata=said("Every version, in the order of arrival."))

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Text, claims and history from the KeptArticle, everything else from the summary in it."""
        if attr == "claims":
            return _claims(obj)
        return super().get_attribute(obj if attr in {"text", "versions"} else obj.summary, attr, default)


def _claims(kept: KeptArticle) -> list[PlacedClaim]:
    """In the store a claim stands in a version; whoever reads it knows the article."""
    return [
        PlacedClaim(
            replace(claim, article=kept.summary.id), kept.event_of.get(claim.id), kept.source_edits.get(claim.id)
        )
        for claim in kept.claims
    ]


class EventSummarySchema(Answer):
    """A stored event without its claims."""

    id = fields.String()
    headline = fields.String()
    first_at = UtcTime(allow_none=True, metadata=said("The earliest time that something was said about it."))
    last_at = UtcTime(allow_none=True, metadata=said("The latest."))
    changed_at = UtcTime(metadata=said("When anything about it last changed here."))
    disputed = fields.Boolean(metadata=said("Whether a decided pair contradicts."))
    contradictions = count("How many decided pairs contradict.")
    agreement = fields.Nested(
        AgreementSchema, allow_none=True, metadata=said("Null where no two sources could be compared.")
    )
    independent_outlets = count("Distinct newsrooms that are vouched for, copies counted once.")
    n_articles = count("Articles that its claims stand in.")
    n_claims = count("Its claims.")
    n_sources = count("Sources that vouch for them.")
    places = fields.List(fields.String(), metadata=said("Names of places in its claims."))


class SourceSummarySchema(Answer):
    """A source over everything that is kept."""

    id = fields.String(attribute="source.id")
    name = fields.String(attribute="source.name")
    kind = fields.Enum(SourceKind, by_value=fields.String, attribute="source.kind")
    aliases = fields.List(fields.String(), attribute="source.aliases")
    speaks_for = fields.String(attribute="source.speaks_for", allow_none=True)
    credibility = fields.Nested(
        CredibilitySchema,
        allow_none=True,
        metadata=said("Null for unnamed voices, private persons and on thin evidence."),
    )
    fidelity = fidelity()
    prior = fields.Nested(PriorSchema)
    n_claims = count("Claims that it vouches for, whether or not they count.")
    n_events = count("Events that these are about.")


class KeptSourceSchema(SourceSummarySchema):
    """A source over everything that is kept, with the events to which it is a party, and whom it seems to follow."""

    party_to = fields.List(
        fields.Nested(PartyToSchema),
        metadata=said("The latest events to which it is a party, 20 at most; none of a source as it stood earlier."),
    )
    followings = fields.List(
        fields.Nested(FollowingOfSchema),
        metadata=said(
            "Whom it seems to follow, and who it, as of the last reckoning, the likeliest first: shared mistakes tell, "
            "and they measure agreement, not guilt. None of private persons, nor of a source as it stood earlier."
        ),
    )


class LedgerLineSchema(Answer):
    """One claim of a source, and what it did to its credibility: expected counts of independent sources."""

    claim = fields.String(metadata=said("Id of the claim."))
    text = fields.String(metadata=said("The statement as compared."))
    event = fields.String(metadata=said("Id of its event."))
    article = fields.String(metadata=said("Id of the article in the store."))
    as_of = UtcTime(allow_none=True, metadata=said("The time the claim speaks from."))
    supported = Rounded(validate=validate.Range(min=0))
    opposed = Rounded(validate=validate.Range(min=0))
    mean_without = Rounded(
        allow_none=True,
        validate=validate.Range(min=0, max=1),
        metadata=said("The credibility had the claim not been made; null where no credibility is shown."),
    )
    evidence = bits("By how many bits others make it likelier right than wrong; negative where they speak against it.")
    effect = bits("How many bits it moves the odds of the credibility by; null where none is shown.", allow_none=True)
    dependence = bits("How far the evidence is other than if all these were on their own: some seem to follow others.")
    compared = ids("Ids of the claims of others that agree with it or contradict it.")
    ruled = fields.Enum(
        Ruling,
        by_value=fields.String,
        allow_none=True,
        metadata=said("What an editor says it counts for, whatever others say; null where none does."),
    )


def _next() -> fields.String:
    return fields.String(allow_none=True, metadata=said("The cursor of the page that follows; null on the last."))


class ArticlePageSchema(Answer):
    """Kept articles, latest published first, those without a time last."""

    items = fields.List(fields.Nested(ArticleSummarySchema))
    next = _next()


class EventPageSchema(Answer):
    """Stored events in the order that was asked for, those without a time last among equals."""

    items = fields.List(fields.Nested(EventSummarySchema))
    next = _next()


class SourcePageSchema(Answer):
    """Sources by name."""

    items = fields.List(fields.Nested(SourceSummarySchema))
    next = _next()


class LedgerPageSchema(Answer):
    """Claims of a source: first those that were compared with something that counts, then the others, latest first."""

    items = fields.List(fields.Nested(LedgerLineSchema))
    next = _next()
