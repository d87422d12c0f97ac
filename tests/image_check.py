"""Walks the Dockerfile's steps in a plain virtual environment, where no container engine is at hand.

A wheel is built and installed with the exact versions into a new environment, outside the source tree; the Dockerfile's
own command serves from an empty folder, as its user where this machine lets us; its own health check and the sample have
to succeed. Run it with `make image-check`; it takes two or three minutes.
"""

from __future__ import annotations

import json
import os
import pwd
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.test_dockerfile import arguments

ROOT = Path(__file__).parent.parent
READY_WITHIN_S = 120


def say(text: str) -> None:
    print(f"image-check: {text}", flush=True)


def run(*command: str | Path, **options) -> None:
    subprocess.run([str(each) for each in command], check=True, **options)


def installed(folder: Path) -> Path:
    """The bin folder of a new environment that holds the wheel and nothing of the source tree."""
    say("building the wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    say(f"installing {wheel.name} into a new environment")
    run(sys.executable, "-m", "venv", folder / "venv")
    bin_folder = folder / "venv" / "bin"
    pip = [bin_folder / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt"]
    index = os.environ.get("TORCH_INDEX")
    run(*pip, *(["--index-url", index] if index else []), "torch", stderr=subprocess.DEVNULL)
    run(*pip, wheel, stderr=subprocess.DEVNULL)
    return bin_folder


def image_environment(bin_folder: Path, home: Path) -> dict[str, str]:
    """The variables that the image sets, and no others of this machine's; its folders are elsewhere here."""
    pairs = (each.split("=", 1) for argument in arguments("ENV") for each in shlex.split(argument))
    here = {"PATH": f"{bin_folder}:/usr/bin:/bin", "HOME": str(home), "COUNTERCLAIM_STATE": str(home / "state")}
    return dict(pairs) | here


def image_user(bin_folder: Path) -> dict[str, int]:
    """The image's user, where this machine lets us be them and lets them run the interpreter; else whoever we are."""
    uid = int(arguments("USER")[-1])
    try:
        pwd.getpwuid(uid)
    except KeyError:  # PostgreSQL runs as a named user only; in the image this one has a name
        uid = pwd.getpwnam("nobody").pw_uid
    try:
        run(bin_folder / "python", "-c", "", user=uid, group=uid)
    except (PermissionError, subprocess.CalledProcessError):
        say(f"running as this user: user {uid} cannot run the interpreter here")
        return {}
    return {"user": uid, "group": uid}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def ask(url: str, body: bytes | None = None) -> tuple[int, dict]:
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def wait_until_ready(url: str, server: subprocess.Popen) -> dict:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SystemExit(f"image-check: the server ended with {server.returncode}")
        try:
            status, answer = ask(f"{url}/readyz")
        except OSError:
            status, answer = 0, {}
        if status == 200:
            return answer
        time.sleep(0.5)
    raise SystemExit(f"image-check: not ready within {READY_WITHIN_S} s: {answer}")


def check(condition: object, text: str) -> None:
    if not condition:
        raise SystemExit(f"image-check: FAILED: {text}")
    say(text)


def exercise(port: int, server: subprocess.Popen, environment: dict[str, str]) -> None:
    """What an operator and a caller rely on, asked of the running server."""
    url = f"http://127.0.0.1:{port}"
    started = time.monotonic()
    ready = wait_until_ready(url, server)
    say(f"ready after {time.monotonic() - started:.1f} s: {ready}")
    (health,) = arguments("HEALTHCHECK")
    probe = json.loads(health[health.index("CMD ") + 4 :].replace(":8000", f":{port}"))
    check(subprocess.run(probe, env=environment, check=False).returncode == 0, "the health check succeeds")
    sample = (ROOT / "seeds/requests/night_explosion.json").read_bytes()
    status, report = ask(f"{url}/score", sample)
    check(status == 200, f"the sample is scored ({status})")
    sources = {claim["source"] for claim in report["claims"] if claim["article"] == "a1"}
    check(len(sources) >= 3, f"the first article has {len(sources)} sources")
    relations = [pair["relation"] for event in report["events"] for pair in event["pairs"]]
    check("contradicts" in relations, f"{relations.count('contradicts')} of {len(relations)} pairs contradict")
    check(ask(f"{url}/score", sample) == (200, report), "the same request has the same answer")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name), Path(name) / "home"
        folder.chmod(0o755)
        home.mkdir()
        bin_folder = installed(folder)
        environment, user, port = image_environment(bin_folder, home), image_user(bin_folder), free_port()
        if user:
            os.chown(home, user["user"], user["group"])
        (command,) = arguments("CMD")
        words = json.loads(command.replace("0.0.0.0:8000", f"127.0.0.1:{port}"))
        say(shlex.join(words))
        words[0] = str(bin_folder / words[0])
        server = subprocess.Popen(words, cwd=home, env=environment, **user)
        try:
            exercise(port, server, environment)
        finally:
            server.send_signal(signal.SIGTERM)
            status = server.wait(timeout=60)
        check(status == 0, "it stops when told to")
        check([each.name for each in home.iterdir()] == ["state"], "it leaves nothing behind but what it keeps")
        check(not (home / "state/postgres/postmaster.pid").exists(), "its database has stopped, too")


if __name__ == "__main__":
    main()
