"""What is kept for real, written in the formats of others: quotes stand where they are said to, whatever was read."""

from __future__ import annotations

from jsonschema import Draft202012Validator

from service.news.memory import EventQuery
from service.news.report import ScoreRequest
from service.newsroom import ninjs, ninjs_out, web_annotations, workbooks
from service.newsroom.event_tables import tables
from service.newsroom.findings import Addresses
from tests.newsroom.ninjs_3_0 import ITEM
from tests.newsroom.reading_workbooks import sheets
from tests.store.conftest import make_principal
from tests.store.wire import ARTICLES

BASE = Addresses("https://desk.example")
DESK = make_principal(outlets=sorted({article.outlet for article in ARTICLES}))
TEXTS = {article.url: article.text for article in ARTICLES if article.url}


def test_events_and_reports_of_a_real_archive_are_written_in_every_format(archive):
    given = archive.keep(ScoreRequest(ARTICLES, store=True), DESK)
    events = [archive.event(each.id) for each in archive.events(EventQuery(limit=50)).items]
    n_annotations = 0
    for report in (*events, archive.replay(given.id)):
        for item in web_annotations.collection(report, "https://desk.example/x", BASE)["first"]["items"]:
            n_annotations += 1
            quote, *positions = item["target"]["selector"]
            text = TEXTS.get(item["target"]["source"])
            for position in positions if text else []:
                assert text[position["start"] : position["end"]] == quote["exact"]
    assert n_annotations > 2
    for report in events:
        item = ninjs_out.item(report, BASE)
        Draft202012Validator(ITEM).validate(item)
        assert ninjs.read(item).text == item["bodies"][0]["value"]
        found = sheets(workbooks.workbook_of(tables(report, BASE)))
        event = report.events[0]
        assert [len(found[name]) - 1 for name in found] == [
            len(event.event.claims),
            len(event.pairs),
            len(event.sources),
        ]
