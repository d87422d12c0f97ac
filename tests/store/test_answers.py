"""Answers under a key: given again, never to another request, and never blocked by a death."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from service.news.answer import KeptAnswer
from service.news.errors import OtherRequest, StillAnswering
from service.store.answers import Answers, remove_old
from tests.waiting import until

ANSWER = KeptAnswer(200, (("Content-Type", "application/json"), ("X", "é")), b'{"a":1}\x00\xff')


@pytest.fixture
def answers(database):
    return Answers(database)


def age(database, interval):
    with database.begin() as connection:
        connection.execute(text(f"UPDATE answers SET created_at = now() - interval '{interval}'"))


def test_an_answer_is_given_again_as_it_was(answers):
    first = answers.begin("key:ada", "k", "f")
    assert first.kept is None
    first.keep(ANSWER)
    first.close()
    second = answers.begin("key:ada", "k", "f")
    assert second.kept == ANSWER
    second.close()


def test_each_owner_has_keys_of_its_own(answers):
    turns = [answers.begin(owner, key, "f") for owner, key in (("key:ada", "k"), ("key:bob", "k"), ("key:ada k", ""))]
    assert len({turn.token for turn in turns}) == 3
    for turn in turns:
        turn.close()


def test_a_key_belongs_to_one_request(answers):
    first = answers.begin("key:ada", "k", "f")
    with pytest.raises(OtherRequest):
        answers.begin("key:ada", "k", "another")
    first.keep(ANSWER)
    first.close()
    with pytest.raises(OtherRequest):
        answers.begin("key:ada", "k", "another")


def test_one_request_at_a_time_has_the_turn(answers):
    first = answers.begin("key:ada", "k", "f")
    with pytest.raises(StillAnswering):
        answers.begin("key:ada", "k", "f")
    first.close()
    answers.begin("key:ada", "k", "f").close()


def test_who_comes_after_one_that_gave_no_answer_makes_the_same_under_the_same_token(answers):
    first = answers.begin("key:ada", "k", "f")
    first.close()
    second = answers.begin("key:ada", "k", "f")
    second.close()
    assert (second.token, second.kept) == (first.token, None)


def test_an_answer_is_forgotten_after_a_day(answers, database):
    first = answers.begin("key:ada", "k", "f")
    first.keep(ANSWER)
    first.close()
    age(database, "23 hours 59 minutes")
    again = answers.begin("key:ada", "k", "f")
    assert again.kept == ANSWER
    again.close()
    age(database, "24 hours 1 minute")
    later = answers.begin("key:ada", "k", "another")
    assert (later.kept, later.token == first.token) == (None, False)
    later.close()


def test_old_answers_are_removed(answers, database):
    answers.begin("key:ada", "k", "f").close()
    age(database, "25 hours")
    answers.begin("key:ada", "young", "f").close()
    with database.begin() as connection:
        remove_old(connection)
        assert connection.scalars(text("SELECT key FROM answers")).all() == ["young"]


def test_of_many_at_once_one_has_the_turn(answers):
    outcomes, lock, start = [], threading.Lock(), threading.Barrier(8)

    def ask():
        start.wait()
        try:
            outcome = answers.begin("key:ada", "k", "f")
        except StillAnswering as refused:
            outcome = refused
        with lock:
            outcomes.append(outcome)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = [each for each in outcomes if not isinstance(each, StillAnswering)]
    for turn in turns:
        turn.close()
    assert len(turns) == 1


TAKES_THE_TURN = """
import sys, time
from service.store.address import parameters, uri
from service.store.answers import Answers
from service.store.database import Database, engine_to
given = parameters(sys.argv[1])
turn = Answers(Database(engine_to(given), uri(given))).begin("key:ada", "k", "f")
print(turn.token, flush=True)
time.sleep(600)
"""


def test_a_process_killed_in_the_middle_does_not_block_its_key(answers, database):
    command = [sys.executable, "-c", TAKES_THE_TURN, database.conninfo]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        token = process.stdout.readline().strip()
        with pytest.raises(StillAnswering):
            answers.begin("key:ada", "k", "f")
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    def free():
        try:
            return answers.begin("key:ada", "k", "f")
        except StillAnswering:
            return None

    turn = until(free, "the key being free")
    turn.close()
    assert turn.token == token
