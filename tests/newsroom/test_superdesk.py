"""Superdesk's items and its signature."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from service.newsroom import superdesk
from service.newsroom.items import Status, Unusable
from tests.newsroom.samples import NINJS_1, SUPERDESK

# From RFC 2202, test case 2: HMAC-SHA1 under the key 'Jefe'.
BODY, KEY, DIGEST = b"what do ya want for nothing?", "Jefe", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"


def test_a_story_is_read_with_its_own_names_and_times():
    item = superdesk.read(SUPERDESK)
    assert (item.guid, item.version, item.outlet) == (SUPERDESK["guid"], "3", "The Courier")
    assert item.title == "Blast in Warda kills seven"
    assert item.text == "Seven people were killed in a blast in Warda.\n\nNine were hurt."
    assert item.published_at == datetime(2024, 3, 15, 5, tzinfo=UTC)
    assert item.updated_at == datetime(2024, 3, 15, 6, 10, tzinfo=UTC)
    assert (item.evolved_from, item.embargoed_until) == (None, None)


def test_a_rewrite_names_the_story_that_it_goes_on_from():
    assert superdesk.read(SUPERDESK | {"evolvedfrom": "urn:before"}).evolved_from == "urn:before"


def test_a_kill_and_an_embargo_are_read():
    assert superdesk.read(SUPERDESK | {"pubstatus": "canceled"}).status is Status.CANCELED
    item = superdesk.read(SUPERDESK | {"embargoed": "2024-03-16T06:00:00+0000"})
    assert item.embargoed_until == datetime(2024, 3, 16, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ({"type": "text"}, "guid: Missing"),
        (SUPERDESK | {"guid": 5}, "guid: Not a valid string"),
        (SUPERDESK | {"type": "planning"}, "of the type 'planning'"),
        (SUPERDESK | {"type": "planning_featured"}, "type: Must be one of"),
        (SUPERDESK | {"body_html": "<p> </p>"}, "no body"),
        (SUPERDESK | {"firstpublished": "noon"}, "firstpublished: Must be a date and time"),
        (SUPERDESK | {"source": ["The Courier"]}, "source: Not a valid string"),
        (SUPERDESK | {"evolvedfrom": 7}, "evolvedfrom: Not a valid string"),
    ],
)
def test_what_cannot_be_used_says_why_in_superdesks_words(item, why):
    with pytest.raises(Unusable, match=why):
        superdesk.read(item)


def test_its_items_are_told_from_those_of_the_standard():
    assert superdesk.is_item(SUPERDESK)
    assert not superdesk.is_item(NINJS_1)


def test_a_signature_of_the_published_test_case_is_recognised():
    assert superdesk.is_signed(BODY, f"sha1={DIGEST}", KEY)
    assert superdesk.is_signed(BODY, f" sha1={DIGEST} ", KEY)


@pytest.mark.parametrize(
    "signature", ["", DIGEST, f"sha1={DIGEST[:-1]}0", f"sha256={DIGEST}", f"sha1={DIGEST.upper()}", "sha1=é"]
)
def test_any_other_signature_is_not(signature):
    assert not superdesk.is_signed(BODY, signature, KEY)


def test_one_byte_more_breaks_the_signature():
    assert not superdesk.is_signed(BODY + b" ", f"sha1={DIGEST}", KEY)
    assert not superdesk.is_signed(json.dumps(SUPERDESK).encode(), f"sha1={DIGEST}", KEY)
