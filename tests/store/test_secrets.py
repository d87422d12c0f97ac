"""Secrets: those of integrations, encrypted under the service's own, and the service's own, made once."""

from __future__ import annotations

import multiprocessing
import stat

import pytest
from sqlalchemy import select

from service.news.accounts import AuditQuery, By
from service.news.errors import NotKept, StoreError, Unfit
from service.store.audit import AuditLog
from service.store.own_secret import own_secrets
from service.store.schema.identity import secrets
from service.store.sealing import Seal
from service.store.secrets import SharedSecrets
from tests.store.clock import START, Clock

ROOT = By("cli:root")
HMAC = "0123456789abcdef-hmac"
NEWEST, FORMER = b"n" * 40, b"f" * 40
START_TOGETHER = 6


@pytest.fixture
def shared(database):
    return SharedSecrets(database, Seal([FORMER]), Clock())


def ciphertext(database):
    with database.begin() as connection:
        return connection.scalar(select(secrets.c.ciphertext))


def actions(database):
    return [line.action for line in reversed(AuditLog(database).lines(AuditQuery(limit=20)).items)]


def test_a_secret_comes_back_and_lies_encrypted(shared, database):
    made = shared.set("superdesk", HMAC, "signs what Superdesk sends", ["The Courier"], ROOT)
    assert shared.reveal("superdesk") == HMAC
    assert HMAC.encode() not in ciphertext(database)
    assert shared.all() == (made,)
    assert (made.outlets, made.created_at, made.created_by) == (("The Courier",), START, "cli:root")
    [line] = AuditLog(database).lines(AuditQuery(limit=5)).items
    assert HMAC not in str(line)


def test_a_secret_set_again_takes_the_place_of_the_one_before(shared, database):
    shared.set("superdesk", HMAC, "", [], ROOT)
    again = shared.set("superdesk", HMAC[::-1], "", [], ROOT)
    assert shared.reveal("superdesk") == HMAC[::-1]
    assert again.rotated_at == START
    assert actions(database) == ["secret.made", "secret.rotated"]


def test_a_removed_secret_is_gone(shared, database):
    shared.set("superdesk", HMAC, "", [], ROOT)
    shared.remove("superdesk", ROOT)
    assert shared.all() == ()
    for ask in (lambda: shared.reveal("superdesk"), lambda: shared.remove("superdesk", ROOT)):
        with pytest.raises(NotKept):
            ask()
    assert actions(database) == ["secret.made", "secret.removed"]


def test_a_secret_too_short_to_be_one_is_refused(shared):
    with pytest.raises(Unfit):
        shared.set("superdesk", "x" * 15, "", [], ROOT)


def test_the_services_own_secret_can_be_changed_without_losing_any(shared, database):
    shared.set("superdesk", HMAC, "", [], ROOT)
    both = SharedSecrets(database, Seal([NEWEST, FORMER]), Clock())
    assert both.reveal("superdesk") == HMAC
    assert both.reseal(ROOT) == 1
    assert SharedSecrets(database, Seal([NEWEST])).reveal("superdesk") == HMAC
    assert actions(database)[-1] == "secret.resealed"


def test_under_another_secret_of_the_service_nothing_is_read_and_nothing_lost(shared, database):
    shared.set("superdesk", HMAC, "", [], ROOT)
    other = SharedSecrets(database, Seal([NEWEST]))
    for ask in (lambda: other.reveal("superdesk"), lambda: other.reseal(ROOT)):
        with pytest.raises(StoreError, match="COUNTERCLAIM_SECRET"):
            ask()
    assert shared.reveal("superdesk") == HMAC


def test_a_given_secret_is_the_secret_and_nothing_is_written(tmp_path):
    assert own_secrets(("new" * 11, "old" * 11), tmp_path / "state") == (b"new" * 11, b"old" * 11)
    assert not (tmp_path / "state").exists()


def test_a_made_secret_stays_the_same_and_is_its_owners_alone(tmp_path):
    state = tmp_path / "state"
    first = own_secrets((), state)
    assert own_secrets((), state) == first
    assert len(first[0]) >= 43
    assert stat.S_IMODE((state / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert [each.name for each in state.iterdir()] == ["secret"]


def _made_at(start, state, found):
    start.wait()
    found.put(own_secrets((), state))


def test_processes_that_start_at_once_agree_on_one_secret(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    start, found = spawn.Event(), spawn.Queue()
    processes = [spawn.Process(target=_made_at, args=(start, tmp_path / "state", found)) for _ in range(START_TOGETHER)]
    for each in processes:
        each.start()
    start.set()
    assert len({found.get(timeout=60) for _ in processes}) == 1
    for each in processes:
        each.join()


@pytest.mark.parametrize("content", ["", "short\n", "é" * 40])
def test_a_file_that_holds_no_secret_stops_the_start(tmp_path, content):
    (tmp_path / "secret").write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match="secret"):
        own_secrets((), tmp_path)


def test_the_file_may_hold_a_former_secret_below_the_newest(tmp_path):
    (tmp_path / "secret").write_text(f"{'n' * 40}\n{'f' * 40}\n")
    assert own_secrets((), tmp_path) == (NEWEST, FORMER)
