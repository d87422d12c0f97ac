"""The page of examples: each block is run, in the order of the page, against one live server."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from service.__main__ import commands
from service.news.memory import ArticleQuery
from tests.browsing import served
from tests.processes import ROOT
from tests.replicas import replicas
from tests.tools import make_scorer
from tests.waiting import PATIENCE_S, until

PAGE = (ROOT / "docs" / "examples.md").read_text(encoding="utf-8")
OURS = "http://127.0.0.1:8000"

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # of connections that clients leave open


class Block(NamedTuple):
    """A block of the page: its language, its words, and what it prints where the page says that."""

    language: str
    words: str
    prints: str | None


def blocks():
    found = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    following = [*found[1:], ("", "")]
    return [
        Block(language, words, after if kind == "text" else None)
        for (language, words), (kind, after) in zip(found, following, strict=True)
        if language != "text"
    ]


EXAMPLES = blocks()


class Server:
    """A live server, and what examples find in their environment."""

    def __init__(self, address, archive, environment):
        self.address = address
        self.archive = archive
        self.environment = os.environ | environment

    def here(self, words):
        return words.replace(OURS, self.address)

    def run(self, command, words):
        """What a program prints that reads ``words`` from its input; it has to end well."""
        done = subprocess.run(
            command,
            input=self.here(words),
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def kept(self):
        return {each.given_id: each for each in self.archive.articles(ArticleQuery(20)).items}


SHELL = ["bash", "-euo", "pipefail", "-s"]


def made(there):
    """The key and the secret, as the commands of the first block make them, in this process."""
    found = {"SECRET": "a secret of the test"}
    for line in re.findall(r"counterclaim ([^|)]+)", EXAMPLES[0].words.replace("\\\n", " ")):
        done = CliRunner().invoke(commands, shlex.split(line), input=found["SECRET"], env=there)
        assert done.exit_code == 0, done.output
        found.setdefault("KEY", done.stdout.strip())
    return found


@pytest.fixture(scope="module")
def server(postgres, annotator, tmp_path_factory):
    """Real reading, fake meaning, queued work done inside; the first block of the page has made the key and the secret."""
    state, database = tmp_path_factory.mktemp("state"), postgres.database()
    with (
        replicas(database, state, lambda _: make_scorer(annotator)) as start,
        served(app := start("inside")) as address,
    ):
        there = {"COUNTERCLAIM_DATABASE_URL": database.conninfo, "COUNTERCLAIM_STATE": str(state)}
        yield Server(address, app.extensions["house"].archive, made(there))
    postgres.drop(database)


@pytest.mark.parametrize("example", EXAMPLES[1:], ids=lambda each: each.language)
def test_an_example_does_what_the_page_says(server, example):
    said = RUN[example.language](server, example.words)
    if example.prints is not None:
        assert said == example.prints
    else:
        assert said.strip()


def by_node(server, words):
    if shutil.which("node") is None:
        pytest.skip("needs node")
    return server.run(["node", "--input-type=module"], words)


def by_php(server, words):
    """Its grammar, where there is PHP; what it sends is the block below it."""
    [sent] = [json.loads(each.words.partition("\n\n")[2]) for each in EXAMPLES if each.language == "http"]
    assert set(re.findall(r"^ {12}'(\w+)' =>", words, re.MULTILINE)) == set(sent)
    return server.run(["php", "-l"], words) if shutil.which("php") else "not run"


def by_hand(server, words):
    """A request as it is written down."""
    head, _, body = server.here(words).partition("\n\n")
    (line, *headers) = head.replace("$KEY", server.environment["KEY"]).splitlines()
    method, address = line.split(" ")
    given = dict(header.split(": ", 1) for header in headers)
    request = urllib.request.Request(address, body.encode(), given, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        assert answer.status == 202
        return answer.read().decode()


def destination(server, words):
    """A destination of Superdesk: it names the address that the next block sends to."""
    found = json.loads(words)
    assert found["config"]["resource_url"] == f"{OURS}/ingest/superdesk"
    return found["name"]


RUN = {
    "sh": lambda server, words: server.run(SHELL, words),
    "python": lambda server, words: server.run([sys.executable, "-"], words),
    "js": by_node,
    "json": destination,
    "php": by_php,
    "http": by_hand,
}


def test_what_the_examples_sent_is_kept_and_counts(server):
    expected = {"c1", "c2", "urn:newsml:example:1", "https://ledger.example/?p=7"}
    until(lambda: set(server.kept()) == expected, "everything being kept")
    assert all(each.vouched for each in server.kept().values())


def test_the_page_has_an_example_for_each_kind_of_caller():
    assert {each.language for each in EXAMPLES} == set(RUN)
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert headings[1:] == [
        "curl",
        "Python, with the client",
        "Python, with requests",
        "JavaScript",
        "Superdesk",
        "WordPress",
    ]
