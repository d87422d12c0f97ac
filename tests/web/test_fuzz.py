"""What a machine makes of the OpenAPI document, good and bad, is answered as the document says."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import hypothesis
import pytest
import schemathesis
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.specs.openapi.checks import positive_data_acceptance

from service.app import create_app
from service.news.accounts import By, NewKey
from service.news.errors import VersionConflict
from service.news.identity import Scope
from service.settings import Settings
from tests.desk import EVERYTHING
from tests.fake_archive import FakeArchive
from tests.fakes import FakeAccounts, FakeScorer, make_house

ACCOUNTS = FakeAccounts()
KEY = {"Authorization": f"Bearer {ACCOUNTS.add_key(NewKey('fuzz', frozenset(Scope)), By('cli:root')).token}"}
# Small limits, for texts at the edge of the real ones would take most of the time; and no time lies in the future.
APP = create_app(
    Settings(max_text_chars=500, max_articles=4),
    FakeScorer(),
    make_house(ACCOUNTS, archive=FakeArchive()),
    clock=lambda: datetime(9998, 1, 1, tzinfo=UTC),
    log_to=io.StringIO(),
)
APP.test_client().post("/score", json={"articles": EVERYTHING, "options": {"store": True}}, headers=KEY)
CONTRACT = schemathesis.openapi.from_wsgi("/openapi.json", APP)
REPEATABLE = hypothesis.settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@schemathesis.serializer("application/x-ndjson")
def lines(_, value):
    """A body of lines as the document has it: any text."""
    return str(value).encode("utf-8", "replace")


SAME_ID = "Another article of this request has the same id."
IN_ONE_WAY = "Articles that are kept are put together in the usual way."

# Whatever is sent as one of these arrives as text, so a body that is none breaks no schema.
TEXTS = {"text/html", "application/x-ndjson"}
NO_TEXT = (bool, int, float, list, dict, type(None))


@pytest.mark.parametrize(
    "operation", [made.ok() for made in CONTRACT.get_all_operations()], ids=lambda made: made.label
)
def test_every_answer_is_one_that_the_document_promises(operation):
    def check(case):
        if case.media_type in TEXTS and isinstance(case.body, NO_TEXT):
            return
        case.call_and_validate(headers=KEY, excluded_checks=[positive_data_acceptance])  # the next test is more exact

    # Made here, for it takes seconds: CONTRACT.parametrize() makes the cases of all operations wherever tests are collected.
    only = CONTRACT.include(path=operation.path, method=operation.method)
    (made,) = get_all_tests(schema=only, test_func=check, settings=REPEATABLE, given_kwargs={})
    _, run = made.ok()
    run()


@pytest.mark.parametrize("path", ["/score", "/compare"])
def test_what_follows_the_schema_is_refused_only_for_what_a_schema_cannot_say(path):
    @hypothesis.given(case=CONTRACT[path]["POST"].as_strategy())
    @REPEATABLE
    def check(case):
        case.headers = {}  # what is asked besides the body has tests of its own
        answer = case.call(headers=KEY)
        if answer.status_code != 200:
            problem = answer.json()
            faults = {fault["detail"] for fault in problem.get("errors", [])}
            assert faults <= {SAME_ID, IN_ONE_WAY, VersionConflict.title}
            assert faults or problem["type"] in {"/problems/nothing-to-compare", "/problems/unknown-language"}

    check()
