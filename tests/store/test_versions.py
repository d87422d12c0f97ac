"""Versions of the model: named by what they hold, never changed, one active, and each activation written down."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.news.accounts import AuditQuery, By
from service.news.errors import NotKept, UnusableModel
from service.news.model import Origin
from service.store.audit import AuditLog
from service.store.versions import Versions, name_of
from tests.fake_versions import EPOCH, make_model

ADA = By("key:ada", "request-1")
SHIPPED = make_model("head-0", origin=Origin.SHIPPED, learnt_from="", figures={})


class Clock:
    """A clock that is a second later each time."""

    def __init__(self):
        self.at = EPOCH

    def __call__(self):
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def versions(database):
    return Versions(database, Clock())


def alter(database, id, before, after):
    """Changes what is kept of a version as only who owns the tables can."""
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE model_versions DISABLE TRIGGER ALL"))
        changed = text("UPDATE model_versions SET content = replace(content, :before, :after) WHERE id = :id")
        assert connection.execute(changed, {"id": id, "before": before, "after": after}).rowcount == 1
        connection.execute(text("ALTER TABLE model_versions ENABLE TRIGGER ALL"))


def test_what_ships_with_the_program_is_the_first_version_and_answers(versions):
    assert versions.active() is None
    first = versions.ship(SHIPPED)
    assert (versions.active(), versions.model(first)) == (first, SHIPPED)
    assert versions.ship(SHIPPED) == first
    assert len(versions.all().activations) == 1


def test_equal_models_are_one_version_and_any_difference_makes_another(versions):
    first = versions.add(make_model(), ADA)
    assert versions.add(make_model(), By("key:bo")) == first == name_of(make_model())
    assert versions.one(first).made_by == "key:ada"
    changes = [
        {"version": "head-2"},
        {"reads_with": "x"},
        {"build": "2"},
        {"learnt_from": "c"},
        {"figures": {}},
        {"card": ""},
    ]
    assert len({versions.add(make_model(**change), ADA) for change in changes} | {first}) == 7


def test_one_is_activated_and_the_former_one_again(versions, database):
    first = versions.ship(SHIPPED)
    second = versions.add(make_model(), ADA)
    assert versions.active() == first
    assert versions.activate(second, ADA, "better")
    assert versions.activate(first, ADA, "worse after all")
    found = versions.all()
    assert [(version.id, version.active) for version in found.versions] == [(second, False), (first, True)]
    assert [(each.version, each.by, each.reason) for each in found.activations[:2]] == [
        (first, "key:ada", "worse after all"),
        (second, "key:ada", "better"),
    ]
    lines = AuditLog(database).lines(AuditQuery(10, action="model.activate", by="key:ada")).items
    assert [(line.subject, line.detail["reason"], line.request_id) for line in lines] == [
        (f"model:{first}", "worse after all", "request-1"),
        (f"model:{second}", "better", "request-1"),
    ]


def test_what_is_active_already_is_not_activated_again(versions):
    first = versions.ship(SHIPPED)
    assert versions.activate(first, ADA, "once more")
    assert len(versions.all().activations) == 1


def test_a_version_takes_only_the_place_that_it_was_tested_against(versions):
    first, second, third = (
        versions.ship(SHIPPED),
        versions.add(make_model("b"), ADA),
        versions.add(make_model("c"), ADA),
    )
    assert versions.activate(second, ADA, "tested against the first", instead_of=first)
    assert not versions.activate(third, ADA, "tested against the first", instead_of=first)
    assert versions.active() == second


def test_another_release_takes_the_place_of_a_former_one_but_not_of_what_was_learnt_here(versions):
    versions.ship(SHIPPED)
    newer = replace(SHIPPED, build="2")
    assert versions.ship(newer) == name_of(newer)
    learnt = versions.add(make_model(), ADA)
    versions.activate(learnt, ADA, "better")
    assert versions.ship(replace(SHIPPED, build="3")) == learnt
    others = replace(SHIPPED, reads_with="another pair model")
    assert versions.ship(others) == name_of(others)


def test_what_somebody_has_gone_back_to_stays_when_the_program_starts_again(versions):
    first, newer = versions.ship(SHIPPED), replace(SHIPPED, build="2")
    versions.ship(newer)
    versions.activate(first, ADA, "the newer one is worse here")
    assert versions.ship(newer) == first


def test_what_weighs_other_measurements_is_not_activated(versions):
    first = versions.ship(SHIPPED)
    other = versions.add(make_model(reads_with="another pair model"), ADA)
    with pytest.raises(UnusableModel, match="another pair model"):
        versions.activate(other, ADA, "try it")
    assert versions.active() == first


def test_an_altered_version_is_shown_as_such_and_never_used(versions, database):
    versions.ship(SHIPPED)
    second = versions.add(make_model(), ADA)
    alter(database, second, "0.5", "0.9")
    assert versions.one(second).model is None
    with pytest.raises(UnusableModel, match="sha256"):
        versions.activate(second, ADA, "better")
    with pytest.raises(UnusableModel, match="sha256"):
        versions.model(second)


def test_what_nobody_made_is_not_kept(versions):
    versions.ship(SHIPPED)
    for ask in (versions.one, versions.model, lambda name: versions.activate(name, ADA, "why not")):
        with pytest.raises(NotKept, match="model-0"):
            ask("model-0")


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = ''", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize(("table", "column"), [("model_versions", "content"), ("activations", "reason")])
def test_the_database_refuses_to_rewrite_them(versions, database, statement, table, column):
    versions.ship(SHIPPED)
    with pytest.raises(DBAPIError, match="only added to"), database.begin() as connection:
        connection.execute(text(statement.format(table, column)))


def test_a_version_is_kept_as_text_that_a_person_can_read(versions, database):
    id = versions.add(make_model(card="# Καλημέρα"), ADA)
    with database.begin() as connection:
        content = connection.scalar(text("SELECT content FROM model_versions WHERE id = :id"), {"id": id})
    assert "Καλημέρα" in content
    assert json.loads(content)["head"] == {"version": "head-1"}
