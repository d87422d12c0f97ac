"""The app comes up before its models do."""

from __future__ import annotations

import io
import json
import threading

import pytest

from service.app import create_app, from_environ
from service.news.errors import ArtefactError
from service.settings import Settings, SettingsError
from tests.fakes import FakeScorer, make_house

ONE = {"articles": [{"id": "a", "outlet": "x", "text": "A blast."}]}
PATIENCE_S = 10


class Loading:
    """A build that goes on until it is let go, and then gives a scorer or fails."""

    def __init__(self, fault=None):
        self.may_end = threading.Event()
        self.log = io.StringIO()
        self.fault = fault
        before = set(threading.enumerate())
        self.client = create_app(Settings(), None, make_house(), build=self.build, log_to=self.log).test_client()
        self.threads = set(threading.enumerate()) - before

    def build(self, _):
        self.may_end.wait(PATIENCE_S)
        if self.fault:
            raise self.fault
        return FakeScorer()

    def end(self):
        """Lets the build end and waits until the app has noticed."""
        self.may_end.set()
        for thread in self.threads:
            thread.join(PATIENCE_S)


@pytest.mark.parametrize(("verb", "path"), [("post", "/score"), ("post", "/compare"), ("get", "/readyz")])
def test_while_the_models_load_scoring_is_refused_with_a_time_to_come_back(verb, path):
    loading = Loading()
    answer = getattr(loading.client, verb)(path)
    loading.end()
    assert answer.status_code == 503
    assert answer.json["type"] == "/problems/not-ready"
    assert int(answer.headers["Retry-After"]) > 0


def test_while_the_models_load_the_process_is_alive_and_its_pages_are_there():
    loading = Loading()
    codes = [loading.client.get(path).status_code for path in ("/healthz", "/metrics", "/docs", "/openapi.json")]
    loading.end()
    assert codes == [200, 200, 200, 200]


def test_once_the_models_are_loaded_articles_are_scored():
    loading = Loading()
    loading.end()
    assert loading.client.post("/score", json=ONE).status_code == 200
    assert loading.client.get("/readyz").status_code == 200


@pytest.mark.parametrize("fault", [ArtefactError("weights.json is missing"), OSError("no such folder")])
def test_when_the_models_cannot_be_loaded_the_log_says_why(fault):
    loading = Loading(fault)
    loading.end()
    answer = loading.client.get("/readyz")
    assert answer.status_code == 503
    assert "could not be loaded" in answer.json["detail"]
    assert str(fault) not in answer.text
    line = json.loads(loading.log.getvalue().splitlines()[0])
    assert (line["level"], line["why"]) == ("critical", str(fault))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_in_loading_that_nobody_foresaw_does_not_leave_callers_waiting_for_ever():
    loading = Loading(RuntimeError("out of memory"))
    loading.end()
    assert "could not be loaded" in loading.client.get("/readyz").json["detail"]


def test_a_server_started_with_an_unknown_setting_does_not_come_up(monkeypatch):
    monkeypatch.setenv("COUNTERCLAIM_PROT", "8000")
    with pytest.raises(SettingsError, match="COUNTERCLAIM_PROT"):
        from_environ()
