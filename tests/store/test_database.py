"""The database as the house has it: transactions, connections that heal, work done again only where that is safe."""

from __future__ import annotations

import itertools
import subprocess
import threading
import time
from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.news.errors import OutcomeUnknown, StoreError
from service.store import database as room
from service.store import locks, repeating
from service.store.cluster import Cluster
from service.store.database import engine_to, open_database
from service.store.embedded import EmbeddedServer
from service.store.migrate import migrate
from service.store.programs import programs
from service.store.repeating import TRIES
from tests.store.servers import server_folder, started_processes
from tests.waiting import until

# A process that uses a database before and after a fork, in parent and child; both say what they counted.
FORK = """
import os, sys
from pathlib import Path
from sqlalchemy import text
from service.store.database import open_database
database = open_database(None, Path(sys.argv[1]))
count = lambda: [database.run(lambda connection: connection.scalar(text("SELECT 7"))) for _ in range(50)]
count()
child = os.fork()
counted = count()
if not child:
    os._exit(counted != [7] * 50)
status = os.waitpid(child, 0)[1]
print(status, counted == count() == [7] * 50, flush=True)
database.close()
"""


@pytest.fixture
def folder():
    with server_folder() as folder:
        yield folder


@pytest.fixture
def embedded(folder):
    """A database on an embedded server of the test's own, which may be killed."""
    with closing(open_database(None, folder.parent)) as database:
        yield database


@pytest.fixture
def table(database):
    """The name of a table of numbers."""
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (n integer PRIMARY KEY)"))
    return "numbers"


@pytest.fixture(autouse=True)
def _hurry(monkeypatch):
    monkeypatch.setattr(repeating, "FIRST_PAUSE_S", 0.001)


def numbers(database):
    with database.begin() as connection:
        return list(connection.scalars(text("SELECT n FROM numbers ORDER BY n")))


def insert(connection, n):
    connection.execute(text("INSERT INTO numbers VALUES (:n)"), {"n": n})


def fail(connection, state):
    """Makes the server answer with a fault of the SQLSTATE ``state``."""
    connection.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"))


def end_session(database, connection):
    """Ends a connection from without, as a server does that shuts down."""
    pid = connection.scalar(text("SELECT pg_backend_pid()"))
    with database.begin() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": pid})


def test_a_session_is_in_utc_however_it_connects(database):
    with database.begin() as connection:
        moment = connection.scalar(text("SELECT now()"))
    assert moment.utcoffset() == timedelta(0)
    with psycopg.connect(database.conninfo) as connection:
        assert connection.execute("SELECT current_setting('TimeZone')").fetchone() == ("UTC",)


def test_a_block_is_kept_at_its_end_and_undone_when_it_raises(database, table):
    with database.begin() as connection:
        insert(connection, 1)

    def fail_midway():
        with database.begin() as connection:
            insert(connection, 2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_midway()
    assert numbers(database) == [1]


def test_work_is_committed_once_and_gives_its_result(database, table):
    assert database.run(lambda connection: insert(connection, 1) or "done") == "done"
    assert numbers(database) == [1]


def test_work_whose_connection_is_lost_before_the_commit_is_done_again(database, table):
    calls = itertools.count()

    def work(connection):
        insert(connection, 1)
        if next(calls) < 2:
            end_session(database, connection)
            insert(connection, 2)

    database.run(work)
    assert numbers(database) == [1]
    assert next(calls) == 3


def test_work_that_speaks_to_the_driver_is_done_again_as_well(database, table):
    """The queue does: it defers a job through the driver's connection, and wraps what goes wrong in an error of its own."""
    calls = itertools.count()

    def work(connection):
        driver = connection.connection.driver_connection
        driver.execute("INSERT INTO numbers VALUES (1)")
        if next(calls) == 0:
            end_session(database, connection)
        try:
            driver.execute("INSERT INTO numbers VALUES (2)")
        except psycopg.Error as fault:
            raise LookupError("not deferred") from fault

    database.run(work)
    assert numbers(database) == [1, 2]


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_what_the_server_undid_is_done_again(database, table, state):
    calls = itertools.count()

    def work(connection):
        insert(connection, 1)
        if next(calls) < 2:
            fail(connection, state)

    database.run(work)
    assert numbers(database) == [1]


def test_two_that_would_change_the_same_row_both_succeed(database, table):
    with database.begin() as connection:
        insert(connection, 0)
    met = threading.Barrier(2)

    def work(connection):
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        n = connection.scalar(text("SELECT n FROM numbers"))
        if n == 0:
            met.wait(10)
        connection.execute(text("UPDATE numbers SET n = :n"), {"n": n + 1})

    both = [threading.Thread(target=database.run, args=(work,)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert numbers(database) == [2]


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_what_the_server_undid_in_the_commit_is_done_again(database, table, state):
    at_commit(database, f"RAISE EXCEPTION 'no' USING ERRCODE = '{state}';")
    database.run(lambda connection: insert(connection, 1))
    assert numbers(database) == [1]


def test_a_connection_lost_in_the_commit_leaves_the_outcome_unknown(database, table):
    at_commit(database, "PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(10);")
    calls = itertools.count()
    with pytest.raises(OutcomeUnknown):
        database.run(lambda connection: insert(connection, next(calls)))
    assert next(calls) == 1


def test_idempotent_work_is_done_again_even_then(database, table):
    at_commit(database, "PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(10);")
    database.run(lambda connection: insert(connection, 1), idempotent=True)
    assert numbers(database) == [1]


def at_commit(database, statement):
    """Has ``statement`` run within the first commit that inserts a number, and in no later one."""
    with database.begin() as connection:
        connection.execute(text("CREATE SEQUENCE commits"))
        connection.execute(
            text(
                "CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF nextval('commits') = 1 THEN {statement} END IF; RETURN NULL; END $$"
            )
        )
        connection.execute(
            text(
                "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON numbers INITIALLY DEFERRED "
                "FOR EACH ROW EXECUTE FUNCTION at_commit()"
            )
        )


@pytest.mark.parametrize("state", ["23505", "P0001", "57014", "53100"])
def test_any_other_fault_is_raised_at_once(database, state):
    calls = itertools.count()
    with pytest.raises(DBAPIError):
        database.run(lambda connection: (next(calls), fail(connection, state)))
    assert next(calls) == 1


def test_a_fault_of_the_work_itself_is_raised_as_it_is(database, table):
    calls = itertools.count()

    def work(connection):
        insert(connection, next(calls))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.run(work)
    assert next(calls) == 1
    assert numbers(database) == []


def test_work_that_never_succeeds_is_given_up(database):
    calls = itertools.count()
    with pytest.raises(DBAPIError):
        database.run(lambda connection: (next(calls), fail(connection, "40001")))
    assert next(calls) == TRIES


def test_faults_do_not_repeat_the_values_of_a_statement(database):
    statement = text("SELECT 1 / length(substr(:words, 100))")
    with pytest.raises(DBAPIError, match="division by zero") as fault, database.begin() as connection:
        connection.execute(statement, {"words": "off the record"})
    assert "off the record" not in str(fault.value)


def test_a_killed_server_is_back_for_whoever_asks(embedded):
    with embedded.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (n integer PRIMARY KEY)"))
    for n in range(3):
        kill(embedded)
        until(lambda: not Cluster(embedded.server.folder).processes())
        embedded.run(lambda connection, n=n: insert(connection, n))
    kill(embedded)
    until(lambda: not Cluster(embedded.server.folder).processes())
    assert numbers(embedded) == [0, 1, 2]


def test_a_server_killed_amid_the_work_of_many_threads_loses_and_doubles_nothing(embedded):
    with embedded.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (n integer PRIMARY KEY)"))
    done, unknown = [], []

    def write(ns):
        for n in ns:
            try:
                embedded.run(lambda connection, n=n: insert(connection, n))
                done.append(n)
            except OutcomeUnknown:
                unknown.append(n)

    writers = [threading.Thread(target=write, args=(range(first, first + 100),)) for first in range(0, 400, 100)]
    for each in writers:
        each.start()
    for n_done in (50, 150, 250):
        until(lambda n_done=n_done: len(done) > n_done)
        kill(embedded)
    for each in writers:
        each.join()
    assert sorted(done + unknown) == list(range(400))
    assert set(done) <= set(numbers(embedded)) <= set(done + unknown)


def kill(database):
    """Kills the server and waits for nothing; what works in it may live a little longer."""
    server = Cluster(database.server.folder).server()
    if server is not None:
        server.kill()


def test_a_forked_child_connects_anew(folder):
    with started_processes() as start:
        process = start(FORK, folder.parent)
        assert process.says() == "0 True"
        assert process.let_go() == 0


def test_opening_again_finds_what_was_kept(folder):
    for n in (1, 2):
        with closing(open_database(None, folder.parent)) as database, database.begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS numbers (n integer PRIMARY KEY)"))
            insert(connection, n)
            assert connection.scalar(text("SELECT max(n) FROM numbers")) == n


def test_a_backup_comes_back_in_another_state_folder(embedded, folder):
    """With the commands of docs/operations.md."""
    with embedded.begin() as connection:
        connection.execute(text("CREATE TABLE numbers AS SELECT 7 AS n, '[1,2]'::vector AS v"))
    dump = folder.parent / "counterclaim.dump"

    def call(program, at, *arguments):
        address = f"host={at} user=postgres dbname=postgres"
        subprocess.run([programs() / program, "--dbname", address, *arguments], check=True)

    call("pg_dump", folder, "--format=custom", f"--file={dump}")
    with closing(open_database(None, folder.parent / "other")) as other:
        call("pg_restore", other.server.folder, "--clean", "--if-exists", "--single-transaction", dump)
        assert numbers(other) == [7]
        migrate(other.engine)


def test_a_server_of_ones_own_is_waited_for_while_it_starts(folder, monkeypatch):
    """As when both are started at the same moment."""
    url = f"postgresql://postgres@/postgres?host={folder}"
    server = EmbeddedServer(folder)
    first_try = threading.Event()

    def wait(seconds):
        first_try.set()
        time.sleep(seconds)

    def start():
        first_try.wait()
        server.ensure()

    monkeypatch.setattr(room, "time", SimpleNamespace(monotonic=time.monotonic, sleep=wait))
    starting = threading.Thread(target=start)
    starting.start()
    with closing(server), closing(open_database(url, folder.parent)) as database:
        assert database.run(lambda connection: connection.scalar(text("SELECT 7"))) == 7
        assert database.server is None
        starting.join()


def test_a_server_that_cannot_be_reached_is_named_without_the_password(folder, monkeypatch):
    monkeypatch.setattr(room, "REACHED_WITHIN_S", 0)
    with pytest.raises(StoreError, match=r"^The database at 127\.0\.0\.1/news could not be reached: ") as fault:
        open_database("postgresql://desk:secret@127.0.0.1:1/news", folder.parent)
    assert "secret" not in str(fault.value)
    assert not folder.exists()


def test_the_password_is_not_shown(postgres):
    database = room.Database(engine_to({"password": "secret"}), "postgresql://desk:secret@db/news")
    assert "secret" not in repr(database)
    assert "secret" not in repr(database.engine)


def test_where_pgvector_cannot_be_made_it_is_said_what_to_do(postgres):
    database = postgres.empty()
    role = f"{postgres.name_of(database)}_guest"
    with database.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role}"))
    given = room.parameters(database.conninfo)
    guest = engine_to({**given, "options": f"{given['options']} -c role={role}"})
    try:
        with pytest.raises(StoreError, match="let a superuser run CREATE EXTENSION vector"):
            migrate(guest)
    finally:
        guest.dispose()
        with database.begin() as connection:
            connection.execute(text(f"DROP ROLE {role}"))
        postgres.drop(database)


def test_a_lock_is_free_as_soon_as_it_is_let_go(database):
    for _ in range(40):
        with locks.held(database, "the press") as hold:
            assert hold.is_mine()
            with locks.held(database, "the press") as other:
                assert not other.is_mine()
