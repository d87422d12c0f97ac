"""Reviews of claims on the desk, as a browser without scripts makes them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from service.app import create_app
from service.news.accounts import By, NewKey
from service.settings import Settings
from tests.desk_pages.conftest import EDITOR, kept, send, token_of, words
from tests.fakes import FakeScorer
from tests.review_fakes import FakeReviews


@pytest.fixture
def reviews():
    return FakeReviews({"user:mara": "Mara Sefo"})


@pytest.fixture
def house(house, reviews):
    return replace(house, reviews=reviews)


@pytest.fixture
def event(signed_in, archive, reviews):
    """The address of the reviews of an event that mara, who has signed in, has kept."""
    id, _ = kept(signed_in())
    reviews.words |= {claim.id: claim.text for claim in archive.claims.values()}
    return f"/desk/events/{id}/reviews"


def asked(client, at, **more):
    claim = re.findall(r'name="claim" value="([^"]+)"', client.get(at).text)[0]
    return {"claim": claim, "rating": "Too few", "text": "The hospital counts twelve.", "url": ""} | more


def test_a_review_is_published_in_the_name_of_who_has_signed_in(event, client, reviews):
    assert f'href="{event}"' in client.get(event.removesuffix("/reviews")).text
    assert "None: nobody has said" in words(client.get(event))
    given = asked(client, event, url="https://mara.example/12")
    answer = send(client, event, given)
    assert (answer.status_code, answer.location) == (303, f"{event}#r-1")
    [made] = reviews.made.values()
    assert (made.claim, made.rating, made.url, made.by) == (given["claim"], "Too few", given["url"], "user:mara")
    page = client.get(event)
    assert f"{made.words} Too few , says Mara Sefo 1 Jun 2024 12:00 : The hospital counts twelve." in words(page)
    published = client.get(event.removeprefix("/desk"))
    assert f'href="{event.removeprefix("/desk")}"' in page.text
    assert (published.mimetype, "Too few" in published.text) == ("application/ld+json", True)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"claim": ""}, "claim: "),
        ({"rating": "3 / 5"}, "rating: Must be in words"),
        ({"text": " "}, "text: "),
        ({"url": "mara.example"}, "url: "),
    ],
)
def test_a_review_that_cannot_be_meant_says_why_and_loses_nothing(event, client, reviews, wrong, why):
    given = asked(client, event, **wrong)
    answer = send(client, event, given)
    assert answer.status_code == 422
    assert why in words(answer)
    assert f'name="rating" required maxlength="200" autocomplete="off" value="{given["rating"]}"' in answer.text
    assert f">{given['text']}</textarea>" in answer.text
    assert f'autocomplete="off" value="{given["url"]}"' in answer.text
    assert re.findall(r'value="([^"]+)" required checked', answer.text) == list(filter(None, [given["claim"]]))
    assert reviews.made == {}


def test_a_review_is_withdrawn_by_its_maker_or_an_admin(event, client, signed_in, reviews):
    for name in ("mara", "ada"):
        send(signed_in("mara"), event, asked(client, event))
        assert "/withdraw" not in signed_in("omar").get(event).text
        [at] = re.findall(r'action="([^"]+/withdraw)"', signed_in(name).get(event).text)
        assert send(client, at, {}, event).location == event
        assert reviews.made == {}


def test_nothing_is_published_without_a_named_person(event, client, signed_in, house, reviews):
    given = asked(client, event)
    assert client.post(event, data=given).status_code == 403
    reader = signed_in("omar")
    assert "Review a claim" not in reader.get(event).text
    assert reader.post(event, data=given | {"csrf_token": token_of(reader.get("/account"))}).status_code == 403
    program = create_app(Settings(), FakeScorer(), house).test_client()
    key = {"Authorization": f"Bearer {house.accounts.add_key(NewKey('wall', EDITOR), By('cli:root')).token}"}
    page = program.get(event, headers=key)
    assert "A review is a named person's" in words(page)
    assert 'name="rating"' not in page.text
    assert program.post(event, data=given, headers=key).status_code == 403
    assert reviews.made == {}


def test_reviews_of_an_event_that_has_moved_are_where_it_is_now(event, client, archive):
    archive.moved["old"] = event.split("/")[3]
    assert client.get("/desk/events/old/reviews").location == event
    assert client.get("/desk/events/none/reviews").status_code == 404
