"""The current labels on what a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from service.desk.words import name_of
from service.news.label import Label, LabelKind, LabelQuery, PairDecision

if TYPE_CHECKING:
    from service.web.ports import Archive

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class LabelShown:
    """A current label on a pair: whose, which relation, and whether it is that of who looks."""

    by: str
    relation: str
    mine: bool


Labels = dict[tuple[str, str], tuple[LabelShown, ...]]
"""The current labels on pairs, by the ids of both claims in either order."""


def labels_of(archive: Archive, events: Iterable[str], me: str) -> Labels:
    """The current labels on pairs of some stored events; ``me`` is the id of who looks."""
    found: dict[tuple[str, str], list[LabelShown]] = {}
    for event in events:
        for label in current(archive, LabelKind.PAIR, event=event):
            if isinstance(label.decision, PairDecision):
                shown = LabelShown(name_of(label.by), label.decision.relation.value, label.by == me)
                one, other = label.decision.claims
                for both in ((one, other), (other, one)):
                    found.setdefault(both, []).append(shown)
    return {both: tuple(dict.fromkeys(labels)) for both, labels in found.items()}


def current(archive: Archive, kind: LabelKind, **about: Any) -> Iterator[Label]:
    """The labels of one kind that hold, newest first; ``about`` are fields of LabelQuery."""
    query = LabelQuery(AT_ONCE, kind=kind, **about)
    while True:
        page = archive.labels(query)
        yield from (label for label in page.items if label.current)
        if page.next is None:
            return
        query = replace(query, after=page.next)
