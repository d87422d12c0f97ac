"""What is kept in the formats of others: the same report as annotations, a news item, tables and a workbook."""

from __future__ import annotations

import csv
import io

import pytest

from service.news.identity import Scope
from service.newsroom import ninjs, web_annotations, workbooks
from tests.desk import BLAST, EVERYTHING
from tests.newsroom.reading_workbooks import sheets
from tests.web.test_events import BURNT, FIRE, SMOKE

OUT = ["annotations", "ninjs", "csv", "xlsx"]


def path(event, form):
    return f"/events/{event}/annotations" if form == "annotations" else f"/events/{event}.{form}"


@pytest.fixture
def full(desk):
    desk.keep(*EVERYTHING)
    return desk


@pytest.fixture
def blast(full):
    """The id of the event over which two outlets differ."""
    return full.ids("/events?disputed=true")[0]


def rows(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_annotations_quote_the_kept_articles_where_the_words_stand(full, blast):
    answer = full.get(path(blast, "annotations"))
    assert answer.headers["Content-Type"] == web_annotations.MEDIA_TYPE
    found = answer.get_json(force=True)
    assert found["id"] == f"http://localhost/events/{blast}/annotations"
    assert found["total"] == 2
    for item in found["first"]["items"]:
        text = full.get(item["target"]["source"].removeprefix("http://localhost")).json["text"]
        quote, position = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_a_report_has_annotations_on_the_state_it_was_given_on(desk):
    report = desk.keep(*BLAST).json
    desk.keep(BLAST[1] | {"text": "Nobody was killed.", "updated_at": "2024-05-02T09:00:00Z"})
    found = desk.get(f"/reports/{report['id']}/annotations").get_json(force=True)
    assert [each["body"][1]["value"] for each in found["first"]["items"]] == ["contradicts", "contradicts"]
    assert {each["target"]["selector"][0]["exact"] for each in found["first"]["items"]} == {
        each["text"] for each in BLAST
    }
    assert desk.get("/reports/k0/annotations").status_code == 404


def test_an_event_is_a_news_item_that_our_own_reader_reads(full, blast):
    answer = full.get(path(blast, "ninjs"))
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    item = ninjs.read(answer.json)
    assert item.guid == f"http://localhost/events/{blast}"
    assert "The Courier: “The blast in Harim killed 7 people.”" in item.text


@pytest.mark.parametrize(
    ("query", "n_rows", "first"), [("", 2, "claim"), ("?table=pairs", 1, "relation"), ("?table=sources", 2, "source")]
)
def test_an_event_comes_as_one_of_its_tables(full, blast, query, n_rows, first):
    answer = full.get(path(blast, "csv") + query)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert f"{blast}-{query[7:] or 'claims'}.csv" in answer.headers["Content-Disposition"]
    heading, *found = rows(answer)
    assert (heading[0], len(found)) == (first, n_rows)
    assert {len(row) for row in found} == {len(heading)}


def test_an_event_comes_as_a_workbook_that_says_what_its_tables_say(full, blast):
    answer = full.get(path(blast, "xlsx"))
    assert (answer.status_code, answer.mimetype) == (200, workbooks.MEDIA_TYPE)
    found = sheets(answer.data)
    for name in ("claims", "pairs", "sources"):
        assert [next(iter(row.values())) for row in found[name]] == [
            row[0] for row in rows(full.get(f"{path(blast, 'csv')}?table={name}"))
        ]


def test_the_list_of_events_comes_as_a_workbook_page_by_page(full):
    answer = full.get("/events.xlsx?limit=2")
    assert (answer.status_code, answer.mimetype) == (200, workbooks.MEDIA_TYPE)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="events.xlsx"'
    following = answer.headers["Link"].removeprefix("<").partition(">")[0]
    listed = [sheets(each.data)["events"][1:] for each in (answer, full.get(following))]
    assert [row["A"] for page in listed for row in page] == full.ids("/events")


@pytest.mark.parametrize("form", OUT)
def test_it_is_not_sent_again_to_who_has_it(full, blast, form):
    tag = full.get(path(blast, form)).headers["ETag"]
    again = full.get(path(blast, form), headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("form", OUT)
def test_an_event_that_has_become_part_of_another_leads_to_the_same_form_of_that(desk, form):
    desk.keep(FIRE, SMOKE)
    before = set(desk.ids("/events"))
    desk.keep(BURNT)
    [after] = desk.ids("/events")
    [moved] = before - {after}
    answer = desk.get(path(moved, form))
    assert (answer.status_code, answer.headers["Location"]) == (308, path(after, form))


def test_the_way_to_what_it_has_become_part_of_keeps_the_query(desk):
    desk.keep(FIRE, SMOKE)
    before = set(desk.ids("/events"))
    desk.keep(BURNT)
    [moved] = before - set(desk.ids("/events"))
    assert desk.get(f"/events/{moved}.csv?table=pairs").headers["Location"].endswith(".csv?table=pairs")


@pytest.mark.parametrize("form", OUT)
def test_what_is_not_there_or_cannot_be_meant_is_refused(full, blast, form):
    assert full.get(path("e0", form)).json["type"] == "/problems/not-kept"
    assert full.get(f"{path(blast, form)}?tabel=pairs").status_code == 422
    assert full.ask("GET", path(blast, form), Scope.SCORE).status_code == 403


def test_a_table_that_an_event_has_not_is_refused_by_the_name_of_the_parameter(full, blast):
    answer = full.get(f"/events/{blast}.csv?table=people")
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "#/table")


def test_behind_a_prefix_the_addresses_have_it(full, blast):
    prefix = {"environ_overrides": {"SCRIPT_NAME": "/counterclaim"}}
    found = full.get(path(blast, "ninjs"), **prefix).json
    assert found["uri"] == f"http://localhost/counterclaim/events/{blast}"
