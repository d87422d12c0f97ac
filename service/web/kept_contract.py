"""The queries and bodies of what is kept, one schema each: the views use them, the OpenAPI document publishes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.web import kept_queries as queries
from service.web import kept_schemas as answers
from service.web import label_schemas, review_schemas

if TYPE_CHECKING:
    from marshmallow import Schema


@dataclass(frozen=True, slots=True)
class KeptContract:
    """One schema for each kind of query, body and answer."""

    articles_query: Schema = field(default_factory=queries.ArticlesQuerySchema)
    events_query: Schema = field(default_factory=queries.EventsQuerySchema)
    sources_query: Schema = field(default_factory=queries.SourcesQuerySchema)
    ledger_query: Schema = field(default_factory=queries.LedgerQuerySchema)
    no_query: Schema = field(default_factory=queries.NoQuerySchema)
    table_query: Schema = field(default_factory=queries.TableQuerySchema)
    reason_query: Schema = field(default_factory=queries.ReasonQuerySchema)
    removal_query: Schema = field(default_factory=queries.RemovalQuerySchema)
    reason: Schema = field(default_factory=queries.ReasonGivenSchema)
    articles: Schema = field(default_factory=answers.ArticlePageSchema)
    article: Schema = field(default_factory=answers.KeptArticleSchema)
    events: Schema = field(default_factory=answers.EventPageSchema)
    sources: Schema = field(default_factory=answers.SourcePageSchema)
    source: Schema = field(default_factory=answers.KeptSourceSchema)
    ledger: Schema = field(default_factory=answers.LedgerPageSchema)
    labels_query: Schema = field(default_factory=queries.LabelsQuerySchema)
    decisions: Mapping[str, Schema] = field(default_factory=label_schemas.decision_schemas)
    labels: Schema = field(default_factory=label_schemas.LabelPageSchema)
    label: Schema = field(default_factory=label_schemas.LabelSchema)
    labels_asked: Schema = field(default_factory=queries.LabelsAskedSchema)
    import_query: Schema = field(default_factory=queries.ImportQuerySchema)
    imported: Schema = field(default_factory=label_schemas.ImportedSchema)
    merge: Schema = field(default_factory=label_schemas.MergeSchema)
    dispute: Schema = field(default_factory=label_schemas.DisputeSchema)
    source_query: Schema = field(default_factory=queries.SourceAskedSchema)
    split: Schema = field(default_factory=label_schemas.SplitSchema)
    edited: Schema = field(default_factory=label_schemas.EditedSchema)
    new_review: Schema = field(default_factory=review_schemas.NewReviewSchema)
    review: Schema = field(default_factory=review_schemas.ReviewSchema)
