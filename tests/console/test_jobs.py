"""`jobs` and `worker` at the command line, over a real database."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from service.jobs.queue import JobQueue
from service.news.identity import Principal, Scope
from service.news.job import JobState
from service.store import job_rows
from tests.program import ended
from tests.waiting import until

ROOT = Path(__file__).parents[2]
ADA = Principal("key:ada", "Ada", frozenset({Scope.SCORE}))
BEN = Principal("key:ben", "Ben", frozenset({Scope.SCORE}))
ONE = {"articles": [{"id": "a", "outlet": "The Courier", "text": "Seven people were killed in Basra, police said."}]}


@pytest.fixture
def run(monkeypatch, capsys, database, tmp_path):
    """The program in this process, over the database of the test: its exit code, what it said, what it complained of."""
    monkeypatch.setenv("COUNTERCLAIM_DATABASE_URL", database.conninfo)
    monkeypatch.setenv("COUNTERCLAIM_STATE", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments):
        return ended(monkeypatch, capsys, *arguments)

    return run


@pytest.fixture
def queue(database):
    return JobQueue(database)


def test_jobs_are_listed_newest_first(run, queue):
    made = [queue.enqueue("score", ONE, by).id for by in (ADA, BEN, ADA)]
    code, said, _ = run("jobs", "list")
    assert code == 0
    assert [line.split()[0] for line in said.splitlines()[1:]] == made[::-1]
    assert "queued" in said
    _, said, _ = run("jobs", "list", "--owner", "key:ben", "--json")
    assert [(job["id"], job["state"]) for job in json.loads(said)] == [(made[1], "queued")]
    _, said, _ = run("jobs", "list", "--limit", "1", "--json")
    assert [job["id"] for job in json.loads(said)] == [made[2]]


def test_a_job_is_shown_with_or_without_what_came_of_it(run, queue, database):
    job = queue.enqueue("score", ONE, ADA)
    with database.begin() as connection:
        job_rows.end(connection, job.id, JobState.SUCCEEDED, result={"b": 1, "a": "é"})
    assert json.loads(run("jobs", "show", job.id)[1])["state"] == "succeeded"
    assert run("jobs", "show", job.id, "--result")[1] == '{\n "b": 1,\n "a": "é"\n}\n'


def test_a_job_is_cancelled_once(run, queue, database):
    waiting, done = queue.enqueue("score", ONE, ADA), queue.enqueue("score", ONE, ADA)
    with database.begin() as connection:
        job_rows.end(connection, done.id, JobState.SUCCEEDED)
    assert run("jobs", "cancel", waiting.id) == (0, "cancelled\n", "")
    assert queue.get(waiting.id).state is JobState.CANCELLED
    code, said, complaint = run("jobs", "cancel", done.id)
    assert (code, said) == (1, "")
    assert "cannot be cancelled any more" in complaint


@pytest.mark.parametrize("command", ["show", "cancel"])
def test_a_job_that_is_not_there_is_said_to_be_missing(run, command):
    code, _, complaint = run("jobs", command, "nothing")
    assert code == 1
    assert "no such job" in complaint


@pytest.mark.models
def test_a_worker_runs_what_is_queued_and_ends_when_told_to(queue, database, tmp_path):
    job = queue.enqueue("score", ONE, ADA)
    environment = os.environ | {
        "COUNTERCLAIM_DATABASE_URL": database.conninfo,
        "COUNTERCLAIM_STATE": str(tmp_path),
    }
    command = [sys.executable, "-m", "service", "worker"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        done = until(
            lambda: process.poll() is not None or ((now := queue.get(job.id)).state.is_final and now),
            "the end of the job",
        )
        process.send_signal(signal.SIGTERM)
        complaints = process.communicate(timeout=120)[1]
    assert process.returncode == 0, complaints
    assert done.state is JobState.SUCCEEDED, complaints
    assert queue.result(job.id)["claims"]
    assert "Seven people" not in complaints
