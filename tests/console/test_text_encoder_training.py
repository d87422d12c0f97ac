"""`train text_encoder`: documents in, layers with a card and a manifest out."""

from __future__ import annotations

import json

import pytest

from service.adapters import artefacts
from service.measure.event_parts import FITTED, part, teaches
from service.measure.lines import UnreadableRow
from service.measure.public_pairs import Part
from service.measure.rows import Row
from tests.measure.corpora import document_row, write_rows
from tests.toy_transformer import make_toy

pytestmark = pytest.mark.models

HAPPENINGS = (
    ("Mill burns in Norfield", "Fire destroys old mill at Norfield", "Crews fight blaze at a mill"),
    ("Ada Lind is elected president", "Lind wins vote in Norland", "Norland chooses Lind"),
    ("Rail strike enters second day", "Trains stand still as strike goes on", "No end to walkout of drivers"),
)
DOCUMENTS = [
    document_row(id=f"{n}-{i}", event=f"e{n}", title=f"{title} ({n})")
    for n in range(24)
    for i, title in enumerate(HAPPENINGS[n % 3])
]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """(B³ F1 before and after, the folder of models, the stages that progress told of)."""
    from service.adapters.pair_models import CrossEncoder
    from service.adapters.text_encoder import Network, TextEncoder
    from service.console import text_encoder_training as training
    from service.learning import contrast

    folder = tmp_path_factory.mktemp("text_encoder")
    toy = CrossEncoder(*make_toy(sorted({word for row in DOCUMENTS for word in row["title"].split()}), layers=4), "toy")
    before = folder / "models" / artefacts.PAIR_MODEL
    toy.save(before)
    encoder = TextEncoder([Network(toy.model, toy.tokenizer, before / "model.safetensors", upper=3)])
    files = {name: write_rows(folder / f"{name}.jsonl", *DOCUMENTS) for name in FITTED}
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "PASSES", 1)
        patch.setattr(contrast, "LEAST", 1)
        figures = training.train_text_encoder(
            files, encoder, folder / "models", folder / "work", lambda *each: told.append(each)
        )
    return figures, folder / "models", {stage for stage, *_ in told}


def test_layers_and_card_are_written_and_are_what_the_manifest_says(trained):
    (before, after), models, stages = trained
    artefacts.check_models(models)
    assert artefacts.text_encoder_name(models).startswith("texts-")
    assert set(before) == set(after) == set(FITTED)
    card = (models / artefacts.TEXT_ENCODER / "README.md").read_text()
    assert all(f"| {name} |" in card and f"| {after[name]:.3f} |" in card for name in FITTED)
    listed = json.loads((models / artefacts.MANIFEST).read_text())["models"]
    assert {"text_encoder/README.md", "text_encoder/model.safetensors"} <= listed.keys()
    assert stages == {"encode", "learn"}


def test_a_set_that_is_missing_is_named(tmp_path):
    from service.console.text_encoder_training import text_encoder

    with pytest.raises(UnreadableRow, match=r"uci_headlines.jsonl.*corpora.md"):
        text_encoder(tmp_path, tmp_path, lambda *_: None)


def test_it_is_taught_with_stories_that_nothing_else_is_fitted_on_or_chosen_by():
    rows = [Row(artefacts.Path("rows.jsonl"), n, document_row(event=f"e{n}")) for n in range(900)]
    taught = [row for row in rows if teaches(FITTED[0], row)]
    assert {part(FITTED[0], row) for row in taught} == {Part.FIT}
    fitted = [row for row in rows if part(FITTED[0], row) is Part.FIT]
    assert len(taught) / len(fitted) == pytest.approx(2 / 3, abs=0.07)
    assert not any(teaches("own", row) for row in rows)
