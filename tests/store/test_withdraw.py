"""Articles taken back by who sent them."""

from __future__ import annotations

import pytest

from service.news.errors import NotKept, Removed
from service.news.memory import ArticleQuery
from service.news.report import ScoreRequest
from tests.builders import make_article
from tests.store.conftest import make_principal, pictured

COURIER = ("The Courier",)


def kept(archive, by, text="A blast killed seven people in Warda.", **rest):
    archive.keep(ScoreRequest((make_article("n1", outlet="The Courier", text=text, **rest),), store=True), by)


def test_what_is_taken_back_leaves_what_would_be_there_without_it(archive, database):
    by = make_principal(outlets=COURIER)
    archive.keep(ScoreRequest((make_article("n2", outlet="The Courier", text="A flood in Harim."),), store=True), by)
    before = pictured(database)
    kept(archive, by)
    (mine,) = [each for each in archive.articles(ArticleQuery(9)).items if each.given_id == "n1"]
    archive.take_back("n1", "the courier", by, "a mistake")
    assert before.differences(pictured(database)) == []
    assert archive.differences() == []
    with pytest.raises(Removed):
        archive.article(mine.id)
    with pytest.raises(NotKept):
        archive.take_back("n1", "The Courier", by, "once more")


def test_nobody_takes_back_what_others_have_sent(archive):
    one, other = (make_principal(id, outlets=COURIER) for id in ("key:one", "key:other"))
    kept(archive, one)
    for by, outlet in ((other, "The Courier"), (make_principal("key:one"), "The Courier"), (one, "The Post")):
        with pytest.raises(NotKept):
            archive.take_back("n1", outlet, by, "not mine")
    assert len(archive.articles(ArticleQuery(9)).items) == 1
