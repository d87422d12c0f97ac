"""trust.txt as sites write it: every line is kept, and what is no line is named."""

from __future__ import annotations

import pytest

from service.newsroom.files import UnreadableFile
from service.newsroom.trust import NAMES, read, read_files

HARBOUR = """\ufeff# The Harbour Post
 ControlledBy = https://www.tideline.example/
member=https://bay.example
social=https://social.example/@harbour
contact=mailto:desk@harbour.example

vendor=https://ads.example/?a=b
vendor=https://ads.example/?a=b
colour=blue
"""


def test_lines_are_names_and_values_each_once():
    file = read(HARBOUR, "https://www.Harbour.example/")
    assert file.site == "harbour.example"
    assert file.lines == (
        ("controlledby", "https://www.tideline.example/"),
        ("member", "https://bay.example"),
        ("social", "https://social.example/@harbour"),
        ("contact", "mailto:desk@harbour.example"),
        ("vendor", "https://ads.example/?a=b"),
        ("colour", "blue"),
    )
    assert "colour" not in NAMES


@pytest.mark.parametrize("line", ["control", "=https://bay.example", "control=", "control=bay", "belongto=http://[x"])
def test_what_is_no_line_is_named_with_its_number(line):
    with pytest.raises(UnreadableFile, match="line 2: ") as refused:
        read(f"contact=desk@harbour.example\r\n{line}\r\n", "harbour.example")
    assert repr(line) in str(refused.value)


def test_a_file_tells_its_site_by_where_it_lies(tmp_path):
    for place in ("bay.example.txt", "harbour.example/trust.txt", "tideline.example/.well-known/trust.txt"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("contact=desk@news.example\n")
    assert [file.site for file in read_files(tmp_path)] == ["bay.example", "harbour.example", "tideline.example"]
    (one,) = read_files(tmp_path / "bay.example.txt", "https://cove.example")
    assert one.site == "cove.example"


def test_the_two_places_of_a_site_have_to_say_the_same(tmp_path):
    for place, line in (("trust.txt", "control=bay.example"), (".well-known/trust.txt", "control=cove.example")):
        file = tmp_path / "tideline.example" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(line)
    with pytest.raises(UnreadableFile, match=r"another file of tideline\.example says otherwise"):
        read_files(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("bay.example.txt", b"control=\xff.example", "utf-8"),
        ("bay.example.txt", b"hello", "line 1"),
        ("trusted.txt", b"control=bay.example", "--site"),
        ("readme.md", b"", "no trust.txt lies in it"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=why) as refused:
        read_files(tmp_path)
    assert str(tmp_path) in str(refused.value)
