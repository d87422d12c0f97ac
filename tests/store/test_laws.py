"""What is kept is a function of its inputs: any order and batching, removal, replacement and strangers, by Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.news.accounts import By
from service.news.label import LabelQuery, PairDecision
from service.news.memory import ArticleQuery
from service.news.pair import Relation
from service.news.report import ScoreRequest
from tests.store.conftest import emptied, make_principal, pictured
from tests.store.wire import ARTICLES, CORRECTED, at

OUTLETS = sorted({article.outlet for article in ARTICLES})
DESK = make_principal("key:desk", outlets=OUTLETS)
STRANGER = make_principal("key:stranger")
EDITOR = By("user:amal")
# Every article, later versions of two of them, and a reprint that differs in its time only.
SENT = (
    *ARTICLES,
    CORRECTED,
    replace(ARTICLES[5], text=ARTICLES[5].text.replace("4 traders", "5 traders"), updated_at=at(34)),
    replace(ARTICLES[3], id="bridge-copy-2", outlet="Northern Wire", url=None, published_at=at(2)),
)
LAWS = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])

some = st.lists(
    st.sampled_from(SENT), min_size=1, max_size=9, unique_by=lambda article: (article.id, article.updated_at)
)


@st.composite
def batches(draw, articles):
    """``articles`` in some order, cut into requests in which no id comes twice."""
    rest = draw(st.permutations(articles))
    found = []
    while rest:
        size = draw(st.integers(1, len(rest)))
        batch = {article.id: article for article in reversed(rest[:size])}
        found.append(tuple(batch.values()))
        rest = [article for article in rest[:size] if batch[article.id] is not article] + rest[size:]
    return found


def kept_anew(database, archive, requests, by=DESK):
    """What ``requests`` amount to in a store that was empty before."""
    emptied(database)
    archive.rebuild()
    for request in requests:
        archive.keep(ScoreRequest(request, store=True), by)
    return pictured(database)


def id_of(archive, given_id):
    return next((a.id for a in archive.articles(ArticleQuery(limit=100)).items if a.given_id == given_id), None)


@LAWS
@given(st.data())
def test_any_order_and_batching_of_the_same_inputs_amounts_to_the_same(database, archive, data):
    articles = data.draw(some)
    first = kept_anew(database, archive, data.draw(batches(articles)))
    second = kept_anew(database, archive, data.draw(batches(articles)))
    assert first.differences(second) == []


@LAWS
@given(st.data())
def test_what_is_kept_up_to_date_is_what_working_it_out_anew_gives(database, archive, make_archive, data):
    before = kept_anew(database, archive, data.draw(batches(data.draw(some))))
    make_archive(database).rebuild()
    assert before.differences(pictured(database)) == []


@LAWS
@given(st.data())
def test_removing_is_working_out_without(database, archive, data):
    articles = data.draw(some)
    gone = {article.id for article in data.draw(st.lists(st.sampled_from(articles), min_size=1))}
    without = kept_anew(database, archive, data.draw(batches([one for one in articles if one.id not in gone])))
    kept_anew(database, archive, data.draw(batches(articles)))
    for name in gone:
        archive.remove(id_of(archive, name), EDITOR, "", erase=data.draw(st.booleans()))
    assert pictured(database).differences(without) == []


@LAWS
@given(st.data())
def test_a_later_version_is_working_out_with_it_in_the_place_of_the_earlier(database, archive, data):
    articles = [one for one in data.draw(some) if one.id != CORRECTED.id]
    with_it = kept_anew(database, archive, data.draw(batches([*articles, CORRECTED])))
    replaced = kept_anew(database, archive, data.draw(batches([*articles, ARTICLES[0], CORRECTED])))
    assert replaced.differences(with_it) == []


@LAWS
@given(st.data())
def test_what_strangers_send_changes_nothing_about_what_vouched_articles_amount_to(database, archive, data):
    articles = data.draw(some)
    alone = kept_anew(database, archive, data.draw(batches(articles)))
    own = {name.partition(".")[0] for name in alone.said}
    for request in data.draw(batches(data.draw(some))):
        archive.keep(ScoreRequest(request, store=True), STRANGER)
    beside = pictured(database)
    together = {frozenset(name for name in claims if name.partition(".")[0] in own) for claims in beside.events}
    assert together - {frozenset()} == set(alone.events)
    assert {name: row for name, row in beside.said.items() if name in alone.said} == alone.said
    for name, source in alone.sources.items():
        assert {**beside.sources[name], "n_claims": 0, "n_events": 0} == {**source, "n_claims": 0, "n_events": 0}


@LAWS
@given(st.data())
def test_vouching_and_taking_it_back_is_working_out_with_and_without(database, archive, make_archive, data):
    kept_anew(database, archive, data.draw(batches(data.draw(some))), data.draw(st.sampled_from([DESK, STRANGER])))
    names = [article.id for article in archive.articles(ArticleQuery(limit=100)).items]
    for name, vouched in data.draw(st.lists(st.tuples(st.sampled_from(names), st.booleans()), max_size=8)):
        archive.vouch(name, EDITOR, "", vouched=vouched)
    before = pictured(database)
    make_archive(database).rebuild()
    assert before.differences(pictured(database)) == []


@LAWS
@given(st.data())
def test_labels_change_nothing_and_a_rebuild_keeps_them(database, archive, make_archive, data):
    before = kept_anew(database, archive, data.draw(batches(data.draw(some))))
    pairs = list(combinations(sorted(before.said), 2))
    relations, editors = st.sampled_from(Relation), st.sampled_from([EDITOR, By("user:boris")])
    for a, b in data.draw(st.lists(st.sampled_from(pairs), max_size=6)) if pairs else ():
        archive.label(PairDecision(a, b, data.draw(relations)), data.draw(editors))
    assert before.differences(pictured(database)) == []
    labels = archive.labels(LabelQuery(limit=100))
    another_process = make_archive(database)
    another_process.rebuild()
    assert before.differences(pictured(database)) == []
    assert another_process.labels(LabelQuery(limit=100)) == labels


@LAWS
@given(st.data())
def test_a_replay_gives_the_same_answer_whatever_came_after(database, archive, make_archive, data):
    emptied(database)
    archive.rebuild()
    articles = data.draw(some)
    given_out = [
        archive.keep(ScoreRequest(request, store=True), data.draw(st.sampled_from([DESK, STRANGER])))
        for request in data.draw(batches(articles))
    ]
    for article in archive.articles(ArticleQuery(limit=2)).items:
        archive.remove(article.id, EDITOR, "", erase=False)
    another_process = make_archive(database)
    assert [another_process.replay(report.id) for report in given_out] == given_out


def test_a_picture_tells_what_differs(database, archive):
    """A comparison that finds no difference where there is one would make every law above hold."""
    one = kept_anew(database, archive, [ARTICLES[:3]])
    other = kept_anew(database, archive, [ARTICLES[:2]])
    assert {line.split()[0] for line in one.differences(other)} >= {"live", "articles", "events", "threads", "said"}


def test_what_a_rebuild_would_change_is_told_without_changing_it(database, archive):
    before = kept_anew(database, archive, [ARTICLES[:4]])
    assert archive.differences() == []
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE sources SET n_claims = 99")
    assert [line.split()[0] for line in archive.differences()] == ["sources"]
    assert pictured(database).differences(before)


@pytest.mark.parametrize("table", ["threads", "claims", "sources", "events"])
def test_a_rebuild_mends_what_was_spoilt(database, archive, table):
    before = kept_anew(database, archive, [ARTICLES])
    spoil = {
        "threads": "UPDATE threads SET event = (SELECT min(id) FROM events)",
        "claims": "DELETE FROM claims",
        "sources": "UPDATE sources SET mean = 0.123, n_claims = 99",
        "events": "UPDATE events SET headline = 'spoilt', disputed = NOT disputed",
    }
    with database.begin() as connection:
        connection.exec_driver_sql(spoil[table])
    archive.rebuild()
    assert pictured(database).differences(before) == []
