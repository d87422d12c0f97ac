"""The house keeps its own rules: who imports whom, what the core may touch, what is documented, how long files grow."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent
SERVICE = ROOT / "service"
MODULES = sorted(SERVICE.rglob("*.py"))
CORE = [path for path in MODULES if path.relative_to(SERVICE).parts[0] in {"news", "scoring"}]
MOST_LINES = 400

# Calls that would let the disk, the clock or chance into a calculation, by the words they are written with.
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "__import__"}
IMPURE_METHODS = {"now", "utcnow", "today", "read_text", "read_bytes", "write_text", "write_bytes"}

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Definition:
    """A public function, class or method, by where it stands."""

    where: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def public_definitions(path: Path) -> list[Definition]:
    """What a reader of the module can call by name; what stands inside a function or a private class is nobody's."""

    def walk(body: list[ast.stmt], within: str) -> list[Definition]:
        found = []
        for node in body:
            if not isinstance(node, DEFINITIONS) or node.name.startswith("_"):
                continue
            name = f"{within}{node.name}"
            found.append(Definition(f"{relative(path)}:{node.lineno} {name}", node))
            if isinstance(node, ast.ClassDef):
                found += walk(node.body, f"{name}.")
        return found

    return walk(tree_of(path).body, "")


def is_overload(node: ast.AST) -> bool:
    return any("overload" in ast.unparse(each) or "setter" in ast.unparse(each) for each in node.decorator_list)


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Every module named by an import statement, wherever in the file it stands."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return frozenset(found)


def test_every_room_imports_only_what_stands_below_it(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_there_are_no_import_circles():
    graph = grimp.build_graph("service")
    below = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    settled: set[str] = set()
    while free := {module for module, needs in below.items() if module not in settled and needs <= settled}:
        settled |= free
    assert settled == set(below), f"these modules import each other in a circle: {sorted(set(below) - settled)}"


def test_nouns_import_the_standard_library_and_each_other_only():
    for path in (SERVICE / "news").rglob("*.py"):
        for name in imports_of(path):
            first = name.split(".")[0]
            assert name.startswith("service.news") or first in sys.stdlib_module_names, f"{relative(path)}: {name}"


def test_verbs_import_what_calculates_and_nothing_else():
    allowed = sys.stdlib_module_names | {"datasketch", "numpy", "scipy", "sklearn", "text_to_num", "service"}
    for path in (SERVICE / "scoring").rglob("*.py"):
        for name in imports_of(path):
            assert name.split(".")[0] in allowed, f"{relative(path)}: {name}"


@pytest.mark.parametrize("path", CORE, ids=relative)
def test_the_core_reads_no_disk_no_clock_and_no_chance(path):
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name):
            assert called.id not in IMPURE_CALLS, f"{relative(path)}:{node.lineno} calls {called.id}"
        if isinstance(called, ast.Attribute):
            assert called.attr not in IMPURE_METHODS, f"{relative(path)}:{node.lineno} calls .{called.attr}"


def test_nothing_is_ever_unpickled():
    for path in MODULES:
        unsafe = imports_of(path) & {"pickle", "joblib", "dill", "cloudpickle", "shelve", "marshal"}
        assert not unsafe, f"{relative(path)} imports {unsafe}; models are data"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_every_module_class_and_function_says_what_it_is(path):
    assert ast.get_docstring(tree_of(path)), f"{relative(path)} has no docstring"
    silent = [
        each.where
        for each in public_definitions(path)
        if not is_overload(each.node) and not ast.get_docstring(each.node)
    ]
    assert not silent, "without a docstring: " + ", ".join(silent)


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_file_outgrows_a_reader(path):
    n_lines = len(path.read_text(encoding="utf-8").splitlines())
    assert n_lines <= MOST_LINES, f"{relative(path)} has {n_lines} lines; which two things has it become?"


def test_rooms_of_data_hold_no_code():
    for folder in ("models", "seeds"):
        code = [relative(path) for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".pkl", ".joblib"}]
        assert not code, f"{folder}/ holds data only, not {code}"
