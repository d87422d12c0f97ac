"""The command `corpus`: a release in, rows out, and what is said of what it cannot do."""

from __future__ import annotations

import json

import pytest

from service.measure.releases.registry import RELEASES
from tests.measure.made_releases import MADE
from tests.program import ended


@pytest.fixture
def corpus(monkeypatch, capsys):
    """The whole program in this process."""

    def run(*arguments):
        return ended(monkeypatch, capsys, "corpus", *arguments)

    return run


@pytest.fixture
def folder(tmp_path):
    """The release of FNC-1's bodies, and of a rating of domains."""
    for name in ("fnc1_train_bodies", "domain_quality_pc1"):
        for file, content in MADE[name].files.items():
            (tmp_path / file).write_text(content, encoding="utf-8")
    return tmp_path


def test_rows_are_written_where_it_is_said_and_counted(corpus, folder):
    out = folder / "corpora" / "stance" / "fnc1_train_bodies.jsonl"
    code, said, told = corpus("fnc1_train_bodies", folder, "--out", out)
    assert (code, said, told) == (0, "", f"1 rows written to {out}\n")
    assert [json.loads(line) for line in out.read_text().splitlines()] == MADE["fnc1_train_bodies"].rows


def test_without_a_file_rows_go_to_standard_output_in_the_form_of_their_file(corpus, folder):
    assert corpus("domain_quality_pc1", folder / "domain_pc1.csv") == (
        0,
        "domain,pc1\na.example,1\nb.example,0.25\n",
        "",
    )
    code, said, told = corpus("fnc1_train_bodies", folder)
    assert (code, told) == (0, "")
    assert [json.loads(line) for line in said.splitlines()] == MADE["fnc1_train_bodies"].rows


def test_an_unknown_corpus_is_answered_with_the_known_ones(corpus, folder):
    code, said, told = corpus("fnc2", folder)
    assert (code, said) == (2, "")
    assert "There is no corpus 'fnc2'" in told
    assert all(release.name in told for release in RELEASES)


def test_files_of_another_corpus_are_refused(corpus, folder):
    code, said, told = corpus("fnc1_train_stances", folder / "train_bodies.csv")
    assert (code, said) == (2, "")
    assert "is no file of fnc1_train_stances, which is read from train_stances.csv" in told


def test_an_unreadable_row_is_told_in_one_line_and_nothing_is_written(corpus, folder):
    (folder / "domain_pc1.csv").write_text("domain,pc1\na.example,much\n")
    out = folder / "out.csv"
    code, said, told = corpus("domain_quality_pc1", folder, "--out", out)
    assert (code, said) == (2, "")
    assert told == f"counterclaim: {folder / 'domain_pc1.csv'}:2: 'pc1' is not a number from 0 to 1\n"
    assert not out.exists()


def test_progress_is_told_file_by_file(corpus, folder, monkeypatch):
    monkeypatch.setattr("service.console.progress.LINE_EVERY", 0.0)
    _, _, told = corpus("fnc1_train_bodies", folder, "--out", folder / "out.jsonl")
    assert told.startswith("read: 1 of 1\n")


def test_help_says_where_releases_are_to_be_had(corpus):
    code, said, _ = corpus("--help")
    assert code == 0
    assert "docs/corpora.md" in said
