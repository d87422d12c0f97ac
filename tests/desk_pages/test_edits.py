"""Edits of events on the desk as a browser without scripts makes them, and the list as it changes."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from service.news.label import LabelKind, LabelQuery
from tests.desk import FLOOD, UNDATED
from tests.desk_pages.conftest import HTML, kept, send, token_of, typed, words


@pytest.fixture
def desk(signed_in):
    """A browser in which mara, who may label, keeps three events."""
    client = signed_in()
    kept(client)
    send(client, "/desk/paste", typed(FLOOD, UNDATED, store="on"))
    return client


def listed(client):
    return re.findall(r'<tr data-event="(\w+)">', client.get("/").text)


def labels(archive):
    return archive.labels(LabelQuery(10)).items


def merge(client, events, reason="one story", at="/"):
    return client.post(
        at, data={"csrf_token": token_of(client.get("/")), "event": events, "reason": reason}, headers=HTML
    )


# -------------------------------------------------------------------------------------------------------- merging


def test_events_that_are_selected_become_one_by_one_label(desk, archive):
    before = listed(desk)
    answer = merge(desk, before)
    [label] = labels(archive)
    assert (label.decision.kind, label.by, label.decision.note) == (LabelKind.EVENT, "user:mara", "one story")
    [now] = listed(desk)
    assert (answer.status_code, answer.location) == (303, f"/desk/events/{now}#edits")
    assert now in before
    page = words(desk.get(f"/desk/events/{now}"))
    assert "Merged by mara 1 Jun 2024 12:00 : one story" in page


@pytest.mark.parametrize(
    ("n", "reason", "expected"),
    [(1, "why", "Select two events or more."), (0, "why", "Select two events or more."), (2, " ", "reason: ")],
)
def test_a_merge_that_cannot_be_meant_says_why_and_loses_nothing(desk, archive, n, reason, expected):
    chosen = listed(desk)[:n]
    answer = merge(desk, chosen, reason, "/?order=newest")
    assert answer.status_code == 422
    assert expected in words(answer)
    assert sorted(re.findall(r'value="(\w+)" form="merge"[^>]* checked', answer.text)) == sorted(chosen)
    assert f'name="reason" required maxlength="1000" autocomplete="off" value="{reason}"' in answer.text
    assert 'action="/?order=newest"' in answer.text
    assert labels(archive) == ()


def test_what_has_become_part_of_another_meanwhile_is_a_page_that_says_so(desk):
    before = listed(desk)
    merge(desk, before[:2])
    [gone] = set(before) - set(listed(desk))
    assert merge(desk, [gone, before[2]]).status_code == 410


def test_who_may_not_label_is_offered_no_edits_and_refused(desk, signed_in, archive):
    event = listed(desk)[0]
    client = signed_in("omar")
    for path in ("/", f"/desk/events/{event}"):
        page = client.get(path).text
        assert 'form="merge"' not in page
        assert "/split" not in page
    data = {"csrf_token": token_of(client.get("/account")), "event": [event], "reason": "x"}
    for path in ("/", f"/desk/events/{event}/split", f"/desk/events/{event}/edits/1/withdraw"):
        assert client.post(path, data=data).status_code == 403
    assert labels(archive) == ()


def test_an_edit_from_elsewhere_is_refused(desk, archive):
    events = listed(desk)
    for path in ("/", f"/desk/events/{events[0]}/split"):
        assert desk.post(path, data={"event": events, "reason": "x"}).status_code == 403
    assert labels(archive) == ()


# ------------------------------------------------------------------------------------------------------ splitting


@pytest.mark.parametrize("what", ["claims", "articles"])
def test_what_is_selected_of_an_event_is_split_off(desk, archive, what):
    event = listed(desk)[0]
    at = f"/desk/events/{event}/split"
    assert f'href="{at}"' in desk.get(f"/desk/events/{event}").text
    offered = re.findall(rf'name="{what}" value="([^"]+)"', desk.get(at).text)
    assert len(offered) == 2
    answer = send(desk, at, {what: offered[1:], "reason": "another blast"})
    [label] = labels(archive)
    made = re.fullmatch(r"/desk/events/(\w+)#edits", answer.location)[1]
    assert made != event
    assert set(listed(desk)) >= {made, event}
    for each in (made, event):
        assert "Split by mara 1 Jun 2024 12:00 : another blast" in words(desk.get(f"/desk/events/{each}"))
    assert label.decision.note == "another blast"


def test_a_split_that_cannot_be_meant_says_why_and_loses_nothing(desk, archive):
    event = listed(desk)[0]
    at = f"/desk/events/{event}/split"
    answer = send(desk, at, {"reason": "why not"})
    assert (answer.status_code, "claims: Name claims or articles." in words(answer)) == (422, True)
    assert 'value="why not"' in answer.text
    offered = re.findall(r'name="claims" value="([^"]+)"', answer.text)
    answer = send(desk, at, {"claims": offered[:1], "reason": ""})
    assert re.findall(r'name="claims" value="([^"]+)" checked', answer.text) == offered[:1]
    assert send(desk, at, {"claims": offered, "reason": "all of it"}).status_code == 409
    assert labels(archive) == ()


# ------------------------------------------------------------------------------------------------------ taking back


def withdraw(client, event, reason="a slip"):
    page = client.get(f"/desk/events/{event}")
    [at] = re.findall(r'action="([^"]+/withdraw)"', page.text)
    return client.post(at, data={"csrf_token": token_of(page), "reason": reason}, headers=HTML)


def test_an_edit_is_taken_back_by_its_maker_with_a_reason(desk, archive):
    before = listed(desk)
    merge(desk, before)
    [now] = listed(desk)
    assert withdraw(desk, now, " ").status_code == 422
    assert withdraw(desk, now).location == f"/desk/events/{now}"
    [label] = labels(archive)
    assert (label.withdrawn.by, label.withdrawn.reason) == ("user:mara", "a slip")
    assert set(listed(desk)) == set(before)
    assert "Merged by" not in words(desk.get(f"/desk/events/{now}"))


def test_the_word_of_others_is_withdrawn_by_an_admin_alone(desk, signed_in, house):
    merge(desk, listed(desk))
    [now] = listed(desk)
    scopes = house.accounts.people["mara"][1].scopes
    password, omar = house.accounts.people["omar"]
    house.accounts.people["omar"] = password, type(omar)(omar.id, omar.name, scopes, omar.outlets)
    client = signed_in("omar")
    assert "/withdraw" not in client.get(f"/desk/events/{now}").text
    data = {"csrf_token": token_of(client.get("/")), "reason": "x"}
    assert client.post(f"/desk/events/{now}/edits/1/withdraw", data=data).status_code == 403
    assert withdraw(signed_in("ada"), now).status_code == 303


# ------------------------------------------------------------------------------------------------ as it changes


def test_the_list_is_asked_for_again_and_comes_only_where_it_has_changed(desk):
    rows = unescape(re.search(r'data-rows="([^"]+)"', desk.get("/?order=newest").text)[1])
    first = desk.get(rows)
    assert (first.status_code, first.mimetype) == (200, "text/html")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert re.findall(r'<tr data-event="(\w+)">', first.text) == re.findall(
        r'<tr data-event="(\w+)">', desk.get("/?order=newest").text
    )
    known = {"If-None-Match": first.headers["ETag"]}
    assert (desk.get(rows, headers=known).status_code, desk.get(rows, headers=known).data) == (304, b"")
    merge(desk, listed(desk)[:2])
    assert desk.get(rows, headers=known).status_code == 200


def test_a_page_that_is_not_the_first_does_not_change_by_itself(desk):
    [following] = re.findall(r'rel="next" href="([^"]+)"', desk.get("/?limit=1").text)
    assert "data-rows" in desk.get("/?limit=1").text
    assert "data-rows" not in desk.get(unescape(following)).text


def test_an_event_is_asked_for_again_and_comes_only_where_it_has_changed(desk, archive):
    event = listed(desk)[0]
    page = desk.get(f"/desk/events/{event}?rows=all").text
    [at] = re.findall(r'data-news="([^"]+)"', page)
    known = {"If-None-Match": unescape(re.search(r'data-known="([^"]+)"', page)[1])}
    again = desk.get(at, headers=known)
    assert (at, again.status_code, again.data) == (f"/desk/events/{event}/news?rows=all", 304, b"")
    archive.now += timedelta(seconds=1)
    fresh = desk.get(at, headers=known)
    assert (fresh.status_code, fresh.mimetype) == (200, "text/html")
    assert (fresh.headers["Cache-Control"], fresh.headers["ETag"] != again.headers["ETag"]) == (
        "private, no-cache",
        True,
    )
    inside = re.search(r"<div id=.event.*?>(.*)</div>\s*<p><a href=./desk/events/\w+/reviews", page, re.DOTALL)[1]
    assert re.findall(r' id="([^"]+)"', fresh.text) == re.findall(r' id="([^"]+)"', inside)


def test_of_an_event_that_is_no_more_it_is_said_what_became_of_it(desk):
    before = listed(desk)
    merge(desk, before[:2])
    [gone] = set(before) - set(listed(desk))
    answer = desk.get(f"/desk/events/{gone}/news", headers={"If-None-Match": "*"})
    assert (answer.status_code, "has become part of" in answer.json["detail"]) == (410, True)


def test_the_list_is_shown_to_nobody_who_is_not_known(client):
    assert client.get("/desk/events").status_code == 303
