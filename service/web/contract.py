"""The bodies that go in and out, one schema each: the views use them and the OpenAPI document publishes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.web import feed_schemas, ingest_schemas, webhook_schemas
from service.web.admin_schemas import AuditPageSchema, AuditQuerySchema, KeysSchema, MadeKeySchema, new_key_schema
from service.web.comparison_schemas import ComparedSchema
from service.web.job_schemas import JobPageSchema, JobQuerySchema, JobSchema, TicketSchema
from service.web.kept_contract import KeptContract
from service.web.model_schemas import ModelsSchema, RetrainSchema, WholeModelSchema
from service.web.monitoring_schemas import ChangesQuerySchema, ChangesSchema, DriftQuerySchema, DriftSchema
from service.web.problem_schemas import ProblemSchema
from service.web.report_schemas import ScoreReportSchema
from service.web.request_schemas import compare_request_schema, score_request_schema

if TYPE_CHECKING:
    from marshmallow import Schema

    from service.web.bounds import Bounds
    from service.web.ports import Clock


@dataclass(frozen=True, slots=True)
class IngestContract:
    """One schema for each kind of query and answer about what newsrooms' systems send."""

    outlet_query: Schema = field(default_factory=ingest_schemas.OutletQuerySchema)
    page_query: Schema = field(default_factory=ingest_schemas.PageSentQuerySchema)
    provider_query: Schema = field(default_factory=ingest_schemas.ProviderQuerySchema)
    item_names: Schema = field(default_factory=ingest_schemas.ItemNamesSchema)
    arrivals: Schema = field(default_factory=ingest_schemas.ArrivalsSchema)
    quarantine_query: Schema = field(default_factory=ingest_schemas.QuarantineQuerySchema)
    quarantine: Schema = field(default_factory=ingest_schemas.QuarantinePageSchema)


@dataclass(frozen=True, slots=True)
class FeedContract:
    """One schema for each kind of body and answer about feeds that are polled."""

    new: Schema = field(default_factory=feed_schemas.NewFeedSchema)
    changed: Schema = field(default_factory=feed_schemas.ChangedFeedSchema)
    one: Schema = field(default_factory=feed_schemas.FeedSchema)
    all: Schema = field(default_factory=feed_schemas.FeedsSchema)


@dataclass(frozen=True, slots=True)
class WebhookContract:
    """One schema for each kind of body, query and answer about webhooks."""

    new: Schema = field(default_factory=webhook_schemas.NewWebhookSchema)
    made: Schema = field(default_factory=webhook_schemas.MadeWebhookSchema)
    all: Schema = field(default_factory=webhook_schemas.WebhooksSchema)
    page_query: Schema = field(default_factory=webhook_schemas.DeliveriesQuerySchema)
    deliveries: Schema = field(default_factory=webhook_schemas.DeliveryPageSchema)
    replay: Schema = field(default_factory=webhook_schemas.ReplaySchema)
    replayed: Schema = field(default_factory=webhook_schemas.ReplayedSchema)


@dataclass(frozen=True, slots=True)
class Contract:
    """One schema for each kind of body."""

    score_request: Schema
    report: Schema
    compare_request: Schema
    compared: Schema
    problem: Schema
    new_key: Schema
    made_key: Schema
    keys: Schema
    audit_query: Schema
    audit_page: Schema
    job: Schema
    job_page: Schema
    job_query: Schema
    ticket: Schema
    models: Schema
    model: Schema
    retrain: Schema
    changes_query: Schema
    changes: Schema
    drift_query: Schema
    drift: Schema
    kept: KeptContract = field(default_factory=KeptContract)
    ingest: IngestContract = field(default_factory=IngestContract)
    webhooks: WebhookContract = field(default_factory=WebhookContract)
    feeds: FeedContract = field(default_factory=FeedContract)


def contract(bounds: Bounds, clock: Clock) -> Contract:
    """The contract under ``bounds``; ``clock`` tells what lies in the future."""
    return Contract(
        score_request=score_request_schema(bounds, clock),
        report=ScoreReportSchema(),
        compare_request=compare_request_schema(clock),
        compared=ComparedSchema(),
        problem=ProblemSchema(),
        new_key=new_key_schema(clock),
        made_key=MadeKeySchema(),
        keys=KeysSchema(),
        audit_query=AuditQuerySchema(),
        audit_page=AuditPageSchema(),
        job=JobSchema(),
        job_page=JobPageSchema(),
        job_query=JobQuerySchema(),
        ticket=TicketSchema(),
        models=ModelsSchema(),
        model=WholeModelSchema(),
        retrain=RetrainSchema(),
        changes_query=ChangesQuerySchema(),
        changes=ChangesSchema(),
        drift_query=DriftQuerySchema(),
        drift=DriftSchema(),
    )
