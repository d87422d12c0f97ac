"""Progress: bars for a person, next to nothing for a log, and never a word where the output is read."""

from __future__ import annotations

from service.console import progress
from service.console.progress import bars


def test_short_work_says_nothing_where_there_is_no_terminal(capsys):
    with bars() as tell:
        for done in range(100):
            tell("extract", done, 100)
            tell("compare", done, 100)
    assert capsys.readouterr() == ("", "")


def test_long_work_says_now_and_then_how_far_it_is_and_on_standard_error_alone(capsys, monkeypatch):
    monkeypatch.setattr(progress, "LINE_EVERY", 0.0)
    with bars() as tell:
        tell("extract", 3, 10)
    assert capsys.readouterr() == ("", "extract: 3 of 10\n")


def test_in_a_terminal_bars_are_drawn_on_standard_error_alone(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    with bars() as tell:
        tell("extract", 0, 10)
        tell("extract", 10, 10)
        tell("compare", 5, 20)
    said = capsys.readouterr()
    assert said.out == ""
    assert "extract" in said.err
    assert "10/10" in said.err
    assert "5/20" in said.err
