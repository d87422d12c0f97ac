"""`labels` as a shell meets it: out as lines, and in again where the articles are kept."""

from __future__ import annotations

import json

import pytest

from service.news.accounts import By
from service.news.label import EventDecision, LabelQuery, SourceDecision
from service.news.report import ScoreRequest
from service.store.archive import Archive
from tests.store.conftest import emptied, make_principal
from tests.store.wire import ARTICLES
from tests.tools import make_scorer

AMAL = By("user:amal")
DESK = make_principal("key:desk", outlets=sorted({article.outlet for article in ARTICLES}))


@pytest.fixture
def archive(database, annotator):
    """Two articles, kept anew."""
    archive = Archive(database)
    archive.start(make_scorer(annotator))
    archive.keep(ScoreRequest(ARTICLES[:2], store=True), DESK)
    return archive


def labelled(archive):
    """Three labels, one of them withdrawn."""
    report = archive.keep(ScoreRequest(ARTICLES[:2], store=True), DESK)
    one, other = (next(c.id for c in report.claims if c.article == article.id) for article in ARTICLES[:2])
    archive.label(EventDecision(((one,), (other,)), "two bridges"), AMAL)
    archive.label(SourceDecision(one, "Port Police"), AMAL)
    slip = archive.label(SourceDecision(other, "Port Police"), AMAL)
    archive.withdraw(str(slip.number), AMAL, "a slip", anyones=False)
    return [archive.kept_label(str(each.number)) for each in reversed(archive.labels(LabelQuery(10)).items)]


def told(labels):
    return [(each.decision, each.by, each.at, each.current, each.disagree, each.withdrawn) for each in labels]


def test_what_was_exported_is_imported_into_another_store_and_holds_there(run, archive, database, tmp_path):
    before = labelled(archive)
    lines = run("labels", "export").out
    assert [json.loads(line)["id"] for line in lines.splitlines()] == [str(each.number) for each in before]
    (tmp_path / "labels.jsonl").write_text(lines)
    emptied(database)
    archive.rebuild()
    archive.keep(ScoreRequest(ARTICLES[:2], store=True), DESK)
    found = run("labels", "import", tmp_path / "labels.jsonl", "--dry-run")
    assert (found.code, found.out) == (0, "3 would be added, 1 would be withdrawn, 0 known already, 0 refused\n")
    assert archive.labels(LabelQuery(10)).items == ()
    for out in (
        "3 added, 1 withdrawn, 0 known already, 0 refused\n",
        "0 added, 0 withdrawn, 3 known already, 0 refused\n",
    ):
        assert run("labels", "import", tmp_path / "labels.jsonl").out == out
        after = list(archive.every_label(LabelQuery(10)))
        assert told(after) == told(before)
        assert archive.differences() == []
    assert {event.edits[0].note for name in after[0].events for event in archive.event(name).events} == {"two bridges"}


def test_lines_that_cannot_be_kept_are_told_and_the_others_are_kept(run, archive, tmp_path):
    claim = archive.keep(ScoreRequest(ARTICLES[:1], store=True), DESK).claims[0].id
    good = {"kind": "source", "claim": claim, "source": "Port Police"}
    rows = [good, {**good, "claim": "v0.1"}, {**good, "at": "2999-01-01T00:00:00Z"}, {"kind": "vote"}]
    file = tmp_path / "labels.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    found = run("labels", "import", file)
    assert (found.code, found.out) == (1, "1 added, 0 withdrawn, 0 known already, 3 refused\n")
    lines = found.err.splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{file}:{n}" for n in (2, 3, 4)]
    for line, word in zip(lines, ("v0.1", "future", "#/kind"), strict=True):
        assert word in line
    [made] = archive.labels(LabelQuery(10)).items
    assert made.by == made.imported_by
    assert made.by.startswith("cli:")
