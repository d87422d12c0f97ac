"""Reviews of claims over HTTP: by named persons alone, in words, and as schema.org has them."""

from __future__ import annotations

import pytest

from service.news.identity import Scope
from tests.desk import BLAST, Desk
from tests.fake_archive import FakeArchive
from tests.fakes import FakeAccounts, make_house
from tests.review_fakes import FakeReviews
from tests.web.test_contract import validator

GIVEN = {"rating": "Half of it is right", "text": "The hospital counts nine.", "url": "https://desk.example/checked/1"}


@pytest.fixture
def reviews():
    return FakeReviews()


@pytest.fixture
def desk(make_client, reviews):
    accounts, archive = FakeAccounts(), FakeArchive()
    desk = Desk(make_client(house=make_house(accounts, archive=archive, reviews=reviews)), accounts, archive)
    desk.keep(*BLAST)
    [report] = [desk.get(f"/events/{id}").json for id in desk.ids("/events")]
    desk.event, desk.claim = report["events"][0]["id"], report["claims"][0]["id"]
    reviews.words = {each["id"]: each["text"] for each in report["claims"]}
    desk.named = lambda: reviews.names.update({f"key:k{n}": "Amal Rahal" for n in range(9)})
    return desk


def review(desk, scope=Scope.LABEL, **change):
    return desk.ask("POST", f"/events/{desk.event}/reviews", scope, json=GIVEN | {"claim": desk.claim} | change)


def test_a_review_is_made_by_a_named_person_and_read_as_a_claim_review(desk):
    desk.named()
    made = review(desk)
    assert (made.status_code, made.headers["Location"]) == (201, f"/events/{desk.event}/reviews#1")
    validator("Review", strict=True).validate(made.json)
    answer = desk.get(f"/events/{desk.event}/reviews")
    assert answer.mimetype == "application/ld+json"
    found = answer.get_json(force=True)
    assert found["@context"] == "https://schema.org"
    [item] = found["@graph"]
    assert (item["@type"], item["itemReviewed"]["@type"]) == ("ClaimReview", "Claim")
    assert item["author"] == {"@type": "Person", "name": "Amal Rahal"}
    assert item["reviewRating"] == {"@type": "Rating", "alternateName": GIVEN["rating"]}
    assert (item["reviewBody"], item["url"]) == (GIVEN["text"], GIVEN["url"])
    assert item["@id"] == f"http://localhost/events/{desk.event}/reviews#1"


def test_nothing_is_reviewed_by_a_score_alone(desk):
    assert desk.get(f"/events/{desk.event}/reviews").get_json(force=True)["@graph"] == []


def test_nobody_without_a_name_reviews(desk, reviews):
    answer = review(desk)
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/forbidden")
    assert reviews.made == {}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"rating": "0.93"}, "#/rating"),
        ({"rating": "4/5"}, "#/rating"),
        ({"rating": " "}, "#/rating"),
        ({"text": ""}, "#/text"),
        ({"url": "desk.example"}, "#/url"),
        ({"author": "Somebody Else"}, "#/author"),
    ],
)
def test_a_review_that_says_nothing_is_refused(desk, reviews, change, pointer):
    desk.named()
    answer = review(desk, **change)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert reviews.made == {}


def test_a_claim_of_another_event_is_not_there(desk):
    desk.named()
    assert review(desk, claim="v9.9").status_code == 404


@pytest.mark.parametrize("scope", [Scope.LABEL, Scope.ADMIN])
def test_a_review_is_withdrawn_by_its_author_or_an_admin(desk, reviews, scope):
    desk.named()
    review(desk)
    path = f"/events/{desk.event}/reviews"
    assert desk.ask("DELETE", f"{path}/1", scope).status_code == 204
    assert reviews.made == {}
    assert desk.ask("DELETE", f"{path}/1", scope).status_code == 404


def test_others_may_read_reviews_and_neither_make_nor_withdraw_them(desk):
    desk.named()
    review(desk)
    path = f"/events/{desk.event}/reviews"
    assert review(desk, Scope.READ).status_code == 403
    assert desk.ask("DELETE", f"{path}/1", Scope.READ).status_code == 403
    assert desk.ask("DELETE", f"{path}/1", Scope.LABEL, Scope.SCORE).status_code == 403
    assert desk.get(path).status_code == 200
    tag = desk.get(path).headers["ETag"]
    assert desk.get(path, headers={"If-None-Match": tag}).status_code == 304
