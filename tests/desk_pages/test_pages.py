"""The desk as a browser without scripts meets it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import partial
from html import unescape
from html.parser import HTMLParser

import pytest

from service.app import create_app
from service.desk import pages as desk_pages
from service.measure.large_event import large_report
from service.news.accounts import By, NewKey
from service.news.following import Following
from service.news.job import JobFault, JobState
from service.news.label import LabelQuery, PartyDecision
from service.news.pair import Relation
from service.settings import Settings
from tests.desk import BLAST, FLOOD
from tests.desk_pages.conftest import HTML, READER, kept, send, typed, words
from tests.fake_archive import FakeArchive
from tests.fakes import FakeScorer, make_house


class Unclosed(HTMLParser):
    """Collects what HTML has to close and this page does not."""

    VOID = frozenset({"meta", "link", "input", "br", "path", "rect", "circle"})

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong, self.ids = [], [], []
        self.feed(text)
        self.wrong += self.open

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.wrong.append(f"/{tag}")


# -------------------------------------------------------------------------------------------------------- paste


def test_what_is_pasted_comes_back_as_contradictions_with_both_quotes_and_the_words_marked(signed_in):
    answer = send(signed_in(), "/desk/paste", typed(*BLAST))
    assert answer.status_code == 200
    assert re.findall(r'<mark title="number">(\d+)</mark>', answer.text) == ["7", "12"]
    headings = re.findall(r"<h3[^>]*>([^<]+)</h3>", answer.text)
    assert headings == ["Contradictions", "Who says what", "Who agrees with whom", "Independent outlets"]
    said = words(answer)
    assert "They give different numbers" in said
    assert "The Courier" in said
    assert "Daily Ledger" in said
    assert "2 independent outlets in 2 articles" in said
    assert 'name="relation"' not in answer.text


def test_evidence_adds_up_to_the_sum_that_is_shown(signed_in):
    answer = send(signed_in(), "/desk/paste", typed(*BLAST))
    rows = {
        name: [float(each.replace("−", "-")) for each in re.findall(r'<td class="number">([+-][\d.]+)</td>', cells)]
        for name, cells in re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', answer.text, re.DOTALL)
    }
    evidence = [rows[name] for name in ("prior", "numbers", "the rest")]
    assert [sum(column) for column in zip(*evidence, strict=True)] == pytest.approx(rows["Sum"])


def test_pasting_keeps_nothing_unless_that_is_said(signed_in, archive):
    client = signed_in()
    send(client, "/desk/paste", typed(*BLAST))
    assert archive.texts == {}
    send(client, "/desk/paste", typed(*BLAST, store="on"))
    assert len(archive.texts) == 2


def test_the_same_article_pasted_twice_is_one_article(signed_in, archive):
    client = signed_in()
    kept(client)
    kept(client)
    assert [len(versions) for versions in archive.texts.values()] == [1, 1]


def test_whoever_is_known_by_nothing_may_compare_on_this_machine_and_keep_nothing():
    house = make_house(archive=FakeArchive())
    client = create_app(Settings(), FakeScorer(), house, log_to=io.StringIO()).test_client()
    assert 'name="store"' not in client.get("/desk/paste").text
    answer = send(client, "/desk/paste", typed(*BLAST, store="on"))
    assert "They give different numbers" in answer.text
    assert house.archive.texts == {}
    assert client.post("/desk/paste", data=typed(*BLAST)).status_code == 403


def test_what_is_wrong_is_said_of_each_article_and_nothing_typed_is_lost(signed_in):
    bad = {"outlet": "", "text": "A blast.", "published_at": "yesterday"}
    answer = send(signed_in(), "/desk/paste", typed(BLAST[0], bad))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Article 2, outlet:" in answer.text
    assert "Article 2, published: Must be a date and time" in answer.text
    assert BLAST[0]["text"] in answer.text
    assert 'value="yesterday"' in answer.text
    assert send(signed_in(), "/desk/paste", {}).status_code == 422


def test_there_is_room_for_ten_articles_and_what_was_typed_stays(signed_in):
    client, room, articles = signed_in(), [], [BLAST[0]]
    for n in range(12):
        answer = send(client, "/desk/paste", typed(*articles, more="1"))
        room.append(answer.text.count("<fieldset>"))
        articles = [BLAST[0]] * min(10, n + 2)
    assert room == [2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10]
    assert answer.text.count(BLAST[0]["text"]) == 10
    assert 'name="more"' not in answer.text


# ------------------------------------------------------------------------------------------------------- events


def test_the_desk_opens_on_the_most_disputed_events(signed_in):
    client = signed_in()
    assert "Paste some articles" in client.get("/").text
    kept(client)
    send(client, "/desk/paste", typed(FLOOD, store="on"))
    said = words(client.get("/"))
    assert said.index("The blast in Harim") < said.index("A flood closed")
    assert '<option value="newest" selected>' in client.get("/?order=newest&place=").text
    only = words(client.get("/?disputed=false"))
    assert ("The blast in Harim" in only, "A flood closed" in only) == (False, True)


@pytest.mark.parametrize("name", ["endpoint", "_method", "_scheme", "_anchor"])
def test_an_empty_field_of_any_name_is_left_out(signed_in, name):
    answer = signed_in().get(f"/?{name}=&limit=1")
    assert answer.status_code == 200
    assert 'action="//' not in answer.text


def test_events_are_read_page_by_page(signed_in):
    client = signed_in()
    kept(client)
    send(client, "/desk/paste", typed(FLOOD, store="on"))
    first = client.get("/?limit=1")
    [following] = re.findall(r'rel="next" href="([^"]+)"', first.text)
    second = client.get(unescape(following))
    assert ("The blast in Harim" in first.text, "The blast in Harim" in second.text) == (True, False)
    assert "A flood closed" in second.text
    assert 'rel="next"' not in second.text
    assert client.get("/?limit=1&cursor=made-up", headers=HTML).status_code == 422


def test_a_label_is_kept_and_shown_on_its_pair_as_mine(signed_in, archive):
    client = signed_in()
    event, report = kept(client)
    [(a, b)] = re.findall(r'data-a="(\w[^"]*)" data-b="([^"]+)"', report.text)
    answer = send(
        client, "/desk/labels", {"a": a, "b": b, "relation": "contradicts", "event": event}, f"/desk/events/{event}"
    )
    assert (answer.status_code, answer.location) == (303, f"/desk/events/{event}#p-{a}-{b}")
    [label] = archive.labels(LabelQuery(10)).items
    assert (label.decision.relation, label.by) == (Relation.CONTRADICTS, "user:mara")
    page = client.get(f"/desk/events/{event}")
    assert '<button name="relation" value="contradicts" aria-pressed="true">' in page.text
    assert "you: contradicts" in page.text
    signed_in("omar")
    assert 'name="relation"' not in client.get(f"/desk/events/{event}").text


def test_a_label_that_is_none_or_comes_from_elsewhere_is_refused(signed_in, archive):
    client = signed_in()
    event, report = kept(client)
    [(a, b)] = re.findall(r'data-a="(\w[^"]*)" data-b="([^"]+)"', report.text)
    wrong = {"a": a, "b": b, "relation": "perhaps", "event": event}
    assert send(client, "/desk/labels", wrong, "/desk/paste").status_code == 422
    assert client.post("/desk/labels", data=wrong | {"relation": "agrees"}).status_code == 403
    assert archive.given_labels == []


def test_an_event_that_has_moved_leads_to_where_it_is_now(signed_in, archive):
    client = signed_in()
    event, _ = kept(client)
    archive.moved["old"] = event
    assert client.get("/desk/events/old").location == f"/desk/events/{event}"


def test_a_refusal_is_a_page_for_a_browser_and_a_problem_for_a_program(signed_in):
    client = signed_in()
    for path in ("/desk/events/none", "/desk/events/none/pairs", "/desk/sources/none"):
        page = client.get(path, headers=HTML)
        assert (page.status_code, page.mimetype) == (404, "text/html")
        assert 'role="alert"' in page.text
        assert client.get(path).mimetype == "application/problem+json"
    assert client.get("/desk/models", headers=HTML).status_code == 403


def _named(report, id):
    return replace(report, id=id)


@pytest.fixture
def large(archive):
    """An archive with one large event."""
    report = large_report()
    archive.event = partial(_named, report)
    return report


def test_the_page_of_an_event_of_40_sources_and_300_claims_is_small(signed_in, large):
    page = signed_in("omar").get("/desk/events/e1")
    assert (len(large.claims), len(large.standings)) == (300, 40)
    assert "40 independent outlets in 40 articles" in words(page)
    assert len(page.data) < 300_000
    assert page.text.count('<tr><th scope="row">') < signed_in("omar").get("/desk/events/e1?rows=all").text.count(
        '<tr><th scope="row">'
    )


def test_all_pairs_of_a_large_event_are_read_page_by_page(signed_in, large, monkeypatch):
    monkeypatch.setattr(desk_pages, "PAIRS_A_PAGE", 400)
    client, at, found = signed_in("omar"), "/desk/events/e1/pairs", []
    while at:
        page = client.get(at)
        found += re.findall(r'id="p-(\w+)-(\w+)"', page.text)
        following = re.findall(r'rel="next" href="([^"]+)"', page.text)
        at = following[0] if following else ""
    assert len(found) == len(set(found))
    assert set(found) == {(pair.a, pair.b) for pair in large.events[0].pairs}


# ------------------------------------------------------------------------------------------- sources and models


def test_a_source_is_shown_with_its_interval_its_ledger_and_what_it_would_be_without_each_claim(signed_in, archive):
    client = signed_in()
    kept(client)
    listed = client.get("/desk/sources?name=courier")
    [id] = re.findall(r"/desk/sources/(\w+)", listed.text)
    source = archive.source(id)
    page = words(client.get(f"/desk/sources/{id}"))
    low, high = source.credibility.interval
    assert f"{source.credibility.mean:.2f} [{low:.2f}, {high:.2f}]" in page
    [line] = archive.ledger(id, 10, None).items
    assert f"{line.mean_without:.2f} ({line.mean_without - source.credibility.mean:+.2f})" in page
    assert BLAST[0]["text"] in page
    assert "Not known: too little of what it has others say" in page


def test_a_party_is_marked_on_its_event_and_its_own_page(signed_in, archive):
    client = signed_in()
    kept(client)
    [id] = re.findall(r"/desk/sources/(\w+)", client.get("/desk/sources?name=courier").text)
    [line] = archive.ledger(id, 10, None).items
    archive.label(PartyDecision(line.claim, True, "its van was burnt"), By("user:ada"))
    event = words(client.get(f"/desk/events/{line.event}"))
    assert "The Courier party ada says so: its van was burnt" in event
    page = words(client.get(f"/desk/sources/{id}"))
    assert "Party to events" in page
    assert "an editor says so" in page


def test_who_seems_to_follow_whom_is_shown_on_the_source_and_on_the_event(signed_in, archive):
    client = signed_in()
    kept(client)
    one, other = sorted(archive.claims.values(), key=lambda claim: archive.standings[claim.source].source.name)[1::-1]
    archive.followings.append(Following(one.source, other.source, 0.87, 4, 3.5, 0.2, 3, 1, ((one.id, other.id),)))
    names = [archive.standings[each.source].source.name for each in (one, other)]
    page = words(client.get(f"/desk/sources/{other.source}"))
    assert f"Seems to follow {names[0]} with a probability of 0.87 . In 4 events" in page
    assert "make about 3.5 mistakes together there. First to say so: this source 1 , the other 3 ." in page
    assert f"{other.text} – {one.text}" in page
    assert f"Seems to be followed by {names[1]}" in words(client.get(f"/desk/sources/{one.source}"))
    event = words(client.get(f"/desk/events/{archive.event_of(one.article)}"))
    assert (
        f"{names[0]} and {names[1]} seem to follow each other, or a third, with a probability of 0.87 : where" in event
    )


def test_versions_are_shown_with_what_the_gates_found_and_their_reliability(signed_in):
    client = signed_in("ada")
    listed = words(client.get("/desk/models"))
    assert "head-1" in listed
    assert "0.812" in listed
    page = client.get("/desk/models/model-2")
    assert "Against it: f1 agrees" in words(page)
    assert "0.95 0.97 150" in words(page)
    assert page.text.count("<circle") == 2
    assert "<script>alert" not in page.text


def test_a_version_is_made_to_answer_with_a_reason_and_the_way_back_is_the_same(signed_in, versions):
    client = signed_in("ada")
    for id, other in (("model-2", "model-1"), ("model-1", "model-2")):
        page = f"/desk/models/{id}"
        assert send(client, f"{page}/activate", {"reason": " "}, page).status_code == 422
        assert send(client, f"{page}/activate", {"reason": "better"}, page).location == "/desk/models"
        assert versions.one(id).active
        assert "Let it answer" not in client.get(page).text
        assert "Let it answer" in client.get(f"/desk/models/{other}").text


def test_retraining_is_asked_for_once_followed_and_told_how_it_ended(signed_in, house):
    client = signed_in("ada")
    first = send(client, "/desk/models/retrain", {"dry_run": "on"}, "/desk/models")
    again = send(client, "/desk/models/retrain", {}, "/desk/models")
    assert first.location == again.location
    [job] = house.jobs.jobs
    assert house.jobs.asked[job][0]["dry_run"] is True
    assert [line.action for line in house.audit.noted] == ["model.retrain"] * 2
    house.jobs.note(job, "fit", 1, 2)
    page = client.get("/desk/models")
    assert f'data-events="/jobs/{job}/events"' in page.text
    assert re.search(r"<progress [^>]*value=\"58\"", page.text)
    house.jobs.end(job, result={"outcome": "refused", "gates": {"against": ["f1_agrees"]}, "version": "model-2"})
    page = client.get("/desk/models")
    assert "data-events" not in page.text
    assert "It was kept, and does not answer. Against it: f1 agrees." in words(page)
    house.jobs.end(job, JobState.FAILED, error=JobFault("cannot-learn", "Nothing to learn from.", "Too few rows."))
    assert "Too few rows." in client.get("/desk/models").text


# ------------------------------------------------------------------------------------------------ every page


def pages(client):
    event, report = kept(client)
    [source] = re.findall(r"/desk/sources/(\w+)", client.get("/desk/sources?name=courier").text)
    paths = ["/", "/desk/paste", f"/desk/events/{event}", f"/desk/events/{event}/pairs", "/desk/sources"]
    paths += [f"/desk/events/{event}/split"]
    paths += [f"/desk/sources/{source}", "/desk/models", "/desk/models/model-2"]
    return {"report": report} | {path: client.get(path, headers=HTML) for path in paths}


def test_every_page_is_whole_has_one_heading_each_id_once_and_nothing_from_elsewhere(signed_in):
    for path, page in pages(signed_in("ada")).items():
        assert page.status_code == 200, path
        found = Unclosed(page.text)
        assert (path, found.wrong) == (path, [])
        assert len(found.ids) == len(set(found.ids)), path
        assert page.text.count("<h1") == 1, path
        assert not re.search(r"<script>|<style|\son\w+=|\sstyle=|javascript:", page.text), path
        assert all(each.startswith(("/", "#")) for each in re.findall(r'(?:src|href|action)="([^"]+)"', page.text))
        assert "unsafe" not in page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"] == "no-store"


def test_words_of_articles_are_never_read_as_html(signed_in):
    evil = {"outlet": "<b>x</b>", "title": '"><img src=x>', "text": "The <script>alert(1)</script> blast killed 3."}
    other = {"outlet": "Daily Ledger", "text": "The blast killed 4.", "title": ""}
    client = signed_in()
    answers = [send(client, "/desk/paste", typed(evil, other, **more)) for more in ({}, {"store": "on"}, {"more": "1"})]
    event = re.search(r"/desk/events/(\w+)", answers[1].text)[1]
    for page in (*answers, client.get(f"/desk/events/{event}"), client.get("/"), client.get("/desk/sources")):
        assert page.status_code == 200
        assert not re.search(r"<script>|<img|<b>x", page.text)


def test_only_where_somebody_may_go_they_are_led(signed_in):
    assert "/desk/models" not in signed_in("omar").get("/").text
    assert "/desk/paste" not in signed_in("omar").get("/").text
    assert "/desk/models" in signed_in("ada").get("/").text


def test_a_program_with_a_key_reads_the_desk_as_well(client, house):
    made = house.accounts.add_key(NewKey("wall", READER), By("cli:root"))
    answer = client.get("/", headers={"Authorization": f"Bearer {made.token}"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
