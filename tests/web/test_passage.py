"""What every request leaves and gets: an id, a line in the log, figures, safe headers, an allowed host."""

from __future__ import annotations

import re

import pytest

SECRET = "Seven people were killed."
ONE = {"articles": [{"id": "a", "outlet": "x", "text": SECRET}]}


@pytest.mark.parametrize("given", ["r-1", "00-4bf92f.a:b_c", "x" * 128])
def test_a_plain_request_id_comes_back(client, given):
    assert client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 129, '"; drop', "é"])
def test_a_request_id_that_is_not_plain_is_replaced(client, given):
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"])


def test_a_refusal_carries_the_request_id_in_header_and_body(client):
    answer = client.get("/nowhere")
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


def test_a_scoring_leaves_one_line_with_sizes_and_no_words(client, lines):
    client.post("/score?secret=1", json=ONE, headers={"X-Request-ID": "r-1"})
    [line] = lines()
    assert line.pop("duration_ms") >= 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "method": "POST",
        "path": "/score",
        "status": 200,
        "request_id": "r-1",
        "principal": "open",
        "articles": 1,
        "claims": 1,
        "events": 1,
        "pairs": 0,
    }


def test_probes_are_logged_only_when_debugging(make_client, log):
    make_client(log_level="info").get("/healthz")
    assert log.getvalue() == ""


@pytest.mark.parametrize(
    "path", ["/healthz", "/openapi.json", "/docs", "/docs/docs.js", "/nowhere", "/problems/not-ready"]
)
def test_every_answer_has_safe_headers(client, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_reports_are_not_to_be_stored(client):
    assert client.post("/score", json=ONE).headers["Cache-Control"] == "no-store"


def figures(client):
    """The figures that have a value, by name and labels."""
    return dict(line.rsplit(" ", 1) for line in client.get("/metrics").text.splitlines() if not line.startswith("#"))


def test_requests_are_counted_and_timed_by_endpoint_and_status(client):
    client.post("/score", json=ONE)
    client.post("/score", json={})
    client.get("/nowhere")
    client.get("/nowhere/else")
    found = figures(client)
    assert found['counterclaim_requests_total{endpoint="/score",status="200"}'] == "1.0"
    assert found['counterclaim_requests_total{endpoint="/score",status="422"}'] == "1.0"
    assert found['counterclaim_requests_total{endpoint="unmatched",status="404"}'] == "2.0"
    assert found['counterclaim_request_seconds_count{endpoint="/score",status="200"}'] == "1.0"


def test_the_sizes_of_scorings_are_measured(client):
    client.post("/score", json=ONE)
    found = figures(client)
    assert found['counterclaim_score_size_sum{stage="articles"}'] == "1.0"
    assert found['counterclaim_score_size_count{stage="pairs"}'] == "1.0"


def test_each_app_has_figures_of_its_own(make_client):
    make_client().post("/score", json=ONE)
    assert not any("/score" in name for name in figures(make_client()))


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST.", "[::1]"])
def test_a_loopback_host_is_answered(client, host):
    assert client.get("/openapi.json", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", "", "[", "*"]
)
def test_another_host_is_refused(client, host):
    answer = client.post("/score", json=ONE, headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json["type"] == "/problems/unknown-host"
    assert "COUNTERCLAIM_ALLOWED_HOSTS" in answer.json["detail"]


def test_allowed_hosts_are_a_setting(make_client):
    client = make_client(host="0.0.0.0", allowed_hosts=("desk.example",))
    assert client.get("/openapi.json", headers={"Host": "Desk.Example:443"}).status_code == 200
    assert client.get("/openapi.json", headers={"Host": "localhost"}).status_code == 421


def test_any_host_can_be_allowed(make_client):
    assert make_client(allowed_hosts=("*",)).get("/docs", headers={"Host": "any.example"}).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_are_answered_for_any_host(client, path):
    assert client.get(path, headers={"Host": "10.2.3.4:8000"}).status_code == 200


def test_the_probes_say_what_they_are_asked(client):
    assert client.get("/healthz").json == {"status": "alive"}
    assert client.get("/readyz").json == {"status": "ready", "model": "fake-1", "build": "test"}
    assert figures(client)["counterclaim_ready"] == "1.0"
