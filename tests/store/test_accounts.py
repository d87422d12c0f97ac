"""People, keys, sessions: who is let in, who no longer is, and that nothing that opens anything is kept as it is."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import inspect, select, text

from service.news.accounts import AuditQuery, By, NewKey
from service.news.errors import NameTaken, NotKept, NotRecognised, TooManyTries, Unfit
from service.news.identity import Scope
from service.store import passwords
from service.store.accounts import Accounts
from service.store.audit import AuditLog
from service.store.schema.identity import keys, sign_in_tries, users
from service.store.sessions import IDLE, LONGEST
from service.store.sign_in import TRIES, WITHIN
from tests.store.clock import Clock

ROOT = By("cli:root")
PASSWORD = "correct horse battery"
OTHER = "incorrect horse battery"
READ = frozenset({Scope.READ})


class Cheap(PasswordHasher):
    """Argon2 with next to no cost, which remembers what it was asked to check."""

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.checked = []

    def verify(self, kept, password):
        self.checked.append(kept)
        return super().verify(kept, password)


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """What passwords cost on purpose is not what is tested here."""
    hasher = Cheap()
    monkeypatch.setattr(passwords, "_HASHER", hasher)
    passwords._nobodys.cache_clear()
    yield hasher
    passwords._nobodys.cache_clear()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def accounts(database, clock):
    return Accounts(database, clock)


@pytest.fixture
def actions(database):
    """What the audit log tells so far, oldest first."""
    return lambda: [(each.by, each.action, each.subject) for each in reversed(AuditLog(database).lines(ALL).items)]


@pytest.fixture
def mara(accounts):
    return accounts.people.add("mara", "Mara Sefo", PASSWORD, {Scope.READ, Scope.LABEL}, ROOT)


ALL = AuditQuery(limit=100)


def made(accounts, name="desk", scopes=READ, **rest):
    return accounts.add_key(NewKey(name, frozenset(scopes), **rest), ROOT)


def everything_kept(database) -> str:
    """All rows of all tables, as text."""
    with database.begin() as connection:
        tables = inspect(connection).get_table_names()
        return "\n".join(str(row) for table in tables for row in connection.execute(text(f'SELECT * FROM "{table}"')))


# ---------------------------------------------------------------------------------------------------------- keys


def test_a_key_opens_what_it_was_made_for(accounts):
    key = made(accounts, "wire in", {Scope.SCORE, Scope.INGEST}, outlets=("The  Levant Courier", "the levant courier"))
    principal = accounts.by_key(key.token)
    assert principal.id == f"key:{key.key.id}"
    assert principal.name == "wire in"
    assert principal.scopes == {Scope.SCORE, Scope.INGEST}
    assert principal.outlets == {"the levant courier"}
    assert principal.speaks_for("THE LEVANT COURIER")
    assert key.key.outlets == ("the levant courier",)


def test_a_token_is_shown_once_and_kept_nowhere(accounts, database):
    key = made(accounts)
    prefix, id, secret = key.token.split("_", 2)
    assert (prefix, id) == ("cc", key.key.id)
    assert len(secret) >= 43
    assert secret not in everything_kept(database)
    assert secret not in repr(key)
    with database.begin() as connection:
        assert connection.scalar(select(keys.c.digest)) == hashlib.sha256(secret.encode()).digest()


@pytest.mark.parametrize(
    "written", ["", "cc", "cc_", "cc__", "cc_abc", "cc_abc_", "sk_abc_def", "cc_é_x", "cc_abc_\x00", "cc_\x00_abc", " "]
)
def test_what_is_no_key_opens_nothing(accounts, written):
    with pytest.raises(NotRecognised):
        accounts.by_key(written)


def test_the_right_id_with_another_secret_opens_nothing_and_tells_nothing(accounts):
    key = made(accounts)
    accounts.revoke_key(key.key.id, ROOT)
    for id in (key.key.id, "0123456789ab"):
        with pytest.raises(NotRecognised, match="not known here"):
            accounts.by_key(f"cc_{id}_{'x' * 43}")


def test_a_key_stops_when_it_expires(accounts, clock):
    key = made(accounts, expires_at=clock() + timedelta(days=1))
    clock.goes_on(hours=23)
    accounts.by_key(key.token)
    clock.goes_on(hours=1)
    with pytest.raises(NotRecognised, match="expired on 2024-06-02"):
        accounts.by_key(key.token)


def test_a_key_without_an_end_goes_on(accounts, clock):
    key = made(accounts)
    clock.goes_on(days=5000)
    assert accounts.by_key(key.token)


def test_a_revoked_key_stops_for_good_and_is_still_listed(accounts, actions):
    key = made(accounts)
    accounts.revoke_key(key.key.id, ROOT)
    accounts.revoke_key(key.key.id, ROOT)
    with pytest.raises(NotRecognised, match="revoked"):
        accounts.by_key(key.token)
    [listed] = accounts.all_keys()
    assert listed.state(listed.revoked_at) == "revoked"
    assert [each[1] for each in actions()] == ["key.made", "key.revoked"]


@pytest.mark.parametrize("id", ["nothing", "", "\x00", "\udc80"])
def test_a_key_that_is_not_there_cannot_be_changed(accounts, id):
    for change in (
        lambda: accounts.revoke_key(id, ROOT),
        lambda: accounts.keys.rotate(id, None, ROOT),
        lambda: accounts.keys.bind(id, (), ROOT),
    ):
        with pytest.raises(NotKept):
            change()


def test_a_rotated_key_keeps_its_name_and_stops_under_its_old_secret(accounts, clock):
    key = made(accounts, outlets=("The Courier",))
    rotated = accounts.keys.rotate(key.key.id, clock() + timedelta(days=1), ROOT)
    assert rotated.key.id == key.key.id
    assert accounts.by_key(rotated.token).speaks_for("The Courier")
    with pytest.raises(NotRecognised):
        accounts.by_key(key.token)


def test_after_a_rotation_with_an_overlap_both_secrets_open_for_a_while(accounts, clock):
    key = made(accounts)
    rotated = accounts.keys.rotate(key.key.id, None, ROOT, timedelta(hours=1))
    clock.goes_on(minutes=59)
    assert accounts.by_key(key.token) == accounts.by_key(rotated.token)
    clock.goes_on(minutes=1)
    accounts.by_key(rotated.token)
    with pytest.raises(NotRecognised):
        accounts.by_key(key.token)


def test_a_revoked_key_opens_under_neither_secret_and_is_not_rotated(accounts):
    key = made(accounts)
    rotated = accounts.keys.rotate(key.key.id, None, ROOT, timedelta(hours=1))
    accounts.revoke_key(key.key.id, ROOT)
    for token in (key.token, rotated.token):
        with pytest.raises(NotRecognised):
            accounts.by_key(token)
    with pytest.raises(Unfit, match="revoked"):
        accounts.keys.rotate(key.key.id, None, ROOT)


def test_a_binding_takes_the_place_of_the_one_before(accounts, database):
    key = made(accounts, outlets=("The Courier",))
    accounts.keys.bind(key.key.id, ["Daily Ledger", "نداء الحق"], ROOT)
    principal = accounts.by_key(key.token)
    assert principal.speaks_for("daily  ledger")
    assert principal.speaks_for("نداء الحق")
    assert not principal.speaks_for("The Courier")
    [line] = AuditLog(database).lines(AuditQuery(limit=1, action="key.bound")).items
    assert line.detail == {"outlets": ["Daily Ledger", "نداء الحق"], "before": ["The Courier"]}


def test_the_use_of_a_key_is_noted_once_a_minute(accounts, clock):
    key = made(accounts)
    assert accounts.all_keys()[0].last_used_at is None
    first = clock()
    accounts.by_key(key.token)
    clock.goes_on(seconds=59)
    accounts.by_key(key.token)
    assert accounts.all_keys()[0].last_used_at == first
    clock.goes_on(seconds=2)
    accounts.by_key(key.token)
    assert accounts.all_keys()[0].last_used_at == clock()


@pytest.mark.parametrize(
    "new",
    [
        NewKey("", READ),
        NewKey("  ", READ),
        NewKey("a\x00b", READ),
        NewKey("x" * 201, READ),
        NewKey("no scope", frozenset()),
        NewKey("empty outlet", READ, outlets=(" ",)),
        NewKey("nobody's", READ, person="nobody"),
        NewKey("beyond its person", frozenset({Scope.ADMIN}), person="mara"),
    ],
    ids=lambda new: new.name[:20] or "unnamed",
)
def test_a_key_that_cannot_be_is_not_made(accounts, mara, new):
    with pytest.raises(Unfit):
        accounts.add_key(new, ROOT)
    assert accounts.all_keys() == ()


def test_a_key_cannot_have_expired_before_it_is_made(accounts, clock):
    with pytest.raises(Unfit):
        made(accounts, expires_at=clock())


def test_a_persons_key_may_no_more_than_the_person(accounts, mara):
    key = made(accounts, scopes={Scope.READ, Scope.LABEL}, person="mara")
    assert [each.id for each in accounts.all_keys("mara")] == [key.key.id]
    accounts.people.allow("mara", {Scope.READ}, ROOT)
    assert accounts.by_key(key.token).scopes == {Scope.READ}
    accounts.people.disable("mara", ROOT)
    with pytest.raises(NotRecognised, match="disabled"):
        accounts.by_key(key.token)
    with pytest.raises(Unfit):
        made(accounts, person="mara")


def test_an_admins_key_keeps_what_is_left_of_it(accounts):
    accounts.people.add("ada", "Ada", PASSWORD, {Scope.ADMIN}, ROOT)
    key = made(accounts, scopes={Scope.ADMIN}, person="ada")
    assert accounts.by_key(key.token).may(Scope.ADMIN)
    accounts.people.allow("ada", {Scope.READ}, ROOT)
    assert accounts.by_key(key.token).scopes == {Scope.READ}


# -------------------------------------------------------------------------------------------------------- people


def test_nobody_is_there_until_a_key_or_a_person_is(database, make_database):
    first, second = Accounts(database), Accounts(make_database())
    assert not first.has_anyone()
    made(first)
    assert first.has_anyone()
    assert not second.has_anyone()
    second.people.add("mara", "Mara", PASSWORD, READ, ROOT)
    assert second.has_anyone()
    assert Accounts(database).has_anyone()


def test_a_revoked_key_and_a_disabled_person_do_not_reopen_the_house(accounts, mara):
    accounts.people.disable("mara", ROOT)
    assert accounts.has_anyone()


@pytest.mark.parametrize("id", ["", "Mara", "mara sefo", ".mara", "mara@x", "x" * 65, "mära", "mara\n"])
def test_a_sign_in_name_is_plain(accounts, id):
    with pytest.raises(Unfit):
        accounts.people.add(id, "Mara", PASSWORD, READ, ROOT)


@pytest.mark.parametrize("password", ["", "short", "x" * 11, "x" * 1025])
def test_a_password_is_neither_short_nor_endless(accounts, mara, password):
    with pytest.raises(Unfit):
        accounts.people.add("omar", "Omar", password, READ, ROOT)
    with pytest.raises(Unfit):
        accounts.people.set_password("mara", password, ROOT)


def test_a_person_needs_a_scope(accounts, mara):
    with pytest.raises(Unfit):
        accounts.people.add("omar", "Omar", PASSWORD, (), ROOT)
    with pytest.raises(Unfit):
        accounts.people.allow("mara", (), ROOT)


def test_two_people_cannot_have_one_name(accounts, mara):
    with pytest.raises(NameTaken, match="mara"):
        accounts.people.add("mara", "Another", PASSWORD, READ, ROOT)
    assert [each.name for each in accounts.people.all()] == ["Mara Sefo"]


def test_a_person_who_is_not_there_cannot_be_changed(accounts):
    for change in (
        lambda: accounts.people.disable("nobody", ROOT),
        lambda: accounts.people.enable("nobody", ROOT),
        lambda: accounts.people.allow("nobody", READ, ROOT),
        lambda: accounts.people.set_password("nobody", PASSWORD, ROOT),
    ):
        with pytest.raises(NotKept):
            change()


def test_passwords_are_kept_as_costly_as_argon2_cffi_advises():
    assert PasswordHasher().hash(PASSWORD).split("$")[3] == "m=65536,t=3,p=4"
    assert isinstance(passwords._HASHER, PasswordHasher)


def test_a_password_is_the_same_however_a_keyboard_composes_its_letters(accounts):
    accounts.people.add("zoe", "Zoë", "Zo\u00eb's caf\u00e9 at noon", READ, ROOT)
    assert accounts.sign_in("zoe", "Zoe\u0308's cafe\u0301 at noon")


def test_no_password_is_kept_as_it_is(accounts, mara, database):
    assert PASSWORD not in everything_kept(database)
    with database.begin() as connection:
        assert connection.scalar(select(users.c.password)).startswith("$argon2id$")


# ------------------------------------------------------------------------------------------------------- sign-in


def test_who_has_the_password_signs_in_and_is_recognised_by_the_token(accounts, mara):
    session = accounts.sign_in(" Mara ", PASSWORD, "r-1")
    assert len(session.token) >= 43
    assert session.token not in repr(session)
    found = accounts.by_session(session.token)
    assert found.principal.id == "user:mara"
    assert found.principal.name == "Mara Sefo"
    assert found.principal.scopes == {Scope.READ, Scope.LABEL}
    assert found.session.id == session.session.id


def test_the_token_of_a_session_is_kept_nowhere(accounts, mara, database):
    assert accounts.sign_in("mara", PASSWORD).token not in everything_kept(database)


@pytest.mark.parametrize(
    ("name", "password"), [("mara", OTHER), ("omar", PASSWORD), ("", ""), ("x" * 9999, PASSWORD), ("\x00", "\x00")]
)
def test_who_has_not_is_refused_in_the_same_words(accounts, mara, name, password):
    with pytest.raises(NotRecognised, match="do not belong together"):
        accounts.sign_in(name, password)


def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(accounts, mara, cheap):
    """Counted, not timed: each try checks one Argon2 hash of the same cost."""
    cheap.checked.clear()
    for name in ("mara", "omar", "no name!"):
        with pytest.raises(NotRecognised):
            accounts.sign_in(name, OTHER)
    assert len(cheap.checked) == 3
    assert len({kept.rsplit("$", 2)[0] for kept in cheap.checked}) == 1


def test_sign_ins_are_told_without_what_was_typed_where_nobody_has_that_name(accounts, mara, actions, database):
    for name in ("mara", OTHER):
        with pytest.raises(NotRecognised):
            accounts.sign_in(name, OTHER)
    accounts.sign_in("mara", PASSWORD)
    assert actions()[1:] == [
        ("user:mara", "sign-in.failed", "user:mara"),
        ("user:unknown", "sign-in.failed", "user:unknown"),
        ("user:mara", "sign-in.succeeded", "user:mara"),
    ]
    assert OTHER not in everything_kept(database)


def test_a_disabled_person_is_refused_until_enabled_again(accounts, mara):
    session = accounts.sign_in("mara", PASSWORD)
    accounts.people.disable("mara", ROOT)
    assert accounts.by_session(session.token) is None
    with pytest.raises(NotRecognised):
        accounts.sign_in("mara", PASSWORD)
    accounts.people.enable("mara", ROOT)
    assert accounts.by_session(session.token) is None
    assert accounts.sign_in("mara", PASSWORD)


@pytest.mark.parametrize("name", ["mara", "nobody"])
def test_too_many_failures_under_a_name_are_refused_for_a_while_whoever_has_it(database, clock, mara, name):
    for _ in range(TRIES):
        with pytest.raises(NotRecognised):
            Accounts(database, clock).sign_in(name, OTHER)  # each try in a process of its own, as far as it can tell
        clock.goes_on(seconds=1)
    with pytest.raises(TooManyTries) as refused:
        Accounts(database, clock).sign_in(name, PASSWORD)
    assert refused.value.seconds == WITHIN.total_seconds() - TRIES
    clock.goes_on(seconds=refused.value.seconds)
    with pytest.raises(NotRecognised):
        Accounts(database, clock).sign_in(name, OTHER)


def test_other_names_are_let_in_meanwhile(accounts, mara):
    for _ in range(TRIES + 1):
        with pytest.raises((NotRecognised, TooManyTries)):
            accounts.sign_in("nobody", OTHER)
    assert accounts.sign_in("mara", PASSWORD)


def test_a_sign_in_that_succeeds_forgives_the_failures_before_it(accounts, mara, database):
    for _ in range(2):
        for _ in range(TRIES - 1):
            with pytest.raises(NotRecognised):
                accounts.sign_in("mara", OTHER)
        accounts.sign_in("mara", PASSWORD)
    with database.begin() as connection:
        assert connection.execute(select(sign_in_tries)).all() == []


def test_tries_at_the_same_moment_do_not_outrun_the_limit(accounts, mara):
    outcomes = []

    def attempt():
        try:
            accounts.sign_in("mara", OTHER)
        except (NotRecognised, TooManyTries) as refusal:
            outcomes.append(type(refusal))

    threads = [threading.Thread(target=attempt) for _ in range(TRIES + 5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes, key=str) == [NotRecognised] * TRIES + [TooManyTries] * 5


# ------------------------------------------------------------------------------------------------------ sessions


def test_a_session_ends_when_nothing_is_asked_for_long(accounts, mara, clock):
    session = accounts.sign_in("mara", PASSWORD)
    clock.goes_on(seconds=IDLE.total_seconds() - 1)
    assert accounts.by_session(session.token)
    clock.goes_on(seconds=IDLE.total_seconds() - 1)
    assert accounts.by_session(session.token)
    clock.goes_on(seconds=IDLE.total_seconds())
    assert accounts.by_session(session.token) is None


def test_a_session_ends_after_a_week_whatever_is_asked(accounts, mara, clock):
    session = accounts.sign_in("mara", PASSWORD)
    hours = int(LONGEST.total_seconds() // 3600)
    for _ in range(hours - 1):
        clock.goes_on(hours=1)
        assert accounts.by_session(session.token)
    clock.goes_on(hours=1)
    assert accounts.by_session(session.token) is None


def test_a_session_ends_when_its_person_ends_it_and_nobody_elses_does(accounts, mara, actions):
    accounts.people.add("omar", "Omar", PASSWORD, READ, ROOT)
    first, second, other = (accounts.sign_in(name, PASSWORD) for name in ("mara", "mara", "omar"))
    with pytest.raises(NotKept):
        accounts.end_session(other.session.id, "mara", By("user:mara"))
    accounts.end_session(first.session.id, "mara", By("user:mara"))
    with pytest.raises(NotKept):
        accounts.end_session(first.session.id, "mara", By("user:mara"))
    assert accounts.by_session(first.token) is None
    assert accounts.by_session(second.token)
    assert [each.id for each in accounts.sessions_of("mara")] == [second.session.id]
    assert actions()[-1] == ("user:mara", "session.ended", "user:mara")


@pytest.mark.parametrize("token", ["", "x", "\x00", "é", "\udc80"])
def test_a_token_of_no_session_is_nobodys(accounts, mara, token):
    assert accounts.by_session(token) is None


def test_another_password_ends_every_session(accounts, mara):
    session = accounts.sign_in("mara", PASSWORD)
    accounts.people.set_password("mara", OTHER, ROOT)
    assert accounts.by_session(session.token) is None
    with pytest.raises(NotRecognised):
        accounts.sign_in("mara", PASSWORD)
    assert accounts.sign_in("mara", OTHER)


def test_a_person_changes_the_password_by_knowing_it(accounts, mara):
    with pytest.raises(NotRecognised):
        accounts.change_password("mara", OTHER, "another horse battery", By("user:mara"))
    accounts.change_password("mara", PASSWORD, OTHER, By("user:mara"))
    assert accounts.sign_in("mara", OTHER)


def test_other_scopes_hold_from_the_next_request_on(accounts, mara):
    session = accounts.sign_in("mara", PASSWORD)
    accounts.people.allow("mara", {Scope.ADMIN}, ROOT)
    assert accounts.by_session(session.token).principal.may(Scope.INGEST)


def test_every_change_leaves_its_line(accounts, mara, actions):
    key = made(accounts).key.id
    accounts.keys.bind(key, ["The Courier"], ROOT)
    accounts.keys.rotate(key, None, ROOT)
    accounts.revoke_key(key, ROOT)
    accounts.people.allow("mara", READ, ROOT)
    accounts.people.set_password("mara", OTHER, ROOT)
    accounts.people.disable("mara", ROOT)
    accounts.people.enable("mara", ROOT)
    assert [(action, subject) for _, action, subject in actions()] == [
        ("person.added", "user:mara"),
        ("key.made", f"key:{key}"),
        ("key.bound", f"key:{key}"),
        ("key.rotated", f"key:{key}"),
        ("key.revoked", f"key:{key}"),
        ("person.allowed", "user:mara"),
        ("person.password-changed", "user:mara"),
        ("person.disabled", "user:mara"),
        ("person.enabled", "user:mara"),
    ]
