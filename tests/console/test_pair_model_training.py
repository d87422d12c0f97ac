"""Training the pair model in its stages, on a toy: what is asked of which reading, what is kept, what is written."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from service.adapters import artefacts, kept_logits
from service.adapters.kept_logits import key
from service.adapters.pair_models import CrossEncoder
from service.console import lessons, pair_model_training
from service.console.lessons import LIGHT, Claims, Helping, Lessons
from service.learning.altered import Altered
from service.learning.cross_encoder import RELATIONS, TextPair
from service.measure.labelled import LabelledPair
from service.measure.pairs import Pair
from service.news.pair import ReasonCode, Relation, Stance
from service.scoring.compare import as_read
from service.scoring.view import EncodedClaim
from tests.builders import make_claim
from tests.toy_transformer import make_toy

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORDS = ("seven", "nine", "killed", "now", "not", "blast", "mayor", "spoke")


def make_row(relation, reasons=(), hours=5, event="e", laid=False):
    sides = [
        EncodedClaim(make_claim(text=text, as_of=NOON + timedelta(hours=later)), np.zeros(1, np.float32), {})
        for text, later in (("one", 0), ("other", hours))
    ]
    return LabelledPair((sides[0], sides[1]), relation, frozenset(reasons), event, laid)


def asked(row):
    """(first, second, whether it is asked about updates) of each reading."""
    return [(one.first, one.second, len(one.target) == len(RELATIONS)) for one in lessons._readings(row)]


def test_what_lies_an_hour_or_more_apart_is_asked_about_updates_onwards_and_not_back():
    assert asked(make_row(Relation.NEUTRAL)) == [("one", "other", True), ("other", "one", False)]


def test_within_the_hour_nothing_is_asked_about_updates():
    assert asked(make_row(Relation.AGREES, hours=0.5)) == [("one", "other", False), ("other", "one", False)]


def test_an_update_is_read_onwards_alone():
    assert asked(make_row(Relation.UPDATES)) == [("one", "other", True)]


def test_what_a_report_laid_is_read_as_a_report_reads_it_and_neutral_once():
    there, back = as_read("one", "other", asked=False), as_read("other", "one", asked=False)
    assert asked(make_row(Relation.CONTRADICTS, laid=True)) == [(*there, True), (*back, False)]
    assert asked(make_row(Relation.NEUTRAL, laid=True)) == [(*there, True)]


def test_both_readings_of_a_contradiction_have_its_reasons():
    row = make_row(Relation.CONTRADICTS, [ReasonCode.TIME])
    assert [one.reasons for one in lessons._readings(row)] == [{ReasonCode.TIME}] * 2


EVENTS = [f"e{i}" for i in range(12)]
PAIRS = [
    (
        TextPair.of_relation(f"seven killed {event}", f"{word} killed", relation).because(
            frozenset({ReasonCode.NUMBER} if relation is Relation.CONTRADICTS else ())
        ),
        event,
    )
    for event in EVENTS
    for word, relation in zip(("nine", "seven", "mayor", "now"), RELATIONS, strict=True)
]
FOUND = Lessons(
    public=tuple(Pair(f"blast {i}", "not blast", Stance.CONTRADICTS) for i in range(20)),
    made=tuple(Altered("blast", f"mayor spoke {i}", Stance.NEUTRAL, "denied") for i in range(20)),
    claims=Claims(tuple(pair for pair, _ in PAIRS), tuple(event for _, event in PAIRS), (True,) * len(PAIRS)),
)


def test_beside_claims_public_pairs_are_learnt_by_their_labels_and_altered_sentences_lightly():
    rows = {(row.first, row.second): row for row in FOUND.near([PAIRS[0][0]], Helping(20, seed=0))}
    assert rows["blast 1", "not blast"] == TextPair.of_stance("blast 1", "not blast", Stance.CONTRADICTS)
    assert rows["blast", "mayor spoke 1"].weight == LIGHT
    assert len(rows) == 1 + 20 + 20


def test_each_helping_of_public_pairs_is_of_its_own_size_and_drawn_in_its_own_way():
    drawn = [FOUND.near([], Helping(8, seed))[:8] for seed in (0, 0, 1)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_what_is_made_once_is_read_again(tmp_path):
    file = tmp_path / "made.json"
    assert lessons._kept(file, lambda: iter([("a", "b")])) == [["a", "b"]]
    assert lessons._kept(file, lambda: iter([("other",)])) == [["a", "b"]]


def test_an_event_is_set_apart_as_a_whole_or_not_at_all():
    apart, others = (FOUND.claims.apart(inside=inside) for inside in (True, False))
    assert len(apart) + len(others) == len(PAIRS)
    assert apart
    assert others
    assert not {row.first for row in apart} & {row.first for row in others}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """(the folder of models, that of finished stages, what progress was told)."""
    models, work = tmp_path_factory.mktemp("models"), tmp_path_factory.mktemp("work")
    told = []
    toy = CrossEncoder(*make_toy(WORDS, columns=[relation.value for relation in RELATIONS]), "toy")
    pair_model_training.train_pair_model(FOUND, toy, models, work, lambda stage, *_: told.append(stage))
    return models, work, told


@pytest.mark.models
def test_what_is_written_can_be_loaded_and_is_what_the_manifest_says(trained):
    models, _, _ = trained
    artefacts.check_models(models)
    assert CrossEncoder.load(models / artefacts.PAIR_MODEL, "x").judge([("blast", "mayor")]).shape == (1, 12)
    named = json.loads((models / artefacts.MANIFEST).read_text(encoding="utf-8"))["models"]
    assert {name.split("/")[-1] for name in named} >= {"model.safetensors", artefacts.UNSEEN, "README.md"}


@pytest.mark.models
def test_what_is_set_apart_is_judged_in_both_directions_and_nothing_else(trained):
    kept = kept_logits.read(trained[0] / artefacts.PAIR_MODEL / artefacts.UNSEEN)
    apart = FOUND.claims.apart(inside=True)
    assert set(kept) == {key(pair) for row in apart for pair in ((row.first, row.second), (row.second, row.first))}


@pytest.mark.models
def test_the_card_tells_what_it_was_made_of(trained):
    card = (trained[0] / artefacts.PAIR_MODEL / "README.md").read_text(encoding="utf-8")
    assert "20 public pairs" in card
    assert "12 updates" in card
    assert "denied 20" in card


@pytest.mark.models
def test_finished_stages_are_not_learnt_again(trained, tmp_path):
    _, work, told = trained
    second = {f"{each}, {n} public pairs" for each in ("all events", "without a third") for n in (1_500, 8_000)}
    assert set(told) == {"public pairs", "judge the third", *second}
    again = []
    toy = CrossEncoder(*make_toy(WORDS, columns=[relation.value for relation in RELATIONS]), "toy")
    pair_model_training.train_pair_model(FOUND, toy, tmp_path, work, lambda stage, *_: again.append(stage))
    assert set(again) == {"judge the third"}
    files = [folder / artefacts.PAIR_MODEL / "model.safetensors" for folder in (tmp_path, trained[0])]
    assert files[0].read_bytes() == files[1].read_bytes()
