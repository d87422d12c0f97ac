"""What is known of outlets before anything was compared: ``seeds/outlets.csv``."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from service.news.article import Article
from service.news.errors import ArtefactError
from service.news.source import Prior, Source, SourceKind
from service.scoring.weigh import UNIFORM


def load_priors(seeds: Path) -> dict[str, Prior]:
    """Priors by web domain and by folded outlet name, from ``outlets.csv``; raises ArtefactError naming the line."""
    path = seeds / "outlets.csv"
    found: dict[str, Prior] = {}
    try:
        rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError) as error:
        raise ArtefactError(f"{path}: {error!r}") from error
    for row in rows:
        try:
            found.update(dict.fromkeys(_names(row), _prior(row)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArtefactError(f"{path}:{rows.line_num}: {error!r}") from error
    return found


def _names(row: Mapping[str, str]) -> list[str]:
    """What an outlet is looked up by: its domain, and its name where one is given."""
    return [name.casefold() for name in (row["domain"], row["name"]) if name]


def _prior(row: Mapping[str, str]) -> Prior:
    mean, strength = float(row["mean"]), float(row["strength"])
    if not (0 < mean < 1 and strength > 0):
        raise ValueError(f"a mean lies between 0 and 1 and a strength above 0, not {mean:g} and {strength:g}")
    return Prior(mean, strength, row["basis"])


class OutletPriors:
    """The prior of a source: an outlet's by the domain of its articles or by its name, else a uniform one."""

    def __init__(self, priors: Mapping[str, Prior]) -> None:
        self._priors = priors

    def __call__(self, source: Source, articles: Sequence[Article]) -> Prior:
        """The prior of ``source``, as seen among ``articles``."""
        if source.kind is not SourceKind.OUTLET:
            return UNIFORM
        hosts = sorted({_host(a.url) for a in articles if a.url and a.outlet.casefold() == source.name.casefold()})
        known = [self._priors[key] for key in (*hosts, source.name.casefold()) if key in self._priors]
        return known[0] if known else UNIFORM


def _host(url: str) -> str:
    """The host of an address, '' where it has none that can be told ('http://[x')."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
