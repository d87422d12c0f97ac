"""`train attribution`: annotated texts in, a tagger with its card and a manifest out; with a toy for the encoder."""

from __future__ import annotations

import gzip
import json

import pytest

from service.adapters import artefacts
from service.adapters.attribution_tagger import AttributionTagger, Thresholds
from service.console import attribution_training
from service.console.attribution_training import choose, train_attribution
from service.measure.attribution import FIGURES
from service.measure.lines import UnreadableRow
from service.measure.rows import json_rows
from tests.toy_tagger import make_toy_tagger

PEOPLE = ("Anna", "Omar", "Kofi", "Lena")
SAID = ("rain fell", "it snowed", "roads closed", "trains stopped")
WORDS = (*PEOPLE, *(word for text in SAID for word in text.split()), "said", ".", "“", "”", "‘", "’", '"', "'")


def make_row(number, who, what):
    text = f"{who} said {what}."
    said = len(who) + 1
    spans = {"source": [[0, len(who)]], "cue": [[said, said + 4]], "content": [[said + 5, len(text) - 1]]}
    return {"id": f"t{number}", "text": text, "relations": [spans]}


ROWS = [make_row(n, PEOPLE[n % 4], SAID[n // 4 % 4]) for n in range(16)]


@pytest.fixture
def corpora(tmp_path):
    file = tmp_path / "corpora" / "attribution" / "polnear_train.jsonl.gz"
    file.parent.mkdir(parents=True)
    with gzip.open(file, "wt") as out:
        out.writelines(json.dumps(row) + "\n" for row in ROWS)
    return tmp_path / "corpora"


@pytest.fixture
def small(monkeypatch):
    """A course that takes seconds."""
    monkeypatch.setattr(attribution_training, "CHOSEN_ON", 3)
    monkeypatch.setattr(attribution_training, "PASSES", 40)
    monkeypatch.setattr(attribution_training, "RATE", 2e-3)


def train(corpora, folder, told=None):
    encoder = folder / "encoder"
    encoder.mkdir(exist_ok=True)
    (folder / "models").mkdir(exist_ok=True)
    return train_attribution(
        corpora,
        make_toy_tagger(encoder, WORDS),
        lambda trained: AttributionTagger.load(trained, "toy", encoder),
        folder / "models",
        folder / "work",
        lambda *progress: told.append(progress) if told is not None else None,
    )


@pytest.mark.models
def test_what_comes_out_is_a_tagger_with_its_card_in_the_manifest(small, corpora, tmp_path):
    told = []
    figures = train(corpora, tmp_path, told)
    folder = tmp_path / "models" / artefacts.ATTRIBUTION
    assert tuple(figures) == FIGURES
    assert figures["relation_f1"] == 1.0
    found = AttributionTagger.load(folder, "toy", tmp_path / "encoder").tag(["Kofi said it snowed."])[0]
    assert [span.of("Kofi said it snowed.") for one in found for span in one.content] == ["it snowed"]
    listed = json.loads((tmp_path / "models" / artefacts.MANIFEST).read_text())["models"]
    assert {f"attribution/{name}" for name in ("README.md", "config.json", "model.safetensors")} <= listed.keys()
    assert f"relation_f1: {figures['relation_f1']:.3f}" in (folder / "README.md").read_text()
    assert {stage for stage, *_ in told} == {"learn", "choose"}


@pytest.mark.models
def test_a_second_run_takes_up_what_the_first_has_done(small, corpora, tmp_path):
    first = train(corpora, tmp_path)
    weights = (tmp_path / "models/attribution/model.safetensors").read_bytes()
    told = []
    assert train(corpora, tmp_path, told) == first
    assert (tmp_path / "models/attribution/model.safetensors").read_bytes() == weights
    assert not any(stage == "learn" for stage, *_ in told)


@pytest.mark.models
def test_a_corpus_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableRow, match="polnear_train"):
        train(tmp_path / "nowhere", tmp_path)


class Indifferent:
    """A tagger that finds what it should whatever the thresholds, or nothing beyond one."""

    thresholds = Thresholds()

    def tag(self, texts):
        from service.news.article import Span
        from service.scoring.annotated import Marked

        if self.thresholds.cue > 0:
            return [() for _ in texts]
        found = {row["text"]: row["relations"][0] for row in ROWS}
        parts = ("source", "cue", "content")
        return [(Marked(*((Span(*found[text][name][0]),) for name in parts)),) for text in texts]


def test_thresholds_that_change_nothing_stay_as_they_are(corpora):
    rows = list(json_rows([corpora / "attribution/polnear_train.jsonl.gz"]))
    best, figures = choose(Indifferent(), rows, lambda *progress: None)
    assert best == Thresholds()
    assert set(figures.values()) == {1.0}
