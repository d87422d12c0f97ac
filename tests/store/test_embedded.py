"""The embedded server: shared by processes, killed at any moment, in folders of any kind, and there again."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import closing
from pathlib import Path

import psutil
import psycopg
import pytest

from service.news.errors import StoreError
from service.store import embedded
from service.store.cluster import NOTE, Cluster
from service.store.embedded import EmbeddedServer
from tests.store.servers import server_folder, started_processes
from tests.waiting import until

# A process that uses the server of the folder in its first argument until its standard input is closed.
USE = """
import sys
from pathlib import Path
from service.store.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
print(server.ensure(), flush=True)
sys.stdin.read()
"""
# One that forks after it began to use the server; the child ends first, in the way that runs what atexit holds.
FORK = """
import os, sys
from pathlib import Path
import psycopg
from service.store.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
address = server.ensure()
child = os.fork()
psycopg.connect(server.ensure()).close()
if not child:
    sys.exit(0)
status = os.waitpid(child, 0)[1]
psycopg.connect(address).close()
print(status, flush=True)
"""


@pytest.fixture
def folder():
    with server_folder() as folder:
        yield folder


@pytest.fixture
def processes():
    with started_processes() as start:
        yield start


@pytest.fixture
def server(folder):
    with closing(EmbeddedServer(folder)) as server:
        yield server


def pid(folder) -> int | None:
    """The process id of the server in the folder; None where none runs."""
    found = Cluster(folder).server()
    return found and found.pid


def answer(address, statement="SELECT 1"):
    with psycopg.connect(address) as connection:
        return connection.execute(statement).fetchone()[0]


def tell(address, *statements):
    with psycopg.connect(address) as connection:
        for each in statements:
            connection.execute(each)


def kill_server(folder):
    process = Cluster(folder).server()
    process.kill()
    until(lambda: not Cluster(folder).server())


def test_a_server_is_made_and_started_when_it_is_first_needed(folder, server):
    address = server.ensure()
    assert answer(address, "SELECT current_setting('server_version_num')::int / 10000") == 18
    assert answer(address, "SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'") == 1
    assert answer(address, "SELECT current_setting('TimeZone')") == "UTC"
    assert server.ensure() == address


def test_nobody_else_can_reach_it(folder, server):
    address = server.ensure()
    assert answer(address, "SELECT current_setting('listen_addresses')") == ""
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_never_runs_as_root_and_not_among_our_processes(folder, server):
    server.ensure()
    process = psutil.Process(pid(folder))
    assert process.uids().real != 0
    # An interrupt from the keyboard goes to every process of the terminal's session.
    assert os.getsid(process.pid) != os.getsid(0)


def test_it_needs_no_folder_of_the_users_runtime(folder, processes, monkeypatch):
    """The processes run with warnings as errors."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    process = processes(USE, folder)
    assert process.says().startswith("postgresql://")
    assert process.let_go() == 0


def test_variables_of_other_postgresql_clients_change_nothing(folder, server, monkeypatch):
    for name, value in {
        "PGPORT": "1",
        "PGHOST": "nowhere",
        "PGUSER": "me",
        "PGDATABASE": "mine",
        "PGDATA": "/",
    }.items():
        monkeypatch.setenv(name, value)
    assert answer(server.ensure()) == 1


def test_closing_stops_it_and_it_comes_back_with_what_it_kept(folder, server):
    tell(server.ensure(), "CREATE TABLE kept AS SELECT 7 AS n")
    server.close()
    server.close()
    assert pid(folder) is None
    assert answer(server.ensure(), "SELECT n FROM kept") == 7


def test_processes_that_start_at_once_share_one_server(folder, processes):
    started = [processes(USE, folder) for _ in range(4)]
    assert len({each.says() for each in started}) == 1
    server = pid(folder)
    assert [each.let_go() for each in started[:3]] == [0, 0, 0]
    assert pid(folder) == server
    assert started[3].let_go() == 0
    assert pid(folder) is None


def test_processes_that_come_and_go_at_once_always_find_a_server(folder, processes):
    """Each stops the server as it leaves, unless another came meanwhile."""
    once = USE.replace("sys.stdin.read()", "import psycopg; psycopg.connect(server.ensure()).close()")
    started = [processes(once, folder) for _ in range(3)]
    for _ in range(3):
        assert [each.let_go() for each in started] == [0, 0, 0]
        started = [processes(once, folder) for _ in range(3)]
    assert [each.let_go() for each in started] == [0, 0, 0]
    assert pid(folder) is None


def test_a_killed_user_leaves_a_server_that_the_next_one_keeps_and_stops(folder, processes):
    first = processes(USE, folder)
    first.says()
    left = pid(folder)
    first.kill()
    assert pid(folder) == left
    with closing(EmbeddedServer(folder)) as server:
        assert answer(server.ensure()) == 1
        assert pid(folder) == left
    assert pid(folder) is None


def test_a_killed_user_does_not_keep_the_server_from_stopping(folder, processes, server):
    other = processes(USE, folder)
    other.says()
    server.ensure()
    other.kill()
    server.close()
    assert pid(folder) is None


def test_a_forked_child_may_use_the_server_and_leave_it_to_its_parent(folder, processes):
    process = processes(FORK, folder)
    assert process.says() == "0"
    assert process.let_go() == 0
    assert pid(folder) is None


def test_a_killed_server_comes_back_with_all_that_was_committed(folder, server):
    tell(server.ensure(), "CREATE TABLE kept AS SELECT 7 AS n")
    for n in range(5):
        Cluster(folder).server().kill()  # and not a moment is waited
        tell(server.ensure(), f"INSERT INTO kept VALUES ({n})")
    assert answer(server.ensure(), "SELECT count(*) FROM kept") == 6


def test_what_a_killed_server_left_at_work_is_ended(folder, server, monkeypatch):
    monkeypatch.setattr(embedded, "ORPHANS_LEAVE_WITHIN_S", 0.2)
    with closing(psycopg.connect(server.ensure())) as connection:
        connection.pgconn.send_query(b"DO $$ BEGIN LOOP END LOOP; END $$")
        connection.pgconn.flush()
        busy = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO%'"
        until(lambda: answer(server.ensure(), busy))
        kill_server(folder)
        assert Cluster(folder).processes()
        assert answer(server.ensure()) == 1
        connection.pgconn.finish()


def test_a_server_whose_socket_was_removed_is_started_anew(folder, server, monkeypatch):
    monkeypatch.setattr(embedded, "SILENT_FOR_S", 0)
    server.ensure()
    first = pid(folder)
    (folder / ".s.PGSQL.5432").unlink()
    assert answer(server.ensure()) == 1
    assert pid(folder) != first


@pytest.mark.parametrize("note", ["", "{pid}\n", "{pid}\n{folder}\n1\n5432\n{folder}\n\n  5432001  0\nready   \n"])
def test_a_dead_servers_note_with_the_process_id_of_another_program_is_no_trap(folder, server, note):
    server.ensure()
    server.close()
    for name in (NOTE, ".s.PGSQL.5432.lock"):
        (folder / name).write_text(note.format(pid=os.getpid(), folder=folder))
        os.chown(folder / name, folder.stat().st_uid, folder.stat().st_gid)
    assert answer(server.ensure()) == 1


def test_a_creation_that_was_killed_is_no_trap(folder, processes, server):
    """The folder appears whole or not at all."""
    first = processes(USE, folder)
    until(lambda: [*folder.parent.glob("postgres.new-*/PG_VERSION")])
    first.kill()
    assert answer(server.ensure()) == 1
    assert not [*folder.parent.glob("postgres.new-*/PG_VERSION")]


@pytest.mark.parametrize("name", ["n" * 120, 'of, a "news\'room" %41 $HOME ü\\'], ids=["long", "odd"])
def test_the_folder_may_have_any_name(folder, name, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(folder.parent))  # a socket that needs a short path goes there
    path = folder.parent / name / "postgres"
    with closing(EmbeddedServer(path)) as server:
        address = server.ensure()
        assert answer(address) == 1
        sockets = Path(psycopg.conninfo.conninfo_to_dict(address)["host"])
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        kill_server(path)
        assert answer(server.ensure()) == 1


def test_a_socket_folder_that_somebody_else_put_there_is_refused(folder, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(folder.parent))
    path = folder.parent / ("n" * 120) / "postgres"
    with closing(EmbeddedServer(path)) as server:
        sockets = Path(psycopg.conninfo.conninfo_to_dict(server.address())["host"])
        sockets.write_text("not a folder")
        with pytest.raises(StoreError, match="cannot be used"):
            server.ensure()


def test_a_folder_of_something_else_is_left_alone(folder, server):
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(StoreError, match="not empty"):
        server.ensure()
    assert [each.name for each in folder.iterdir()] == ["thesis.txt"]


def test_data_of_another_version_is_left_alone(folder, server):
    folder.mkdir()
    (folder / "PG_VERSION").write_text("16\n")
    with pytest.raises(StoreError, match="PostgreSQL 16"):
        server.ensure()


def test_an_empty_folder_is_filled(folder, server):
    folder.mkdir()
    assert answer(server.ensure()) == 1


def test_a_server_that_cannot_start_says_why(folder):
    with closing(EmbeddedServer(folder, {"shared_buffers": "nonsense"})) as server, pytest.raises(StoreError) as fault:
        server.ensure()
    assert "shared_buffers" in str(fault.value)


def test_nothing_that_is_kept_stands_in_the_log(folder, server):
    address = server.ensure()
    tell(address, "CREATE TABLE said (words text UNIQUE)", "INSERT INTO said VALUES ('off the record')")
    for statement in ("INSERT INTO said VALUES ('off the record')", "SELECT 'off the record'::int"):
        with pytest.raises(psycopg.Error):
            tell(address, statement)
    server.close()
    written = "".join(each.read_text() for each in [*(folder / "log").iterdir(), folder / "startup.log"])
    assert "duplicate key" in written
    assert "off the record'" not in written.replace("invalid input syntax", "")
