"""trust.txt: what a site says about whom it belongs to, whom it controls, and who controls it.

The format is that of the Internet-Draft draft-org-trust-relationship-protocol: a name, '=', a value, a line each, '#'
before comments. Lines are kept whatever their names are: which of them matter is not a matter of reading.
"""

from __future__ import annotations

from pathlib import Path

from service.news.ownership import CONTROL, CONTROLLED_BY, TrustFile
from service.newsroom.files import UnreadableFile
from service.scoring.ownership import site

NAMES = frozenset(
    {"member", "belongto", CONTROL, CONTROLLED_BY, "social", "vendor", "customer", "disclosure", "contact"}
    | {"datatrainingallowed"}
)
SITES = frozenset({"member", "belongto", CONTROL, CONTROLLED_BY, "vendor", "customer"})
"""Names whose values are addresses of sites."""
FILE = "trust.txt"
WELL_KNOWN = ".well-known"


def read(text: str, of: str) -> TrustFile:
    """What the trust.txt of the site ``of`` says. Raises UnreadableFile, which names the line."""
    found: dict[tuple[str, str], None] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        name, equals, value = said.partition("=")
        name, value = name.strip().casefold(), value.strip()
        if not equals or not name:
            raise UnreadableFile(f"line {number}: {said[:60]!r} is not a name, '=' and a value")
        if not value or (name in SITES and "." not in site(value)):
            raise UnreadableFile(f"line {number}: {said[:60]!r} names no {'site' if name in SITES else 'value'}")
        found[name, value] = None
    return TrustFile(site(of), tuple(found))


def read_files(path: Path, of: str | None = None) -> list[TrustFile]:
    """The file at ``path``, or those in the folder, by site. Raises UnreadableFile, which names the file and the line.

    Which site a file is of, ``of`` says; else the file's name, less '.txt', or the folder that its trust.txt, or the
    .well-known with it, lies in: as a crawler lays them down.
    """
    paths = [path] if path.is_file() else sorted(path.rglob("*.txt"))
    if not paths:
        raise UnreadableFile(f"{path}: no trust.txt lies in it")
    found: dict[str, TrustFile] = {}
    for each in paths:
        name = of or _site_of(each.resolve())
        if "." not in site(name):
            raise UnreadableFile(f"{each}: it does not tell of which site it is; say --site")
        try:
            one = read(each.read_text(encoding="utf-8"), name)
        except (OSError, UnicodeDecodeError, UnreadableFile) as fault:
            raise UnreadableFile(f"{each}: {fault}") from fault
        if found.setdefault(one.site, one).lines != one.lines:
            raise UnreadableFile(f"{each}: another file of {one.site} says otherwise")
    return [found[name] for name in sorted(found)]


def _site_of(path: Path) -> str:
    if path.name.casefold() != FILE:
        return path.name.removesuffix(path.suffix)
    inside = path.parent
    return (inside.parent if inside.name == WELL_KNOWN else inside).name
