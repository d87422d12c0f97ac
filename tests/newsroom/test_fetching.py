"""Fetching from a real server: limits, conditions, redirects, and no way inside."""

from __future__ import annotations

import gzip
import random
import socket
from contextlib import suppress
from threading import Event, Thread

import pytest

from service.newsroom import reaching, robots
from service.newsroom.fetching import MOST_REDIRECTS, fetch
from service.newsroom.reaching import Unreachable, check
from tests.site import Site, served
from tests.waiting import PATIENCE_S

HERE = ("127.0.0.1",)


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def at(site):
    with served(site) as address:
        yield address


def test_what_is_there_is_fetched_and_who_asks_is_said(site, at):
    site.put("/feed?a=1", "Seven قتل.", Content_Type="text/html; charset=utf-8", ETag='"1"', Last_Modified="Fri")
    found = fetch(f"{at}/feed?a=1", HERE)
    assert (found.status, found.body.decode(), found.charset) == (200, "Seven قتل.", "utf-8")
    assert (found.etag, found.modified, found.url) == ('"1"', "Fri", f"{at}/feed?a=1")
    ((_, headers),) = site.asked
    assert headers["user-agent"].startswith(f"{robots.NAME}/")
    assert "if-none-match" not in headers


def test_what_has_not_changed_is_not_sent_again(site, at):
    site.put("/feed", "Seven.", ETag='"1"')
    found = fetch(f"{at}/feed", HERE, etag='"1"', modified="Fri")
    assert (found.status, found.body) == (304, b"")
    ((_, headers),) = site.asked
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"1"', "Fri")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site, at, status):
    site.put("/old", status=status, Location="new")
    site.put("/new", "Seven.")
    found = fetch(f"{at}/old", HERE)
    assert (found.body, found.url) == (b"Seven.", f"{at}/new")


def test_redirects_without_end_are_given_up(site, at):
    site.put("/old", status=302, Location="/old")
    with pytest.raises(Unreachable, match="leads on"):
        fetch(f"{at}/old", HERE)
    assert len(site.asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "where",
    ["http://10.0.0.7/", "http://169.254.169.254/latest/meta-data", "file:///etc/hostname", "ftp://a.example/", "//[::1]/",
     "http://me:pw@news.example/", "http://localhost:1/", "https://[::1"],
)  # fmt: skip
def test_a_redirect_that_leads_inside_is_not_followed(site, at, where):
    site.put("/old", status=302, Location=where)
    with pytest.raises(Unreachable):
        fetch(f"{at}/old", HERE)
    assert site.paths() == ["/old"]


def test_no_redirect_from_elsewhere_leads_to_a_trusted_host(site, at, monkeypatch):
    """The site plays the open internet; what it leads to is trusted, but was not asked for."""
    site.put("/old", status=302, Location="http://inside.example/secret")
    is_public = reaching.is_public
    monkeypatch.setattr(reaching, "is_public", lambda written: written == "127.0.0.1" or is_public(written))
    resolve = socket.getaddrinfo
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 80))]
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: inside if host == "inside.example" else resolve(host, *a, **k)
    )
    with pytest.raises(Unreachable, match=r"inside\.example does not lead to the open internet"):
        fetch(f"{at}/old", ["inside.example"])
    assert site.paths() == ["/old"]


def test_hosts_of_this_machine_are_fetched_from_only_where_that_is_allowed(site, at):
    site.put("/feed", "Seven.")
    for trusted in ((), ("news.example",)):
        with pytest.raises(Unreachable, match="open internet"):
            fetch(f"{at}/feed", trusted)
    with pytest.raises(Unreachable, match="open internet"):
        fetch(at.replace("127.0.0.1", "localhost"), HERE)
    assert site.asked == []


def test_feeds_of_the_open_internet_may_be_plain_where_messages_may_not():
    assert check("http://news.example/feed", (), plainly=True).hostname == "news.example"
    with pytest.raises(Unreachable):
        check("http://news.example/feed", ())


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_too_large_is_not_read_packed_or_not(site, at, packed):
    body = b"a" * 10_000
    site.put("/feed", gzip.compress(body) if packed else body)
    assert fetch(f"{at}/feed", HERE, most_bytes=10_000).body == body
    with pytest.raises(Unreachable, match="larger than 9999"):
        fetch(f"{at}/feed", HERE, most_bytes=9_999)


def test_what_is_packed_and_cut_off_is_not_taken_for_the_whole(site, at):
    site.put("/feed", gzip.compress(random.Random(1).randbytes(5_000))[:-12])
    with pytest.raises(Unreachable, match="cut off"):
        fetch(f"{at}/feed", HERE)


def test_what_cannot_be_unpacked_is_told_as_such(site, at):
    site.put("/feed", b"\x1f\x8bno gzip")
    with pytest.raises(Unreachable, match="unpacked"):
        fetch(f"{at}/feed", HERE)


def test_an_answer_that_does_not_end_is_cut_off(site, at):
    over = Event()
    site.meanwhile = lambda: over.wait(30)
    site.put("/feed", "Seven.")
    with pytest.raises(Unreachable):
        fetch(f"{at}/feed", HERE, timeout_s=0.2)
    over.set()


@pytest.mark.parametrize("length", [b"Content-Length: 99\r\n", b""])
def test_what_is_cut_off_is_not_taken_for_the_whole(length):
    """Half of a page, and then either the end of the connection or silence."""
    server = socket.create_server(("127.0.0.1", 0))

    def half():
        peer, _ = server.accept()
        with peer:
            peer.recv(65_536)
            peer.sendall(b"HTTP/1.1 200 OK\r\n" + length + b"\r\nSeven people were ")
            if not length:
                peer.recv(1)

    thread = Thread(target=half, daemon=True)
    thread.start()
    with server, pytest.raises(Unreachable, match=r"cut off|not ended|TimeoutError"):
        fetch(f"http://127.0.0.1:{server.getsockname()[1]}/", HERE, timeout_s=0.5)
    thread.join(PATIENCE_S)


@pytest.mark.parametrize("said", [b"HTTP/1.1 200 OK\r\nConnection: close", b"HTTP/1.0 200 OK", b"HTTP/1.1 200 OK"])
def test_whoever_answers_a_byte_at_a_time_is_hung_up_on(said):
    server, cut_off = socket.create_server(("127.0.0.1", 0)), Event()

    def trickle():
        peer, _ = server.accept()
        with peer:
            peer.recv(65_536)
            peer.sendall(said + b"\r\nContent-Length: 1000000\r\n\r\n")
            try:
                while True:
                    peer.sendall(b"7")
                    peer.settimeout(0.01)
                    with suppress(TimeoutError):
                        if not peer.recv(1):
                            break
            except OSError:
                pass
        cut_off.set()

    thread = Thread(target=trickle, daemon=True)
    thread.start()
    with server, pytest.raises(Unreachable):
        fetch(f"http://127.0.0.1:{server.getsockname()[1]}/", HERE, timeout_s=0.5)
    assert cut_off.wait(PATIENCE_S)
    thread.join(PATIENCE_S)


def test_other_answers_are_told_by_their_status(site, at):
    site.put("/busy", "later", status=429, Retry_After="7")
    busy, gone = fetch(f"{at}/busy", HERE), fetch(f"{at}/none", HERE)
    assert (busy.status, busy.retry_after, gone.status) == (429, 7, 404)
