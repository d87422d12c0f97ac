"""Files in models/ and seeds/: what the manifest says, what is refused, and that nothing is unpickled."""

from __future__ import annotations

import ast
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from service.adapters import artefacts
from service.news.errors import ArtefactError
from service.news.pair import Bits
from service.scoring.head import Bounds
from tests.tools import make_body_head, make_copy_head, make_head

SERVICE = Path(artefacts.__file__).parent.parent
# Whatever takes a file apart by running what it says, and flags that let others do so.
UNSAFE_CALLS = {"torch.load", "np.load", "numpy.load", "pickle.load", "pickle.loads", "joblib.load", "eval", "exec"}
UNSAFE_FLAGS = {"allow_pickle", "trust_remote_code", "weights_only"}


@pytest.fixture
def models(tmp_path):
    """A folder of models with a manifest that is true."""
    artefacts.write_head(tmp_path, make_head())
    (tmp_path / artefacts.PAIR_MODEL).mkdir()
    (tmp_path / artefacts.PAIR_MODEL / "model.safetensors").write_bytes(b"weights")
    artefacts.write_manifest(tmp_path)
    return tmp_path


def manifest_of(models):
    return json.loads((models / artefacts.MANIFEST).read_text(encoding="utf-8"))


def rewrite(models, found):
    (models / artefacts.MANIFEST).write_text(json.dumps(found), encoding="utf-8")


def test_what_was_written_is_found_as_it_was_written(models):
    artefacts.check_models(models)


@pytest.mark.parametrize("package", [artefacts.ANNOTATOR, artefacts.ENCODER])
def test_packages_that_carry_weights_are_found_as_they_were_written(models, package):
    artefacts.check_package(models, package)


def test_the_manifest_names_every_file_but_itself(models):
    assert set(manifest_of(models)["models"]) == {artefacts.HEAD, "pair_model/model.safetensors"}


def test_the_manifest_names_the_weights_inside_the_packages_and_no_code():
    names = [
        name
        for part in json.loads((artefacts.models_folder() / "manifest.json").read_text())["packages"].values()
        for name in part
    ]
    assert sum(name.endswith("model.safetensors") for name in names) == 1
    assert any(name.endswith("config.cfg") for name in names)
    assert not [name for name in names if name.endswith((".py", ".pyc"))]


def test_writing_the_manifest_again_changes_nothing(models):
    before = (models / artefacts.MANIFEST).read_bytes()
    artefacts.write_manifest(models)
    assert (models / artefacts.MANIFEST).read_bytes() == before


@pytest.mark.parametrize("name", [artefacts.HEAD, "pair_model/model.safetensors"])
def test_a_changed_file_is_refused_by_its_path(models, name):
    (models / name).write_bytes((models / name).read_bytes() + b" ")
    with pytest.raises(ArtefactError, match=f"{models / name} is not the file"):
        artefacts.check_models(models)


@pytest.mark.parametrize("name", [artefacts.HEAD, "pair_model/model.safetensors"])
def test_a_missing_file_is_refused_by_its_path(models, name):
    (models / name).unlink()
    with pytest.raises(ArtefactError, match=f"{models / name} is missing"):
        artefacts.check_models(models)


def test_a_changed_file_inside_a_package_is_refused_by_its_path(models):
    found = manifest_of(models)
    name = next(name for name in found["packages"][artefacts.ANNOTATOR] if name.endswith("config.cfg"))
    found["packages"][artefacts.ANNOTATOR][name] = "0" * 64
    rewrite(models, found)
    with pytest.raises(ArtefactError, match=rf"{name} is not the file"):
        artefacts.check_package(models, artefacts.ANNOTATOR)


def test_a_file_that_a_package_lacks_is_refused_by_its_path(models):
    found = manifest_of(models)
    found["packages"][artefacts.ANNOTATOR]["gone.bin"] = "0" * 64
    rewrite(models, found)
    with pytest.raises(ArtefactError, match=r"gone\.bin is missing"):
        artefacts.check_package(models, artefacts.ANNOTATOR)


@pytest.mark.parametrize(
    "text", ["", "no JSON", "[]", "null", "{}", '{"models": 3, "packages": {}}', '{"models": {}}', "\x00"]
)
def test_a_malformed_manifest_is_refused_by_its_path(models, text):
    (models / artefacts.MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(ArtefactError, match=str(models / artefacts.MANIFEST)):
        artefacts.check_models(models)


def test_a_missing_manifest_is_refused_by_its_path(tmp_path):
    with pytest.raises(ArtefactError, match=str(tmp_path / artefacts.MANIFEST)):
        artefacts.check_models(tmp_path)


def test_the_manifest_that_ships_is_true():
    models = artefacts.models_folder()
    artefacts.check_models(models)
    artefacts.check_package(models, artefacts.ANNOTATOR)
    artefacts.check_package(models, artefacts.ENCODER)


def test_a_head_that_was_written_is_the_head_that_is_read(models):
    assert artefacts.load_head(models) == make_head()


def test_what_is_told_of_a_head_is_told_of_no_other(models):
    assert artefacts.load_papers(models, make_head()) == artefacts.Papers()
    figures = {"candidate": {"accuracy": 0.5}, "reliability": [[0.5, 0.5, 2]]}
    artefacts.write_gates(models, make_head(), figures)
    (models / artefacts.CARD).write_text("# Of hand-1", encoding="utf-8")
    assert artefacts.load_papers(models, make_head()) == artefacts.Papers("# Of hand-1", {"gates": figures})
    assert artefacts.load_papers(models, make_head(version="hand-2")) == artefacts.Papers()


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"head": "hand-1"}'])
def test_malformed_figures_are_refused_by_their_path(models, text):
    (models / artefacts.GATES).write_text(text, encoding="utf-8")
    with pytest.raises(ArtefactError, match=r"gates\.json"):
        artefacts.load_papers(models, make_head())


def test_the_head_that_ships_has_a_card_and_its_figures_on_the_gates():
    models = artefacts.models_folder()
    papers = artefacts.load_papers(models, artefacts.load_head(models))
    rows = artefacts.gates().read_text(encoding="utf-8").splitlines()
    assert papers.card
    assert sum(n for *_, n in papers.figures["gates"]["reliability"]) == len(rows)
    assert papers.figures["gates"]["candidate"]["accuracy"] > 0.5


def test_a_wording_is_written_where_there_is_one_and_a_head_without_is_written_as_it_always_was(tmp_path):
    worded = make_head(wording={"one: push back": Bits(-1.0, 2.0, -1.0)})
    artefacts.write_head(tmp_path, worded)
    assert artefacts.load_head(tmp_path) == worded
    assert "wording" not in artefacts.written(make_head())
    assert artefacts.head_of(artefacts.written(make_head()), "here") == make_head()


def test_a_head_from_before_reports_had_bounds_of_their_own_alarms_from_even_odds_on():
    kept = artefacts.written(make_head())
    del kept["asked"], kept["laid"]
    found = artefacts.head_of(kept | {"agreement_from": 0.4, "contradiction_from": 0.3}, "here")
    assert found == make_head(agreement_from=0.4, contradiction_from=0.3, laid=Bounds(0.4, 0.5))


def test_the_head_that_ships_is_fitted_for_the_signals_there_are():
    found = artefacts.load_head(artefacts.models_folder())
    assert 1 / 4 <= found.asked.agrees <= found.laid.agrees < 1
    assert 1 / 4 <= found.asked.contradicts <= found.laid.contradicts < 1
    assert 0 == found.asked.updates <= found.laid.updates < 1


def head_with(**changes):
    return json.dumps(json.loads(json.dumps(asdict(make_head()))) | changes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        head_with(prior=None),
        head_with(prior={"agrees": 0.0}),
        head_with(prior={"agrees": 0.0, "contradicts": "much", "neutral": 0.0}),
        head_with(weights=[]),
        head_with(weights={"similarity": 3}),
        head_with(asked={"agrees": "often", "contradicts": 0.5}),
        head_with(laid=None),
        head_with(wording=["one: push back"]),
        head_with(wording={"one: push back": {"agrees": 1.0}}),
    ],
    ids=range(13),
)
def test_a_malformed_head_is_refused_by_its_path(tmp_path, text):
    (tmp_path / artefacts.HEAD).write_text(text, encoding="utf-8")
    with pytest.raises(ArtefactError, match=str(tmp_path / artefacts.HEAD)):
        artefacts.load_head(tmp_path)


def test_a_missing_head_is_refused_by_its_path(tmp_path):
    with pytest.raises(ArtefactError, match=str(tmp_path / artefacts.HEAD)):
        artefacts.load_head(tmp_path)


@pytest.mark.parametrize("change", ["one more", "one less"])
def test_a_head_fitted_for_other_signals_is_refused_and_they_are_named(models, change):
    found = json.loads((models / artefacts.HEAD).read_text(encoding="utf-8"))
    if change == "one more":
        found["weights"]["moon_phase"] = found["prior"]
    else:
        del found["weights"]["overlap"]
    (models / artefacts.HEAD).write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(ArtefactError, match=r"other signals: \['(moon_phase|overlap)'\].*make train"):
        artefacts.load_head(models)


def test_the_name_of_the_pair_model_follows_its_weights(models):
    before = artefacts.pair_model_name(models)
    (models / artefacts.PAIR_MODEL / "model.safetensors").write_bytes(b"other weights")
    assert artefacts.pair_model_name(models) != before
    assert before.startswith("pair-")


def test_a_missing_pair_model_is_refused_by_its_path(tmp_path):
    with pytest.raises(ArtefactError, match=str(tmp_path)):
        artefacts.pair_model_name(tmp_path)


@pytest.mark.parametrize("path", sorted(SERVICE.rglob("*.py")), ids=lambda path: path.relative_to(SERVICE).as_posix())
def test_nothing_is_loaded_by_running_it(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in UNSAFE_CALLS, f"{path}:{node.lineno} calls {called}"
            flags = {keyword.arg for keyword in node.keywords} & UNSAFE_FLAGS
            assert not flags, f"{path}:{node.lineno} passes {flags}"


def test_every_transformer_is_loaded_from_a_local_folder_and_as_safetensors():
    """A name that is no folder would else be fetched, and other weights unpickled."""
    found = 0
    for path in SERVICE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("from_pretrained", "SentenceTransformer")
            ):
                given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
                assert given.get("local_files_only") == "True", f"{path}:{node.lineno}"
                if "Tokenizer" not in ast.unparse(node.func) and "Config" not in ast.unparse(node.func):
                    assert "use_safetensors" in ast.unparse(node), f"{path}:{node.lineno} may unpickle weights"
                found += 1
    assert found >= 4


def test_a_head_for_bodies_is_read_as_it_was_written(tmp_path):
    artefacts.write_body_head(tmp_path, make_body_head())
    assert artefacts.load_body_head(tmp_path) == make_body_head()


def test_a_missing_head_for_bodies_says_how_to_make_one(tmp_path):
    with pytest.raises(ArtefactError, match=r"stance\.json is missing; run `python -m service train stance`"):
        artefacts.load_body_head(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"near_prior": "much"},
        {"near_prior": float("nan")},
        {"nearness": []},
        {"nearness": None},
        {"manner_prior": [1.0, 2.0]},
        {"manner": {"top_agrees": 1.0}},
    ],
)
def test_a_broken_head_for_bodies_is_refused_by_its_path(tmp_path, change):
    path = tmp_path / artefacts.BODY_HEAD
    path.write_text(json.dumps(asdict(make_body_head()) | change), encoding="utf-8")
    with pytest.raises(ArtefactError, match=str(path)):
        artefacts.load_body_head(tmp_path)


def test_a_file_that_is_no_json_is_no_head_for_bodies(tmp_path):
    (tmp_path / artefacts.BODY_HEAD).write_text("{", encoding="utf-8")
    with pytest.raises(ArtefactError, match=r"stance\.json"):
        artefacts.load_body_head(tmp_path)


def test_a_head_for_bodies_of_other_measurements_is_refused(tmp_path):
    artefacts.write_body_head(tmp_path, make_body_head(nearness={"weather": 1.0}))
    with pytest.raises(ArtefactError, match=r"other measurements: \['weather'\]"):
        artefacts.load_body_head(tmp_path)


def test_a_head_for_copies_is_read_as_it_was_written(tmp_path):
    artefacts.write_copy_head(tmp_path, make_copy_head())
    assert artefacts.load_copy_head(tmp_path) == make_copy_head()


def test_a_missing_head_for_copies_says_how_to_make_one(tmp_path):
    with pytest.raises(ArtefactError, match=r"copies\.json is missing; run `python -m service train copies`"):
        artefacts.load_copy_head(tmp_path)


@pytest.mark.parametrize("change", [{"prior": float("inf")}, {"weights": None}, {"weights": {"runs": "many"}}])
def test_a_broken_head_for_copies_is_refused_by_its_path(tmp_path, change):
    path = tmp_path / artefacts.COPY_HEAD
    path.write_text(json.dumps(asdict(make_copy_head()) | change), encoding="utf-8")
    with pytest.raises(ArtefactError, match=str(path)):
        artefacts.load_copy_head(tmp_path)


def test_a_head_for_copies_of_other_measures_is_refused(tmp_path):
    artefacts.write_copy_head(tmp_path, make_copy_head(weights={"weather": 1.0}))
    with pytest.raises(ArtefactError, match=r"other measures: \['weather'\]"):
        artefacts.load_copy_head(tmp_path)
