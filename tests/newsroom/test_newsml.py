"""Items of NewsML-G2, alone and in messages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.newsroom import newsml
from service.newsroom.items import Item, Status, Unusable
from tests.newsroom.samples import NEWSML, NITF, PAGE, RSS

XHTML = NEWSML[NEWSML.index("<html") : NEWSML.index("</inlineXML>")]


def one(document):
    (found,) = newsml.read(document.encode())
    return found


def message(*items):
    inside = "".join(each.partition("?>")[2] for each in items)
    return (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>{inside}</itemSet></newsMessage>'
    )


def test_an_item_is_read_with_its_names_times_and_paragraphs():
    item = one(NEWSML)
    assert (item.guid, item.version, item.status) == ("urn:newsml:courier.example:20240315:42", "2", Status.USABLE)
    assert item.title == "Blast in Warda kills seven"
    assert item.text == "Seven people were killed in a blast in Warda.\n\nقتل سبعة أشخاص"
    assert (item.outlet, item.language) == ("The Courier", "en")
    assert item.published_at == datetime(2024, 3, 15, 5, tzinfo=UTC)
    assert item.updated_at == datetime(2024, 3, 15, 6, 10, tzinfo=UTC)
    assert (item.embargoed_until, item.evolved_from) == (None, None)


@pytest.mark.parametrize("namespace", [' xmlns="http://iptc.org/std/NITF/2006-10-18/"', ""])
def test_the_text_of_nitf_is_its_content_without_head_and_pictures(namespace):
    item = one(NEWSML.replace(XHTML, NITF.replace(' xmlns="http://iptc.org/std/NITF/2006-10-18/"', namespace)))
    paragraphs = [each for each in item.text.splitlines() if each]
    assert paragraphs == [
        "Seven people were killed in a blast in Warda, Mara Sefo said.",
        "Hospitals",
        "Nine were hurt.",
    ]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<inlineData>Seven were killed.\n\nNine were hurt.</inlineData>", "Seven were killed.\n\nNine were hurt."),
        ('<inlineData contenttype="text/html">&lt;p&gt;Seven.&lt;/p&gt;</inlineData>', "Seven."),
        ("<inlineXML/><inlineData>Seven.</inlineData>", "Seven."),
        ('<inlineData contenttype="text/plain">\n&lt;p&gt;Seven\n died.&lt;/p&gt;</inlineData>', "Seven died."),
        ('<inlineXML contenttype="xhtml/xml"><html><body><p>Seven.</p></body></html></inlineXML>', "Seven."),
        ("<inlineXML><section><p>Seven.</p></section></inlineXML>", "Seven."),
        ("<inlineXML><events><event><name>Fair</name></event></events></inlineXML>", None),
        ('<inlineXML contenttype="application/sportsml+xml"><sports-content>3 : 1</sports-content></inlineXML>', None),
        ('<inlineData encoding="enc:base64">U2V2ZW4=</inlineData>', None),
        ('<inlineData contenttype="image/jpeg">U2V2ZW4=</inlineData>', None),
        ('<remoteContent href="file:///etc/hostname"/>', None),
        ("", None),
    ],
)
def test_plain_text_is_read_where_there_is_no_other_and_what_is_encoded_or_elsewhere_is_not(content, text):
    before, after = NEWSML.index("<inlineXML"), NEWSML.index("</contentSet>")
    found = one(NEWSML[:before] + content + NEWSML[after:])
    if text is None:
        assert "no text that can be read" in str(found)
        assert (found.guid, found.version) == ("urn:newsml:courier.example:20240315:42", "2")
    else:
        assert found.text == text


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ('qcode="stat:canceled"', Status.CANCELED),
        ('qcode="stat:withheld"', Status.WITHHELD),
        ('uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"', Status.CANCELED),
        ('uri="http://cv.iptc.org/newscodes/pubstatusg2/usable/"', Status.USABLE),
        ("", Status.USABLE),
    ],
)
def test_what_is_to_become_of_an_item_is_told_by_its_code(written, status):
    assert one(NEWSML.replace('qcode="stat:usable"', written)).status is status


def test_what_takes_an_article_back_needs_no_text():
    before, after = NEWSML.index("<contentMeta>"), NEWSML.index("</newsItem>")
    killed = one((NEWSML[:before] + NEWSML[after:]).replace("stat:usable", "stat:canceled"))
    assert (killed.status, killed.text, killed.version) == (Status.CANCELED, "", "2")


@pytest.mark.parametrize(
    ("content", "title"),
    [(NITF, "Blast"), (XHTML.replace("Blast in Warda kills seven", "Blast on Friday"), "Blast on Friday")],
)
def test_without_a_headline_the_title_is_that_of_the_text(content, title):
    before, after = NEWSML.index("<headline"), NEWSML.index("</contentMeta>")
    bare = (NEWSML[:before] + "<slugline>WARDA</slugline>" + NEWSML[after:]).replace("<title>Warda blast</title>", "")
    assert one(bare.replace(XHTML, content)).title == title


def test_an_embargo_and_the_story_before_are_read():
    more = "<embargoed>2024-03-16T06:00:00Z</embargoed>"
    link = '<link rel="irel:evolvedFrom" residref="urn:before"/><link rel="irel:seeAlso" residref="urn:other"/>'
    item = one(NEWSML.replace("<pubStatus", f"{more}<pubStatus").replace("</itemMeta>", f"{link}</itemMeta>"))
    assert item.embargoed_until == datetime(2024, 3, 16, 6, tzinfo=UTC)
    assert item.evolved_from == "urn:before"
    assert one(NEWSML.replace("<pubStatus", "<embargoed/><pubStatus")).embargoed_until is None


@pytest.mark.parametrize(
    ("provider", "outlet"),
    [
        ('<provider literal="The Post"/>', "The Post"),
        ('<provider qcode="nprov:AFP"/>', "AFP"),
        ('<provider uri="http://cv.iptc.org/newscodes/newsprovider/AFP"/>', "AFP"),
        ('<provider uri="https://www.courier.example/about/"/>', "courier.example"),
        ('<provider uri="urn:providers:AFP"/>', "AFP"),
        ('<provider uri="http://[courier/AFP"/>', "AFP"),
        ("", None),
    ],
)
def test_whose_it_is_is_told_by_name_else_by_literal_or_code(provider, outlet):
    before, after = NEWSML.index("<provider"), NEWSML.index("<versionCreated>")
    assert one(NEWSML[:before] + provider + NEWSML[after:]).outlet == outlet


@pytest.mark.parametrize(
    ("where", "written"),
    [("versionCreated", "yesterday"), ("firstCreated", "2024-13-15T05:00:00Z"), ("embargoed", "until noon")],
)
def test_a_time_that_is_none_is_named_and_an_embargo_is_not_lost_by_it(where, written):
    bare = re.sub(f"<{where}>.*?</{where}>", "", NEWSML)
    document = bare.replace("<pubStatus", f"<{where}>{written}</{where}><pubStatus")
    found = one(document)
    assert list(found.faults) == [where]
    assert str(found) == f"{where}: Not a date and time."
    killed = one(document.replace("stat:usable", "stat:canceled"))  # what takes an article back is heeded all the same
    assert (killed.status, killed.guid) == (Status.CANCELED, found.guid)


def test_without_a_version_the_time_of_it_names_it():
    assert one(NEWSML.replace(' version="2"', "")).version == "2024-03-15T08:10:00+02:00"


def test_a_message_gives_its_items_in_order_and_says_what_cannot_be_read():
    other = NEWSML.replace(":42", ":43").replace("stat:usable", "stat:spiked")
    package = '<?xml version="1.0"?><packageItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:package"/>'
    picture = NEWSML.replace(":42", ":44").replace("ninat:text", "ninat:picture")
    item, spiked, packed, seen = newsml.read(message(NEWSML, other, package, picture).encode())
    assert isinstance(item, Item)
    assert (spiked.guid, "'spiked'" in str(spiked)) == ("urn:newsml:courier.example:20240315:43", True)
    assert (packed.guid, "packageItem" in str(packed)) == ("urn:package", True)
    assert "of the class 'picture'" in str(seen)


@pytest.mark.parametrize("document", [b"", b"{}", b"<newsItem", PAGE.encode(), message().encode(), b"\xff\xfe\x00"])
def test_what_is_no_xml_or_empty_is_refused(document):
    with pytest.raises(Unusable):
        newsml.read(document)


@pytest.mark.parametrize("document", [RSS, NEWSML.replace("newsItem", "planningItem")])
def test_another_kind_of_document_is_told_as_such(document):
    assert "only a newsItem can be read" in str(one(document))


def test_an_item_without_a_guid_is_refused_by_the_name_of_it():
    assert one(NEWSML.replace("guid=", "id=")).faults == {"guid": ["Must be given."]}


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE newsItem [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE newsItem SYSTEM "http://127.0.0.1:1/evil.dtd">',
        '<!DOCTYPE newsItem [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x "&b;&b;&b;">]>',
    ],
)
def test_entities_and_document_types_are_not_read(declared):
    evil = NEWSML.replace("<newsItem", f"{declared}<newsItem", 1).replace("Seven people", "&x;")
    with pytest.raises(Unusable) as refused:
        newsml.read(evil.encode())
    assert Path("/etc/hostname").read_text(encoding="utf-8").strip() not in str(refused.value)


@settings(max_examples=40)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_words_come_back_as_they_were_written(written):
    from xml.sax.saxutils import escape

    document = NEWSML.replace("Seven people were killed in a <b>blast</b> in Warda.", f"Seven {escape(written)}.")
    try:
        found = one(document)
    except Unusable:  # characters that XML has none of, such as U+FFFE
        return
    assert "".join(found.text.split("\n\n")[0].split()) == "".join(f"Seven {written}.".split())
