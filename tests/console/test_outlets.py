"""`outlets` as a shell meets it: files in, who controls whom, and out again."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def folder(tmp_path):
    """What a crawler laid down: a house of two, and a site that nobody owns to."""
    lines = {
        "tideline.example": "control=https://bay.example\ncontrol=https://far.example\n",
        "bay.example": "# ours\ncontrolledby=https://tideline.example\ncolour=blue\n",
    }
    for site, text in lines.items():
        (tmp_path / "crawled" / site).mkdir(parents=True)
        (tmp_path / "crawled" / site / "trust.txt").write_text(text)
    return tmp_path / "crawled"


def test_files_come_in_are_listed_and_are_forgotten(run, folder):
    told = run("outlets", "import-trust", str(folder)).out.splitlines()
    assert told == [
        "bay.example: 1 colour (unknown), 1 controlledby",
        "tideline.example: 2 control",
        "tideline.example controls bay.example",
        "tideline.example controls far.example: does not count, for only one of them says so",
    ]
    assert run("outlets", "import-trust", str(folder)).out.splitlines()[0].endswith(", kept already")
    assert json.loads(run("outlets", "list", "--json").out)[0] == {
        "owner": "tideline.example",
        "owned": "bay.example",
        "counts": True,
    }
    assert "far.example" in run("outlets", "list").out
    assert run("outlets", "forget", "https://bay.example").out == "https://bay.example is forgotten.\n"
    assert [one["counts"] for one in json.loads(run("outlets", "list", "--json").out)] == [False, False]
    assert run("outlets", "forget", "nobody.example").out == "Nothing of nobody.example is kept.\n"


def test_a_file_is_of_the_site_and_the_outlets_that_are_said(run, tmp_path):
    file = tmp_path / "saved.txt"
    file.write_text("controlledby=tideline.example\n")
    assert run("outlets", "import-trust", str(file)).code == 2
    found = run("outlets", "import-trust", str(file), "--site", "bay.example", "--outlet", "Bay Post", "--believe")
    assert found.out.splitlines() == ["bay.example: 1 controlledby", "tideline.example controls bay.example"]


def test_what_cannot_be_read_or_meant_is_refused_and_nothing_is_kept(run, folder):
    (folder / "bay.example" / "trust.txt").write_text("control\n")
    refused = run("outlets", "import-trust", str(folder))
    assert (refused.code, "line 1" in refused.err, "bay.example" in refused.err) == (2, True, True)
    assert run("outlets", "import-trust", str(folder), "--site", "bay.example").code == 2
    assert json.loads(run("outlets", "list", "--json").out) == []
