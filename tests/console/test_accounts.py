"""`users`, `keys`, `secrets` and `audit` as a shell meets them, on a real database that a server uses at the same time."""

from __future__ import annotations

import io
import os
import pwd
import sys
from datetime import UTC, datetime, timedelta

import click
import pytest

from service.app import create_app
from service.console import registry
from service.console.parsing import Expiry, Length, moment
from service.news.accounts import AuditQuery
from service.settings import Settings
from service.store.accounts import Accounts
from service.store.audit import AuditLog
from service.store.sealing import Seal
from service.store.secrets import SharedSecrets
from tests.fakes import FakeScorer, make_house
from tests.program import ended

PASSWORD = "correct horse battery"
OWN = "o" * 40
ME = f"cli:{pwd.getpwuid(os.getuid()).pw_name}"
ONE = {"articles": [{"id": "a", "outlet": "x", "text": "A blast."}]}
ALL = AuditQuery(limit=100)
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def run(monkeypatch, capsys, database, tmp_path):
    """The whole program in this process, over the database of the test; ``told`` is its standard input."""
    monkeypatch.setenv("COUNTERCLAIM_DATABASE_URL", database.conninfo)
    monkeypatch.setenv("COUNTERCLAIM_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("COUNTERCLAIM_SECRET", OWN)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments, told=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(told))
        return ended(monkeypatch, capsys, *arguments)

    return run


@pytest.fixture
def accounts(database):
    return Accounts(database)


@pytest.fixture
def actions(database):
    return lambda: [(line.by, line.action) for line in reversed(AuditLog(database).lines(ALL).items)]


def add_mara(run):
    return run(
        "users", "add", "mara", "--display", "Mara Sefo", "--scope", "read", "--scope", "label", told=PASSWORD + "\n"
    )


def test_a_person_who_was_added_signs_in(run, accounts, actions):
    found = add_mara(run)
    assert (found.code, found.out, found.err) == (0, "mara may label, read.\n", "")
    assert accounts.sign_in("mara", PASSWORD)
    assert actions()[0] == (ME, "person.added")


def test_people_are_listed_for_people_and_for_scripts(run):
    add_mara(run)
    assert "Mara Sefo" in run("users", "list").out
    [person] = run("users", "list", "--json").json
    assert (person["id"], person["scopes"], person["created_by"]) == ("mara", ["label", "read"], ME)
    assert "password" not in person
    assert person["created_at"].endswith("Z")


def test_a_disabled_person_is_out_until_enabled(run, accounts):
    add_mara(run)
    session = accounts.sign_in("mara", PASSWORD)
    assert run("users", "disable", "mara").code == 0
    assert accounts.by_session(session.token) is None
    assert run("users", "enable", "mara").code == 0
    assert accounts.sign_in("mara", PASSWORD)


def test_another_password_and_other_scopes_hold_at_once(run, accounts):
    add_mara(run)
    assert run("users", "password", "mara", told="another horse battery\n").code == 0
    session = accounts.sign_in("mara", "another horse battery")
    assert run("users", "scopes", "mara", "--scope", "admin").code == 0
    assert accounts.by_session(session.token).principal.scopes == {"admin"}


def test_a_made_key_stands_alone_on_standard_output_and_opens_the_running_server(run, accounts):
    server = create_app(Settings(), FakeScorer(), make_house(accounts), log_to=io.StringIO()).test_client()
    assert server.post("/score", json=ONE).status_code == 200
    found = run("keys", "add", "wire", "--scope", "score", "--outlet", "The Levant Courier", "--expires", "90d")
    assert found.code == 0
    token = found.out.strip()
    assert token.startswith("cc_")
    assert "can't be shown again" in found.err
    assert server.post("/score", json=ONE).status_code == 401
    headers = {"Authorization": f"Bearer {token}"}
    assert server.post("/score", json=ONE, headers=headers).status_code == 200
    assert accounts.by_key(token).speaks_for("the levant courier")
    [key] = run("keys", "list", "--json").json
    assert run("keys", "revoke", key["id"]).code == 0
    assert server.post("/score", json=ONE, headers=headers).status_code == 401


def test_a_key_ends_in_a_year_or_when_it_is_said(run):
    for expires in ((), ("--expires", "12h"), ("--expires", "2100-01-31"), ("--expires", "never")):
        run("keys", "add", "wire", "--scope", "read", *expires)
    never, dated, soon, year = (each["expires_at"] for each in run("keys", "list", "--json").json)
    now = datetime.now(UTC)
    assert never is None
    assert dated == "2100-01-31T00:00:00Z"
    assert now < datetime.fromisoformat(soon) < now + timedelta(hours=12)
    assert now + timedelta(days=364) < datetime.fromisoformat(year) < now + timedelta(days=365)


def test_keys_are_listed_without_what_opens_and_without_those_that_ended(run):
    token = run("keys", "add", "wire", "--scope", "read").out.strip()
    gone = run("keys", "add", "gone", "--scope", "read", "--json").json["id"]
    run("keys", "revoke", gone)
    listed = run("keys", "list")
    assert "wire" in listed.out
    assert "gone" not in listed.out
    assert token.split("_", 2)[2] not in listed.out
    assert [each["state"] for each in run("keys", "list", "--all", "--json").json] == ["revoked", "active"]


def test_a_key_is_rotated_with_an_overlap(run, accounts):
    made = run("keys", "add", "wire", "--scope", "read", "--json").json
    rotated = run("keys", "rotate", made["id"], "--overlap", "1h", "--json").json
    assert rotated["id"] == made["id"]
    assert accounts.by_key(made["token"]) == accounts.by_key(rotated["token"])


def test_a_key_is_bound_and_unbound(run, accounts):
    made = run("keys", "add", "wire", "--scope", "ingest", "--json").json
    assert "Daily Ledger" in run("keys", "bind", made["id"], "--outlet", "Daily Ledger").out
    assert accounts.by_key(made["token"]).speaks_for("daily ledger")
    assert run("keys", "bind", made["id"], "--none").code == 0
    assert not accounts.by_key(made["token"]).outlets
    assert run("keys", "bind", made["id"]).code == 2


def test_a_persons_key_is_theirs(run, accounts):
    add_mara(run)
    made = run("keys", "add", "script", "--scope", "read", "--person", "mara", "--json").json
    assert made["person"] == "mara"
    assert [key.id for key in accounts.all_keys("mara")] == [made["id"]]
    refused = run("keys", "add", "script", "--scope", "admin", "--person", "mara")
    assert (refused.code, refused.out) == (1, "")
    assert "may not admin" in refused.err


def test_secrets_are_set_listed_resealed_and_removed(run, database, monkeypatch):
    found = run("secrets", "set", "superdesk", "--purpose", "signs", "--outlet", "The Courier", told="hush" * 5 + "\n")
    assert (found.code, found.out) == (0, "superdesk is kept.\n")
    assert "hush" not in run("secrets", "list").out
    assert run("secrets", "list", "--json").json[0]["outlets"] == ["The Courier"]
    monkeypatch.setenv("COUNTERCLAIM_SECRET", f"{'n' * 40},{OWN}")
    assert run("secrets", "reseal").out == "1 encrypted anew.\n"
    assert SharedSecrets(database, Seal([b"n" * 40])).reveal("superdesk") == "hush" * 5
    assert "replaced" in run("secrets", "set", "superdesk", told="hush" * 6 + "\n").out
    assert run("secrets", "remove", "superdesk").code == 0
    assert run("secrets", "remove", "superdesk").code == 1


def test_the_audit_log_tells_who_did_what(run):
    add_mara(run)
    run("keys", "add", "wire", "--scope", "read")
    assert "person.added" in run("audit").out
    assert [line["action"] for line in run("audit", "--json").json] == ["key.made", "person.added"]
    assert [line["by"] for line in run("audit", "--action", "key.made", "--json").json] == [ME]
    assert run("audit", "--by", "user:nobody", "--json").json == []
    assert run("audit", "--since", "2100-01-01", "--json").json == []
    assert len(run("audit", "--limit", "1", "--json").json) == 1


@pytest.mark.parametrize(
    ("arguments", "told", "why"),
    [
        (("users", "add", "mara", "--scope", "read"), "short\n", "12 to 1024 characters"),
        (("users", "add", "mara", "--scope", "read"), "", "characters"),
        (("users", "add", "Mara!", "--scope", "read"), PASSWORD, "sign-in name"),
        (("users", "disable", "nobody"), "", "no person"),
        (("users", "password", "nobody"), PASSWORD, "no person"),
        (("users", "disable", "\udc80"), "", "no person"),
        (("keys", "revoke", "nothing"), "", "no key nothing"),
        (("keys", "rotate", "nothing"), "", "no key nothing"),
        (("keys", "add", "old", "--scope", "read", "--expires", "2020-01-01"), "", "in the future"),
        (("keys", "add", " ", "--scope", "read"), "", "A key has a name"),
        (("secrets", "set", "superdesk"), "short\n", "16 characters"),
        (("secrets", "remove", "nothing"), "", "no secret nothing"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_what_cannot_be_is_refused_in_one_line(run, arguments, told, why):
    found = run(*arguments, told=told)
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith("counterclaim: ")
    assert len(found.err.splitlines()) == 1
    assert why in found.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("users", "add", "mara"),
        ("users", "add", "--scope", "read"),
        ("users", "add", "mara", "--scope", "everything"),
        ("users", "add", "mara", "--scope", "read", "--password", "x"),
        ("keys", "add", "wire"),
        ("keys", "add", "wire", "--scope", "read", "--expires", "soon"),
        ("keys", "add", "wire", "--scope", "read", "--expires", "2026-02-30"),
        ("keys", "add", "wire", "--scope", "read", "--expires", "-1d"),
        ("keys", "rotate", "x", "--overlap", "never"),
        ("audit", "--since", "yesterday"),
        ("audit", "--limit", "0"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_told_from_refusal(run, arguments):
    assert run(*arguments).code == 2


def test_a_name_that_is_taken_is_refused(run):
    add_mara(run)
    found = add_mara(run)
    assert found.code == 1
    assert "already" in found.err


def test_at_a_terminal_a_password_is_asked_for_twice_and_not_shown(monkeypatch, capsys):
    answers = iter([PASSWORD, PASSWORD, PASSWORD, "another horse"])
    monkeypatch.setattr(sys, "stdin", type("Terminal", (io.StringIO,), {"isatty": lambda _: True})())
    monkeypatch.setattr(registry.getpass, "getpass", lambda _: next(answers))
    assert registry.hidden("Password") == PASSWORD
    with pytest.raises(click.UsageError, match="not the same"):
        registry.hidden("Password")
    assert capsys.readouterr().out == ""


def test_a_user_without_a_name_is_known_by_its_number(monkeypatch):
    def nameless(_):
        raise KeyError

    monkeypatch.setattr(registry.pwd, "getpwuid", nameless)
    assert registry.by().id == f"cli:{os.getuid()}"


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("30m", NOON + timedelta(minutes=30)),
        ("12h", NOON + timedelta(hours=12)),
        ("90d", NOON + timedelta(days=90)),
        ("52w", NOON + timedelta(weeks=52)),
        ("2030-01-31", datetime(2030, 1, 31, tzinfo=UTC)),
        ("never", None),
    ],
)
def test_a_moment_may_be_a_length_a_date_or_never(written, ends):
    assert moment(Expiry().convert(written, None, None), NOON) == ends


@pytest.mark.parametrize("written", ["", "d", "90", "9.5d", "90 d", "90y", "٩d", "999999d"])
def test_what_is_no_length_is_refused(written):
    with pytest.raises(click.BadParameter):
        Length().convert(written, None, None)


def test_a_database_that_is_not_there_is_a_failure_in_one_line_without_its_password(run, monkeypatch):
    monkeypatch.setattr("service.store.database.REACHED_WITHIN_S", 0.0)
    monkeypatch.setenv("COUNTERCLAIM_DATABASE_URL", "postgresql://desk:hush@127.0.0.1:1/news")
    found = run("keys", "list")
    assert (found.code, found.out) == (1, "")
    assert len(found.err.splitlines()) == 1
    assert "hush" not in found.err
