"""The command line as a shell meets it: what is printed where, and which exit code comes back."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from service import app
from service.measure.kinds import KINDS
from service.news.errors import ArtefactError, TooManyClaims
from tests.fakes import FakeScorer
from tests.measure.fake_scorer import FakeScorer as FakeSubject
from tests.program import Ended, ended

ROOT = Path(__file__).parent.parent
SCENARIO = ROOT / "seeds" / "events" / "night_explosion.json"
COMMANDS = (
    "outlets",
    "users",
    "keys",
    "secrets",
    "audit",
    "worker",
    "jobs",
    "serve",
    "score",
    "corpus",
    "train",
    "evaluate",
    "figures",
    "bench",
    "openapi",
)
ARTICLES = {
    "articles": [
        {"id": "a1", "outlet": "The Courier", "text": "A blast in Warda killed 7 people."},
        {"id": "a2", "outlet": "The Post", "text": "A blast in Warda killed 9 people."},
    ]
}
ROW = {
    "id": "r1",
    "domain": "conflict",
    "event": "e1",
    "a": {"text": "a blast", "speaker": None, "outlet": "A", "published_at": "2024-03-15T06:00:00Z"},
    "b": {"text": "a flood", "speaker": None, "outlet": "B", "published_at": "2024-03-15T07:00:00Z"},
    "relation": "contradict",
    "reasons": [],
}


class Telling(FakeScorer):
    """Takes the teller of progress that the command line gives."""

    def score(self, request, progress=None):
        return super().score(request)


@pytest.fixture
def run(monkeypatch, capsys):
    """The whole program in this process, over a scorer without models."""

    def run(*arguments, scorer=None, fault=None):
        def build(*_):
            if fault:
                raise fault
            return scorer or Telling()

        monkeypatch.setattr(app, "build_scorer", build)
        monkeypatch.setenv("COLUMNS", "100")
        return ended(monkeypatch, capsys, *arguments)

    return run


@pytest.fixture
def run_for_real(run, scorer):
    """The whole program in this process over the real models, which are loaded once for all tests."""
    return lambda *arguments: run(*arguments, scorer=scorer)


@pytest.fixture
def written(tmp_path):
    def write(content, name="body.json"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


def counterclaim(*arguments, **environment):
    """The program as a process of its own."""
    found = subprocess.run(
        [sys.executable, "-m", "service", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=600,
        check=False,
    )
    return Ended(found.returncode, found.stdout, found.stderr)


def refused(ended, *words):
    """Whether the program said in one line on standard error what is wrong, and nothing else."""
    return (
        ended.out == ""
        and "Traceback" not in ended.err
        and ended.err.startswith("counterclaim: ")
        and len(ended.err.splitlines()) == 1
        and all(word in ended.err for word in words)
    )


def beside_progress(ended):
    """What stands on standard error beside a line now and then that the work goes on."""
    return [line for line in ended.err.splitlines() if not re.fullmatch(r"\w+: \d+ of \d+", line)]


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_names_every_command(run, flag):
    found = run(flag)
    assert found.code == 0
    assert all(f"  {command} " in found.out for command in COMMANDS)
    assert "It measures agreement, not truth" in " ".join(found.out.split())
    assert "try-sample" not in found.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run, command):
    found = run(command, "--help")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("Usage: ")


def test_help_answers_without_loading_any_model():
    """In a process of its own, where nothing has been imported yet."""
    found = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "service", "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    imported = {line.rsplit("|", 1)[-1].strip() for line in found.stderr.splitlines()}
    assert not imported & {"torch", "spacy", "transformers", "sentence_transformers"}


def test_the_version_is_told(run):
    assert run("--version").out == f"counterclaim, version {app.code_version()}\n"


def test_openapi_prints_a_document_and_nothing_else(run):
    found = run("openapi")
    assert (found.code, found.err) == (0, "")
    document = json.loads(found.out)
    assert document["openapi"].startswith("3.1")
    assert {"/score", "/compare"} <= document["paths"].keys()


def test_the_module_run_by_a_shell_is_the_same_program():
    found = counterclaim("openapi")
    assert found.code == 0
    assert json.loads(found.out)["info"]["version"] == app.code_version()


def test_a_report_is_printed_for_a_person(run, written):
    found = run("score", written(ARTICLES))
    assert (found.code, found.err) == (0, "")
    for words in ("The Courier", "The Post", "They contradict each other", "over number", "not truth"):
        assert words in found.out


def test_a_report_is_printed_as_json_and_nothing_else(run, written):
    found = run("score", "--json", written(ARTICLES))
    assert (found.code, found.err) == (0, "")
    assert {"articles", "claims", "events", "sources", "unused"} <= json.loads(found.out).keys()


def test_letters_of_every_script_are_printed_as_they_are(run, written):
    article = ARTICLES["articles"][0] | {"outlet": "نداء الحق 🔥"}
    assert "نداء الحق 🔥" in run("score", "--json", written({"articles": [article]})).out


def test_plain_files_take_their_outlet_and_their_time(run, written):
    files = [written("A blast in Warda killed 7 people.", "a.txt"), written("A blast in Warda killed 9.", "b.txt")]
    found = run(
        "score", "--json", *files, "--outlet", "A", "--outlet", "B", "--published-at", "2024-03-15T06:00:00+02:00"
    )
    assert found.code == 0
    assert [article["outlet"] for article in json.loads(found.out)["articles"]] == ["A", "B"]


def test_figures_are_printed_as_one_json_object(run, written):
    found = run("evaluate", "claims", written(json.dumps(ROW) + "\n", "rows.jsonl"), "--json", scorer=FakeSubject())
    assert (found.code, found.err) == (0, "")
    figures = json.loads(found.out)
    assert (figures["kind"], figures["n"]) == ("claims", 1)


def test_figures_are_printed_as_a_table_for_a_person(run, written):
    found = run("evaluate", "claims", written(json.dumps(ROW) + "\n", "rows.jsonl"), scorer=FakeSubject())
    assert found.code == 0
    assert "contradiction_f1" in found.out
    assert "majority" in found.out


def test_an_unknown_command_is_wrong_use(run):
    found = run("judge")
    assert found.code == 2
    assert "No such command 'judge'" in found.err


def test_an_unknown_kind_is_wrong_use_and_the_kinds_are_named(run, written):
    found = run("evaluate", "moods", written("", "rows.jsonl"))
    assert found.code == 2
    assert "There is no kind 'moods'" in found.err
    assert all(kind.name in found.err for kind in KINDS)


@pytest.mark.parametrize(
    "arguments",
    [("score", "gone.json"), ("evaluate", "claims", "gone.jsonl"), ("train", "--pairs", "gone.jsonl")],
    ids=lambda arguments: arguments[0],
)
def test_a_missing_file_is_wrong_use_and_named(run, arguments):
    found = run(*arguments)
    assert found.code == 2
    assert arguments[-1] in found.err
    assert "does not exist" in found.err
    assert found.out == ""


@pytest.mark.parametrize("arguments", [("score",), ("evaluate",), ("evaluate", "claims")], ids=" ".join)
def test_a_command_without_its_files_is_wrong_use(run, arguments):
    found = run(*arguments)
    assert found.code == 2
    assert "Missing argument" in found.err


@pytest.mark.parametrize("time", ["yesterday", "2024-03-15", "2024-03-15T06:00:00"])
def test_a_time_without_a_zone_is_wrong_use(run, written, time):
    found = run("score", written("x", "a.txt"), "--outlet", "A", "--published-at", time)
    assert found.code == 2
    assert "--published-at" in found.err


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_wrong_use(run, port):
    assert run("serve", "--port", port).code == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("no JSON", "JSON"),
        ("[]", "object"),
        (json.dumps(ROW | {"relation": "quarrels"}), "relation"),
        (json.dumps({key: value for key, value in ROW.items() if key != "a"}), "'a'"),
        (json.dumps(ROW | {"b": ROW["b"] | {"published_at": "noon"}}), "published_at"),
    ],
    ids=range(5),
)
def test_an_unreadable_row_is_named_by_its_file_its_line_and_the_reason(run, written, line, reason):
    file = written(f"{json.dumps(ROW)}\n{line}\n", "rows.jsonl")
    found = run("evaluate", "claims", file, scorer=FakeSubject())
    assert found.code == 2
    assert refused(found, f"{file}:2: ", reason)


def test_an_unreadable_body_is_named_by_its_file_and_the_place(run, written):
    file = written({"articles": [{"id": "a1", "outlet": "A"}]})
    found = run("score", file)
    assert found.code == 2
    assert refused(found, f"{file}: #/articles/0/text: ")


@pytest.mark.parametrize(("name", "content"), [("a.json", "no JSON"), ("a.txt", "  \n"), ("a.html", "<p></p>")])
def test_a_file_that_holds_no_article_is_named(run, written, name, content):
    file = written(content, name)
    found = run("score", file, "--outlet", "A")
    assert found.code == 2
    assert refused(found, str(file))


def test_a_folder_is_no_article(run, tmp_path):
    found = run("score", tmp_path)
    assert found.code == 2
    assert refused(found, str(tmp_path))


def test_a_plain_file_without_its_outlet_is_refused_and_the_way_out_is_named(run, written):
    found = run("score", written("A blast.", "a.txt"))
    assert found.code == 2
    assert refused(found, "--outlet")


@pytest.mark.parametrize(("name", "value"), [("COUNTERCLAIM_PORT", "http"), ("COUNTERCLAIM_PROT", "8000")])
@pytest.mark.parametrize("command", ["openapi", "serve", "bench", "score", "evaluate"])
def test_a_bad_setting_is_named_before_any_work(run, written, monkeypatch, command, name, value):
    monkeypatch.setenv(name, value)
    files = {"score": [written(ARTICLES)], "evaluate": ["claims", written(json.dumps(ROW), "rows.jsonl")]}
    found = run(command, *files.get(command, ()))
    assert found.code == 2
    assert refused(found, name)


@pytest.mark.parametrize(
    "fault", [ArtefactError("weights.json is missing"), TooManyClaims("5000 claims"), RuntimeError("not ready")]
)
def test_what_cannot_be_done_is_said_in_one_line(run, written, fault):
    found = run("score", written(ARTICLES), fault=fault)
    assert found.code == 1
    assert refused(found, str(fault))


def test_an_interrupt_ends_the_program_quietly(run, written):
    found = run("score", written(ARTICLES), fault=KeyboardInterrupt())
    assert found.code == 130
    assert "Traceback" not in found.err


def test_without_models_a_shell_is_told_where_they_were_looked_for(tmp_path):
    found = counterclaim("score", SCENARIO, COUNTERCLAIM_MODELS=str(tmp_path))
    assert found.code == 1
    assert refused(found, str(tmp_path / "manifest.json"))


@pytest.mark.parametrize(("arguments", "lacking"), [(("score", SCENARIO), "attribution"), (("train",), "pair_model")])
@pytest.mark.models  # PyTorch is imported before the folder is looked into
def test_models_without_weights_are_refused_without_a_traceback(tmp_path, monkeypatch, capsys, arguments, lacking):
    """As they are between a fresh clone of the code and the first training."""
    from service.adapters import artefacts
    from tests.tools import make_head

    artefacts.write_head(tmp_path, make_head())
    artefacts.write_manifest(tmp_path)
    monkeypatch.setenv("COUNTERCLAIM_MODELS", str(tmp_path))
    found = ended(monkeypatch, capsys, *arguments)
    assert found.code == 1
    assert refused(found, str(tmp_path / lacking))


@pytest.mark.models
def test_the_sample_is_scored_for_a_person(run_for_real):
    found = run_for_real("score", SCENARIO)
    assert (found.code, beside_progress(found)) == (0, [])
    for words in (
        "Eastern Bank Brigade",
        "Nabil Haddour",
        "The Levant Courier",
        "They contradict each other",
        "P = 0.",
    ):
        assert words in found.out


@pytest.mark.models
def test_articles_are_scored_as_json_and_nothing_else(written):
    """In a process of its own, that loads the models itself: what their libraries print would stand beside it."""
    found = counterclaim("score", "--json", written(ARTICLES))
    assert (found.code, beside_progress(found)) == (0, [])
    report = json.loads(found.out)
    assert [article["id"] for article in report["articles"]] == ["a1", "a2"]
    assert report["events"]


@pytest.mark.models
def test_one_scenario_is_evaluated(run_for_real):
    found = run_for_real("evaluate", "scenarios", SCENARIO, "--json")
    assert (found.code, beside_progress(found)) == (0, [])
    figures = json.loads(found.out)
    assert (figures["kind"], figures["n"]) == ("scenarios", 1)
    assert figures["model_version"]


@pytest.mark.models
def test_an_unreadable_row_is_named_by_the_real_program_too(run_for_real, written):
    file = written(f"{json.dumps(ROW)}\nno JSON\n", "rows.jsonl")
    found = run_for_real("evaluate", "claims", file)
    assert found.code == 2
    assert [line.startswith(f"counterclaim: {file}:2: ") for line in beside_progress(found)] == [True]


@pytest.mark.models
def test_too_few_rows_to_train_on_are_refused_and_nothing_is_written(run_for_real, written):
    """The real models folder is the one at hand: it must stay as it is."""
    from service.adapters import artefacts

    before = (artefacts.models_folder() / artefacts.HEAD).read_bytes()
    file = written(json.dumps(ROW) + "\n", "rows.jsonl")
    found = run_for_real("train", "--pairs", file)
    assert found.code == 2
    assert "Traceback" not in found.err
    assert str(file) in beside_progress(found)[-1]
    assert "every relation" in beside_progress(found)[-1]
    assert (artefacts.models_folder() / artefacts.HEAD).read_bytes() == before
