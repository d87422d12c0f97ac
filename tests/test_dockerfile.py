"""The image: linted by hadolint, held to what an operator relies on. `make image-check` walks its steps for real."""

from __future__ import annotations

import json
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCKERFILE = ROOT / "Dockerfile"
HADOLINT = Path(sysconfig.get_path("scripts")) / "hadolint"


def hadolint(text: str) -> list[dict]:
    """What hadolint finds in a Dockerfile, worst or mildest; [] is a clean bill."""
    command = [str(HADOLINT), "--format", "json", "--no-fail", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def instructions() -> list[tuple[str, str]]:
    """Each instruction of the Dockerfile with its argument, comments gone and continued lines joined."""
    text = "\n".join(line for line in DOCKERFILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line.strip()]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    start = max(index for index, (word, _) in enumerate(found) if word == "FROM")
    return found[start:]


def arguments(word: str) -> list[str]:
    return [argument for each, argument in last_stage() if each == word]


@pytest.fixture
def command() -> list[str]:
    (argument,) = arguments("CMD")
    return json.loads(argument)


def option(command: list[str], name: str) -> str:
    return command[command.index(name) + 1]


def test_hadolint_has_nothing_to_say():
    assert hadolint(DOCKERFILE.read_text(encoding="utf-8")) == []


def test_hadolint_would_speak_up_about_a_bad_file():
    assert {"DL3006", "DL3002"} <= {each["code"] for each in hadolint("FROM debian\nUSER root\nRUN cd /tmp\n")}


def test_it_is_built_in_one_stage_and_run_in_another():
    assert [argument for word, argument in instructions() if word == "FROM"] == [
        "python:3.11-slim-bookworm AS build",
        "python:3.11-slim-bookworm",
    ]


def test_it_does_not_run_as_root():
    assert arguments("USER")[-1] not in {"root", "0"}


def test_it_has_a_healthcheck_that_asks_healthz():
    (argument,) = arguments("HEALTHCHECK")
    assert "/healthz" in argument


def test_models_are_never_loaded_before_the_fork(command):
    assert not any("preload" in argument for _, argument in instructions())
    assert option(command, "--workers") == "1"
    assert option(command, "--worker-class") == "gthread"
    assert int(option(command, "--threads")) > 1


def test_it_never_looks_for_models_outside():
    assert "HF_HUB_OFFLINE=1" in " ".join(arguments("ENV"))


def test_everything_it_copies_is_there_and_let_through():
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for word, argument in instructions():
        if word == "COPY" and not argument.startswith("--from"):
            *sources, _ = argument.split()
            assert all((ROOT / source).exists() for source in sources)
            assert set(sources) <= let_through


def test_it_exposes_the_port_it_binds(command):
    assert option(command, "--bind").endswith(":" + arguments("EXPOSE")[0])
