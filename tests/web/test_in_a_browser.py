"""The pages in a real browser: by keyboard alone, with what a screen reader is told, in light and in dark."""

from __future__ import annotations

import io
from collections import Counter
from datetime import timedelta

import pytest

from service.app import create_app
from service.news.accounts import By, NewKey
from service.news.identity import Scope
from service.settings import Settings
from service.store.accounts import Accounts
from service.store.audit import AuditLog, utc_now
from tests import browsing
from tests.browsing import contrast, opened, picture, served, sign_in
from tests.fakes import FakeScorer, make_house

PASSWORD = "correct horse battery"
OTHER = "a battery of incorrect horses"
ROOT = By("cli:root")

pytestmark = browsing.MARKS
browser = browsing.browser


@pytest.fixture
def accounts(database):
    accounts = Accounts(database)
    accounts.people.add("mara", "Mara Sefo", PASSWORD, {Scope.READ, Scope.LABEL}, ROOT)
    accounts.add_key(NewKey("Mara's script", frozenset({Scope.READ}), ("The Levant Courier",), None, "mara"), ROOT)
    return accounts


@pytest.fixture
def house(accounts, database):
    return make_house(accounts, audit=AuditLog(database))


@pytest.fixture
def address(house):
    """Where the app is served over plain http on this machine."""
    with served(create_app(Settings(), FakeScorer(), house, log_to=io.StringIO())) as address:
        yield address


@pytest.fixture(params=["light", "dark"])
def page(browser, address, request):
    with opened(browser, address, color_scheme=request.param) as page:
        yield page


def type_in(page, *words):
    """Types each word and goes on with the Tab key, from where the page has put the cursor."""
    page.locator("input:focus").wait_for()
    for word in words:
        page.keyboard.type(word)
        page.keyboard.press("Tab")


def signed_in(page, password=PASSWORD):
    sign_in(page, "mara", password)


def test_a_person_signs_in_and_out_by_keyboard_alone(page):
    page.goto("/account")
    assert page.url.endswith("/sign-in?next=/account")
    page.locator("#name:focus").wait_for()
    picture(page, "sign-in")
    signed_in(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Mara Sefo"
    picture(page, "account")
    page.keyboard.press("Tab")  # to the desk
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Sign out"
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")
    page.goto("/account")
    assert "/sign-in" in page.url


def test_a_wrong_password_is_said_aloud_and_the_name_is_kept(page):
    page.goto("/sign-in")
    type_in(page, "mara", OTHER)
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "do not belong together" in alert.inner_text()
    assert page.get_by_label("Name").input_value() == "mara"
    assert page.get_by_label("Password").input_value() == ""
    page.locator("#password:focus").wait_for()
    assert page.get_by_label("Password").get_attribute("aria-describedby") == "fault"
    picture(page, "wrong-password")


def test_everything_to_be_filled_in_or_pressed_has_a_name_of_its_own(page, accounts):
    accounts.sign_in("mara", PASSWORD)
    signed_in(page)
    names = Counter()
    for element in page.locator("button, input:not([type=hidden])").all():
        labels = element.evaluate(
            "e => e.ariaLabel || (e.labels && [...e.labels].map(l => l.innerText).join()) || e.innerText"
        )
        names[labels] += 1
    assert names
    assert "" not in names
    assert set(names.values()) == {1}
    assert {"Sign out", "Password so far"} <= set(names)


def test_tables_say_what_their_columns_are(page):
    signed_in(page)
    tables = page.locator("table")
    assert tables.count() == 2
    for table in tables.all():
        assert table.get_attribute("aria-labelledby")
        assert table.locator("thead th[scope=col]").count() == table.locator("tbody tr").first.locator("td").count()
    assert page.get_by_role("cell", name="Mara's script").is_visible()


def test_words_stand_out_from_what_is_behind_them(page):
    page.goto("/sign-in")
    type_in(page, "mara", OTHER)
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    faint = {each: contrast(page, each) for each in ("h1", "label", "input#name", "button", ".fault")}
    assert {each: ratio for each, ratio in faint.items() if ratio < 4.5} == {}


def test_a_narrow_screen_needs_no_scrolling_sideways(page):
    page.set_viewport_size({"width": 320, "height": 640})
    signed_in(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    picture(page, "account-narrow")


def test_the_cookie_is_out_of_reach_of_scripts(page):
    signed_in(page)
    [cookie] = page.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert not cookie["secure"]
    assert page.evaluate("document.cookie") == ""


def test_a_person_ends_another_session_and_changes_the_password(page, accounts):
    accounts.sessions._now = lambda: utc_now() - timedelta(hours=1)
    accounts.sign_in("mara", PASSWORD)
    accounts.sessions._now = utc_now
    signed_in(page)
    page.get_by_role("button", name="End the session of").click()
    page.wait_for_load_state()
    assert page.get_by_role("button", name="End the session of").count() == 0
    page.get_by_label("Password so far").fill(PASSWORD)
    page.get_by_label("New password").fill(OTHER)
    page.get_by_role("button", name="Change it").click()
    page.wait_for_url("**/sign-in")
    signed_in(page, OTHER)


def test_a_page_elsewhere_cannot_send_our_forms(page, address):
    """The browser itself keeps the cookie back; without the token it would be refused all the same."""
    signed_in(page)
    page.goto("about:blank")
    page.set_content(f'<form method="post" action="{address}/sign-out"><button>Win!</button></form>')
    page.get_by_role("button").click()
    page.wait_for_url(f"{address}/**")
    page.goto(f"{address}/account")
    assert page.get_by_role("heading", level=1).inner_text() == "Mara Sefo"


FOLLOW = """address => new Promise(resolve => {
    const source = new EventSource(address)
    source.addEventListener("finished", event => { source.close(); resolve(JSON.parse(event.data).state) })
    source.onerror = () => { source.close(); resolve("refused") }
})"""


def test_a_page_follows_a_job_by_a_ticket_for_it_sends_no_header(page, house, accounts):
    made = accounts.add_key(NewKey("wire", frozenset({Scope.SCORE})), ROOT)
    job = house.jobs.enqueue("score", {}, accounts.by_key(made.token)).id
    house.jobs.end(job)
    asked = page.request.post(f"/jobs/{job}/ticket", headers={"Authorization": f"Bearer {made.token}"})
    page.goto("/sign-in")
    assert page.evaluate(FOLLOW, f"/jobs/{job}/events") == "refused"
    assert page.evaluate(FOLLOW, f"/jobs/{job}/events?ticket={asked.json()['ticket']}") == "succeeded"
