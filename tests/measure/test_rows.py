"""Files are read strictly: what cannot be read says where and why."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.measure.rows import PAIR_LABELS, RELATIONS, UnreadableRow, csv_rows, json_document, json_rows
from service.news.article import Span
from service.news.pair import Relation, Stance


def write(folder: Path, text: str | bytes, name="rows.jsonl") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def row_of(folder, **values):
    return next(iter(json_rows([write(folder, json.dumps(values))])))


def test_plain_and_zipped_files_are_read_alike(tmp_path):
    text = '{"id": "1"}\n\n{"id": "ö"}\n'
    plain = write(tmp_path, text)
    zipped = write(tmp_path, gzip.compress(text.encode()), "rows.jsonl.gz")
    assert [row.text("id") for row in json_rows([plain, zipped])] == ["1", "ö", "1", "ö"]


def test_a_byte_order_mark_is_passed_over(tmp_path):
    assert next(json_rows([write(tmp_path, '\ufeff{"id": "1"}')])).text("id") == "1"


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b'{"id": "1"}\n{"id": ', 2, "not JSON"),
        (b'{"id": "1"}\n[1, 2]\n', 2, "not a JSON object"),
        (b'{"id": "1"}\n"words"\n', 2, "not a JSON object"),
        (b'{"id": "1"}\n\n\xff\xfe\n', 3, "not UTF-8"),
        (b'{"id": ' + b"9" * 5000 + b"}", 1, "cannot be read"),
        (b"[" * 100_000, 1, "cannot be read"),
        (b"\n\n", 0, "no rows"),
        (b"", 0, "no rows"),
    ],
)
def test_what_is_no_row_says_where_and_why(tmp_path, content, line, reason):
    file = write(tmp_path, content)
    with pytest.raises(UnreadableRow, match=reason) as caught:
        list(json_rows([file]))
    assert (caught.value.file, caught.value.line) == (file, line)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize("content", [b"not zipped", gzip.compress(b'{"id": "1"}' * 999, mtime=0)[:-20]])
def test_a_damaged_archive_is_unreadable(tmp_path, content):
    with pytest.raises(UnreadableRow):
        list(json_rows([write(tmp_path, content, "rows.jsonl.gz")]))


def test_a_missing_file_is_unreadable(tmp_path):
    with pytest.raises(UnreadableRow, match="No such file"):
        list(json_rows([tmp_path / "nowhere.jsonl"]))


@pytest.mark.parametrize(
    ("read", "reason"),
    [
        (lambda row: row.text("missing"), "the key 'missing' is missing"),
        (lambda row: row.text("number"), "'number' is not a string"),
        (lambda row: row.text("null"), "'null' is not a string"),
        (lambda row: row.text("half"), "surrogate"),
        (lambda row: row.whole_number("flag"), "'flag' is not a whole number"),
        (lambda row: row.whole_number("negative"), "'negative' is not a whole number"),
        (lambda row: row.time("name"), "'name' is not an ISO 8601 time"),
        (lambda row: row.word("name", PAIR_LABELS), "'name' is not one of contradiction, entailment, neutral"),
        (lambda row: row.words("names", PAIR_LABELS), "'names' is not one of"),
        (lambda row: row.texts("numbers"), "'numbers' is not a list of strings"),
        (lambda row: row.texts("name"), "'name' is not a list"),
        (lambda row: row.lists("lists"), "'lists.1' is not a list"),
        (lambda row: row.row("name"), "'name' is not an object"),
        (lambda row: row.row("nested").text("b"), "the key 'nested.b' is missing"),
        (lambda row: row.rows("rows")[1].text("a"), "'rows.1.a' is not a string"),
        (lambda row: row.rows("names"), "'names.0' is not an object"),
        (lambda row: row.spans("spans", 4), r"'spans' is not a list of \[start, end\] within 0 and 4"),
        (lambda row: row.spans("numbers", 4), "'numbers' is not a list of"),
    ],
)
def test_a_value_of_another_type_is_refused(tmp_path, read, reason):
    row = row_of(
        tmp_path,
        number=1,
        null=None,
        half="\ud83d",
        flag=True,
        negative=-1,
        name="Ayn",
        names=["Ayn"],
        numbers=[1],
        lists=[["a"], "b"],
        nested={"a": "1"},
        rows=[{"a": "1"}, {"a": 1}],
        spans=[[0, 5]],
    )
    with pytest.raises(UnreadableRow, match=reason):
        read(row)


def test_good_values_are_given_as_they_are(tmp_path):
    row = row_of(tmp_path, text="", n=0, spans=[[1, 2], [4, 4]], lists=[["a", "b"], []], label="entailment", other=1)
    assert row.text("text") == ""
    assert row.whole_number("n") == 0
    assert row.spans("spans", 4) == (Span(1, 2), Span(4, 4))
    assert row.lists("lists") == (("a", "b"), ())
    assert row.word("label", PAIR_LABELS) is Stance.AGREES
    assert row.text_if_any("missing") is None


def test_times_have_a_zone(tmp_path):
    row = row_of(tmp_path, zoned="2026-03-01T22:10:00+03:00", bare="2026-03-01T22:10:00", none=None)
    assert row.time("zoned") == datetime(2026, 3, 1, 19, 10, tzinfo=UTC)
    assert row.time("bare") == datetime(2026, 3, 1, 22, 10, tzinfo=UTC)
    assert row.time("none") is None


def test_words_of_files_become_the_one_enum():
    assert RELATIONS["update"] is Relation.UPDATES
    assert set(RELATIONS.values()) == set(Relation)
    assert set(PAIR_LABELS.values()) == set(Stance)


def test_csv_fields_are_found_by_their_column(tmp_path):
    file = write(tmp_path, 'value,extra,source\r\n"1,5",x,"a ""b"""\r\n\r\n2,y,c\r\n', "a.csv")
    assert list(csv_rows(file, ("source", "value"))) == [('a "b"', "1,5"), ("c", "2")]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("source\nx\n", 1, "the column 'value' is missing"),
        ("source,value\na,b\nc\n", 3, "the row has 1 fields, the header has 2"),
        ('source,value\na,"b" c\n', 2, "not CSV"),
        ('source,value\na,"b\n', 2, "not CSV"),
        ("source,value\n", 0, "no rows"),
        ("", 1, "the column 'source' is missing"),
    ],
)
def test_a_bad_csv_says_where_and_why(tmp_path, content, line, reason):
    with pytest.raises(UnreadableRow, match=reason) as caught:
        list(csv_rows(write(tmp_path, content, "a.csv"), ("source", "value")))
    assert caught.value.line == line


def test_a_document_may_span_lines_and_says_which_is_broken(tmp_path):
    assert json_document(write(tmp_path, '{\n"id": "1"\n}', "a.json")).text("id") == "1"
    with pytest.raises(UnreadableRow) as caught:
        json_document(write(tmp_path, '{\n"id": "1"\n"b"}', "a.json"))
    assert caught.value.line == 3
