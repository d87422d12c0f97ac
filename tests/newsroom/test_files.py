"""Articles from plain text and saved pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from service.newsroom.files import LONGEST_HEADLINE, UnreadableFile, article

GIVEN = datetime(2024, 3, 15, 6, 0, tzinfo=UTC)
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title> Blast in Warda kills seven &amp; wounds nine </title>
<style>p {{ color: red }}</style><script>var seen = "never";</script></head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Blast in Warda kills seven</h1>{time}
<p>Seven people were killed in a blast in the market of Warda on Friday morning, the ministry said, and nine more were
taken to the two hospitals of the town with burns and broken bones.</p>
<p>“It was a gas bottle,” the mayor said, standing before what was left of the bakery. Nobody claimed an attack, and the
police closed the street until the evening. قتل سبعة أشخاص 🔥</p></article>
<footer>© The Courier. All rights reserved. <a href="/privacy">Privacy</a></footer>
</body></html>"""


@pytest.fixture
def written(tmp_path):
    def write(content, name="blast.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def test_a_text_is_an_article_of_its_outlet_called_by_its_file(written):
    found = article(written("Seven people were killed.\n"), "The Courier", GIVEN)
    assert (found.id, found.outlet, found.published_at) == ("blast.txt", "The Courier", GIVEN)
    assert (found.title, found.text) == ("", "Seven people were killed.")
    assert (found.url, found.language) == (None, None)


@pytest.mark.parametrize(
    ("content", "title", "text"),
    [
        ("Seven killed\n\nA blast shook Warda.\n", "Seven killed", "A blast shook Warda."),
        ("Seven killed\n  \t\nA blast shook Warda.", "Seven killed", "A blast shook Warda."),
        ("\n\n Seven killed \n\n\n\nA blast.\n\nIt burnt.\n", "Seven killed", "A blast.\n\nIt burnt."),
        ("A blast shook Warda.\nSeven were killed.", "", "A blast shook Warda.\nSeven were killed."),
        ("A blast shook Warda.", "", "A blast shook Warda."),
        ("Seven killed\n\n", "", "Seven killed"),
        ("Seven killed\n\n  \n", "", "Seven killed"),
    ],
)
def test_a_first_line_above_an_empty_one_is_the_headline(written, content, title, text):
    found = article(written(content), "x")
    assert (found.title, found.text) == (title, text)


@pytest.mark.parametrize(("length", "is_headline"), [(LONGEST_HEADLINE, True), (LONGEST_HEADLINE + 1, False)])
def test_a_first_line_too_long_for_a_headline_is_text(written, length, is_headline):
    found = article(written("h" * length + "\n\nA blast."), "x")
    assert bool(found.title) is is_headline
    assert found.text.endswith("A blast.")


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_line_ends(written, ends):
    plain = article(written("Seven killed\n\nA blast.\n\nIt burnt."), "x")
    assert article(written(f"Seven killed{ends}{ends}A blast.{ends}{ends}It burnt."), "x") == plain


def test_a_byte_order_mark_is_no_part_of_the_text(written):
    found = article(written("\ufeffSeven killed\n\nA blast."), "x")
    assert (found.title, found.text) == ("Seven killed", "A blast.")


def test_every_script_and_picture_is_kept(written):
    text = "قتل سبعة أشخاص 🔥 e\u0301meute 👩\u200d👧"
    assert article(written(text), "x").text == text


@pytest.mark.parametrize("name", ["blast.html", "blast.htm", "BLAST.HTML"])
def test_a_page_gives_its_title_and_its_story_without_what_stands_around_it(written, name):
    found = article(written(PAGE.format(time=""), name), "The Courier")
    assert found.id == name
    assert found.title == "Blast in Warda kills seven & wounds nine"
    assert "Seven people were killed in a blast in the market of Warda" in found.text
    assert "“It was a gas bottle,” the mayor said" in found.text
    assert "قتل سبعة أشخاص 🔥" in found.text
    for around in ("Sport", "Privacy", "All rights reserved", "never", "color", "<p>"):
        assert around not in found.text


@pytest.mark.parametrize(
    ("time", "published_at"),
    [
        ("", None),
        (
            '<time datetime="2024-03-15T08:00:00+02:00">8 am</time>',
            datetime(2024, 3, 15, 8, tzinfo=timezone(timedelta(hours=2))),
        ),
        ('<time datetime="2024-03-15T06:00:00Z">6 am</time>', GIVEN),
        ('<time datetime="2024-03-15">Friday</time>', datetime(2024, 3, 15, tzinfo=UTC)),
        ('<time datetime="2024-03-15T06:00">6 am</time>', GIVEN),
        ('<time datetime="last Friday">Friday</time>', None),
        ("<time>Friday</time>", None),
    ],
)
def test_a_page_may_state_its_time(written, time, published_at):
    assert article(written(PAGE.format(time=time), "p.html"), "x").published_at == published_at


def test_a_time_that_is_given_goes_before_the_one_on_the_page(written):
    page = written(PAGE.format(time='<time datetime="2020-01-01T00:00:00Z">then</time>'), "p.html")
    assert article(page, "x", GIVEN).published_at == GIVEN


def test_a_page_with_a_byte_order_mark_and_windows_line_ends_is_the_same_page(written):
    plain = article(written(PAGE.format(time=""), "p.html"), "x")
    marked = written("\ufeff" + PAGE.format(time="").replace("\n", "\r\n"), "p.html")
    assert article(marked, "x") == plain


def test_a_page_without_a_title_has_none(written):
    page = "<html><body><p>Seven people were killed in a blast in the market of Warda on Friday.</p></body></html>"
    found = article(written(page, "p.html"), "x")
    assert (found.title, found.text) == ("", "Seven people were killed in a blast in the market of Warda on Friday.")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", ""),
        ("a.txt", " \n\t\r\n"),
        ("a.txt", b"\xef\xbb\xbf"),
        ("a.html", ""),
        ("a.html", "<html><head><title>Blast</title></head><body></body></html>"),
        ("a.html", "<html><body><script>var blast = 7;</script></body></html>"),
    ],
)
def test_a_file_without_text_is_refused_by_its_path(written, name, content):
    path = written(content, name)
    with pytest.raises(UnreadableFile, match=f"^{path}: no text"):
        article(path, "x")


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
@pytest.mark.parametrize("content", [b"caf\xe9 blast", b"\xff\xfeS\x00e\x00"], ids=["latin-1", "utf-16"])
def test_a_file_that_is_not_utf_8_is_refused_by_its_path(written, name, content):
    path = written(content, name)
    with pytest.raises(UnreadableFile, match=f"^{path}: .*utf-8"):
        article(path, "x")


@pytest.mark.parametrize("name", ["gone.txt", "gone.html"])
def test_a_missing_file_is_refused_by_its_path(tmp_path, name):
    with pytest.raises(UnreadableFile, match=f"^{tmp_path / name}: "):
        article(tmp_path / name, "x")


def test_a_folder_is_refused_by_its_path(tmp_path):
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    with pytest.raises(UnreadableFile, match=f"^{folder}: "):
        article(folder, "x")
