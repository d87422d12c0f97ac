"""Who controls which site: what sites say of themselves in their trust.txt, and which outlets are of one house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CONTROL = "control"
CONTROLLED_BY = "controlledby"


@dataclass(frozen=True, slots=True)
class TrustFile:
    """The trust.txt of a site: its lines as names and values, and the names under which its articles are published.

    What it says about control counts where the other site says so too; where ``believed`` it counts by itself.
    """

    site: str
    lines: tuple[tuple[str, str], ...]
    outlets: tuple[str, ...] = ()
    believed: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """One site controls another; ``counts`` where both say so, or where the one that does is believed."""

    owner: str
    owned: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Ownership:
    """Which house a site, and an outlet by its folded name, is of; a house goes by the site at its head.

    What has no house stands for itself.
    """

    of_site: Mapping[str, str] = field(default_factory=dict)
    of_outlet: Mapping[str, str] = field(default_factory=dict)


UNOWNED = Ownership()
"""Nobody is known to control anybody."""


@dataclass(frozen=True, slots=True)
class House:
    """Newsrooms of one event that count as one, because the site ``control`` controls theirs."""

    control: str
    newsrooms: tuple[str, ...]
