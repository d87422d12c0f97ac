"""Items of ninjs in its three generations, read and refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.newsroom import ninjs
from service.newsroom.items import Status, Unusable
from tests.newsroom.samples import NINJS_1, NINJS_2, NINJS_3

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
        ({"embargoedUntil": 5}, "embargoedUntil", "must be a date and time"),
        ({"bodies": "Seven were killed."}, "bodies", "not a valid list"),
        ({"bodies": [{"role": "main"}]}, "bodies", "missing data"),
        ({"headlines": ["Blast"]}, "headlines", "must be an object"),
    ],
)
def test_a_property_that_is_not_as_ninjs_has_it_is_named_as_it_was_written(change, property_, why):
    with pytest.raises(Unusable, match=r"^It is not ninjs\.") as refused:
        ninjs.read(NINJS_3 | change)
    assert list(refused.value.faults) == [property_]
    assert why in str(refused.value).lower()


@pytest.mark.parametrize(
    "bodies", [[], [{"value": "  "}], [{"contentType": "application/nitf+xml", "value": "<p>Seven.</p>"}]]
)
def test_an_item_without_a_body_that_can_be_read_is_refused(bodies):
    with pytest.raises(Unusable, match="no body"):
        ninjs.read(NINJS_3 | {"bodies": bodies})


def test_what_is_not_read_may_be_anything():
    assert ninjs.read(NINJS_3 | {"place": 3, "x-own": {"a": []}}) == ninjs.read(NINJS_3)


def test_without_a_version_other_words_make_another_version():
    bare = {name: value for name, value in NINJS_2.items() if name != "versioncreated"}
    one = ninjs.read(bare)
    other = ninjs.read(bare | {"bodies": [{"value": "Eight people were killed."}]})
    assert one.version == ninjs.read(bare).version != other.version
