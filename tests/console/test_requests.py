"""Files on the command line go through the same door as bodies over HTTP."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from service.console.requests import body_of, request_of
from service.newsroom.files import UnreadableFile
from service.settings import SettingsError
from tests.newsroom.samples import ATOM, NEWSML, NINJS_1, NINJS_2, RSS, SITEMAP, SUPERDESK, WORDPRESS

ARTICLE = {"id": "a1", "outlet": "The Courier", "text": "Seven people were killed."}
GIVEN = datetime(2024, 3, 15, 6, 0, tzinfo=UTC)


@pytest.fixture
def written(tmp_path):
    def write(content, name="body.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


def ids(request):
    return [article.id for article in request.articles]


def test_a_body_is_read_as_the_api_reads_it(written):
    given = ARTICLE | {"title": "Blast", "published_at": "2024-03-15T08:00:00+02:00", "language": "en-GB"}
    (found,) = request_of([written({"articles": [given]})], [], None).articles
    assert (found.id, found.outlet, found.title, found.text) == ("a1", "The Courier", "Blast", ARTICLE["text"])
    assert found.published_at == GIVEN
    assert found.published_at.utcoffset() == timedelta(hours=2)
    assert found.language == "en"


def test_a_scenario_gives_its_articles_and_none_of_its_gold(written):
    scenario = {"id": "s", "domain": "d", "summary": "s", "articles": [ARTICLE], "gold": {"claims": []}}
    assert body_of(written(scenario)) == {"articles": [ARTICLE]}
    assert ids(request_of([written(scenario)], [], None)) == ["a1"]


def test_a_byte_order_mark_before_a_body_is_passed_over(written):
    assert ids(request_of([written("\ufeff" + json.dumps({"articles": [ARTICLE]}))], [], None)) == ["a1"]


def test_a_plain_file_takes_the_outlet_and_the_time_that_are_given(written):
    (found,) = request_of([written("Blast\n\nSeven were killed.", "a.txt")], ["The Post"], GIVEN).articles
    assert (found.id, found.outlet, found.title, found.published_at) == ("a.txt", "The Post", "Blast", GIVEN)


def test_one_outlet_serves_all_plain_files(written):
    files = [written("Seven were killed.", name) for name in ("a.txt", "b.md", "c.text")]
    assert [each.outlet for each in request_of(files, ["The Post"], None).articles] == ["The Post"] * 3


def test_outlets_are_given_in_turn_and_bodies_take_none(written):
    files = [written("One.", "a.txt"), written({"articles": [ARTICLE]}), written("<p>Two were killed.</p>", "b.html")]
    found = request_of(files, ["The Post", "The Times"], None).articles
    assert [(each.id, each.outlet) for each in found] == [
        ("a.txt", "The Post"),
        ("a1", "The Courier"),
        ("b.html", "The Times"),
    ]


def test_articles_of_several_bodies_are_scored_together(written):
    files = [written({"articles": [ARTICLE | {"id": f"a{i}"}]}, f"{i}.json") for i in range(3)]
    assert ids(request_of(files, [], None)) == ["a0", "a1", "a2"]


@pytest.mark.parametrize("outlets", [[], ["A", "B"], ["A", "B", "C", "D"]])
def test_plain_files_with_too_few_or_too_many_outlets_are_refused(written, outlets):
    files = [written("One.", name) for name in ("a.txt", "b.txt", "c.txt")]
    with pytest.raises(UnreadableFile, match=rf"^{files[0]}: .*--outlet"):
        request_of(files, outlets, None)


def test_two_files_that_hold_one_id_are_refused_by_the_second_ones_name(written):
    """Within one body the schema sees to it; across bodies spans would point into either."""
    files = [written({"articles": [ARTICLE]}, name) for name in ("one.json", "two.json")]
    with pytest.raises(UnreadableFile, match=rf"^{files[1]}: .*a1"):
        request_of(files, [], None)


def test_two_plain_files_of_one_name_are_refused(written):
    files = [written("One.", "x/a.txt"), written("Two.", "y/a.txt")]
    with pytest.raises(UnreadableFile, match=rf"^{files[1]}: .*a\.txt"):
        request_of(files, ["A"], None)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"articles": [{key: value for key, value in ARTICLE.items() if key != "outlet"}]}, "#/articles/0/outlet: "),
        ({"articles": [ARTICLE, ARTICLE | {"id": "b", "text": " "}]}, "#/articles/1/text: "),
        ({"articles": [ARTICLE | {"published_at": "2024-03-15T06:00:00"}]}, "#/articles/0/published_at: Has no zone"),
        ({"articles": [ARTICLE | {"body": "x"}]}, "#/articles/0/body: Unknown field"),
        ({"articles": [ARTICLE, ARTICLE]}, "#/articles/1/id: "),
        ({"articles": []}, "#/articles: "),
        ({"articles": "a1"}, "#/articles: "),
        ({}, "#/articles: "),
        ({"gold": {}}, "#/articles: "),
        ({"gold": {}, "articles": None}, "#/articles: "),
    ],
    ids=range(10),
)
def test_an_invalid_body_is_refused_by_its_file_and_the_pointer(written, body, pointer):
    file = written(body)
    with pytest.raises(UnreadableFile) as refused:
        request_of([file], [], None)
    assert str(refused.value).startswith(f"{file}: {pointer}")


def test_every_fault_of_a_body_is_said(written):
    file = written({"articles": [{"id": "a", "outlet": 3}], "extra": 1})
    with pytest.raises(UnreadableFile) as refused:
        request_of([file], [], None)
    for pointer in ("#/articles/0/outlet: ", "#/articles/0/text: ", "#/extra: "):
        assert pointer in str(refused.value)


@pytest.mark.parametrize("text", ["", "no JSON", '{"articles": [', "[]", '"text"', "3", "null", "\x00"])
def test_a_file_that_is_no_object_is_refused_by_its_path(written, text):
    file = written(text)
    with pytest.raises(UnreadableFile, match=f"^{file}: "):
        request_of([file], [], None)


def test_a_file_that_is_not_utf_8_is_refused_by_its_path(tmp_path):
    file = tmp_path / "body.json"
    file.write_bytes(b'{"articles": "caf\xe9"}')
    with pytest.raises(UnreadableFile, match=f"^{file}: .*utf-8"):
        request_of([file], [], None)


def test_a_missing_file_is_refused_by_its_path(tmp_path):
    with pytest.raises(UnreadableFile, match=f"^{tmp_path / 'gone.json'}: "):
        request_of([tmp_path / "gone.json"], [], None)


def test_limits_are_those_of_the_settings(written, monkeypatch):
    monkeypatch.setenv("COUNTERCLAIM_MAX_ARTICLES", "1")
    with pytest.raises(UnreadableFile, match="the limit is 1"):
        request_of([written({"articles": [ARTICLE, ARTICLE | {"id": "b"}]})], [], None)


def test_a_bad_setting_is_told_as_such(written, monkeypatch):
    monkeypatch.setenv("COUNTERCLAIM_MAX_ARTICLES", "many")
    with pytest.raises(SettingsError, match="COUNTERCLAIM_MAX_ARTICLES"):
        request_of([written({"articles": [ARTICLE]})], [], None)


@pytest.mark.parametrize(("item", "id"), [(NINJS_1, NINJS_1["uri"]), (SUPERDESK, SUPERDESK["guid"])])
def test_an_item_of_a_newsroom_is_told_by_what_it_holds(written, item, id):
    (found,) = request_of([written(item)], [], None).articles
    assert (found.id, found.outlet, found.title) == (id, "The Courier", "Blast in Warda kills seven")
    assert found.language == "en"


def test_items_of_newsml_are_told_from_feeds_by_their_root(written, capsys):
    assert ids(request_of([written(NEWSML, "a.xml")], [], None)) == ["urn:newsml:courier.example:20240315:42"]
    killed = NEWSML.replace("stat:usable", "stat:canceled")
    inside = "".join(each.partition("?>")[2] for each in (NEWSML, killed.replace(":42", ":43")))
    message = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{inside}</itemSet></newsMessage>'
    assert len(ids(request_of([written(message, "b.xml")], [], None))) == 1
    assert "left out urn:newsml:courier.example:20240315:43: it is canceled" in capsys.readouterr().err
    file = written(killed, "c.xml")
    with pytest.raises(UnreadableFile, match=f"^{file}: it is canceled"):
        request_of([file], [], None)


@pytest.mark.parametrize("root", ["packageItem", "NewsML"])
def test_another_document_of_the_iptc_is_refused_by_its_name(written, root):
    with pytest.raises(UnreadableFile, match=f"It is a {root}, and only a newsItem can be read"):
        request_of([written(NEWSML.replace("newsItem", root), "item.xml")], [], None)


def test_posts_of_wordpress_are_read_alone_and_in_lists(written):
    (found,) = request_of([written(WORDPRESS)], ["The Courier"], None).articles
    assert (found.id, found.outlet) == ("https://courier.example/?post_type=post&p=42", "The Courier")
    posts = [WORDPRESS | {"guid": {"rendered": name}} for name in ("g1", "g2")]
    assert ids(request_of([written(posts)], ["The Courier"], None)) == ["g1", "g2"]
    file = written(WORDPRESS)
    with pytest.raises(UnreadableFile, match=f"^{file}: it does not say whose it is"):
        request_of([file], [], None)


def test_a_list_of_items_gives_those_that_can_be_used(written, capsys):
    picture = NINJS_2 | {"uri": "urn:picture", "type": "picture"}
    file = written([NINJS_1, picture, SUPERDESK, 7])
    assert ids(request_of([file], [], None)) == [NINJS_1["uri"], SUPERDESK["guid"]]
    assert "left out urn:picture: It is of the type 'picture'" in capsys.readouterr().err


def test_a_sitemap_is_refused_for_it_holds_no_texts(written):
    file = written(SITEMAP, "news.xml")
    with pytest.raises(UnreadableFile, match=f"^{file}: it is a sitemap"):
        request_of([file], ["The Courier"], None)


def test_a_feed_gives_its_entries_and_says_which_it_leaves_out(written, capsys):
    found = request_of([written(RSS, "a.rss"), written(ATOM, "b.xml")], [], None)
    assert ids(found) == ["courier-42", "https://courier.example/43", "urn:ledger:7"]
    assert "left out https://courier.example/44: The entry has no text." in capsys.readouterr().err


def test_an_outlet_that_is_given_goes_before_what_an_item_says(written):
    assert request_of([written(NINJS_1)], ["The Post"], None).articles[0].outlet == "The Post"


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (NINJS_2 | {"type": "picture"}, "a.json", "of the type 'picture'"),
        (NINJS_2 | {"infosources": []}, "a.json", "give --outlet"),
        (SUPERDESK | {"version": {}, "headline": 7}, "a.json", "headline: Not a valid string"),
        ("<html></html>", "a.xml", "It is no feed"),
    ],
)
def test_what_a_newsroom_sends_and_cannot_be_used_is_refused_with_the_reason(written, content, name, why):
    with pytest.raises(UnreadableFile, match=why):
        request_of([written(content, name)], [], None)


@pytest.mark.parametrize("status", ["withheld", "canceled"])
def test_what_a_newsroom_holds_back_or_has_cancelled_is_not_scored(written, status):
    with pytest.raises(UnreadableFile, match=f"it is {status}, and nothing to be scored"):
        request_of([written(NINJS_1 | {"pubstatus": status})], [], None)


def test_what_is_under_embargo_is_scored_and_not_kept(written):
    to_come = f"{datetime.now(UTC) + timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}"
    file = written(NINJS_1 | {"embargoed": to_come})
    assert ids(request_of([file], [], None)) == [NINJS_1["uri"]]
    with pytest.raises(UnreadableFile, match="it is under embargo until"):
        request_of([file], [], None, store=True)
    assert ids(request_of([written(NINJS_1 | {"embargoed": "2024-03-15T06:00:00Z"})], [], None, store=True))
