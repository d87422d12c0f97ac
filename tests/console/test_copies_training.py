"""`train copies` on a small corpus: what it writes can be loaded, and names what it was made from."""

from __future__ import annotations

import pytest

from service.adapters import artefacts
from service.console.copies_training import CARD, CORPORA, train_copies
from service.learning.copy_pairs import stories
from service.measure.lines import UnreadableRow
from tests.measure.corpora import write_rows

WORDS = [
    "river",
    "mayor",
    "lorry",
    "harbour",
    "council",
    "winter",
    "bridge",
    "market",
    "valley",
    "school",
    "doctor",
    "engine",
    "garden",
    "letter",
]


def reports(event):
    """Two reports on one event that share every other word."""
    for place, step in (("one", 1), ("two", 3)):
        words = [WORDS[(event + i * step) % len(WORDS)] for i in range(40)]
        yield {
            "id": f"{event}-{place}",
            "title": "",
            "text": " ".join(words),
            "outlet": place,
            "published_at": None,
            "event": f"event {event}",
        }


def test_what_is_trained_can_be_loaded_and_says_what_it_was_made_from(tmp_path):
    (tmp_path / "events").mkdir()
    for name in CORPORA:
        write_rows(tmp_path / "events" / f"{name}.jsonl", *(row for event in range(12) for row in reports(event)))
    models = tmp_path / "models"
    models.mkdir()
    few = [story for story in stories(artefacts.seeds_folder()) if story.id in {"bus", "strike", "ferry", "plane"}]
    found = train_copies(few, tmp_path, models)
    assert artefacts.load_copy_head(models) == found.head
    artefacts.check_models(models)
    assert found.head.version in (models / CARD).read_text("utf-8")


def test_a_missing_corpus_is_named(tmp_path):
    with pytest.raises(UnreadableRow, match="ecbplus"):
        train_copies(stories(artefacts.seeds_folder()), tmp_path, tmp_path)
