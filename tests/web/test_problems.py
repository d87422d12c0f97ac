"""Refusals: one form for all, each kind documented, and nothing told that is nobody's business."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import default_exceptions

from service.news.errors import AccessError, KeepingError, Moved, NotReady, ScoringError, StoreError, VersionConflict
from service.settings import Settings
from service.web import bounds
from service.web.problem_pages import problem_pages, problems_document
from service.web.problems import STATUSES, Fault, faults, statuses_by_slug
from tests.fakes import FakeScorer

SECRET = "the text of an article"
ONE = {"articles": [{"id": "a", "outlet": "x", "text": SECRET}]}


def subclasses(kind):
    return {each for child in kind.__subclasses__() for each in (child, *subclasses(child))}


class Broken(FakeScorer):
    def __init__(self, fault):
        super().__init__()
        self.fault = fault

    def score(self, _):
        raise self.fault


def made(error, detail=""):
    """An error of that kind, with whatever more it needs."""
    more = {VersionConflict: ((1, 3),), Moved: ("e2",)}
    return error(detail, *more.get(error, ()))


@pytest.mark.parametrize("tree", [ScoringError, KeepingError, AccessError])
def test_every_error_that_a_caller_may_meet_has_a_status(tree):
    ours = {each for each in subclasses(tree) if each.__module__.startswith("service.")}
    assert ours == {each for each in STATUSES if issubclass(each, tree)}


def test_the_document_has_a_section_with_the_status_for_every_kind_of_problem_and_no_other():
    pages = problem_pages(problems_document().read_text(encoding="utf-8"))
    told = {slug: int(re.search(r"Status (\d+)\.", page.html)[1]) for slug, page in pages.items()}
    assert told == {slug: status.value for slug, status in statuses_by_slug().items()}


def test_the_limits_in_the_document_are_the_defaults():
    document = problems_document().read_text(encoding="utf-8")
    limits = Settings()
    numbers = (limits.max_text_chars, limits.max_articles, limits.max_claims)
    fixed = (bounds.MAX_ID_CHARS, bounds.MAX_NAME_CHARS, bounds.MAX_TITLE_CHARS, bounds.MAX_URL_CHARS)
    for number in (*numbers, *fixed, bounds.MAX_CLAIM_CHARS):
        assert f"{number:,}".replace(",", " ") in document


@pytest.mark.parametrize("error", sorted(STATUSES, key=lambda each: each.slug))
def test_an_error_of_scoring_becomes_its_problem(make_client, error):
    answer = make_client(Broken(made(error, "Said in full."))).post("/score", json=ONE)
    assert answer.status_code == STATUSES[error]
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == f"/problems/{error.slug}"
    assert answer.json["title"] == error.title
    assert answer.json["detail"] == "Said in full."


@pytest.mark.parametrize("error", sorted(STATUSES, key=lambda each: each.slug))
def test_the_type_of_a_problem_is_the_address_of_a_page_about_it(make_client, error):
    client = make_client(Broken(made(error)))
    page = client.get(client.post("/score", json=ONE).json["type"])
    assert page.status_code == 200
    assert page.mimetype == "text/html"
    assert error.slug in page.text
    assert "What to do" in page.text


def test_a_conflict_points_at_every_article_that_has_one(make_client):
    answer = make_client(Broken(made(VersionConflict))).post("/score", json=ONE)
    assert [each["pointer"] for each in answer.json["errors"]] == ["#/articles/1", "#/articles/3"]


def test_who_has_to_wait_is_told_how_long(make_client):
    assert int(make_client(Broken(NotReady())).post("/score", json=ONE).headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "fault",
    [StoreError("no route"), OperationalError("SELECT a secret", {}, Exception("server closed the connection"))],
)
def test_a_database_that_is_away_is_a_503_and_the_log_has_the_reason(make_client, lines, fault):
    answer = make_client(Broken(fault)).post("/score", json=ONE)
    assert answer.status_code == 503
    assert answer.json["type"] == "/problems/not-ready"
    assert int(answer.headers["Retry-After"]) > 0
    assert "a secret" not in answer.text
    [line] = lines()
    assert (line["level"], line["error"]) == ("error", type(fault).__name__)


def test_a_bug_is_a_500_that_tells_nothing_but_the_request_id(make_client, lines):
    answer = make_client(Broken(ValueError(SECRET))).post("/score", json=ONE, headers={"X-Request-ID": "r-1"})
    assert answer.status_code == 500
    assert answer.content_type == "application/problem+json"
    assert SECRET not in answer.text
    assert "ValueError" not in answer.text
    assert answer.json["request_id"] == "r-1"
    [line] = lines()
    assert line["level"] == "error"
    assert line["error"] == "ValueError"
    assert line["where"][-1].endswith("in score")
    assert SECRET not in str(line)


def test_an_error_of_scoring_without_a_status_is_a_bug(make_client):
    class Unheard(ScoringError):
        pass

    answer = make_client(Broken(Unheard(SECRET))).post("/score", json=ONE)
    assert answer.status_code == 500
    assert SECRET not in answer.text


@pytest.mark.parametrize("code", sorted(default_exceptions))
def test_every_http_error_is_a_problem(make_client, code):
    answer = make_client(Broken(default_exceptions[code]())).post("/score", json=ONE)
    assert answer.status_code == code
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == code
    assert {"type", "title", "status", "detail", "instance", "request_id"} == set(answer.json)


def test_a_path_that_is_not_there_is_a_404_naming_it(client):
    answer = client.get("/nowhere/é")
    assert answer.status_code == 404
    assert answer.json["instance"] == "/nowhere/%C3%A9"
    assert answer.json["type"] == "about:blank"


@pytest.mark.parametrize(
    ("path", "allowed"), [("/score", {"POST", "OPTIONS"}), ("/healthz", {"GET", "HEAD", "OPTIONS"})]
)
def test_a_wrong_verb_is_a_405_that_names_the_right_ones(client, path, allowed):
    answer = client.delete(path)
    assert answer.status_code == 405
    assert answer.content_type == "application/problem+json"
    assert {verb.strip() for verb in answer.headers["Allow"].split(",")} == allowed


def test_a_problem_of_an_unknown_kind_has_no_page(client):
    assert client.get("/problems/nonsense").status_code == 404


def test_pointers_escape_what_pointers_and_fragments_cannot_hold():
    messages = {"a~b/c": {0: {"_schema": ["whole"], "d e": ["part"]}}}
    assert list(faults(messages)) == [Fault("#/a~0b~1c/0", "whole"), Fault("#/a~0b~1c/0/d%20e", "part")]
