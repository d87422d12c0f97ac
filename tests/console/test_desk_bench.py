"""The bench of the desk measures a real page and tells what it is meant to stay below; no test says how long it takes."""

from __future__ import annotations

import json

from click.testing import CliRunner

from service.__main__ import commands
from service.console import desk_bench
from service.measure.page_figures import MOST_KB


def test_the_page_of_a_large_event_is_measured_and_written_down(tmp_path, monkeypatch):
    monkeypatch.setattr(desk_bench, "ROUNDS", 2)
    page = tmp_path / "benchmarks.md"
    done = CliRunner().invoke(commands, ["bench", "desk", "--json", "--page", str(page)])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["rounds"] == 2
    assert found["event_page_ms"] > 0
    assert 100 < found["event_page_kb"] < found["most_event_page_kb"] == MOST_KB
    written = page.read_text(encoding="utf-8")
    assert "## The desk: what a large page costs" in written
    assert f"| event page kb | {found['event_page_kb']:.1f} | 300 | kB |" in written
    said = CliRunner().invoke(commands, ["bench", "desk"]).stdout
    assert "meant to stay below" in said
