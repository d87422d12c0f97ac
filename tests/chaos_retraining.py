"""Kills at random moments of a retraining: each ends, whole or not at all, and one version that is all there answers.

    python -m tests.chaos_retraining [--kills 20] [--seed 1]

Serves the light app as ``tests.chaos`` does, with small seeds and 200 labels, and a worker beside it. Each round asks for
a retraining of another weight of labels, so that each comes to another version, kills the worker, the server or both with
SIGKILL at a moment that is drawn over the time one takes, and starts them again. When the job has ended, what is kept is
held against what it says: a line a round. Then the first version is made active again.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

from service.adapters.artefacts import Papers
from service.following import shipped_model
from service.news.accounts import By
from service.news.label import PairDecision
from service.store.archive import Archive
from service.store.database import open_database
from service.store.versions import Versions
from tests.chaos import ANSWERED_WITHIN_S, Rig, command, make_key, ready, rigged
from tests.light_app import build
from tests.small_seeds import small_seeds
from tests.test_new_wording import taught

TARGETS = (("worker",), ("server",), ("worker", "server"))
ENDED = {"succeeded", "failed", "cancelled"}
# The first measures what is measured once, and the second tells how long one takes after that.
UNDISTURBED = 2


def prepare(state: Path) -> str:
    """Labels in a new store; the name of the version that answers."""
    scorer, database = build(None), open_database(None, state)
    try:
        first = Versions(database).ship(shipped_model(scorer, Papers()))
        archive = Archive(database)
        archive.start(scorer)
        for a, b, relation in list(taught(archive)):
            archive.label(PairDecision(a, b, relation), By("user:ada"))
        return first
    finally:
        database.close()


class Round:
    """One retraining, from the request for it to what is kept after it; ``faults`` are what is wrong, a line each."""

    def __init__(self, rig: Rig, key: str, weight: int) -> None:
        self.rig, self.key = rig, key
        self.before = self.models()
        self.began = time.monotonic()
        answer = self.insist("POST", "/admin/retrain", {"label_weight": weight}, status=202)
        self.job = answer["id"]

    def insist(self, method: str, path: str, body: object = None, status: int = 200) -> dict:
        until = time.monotonic() + ANSWERED_WITHIN_S
        while time.monotonic() < until:
            found, answer = self.rig.ask(method, path, self.key, body)
            if found == status:
                return answer
            if found not in {0, 503}:
                raise SystemExit(f"chaos: {method} {path} answered {found}: {answer}")
            time.sleep(0.1)
        raise SystemExit(f"chaos: {method} {path} was not answered")

    def models(self) -> dict:
        return self.insist("GET", "/admin/models")

    def where(self) -> str:
        """The state and the stage of the job, as far as anybody answers."""
        status, answer = self.rig.ask("GET", f"/jobs/{self.job}", self.key)
        return f"{answer['state']} {answer['stage'] or ''}".strip() if status == 200 else "unknown"

    def end(self) -> dict:
        """The job when it has ended."""
        until = time.monotonic() + ANSWERED_WITHIN_S
        while time.monotonic() < until:
            job = self.insist("GET", f"/jobs/{self.job}")
            if job["state"] in ENDED:
                return job
            time.sleep(0.1)
        raise SystemExit(f"chaos: the job {self.job} never ended")

    def faults(self, job: dict) -> list[str]:
        after = self.models()
        known = {each["id"] for each in self.before["items"]}
        made = [each["id"] for each in after["items"] if each["id"] not in known]
        first = next(each["id"] for each in self.before["items"] if each["active"])
        active = [each["id"] for each in after["items"] if each["active"]]
        n_activated = len(after["activations"]) - len(self.before["activations"])
        found = [f"{each['id']} is not what it was made as" for each in after["items"] if not each["usable"]]
        result = job["result"] or {}
        if result.get("outcome") == "promoted":
            expected = [result["version"]], [result["version"]], 1
        elif result.get("outcome") == "refused":
            expected = [result["version"]], [first], 0
        else:
            expected = [], [first], 0
        if (made, active, n_activated) != expected:
            found.append(f"made, active, activations are {(made, active, n_activated)} and should be {expected}")
        if job["state"] != "succeeded" and job["error"] is None:
            found.append("the job did not succeed and says nothing of why")
        head = next(each["head"] for each in after["items"] if each["active"])
        until = time.monotonic() + ANSWERED_WITHIN_S
        while not self.rig.ask("GET", "/readyz", self.key)[1].get("model", "").startswith(f"{head}+"):
            if time.monotonic() > until:
                return [*found, f"the server never answered by {head}"]
            time.sleep(0.1)
        return found


def chaos(kills: int, seed: int, say=print) -> list[str]:
    """Runs it all; what is wrong, a line each."""
    with rigged() as rig:
        return disturbed(rig, kills, random.Random(seed), say)


def disturbed(rig: Rig, kills: int, order: random.Random, say) -> list[str]:
    first, faults, lasts = prepare(rig.folder / "state"), [], 0.0
    rig.environment["LIGHT_SEEDS"] = str(small_seeds(rig.folder / "seeds"))
    key = make_key(rig)
    rig.start_server()
    rig.start_worker()
    ready(rig, key)
    for n in range(kills + UNDISTURBED):
        one = Round(rig, key, n + 1)
        if n < UNDISTURBED:
            said = "undisturbed"
        else:
            targets, moment = order.choice(TARGETS), order.uniform(0.0, lasts)
            time.sleep(max(0.0, one.began + moment - time.monotonic()))
            where = one.where()
            for target in targets:
                rig.kill(target)
            said = f"killed {' and '.join(targets)} after {moment:.1f} s, {where}"
        job = one.end()
        wrong = one.faults(job)
        if n < UNDISTURBED:
            lasts = time.monotonic() - one.began
        outcome = (job["result"] or {}).get("outcome", job["error"])
        say(f"{n:2}: {said}: {job['state']} at attempt {job['attempts']}, {outcome}; {len(wrong)} faults", flush=True)
        faults += [f"{n}: {each}" for each in wrong]
        one.insist("POST", f"/admin/models/{first}/activate", {"reason": "the next round"})
    rig.stop()
    return faults


if __name__ == "__main__":
    command(__doc__, chaos, kills=20)
