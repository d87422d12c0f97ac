"""`bench retrain`: how long learning from many labels takes, in a database made for the purpose, and dropped."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from service import app
from service.adapters import artefacts
from service.following import shipped_model
from service.measure import learning_bench
from service.measure.learning_bench import OF_AN_EVENT, LearningSpeeds, Made, Stages
from service.news.accounts import By
from service.news.identity import Principal, Scope
from service.news.job import JobOrder
from service.news.pair import Relation
from service.news.progress import Progress, silent
from service.retraining import Retraining, how
from service.scoring.pipeline import Scorer
from service.store import filling
from service.store.database import Database
from service.store.decided import decided
from service.store.filling import MadeLabel
from service.store.measurements import Measurements
from service.store.scratch import scratch_server
from service.store.versions import Versions

BY = By("user:bench")
AT_ONCE = 5_000


def measure(labels: int, progress: Progress) -> LearningSpeeds:
    """How long learning from ``labels`` takes. Raises StoreError, ArtefactError, SettingsError, CannotLearn.

    Without a server of one's own in the settings an embedded one is started in a folder that is removed afterwards.
    """
    settings = app.settings_from_environ()
    models = artefacts.models_folder(settings.models)
    scorer = app.build_scorer(settings)
    with scratch_server(settings.database_url) as server, server.database() as database:
        return timed(database, Retraining(database, lambda: scorer, models), scorer, labels, progress)


def timed(
    database: Database, retrain: Retraining, scorer: Scorer, labels: int, progress: Progress = silent
) -> LearningSpeeds:
    """Fills the empty ``database``, and learns from what is there then."""
    Versions(database).ship(shipped_model(scorer, artefacts.Papers()))
    retrain(_order(labels=False, dry_run=True), progress)  # from now on gates and seeds are known
    kept = Measurements(database, how(scorer))
    seeds = retrain.seeds(kept, scorer, silent)
    _fill(database, kept, Made(seeds), labels, progress)
    stages = Stages()

    def told(stage: str, done: int, total: int) -> None:
        stages(stage, done, total)
        progress(stage, done, total)

    found = retrain(_order(), told)
    return LearningSpeeds(
        model_version=scorer.snapshot.model,
        labels=labels,
        outcome=str(found["outcome"]),
        rows=stages.rows(),
        notes=learning_bench.notes(labels, len(seeds.relations)),
    )


def _order(**asked: object) -> JobOrder:
    return JobOrder("bench", "retrain", 1, Principal(BY.id, "bench", frozenset({Scope.ADMIN}), frozenset()), asked)


def _fill(database: Database, kept: Measurements, made: Made, labels: int, progress: Progress) -> None:
    """Labels on claims that nobody made, and what was measured on them."""
    named = [_label(n, relation) for n, relation in enumerate(made.relations(labels))]
    for start in range(0, labels, AT_ONCE):
        progress("fill", start, labels)
        with database.begin() as connection:
            filling.put_in_labels(connection, named[start : start + AT_ONCE], BY, datetime.now(UTC))
    pairs = database.run(decided, idempotent=True).pairs
    for start in range(0, len(pairs), AT_ONCE):
        kept.keep({pair.name: made.measured(pair.relation) for pair in pairs[start : start + AT_ONCE]})
    filling.tidy(database.engine)


def _label(n: int, relation: Relation) -> MadeLabel:
    a, b = sorted(f"{hashlib.sha256(f'{n} {side}'.encode()).hexdigest()[:16]}.1" for side in "ab")
    return MadeLabel((a, b), relation, b if relation is Relation.UPDATES else None, f"event{n // OF_AN_EVENT}")
