"""The outbox and its sender: retried by the plan, disabled by 410, replayed, and nothing lost when something dies."""

from __future__ import annotations

import io
import json
import signal
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from socket import SHUT_WR, create_connection
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from service.jobs.sending import Schedule, Sender, Ways
from service.news.accounts import AuditQuery, By
from service.news.errors import NotKept
from service.news.webhook import MessageFormat, NewWebhook, Topic
from service.newsroom.reaching import Unreachable
from service.newsroom.webhooks import Reply
from service.store import outbox
from service.store.audit import AuditLog
from service.store.schema.exchange import webhooks as hooks_table
from service.store.sealing import Seal
from service.store.secrets import SharedSecrets
from service.store.webhooks import Webhooks
from service.web.logs import json_logger
from tests.jobs.sender_process import OWN, QUICK
from tests.processes import workers
from tests.waiting import PATIENCE_S, until
from tests.webhook_fakes import SECRET, ChatReceiver, Receiver, listening, port_of_ones_own

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
ROOT = By("cli:root")


class Post:
    """A post office with one sender, a clock that is moved by hand, and a receiver that answers what it is told to."""

    def __init__(self, database, **schedule):
        self.now, self.database = NOW, database
        self.replies: list[Reply | Exception] = [Reply(200)]
        self.posted: list[tuple[str, str, datetime]] = []
        self.webhooks = Webhooks(database, Seal([OWN]), lambda: self.now)
        plan = Schedule(jitter=0.0, **schedule)
        log = json_logger(io.StringIO(), "debug")
        self.sender = Sender(database, Seal([OWN]), log, schedule=plan, now=lambda: self.now, post=self._post)

    def make(self, *topics, url="https://news.example/told"):
        return self.webhooks.add(NewWebhook(url, topics or (Topic.EVENT_MERGED,)), ROOT).webhook

    def put(self, topic=Topic.EVENT_MERGED, **data):
        with self.database.begin() as connection:
            outbox.put(connection, topic, data, self.now)

    def pass_(self, **length):
        self.now += timedelta(**length)
        return self.sender.step()

    def states(self, webhook):
        return [(each.state, each.attempts, each.answer) for each in self.webhooks.deliveries(webhook.id, 50).items]

    def _post(self, url, body, headers):
        self.posted.append((headers["webhook-id"], body.decode(), self.now))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        return reply


@pytest.fixture
def office(database):
    return Post(database)


def test_a_message_goes_to_each_webhook_that_is_told_of_its_topic(office):
    one, other, deaf = office.make(), office.make(), office.make(Topic.JOB_FINISHED)
    office.put(event="e1", into="e2")
    assert office.sender.step() == 2
    assert office.states(one) == office.states(other) == [("delivered", 1, "200")]
    assert office.states(deaf) == []
    assert len({id for id, _, _ in office.posted}) == 2
    assert office.posted[0][1] == (
        '{"type":"event.merged","timestamp":"2024-06-01T12:00:00Z","data":{"event":"e1","into":"e2"}}'
    )
    assert office.sender.step() == 0


def test_what_is_rolled_back_is_told_to_nobody(office):
    webhook = office.make()
    with office.database.engine.connect() as connection:
        outbox.put(connection, Topic.EVENT_MERGED, {}, NOW)
        connection.rollback()
    assert office.states(webhook) == []


def test_it_is_tried_again_by_the_plan_of_the_specification_and_given_up_in_the_end(office):
    webhook = office.make()
    office.replies = [Reply(500), Reply(302), Unreachable("Nobody there."), Reply(500)]
    office.put()
    hours = [5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24]
    assert office.sender.step() == 1
    for n, pause in enumerate(hours, 2):
        assert office.pass_(hours=pause, seconds=-1) == 0
        assert office.pass_(seconds=1) == 1, n
    assert office.states(webhook) == [("failed", 10, "500")]
    assert len({id for id, _, _ in office.posted}) == 1
    assert office.pass_(days=9) == 0


def test_a_receiver_that_asks_for_a_longer_pause_gets_it_up_to_a_day(office):
    office.make()
    office.replies = [Reply(429, 60), Reply(503, 10**7), Reply(200)]
    office.put()
    office.sender.step()
    assert (office.pass_(seconds=59), office.pass_(seconds=1)) == (0, 1)
    assert (office.pass_(hours=23), office.pass_(hours=1)) == (0, 1)


def test_410_disables_and_a_replay_enables_and_sends_what_was_missed(office):
    webhook = office.make()
    office.replies = [Reply(410)]
    office.put(n=1)
    office.put(n=2)
    office.sender.step()
    assert {state for state, _, _ in office.states(webhook)} == {"failed"}
    disabled = office.webhooks.all()[0]
    assert (disabled.disabled_at, "410" in disabled.disabled_why) == (NOW, True)
    office.put(n=3)
    assert office.sender.step() == 0
    office.replies = [Reply(200)]
    assert office.webhooks.replay(webhook.id, NOW, ROOT, delivered=False) == 2
    assert office.webhooks.all()[0].disabled_at is None
    assert office.sender.step() == 2
    assert {state for state, _, _ in office.states(webhook)} == {"delivered"}
    assert office.webhooks.replay(webhook.id, NOW, ROOT, delivered=False) == 0
    assert office.webhooks.replay(webhook.id, NOW + timedelta(hours=1), ROOT, delivered=True) == 0
    assert office.webhooks.replay(webhook.id, NOW, ROOT, delivered=True) == 2


@pytest.mark.parametrize("format", [MessageFormat.SLACK, MessageFormat.TEAMS])
def test_a_chat_is_told_in_its_own_format_at_an_address_that_is_kept_sealed(database, format):
    chat, log = ChatReceiver(), io.StringIO()
    webhooks = Webhooks(database, Seal([OWN]))
    sender = Sender(database, Seal([OWN]), json_logger(log, "debug"), ways=Ways(("127.0.0.1",), "https://desk.example"))
    with listening(chat) as address:
        made = webhooks.add(NewWebhook(f"{address}/hush", (Topic.EVENT_MERGED,), format), ROOT)
        with database.begin() as connection:
            data = {"event": "e1", "into": "e2", "href": "/events/e2"}
            outbox.put(connection, Topic.EVENT_MERGED, data, datetime.now(UTC))
            stored = str(connection.execute(select(hooks_table)).all())
        assert sender.step() == 1
    ((headers, body),) = chat.got
    assert json.dumps(body).count("https://desk.example/desk/events/e2") == 1
    assert ("text" in body, "attachments" in body) == (format is MessageFormat.SLACK, format is MessageFormat.TEAMS)
    assert "webhook-signature" not in headers
    assert [each.state for each in webhooks.deliveries(made.webhook.id, 5).items] == ["delivered"]
    assert made.secret is None
    audited = str(AuditLog(database).lines(AuditQuery(10)).items)
    assert "webhook.made" in audited
    for shown in (stored, str(webhooks.all()), log.getvalue(), audited):
        assert "hush" not in shown
    assert SharedSecrets(database, Seal([b"n" * 32, OWN])).reseal(ROOT) == 1
    with database.begin() as connection:
        sealed = connection.scalar(select(hooks_table.c.ciphertext))
    assert Seal([b"n" * 32]).open(sealed).endswith("/told/hush")


def test_what_a_sender_has_claimed_is_sent_by_another_only_when_its_time_is_up(office):
    webhook = office.make()
    office.put()
    lease = timedelta(seconds=60)
    with office.database.begin() as connection:
        (slow,) = outbox.claim(connection, office.now, lease, 9)
    assert office.pass_(seconds=59) == 0
    assert office.pass_(seconds=1) == 1
    with office.database.begin() as connection:  # the first comes back, too late to change anything
        outbox.failed(connection, slow, office.now, "500")
    assert office.states(webhook) == [("delivered", 2, "200")]


def test_a_bug_in_sending_one_message_ends_no_sender(database):
    office = Post(database, look_every=0.01, pause_away=0.01)
    webhook = office.make()
    office.replies = [ZeroDivisionError(), Reply(200)]
    office.put()
    office.sender.start()
    until(lambda: office.posted)
    office.now += timedelta(hours=1)
    until(lambda: office.states(webhook) == [("delivered", 2, "200")])
    office.sender.stop()
    office.sender.wait(PATIENCE_S)


def test_a_webhook_that_is_removed_takes_its_messages_along(office):
    webhook = office.make()
    office.put()
    office.webhooks.remove(webhook.id, ROOT)
    assert office.sender.step() == 0
    for ask in (
        lambda: office.webhooks.remove(webhook.id, ROOT),
        lambda: office.webhooks.deliveries(webhook.id, 1),
        lambda: office.webhooks.replay(webhook.id, NOW, ROOT, delivered=True),
    ):
        with pytest.raises(NotKept):
            ask()


def test_under_another_secret_of_the_service_a_message_waits(office):
    webhook = office.make()
    office.put()
    office.sender._seal = Seal([b"x" * 32])
    office.sender.step()
    ((state, _, answer),) = office.states(webhook)
    assert (state, "COUNTERCLAIM_SECRET" in answer) == ("waiting", True)
    assert office.posted == []


def test_a_receiver_hears_nothing_of_a_message_that_breaks_off():
    """A sender that is killed between the headers and the body has told nothing, rightly signed or not."""
    receiver = Receiver(SECRET)
    with listening(receiver) as address, create_connection(("127.0.0.1", urlsplit(address).port)) as sender:
        sender.sendall(b"POST /told HTTP/1.1\r\nHost: desk\r\nContent-Length: 9\r\n\r\n{")
        sender.shutdown(SHUT_WR)
        assert sender.recv(1) == b""
    assert (receiver.reached.is_set(), receiver.got, receiver.wrong) == (False, {}, [])


def test_none_is_lost_over_an_outage_of_the_receiver_and_a_kill_of_the_sender(database):
    """Twelve messages: the receiver is away, then answers 503, then the sender is killed while it waits for an answer."""
    webhooks = Webhooks(database, Seal([OWN]))
    with ExitStack() as stack:
        port = stack.enter_context(port_of_ones_own())
        address = f"http://127.0.0.1:{port.getsockname()[1]}/told"
        made = webhooks.add(NewWebhook(address, (Topic.EVENT_MERGED,)), ROOT)
        with database.begin() as connection:
            for n in range(12):
                outbox.put(connection, Topic.EVENT_MERGED, {"n": n}, datetime.now(UTC))
        start = stack.enter_context(workers("tests.jobs.sender_process", database.conninfo))
        first = start()

        def sent():
            return webhooks.deliveries(made.webhook.id, 50).items

        until(lambda: sum(each.attempts > 0 for each in sent()) == 12, "each message being tried in vain")
        receiver = Receiver(made.secret)
        receiver.statuses = [503, 503, 503, 204]
        receiver.hold.set()
        stack.enter_context(listening(receiver, port))
        until(receiver.reached.is_set, "a message on its way")
        first.send_signal(signal.SIGKILL)
        first.wait()
        receiver.hold.clear()
        start()
        until(lambda: all(each.state == "delivered" for each in sent()), "all being delivered")
    assert len(receiver.got) == 12
    assert sorted(messages[0]["data"]["n"] for messages in receiver.got.values()) == list(range(12))
    assert receiver.wrong == []
    assert QUICK.lease < 60
