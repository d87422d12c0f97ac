"""Polling feeds: what is new in one is taken in, with the pages of entries that hold no text themselves.

Feeds are their own queue, as messages are, and not periodic jobs: one that is polled every minute would leave a job
behind each time, and wait behind an hour of learning. Whoever claims a feed has it alone, and while something is
fetched from a host, nobody else here fetches from it: the lock of its name is held.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from service.jobs.beside import Beside
from service.jobs.indexes import followed
from service.jobs.intake import Intake
from service.jobs.running import described
from service.news.arrival import NewArrival
from service.news.errors import NotReady
from service.news.feed import DueFeed, FeedKind, Polled
from service.news.identity import Principal
from service.newsroom import feeds as feed_format
from service.newsroom import pages, robots, sitemaps, wordpress
from service.newsroom.fetching import Fetched, fetch
from service.newsroom.items import Elsewhere, Item, Unusable
from service.newsroom.reaching import Refused, Unreachable
from service.store import feeds, locks
from service.store.audit import Clock, utc_now
from service.store.database import Database
from service.store.repeating import AWAY

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

HTML = frozenset({"", "text/html", "application/xhtml+xml"})
ASKED_NOT_TO = "The site's robots.txt asks not to fetch the page."
DAY_S = 24 * 3600.0
MOST_ENTRIES = 2_000
"""Twice what a news sitemap may hold."""
AT_ONCE = 50
"""The most entries that are taken in together."""
NEWEST_POSTS = {"per_page": "50", "orderby": "modified"}
"""Asked of WordPress where an address does not say: else a post that is corrected later is not among those it gives."""
TRY_LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY})


class Fetch(Protocol):
    """Fetches from an address. Raises Unreachable."""

    def __call__(self, url: str, trusted: Collection[str], *, etag: str = "", modified: str = "") -> Fetched:
        """What is there; 304 where nothing has changed since."""
        ...


class MakeArrival(Protocol):
    """Makes an arrival of an item, or of the reason why it cannot be used."""

    def __call__(self, item: Item | Unusable, format: str, by: Principal, outlet: str | None) -> NewArrival:
        """The arrival, as of ``outlet``."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How feeds are polled, times in seconds.

    A claim lasts ``lease``, longer than a poll may take: after ``longest`` no more pages are fetched, and no more than
    ``most_pages`` of one feed, with ``between_pages`` in between. A feed whose host is busy is put off by ``busy``, one
    that fails by twice as long each time, up to a day, and all by up to a part ``jitter`` of that longer.
    """

    lease: float = 600.0
    longest: float = 300.0
    most_pages: int = 20
    between_pages: float = 1.0
    busy: float = 5.0
    jitter: float = 0.1
    look_every: float = 1.0
    pause_away: float = 5.0


@dataclass(slots=True)
class _Round:
    """One poll of one feed: ``left`` where something new is still to be fetched.

    ``down`` are hosts that do not answer now, or answer others, ``rules`` what sites ask not to fetch.
    """

    feed: DueFeed
    host: str
    until: float
    n_new: int = 0
    n_pages: int = 0
    n_sitemaps: int = 0
    left: bool = False
    down: set[str] = field(default_factory=set)
    rules: dict[str, RobotFileParser] = field(default_factory=dict)


class Poller(Beside):
    """Polls the feeds of one database, from ``start`` until ``stop``. As many as one likes may be at work.

    ``made`` makes arrivals of what is found. Hosts in ``trusted`` may be inside.
    """

    def __init__(
        self,
        database: Database,
        made: MakeArrival,
        log: FilteringBoundLogger,
        *,
        trusted: Collection[str] = (),
        pace: Pace | None = None,
        now: Clock = utc_now,
        fetch: Fetch = fetch,
    ) -> None:
        self._pace = pace or Pace()
        super().__init__("feeds", log, self._pace.look_every, self._pace.pause_away)
        self._database = database
        self._intake = Intake(database, now)
        self._made = made
        self._trusted = frozenset(trusted)
        self._now = now
        self._fetch = fetch

    def step(self) -> int:
        """Poll the feed that has been due for longest; how many were due, which is one or none."""
        lease = timedelta(seconds=self._pace.lease)
        due = self._database.run(lambda each: feeds.claim(each, self._now(), lease))
        if due is None:
            return 0
        host = _host(due.url)
        with self._alone(host) as alone:
            if alone:
                self._settle(due, self._polled_or_failed(due, host))
            else:
                until = self._now() + timedelta(seconds=self._pace.busy)
                self._database.run(lambda each: feeds.put_off(each, due, until), idempotent=True)
        return 1

    def _polled_or_failed(self, due: DueFeed, host: str) -> Polled:
        """As ``_polled``; a bug in reading what one site sends puts off this feed, and no other."""
        try:
            return self._polled(due, host)
        except AWAY:
            raise
        except Exception as fault:  # noqa: BLE001 -- whatever it is, the feed is polled again later
            self._log.error("polling broke", feed=due.id, **described(fault))
            return self._failed(due, "A fault on our side; the log has it.")

    def _polled(self, due: DueFeed, host: str) -> Polled:
        try:
            found = self._fetch(_address(due), self._trusted, etag=due.etag, modified=due.modified)
            if found.status == HTTPStatus.NOT_MODIFIED:
                return self._went_well(due, "Nothing has changed.", due.etag, due.modified)
            if found.status != HTTPStatus.OK:
                return self._failed(due, f"{found.status}", found.retry_after)
            entries = READERS[due.kind](found.body)[:MOST_ENTRIES]
        except sitemaps.Index as index:
            return self._indexed(_Round(due, host, time.monotonic() + self._pace.longest), index)
        except (Unreachable, Unusable) as fault:
            return self._failed(due, str(fault))
        poll = _Round(due, host, time.monotonic() + self._pace.longest)
        try:
            self._take(poll, entries)
        except NotReady:
            poll.left = True
        answer = f"{poll.n_new} of {len(entries)} entries were new{_more(poll)}."
        # What is left is asked for again, so it must not be answered that nothing has changed.
        etag, modified = ("", "") if poll.left else (found.etag, found.modified)
        return self._went_well(due, answer, etag, modified)

    def _indexed(self, poll: _Round, index: sitemaps.Index) -> Polled:
        """Takes in what the sitemaps of an index hold, each before the next is asked for: so the newest come first.

        The index itself is read each time, for it may stay the same while its sitemaps change.
        """
        n_read = n_entries = 0
        why = "it names none"
        for found in followed(poll.feed.url, index, partial(self._sitemap, poll)):
            if isinstance(found, Exception):
                why = str(found)
            else:
                n_read, n_entries = n_read + 1, n_entries + len(found)
                try:
                    self._take(poll, found)
                except NotReady:
                    poll.left = True
                    break
            if self._stop.is_set() or self._is_over(poll):
                poll.left = True
                break
        if not n_read and not self._stop.is_set():
            return self._failed(poll.feed, f"It is an index of which no sitemap can be read: {why}")
        answer = f"{poll.n_new} of {n_entries} entries in {n_read} sitemaps were new{_more(poll)}."
        return self._went_well(poll.feed, answer, "", "")

    def _sitemap(self, poll: _Round, url: str) -> Sequence[Elsewhere | Unusable]:
        """The entries of one sitemap of an index. Raises Unreachable, Unusable, and Index where it is a further one."""
        if poll.n_sitemaps:
            self._stop.wait(self._pace.between_pages)
        poll.n_sitemaps += 1
        with self._alone(_host(url), unless=poll.host) as alone:
            if not alone:
                raise Unreachable("Somebody else here fetches from its host.")
            found = self._fetch(url, self._trusted_by(poll))
        if found.status != HTTPStatus.OK:
            raise Unreachable(f"{found.status}")
        return sitemaps.read(found.body)[:MOST_ENTRIES]

    def _is_over(self, poll: _Round) -> bool:
        """Whether no more is fetched this time."""
        return poll.n_pages >= self._pace.most_pages or time.monotonic() > poll.until

    def _take(self, poll: _Round, entries: Sequence[Item | Unusable]) -> None:
        """Takes in what has not arrived yet, the last entry first, for feeds begin with the newest. Raises NotReady.

        What is ready is taken in before a page is fetched, so that none is fetched again for what happens later.
        """
        arrivals = [(each, self._arrival(poll, each)) for each in reversed(entries)]
        # Without a name that can be kept, it would come as another each time.
        named = {(arrival.guid, arrival.version): (entry, arrival) for entry, arrival in arrivals if arrival.guid}
        by, ready = poll.feed.provider, list[NewArrival]()
        there = self._database.run(lambda each: feeds.known(each, by.id, named.keys()), idempotent=True)
        for entry, arrival in (named[name] for name in named if name not in there):
            if self._stop.is_set():
                poll.left = True
                break
            if isinstance(entry, Elsewhere):
                self._hand_in(poll, ready)
                item = self._read(poll, entry)
                if item is None:
                    poll.left = True
                else:
                    self._hand_in(poll, [self._arrival(poll, item)])
                continue
            ready.append(arrival)
            if len(ready) == AT_ONCE:
                self._hand_in(poll, ready)
        self._hand_in(poll, ready)

    def _arrival(self, poll: _Round, item: Item | Unusable) -> NewArrival:
        return self._made(item, poll.feed.kind.value, poll.feed.provider, poll.feed.outlet)

    def _hand_in(self, poll: _Round, ready: list[NewArrival]) -> None:
        """Takes in what is ``ready``, of which nothing is left to take in."""
        if ready:
            self._intake.take(tuple(ready), poll.feed.provider)
            poll.n_new += len(ready)
            ready.clear()

    def _read(self, poll: _Round, entry: Elsewhere) -> Item | Unusable | None:
        """The article on the page of an entry; None where the page is to be fetched another time."""
        url = entry.item.url or ""
        host = _host(url)
        if host in poll.down or self._is_over(poll):
            return None
        if poll.n_pages and self._stop.wait(self._pace.between_pages):
            return None
        with self._alone(host, unless=poll.host) as alone:
            if not alone:
                poll.down.add(host)
                return None
            poll.n_pages += 1
            try:
                if not self._rules(poll, url).can_fetch(robots.NAME, url):
                    return Unusable(f"{entry} {ASKED_NOT_TO}", entry.guid, entry.version)
                found = self._fetch(url, self._trusted_by(poll))
            except Refused as fault:
                return Unusable(f"{entry} {fault}", entry.guid, entry.version)
            except Unreachable as fault:
                poll.down.add(host)
                self._log.info("page not fetched", feed=poll.feed.id, host=host, why=str(fault))
                return None
        if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR or found.status in TRY_LATER:
            poll.down.add(host)
            return None
        return _article(entry, found)

    def _rules(self, poll: _Round, url: str) -> RobotFileParser:
        """What the site of ``url`` asks not to fetch. Raises Unreachable."""
        where = robots.address(url)
        if where not in poll.rules:
            poll.rules[where] = robots.rules(self._fetch(where, self._trusted_by(poll)))
        return poll.rules[where]

    def _trusted_by(self, poll: _Round) -> frozenset[str]:
        """A host inside is trusted where its own feed names its pages, and where no other's does."""
        return self._trusted & {poll.host}

    @contextmanager
    def _alone(self, host: str, unless: str = "") -> Iterator[bool]:
        """Whether nobody else fetches from ``host`` meanwhile; the host ``unless`` is held already."""
        if host == unless:
            yield True
            return
        with locks.held(self._database, f"fetching from {host}") as hold:
            yield hold.is_mine()

    def _went_well(self, due: DueFeed, answer: str, etag: str, modified: str) -> Polled:
        at = self._now()
        return Polled(at, at + self._later(due.every_s), 0, answer, etag, modified)

    def _failed(self, due: DueFeed, why: str, retry_after: int | None = None) -> Polled:
        at, failures = self._now(), due.failures + 1
        pause = min(due.every_s * 2.0 ** min(failures, 20), max(float(due.every_s), DAY_S))
        pause = max(pause, min(float(retry_after or 0), DAY_S))
        self._log.info("feed not polled", feed=due.id, failures=failures, why=why)
        return Polled(at, at + self._later(pause), failures, why, due.etag, due.modified)

    def _later(self, seconds: float) -> timedelta:
        return timedelta(seconds=seconds * (1 + self._pace.jitter * random.random()))

    def _settle(self, due: DueFeed, polled: Polled) -> None:
        self._database.run(partial(feeds.settle, due=due, polled=polled), idempotent=True)


def _more(poll: _Round) -> str:
    return ", and more is left for the next time" if poll.left else ""


def _posts(body: bytes) -> tuple[Item | Unusable, ...]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise Unusable("It is no JSON.") from fault
    if not isinstance(found, list):
        raise Unusable("It is no list of posts: give the address of wp-json/wp/v2/posts.")
    return wordpress.read(found)


READERS: Mapping[FeedKind, Callable[[bytes], Sequence[Item | Unusable]]] = {
    FeedKind.FEED: feed_format.read,
    FeedKind.SITEMAP: sitemaps.read,
    FeedKind.WORDPRESS: _posts,
}
"""What reads each kind of feed. Raises Unusable."""


def _article(entry: Elsewhere, found: Fetched) -> Item | Unusable:
    """The article on a page that was fetched, under the names of its entry, or why there is none."""
    if found.status != HTTPStatus.OK:
        return Unusable(f"{entry} The page answers {found.status}.", entry.guid, entry.version)
    if found.type not in HTML:
        return Unusable(f"{entry} What it names is {found.type}.", entry.guid, entry.version)
    try:
        return entry.found_on(pages.read(pages.decoded(found.body, found.charset), found.url))
    except Unusable as fault:
        return Unusable(f"{entry} {fault}", entry.guid, entry.version)


def _address(due: DueFeed) -> str:
    """Where a feed is, with what is asked of WordPress."""
    if due.kind is not FeedKind.WORDPRESS:
        return due.url
    parts = urlsplit(due.url)
    more = {name: value for name, value in NEWEST_POSTS.items() if name not in parse_qs(parts.query)}
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, urlencode(more))))))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
