"""The desk in a real browser: a person's path from pasted articles to a new version, and every page on every screen."""

from __future__ import annotations

import io
import json
import re

import pytest

from service import following as following_module
from service.app import close, create_app, stop
from service.news.accounts import By
from service.news.identity import Principal, Scope
from service.news.label import LabelQuery
from service.news.pair import Relation
from service.settings import Settings
from service.store.accounts import Accounts
from service.store.archive import Archive
from tests import browsing, test_retraining
from tests.browsing import faults, opened, picture, served, sign_in
from tests.builders import make_article, make_request
from tests.desk import BLAST
from tests.desk_pages.test_pages import GATES
from tests.fake_archive import FakeArchive
from tests.fake_versions import FakeVersions, make_model
from tests.fakes import FakeAccounts, FakeScorer, make_house
from tests.processes import ROOT
from tests.tools import make_scorer
from tests.waiting import until

PASSWORD = "correct horse battery"
SAMPLE = ROOT / "seeds" / "events" / "night_explosion.json"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}

pytestmark = browsing.MARKS
browser = browsing.browser
seeds = test_retraining.seeds


# ----------------------------------------------------------------------------------------------- a person's path


@pytest.fixture
def address(database, tmp_path, annotator, seeds, monkeypatch):
    """A server on a real database that does its own work: it reads for real, guesses in earnest, learns in seconds."""
    monkeypatch.setattr(following_module, "LOOK_EVERY_S", 0.05)
    Accounts(database).people.add("mara", "Mara Sefo", PASSWORD, {Scope.ADMIN}, By("cli:root"))
    settings = Settings(database_url=database.conninfo, state=tmp_path, jobs="inside")
    app = create_app(settings, build=lambda _: make_scorer(annotator), log_to=io.StringIO())
    until(lambda: app.test_client().get("/readyz").status_code == 200, "the server being ready")
    with served(app) as address:
        yield address
        stop(app)
    close(app, 60)


def paste(page, articles):
    page.get_by_role("link", name="Paste", exact=True).click()
    for n, article in enumerate(articles):
        if n >= page.get_by_role("group").count():
            page.get_by_role("button", name="Another article").click()
            page.wait_for_load_state()
        form = page.get_by_role("group", name=f"Article {n + 1}")
        form.get_by_label("Outlet").fill(article["outlet"])
        form.get_by_label("Headline").fill(article["title"])
        form.get_by_label("Published").fill(article["published_at"][:16])
        form.get_by_label("Text").fill(article["text"])
    picture(page, "pasted")
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="Report").wait_for()


def test_from_pasted_articles_to_a_label_to_a_new_version_that_answers(browser, address, database):
    with opened(browser, address, color_scheme="light", viewport=DESKTOP) as page:
        page.set_default_timeout(120_000)
        sign_in(page, "mara", PASSWORD)
        page.get_by_role("link", name="To the desk").click()
        paste(page, json.loads(SAMPLE.read_text(encoding="utf-8"))["articles"])
        picture(page, "report")

        contradictions = page.get_by_role("article", name=re.compile("contradicts"))
        pair = contradictions.filter(has_text="One denies what the other says").filter(has_text="did not shell").first
        assert any("did not shell" in marked for marked in pair.locator("mark").all_inner_texts())
        assert len(pair.locator("blockquote").all()) == 2
        pair.get_by_text("Evidence in bits").click()
        assert pair.get_by_role("cell", name=re.compile(r"^[+-]\d")).first.is_visible()

        pair.focus()
        page.keyboard.press("c")
        pair.get_by_text("you: contradicts").wait_for()
        assert page.get_by_role("status").inner_text() == "Labelled: contradicts"
        assert pair.get_by_role("button", name="Contradict").get_attribute("aria-pressed") == "true"
        picture(page, "labelled")
        [label] = Archive(database).labels(LabelQuery(10)).items
        assert (label.by, label.decision.relation) == ("user:mara", Relation.CONTRADICTS)

        page.get_by_role("link", name="Models").click()
        versions = page.get_by_role("region", name="Versions").get_by_role("row")
        before = versions.count()
        page.get_by_role("button", name="Learn from the labels").click()
        page.get_by_role("progressbar").wait_for()
        picture(page, "retraining")
        page.get_by_text("succeeded").wait_for()
        assert "Learnt from 1 of 1 labels." in page.locator("#job").inner_text()
        assert versions.count() == before + 1
        assert "answers" in versions.nth(1).inner_text()
        picture(page, "models")
        page.locator("#job a").click()
        page.get_by_role("img", name="Reliability diagram").wait_for()
        picture(page, "model")


# --------------------------------------------------------------------------------------- every page, every screen


@pytest.fixture
def desk():
    """A desk over fakes, with an event in dispute and a version that went through the gates."""
    ada = Principal("user:ada", "Ada", frozenset({Scope.ADMIN}), frozenset({"the courier", "daily ledger"}))
    archive, versions = FakeArchive(), FakeVersions()
    versions.add(make_model("head-1"))
    versions.add(
        make_model("head-2", figures={"gates": GATES}, card="# Learnt\n\n| from | n |\n|---|---|\n| labels | 7 |")
    )
    versions.activate("model-1", By("user:ada"), "the first")
    articles = [
        make_article(
            each["id"], each["outlet"], each["text"], title="A blast", url=f"https://news.example/{each['id']}"
        )
        for each in BLAST
    ]
    report = archive.keep(make_request(*articles), ada)
    house = make_house(FakeAccounts({"ada": (PASSWORD, ada)}), archive=archive, models=versions)
    [event] = archive.events_of
    paths = [
        "/",
        "/desk/paste",
        f"/desk/events/{event}",
        f"/desk/events/{event}/pairs",
        "/desk/sources",
        "/desk/models",
    ]
    paths += [f"/desk/sources/{report.standings[0].source.id}", "/desk/models/model-2", "/desk/events/none"]
    with served(create_app(Settings(), FakeScorer(), house, log_to=io.StringIO())) as address:
        yield address, paths


@pytest.mark.parametrize(("shade", "screen"), [("light", DESKTOP), ("dark", PHONE)], ids=["light", "dark phone"])
def test_every_page_can_be_read_and_used_on_every_screen(browser, desk, shade, screen):
    address, paths = desk
    with opened(browser, address, color_scheme=shade, viewport=screen) as page:
        sign_in(page, "ada", PASSWORD)
        for path in paths:
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            assert (path, faults(page)) == (path, {})
            picture(page, re.sub(r"\W+", "-", f"page{path}"))


def test_on_paper_an_event_is_whole_and_nothing_is_left_to_press(browser, desk):
    address, paths = desk
    with opened(browser, address, color_scheme="dark", viewport=DESKTOP) as page:
        sign_in(page, "ada", PASSWORD)
        page.goto(paths[2])
        folded = page.locator("details:not([open]) table").first
        assert not folded.is_visible()
        page.emulate_media(media="print")
        assert folded.bounding_box()["height"] > 20
        for gone in ("header", "form", "main nav", ".facts a"):
            assert not page.locator(gone).first.is_visible()
        assert page.get_by_text("It measures agreement among sources, not truth.").is_visible()
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(22, 24, 29)"  # dark on white
        written = "getComputedStyle(document.querySelector('.quote a'), '::after').content"
        assert "attr(href)" in page.evaluate(written) or "https://news.example/n" in page.evaluate(written)
        for paper in ({"width": 680, "height": 1000}, {"width": 1000, "height": 680}):
            page.set_viewport_size(paper)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        picture(page, "on-paper")


def test_pairs_are_gone_through_by_keyboard_alone(browser, desk):
    address, paths = desk
    with opened(browser, address, viewport=DESKTOP) as page:
        sign_in(page, "ada", PASSWORD)
        page.goto(paths[2])
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        pair = page.get_by_role("article").first
        while not pair.evaluate("pair => pair === document.activeElement"):
            page.keyboard.press("Tab")
        page.keyboard.press("u")
        pair.get_by_text("you: updates").wait_for()
        page.keyboard.press("k")
        assert pair.evaluate("pair => pair === document.activeElement")
        page.reload()
        assert pair.get_by_text("you: updates").is_visible()


def test_a_label_that_cannot_be_kept_is_said_beside_its_pair(browser, desk):
    address, paths = desk
    with opened(browser, address, viewport=DESKTOP) as page:
        sign_in(page, "ada", PASSWORD)
        page.goto(paths[2])
        page.evaluate("document.querySelector('.pair').dataset.a = 'gone'")
        pair = page.get_by_role("article").first
        pair.get_by_role("button", name="Neutral").click()
        pair.get_by_text("No claim gone").wait_for()
        assert "No claim gone" in page.get_by_role("status").inner_text()
