"""The documents are true: curls answer, settings are complete, named files and commands exist."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from service.app import create_app
from service.console.requests import bodies
from service.news.accounts import By, NewKey
from service.news.identity import Scope
from service.settings import Settings
from tests.fake_archive import FakeArchive
from tests.fakes import FakeAccounts, FakeScorer, make_house
from tests.refresh_readme import (
    REQUEST,
    between,
    body_of,
    curls,
    readme,
    report_blocks,
    request_of_scenario,
    settings_table,
    shell_commands,
)

ROOT = Path(__file__).parent.parent
REFRESH = "run `make readme`"
DOCUMENTS = [path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if path.is_file()]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


NUMBER = re.compile(r"-?\d+\.\d+")


@pytest.fixture
def accounts():
    return FakeAccounts()


@pytest.fixture
def client(accounts):
    house = make_house(accounts, archive=FakeArchive())
    return create_app(Settings(), FakeScorer(), house).test_client()


@pytest.mark.parametrize("curl", curls(), ids=lambda curl: next(each for each in curl if "://" in each))
def test_a_pasted_curl_is_answered(curl, client, accounts):
    address = urlsplit(next(each for each in curl if each.startswith("http")))
    given = [value for flag, value in pairwise(curl) if flag == "-H"]
    if any("$KEY" in each for each in given):
        made = accounts.add_key(NewKey("desk", frozenset({Scope.SCORE, Scope.READ})), By("cli:root"))
        given = [each.replace("$KEY", made.token) for each in given]
    response = client.open(
        f"{address.path}?{address.query}",
        method="POST" if "-d" in curl else "GET",
        data=body_of(curl) if "-d" in curl else None,
        headers=dict([each.split(": ", 1) for each in given] + [("Host", address.netloc)]),
    )
    expected = 202 if "Prefer: respond-async" in given else 200
    assert response.status_code == expected, response.get_data(as_text=True)
    assert address.port == Settings().port


def test_scoring_comparing_and_reading_are_shown():
    paths = {urlsplit(each).path for curl in curls() for each in curl if each.startswith("http")}
    assert paths == {"/score", "/compare", "/events"}


def test_the_sample_request_is_the_articles_of_the_scenario():
    assert REQUEST.read_text(encoding="utf-8") == request_of_scenario(), REFRESH


def test_the_settings_table_says_what_the_code_says():
    assert between("settings") == settings_table(), REFRESH


@pytest.mark.models
def test_the_report_that_is_shown_is_the_report_that_comes(scorer):
    """Numbers may differ a little from processor to processor."""
    asked = bodies().score_request.load(json.loads(body_of(curls()[0])))
    shown, comes = between("report"), report_blocks(bodies().report.dump(scorer.score(asked)))
    assert NUMBER.sub("#", shown) == NUMBER.sub("#", comes), REFRESH
    numbers = [[float(each) for each in NUMBER.findall(text)] for text in (shown, comes)]
    assert numbers[0] == pytest.approx(numbers[1], abs=0.05), REFRESH


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_every_link_leads_somewhere(path):
    text = re.sub(r"^```.*?^```|`[^`\n]+`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        linked = (path.parent / file).resolve() if file else path
        assert linked.exists(), f"{relative(path)} links to {target}"
        if anchor:
            assert anchor in anchors(linked), f"{relative(path)} links to {target}"


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_every_make_target_that_is_named_exists(path):
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8")))
    named |= {each[1] for each in shell_commands() if each[0] == "make"} if path.name == "README.md" else set()
    assert named <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_every_variable_that_is_named_is_a_setting(path):
    known = {each.variable for each in Settings.meanings()}
    assert set(re.findall(r"COUNTERCLAIM_[A-Z_]+\b", path.read_text(encoding="utf-8"))) <= known


def test_every_file_that_the_readme_names_exists():
    for name in re.findall(r"`?@?((?:seeds|docs|models|tests)/[\w./-]*\w)", readme()):
        assert (ROOT / name).exists(), f"the README names {name}"


def test_the_first_page_says_what_it_does_not_measure():
    assert "It measures agreement among sources, not truth." in readme()[:2000]
