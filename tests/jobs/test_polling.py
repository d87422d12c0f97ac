"""Feeds polled from a real server into a real database: what is new once, by one at a time, and again after failures."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import select

from service.jobs.polling import Pace, Poller
from service.news.accounts import By
from service.news.errors import NotKept
from service.news.feed import FeedKind, NewFeed
from service.newsroom.fetching import Fetched
from service.newsroom.items import digest
from service.newsroom.reaching import Unreachable
from service.store.feeds import Feeds
from service.store.locks import held
from service.store.schema.exchange import arrivals
from service.web.arriving import made_by
from service.web.bounds import Bounds
from service.web.contract import contract
from service.web.logs import json_logger
from tests.newsroom.samples import ATOM, PAGE, RSS, SITEMAP, WORDPRESS, index_of
from tests.site import Site, served
from tests.waiting import PATIENCE_S, until

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
ROOT = By("cli:root")
AT_ONCE = {"jitter": 0.0, "between_pages": 0.0, "look_every": 0.01, "pause_away": 0.01}
LAYOUT = "https://courier.example"


class Newsstand:
    """A site on this machine, a poller of it, and a clock that is moved by hand."""

    def __init__(self, database, address, site):
        self.now, self.database, self.address, self.site = NOW, database, address, site
        self.feeds = Feeds(database, lambda: self.now)
        self.poller = self.another()

    def another(self, **rest):
        pace = Pace(**AT_ONCE | rest.pop("pace", {}))
        made = made_by(contract(Bounds(2**20, 50, 100_000), lambda: self.now), lambda: self.now).or_reason
        rest = {"trusted": ("127.0.0.1",)} | rest
        return Poller(self.database, made, json_logger(io.StringIO(), "debug"), pace=pace, now=lambda: self.now, **rest)

    def add(self, path="/feed", kind=FeedKind.FEED, every_s=600, url=None):
        return self.feeds.add(NewFeed(url or self.address + path, "The Courier", kind, every_s), ROOT)

    def put(self, path, body, **headers):
        """Puts something there that names pages of this site."""
        self.site.put(path, body.replace(LAYOUT, self.address), **headers)

    def pass_(self, **length):
        self.now += timedelta(**length)
        return self.poller.step()

    def arrived(self):
        """What has arrived: its guid, state, text and reason, in the order of arrival."""
        with self.database.begin() as connection:
            rows = connection.execute(select(arrivals).order_by(arrivals.c.number)).all()
        return [
            (row.guid.replace(self.address, ""), row.state, (row.body or {}).get("text", ""), row.reason)
            for row in rows
        ]

    def one(self):
        return self.feeds.all()[0]


@pytest.fixture(scope="module")
def shelf(postgres):
    """One database for all tests here, which are many and small."""
    made = postgres.database()
    yield made
    postgres.drop(made)


@pytest.fixture
def database(shelf):
    yield shelf
    with shelf.begin() as connection:
        connection.exec_driver_sql("TRUNCATE feeds, arrivals, jobs, procrastinate_jobs CASCADE")


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def stand(database, site):
    with served(site) as address:
        yield Newsstand(database, address, site)


def test_what_is_new_is_taken_in_once_as_its_outlets(stand):
    stand.put("/feed", ATOM, ETag='"1"')
    feed = stand.add()
    assert stand.poller.step() == 1
    assert stand.arrived() == [("urn:ledger:7", "waiting", "Twelve people were killed.", "")]
    with stand.database.begin() as connection:
        row = connection.execute(select(arrivals)).one()
    assert (row.provider, row.outlet, row.format) == (f"feed:{feed.id}", "The Courier", "feed")
    assert row.job is not None
    after = stand.one()
    assert (after.answer, after.failures, after.polled_at) == ("1 of 1 entries were new.", 0, NOW)
    assert after.due_at == NOW + timedelta(minutes=10)
    assert stand.pass_(minutes=10, seconds=-1) == 0
    assert stand.pass_(seconds=1) == 1
    assert stand.one().answer == "Nothing has changed."
    assert stand.site.asked[-1][1]["if-none-match"] == '"1"'
    stand.put("/feed", ATOM, ETag='"2"')
    stand.pass_(minutes=10)
    assert stand.one().answer == "0 of 1 entries were new."
    assert len(stand.arrived()) == 1


def test_a_feed_that_is_paused_is_left_alone_and_one_that_is_hastened_is_not_waited_for(stand):
    stand.put("/feed", ATOM, ETag='"1"')
    feed = stand.add()
    assert stand.feeds.pause(feed.id, ROOT, paused=True).paused
    assert stand.pass_(days=1) == 0
    assert not stand.feeds.pause(feed.id, ROOT, paused=False).paused
    assert stand.poller.step() == 1
    assert (stand.one().etag, stand.one().due_at) == ('"1"', stand.now + timedelta(minutes=10))
    assert stand.feeds.hasten(feed.id, ROOT).due_at == stand.now
    assert stand.poller.step() == 1
    assert stand.one().answer == "Nothing has changed."
    stand.feeds.pause(feed.id, ROOT, paused=True)
    assert stand.add().paused is False
    for change in (lambda: stand.feeds.hasten("f0", ROOT), lambda: stand.feeds.pause("f0", ROOT, paused=True)):
        with pytest.raises(NotKept):
            change()


def test_a_later_version_is_new(stand):
    stand.put("/feed", ATOM)
    stand.add()
    stand.poller.step()
    stand.put("/feed", ATOM.replace("08:00:00Z</updated><content", "x").replace("2024-03-15T08", "2024-03-15T09"))
    stand.pass_(minutes=10)
    assert [guid for guid, *_ in stand.arrived()] == ["urn:ledger:7"] * 2


def test_entries_without_a_text_are_read_from_their_pages_and_those_without_a_name_never(stand):
    stand.put("/feed", RSS, ETag='"1"')
    stand.put("/44", PAGE, Content_Type="text/html; charset=utf-8")
    stand.add()
    stand.poller.step()
    found = {guid: (state, text[:32]) for guid, state, text, _ in stand.arrived()}
    assert found == {
        "courier-42": ("waiting", "Seven people were killed.\n\nقتل س"),
        "/43": ("waiting", "Three bridges closed."),
        "/44": ("waiting", "Blast in Warda kills seven\n\nSeve"[:32]),
    }
    assert stand.site.paths() == ["/feed", "/44"]
    stand.put("/feed", RSS, ETag='"2"')
    stand.pass_(minutes=10)
    assert stand.site.paths() == ["/feed", "/44", "/feed"]
    assert len(stand.arrived()) == 3


def test_a_sitemap_is_read_page_by_page_under_the_names_of_its_entries(stand):
    stand.put("/news.xml", SITEMAP)
    stand.put("/blast", PAGE, Content_Type="text/html")
    stand.put("/flood?a=1&b=2", PAGE.encode("utf-16").decode("utf-16"))
    stand.add("/news.xml", FeedKind.SITEMAP)
    stand.poller.step()
    assert [(guid, state) for guid, state, *_ in stand.arrived()] == [
        ("/flood?a=1&b=2", "waiting"),
        ("/blast", "waiting"),
    ]
    with stand.database.begin() as connection:
        bodies = [row.body for row in connection.execute(select(arrivals).order_by(arrivals.c.number))]
    assert [each["title"] for each in bodies] == ["Flood", "Blast in Warda"]
    assert bodies[1]["published_at"] == "2024-03-15T08:00:00+02:00"


def one_page(name):
    """A news sitemap that names one page."""
    first = SITEMAP.index("<url>")
    entry = SITEMAP[first : SITEMAP.index("</url>") + len("</url>")]
    return SITEMAP[:first] + entry.replace("/blast", f"/{name}") + "</urlset>"


def put_index(stand, *sitemaps):
    stand.put("/index.xml", index_of(*((stand.address + path, at) for path, at in sitemaps)), ETag='"1"')
    stand.add("/index.xml", FeedKind.SITEMAP)


def test_an_index_leads_to_its_sitemaps_the_one_changed_last_first_and_is_read_each_time(stand):
    for name in ("old", "new"):
        stand.put(f"/{name}.xml", one_page(name), ETag='"1"')
        stand.put(f"/{name}", PAGE)
    put_index(stand, ("/old.xml", "2024-03-01"), ("/new.xml", "2024-03-15"), ("/index.xml", "2024-03-16"))
    stand.poller.step()
    assert stand.site.paths() == ["/index.xml", "/new.xml", "/new", "/old.xml", "/old"]
    assert [(guid, state) for guid, state, *_ in stand.arrived()] == [("/new", "waiting"), ("/old", "waiting")]
    assert stand.one().answer == "2 of 2 entries in 2 sitemaps were new."
    stand.put("/new.xml", one_page("newest"))
    stand.put("/newest", PAGE)
    stand.pass_(minutes=10)
    assert [guid for guid, *_ in stand.arrived()] == ["/new", "/old", "/newest"]
    assert "if-none-match" not in stand.site.asked[-1][1]


def test_what_of_an_index_cannot_be_read_keeps_nothing_back_unless_it_is_all(stand):
    stand.put("/good.xml", one_page("good"))
    stand.put("/good", PAGE)
    stand.put("/pages.xml", SITEMAP.replace("news:news>", "news:other>"))
    stand.site.put("/away.xml", status=503)
    put_index(stand, ("/pages.xml", ""), ("/away.xml", ""), ("/good.xml", ""))
    stand.poller.step()
    assert [guid for guid, *_ in stand.arrived()] == ["/good"]
    assert (stand.one().answer, stand.one().failures) == ("1 of 1 entries in 1 sitemaps were new.", 0)
    stand.site.put("/good.xml", status=410)
    stand.pass_(minutes=10)
    assert stand.one().answer == "It is an index of which no sitemap can be read: 410"
    assert stand.one().failures == 1


def test_sitemaps_inside_that_an_index_elsewhere_names_are_not_fetched(stand):
    index = index_of((f"{stand.address}/news.xml", ""), ("http://10.0.0.7/news.xml", "")).encode()
    fetched = []

    def fetch(url, trusted, **_):
        fetched.append((url, trusted))
        if url == "https://courier.example/index.xml":
            return Fetched(url, 200, index)
        raise Unreachable("It is not of the open internet.")

    stand.add(kind=FeedKind.SITEMAP, url="https://courier.example/index.xml")
    stand.another(fetch=fetch).step()
    assert fetched[1:] == [(f"{stand.address}/news.xml", frozenset()), ("http://10.0.0.7/news.xml", frozenset())]
    assert "open internet" in stand.one().answer


def test_an_index_is_read_no_further_than_the_pages_of_one_poll_go(stand):
    for name in ("old", "new"):
        stand.put(f"/{name}.xml", one_page(name))
        stand.put(f"/{name}", PAGE)
    put_index(stand, ("/old.xml", "2024-03-01"), ("/new.xml", "2024-03-15"))
    stand.another(pace={"most_pages": 1}).step()
    assert stand.site.paths() == ["/index.xml", "/new.xml", "/new"]
    assert stand.one().answer == "1 of 1 entries in 1 sitemaps were new, and more is left for the next time."
    stand.pass_(minutes=10)
    assert [guid for guid, *_ in stand.arrived()] == ["/new", "/old"]


def test_pages_that_hold_nothing_are_quarantined_once_with_the_reason(stand):
    stand.put("/news.xml", SITEMAP)
    stand.put("/blast", "%PDF", Content_Type="application/pdf")
    stand.add("/news.xml", FeedKind.SITEMAP)
    stand.poller.step()
    flood, blast = stand.arrived()
    assert (flood[1], "The page answers 404." in flood[3]) == ("quarantined", True)
    assert (blast[1], "application/pdf" in blast[3]) == ("quarantined", True)
    n_asked = len(stand.site.asked)
    stand.pass_(minutes=10)
    assert len(stand.site.asked) == n_asked + 1
    assert len(stand.arrived()) == 2


def test_pages_inside_and_pages_without_end_are_refused_for_good(stand):
    stand.put("/news.xml", SITEMAP.replace("https://courier.example/flood", "http://10.0.0.7/flood"))
    stand.site.put("/blast", status=302, Location="/blast")
    stand.add("/news.xml", FeedKind.SITEMAP)
    stand.poller.step()
    inside, endless = stand.arrived()
    assert (inside[1], "open internet" in inside[3]) == ("quarantined", True)
    assert (endless[1], "leads on" in endless[3]) == ("quarantined", True)
    assert stand.one().answer == "2 of 2 entries were new."


def test_pages_that_cannot_be_had_now_are_fetched_the_next_time_though_the_feed_is_the_same(stand):
    stand.put("/news.xml", SITEMAP, ETag='"1"')
    stand.site.put("/blast", status=503)
    stand.site.put("/flood?a=1&b=2", status=503)
    stand.add("/news.xml", FeedKind.SITEMAP)
    stand.poller.step()
    assert stand.arrived() == []
    assert stand.site.paths() == ["/news.xml", "/flood?a=1&b=2"]  # one that is down is not asked for more
    assert "left for the next time" in stand.one().answer
    stand.put("/blast", PAGE)
    stand.put("/flood?a=1&b=2", PAGE)
    stand.pass_(minutes=10)
    assert [state for _, state, *_ in stand.arrived()] == ["waiting", "waiting"]


def test_of_many_pages_some_are_fetched_each_time(stand):
    stand.put("/news.xml", SITEMAP, ETag='"1"')
    stand.put("/blast", PAGE)
    stand.put("/flood?a=1&b=2", PAGE)
    stand.poller = stand.another(pace={"most_pages": 1})
    stand.add("/news.xml", FeedKind.SITEMAP)
    stand.poller.step()
    assert len(stand.arrived()) == 1
    stand.pass_(minutes=10)
    assert len(stand.arrived()) == 2
    stand.pass_(minutes=10)
    stand.pass_(minutes=10)
    assert stand.one().answer == "Nothing has changed."


def test_pages_that_a_site_asks_not_to_fetch_are_not_and_are_quarantined(stand):
    stand.site.put("/robots.txt", "User-agent: *\nDisallow: /blast\n\nUser-agent: counterclaim-feeds\nDisallow: /flood")
    stand.put("/news.xml", SITEMAP)
    stand.put("/blast", PAGE)
    stand.put("/flood?a=1&b=2", PAGE)
    stand.add("/news.xml", FeedKind.SITEMAP)
    stand.poller.step()
    flood, blast = stand.arrived()
    assert (flood[1], "robots.txt" in flood[3], blast[1]) == ("quarantined", True, "waiting")
    assert stand.site.paths() == ["/news.xml", "/blast"]
    assert [path for path, _ in stand.site.asked].count("/robots.txt") == 1


def test_while_a_site_cannot_say_what_not_to_fetch_none_of_its_pages_is(stand):
    stand.site.put("/robots.txt", status=503)
    stand.put("/news.xml", SITEMAP, ETag='"1"')
    stand.put("/blast", PAGE)
    stand.put("/flood?a=1&b=2", PAGE)
    stand.add("/news.xml", FeedKind.SITEMAP)
    stand.poller.step()
    assert (stand.arrived(), stand.site.paths()) == ([], ["/news.xml"])
    del stand.site.pages["/robots.txt"]
    stand.pass_(minutes=10)
    assert len(stand.arrived()) == 2


def test_posts_of_wordpress_are_asked_for_by_their_last_change(stand):
    stand.put("/wp-json/wp/v2/posts?tags=7&per_page=50&orderby=modified", json.dumps([WORDPRESS]))
    stand.add("/wp-json/wp/v2/posts?tags=7", FeedKind.WORDPRESS)
    stand.poller.step()
    ((guid, state, text, _),) = stand.arrived()
    assert (guid, state, text.startswith("Seven people")) == (
        "/?post_type=post&p=42",
        "waiting",
        True,
    )


def test_entries_whose_names_cannot_be_kept_are_passed_over_and_long_ones_get_another(stand):
    long = f"https://courier.example/{'x' * 300}"
    posts = [WORDPRESS | {"guid": name} for name in ("g1", "a\0b", "y" * 300, "g2")]
    stand.put("/wp?per_page=9&orderby=date", json.dumps([*posts, posts[0] | {"modified_gmt": None, "date_gmt": None}]))
    stand.add("/wp?per_page=9&orderby=date", FeedKind.WORDPRESS)
    stand.poller.step()
    names = sorted(guid for guid, *_ in stand.arrived())
    assert names == ["g1", "g1", "g2", f"long:{digest('y' * 300)}"]
    stand.put("/feed", ATOM.replace("urn:ledger:7", long))
    stand.add("/feed")
    stand.poller.step()
    assert stand.arrived()[-1][:2] == (f"long:{digest(long.replace(LAYOUT, stand.address))}", "waiting")
    stand.pass_(minutes=10)
    stand.pass_(minutes=10)
    assert len(stand.arrived()) == 5


def test_many_entries_are_taken_in_together_and_each_is_there_once(stand, monkeypatch):
    monkeypatch.setattr("service.jobs.polling.AT_ONCE", 3)
    posts = [WORDPRESS | {"guid": f"g{n}"} for n in range(8)]
    stand.put("/wp?per_page=9&orderby=date", json.dumps(posts))
    stand.add("/wp?per_page=9&orderby=date", FeedKind.WORDPRESS)
    stand.poller.step()
    assert [guid for guid, *_ in stand.arrived()] == [f"g{n}" for n in reversed(range(8))]
    assert stand.one().answer == "8 of 8 entries were new."


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [
        (FeedKind.FEED, PAGE, "no feed"),
        (FeedKind.SITEMAP, RSS, "no sitemap"),
        (FeedKind.WORDPRESS, "<html>", "no JSON"),
        (FeedKind.WORDPRESS, '{"code": "rest_no_route"}', "no list of posts"),
    ],
)
def test_what_is_something_else_has_failed(stand, kind, body, why):
    stand.put("/wp?per_page=1&orderby=date", body)
    stand.add("/wp?per_page=1&orderby=date", kind)
    stand.poller.step()
    assert (stand.one().failures, why in stand.one().answer) == (1, True)


def test_a_bug_in_reading_one_feed_puts_it_off_and_ends_nothing(stand):
    feed = stand.add()
    stand.put("/feed", ATOM)
    broken = stand.another(fetch=lambda *_, **__: 1 / 0)
    assert broken.step() == 1
    assert (stand.one().failures, stand.one().answer) == (1, "A fault on our side; the log has it.")
    assert stand.pass_(hours=1) == 1
    assert (stand.one().failures, len(stand.arrived())) == (0, 1)
    assert stand.one().id == feed.id


def test_a_site_whose_rules_cannot_be_read_is_fetched_from_another_time(stand):
    stand.put("/robots.txt", "User-agent: *\nDisallow: http://[x")
    stand.put("/map", SITEMAP)
    stand.add("/map", FeedKind.SITEMAP)
    assert stand.poller.step() == 1
    assert stand.arrived() == []
    assert "more is left" in stand.one().answer


def test_a_feed_that_fails_is_polled_at_growing_pauses_and_at_its_own_once_it_goes_well(stand):
    stand.add()
    pauses = []
    for _ in range(10):
        stand.poller.step()
        pauses.append((stand.one().due_at - stand.now) / timedelta(minutes=1))
        stand.now = stand.one().due_at
    assert pauses == [20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440]
    assert (stand.one().failures, stand.one().answer) == (10, "404")
    stand.put("/feed", ATOM)
    stand.poller.step()
    assert (stand.one().failures, stand.one().due_at - stand.now) == (0, timedelta(minutes=10))


@pytest.mark.parametrize(("asked", "minutes"), [("7200", 120), ("60", 20), ("9999999", 1440)])
def test_a_site_that_asks_for_a_longer_pause_gets_it_up_to_a_day(stand, asked, minutes):
    stand.site.put("/feed", status=429, Retry_After=asked)
    stand.add()
    stand.poller.step()
    assert stand.one().due_at - stand.now == timedelta(minutes=minutes)


def test_pauses_differ_so_that_not_all_come_back_at_once(stand):
    stand.poller = stand.another(pace={"jitter": 0.5})
    for number in range(4):
        stand.add(f"/{number}")
        stand.poller.step()
    pauses = {each.due_at - NOW for each in stand.feeds.all()}
    assert len(pauses) == 4
    assert all(timedelta(minutes=20) <= each <= timedelta(minutes=30) for each in pauses)


def test_hosts_inside_are_fetched_from_only_where_that_is_allowed(stand):
    stand.put("/feed", ATOM)
    stand.add()
    stand.another(trusted=()).step()
    assert (stand.one().failures, "open internet" in stand.one().answer) == (1, True)
    assert stand.site.asked == []


def test_a_feed_from_elsewhere_cannot_have_pages_fetched_from_a_trusted_host(stand):
    asked = []

    def fetch(url, trusted, **_):
        asked.append((url, set(trusted)))
        return Fetched(
            url, 200, SITEMAP.replace(LAYOUT, "http://cms.inside").encode() if "news" in url else PAGE.encode()
        )

    stand.poller = stand.another(fetch=fetch, trusted=("cms.inside",))
    stand.add(url="https://evil.example/news.xml", kind=FeedKind.SITEMAP)
    stand.poller.step()
    stand.add(url="https://cms.inside/news.xml", kind=FeedKind.SITEMAP)
    stand.poller.step()
    pages = [trusted for url, trusted in asked if url.endswith(("/blast", "b=2"))]
    assert pages == [set(), set(), {"cms.inside"}, {"cms.inside"}]


def test_a_feed_is_polled_by_one_at_a_time_and_no_host_by_two(stand):
    """Four pollers, eight feeds of one host, all due: each is fetched once, and no two at once."""
    for number in range(8):
        stand.put(f"/{number}", ATOM)
        stand.add(f"/{number}")
    stand.site.meanwhile = lambda: Event().wait(0.01)
    pollers = [stand.another(pace={"busy": 0.0}) for _ in range(4)]
    for each in pollers:
        each.start()
    until(lambda: all(each.polled_at for each in stand.feeds.all()), "all feeds being polled")
    for each in pollers:
        each.stop()
    for each in pollers:
        each.wait(PATIENCE_S)
    assert sorted(stand.site.paths()) == [f"/{number}" for number in range(8)]
    assert stand.site.at_once == 1


def test_a_feed_whose_host_is_busy_is_put_off(stand):
    stand.put("/feed", ATOM)
    stand.add()
    with held(stand.database, "fetching from 127.0.0.1"):
        stand.poller.step()
    assert stand.site.asked == []
    assert stand.one().due_at == NOW + timedelta(seconds=5)
    assert stand.pass_(seconds=5) == 1
    assert len(stand.arrived()) == 1


def test_what_a_poller_has_claimed_is_polled_by_another_only_when_its_time_is_up(stand):
    stand.put("/feed", ATOM)
    stand.add()

    def die(*_, **__):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stand.another(fetch=die).step()
    assert stand.pass_(seconds=599) == 0
    assert stand.pass_(seconds=1) == 1
    assert len(stand.arrived()) == 1


def test_a_poller_that_comes_back_too_late_changes_nothing(stand):
    stand.put("/feed", ATOM)
    feed = stand.add()

    def removed(*_, **__):
        stand.feeds.remove(feed.id, ROOT)
        raise Unreachable("too late")

    stand.another(fetch=removed).step()
    assert stand.feeds.all() == ()
    with pytest.raises(NotKept):
        stand.feeds.remove(feed.id, ROOT)


def test_where_too_much_waits_the_rest_is_taken_the_next_time(stand, monkeypatch):
    stand.put("/feed", RSS, ETag='"1"')
    stand.put("/44", PAGE)
    stand.add()
    monkeypatch.setattr("service.jobs.intake.MOST_WAITING", 1)
    stand.poller.step()
    assert len(stand.arrived()) == 1
    monkeypatch.undo()
    stand.pass_(minutes=10)
    assert len(stand.arrived()) == 3


def test_a_poller_that_is_to_stop_leaves_the_rest_and_nothing_is_lost(stand):
    stand.put("/news.xml", SITEMAP, ETag='"1"')
    stand.put("/blast", PAGE)
    stand.put("/flood?a=1&b=2", PAGE)
    stand.add("/news.xml", FeedKind.SITEMAP)
    stand.site.meanwhile = lambda: len(stand.site.asked) == 3 and stand.poller.stop()
    stand.poller.step()
    assert len(stand.arrived()) == 1
    stand.poller = stand.another()
    stand.pass_(minutes=10)
    assert len(stand.arrived()) == 2


def test_a_feed_that_is_added_again_is_changed_and_polled_at_once(stand):
    stand.put("/feed", ATOM, ETag='"1"')
    feed = stand.add()
    stand.poller.step()
    again = stand.add(every_s=60)
    assert (again.id, again.every_s, again.due_at) == (feed.id, 60, NOW)
    assert stand.poller.step() == 1
    assert len(stand.feeds.all()) == 1
    assert len(stand.arrived()) == 1
