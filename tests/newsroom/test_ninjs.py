"""Items of ninjs in its three generations, read and refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.newsroom import ninjs
from service.newsroom.items import Status, Unusable
from tests.newsroom.samples import NINJS_1, NINJS_2, NINJS_3, NITF

AT_FIVE, AT_TEN_PAST = datetime(2024, 3, 15, 5, tzinfo=UTC), datetime(2024, 3, 15, 6, 10, tzinfo=UTC)


def test_an_item_of_the_first_generation_is_read():
    item = ninjs.read(NINJS_1)
    assert (item.guid, item.version, item.status) == ("http://courier.example/items/42", "2", Status.USABLE)
    assert (item.title, item.outlet, item.language) == ("Blast in Warda kills seven", "The Courier", "en-GB")
    assert (item.published_at, item.updated_at) == (AT_FIVE, AT_TEN_PAST)
    assert item.text == "Seven people were killed in a blast in Warda.\n\nNine were hurt."


def test_an_item_of_the_second_generation_is_read_by_its_main_parts():
    item = ninjs.read(NINJS_2)
    assert (item.title, item.outlet) == ("Blast in Warda kills seven", "The Courier")
    assert item.text == "Seven people were killed in a blast in Warda."
    assert (item.published_at, item.updated_at) == (AT_TEN_PAST, None)
    assert item.version == AT_TEN_PAST.isoformat()


def test_an_item_of_the_third_generation_is_read_with_its_embargo():
    item = ninjs.read(NINJS_3)
    assert item.text == "Seven people were killed."
    assert item.embargoed_until == datetime(2024, 3, 16, 6, tzinfo=UTC)
    assert (item.title, item.outlet, item.published_at) == ("Blast in Warda kills seven", "The Courier", AT_FIVE)


@pytest.mark.parametrize(
    ("item", "status"),
    [(NINJS_1 | {"pubstatus": "canceled"}, "canceled"), (NINJS_3 | {"pubStatus": "withheld"}, "withheld")],
)
def test_an_item_that_is_taken_back_needs_no_text(item, status):
    bare = {name: value for name, value in item.items() if not name.startswith(("body", "bodies", "head"))}
    assert ninjs.read(bare).status == status
    assert ninjs.read(item).status == status


@pytest.mark.parametrize("kind", ["picture", "video", "audio", "graphic", "event", "planning"])
def test_what_is_no_text_is_refused_with_its_type_and_its_name(kind):
    with pytest.raises(Unusable, match=f"of the type {kind!r}") as refused:
        ninjs.read(NINJS_2 | {"type": kind})
    assert refused.value.guid == "urn:courier:42"
    assert not refused.value.faults


@pytest.mark.parametrize(
    ("change", "property_", "why"),
    [
        ({"uri": None}, "uri", "may not be null"),
        ({"uri": ""}, "uri", "must not be empty"),
        ({"uri": 7}, "uri", "not a valid string"),
        ({"type": "story"}, "type", "must be one of text, audio"),
        ({"pubStatus": "spiked"}, "pubStatus", "must be one of"),
        ({"versionCreated": "last Friday"}, "versionCreated", "must be a date and time"),
        ({"versionCreated": "2024-03-15"}, "versionCreated", "must be a date and time"),
        ({"embargoedUntil": "0001-01-01T00:00:00+23:00"}, "embargoedUntil", "must be a date and time"),
        ({"embargoedUntil": 5}, "embargoedUntil", "must be a date and time"),
        ({"bodies": "Seven were killed."}, "bodies", "not a valid list"),
        ({"bodies": [{"role": "main"}]}, "bodies", "missing data"),
        ({"headlines": ["Blast"]}, "headlines", "must be an object"),
        ({"version": {"number": 2}}, "version", "not a valid string"),
        ({"version": True}, "version", "not a valid string"),
        ({"body_text": 7}, "body_text", "not a valid string"),
        ({"headline_SEO": ["Blast"]}, "headline_SEO", "not a valid string"),
        ({"infoSources": [{"name": 7}]}, "infoSources", "not a valid string"),
    ],
)
def test_a_property_that_is_not_as_ninjs_has_it_is_named_as_it_was_written(change, property_, why):
    with pytest.raises(Unusable, match=r"^It is not ninjs\.") as refused:
        ninjs.read(NINJS_3 | change)
    assert list(refused.value.faults) == [property_]
    assert why in str(refused.value).lower()


@pytest.mark.parametrize(
    "bodies",
    [
        [],
        [{"value": "  "}],
        [{"contentType": "application/xml", "value": "<STORY>Seven.</STORY>"}],
        [{"contentType": "application/nitf+xml", "value": "<nitf>Seven <p></nitf>"}],
        [{"contentType": "application/nitf+xml", "value": '<!DOCTYPE nitf SYSTEM "nitf.dtd">' + NITF}],
    ],
)
def test_an_item_without_a_body_that_can_be_read_is_refused(bodies):
    with pytest.raises(Unusable, match="no body"):
        ninjs.read(NINJS_3 | {"bodies": bodies})


@pytest.mark.parametrize("kind", ["application/nitf+xml", "text/vnd.IPTC.NITF"])
def test_nitf_is_read_whatever_encoding_it_names_before_plain_text_which_may_lack_the_lead(kind):
    plain = {"role": "text", "contentType": "text/plain", "value": "Nine were hurt."}
    nitf = {"role": "nitf", "contentType": kind, "value": f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{NITF}'}
    text = ninjs.read(NINJS_3 | {"bodies": [plain, nitf]}).text
    assert text.startswith("Seven people were killed in a blast in Warda, Mara Sefo said.")
    assert "A street" not in text


@pytest.mark.parametrize("kind", ["body_xhtml", "text/plain", ""])
def test_paragraphs_are_kept_where_html_is_called_something_else(kind):
    bodies = [{"role": "richtext", "contentType": kind, "value": "<p>Seven died.</p> <p>Nine were hurt.</p>"}]
    assert ninjs.read(NINJS_3 | {"bodies": bodies}).text == "Seven died.\n\nNine were hurt."


def test_a_whole_number_names_a_version_and_null_none():
    assert ninjs.read(NINJS_1 | {"version": 7}).version == "7"
    assert ninjs.read(NINJS_1 | {"version": None}).version == NINJS_1["versioncreated"]


def test_who_was_asked_is_not_taken_for_the_outlet_before_who_supplied_it():
    asked, supplied = {"name": "Mara Sefo", "role": "interviewee"}, {"name": "The Courier"}
    assert ninjs.read(NINJS_3 | {"infoSources": [asked, supplied]}).outlet == "The Courier"


def test_what_is_not_read_may_be_anything():
    assert ninjs.read(NINJS_3 | {"place": 3, "x-own": {"a": []}}) == ninjs.read(NINJS_3)


def test_without_a_version_other_words_make_another_version():
    bare = {name: value for name, value in NINJS_2.items() if name != "versioncreated"}
    one = ninjs.read(bare)
    other = ninjs.read(bare | {"bodies": [{"value": "Eight people were killed."}]})
    assert one.version == ninjs.read(bare).version != other.version
