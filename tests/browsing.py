"""A real browser for tests: Debian's Chromium driven by Playwright, and what is asked of every page."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from werkzeug.serving import make_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",  # as root, in a container, Chromium does without
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",  # nothing is looked for outside of this machine
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = os.environ.get("PICTURES")
LEAST_CONTRAST = 4.5

MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
    # Playwright's own event loop is left to the interpreter's end.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

# As WCAG 2 counts it, of an element's words to what is behind them.
CONTRAST = """element => {
    const parts = text => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
        .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
    let behind = element, ground = [255, 255, 255];
    for (; behind; behind = behind.parentElement) {
        const colour = parts(getComputedStyle(behind).backgroundColor);
        if (colour.length < 4 || colour[3] > 0) { ground = colour; break; }
    }
    const style = getComputedStyle(element);
    const ink = element instanceof SVGElement ? style.fill : style.color;
    const [a, b] = [light(parts(ink)), light(ground)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
}"""

FAINT = f"""least => {{
    const contrast = {CONTRAST};
    const own = e => [...e.childNodes].some(n => n.nodeType == Node.TEXT_NODE && n.data.trim());
    return [...document.body.querySelectorAll("*")].filter(e => own(e) && e.checkVisibility())
        .map(e => [e.tagName + " " + e.textContent.trim().slice(0, 40), contrast(e)])
        .filter(([_, ratio]) => ratio < least);
}}"""

NAMELESS = """() => [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, a, summary, svg")]
    .filter(e => !(e.ariaLabel || e.getAttribute("aria-label") || (e.labels && [...e.labels].map(l => l.innerText).join())
        || e.innerText || "").trim())
    .map(e => e.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def browser():
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(app):
    """The address at which ``app`` is served over plain http on this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def opened(browser, address, **how):
    """A page of a fresh browser; it fails the test when a page breaks its own rules or asks others for anything."""
    context = browser.new_context(base_url=address, **how)
    page = context.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda each: asked.append(each.url))
    yield page
    context.close()
    assert [each for each in said if "status of" not in each] == []
    assert [each for each in asked if not each.startswith(address)] == []


def picture(page, name):
    """What a person sees, kept where PICTURES names a folder."""
    if PICTURES:
        shade = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
        page.screenshot(path=Path(PICTURES) / f"{name}-{shade}-{page.viewport_size['width']}.png", full_page=True)


def sign_in(page, name, password):
    """Signs in by keyboard alone; the page has put the cursor into the first empty field."""
    page.goto("/sign-in")
    page.locator("input:focus").wait_for()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account")


def contrast(page, selector):
    """The contrast of the words of one element."""
    return page.eval_on_selector(selector, CONTRAST)


def broken_rules(page, *only):
    """The rules of axe-core, or of ``only`` some of them, that a page breaks, each with the elements that break it."""
    from axe_playwright_python.sync_playwright import Axe

    if page.evaluate("!window.axe"):
        page.evaluate(Axe().axe_script)
    options = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": list(only)} if only else {})
    found = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    return {each["id"]: [node["html"][:120] for node in each["nodes"]] for each in found}


def faults(page, *rules):
    """What keeps people from reading or using a page: faint words, things without a name, cut-off sides, broken rules."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found = {
        "faint": page.evaluate(FAINT, LEAST_CONTRAST),
        "nameless": page.evaluate(NAMELESS),
        "tables without heads": page.evaluate(
            "[...document.querySelectorAll('table')].filter(t => !t.querySelector('th')).length"
        ),
        "wider than the screen by": max(0, wide),
        "rules": broken_rules(page, *rules),
    }
    return {what: each for what, each in found.items() if each}
