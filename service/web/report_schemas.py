"""What callers are answered: the nouns of a report as JSON.

The schemas read the nouns directly; where the JSON says something that no single noun holds (a claim's event, the
slots by name), ``get_attribute`` of that schema finds it. Sequences keep the order of the report, slots that of their
enum, numbers are rounded and times are in UTC: the same report gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from marshmallow import fields, validate

from service.news.article import Article
from service.news.claim import Claim
from service.news.copy import CopyOf, KnownBy
from service.news.edit import SourceEdit
from service.news.event import BondKind
from service.news.report import Kept, ScoreReport
from service.news.source import SourceKind, Standing
from service.web.answers import Answer, bits, count, ids, interval, probability, said
from service.web.claim_schemas import ClaimSchema
from service.web.comparison_schemas import PairSchema, SnapshotSchema
from service.web.edit_schemas import EventEditSchema, edited
from service.web.fields import Amount, Rounded, UtcTime
from service.web.following_schemas import EventFollowingSchema
from service.web.party_schemas import PartySchema


@dataclass(frozen=True, slots=True)
class ReportedClaim:
    """A claim with what the report found out about it."""

    claim: Claim
    event: str | None
    independent_sources: int
    edited: SourceEdit | None = None


class ReportedClaimSchema(ClaimSchema):
    """A claim with its event and how many independent sources assert it."""

    event = fields.String(allow_none=True, metadata=said("Id of its event."))
    independent_sources = count("Independent sources that assert it, itself included.")
    edited = edited()

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What the report says from the ReportedClaim, everything else from the claim in it."""
        if attr in {"event", "independent_sources", "edited"}:
            return getattr(obj, attr)
        return super().get_attribute(obj.claim, attr, default)


@dataclass(frozen=True, slots=True)
class ReportedArticle:
    """An article, the id of the one it is a copy of and what tells so, and how it stands in the store, where kept."""

    article: Article
    copy_of: str | None
    origin_known_by: KnownBy | None
    stored: str | None = None
    version: int | None = None
    vouched: bool | None = None


class ReportedArticleSchema(Answer):
    """One article of the report, without its text."""

    id = fields.String(attribute="article.id")
    outlet = fields.String(attribute="article.outlet")
    title = fields.String(attribute="article.title")
    url = fields.String(attribute="article.url", allow_none=True)
    published_at = UtcTime(attribute="article.published_at", allow_none=True)
    updated_at = UtcTime(
        attribute="article.updated_at",
        allow_none=True,
        metadata=said("The time of this version, where it is not the first."),
    )
    language = fields.String(
        attribute="article.language", allow_none=True, metadata=said("First part of the tag that the sender stated.")
    )
    copy_of = fields.String(allow_none=True, metadata=said("Id of the article that this is a copy of."))
    origin_known_by = fields.String(
        allow_none=True,
        validate=validate.OneOf([each.value for each in KnownBy]),
        metadata=said(
            "What tells that the other one is the origin: its outlet alone is vouched for, copies credit it, it is "
            "earlier, its time alone is known, it is fuller, or nothing but its smaller id. Null where this is no copy."
        ),
    )
    stored = fields.String(allow_none=True, metadata=said("Its id in the store; null where it is not kept."))
    version = fields.Integer(
        allow_none=True,
        validate=validate.Range(min=1),
        metadata=said("The number of its version in the store; null where it is not kept."),
    )
    vouched = fields.Boolean(
        allow_none=True,
        metadata=said(
            "Whether its outlet is vouched for, so that it counts for credibility; null where it is not kept."
        ),
    )


class AgreementSchema(Answer):
    """How far the sources of an event agree, from -1 (contradict) to 1."""

    mean = Rounded(validate=validate.Range(min=-1, max=1))
    interval = interval("Bounds that hold 90 %.")


class FigureSchema(Answer):
    """One value given for a counted thing."""

    value = Amount()
    at = UtcTime(allow_none=True)
    source = fields.String()
    claim = fields.String()


class NumberSeriesSchema(Answer):
    """All figures given for one counted thing, oldest first."""

    slot = fields.String(metadata=said("What is counted."))
    series = fields.List(fields.Nested(FigureSchema))


class BondSchema(Answer):
    """What several articles of an event have in common."""

    kind = fields.Enum(BondKind, by_value=True)
    text = fields.String(metadata=said("A name or place in lower case, or a day (ISO 8601)."))
    articles = count("How many articles of the event have it.")


class HouseSchema(Answer):
    """Newsrooms of an event that count as one."""

    control = fields.String(metadata=said("The site that controls theirs, as its own and their trust.txt say."))
    newsrooms = fields.List(fields.String(), metadata=said("Their names."))


class PropositionSchema(Answer):
    """What claims of an event say in common, and how likely that is right by who says it and who says otherwise."""

    claims = ids("Ids of the claims that say so.")
    voices = count("By how many voices it is said, copies and spokesmen of one counted once.")
    question = fields.Integer(
        validate=validate.Range(min=1), metadata=said("Those with one number contradict each other, or share a rival.")
    )
    probability = probability()


class EventSchema(Answer):
    """One happening, who speaks about it and where they differ."""

    id = fields.String(attribute="event.id")
    headline = fields.String(attribute="event.headline")
    claims = fields.List(fields.String(), attribute="event.claims")
    articles = fields.List(fields.String(), attribute="event.articles")
    joined_by = fields.List(
        fields.Nested(BondSchema),
        attribute="event.joined_by",
        metadata=said("What two or more of the articles have in common: places, days, names."),
    )
    sources = ids("Ids of the sources that speak about it.")
    independent_outlets = count("Distinct newsrooms; copies, and newsrooms under one control, are counted once.")
    under_one_control = fields.List(
        fields.Nested(HouseSchema),
        metadata=said("Newsrooms that count as one, by what sites say in their trust.txt; only of kept articles."),
    )
    agreement = fields.Nested(
        AgreementSchema, allow_none=True, metadata=said("Null where no two sources could be compared.")
    )
    disputed = fields.Boolean()
    numbers = fields.List(fields.Nested(NumberSeriesSchema))
    pairs = fields.List(fields.Nested(PairSchema))
    propositions = fields.List(
        fields.Nested(PropositionSchema), metadata=said("What several voices say, or say otherwise.")
    )
    parties = fields.List(
        fields.Nested(PartySchema),
        metadata=said("Sources that the texts, or an editor, name as a party to what is told: a mark, and no number."),
    )
    followings = fields.List(
        fields.Nested(EventFollowingSchema),
        metadata=said(
            "Pairs of its sources that seem to follow each other, of which the second counts for little in what is "
            "kept of sources; of an event that is kept, as of the last reckoning, and in no other report."
        ),
    )
    edits = fields.List(
        fields.Nested(EventEditSchema),
        metadata=said("Labels that put its claims together or apart from others, the earliest first."),
    )


class CredibilitySchema(Answer):
    """The estimated rate at which a source's statements are borne out by independent others."""

    mean = probability()
    interval = interval("Bounds that hold 90 %.")
    comparisons = Rounded(validate=validate.Range(min=0), metadata=said("Weight of the evidence, in comparisons."))


class FidelitySchema(CredibilitySchema):
    """The estimated rate at which other newsrooms have those whom an outlet quotes say the same."""


def fidelity() -> fields.Nested:
    """Of a source: how faithfully it passes on what others say."""
    return fields.Nested(
        FidelitySchema,
        allow_none=True,
        metadata=said(
            "Of an outlet: what it attributes to others counts here alone, so a false statement that it reports "
            "faithfully costs it nothing. Null where too little of it is told elsewhere."
        ),
    )


class PriorSchema(Answer):
    """Credibility before any evidence of this request."""

    mean = probability()
    strength = Rounded(metadata=said("Its weight, in comparisons."))
    basis = fields.String(metadata=said("Where it comes from."))


class LedgerEntrySchema(Answer):
    """What one claim brought its source: expected counts of independent sources."""

    claim = fields.String()
    supported = Rounded(validate=validate.Range(min=0))
    opposed = Rounded(validate=validate.Range(min=0))
    event = fields.String(metadata=said("Id of its event."))
    compared = ids("Ids of the claims of others that agree with it or contradict it.")
    evidence = bits("By how many bits these make it likelier right than wrong; negative where they speak against it.")


class WithoutSchema(Answer):
    """The credibility had one claim not been made."""

    claim = fields.String()
    mean = Rounded(attribute="mean_without", validate=validate.Range(min=0, max=1))
    effect = bits("How many bits the claim moves the odds of the credibility by.")


@dataclass(frozen=True, slots=True)
class ReportedSource:
    """A source's standing, and the events to which it is a party."""

    standing: Standing
    party_to: tuple[str, ...]


class SourceSchema(Answer):
    """Who vouches for claims, and how far that has been borne out."""

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
    ledger = fields.List(fields.Nested(LedgerEntrySchema))
    without = fields.List(fields.Nested(WithoutSchema), metadata=said("Empty where credibility is null."))
    party_to = ids("Ids of the events to which it is a party.")

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The events from the ReportedSource, the counterfactuals from the ledger, all else from the standing in it."""
        if attr == "party_to":
            return obj.party_to
        return _without(obj.standing) if attr == "without" else super().get_attribute(obj.standing, attr, default)


def _without(standing: Standing) -> tuple[object, ...]:
    """The ledger's counterfactuals; none where no credibility is shown, for they would give it away."""
    return () if standing.credibility is None else standing.ledger


class UnusedSchema(Answer):
    """An article that took no part, and why."""

    article = fields.String()
    why = fields.String()


class ScoreReportSchema(Answer):
    """Who says what, where sources agree and contradict each other, and how far each can be relied on."""

    id = fields.String()
    snapshot = fields.Nested(SnapshotSchema)
    articles = fields.List(fields.Nested(ReportedArticleSchema))
    claims = fields.List(fields.Nested(ReportedClaimSchema))
    events = fields.List(fields.Nested(EventSchema))
    sources = fields.List(fields.Nested(SourceSchema), attribute="standings")
    unused = fields.List(fields.Nested(UnusedSchema))

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """As marshmallow does, and articles, claims and sources with what the report maps them to."""
        if attr == "articles":
            return _articles(obj)
        if attr == "standings":
            return _sources(obj)
        return _claims(obj) if attr == "claims" else super().get_attribute(obj, attr, default)


def _articles(report: ScoreReport) -> list[ReportedArticle]:
    return [
        _article(article, report.copy_of.get(article.id), report.kept.get(article.id)) for article in report.articles
    ]


def _article(article: Article, copy: CopyOf | None, kept: Kept | None) -> ReportedArticle:
    found = ReportedArticle(article, copy.origin if copy else None, copy.known_by if copy else None)
    if kept is None:
        return found
    return replace(found, stored=kept.article, version=kept.version, vouched=kept.vouched)


def _sources(report: ScoreReport) -> list[ReportedSource]:
    party_to: dict[str, list[str]] = {}
    for found in report.events:
        for party in found.parties:
            party_to.setdefault(party.source, []).append(found.event.id)
    return [ReportedSource(each, tuple(party_to.get(each.source.id, ()))) for each in report.standings]


def _claims(report: ScoreReport) -> list[ReportedClaim]:
    return [
        ReportedClaim(
            claim,
            report.event_of.get(claim.id),
            report.independent_sources.get(claim.id, 1),
            report.source_edits.get(claim.id),
        )
        for claim in report.claims
    ]
