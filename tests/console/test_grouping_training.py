"""`train grouping`: documents in, a decision with its card and a manifest out; with a fake for the scorer."""

from __future__ import annotations

import json

import pytest

from service.adapters import artefacts
from service.console.grouping_training import OWN, grouping, train_grouping
from service.measure.event_parts import FITTED, part, story
from service.measure.lines import UnreadableRow
from service.measure.public_pairs import Part
from service.measure.rows import Row
from tests.learning.test_grouping import happening
from tests.measure.corpora import document_row, scenario_file, write_rows
from tests.measure.fake_scorer import FakeScorer

DOCUMENTS = [document_row(id=f"{n}-{i}", event=f"e{n}") for n in range(40) for i in range(3)]


class Reader(FakeScorer):
    """Threads of made happenings: a document's id says of which it tells; one called empty makes no claims."""

    def threads_of(self, articles, progress=lambda *_: None):
        told = {}
        for article in articles:
            n, _, i = article.id.partition("-")
            told[article.id] = () if n == "empty" else (happening(int(n))[int(i)],)
        return told


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """(what was trained, the folder of models)."""
    folder = tmp_path_factory.mktemp("grouping")
    models = folder / "models"
    models.mkdir()
    files = {
        name: write_rows(folder / f"{name}.jsonl", *DOCUMENTS, document_row(id=f"empty-{name}", event="e1"))
        for name in (*FITTED, OWN)
    }
    held = write_rows(folder / "held.jsonl", *DOCUMENTS[:9])
    (folder / "events").mkdir()
    scenario_file(
        folder / "events" / "s1.json",
        dict.fromkeys(("1-0", "1-1", "2-0"), "Fire."),
        event_of_article={"1-0": "e1", "1-1": "e1", "2-0": "e2"},
    )
    return train_grouping(files, held, folder / "events", Reader(), models), models


def test_decision_and_card_are_written_and_are_what_the_manifest_says(trained):
    found, models = trained
    artefacts.check_models(models)
    assert artefacts.load_grouping(models) == found.found.grouping
    card = (models / "grouping.md").read_text()
    assert found.found.grouping.version in card
    assert all(f"| {name} |" in card for name in (*FITTED, OWN))


def test_it_reports_on_what_it_did_not_learn_from(trained):
    found, _ = trained
    assert found.reported == dict.fromkeys((*FITTED, OWN), 1.0)
    assert found.documents < 4 * len(DOCUMENTS)


def test_a_set_that_is_missing_is_named(tmp_path):
    with pytest.raises(UnreadableRow, match=r"uci_headlines.jsonl.*corpora.md"):
        grouping(tmp_path, lambda *_: None)


def test_look_alikes_are_in_one_part():
    def row(**rest):
        return Row(artefacts.Path("rows.jsonl"), 1, document_row(**rest))

    assert {part("ecbplus", row(event=f"12-{kind}", topic="12")) for kind in ("ecb", "ecbplus")} != {
        Part.FIT,
        Part.CHOOSE,
    }
    assert [story(row(event="e1", **rest)) for rest in ({}, {"topic": "t"}, {"topic": "t", "group": "g"})] == [
        "e1",
        "t",
        "g",
    ]
    parts = [part("uci_headlines", row(event=f"e{n}")) for n in range(400)]
    assert 160 < parts.count(Part.FIT) < 240
    assert 70 < parts.count(Part.CHOOSE) < 130


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda found: found["weights"].pop("names"), "other measurements: \\['names'\\]"),
        (lambda found: found.update(prior=float("inf")), "no weight"),
        (lambda found: found.pop("rarity"), "rarity"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused(trained, tmp_path, change, fault):
    found = json.loads((trained[1] / artefacts.GROUPING).read_text())
    change(found)
    (tmp_path / artefacts.GROUPING).write_text(json.dumps(found))
    with pytest.raises(artefacts.ArtefactError, match=fault):
        artefacts.load_grouping(tmp_path)


def test_a_decision_that_is_missing_says_how_to_make_it(tmp_path):
    with pytest.raises(artefacts.ArtefactError, match="train grouping"):
        artefacts.load_grouping(tmp_path)
