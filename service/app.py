"""The composition root: settings in, app out. The only place that wires the rooms together."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from threading import Thread
from typing import TYPE_CHECKING, Any, TextIO

from flask import Flask

from service.news.errors import ArtefactError
from service.scoring.head import Head
from service.scoring.pipeline import Limits, Scorer, Tools
from service.scoring.ports import PairModel
from service.settings import Settings, SettingsError
from service.web import health, hosts, pages, passage, problems, views
from service.web.bounds import Bounds
from service.web.contract import contract
from service.web.counting import CountedScores
from service.web.door import ScorerDoor
from service.web.logs import json_logger
from service.web.metrics import Meters
from service.web.openapi import document
from service.web.problem_pages import problem_pages, problems_document

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

    from service.web.ports import Clock, Scores

__all__ = [
    "Settings",
    "SettingsError",
    "build_scorer",
    "create_app",
    "from_environ",
    "openapi",
    "settings_from_environ",
]

Build = Callable[[Settings], "Scores"]


def settings_from_environ() -> Settings:
    """The settings of this process; raises SettingsError."""
    return Settings.from_environ(os.environ)


def build_scorer(settings: Settings, head: Head | None = None, pair_model: PairModel | None = None) -> Scorer:
    """The scorer that ``settings`` ask for; slow, for it loads the models. Raises ArtefactError.

    With a ``head`` given, neither it nor a ``pair_model`` given beside it are loaded, and artefacts are not checked:
    that is how new ones are trained.
    """
    from service.adapters import artefacts
    from service.adapters.dates import DateparserReader
    from service.adapters.language import LangidIdentifier
    from service.adapters.pair_models import CrossEncoder
    from service.adapters.sentence_encoder import SentenceEncoder
    from service.adapters.spacy_annotator import SpacyAnnotator

    models = artefacts.models_folder(settings.models)
    if head is None:
        artefacts.check_models(models)
        artefacts.check_package(models, artefacts.ANNOTATOR)
        if settings.encoder is None:
            artefacts.check_package(models, artefacts.ENCODER)
    tools = Tools(
        annotator=SpacyAnnotator(artefacts.ANNOTATOR),
        encoder=SentenceEncoder(settings.encoder),
        pair_model=pair_model or CrossEncoder.load(models / artefacts.PAIR_MODEL, artefacts.pair_model_name(models)),
        dates=DateparserReader(),
        languages=LangidIdentifier(),
        head=head or artefacts.load_head(models),
        prior_of=artefacts.OutletPriors(artefacts.load_priors(artefacts.seeds_folder())),
    )
    return Scorer(tools, build=code_version(), limits=Limits(claims=settings.max_claims))


def create_app(
    settings: Settings,
    scorer: Scores | None = None,
    *,
    build: Build = build_scorer,
    clock: Clock | None = None,
    log_to: TextIO | None = None,
) -> Flask:
    """The service as a WSGI app.

    Without a ``scorer``, ``build`` makes one in a background thread; until it is there, scoring and /readyz answer 503.
    ``clock`` tells the time now (the system's, by default); logs go to ``log_to`` (standard error, by default).
    """
    log = json_logger(log_to or sys.stderr, settings.log_level)
    door, meters, bounds = ScorerDoor(), Meters(), bounds_of(settings)
    bodies = contract(bounds, clock or _now)
    app = Flask("service.web", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    passage.register(app, log, meters)
    problems.register(app)
    hosts.register(app, settings.allowed_hosts)
    views.register(app, door, bodies)
    health.register(app, door, meters)
    pages.register(
        app, document(bodies, bounds, code_version()), problem_pages(problems_document().read_text(encoding="utf-8"))
    )
    if scorer is None:
        Thread(target=_load, args=(settings, build, door, log), name="load models", daemon=True).start()
    else:
        door.open(CountedScores(scorer))
    return app


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


def _load(settings: Settings, build: Build, door: ScorerDoor, log: FilteringBoundLogger) -> None:
    """Opens the door, or says why it stays shut; a fault nobody foresaw goes on to the thread's own report."""
    try:
        door.open(CountedScores(build(settings)))
        log.info("models loaded", model=door.scorer().snapshot.model)
    except (ArtefactError, OSError) as fault:
        log.critical("models not loaded", error=type(fault).__name__, why=str(fault))
    finally:
        if not door.is_open:
            door.fail()
