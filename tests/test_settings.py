"""Settings are read once from an environment, whole or not at all."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from service.settings import PREFIX, Settings, SettingsError


def test_an_empty_environment_gives_the_defaults():
    assert Settings.from_environ({}) == Settings()


def test_every_setting_can_be_given():
    given = {
        "HOST": "0.0.0.0",
        "PORT": "9000",
        "ALLOWED_HOSTS": "desk.example, 10.0.0.1,",
        "MAX_BODY_BYTES": "1000",
        "MAX_ARTICLES": "5",
        "MAX_TEXT_CHARS": "6",
        "MAX_CLAIMS": "7",
        "MODELS": "/models",
        "ENCODER": "/encoder",
        "LOG_LEVEL": "DEBUG",
        "THREADS": "8",
        "DATABASE_URL": "postgresql://desk:secret@db.example/news",
        "STATE": "/state",
        "JOBS": "Worker",
        "SECRET": f"{'n' * 32}, {'f' * 40}",
        "WEBHOOK_HOSTS": "n8n.internal, 127.0.0.1",
        "ADDRESS": "https://desk.example/counterclaim/",
        "FETCH": "On",
        "FETCH_HOSTS": "cms.internal",
    }
    assert Settings.from_environ({PREFIX + name: value for name, value in given.items()}) == Settings(
        host="0.0.0.0",
        port=9000,
        allowed_hosts=("desk.example", "10.0.0.1"),
        max_body_bytes=1000,
        max_articles=5,
        max_text_chars=6,
        max_claims=7,
        models=Path("/models"),
        encoder=Path("/encoder"),
        log_level="debug",
        threads=8,
        database_url="postgresql://desk:secret@db.example/news",
        state=Path("/state"),
        jobs="worker",
        secret=("n" * 32, "f" * 40),
        webhook_hosts=("n8n.internal", "127.0.0.1"),
        address="https://desk.example/counterclaim",
        fetch=True,
        fetch_hosts=("cms.internal",),
    )
    assert len(given) == len(fields(Settings))


def test_other_programs_variables_are_left_alone():
    assert Settings.from_environ({"PATH": "/bin", "PORT": "1"}) == Settings()


def test_an_empty_folder_means_the_default():
    assert Settings.from_environ({"COUNTERCLAIM_MODELS": ""}).models is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTS", "8000"),
        ("PORT", "http"),
        ("PORT", ""),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "8e3"),
        ("PORT", "٨٠٠٠"),
        ("MAX_ARTICLES", "0"),
        ("MAX_BODY_BYTES", "9" * 5000),
        ("LOG_LEVEL", "loud"),
        ("HOST", " "),
        ("THREADS", "0"),
        ("DATABASE_URL", "sqlite:///news.db"),
        ("JOBS", "outside"),
        ("SECRET", "x" * 31),
        ("SECRET", f"{'x' * 32},y"),
        ("ADDRESS", "desk.example"),
        ("ADDRESS", "https://desk.example/<here>"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_the_variables_name(name, value):
    with pytest.raises(SettingsError, match=f"^COUNTERCLAIM_{name} "):
        Settings.from_environ({PREFIX + name: value})


def test_a_password_is_neither_shown_nor_repeated():
    settings = Settings(database_url="postgresql://desk:secret@db.example/news")
    assert "secret" not in repr(settings)
    with pytest.raises(SettingsError) as fault:
        Settings.from_environ({"COUNTERCLAIM_DATABASE_URL": "mysql://desk:secret@db.example/news"})
    assert "secret" not in str(fault.value)


def test_the_services_secret_is_neither_shown_nor_repeated():
    assert "hush" not in repr(Settings(secret=("hush" * 8,)))
    with pytest.raises(SettingsError) as fault:
        Settings.from_environ({"COUNTERCLAIM_SECRET": "hush"})
    assert "hush" not in str(fault.value)


def test_state_is_kept_in_the_users_folder_unless_another_is_set(monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", "/home/desk/.state")
    assert Settings().state_folder == Path("/home/desk/.state/counterclaim")
    assert Settings(state=Path("/state")).state_folder == Path("/state")


@pytest.mark.parametrize(
    ("jobs", "url", "inside"),
    [
        ("auto", None, True),
        ("auto", "postgresql://db.example/news", False),
        ("inside", "postgresql://db.example/news", True),
        ("worker", None, False),
    ],
)
def test_queued_work_is_done_inside_where_the_database_is(jobs, url, inside):
    assert Settings(jobs=jobs, database_url=url).jobs_inside is inside


def test_every_setting_says_in_one_line_what_it_means():
    meanings = Settings.meanings()
    assert [each.variable for each in meanings] == [PREFIX + each.name.upper() for each in fields(Settings)]
    assert all(each.meaning.endswith(".") and "\n" not in each.meaning for each in meanings)


def test_defaults_are_shown_as_they_would_be_given():
    given = {each.variable: each.default for each in Settings.meanings()}
    assert Settings.from_environ(given) == Settings()
