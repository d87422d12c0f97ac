"""Pages for people: they work with no network, and let nothing in from elsewhere."""

from __future__ import annotations

import re

import pytest

PAGES = ["/docs", "/problems/invalid-request"]


def assets(html):
    return re.findall(r'(?:src|href|data-document)="([^"]+)"', html)


@pytest.mark.parametrize("page", PAGES)
def test_everything_on_a_page_comes_from_this_server(client, page):
    found = assets(client.get(page).text)
    assert found
    for address in found:
        assert address.startswith("/")
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_nothing_inline_that_its_policy_forbids(client, page):
    answer = client.get(page)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script>|<style|\son\w+=|\sstyle=|javascript:", answer.text)


def test_swagger_ui_reads_openapi_3_1(client):
    assert b"OpenAPI31" in client.get("/docs/swagger-ui-bundle.js").data


def test_swagger_ui_asks_nobody_else_to_check_the_document(client):
    assert "validatorUrl: null" in client.get("/docs/docs.js").text


@pytest.mark.parametrize("name", ["index.html", "../app.py", "%2e%2e%2fdocs.html", "oauth2-redirect.html", "VERSION"])
def test_no_other_file_is_served(client, name):
    assert client.get(f"/docs/{name}").status_code == 404


def test_pages_behind_a_prefix_point_to_the_prefix(client):
    answer = client.get("/docs", environ_overrides={"SCRIPT_NAME": "/counterclaim"})
    assert all(address.startswith("/counterclaim/") for address in assets(answer.text))


def test_the_docs_with_a_slash_behind_lead_to_the_docs(client):
    answer = client.get("/docs/")
    assert answer.status_code == 308
    assert answer.location.endswith("/docs")
