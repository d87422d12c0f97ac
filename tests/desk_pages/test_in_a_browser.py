"""The desk in a real browser: a person's path from pasted articles to a new version, and every page on every screen."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from typing import NamedTuple

import pytest

from service import following as following_module
from service.app import close, create_app, stop
from service.news.accounts import By
from service.news.feed import FeedKind, NewFeed
from service.news.identity import Principal, Scope
from service.news.label import DisputeDecision, LabelQuery, SourceDecision
from service.news.pair import Relation
from service.news.review import NewReview
from service.news.source import Ruling
from service.settings import Settings
from service.store.accounts import Accounts
from service.store.archive import Archive
from tests import browsing, test_retraining
from tests.browsing import faults, opened, picture, served, sign_in
from tests.builders import make_article, make_request
from tests.desk import BLAST, FLOOD
from tests.desk_pages.conftest import GATES
from tests.fake_archive import FakeArchive
from tests.fake_versions import FakeVersions, make_model
from tests.fakes import FakeAccounts, FakeScorer, make_house
from tests.processes import ROOT
from tests.review_fakes import FakeReviews
from tests.tools import make_scorer
from tests.waiting import until

PASSWORD = "correct horse battery"
SAMPLE = ROOT / "seeds" / "events" / "night_explosion.json"
THREE = [*BLAST, {"id": "n9", "outlet": "Evening Mail", "text": "The blast in Harim killed 9 people."}]
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


class Desk(NamedTuple):
    """Where a desk is served, its pages, and what lies behind them."""

    address: str
    paths: list[str]
    archive: FakeArchive
    ada: Principal

    def keep(self, id, outlet, text):
        """As if somebody else had sent an article meanwhile."""
        self.archive.now += timedelta(seconds=1)
        self.archive.keep(make_request(make_article(id, outlet, text)), self.ada)


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
        for each in THREE
    ]
    archive.keep(make_request(*articles), ada)
    parted = archive.split(
        *archive.events_of, (), archive.texts.keys() - list(archive.texts)[1:], By("user:ada"), "two"
    )
    archive.merge(parted.events, By("user:ada"), "one after all")
    [claim, *_] = archive.claims.values()
    reviews = FakeReviews({ada.id: "Ada Sefo"}, {claim.id: claim.text})
    reviews.add(*archive.events_of, NewReview(claim.id, "Too few", "The hospital counts twelve."), By(ada.id))
    house = make_house(FakeAccounts({"ada": (PASSWORD, ada)}), archive=archive, models=versions, reviews=reviews)
    house.feeds.add(NewFeed("https://courier.example/rss", "The Courier", FeedKind.FEED, 900), By(ada.id))
    [event] = archive.events_of
    archive.keep(make_request(make_article("n3", "The Courier", FLOOD["text"])), ada)
    paths = [
        "/",
        "/desk/paste",
        f"/desk/events/{event}",
        f"/desk/events/{event}/pairs",
        f"/desk/events/{event}/split",
        f"/desk/events/{event}/reviews",
        "/desk/sources",
        "/desk/feeds",
        "/desk/models",
    ]
    archive.dispute(claim.source, DisputeDecision(claim.id, Ruling.EXCLUDED, "a typing error"), By("user:ada"))
    paths += [f"/desk/sources/{claim.source}", "/desk/models/model-2", "/desk/events/none"]
    with served(create_app(Settings(fetch=True), FakeScorer(), house, log_to=io.StringIO())) as address:
        yield Desk(address, paths, archive, ada)


SIGHTS = [
    ("light", DESKTOP, ()),
    ("dark", DESKTOP, ("color-contrast",)),
    ("dark", PHONE, ()),
    ("light", PHONE, ("color-contrast",)),
]
"""Every shade on every screen; most rules see no difference between shades, and are asked on each screen once."""


def test_every_page_can_be_read_and_used_on_every_screen_by_day_and_night(browser, desk):
    with opened(browser, desk.address, viewport=DESKTOP) as page:
        sign_in(page, "ada", PASSWORD)
        for path in desk.paths:
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            for shade, screen, rules in SIGHTS:
                page.emulate_media(color_scheme=shade)
                page.set_viewport_size(screen)
                assert (path, shade, screen, faults(page, *rules)) == (path, shade, screen, {})
                picture(page, re.sub(r"\W+", "-", f"page{path}"))


def test_a_page_that_keeps_people_out_is_found(browser, desk):
    with opened(browser, desk.address, color_scheme="dark", viewport=PHONE) as page:
        sign_in(page, "ada", PASSWORD)
        page.goto(desk.paths[0])
        page.evaluate("""() => {
            document.querySelector(".filter button").textContent = "";
            document.querySelector("h1").className = "against";
            for (const rule of [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])) {
                if (rule.selectorText?.startsWith(".against")) rule.style.color = "#333";
            }
        }""")
        found = faults(page)
        assert set(found) == {"faint", "nameless", "rules"}
        assert set(found["rules"]) == {"button-name", "color-contrast"}


def test_on_paper_an_event_is_whole_and_nothing_is_left_to_press(browser, desk):
    address, paths = desk[:2]
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
    address, paths = desk[:2]
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
    address, paths = desk[:2]
    with opened(browser, address, viewport=DESKTOP) as page:
        sign_in(page, "ada", PASSWORD)
        page.goto(paths[2])
        page.evaluate("document.querySelector('.pair').dataset.a = 'gone'")
        pair = page.get_by_role("article").first
        pair.get_by_role("button", name="Neutral").click()
        pair.get_by_text("No claim gone").wait_for()
        assert "No claim gone" in page.get_by_role("status").inner_text()


# -------------------------------------------------------------------------------------------------- events and edits

ORDER = (
    "[...document.querySelectorAll('#events tbody tr')].map(row => row.querySelector('a').textContent.split(' ')[1])"
)


def test_events_are_merged_and_parted_again_by_keyboard_alone(browser, desk):
    with opened(browser, desk.address, viewport=DESKTOP) as page:
        sign_in(page, "ada", PASSWORD)
        page.goto("/")
        for _ in range(2):
            while not page.evaluate("document.activeElement.matches('[name=event]:not(:checked)')"):
                page.keyboard.press("Tab")
            page.keyboard.press("Space")
        while not page.evaluate("document.activeElement.name == 'reason'"):
            page.keyboard.press("Tab")
        page.keyboard.type("one story")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Edits").wait_for()
        merged = page.get_by_role("listitem").filter(has_text="Merged by ada").filter(has_text="one story")
        merged.get_by_label("Why it should hold no more").fill("two stories")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.goto("/")
        assert page.evaluate(ORDER) == ["blast", "flood"]


def test_the_list_changes_by_itself_and_moves_nothing_that_has_the_focus(browser, desk):
    with opened(browser, desk.address, viewport=DESKTOP) as page:
        page.clock.install()
        sign_in(page, "ada", PASSWORD)
        page.goto("/")
        said = page.get_by_role("status")
        page.get_by_role("row", name="A flood").get_by_role("checkbox").check()
        for n in range(4):
            desk.keep(f"f{n}", f"Paper {n}", f"A flood closed {n + 5} bridges.")
        desk.keep("q1", "Evening Mail", "An earthquake shook Kabul.")
        page.clock.run_for(10_000)
        said.get_by_text("Events: 1 new, 1 changed").wait_for()
        flood = page.get_by_role("row", name="A flood")
        assert flood.locator(".against").inner_text() == "10"
        assert page.evaluate(ORDER) == ["blast", "flood"]
        assert flood.get_by_role("checkbox").evaluate("box => box === document.activeElement && box.checked")

        page.get_by_label("Place").focus()
        page.clock.run_for(1)
        assert page.evaluate(ORDER) == ["flood", "blast", "earthquake"]
        assert flood.get_by_role("checkbox").is_checked()
        page.evaluate("document.getElementById('said').textContent = ''")
        with page.expect_response(lambda answer: answer.url.endswith("/desk/events")) as known:
            page.clock.run_for(10_000)
        assert known.value.status == 304
        assert said.inner_text() == ""
        page.context.clear_cookies()
        page.clock.run_for(10_000)
        said.get_by_text("You are signed out").wait_for()


def flood(desk):
    """The page of an event of one pair, in which a claim was named another's."""
    desk.keep("f0", "Paper 0", "A flood closed 4 bridges.")
    claim = next(each for each in desk.archive.claims.values() if each.text == FLOOD["text"])
    desk.archive.label(SourceDecision(claim.id, "Dina Haddad", "so signed"), By("user:ada"))
    return f"/desk/events/{desk.archive.event_of(claim.article)}"


def test_an_event_changes_by_itself_and_loses_nothing_that_is_half_written_or_has_the_focus(browser, desk):
    with opened(browser, desk.address, viewport=DESKTOP) as page:
        page.clock.install()
        sign_in(page, "ada", PASSWORD)
        page.goto(flood(desk))
        said, note, pairs = page.get_by_role("status"), page.locator("#news"), page.get_by_role("article")
        first = pairs.first
        first.get_by_text("Evidence in bits").click()
        page.locator("body").evaluate("() => document.activeElement.blur()")
        opened_pair = first.get_attribute("id")

        desk.keep("f1", "Paper 1", "A flood closed 5 bridges.")
        page.clock.run_for(10_000)
        said.get_by_text("News of this event: pairs: 2 new").wait_for()
        assert (pairs.count(), page.locator(".pair.new").count(), note.is_visible()) == (3, 2, False)
        assert page.locator(f"#{opened_pair} details").get_attribute("open") is not None

        reason = page.get_by_label("Why it should hold no more").first
        reason.fill("half a thought")
        where = reason.bounding_box()
        desk.keep("f2", "Paper 2", "A flood closed 6 bridges.")
        page.clock.run_for(10_000)
        note.get_by_text("News of this event: pairs: 3 new.").wait_for()
        assert (reason.bounding_box(), reason.input_value(), pairs.count()) == (where, "half a thought", 3)
        assert faults(page) == {}
        note.get_by_role("button", name="Show it").click()
        said.get_by_text("half written").wait_for()
        assert (reason.input_value(), pairs.count()) == ("half a thought", 3)
        reason.fill("")
        page.locator(f"#{opened_pair}").focus()
        page.clock.run_for(1)
        assert (pairs.count(), page.locator(f"#{opened_pair}").evaluate("each => each === document.activeElement")) == (
            3,
            True,
        )
        note.get_by_role("button", name="Show it").click()
        assert (pairs.count(), note.is_visible()) == (6, False)

        pairs.last.focus()
        page.keyboard.press("u")  # what is brought in is labelled as the rest is
        pairs.last.get_by_text("you: updates").wait_for()
        desk.archive.now += timedelta(seconds=1)
        with page.expect_response(lambda answer: answer.url.endswith("/news")) as known:
            page.clock.run_for(10_000)
        assert known.value.status == 200
        with page.expect_response(lambda answer: answer.url.endswith("/news") and answer.status == 304):
            page.clock.run_for(10_000)
        assert note.is_visible() is False  # what was labelled here is no news here
        event = page.url.rpartition("/")[2]
        desk.archive.moved[event] = next(id for id in desk.archive.events_of if id != event)
        desk.archive.events_of.pop(event)
        page.clock.run_for(10_000)
        note.get_by_role("link", name="What became of it").click()
        page.get_by_role("heading", name="The blast in Harim").wait_for()


def test_what_is_read_of_an_event_keeps_its_place_on_the_screen(browser, desk):
    with opened(browser, desk.address, viewport=PHONE) as page:
        page.clock.install()
        sign_in(page, "ada", PASSWORD)
        page.goto(flood(desk))
        heading = page.get_by_role("heading", name="Who says what")
        heading.evaluate("each => each.scrollIntoView()")
        before = heading.bounding_box()["y"]
        desk.keep("f1", "Paper 1", "A flood closed 5 bridges.")
        page.clock.run_for(10_000)
        page.get_by_role("status").get_by_text("News of this event").wait_for()
        assert abs(heading.bounding_box()["y"] - before) < 2
