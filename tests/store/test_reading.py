"""Pages of what is kept: walking them skips nothing and repeats nothing, whatever is added meanwhile."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reads import HOUR, MANY, articles, events, ids, ledger, sources
from tests.rows import NOON, add_article, add_claim, add_event, add_source

IN_ROLLED_BACK_TRANSACTIONS = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
MOMENTS = st.one_of(st.none(), st.sampled_from([NOON, NOON + timedelta(microseconds=1), NOON - HOUR]))
LIMITS = st.integers(1, 6)


def walked(read, limit):
    """The pages one after another, until there is no next one."""
    pages = [read(limit, None)]
    while pages[-1].next is not None:
        pages.append(read(limit, pages[-1].next))
    assert all(len(page.items) == limit for page in pages[:-1])
    return [item for page in pages for item in page.items]


def test_an_empty_memory_has_one_empty_page_of_everything(connection):
    for page in (articles(connection), events(connection), sources(connection)):
        assert (page.items, page.next) == ((), None)


@IN_ROLLED_BACK_TRANSACTIONS
@given(moments=st.lists(MOMENTS, max_size=12), limit=LIMITS)
def test_walking_the_articles_gives_each_once_in_order(database, moments, limit):
    with database.engine.connect() as connection:
        for n, moment in enumerate(moments):
            add_article(connection, f"a{n:02}", published_at=moment)
        found = walked(lambda most, after: articles(connection, most, after), limit)
        connection.rollback()
    dated = sorted(((m, f"a{n:02}") for n, m in enumerate(moments) if m), reverse=True)
    undated = sorted((f"a{n:02}" for n, m in enumerate(moments) if not m), reverse=True)
    assert [each.id for each in found] == [id for _, id in dated] + undated


@IN_ROLLED_BACK_TRANSACTIONS
@given(made=st.lists(st.tuples(st.integers(0, 11), MOMENTS), max_size=12), limit=LIMITS)
def test_walking_the_events_gives_each_once_most_disputed_first(database, made, limit):
    with database.engine.connect() as connection:
        for n, (contradictions, moment) in enumerate(made):
            add_event(connection, f"e{n:02}", contradictions=contradictions, last_at=moment)
        found = walked(lambda most, after: events(connection, most, after, most_disputed_first=True), limit)
        connection.rollback()
    always = NOON - timedelta(days=9)
    order = sorted(((c, m is not None, m or always, f"e{n:02}") for n, (c, m) in enumerate(made)), reverse=True)
    assert [each.id for each in found] == [each[-1] for each in order]


@IN_ROLLED_BACK_TRANSACTIONS
@given(names=st.lists(st.sampled_from(["Ada", "ADA", "Áda", "Bo", "%", "a_", "Ω", "中"]), max_size=12), limit=LIMITS)
def test_walking_the_sources_gives_each_once_as_one_page_does(database, names, limit):
    with database.engine.connect() as connection:
        for n, name in enumerate(names):
            add_source(connection, f"s{n:02}", name)
        found = walked(lambda most, after: sources(connection, most, after), limit)
        at_once = sources(connection).items
        connection.rollback()
    assert tuple(found) == at_once
    assert len({each.source.id for each in found}) == len(names)


@IN_ROLLED_BACK_TRANSACTIONS
@given(made=st.lists(st.tuples(MOMENTS, st.booleans()), max_size=12), limit=LIMITS)
def test_walking_a_ledger_gives_each_claim_once_as_one_page_does(database, made, limit):
    with database.engine.connect() as connection:
        add_article(connection)
        add_event(connection)
        add_source(connection)
        for n, (moment, counts) in enumerate(made):
            tally = {"supported": 0.5, "opposed": 0.5} if counts else {}
            add_claim(connection, number=n, as_of=moment, **tally)
        found = walked(lambda most, after: ledger(connection, most, after), limit)
        at_once = ledger(connection).items
        connection.rollback()
    assert tuple(found) == at_once
    assert len({each.claim for each in found}) == len(made)


def test_rows_added_meanwhile_neither_repeat_nor_hide_any(database):
    def read(read_page, *rest):
        with database.begin() as connection:
            return read_page(connection, *rest)

    with database.begin() as connection:
        for n in range(6):
            add_article(connection, f"a{n}", published_at=NOON + n * HOUR)
    first = read(articles, 2)
    with database.begin() as connection:
        add_article(connection, "newest", published_at=NOON + 9 * HOUR)
        add_article(connection, "just shown", published_at=NOON + 4 * HOUR + timedelta(microseconds=1))
        add_article(connection, "next", published_at=NOON + 4 * HOUR - timedelta(microseconds=1))
        add_article(connection, "undated", published_at=None)
    second = read(articles, 3, first.next)
    with database.begin() as connection:
        add_article(connection, "between", published_at=NOON + 3 * HOUR)
    third = read(articles, MANY, second.next)
    assert [ids(page) for page in (first, second, third)] == [
        ["a5", "a4"],
        ["next", "a3", "a2"],
        ["a1", "a0", "undated"],
    ]
    assert third.next is None


def test_a_place_holds_what_it_was_sorted_by_exactly(connection):
    for n in range(2):
        add_article(connection, f"a{n}", published_at=NOON + timedelta(microseconds=n))
        add_event(connection, f"e{n}", last_at=None, contradictions=7)
    assert articles(connection, 1).next == ("2024-03-15T12:00:00.000001+00:00", "a1")
    assert events(connection, 1, most_disputed_first=True).next == ("7", "", "e1")
