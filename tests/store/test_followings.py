"""Who seems to follow whom, over what is kept: found by a reckoning, held fixed until the next one, shown with its evidence."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from sqlalchemy import delete, insert, select

from service.news.accounts import By
from service.news.article import Article
from service.news.following import Direction, Following
from service.news.memory import ArticleQuery, SourceQuery
from service.news.report import ScoreRequest
from service.store import kept_rates, reading
from service.store.followings import replace as replace_followings
from service.store.schema.reckoned import followings, rates
from tests.builders import make_report, make_standing
from tests.rows import add_article, add_claim, add_event, add_source
from tests.store.conftest import emptied, make_principal, pictured
from tests.store.wire import at

HAPPENED = (
    ("a bus", "overturned", "on the pass of Qasr Amin"),
    ("the ferry Amal", "sank", "off the cape of Tal Warda"),
    ("a flour mill", "burned down", "in Deir Hama"),
    ("a salt mine", "flooded", "below Ain Issa"),
)
WORDED = {
    "The Levant Courier": "{n} people were killed when {what} {did} {where}.",
    "Valley Voice": "{n} people were killed as {what} {did} {where} at dawn.",
    "Harbour Post": "An accident {where} killed {n} people when {what} {did}.",
    "Daily Ledger": "{n} people died {where}, killed when {what} {did}.",
    "Northern Wire": "Altogether {n} people {where} were killed after {what} {did}.",
}
FOLLOWED, FOLLOWER = "The Levant Courier", "Valley Voice"
DESK = make_principal("key:desk", outlets=WORDED)
AMAL = By("user:amal", "request-1")


def told(number, outlet, n=4):
    """What an outlet says of one thing that happened, weeks apart from the others."""
    what, did, where = HAPPENED[number]
    hour = 500 * number + 2 * list(WORDED).index(outlet)
    text = WORDED[outlet].format(n=n, what=what, did=did, where=where)
    return Article(f"{number} {outlet}", outlet, text, f"{what} {did} {where}".capitalize(), None, at(hour))


# Two are mistaken each time, the one a little later than the other.
ARTICLES = tuple(told(i, outlet, 9 if outlet in {FOLLOWED, FOLLOWER} else 4) for i in range(4) for outlet in WORDED)


@pytest.fixture
def full(archive):
    archive.keep(ScoreRequest(ARTICLES, store=True), DESK)
    return archive


def sources(archive):
    return {each.source.name: archive.source(each.source.id) for each in archive.sources(SourceQuery(limit=100)).items}


def id_of(archive, given_id):
    return next(each.id for each in archive.articles(ArticleQuery(limit=100)).items if each.given_id == given_id)


def test_a_reckoning_finds_who_shares_mistakes_and_shows_what_tells_it(full):
    assert all(each.followings == () for each in sources(full).values())
    full.reckon()
    found = sources(full)
    (shown,) = found[FOLLOWER].followings
    assert (shown.id, shown.name) == (found[FOLLOWED].source.id, FOLLOWED)
    assert shown.following.probability > 0.5
    assert (shown.following.direction, shown.following.events, shown.following.later) == (Direction.FOLLOWS, 4, 4)
    assert {each.text.split()[0] for each in shown.said} == {each.other_text.split()[0] for each in shown.said} == {"9"}
    (other,) = found[FOLLOWED].followings
    assert (other.name, other.following) == (FOLLOWER, shown.following.turned)
    assert all(each.followings == () for name, each in found.items() if name not in {FOLLOWER, FOLLOWED})
    event = full.event(shown.said[0].event).events[0]
    (between,) = event.followings
    assert {between.one, between.other} == {found[FOLLOWER].source.id, found[FOLLOWED].source.id}


def test_who_follows_hardly_counts_for_whom_it_follows_nor_twice_against_others_and_the_ledger_says_so(full):
    full.reckon()
    for name, each in sources(full).items():
        lines = [line for line in full.ledger(each.source.id, 100, None).items if line.compared]
        assert len(lines) == 4
        for line in lines:
            assert line.dependence < -1 if name in {FOLLOWER, FOLLOWED} else line.dependence > 0.5
        assert each.credibility.comparisons < sum(len(line.compared) for line in lines) - 2


def test_in_events_that_are_read_a_follower_is_no_second_voice(full):
    event = full.ledger(sources(full)[FOLLOWER].source.id, 100, None).items[0].event
    before = full.event(event).events[0]
    full.reckon()
    after = full.event(event).events[0]
    mistaken, right = (
        [next(p for p in each.propositions if p.voices == n) for each in (before, after)] for n in (2, 3)
    )
    assert mistaken[1].probability < mistaken[0].probability / 2
    assert right[1].probability > right[0].probability
    assert after.agreement.mean != before.agreement.mean


def test_what_a_reckoning_found_is_held_fixed_until_the_next_one(full, database):
    full.reckon()
    again = full.reckon()
    assert again.largest == 0
    before = sources(full)
    full.remove(id_of(full, f"0 {FOLLOWER}"), AMAL, "", erase=True)
    full.remove(id_of(full, f"1 {FOLLOWER}"), AMAL, "", erase=False)
    (shown,) = sources(full)[FOLLOWER].followings
    assert (shown.following, len(shown.said)) == (before[FOLLOWER].followings[0].following, 2)
    assert full.differences() == []
    full.reckon()
    assert sources(full)[FOLLOWER].followings == ()


def test_with_dependence_held_fixed_removing_is_working_out_without_and_strangers_change_nothing(full, database):
    full.reckon()
    held = {table: reckoned_rows(database, table) for table in (rates, followings)}
    gone = f"2 {FOLLOWED}"
    stranger = make_principal("key:stranger")
    full.keep(ScoreRequest((replace(told(3, "Daily Ledger", 9), id="strange"),), store=True), stranger)
    strange = id_of(full, "strange")
    full.remove(id_of(full, gone), AMAL, "", erase=False)
    beside = sources(full)
    full.remove(strange, AMAL, "", erase=False)
    alone = sources(full)
    assert {name: each.credibility for name, each in beside.items()} == {
        name: each.credibility for name, each in alone.items()
    }
    after = pictured(database)
    emptied(database)
    full.rebuild()
    with database.begin() as connection:
        for table, rows in held.items():
            connection.execute(insert(table), rows)
    full.keep(ScoreRequest(tuple(each for each in ARTICLES if each.id != gone)[::-1], store=True), DESK)
    assert after.differences(pictured(database)) == []


def test_how_good_the_company_is_where_a_source_says_nothing_is_kept_and_counts_in_its_history(archive, database):
    silent = [one for one in ARTICLES if one.outlet != FOLLOWED or one.id[0] in "01"]
    archive.keep(ScoreRequest(tuple(silent), store=True), DESK)
    archive.reckon()
    outlet = sources(archive)[FOLLOWED]
    with database.begin() as connection:
        known = kept_rates.company(connection, outlet.source.id)
        strange = kept_rates.company(connection, "of whom nobody has heard")
    # Of those who speak in the other two events three agree and one does not.
    assert 0.55 < known.beside[outlet.source.id] < 0.75
    assert list(strange.beside.values()) == [strange.overall] == [known.overall]
    for name, each in sources(archive).items():
        assert archive.source(each.source.id, at(10_000)).credibility == each.credibility, name
    with database.begin() as connection:
        connection.execute(delete(rates).where(rates.c.voice == kept_rates.ANYBODY))
    assert archive.source(outlet.source.id, at(10_000)).credibility != outlet.credibility


def reckoned_rows(database, table):
    with database.begin() as connection:
        return [row._asdict() for row in connection.execute(select(table))]


def test_nobody_reads_whom_a_private_person_seems_to_follow(connection):
    voices = [add_source(connection, "s1"), add_source(connection, "s2", "Amal Haddad", kind="person"), "newsroom:wire"]
    kept = []
    for one, other in combinations(voices, 2):
        kept.append(Following(*sorted((one, other)), 0.9, 3, 2.0, 0.0, 1, 1, (("v1.0", "v2.0"),)))
    replace_followings(connection, kept)
    assert reading.source(connection, "s2").followings == ()
    (shown,) = reading.source(connection, "s1").followings
    assert (shown.id, shown.name, shown.said, shown.following.direction) == (None, "wire", (), Direction.EITHER)


def test_an_event_names_the_organisation_itself_and_nobody_for_an_agency_that_he_prints(connection):
    add_event(connection)
    add_article(connection)
    # s0 speaks for s2, and s1 prints an agency too.
    told = (("s0", "s2"), ("s1", "newsroom:wire"), ("s1", "s1"), ("s2", "s2"))
    for number, (source, voice) in enumerate(told):
        add_claim(connection, source=source, number=number, voice=voice)
    voices = ["newsroom:wire", "s1", "s2"]
    kept = [Following(*pair, 0.9, 3, 2.0, 0.0, 1, 1, ()) for pair in combinations(voices, 2)]
    replace_followings(connection, kept)
    report = make_report(standings=[make_standing(source) for source in ("s0", "s1", "s2")])
    (event,) = reading.with_followings(connection, "e1", report).events
    assert event.followings == (kept[2],)
