"""Messages to webhooks: signed as the reference library verifies, and sent nowhere but to the open internet."""

from __future__ import annotations

import socket
import time
from threading import Thread

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from service.newsroom import webhooks
from service.newsroom.reaching import Unreachable, check, is_public
from service.newsroom.webhooks import post
from tests.webhook_fakes import SECRET, Receiver, listening

LOOPBACK = ("127.0.0.1",)


def test_the_reference_library_verifies_what_is_signed_and_nothing_else():
    body, now = '{"type":"event.merged","a":"قتل"}'.encode(), int(time.time())
    sent_with = webhooks.headers(SECRET, "msg_1", now, body)
    assert Verifier(SECRET).verify(body, sent_with)["type"] == "event.merged"
    for change in ({"webhook-id": "msg_2"}, {"webhook-timestamp": str(now - 1)}):
        with pytest.raises(Exception, match="signature"):
            Verifier(SECRET).verify(body, sent_with | change)


def test_the_signature_is_that_of_the_specifications_example():
    body = b'{"test": 2432232314}'
    signed = webhooks.signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_open_internet_are_spoken_to(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd12::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2002:a00:1::",
    ],
)  # fmt: skip
def test_other_addresses_are_not(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/told", "ftp://news.example/", "news.example", "https://", "https://a:b@news.example/",
        "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest/meta-data", "https://news.example:http/",
        "https://news.example/a b", "https://news.example/\r\nHost: x", "https://[::1",
    ],
)  # fmt: skip
def test_addresses_that_may_not_be_told_are_refused(url):
    with pytest.raises(Unreachable):
        check(url, ())


def test_an_address_of_the_open_internet_may_be_told():
    assert check("https://news.example:8443/told?x=1", ()).hostname == "news.example"


def test_a_name_that_leads_inside_is_refused_when_it_is_resolved(monkeypatch):
    reached = []
    monkeypatch.setattr(socket, "create_connection", lambda *given: reached.append(given))
    for inside in (["10.0.0.7"], ["8.8.8.8", "127.0.0.1"], ["::ffff:192.168.0.1"]):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in inside]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, found=found, **__: found)
        with pytest.raises(Unreachable, match="open internet"):
            post("https://news.example/", b"{}", {})
    assert reached == []


def test_the_address_that_was_checked_is_the_one_that_is_spoken_to(monkeypatch):
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    reached = []

    def resolve(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in next(answers)]

    def connect(address, timeout):
        reached.append(address)
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable, match="nobody there"):
        post("https://rebinding.example/", b"{}", {})
    assert reached == [("8.8.8.8", 443)]


def test_a_host_of_this_machine_is_told_only_where_that_is_allowed():
    receiver = Receiver(SECRET)
    with listening(receiver) as address:
        with pytest.raises(Unreachable):
            post(address, b"{}", {})
        assert not receiver.reached.is_set()
        body = b'{"type":"event.merged"}'
        sent_with = webhooks.headers(SECRET, "msg_1", int(time.time()), body)
        assert post(address, body, sent_with, LOOPBACK).status == 204
    assert (list(receiver.got), receiver.wrong) == (["msg_1"], [])


@pytest.mark.parametrize(
    ("status", "told", "seconds"),
    [
        (302, {"Location": "http://127.0.0.1:1/"}, None),
        (503, {"Retry-After": "7"}, 7),
        (429, {"Retry-After": "x"}, None),
    ],
)
def test_a_redirect_is_an_answer_like_any_other_and_a_pause_is_heard(status, told, seconds):
    receiver = Receiver(SECRET)
    receiver.statuses, receiver.headers = [status], told
    with listening(receiver) as address:
        sent_with = webhooks.headers(SECRET, "msg_1", int(time.time()), b"{}")
        reply = post(address, b"{}", sent_with, LOOPBACK)
    assert (reply.status, reply.retry_after) == (status, seconds)


def test_a_receiver_that_answers_a_byte_at_a_time_is_cut_off():
    server = socket.create_server(("127.0.0.1", 0))

    def drip():
        peer, _ = server.accept()
        with peer:
            try:
                for _ in range(600):
                    peer.sendall(b"H")
                    time.sleep(0.1)
            except OSError:
                return

    thread = Thread(target=drip, daemon=True)
    thread.start()
    with server, pytest.raises(Unreachable):
        post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {}, LOOPBACK, timeout_s=0.5)
    thread.join(50)
    assert not thread.is_alive()
