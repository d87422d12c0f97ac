"""The desk over fakes, as a browser without scripts meets it: who has signed in, and forms that are sent."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest

from service.app import create_app
from service.news.accounts import By
from service.news.identity import Principal, Scope
from service.settings import Settings
from service.web.cookies import COOKIE
from tests.desk import BLAST
from tests.fake_archive import FakeArchive
from tests.fake_versions import FakeVersions, make_model
from tests.fakes import FakeAccounts, FakeScorer, make_house

PASSWORD = "correct horse battery"
READER = frozenset({Scope.READ})
EDITOR = frozenset({Scope.READ, Scope.SCORE, Scope.LABEL})
BOUND = frozenset({"the courier", "daily ledger"})
HTML = {"Accept": "text/html,*/*;q=0.8"}
GATES = {
    "candidate": {"accuracy": 0.8125, "f1_agrees": 0.75},
    "active": {"accuracy": 0.75, "f1_agrees": 0.625},
    "advantage": {"accuracy": [-0.01, 0.13], "f1_agrees": [-0.05, 0.3]},
    "against": ["f1_agrees"],
    "reliability": [[0.55, 0.6, 20], [0.95, 0.975, 150]],
}


@pytest.fixture
def archive():
    return FakeArchive()


@pytest.fixture
def versions():
    found = FakeVersions()
    found.add(make_model("head-1"))
    found.add(make_model("head-2", figures={"gates": GATES}, card="# Learnt\n\n<script>alert(1)</script>"))
    found.activate("model-1", By("user:ada"), "the first")
    return found


@pytest.fixture
def house(archive, versions):
    people = {"mara": EDITOR, "omar": READER, "ada": frozenset({Scope.ADMIN})}
    accounts = FakeAccounts(
        {name: (PASSWORD, Principal(f"user:{name}", name.title(), scopes, BOUND)) for name, scopes in people.items()}
    )
    return make_house(accounts, archive=archive, models=versions)


@pytest.fixture
def client(house):
    """A browser in which nobody has signed in yet."""
    return create_app(Settings(), FakeScorer(), house, log_to=io.StringIO()).test_client()


def token_of(answer):
    return re.search(r'name="csrf_token" value="([^"]+)"', answer.text)[1]


@pytest.fixture
def signed_in(client):
    """The browser after somebody has signed in."""

    def sign_in(name="mara"):
        client.delete_cookie(COOKIE)
        form = client.get("/sign-in")
        answer = client.post("/sign-in", data={"csrf_token": token_of(form), "name": name, "password": PASSWORD})
        assert answer.status_code == 303
        return client

    return sign_in


def typed(*articles, **more):
    """The form with some articles in it."""
    fields = {"outlet": "outlet", "title": "title", "text": "text", "published": "published_at"}
    return {name: [each.get(field, "").removesuffix("Z") for each in articles] for name, field in fields.items()} | more


def send(client, at, data, page=None):
    """Sends a form with the token of a page."""
    return client.post(at, data=data | {"csrf_token": token_of(client.get(page or at))}, headers=HTML)


def words(answer):
    """The text of a page without its tags, blanks made one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def kept(client):
    """The event on which two outlets differ, kept as mara pastes it."""
    answer = send(client, "/desk/paste", typed(*BLAST, store="on"))
    return re.search(r"/desk/events/(\w+)", answer.text)[1], answer
