"""Kills at random moments under writing load: what was answered with success is there once, and no job is lost or doubled.

    python -m tests.chaos [--kills 60] [--seed 1]

Serves the light app (real reading, fake meaning) by gunicorn with two processes over the embedded server, and a worker
beside it, all in one scratch state folder. Writers post articles, at once and as jobs, each under an Idempotency-Key of its
own, and try again until they are answered. Meanwhile one process after another is killed with SIGKILL (a server process,
the whole server, the worker, the postmaster) and, where nobody else would, started again. Then everything is counted.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

OUTLET = "The Levant Courier"
TARGETS = ("server process", "server", "worker", "postmaster")
N_WRITERS = 3
ANSWERED_WITHIN_S = 180.0
PLACES = ("Tal Warda", "Qasr Amin", "Upper Kalin", "Narva")
DEEDS = ("collapse of the bridge", "fire in the market", "explosion of the depot", "crash of the bus")


@dataclass
class Tally:
    """What was answered: ids of articles kept at once, and of the job that each later one was given.

    ``ended`` are those whose job was made and had ended before anybody was told of it: asked for again, it is the answer.
    """

    kept: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    jobs: dict[str, str] = field(default_factory=dict)
    refused: Counter = field(default_factory=Counter)
    succeeded: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Rig:
    """The processes, and who kills them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
        self.environment = os.environ | {
            "COUNTERCLAIM_STATE": str(folder / "state"),
            "COUNTERCLAIM_JOBS": "worker",
            "COUNTERCLAIM_SECRET": "s" * 40,
            "PYTHONWARNINGS": "ignore",
        }
        self.log = (folder / "log").open("ab")
        self.server = self.worker = None

    def start_server(self) -> None:
        bind = ["--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "4", "--worker-class", "gthread"]
        quiet = ["--timeout", "0", "--log-level", "error", "--no-control-socket"]
        command = [sys.executable, "-m", "gunicorn", *bind, *quiet, "tests.light_app:serve()"]
        self.server = subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log)

    def start_worker(self) -> None:
        command = [sys.executable, "-m", "tests.light_app"]
        self.worker = subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log)

    def kill(self, target: str) -> bool:
        """Whether there was anything to kill."""
        with suppress(psutil.Error, ProcessLookupError, FileNotFoundError, ValueError):
            if target == "server process":
                random.choice(psutil.Process(self.server.pid).children()).kill()
            elif target == "server":
                family = [psutil.Process(self.server.pid), *psutil.Process(self.server.pid).children()]
                for each in family:
                    each.kill()
                self.server.wait()
                self.start_server()
            elif target == "worker":
                self.worker.kill()
                self.worker.wait()
                self.start_worker()
            else:
                os.kill(int((self.folder / "state/postgres/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            return True
        return False

    def stop(self) -> None:
        for each in (self.server, self.worker):
            each.terminate()
        for each in (self.server, self.worker):
            each.wait(60)

    def ask(self, method: str, path: str, key: str, body: object = None, **headers: str) -> tuple[int, dict]:
        """Status and body of an answer; 0 where there was none."""
        given = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", **headers}
        sent = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", sent, given, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            with suppress(OSError, ValueError):
                return refusal.code, json.load(refusal)
            return 0, {}
        except (OSError, ValueError):
            return 0, {}


@contextmanager
def rigged() -> Iterator[Rig]:
    """A rig in a new folder; at the end its processes are killed, and the folder goes unless KEEP_CHAOS is set."""
    rig = Rig(Path(tempfile.mkdtemp(prefix="counterclaim-chaos-")))
    try:
        yield rig
    finally:
        for each in filter(None, (rig.server, rig.worker)):
            with suppress(ProcessLookupError):
                each.kill()
            each.wait()
        rig.log.close()
        if not os.environ.get("KEEP_CHAOS"):
            shutil.rmtree(rig.folder, ignore_errors=True)


def make_key(rig: Rig) -> str:
    command = [
        sys.executable,
        "-m",
        "service",
        "keys",
        "add",
        "chaos",
        "--scope",
        "admin",
        "--outlet",
        OUTLET,
        "--json",
    ]
    made = subprocess.run(command, env=rig.environment, capture_output=True, text=True, check=True)
    return json.loads(made.stdout)["token"]


def article(order: random.Random) -> dict:
    place, deed, n = order.choice(PLACES), order.choice(DEEDS), order.randint(2, 40)
    return {
        "id": secrets.token_hex(8),
        "outlet": OUTLET,
        "text": f"The {deed} near {place} killed {n} people, the Interior Ministry said. Rescuers found {n + 3} wounded people.",
        "published_at": f"2026-03-{order.randint(1, 28):02d}T{order.randint(0, 23):02d}:00:00Z",
    }


def write(rig: Rig, key: str, tally: Tally, order: random.Random, done: threading.Event) -> None:
    """Posts one article after the other, each until it is answered."""
    while not done.is_set():
        sent, later = article(order), order.random() < 0.4
        body = {"articles": [sent], "options": {"store": True}}
        headers = {"Idempotency-Key": f'"{secrets.token_hex(8)}"'} | ({"Prefer": "respond-async"} if later else {})
        until = time.monotonic() + ANSWERED_WITHIN_S
        while time.monotonic() < until:
            status, answer = rig.ask("POST", "/score", key, body, **headers)
            if status in {200, 202}:
                with tally.lock:
                    if status == 202:
                        tally.jobs[sent["id"]] = answer["id"]
                    else:
                        (tally.ended if later else tally.kept).add(sent["id"])
                tally.succeeded.set()
                break
            with tally.lock:
                tally.refused[status] += 1
            time.sleep(0.1)
        else:
            raise SystemExit(f"chaos: no answer within {ANSWERED_WITHIN_S:.0f} s")


def ready(rig: Rig, key: str) -> None:
    until = time.monotonic() + ANSWERED_WITHIN_S
    while rig.ask("GET", "/readyz", key)[0] != 200:
        if time.monotonic() > until:
            raise SystemExit("chaos: not ready again")
        time.sleep(0.2)


def pages(rig: Rig, key: str, path: str) -> list[dict]:
    found, cursor = [], ""
    while cursor is not None:
        status, answer = rig.ask("GET", f"{path}?limit=200" + (f"&cursor={cursor}" if cursor else ""), key)
        if status != 200:
            raise SystemExit(f"chaos: {path} answered {status}: {answer}")
        found += answer["items"]
        cursor = answer["next"]
    return found


def await_jobs(rig: Rig, key: str, tally: Tally) -> dict[str, str]:
    """The state each job ended in, by the article it was for."""
    states: dict[str, str] = {}
    until = time.monotonic() + ANSWERED_WITHIN_S
    while len(states) < len(tally.jobs) and time.monotonic() < until:
        for name, job in tally.jobs.items():
            if name not in states:
                status, answer = rig.ask("GET", f"/jobs/{job}", key)
                if status == 200 and answer["state"] in {"succeeded", "failed", "cancelled"}:
                    states[name] = answer["state"]
        time.sleep(0.2)
    return states


def verdict(rig: Rig, key: str, tally: Tally) -> list[str]:
    """What is wrong, a line each."""
    states = await_jobs(rig, key, tally)
    faults = [
        f"job of {name}: {states.get(name, 'never ended')}" for name in tally.jobs if states.get(name) != "succeeded"
    ]
    counted = Counter(each["given_id"] for each in pages(rig, key, "/articles"))
    answered = tally.kept | tally.ended | tally.jobs.keys()
    faults += [f"article {name} is there {counted[name]} times" for name in answered if counted[name] != 1]
    faults += [f"article {name} was never answered and is there" for name in counted.keys() - answered]
    faults += [
        f"article {each['given_id']} has version {each['version']}"
        for each in pages(rig, key, "/articles")
        if each["version"] != 1
    ]
    n_jobs = len(pages(rig, key, "/jobs"))
    if n_jobs != len(tally.jobs) + len(tally.ended):
        faults.append(f"{n_jobs} jobs for {len(tally.jobs)} that were asked for, and {len(tally.ended)} that had ended")
    return faults


def rebuilt(rig: Rig) -> list[str]:
    """How what is kept differs from what working it out anew gives."""
    from service.store.archive import Archive
    from service.store.database import open_database
    from tests.light_app import build

    database = open_database(None, rig.folder / "state")
    try:
        archive = Archive(database)
        archive.start(build(None))
        return archive.differences()
    finally:
        database.close()


def chaos(kills: int, seed: int, longest_pause: float = 3.0, say=print) -> list[str]:
    """Runs it all; what is wrong, a line each."""
    with rigged() as rig:
        return disturbed(rig, kills, seed, longest_pause, say)


def disturbed(rig: Rig, kills: int, seed: int, longest_pause: float, say) -> list[str]:
    tally, order, done = Tally(), random.Random(seed), threading.Event()
    key = make_key(rig)
    rig.start_server()
    rig.start_worker()
    try:
        ready(rig, key)
        writers = [
            threading.Thread(target=write, args=(rig, key, tally, random.Random(seed + n), done))
            for n in range(1, N_WRITERS + 1)
        ]
        for writer in writers:
            writer.start()
        killed: Counter = Counter()
        next_ones: list[str] = []
        while sum(killed.values()) < kills:
            if order.random() < 0.8:  # else again before anything has healed
                tally.succeeded.clear()
                tally.succeeded.wait(ANSWERED_WITHIN_S)
            time.sleep(order.uniform(0.0, longest_pause))
            if not next_ones:
                next_ones = order.sample(TARGETS, len(TARGETS))
            target = next_ones.pop()
            killed[target] += rig.kill(target)
        say(
            f"killed: {dict(killed)}; kept at once {len(tally.kept)}, by jobs {len(tally.jobs)}; no success {dict(tally.refused)}"
        )
        done.set()
        for writer in writers:
            writer.join()
        ready(rig, key)
        faults = verdict(rig, key, tally)
        say(
            f"answered: {len(tally.kept)} articles at once and {len(tally.jobs) + len(tally.ended)} jobs; {len(faults)} faults"
        )
        rig.stop()
        return [*faults, *rebuilt(rig)]
    finally:
        done.set()


def command(described: str, run: Callable[[int, int], list[str]], kills: int) -> None:
    """``run`` with so many kills and a seed, as the command line asks for them; exit code 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=described, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    faults = run(given.kills, given.seed)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    command(__doc__, chaos, kills=60)
