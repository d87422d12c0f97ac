"""Which sets stand on the benchmarks page, and how figures look in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.adapters import artefacts
from service.console import figures
from service.measure import event_parts, stance
from service.measure.kinds import KINDS, kind
from service.measure.pairs import read
from service.measure.public_pairs import Part, part
from service.measure.rows import json_rows
from tests.measure.corpora import document_row, pair_row, write_rows

SEEDS = Path("seeds")


def make_corpora(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def found(name, corpora):
    return list(figures.sources(kind(name), corpora, SEEDS))


def names(name, corpora):
    return [source.name for source in found(name, corpora)]


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        (
            "claims",
            [
                "pairs_held.jsonl",
                "hands_held.jsonl",
                "more_hands_held.jsonl",
                "dossiers_held.jsonl",
                "report_pairs_held.jsonl",
                "gates/pairs.jsonl",
            ],
        ),
        ("copies", ["copies/stories.jsonl"]),
        ("scenarios", ["events", "events/held"]),
    ],
)
def test_what_the_authors_wrote_is_judged_from_the_seeds_and_said_to_be_so(tmp_path, name, paths):
    sources = found(name, tmp_path)
    assert [source.files for source in sources] == [(SEEDS / path,) for path in paths]
    assert all(source.self_authored and source.name.startswith("seeds/") for source in sources)


def test_seeds_that_are_trained_on_are_never_judged_on_without_saying_so(tmp_path):
    every = [source for each in KINDS for source in figures.sources(each, tmp_path, SEEDS)]
    learnt_from = {SEEDS / file.name for file in artefacts.training_seeds()}
    learnt = [source for source in every if learnt_from & set(source.files)]
    assert [source.name for source in learnt] == ["seeds/events (some learnt from)"]


@pytest.mark.parametrize(
    ("name", "own"), [("pairs", []), ("events", ["seeds/grouping/held", "seeds/grouping/stories_held"])]
)
def test_every_file_of_a_corpus_is_a_set(tmp_path, name, own):
    corpora = make_corpora(tmp_path, f"{name}/b.jsonl", f"{name}/a.jsonl", f"{name}/README.md", "elsewhere/c.jsonl")
    assert names(name, corpora) == ["a", "b", *own]
    assert [source.name for source in found(name, corpora) if source.self_authored] == own


def test_bodies_and_stances_make_one_set_and_either_alone_none(tmp_path):
    corpora = make_corpora(tmp_path, "stance/fnc1_train_bodies.jsonl")
    assert names("stance", corpora) == []
    make_corpora(tmp_path, "stance/fnc1_train_stances.jsonl")
    (source,) = found("stance", corpora)
    assert [file.name for file in source.files] == ["fnc1_train_bodies.jsonl", "fnc1_train_stances.jsonl"]


def test_a_folder_of_observations_is_a_set(tmp_path):
    corpora = make_corpora(tmp_path, "truth/weather/observations.csv", "truth/books/observations.csv")
    assert names("truth", corpora) == ["books", "weather"]
    assert [file.name for file in found("truth", corpora)[0].files] == ["observations.csv", "truth.csv"]


def test_attribution_is_judged_on_development_sets_only(tmp_path):
    corpora = make_corpora(
        tmp_path, "attribution/a_dev.jsonl", "attribution/b_dev.jsonl.gz", "attribution/c_test.jsonl"
    )
    assert names("attribution", corpora) == ["a_dev", "b_dev"]


@pytest.mark.parametrize("name", [each.name for each in KINDS if each.name not in figures.SELF_AUTHORED])
def test_corpora_that_are_not_there_are_passed_over(tmp_path, name):
    assert found(name, tmp_path / "nowhere") == []


def test_the_seeds_that_are_judged_are_there():
    seeds = artefacts.seeds_folder()
    for name in figures.SELF_AUTHORED:
        for source in figures.sources(kind(name), Path("nowhere"), seeds):
            assert all(file.exists() for file in source.files)


def test_limits_name_kinds_that_there_are():
    assert figures.LIMITS.keys() <= {each.name for each in KINDS}


def test_of_a_set_that_is_fitted_on_only_the_rows_to_report_on_are_judged(tmp_path):
    rows = [pair_row(premise=f"premise {i}") for i in range(200)]
    (tmp_path / "pairs").mkdir()
    for name in ("mnli_dev", "sick_train"):
        write_rows(tmp_path / "pairs" / f"{name}.jsonl", *rows)
    fitted, measured = found("pairs", tmp_path)
    with figures.judged(fitted) as (file,):
        assert {part(pair.premise) for pair in read([file])} == {Part.REPORT}
        assert 0 < len(read([file])) < 50
    assert not file.exists()
    with figures.judged(measured) as (file,):
        assert len(read([file])) == 200


def test_of_documents_only_the_stories_kept_to_report_on_are_judged(tmp_path):
    rows = [document_row(id=f"d{i}", event=f"e{i}") for i in range(200)]
    (tmp_path / "events").mkdir()
    for name in ("ecbplus", "seesaw_triplets"):
        write_rows(tmp_path / "events" / f"{name}.jsonl", *rows)
    fitted, measured, *_ = found("events", tmp_path)
    with figures.judged(fitted) as (file,):
        assert {event_parts.part("ecbplus", row) for row in json_rows([file])} == {Part.REPORT}
        assert 30 < len(list(json_rows([file]))) < 70
    with figures.judged(measured) as (file,):
        assert len(list(json_rows([file]))) == 200


def test_of_headlines_only_those_beside_bodies_kept_to_report_on_are_judged(tmp_path):
    (tmp_path / "stance").mkdir()
    numbers = range(10)
    write_rows(
        tmp_path / "stance" / "fnc1_train_bodies.jsonl",
        *({"body_id": f"{n}", "text": f"Mill {n} burns."} for n in numbers),
    )
    write_rows(
        tmp_path / "stance" / "fnc1_train_stances.jsonl",
        *({"headline": f"fire {n}", "body_id": f"{n}", "label": "agree"} for n in numbers),
    )
    (source,) = found("stance", tmp_path)
    with figures.judged(source) as (bodies, stances):
        assert bodies == source.files[0]
        assert len(stance.read([bodies, stances])[1]) == 2
    assert not stances.exists()
