"""The composition root: settings in, app out. The only place that wires the rooms together."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from threading import Thread
from typing import TYPE_CHECKING, Any, TextIO

from flask import Flask

from service.desk import pages as desk_pages
from service.scoring.affinity import Grouping
from service.scoring.head import Head
from service.scoring.pipeline import Limits, Scorer, Tools
from service.settings import Settings, SettingsError
from service.starting import START_S, follow, load, move_in, patiently
from service.web import (
    account_pages,
    admin_views,
    auth,
    cookies,
    feed_views,
    health,
    hosts,
    idempotency,
    ingest_views,
    job_views,
    kept_views,
    label_views,
    model_views,
    monitoring_views,
    pages,
    passage,
    problems,
    signing,
    views,
    webhook_views,
)
from service.web.bounds import Bounds
from service.web.contract import contract
from service.web.counting import CountedScores
from service.web.door import Door
from service.web.events import Streams
from service.web.job_views import Later
from service.web.logs import json_logger
from service.web.metrics import Meters
from service.web.openapi import document
from service.web.ports import House
from service.web.problem_pages import problem_pages, problems_document

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

    from service.jobs.queue import JobQueue
    from service.jobs.worker import Worker
    from service.store.database import Database
    from service.store.registry import Registry
    from service.web.contract import Contract
    from service.web.ports import Clock, Scores
    from service.working import Means

__all__ = [
    "Settings",
    "SettingsError",
    "active_scorer",
    "build_scorer",
    "close",
    "create_app",
    "database_of",
    "from_environ",
    "jobs_of",
    "open_house",
    "openapi",
    "registry_of",
    "secrets_of",
    "settings_from_environ",
    "stop",
    "worker_of",
]

Build = Callable[[Settings], "Scores"]
OpenHouse = Callable[[Settings], House]


def settings_from_environ() -> Settings:
    """The settings of this process; raises SettingsError."""
    return Settings.from_environ(os.environ)


def build_scorer(settings: Settings, head: Head | None = None, grouping: Grouping | None = None) -> Scorer:
    """The scorer that ``settings`` ask for; slow, for it loads the models. Raises ArtefactError.

    With a ``head`` given, neither it nor what is given beside it are loaded, and artefacts are not checked: that is how
    new ones are trained.
    """
    from service.adapters import artefacts
    from service.adapters.attribution_tagger import AttributionTagger
    from service.adapters.dates import DateparserReader
    from service.adapters.language import LangidIdentifier
    from service.adapters.outlet_priors import OutletPriors, load_priors
    from service.adapters.pair_models import CrossEncoder
    from service.adapters.sentence_encoder import SentenceEncoder, packaged_folder
    from service.adapters.spacy_annotator import SpacyAnnotator
    from service.adapters.text_encoder import TextEncoder

    models = artefacts.models_folder(settings.models)
    if head is None:
        artefacts.check(models)
    tagger = AttributionTagger.load(
        models / artefacts.ATTRIBUTION, artefacts.attribution_name(models), packaged_folder()
    )
    network = CrossEncoder.load(models / artefacts.PAIR_MODEL, artefacts.pair_model_name(models)).quick()
    tools = Tools(
        annotator=SpacyAnnotator(artefacts.ANNOTATOR, tagger),
        encoder=SentenceEncoder(settings.encoder),
        text_encoder=TextEncoder.load(models, network, packaged_folder()),
        pair_model=network,
        dates=DateparserReader(),
        languages=LangidIdentifier(),
        head=head or artefacts.load_head(models),
        copy_head=artefacts.load_copy_head(models),
        grouping=grouping or artefacts.load_grouping(models),
        prior_of=OutletPriors(load_priors(artefacts.seeds_folder())),
        body_head=partial(artefacts.load_body_head, models),
    )
    return Scorer(tools, build=code_version(), limits=Limits(claims=settings.max_claims))


def active_scorer(settings: Settings, database: Database) -> Scorer:
    """The scorer that ``settings`` ask for, weighing by the version that is active in ``database``; slow.

    Raises ArtefactError and StoreError.
    """
    from service.following import Following
    from service.store.versions import Versions

    scorer = build_scorer(settings)
    log = json_logger(sys.stderr, settings.log_level)
    return Following(Versions(database), scorer, settings.models, log).begin()


def database_of(settings: Settings) -> Database:
    """The database that ``settings`` name, ready to be used; the embedded one is started. Raises StoreError."""
    from service.store.database import open_database

    return open_database(settings.database_url, settings.state_folder)


def secrets_of(settings: Settings) -> tuple[bytes, ...]:
    """The service's own secrets, newest first: those of ``settings``, else the one in the state folder.

    It is made where it is not there yet. Raises StoreError.
    """
    from service.store.own_secret import own_secrets

    return own_secrets(settings.secret, settings.state_folder)


def registry_of(settings: Settings) -> Registry:
    """Who may do what, over the database that ``settings`` name. Raises StoreError."""
    from service.store.registry import registry

    return registry(database_of(settings), secrets_of(settings))


def open_house(settings: Settings) -> House:
    """What the web asks things of, over the database that ``settings`` name; takes a while. Raises StoreError."""
    from service.jobs.intake import Intake
    from service.jobs.queue import JobQueue
    from service.monitoring import Monitoring
    from service.store.accounts import Accounts
    from service.store.answers import Answers
    from service.store.archive import Archive
    from service.store.audit import AuditLog
    from service.store.feeds import Feeds
    from service.store.reviews import Reviews
    from service.store.sealing import Seal
    from service.store.secrets import SharedSecrets
    from service.store.versions import Versions
    from service.store.webhooks import Webhooks

    secrets = secrets_of(settings)
    database, seal = database_of(settings), Seal(secrets)
    archive, versions = Archive(database), Versions(database)
    return House(
        accounts=Accounts(database),
        audit=AuditLog(database),
        archive=archive,
        jobs=JobQueue(database),
        answers=Answers(database),
        models=versions,
        monitoring=Monitoring(archive, versions),
        intake=Intake(database),
        providers=SharedSecrets(database, seal),
        webhooks=Webhooks(database, seal),
        reviews=Reviews(database),
        feeds=Feeds(database),
        secret=secrets[0],
    )


def jobs_of(settings: Settings) -> JobQueue:
    """The queue in the database that ``settings`` name. Raises StoreError."""
    from service.jobs.queue import JobQueue

    return JobQueue(database_of(settings))


def worker_of(
    settings: Settings,
    concurrency: int = 1,
    log_to: TextIO | None = None,
    build: Callable[[Settings], Scorer] = build_scorer,
) -> Worker:
    """A worker for the queue of ``settings``, with its models loaded. Raises ArtefactError; waits for the database."""
    from service import working
    from service.following import Following
    from service.store.archive import Archive
    from service.store.versions import Versions

    log = json_logger(log_to or sys.stderr, settings.log_level)
    database, scorer = patiently(lambda: database_of(settings), log), build(settings)
    archive = Archive(database)
    following = Following(Versions(database), scorer, settings.models, log)
    follow(following, archive, lambda _: None, log)
    bodies, means = contract(bounds_of(settings), _now), _means(settings, log)
    return working.worker(bodies, lambda: following.scorer, archive, following, means, concurrency=concurrency)


def _means(settings: Settings, log: FilteringBoundLogger) -> Means:
    from service import working
    from service.adapters.artefacts import models_folder

    reach = settings.webhook_hosts, settings.fetched_from, settings.address
    return working.Means(models_folder(settings.models), secrets_of(settings), log, *reach)


def create_app(
    settings: Settings,
    scorer: Scores | None = None,
    house: House | None = None,
    *,
    build: Build = build_scorer,
    open_house: OpenHouse = open_house,
    clock: Clock | None = None,
    log_to: TextIO | None = None,
) -> Flask:
    """The service as a WSGI app.

    Without a ``scorer``, ``build`` makes one in a background thread, and without a ``house``, ``open_house`` opens one;
    until both are there, /readyz answers 503, and so does what needs the one that is missing. ``clock`` tells the time
    now (the system's, by default); logs go to ``log_to`` (standard error, by default).
    """
    log = json_logger(log_to or sys.stderr, settings.log_level)
    door: Door[Scores] = Door("The models")
    entrance: Door[House] = Door("The records")
    meters, bounds, now = Meters(), bounds_of(settings), clock or _now
    bodies = contract(bounds, now)
    app = Flask("service.web", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    passage.register(app, log, meters)
    problems.register(app, _database_is_away())
    hosts.register(app, settings.allowed_hosts)
    cookies.register(app)
    auth.register(app, entrance, settings.host)
    idempotency.register(app, entrance)
    views.register(app, door, entrance, bodies, Later(entrance, bodies.job))
    streams = app.extensions["streams"] = Streams(max(1, settings.threads - 1))
    job_views.register(app, entrance, bodies, streams)
    kept_views.register(app, entrance, bodies)
    ingest_views.register(app, entrance, bodies, now)
    label_views.register(app, entrance, bodies)
    admin_views.register(app, entrance, bodies, now)
    model_views.register(app, entrance, bodies)
    monitoring_views.register(app, entrance, bodies, now, meters)
    webhook_views.register(app, entrance, bodies, settings.webhook_hosts)
    feed_views.register(app, entrance, bodies, settings.fetched_from)
    account_pages.register(app, entrance, now)
    health.register(app, door, entrance, meters)
    shown = problem_pages(problems_document().read_text(encoding="utf-8"))
    pages.register(app, document(bodies, bounds, code_version()), shown)
    desk_pages.register(app, door, entrance, bodies, bounds, settings.fetched_from)
    if scorer is not None:
        door.open(CountedScores(scorer))
    if house is not None:
        _enter(app, entrance, house)

    def start() -> None:
        if house is None:
            move_in(partial(open_house, settings), partial(_enter, app, entrance), entrance, log)
        if scorer is None:
            app.extensions["following"] = load(partial(build, settings), settings.models, door, entrance, log)
        if house is None and settings.jobs_inside and door.is_open and entrance.is_open:
            _work_inside(app, settings, door.inside, entrance.inside(), bodies, log)

    app.extensions["start"] = thread = Thread(target=start, name="start", daemon=True)
    thread.start()
    return app


def stop(app: Flask) -> None:
    """Lets what goes on beside the requests of ``app`` end: streams of events, and queued work. Returns at once."""
    app.extensions["streams"].close()
    worker, _ = app.extensions.get("worker", (None, None))
    if worker is not None:
        worker.stop()


def close(app: Flask, seconds: float) -> None:
    """After ``stop``: waits for the queued work of ``app`` to end, at most ``seconds``, and lets go of its database."""
    from service.jobs.queue import JobQueue

    app.extensions["start"].join(min(seconds, START_S))
    _, thread = app.extensions.get("worker", (None, None))
    if thread is not None and thread.ident is not None:
        thread.join(seconds)
    if (following := app.extensions.get("following")) is not None:
        following.stop(seconds)
    house: House | None = app.extensions.get("house")
    if house is not None and isinstance(house.jobs, JobQueue):
        house.jobs.database.close()


def from_environ() -> Flask:
    """The app that the environment of this process asks for; servers are pointed here. Raises SettingsError."""
    return create_app(settings_from_environ())


def openapi(settings: Settings) -> dict[str, Any]:
    """The OpenAPI document of the app that ``create_app`` makes from the same settings; loads no models."""
    bounds = bounds_of(settings)
    return document(contract(bounds, _now), bounds, code_version())


def bounds_of(settings: Settings) -> Bounds:
    """What the web checks of what ``settings`` limit."""
    return Bounds(
        max_body_bytes=settings.max_body_bytes,
        max_articles=settings.max_articles,
        max_text_chars=settings.max_text_chars,
    )


def code_version() -> str:
    """The version of the installed distribution; 0 where the code runs without being installed."""
    try:
        return version("counterclaim")
    except PackageNotFoundError:
        return "0"


def _now() -> datetime:
    return datetime.now(UTC)


def _work_inside(
    app: Flask,
    settings: Settings,
    scores: Callable[[], Scores],
    house: House,
    bodies: Contract,
    log: FilteringBoundLogger,
) -> None:
    """Does queued work in this process, beside answering requests, until ``stop`` is called."""
    from service import working
    from service.jobs.worker import INSIDE
    from service.store.archive import Archive

    if isinstance(house.archive, Archive):
        following, means = app.extensions["following"], _means(settings, log)
        worker = working.worker(bodies, scores, house.archive, following, means, pace=INSIDE)
        thread = worker.thread()
        app.extensions["worker"] = worker, thread  # before it starts: so ``stop`` finds it, or is found to have been
        if not app.extensions["streams"].are_closing:
            thread.start()


def _enter(app: Flask, entrance: Door[House], house: House) -> None:
    app.extensions["house"] = house
    app.secret_key = signing.derived(house.secret, "cookies")
    entrance.open(house)


def _database_is_away() -> tuple[type[Exception], ...]:
    """What is raised where the database was there and is not any more."""
    from service.store.repeating import AWAY

    return AWAY
