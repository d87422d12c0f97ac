"""Reviews: a named person's word on a claim, which holds while the claim says what was reviewed, and goes with its text."""

from __future__ import annotations

import pytest

from service.news.accounts import AuditQuery, By, NewKey
from service.news.errors import Forbidden, NotKept
from service.news.identity import Scope
from service.news.report import ScoreRequest
from service.news.review import NewReview
from service.store.audit import AuditLog
from service.store.keys import Keys
from service.store.people import People
from service.store.reviews import Reviews
from tests.store.conftest import make_principal
from tests.store.wire import ARTICLES

AMAL, BORIS, ROOT = By("user:amal", "request-1"), By("user:boris"), By("cli:root")
DESK = make_principal("key:desk", outlets=sorted({article.outlet for article in ARTICLES}))
OF = {article.id: article for article in ARTICLES}
PASSWORD = "correct horse battery staple"


@pytest.fixture
def reviews(database):
    people = People(database)
    people.add("amal", "Amal Rahal", PASSWORD, {Scope.LABEL}, ROOT)
    people.add("boris", "Boris Lind", PASSWORD, {Scope.LABEL}, ROOT)
    return Reviews(database)


@pytest.fixture
def report(archive):
    return archive.keep(ScoreRequest((OF["bridge-1"], OF["market-1"]), store=True), DESK)


@pytest.fixture
def bridge(report):
    """The event of the bridge and its first claim."""
    claim = next(claim for claim in report.claims if claim.article == "bridge-1")
    return report.event_of[claim.id], claim


def new(claim, **rest):
    return NewReview(claim.id, "Half of it is right", "The hospital counts nine.", **rest)


def of(reviews, report):
    return [each.id for each in reviews.of([claim.id for claim in report.claims])]


def test_a_persons_review_is_kept_with_the_words_of_the_claim_and_audited(reviews, database, report, bridge):
    event, claim = bridge
    made = reviews.add(event, new(claim, url="https://desk.example/1"), AMAL)
    assert (made.by, made.author, made.words, made.event) == ("user:amal", "Amal Rahal", claim.text, event)
    assert reviews.of([claim.id]) == (made,)
    assert reviews.of([]) == ()
    (line,) = AuditLog(database).lines(AuditQuery(5, action="review.made")).items
    assert (line.by, line.request_id, line.detail) == ("user:amal", "request-1", {"event": event, "claim": claim.id})


def test_a_key_of_a_person_reviews_in_the_persons_name_and_any_other_does_not(reviews, database, bridge):
    event, claim = bridge
    own = Keys(database).add(NewKey("laptop", frozenset({Scope.LABEL}), person="amal"), ROOT).key.id
    shared = Keys(database).add(NewKey("desk", frozenset({Scope.LABEL})), ROOT).key.id
    assert reviews.add(event, new(claim), By(f"key:{own}")).author == "Amal Rahal"
    for by in (By(f"key:{shared}"), ROOT, By("open"), By("user:nobody")):
        with pytest.raises(Forbidden):
            reviews.add(event, new(claim), by)


def test_only_a_claim_of_the_event_is_reviewed(reviews, report, bridge):
    event, claim = bridge
    other = next(each for each in report.claims if report.event_of[each.id] != event)
    for about, what in ((event, other), ("e0", claim)):
        with pytest.raises(NotKept):
            reviews.add(about, new(what), AMAL)


def test_a_review_is_withdrawn_by_its_author_or_by_who_may_withdraw_anyones(reviews, database, report, bridge):
    event, claim = bridge
    first, second = (reviews.add(event, new(claim), AMAL).id for _ in range(2))
    with pytest.raises(Forbidden):
        reviews.withdraw(event, first, BORIS, anyones=False)
    for written in (f"0{first}", f" {first}"):
        with pytest.raises(NotKept):
            reviews.withdraw(event, written, AMAL, anyones=False)
    reviews.withdraw(event, first, AMAL, anyones=False)
    assert of(reviews, report) == [second]
    reviews.withdraw(event, second, ROOT, anyones=True)
    assert of(reviews, report) == []
    for id in (first, "999", "x", "9" * 30):
        with pytest.raises(NotKept):
            reviews.withdraw(event, id, AMAL, anyones=True)
    lines = AuditLog(database).lines(AuditQuery(5, action="review.withdrawn")).items
    assert [line.subject for line in lines] == [f"review:{second}", f"review:{first}"]


def test_a_review_is_not_shown_while_its_claim_stands_in_no_article(reviews, archive, report, bridge):
    event, claim = bridge
    reviews.add(event, new(claim), AMAL)
    archive.remove(report.kept["bridge-1"].article, AMAL, "killed", erase=False)
    assert of(reviews, report) == []
    archive.keep(ScoreRequest((OF["bridge-1"],), store=True), DESK)
    assert len(of(reviews, report)) == 1


def test_a_review_is_not_shown_where_its_claim_says_something_else(reviews, database, report, bridge):
    event, claim = bridge
    reviews.add(event, new(claim), AMAL)
    with database.begin() as connection:  # as another model may read the same article
        connection.exec_driver_sql("UPDATE claims SET text = 'It rained.' WHERE id = %s", (claim.id,))
    assert of(reviews, report) == []


def test_erasing_an_article_erases_what_reviews_repeat_of_it(reviews, archive, database, report, bridge):
    event, claim = bridge
    reviews.add(event, new(claim), AMAL)
    other = next(each for each in report.claims if report.event_of[each.id] != event)
    reviews.add(report.event_of[other.id], new(other), AMAL)
    archive.remove(report.kept["bridge-1"].article, AMAL, "court order", erase=True)
    with database.begin() as connection:
        left = connection.exec_driver_sql("SELECT words FROM reviews").scalars().all()
    assert left == [other.text]
