"""What editors' decisions on events hold together and apart, whatever the texts look like.

A decision puts some claims into groups: those of one group tell of one event, those of different groups do not. Where
two decisions oppose each other the later one is followed, pair by pair, as Kruskal's algorithm takes edges: from the
latest on, each joins and parts what no later one forbids. What comes of it has no contradiction in it, and can be
imposed on clustering as constraints (must-link and cannot-link: Davidson & Ravi 2005, doi:10.1007/11564126_11).

Claims that count are held first, by what decisions say of these alone, and their threads are cut by that. Such a thread
is then one thing, and the others are held to it and to each other: what a decision says of a claim that counts and of a
stranger's holds the stranger's. So what holds of claims that count does not depend on what strangers send. A claim of
which nothing is left but itself is held to nothing: a decision whose other claims are gone is as if it had not been.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from service.scoring.affinity import Matrix, Places, Thread

Groups = Sequence[Collection[str]]
"""One decision: the claims that are still there of each of its groups."""

FOREVER = np.float32(1e9)
"""An affinity that no average over the other pairs of two clusters outweighs."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a claim is held to: ``together`` names what it is held together with, ``apart`` what it is held apart from.

    A name is that of the first claim held there, of those that count where there are any. Of two claims that are held
    apart it is enough that one says so: one that counts does not say so of one that does not.
    """

    together: str
    apart: frozenset[str]


def held(decisions: Sequence[Groups], counted: Iterable[Sequence[str]]) -> dict[str, Held]:
    """What each claim in ``decisions``, the latest first, is held to; ``counted`` are the claims of threads that count.

    The answer depends on the decisions alone, and one on other claims changes nothing about these. Where a stranger's
    claim is held to a thread of which nothing is held otherwise, all claims of the thread are told to be there.
    """
    whole = [thread for thread in counted if thread]
    count = frozenset[str]().union(*whole)
    found = _Settled(count)
    for groups in decisions:
        found.follow([[name for name in group if name in count] for group in groups])
    firm = found.settle()
    inside = {claim: name for thread in whole for claim, name in _held_at(thread, firm)}
    for groups in decisions:
        found.follow([{inside.get(name, name) for name in group} for group in groups])
    loose = found.settle()
    told = {claim: Held(name, frozenset()) for claim, name in inside.items() if name in loose and name not in firm}
    return {claim: each for claim, each in loose.items() if claim not in count} | told | firm


def _held_at(thread: Sequence[str], firm: Mapping[str, Held]) -> Iterator[tuple[str, str]]:
    """Each claim of a thread with the name of where it is once the thread is cut."""
    rest = name_of(thread, firm) or thread[0]
    for claim in thread:
        yield claim, firm[claim].together if claim in firm else rest


class _Settled:
    """Claims joined and parted so far: each by the name of where it is held."""

    def __init__(self, counted: Collection[str]) -> None:
        self._counted = counted
        self._name: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._apart: dict[str, set[str]] = {}
        self._is_settled = False

    def follow(self, groups: Groups) -> None:
        """Joins the claims of each group and parts the groups, as far as what was followed before allows."""
        for group in groups:
            self._join_all(sorted(group, key=self._order))
        met = [{self._name[claim] for claim in group} for group in groups]
        for mine, theirs in permutations(met, 2):
            for name in mine:
                self._apart[name] |= theirs - {name}

    def settle(self) -> dict[str, Held]:
        """What each claim met so far is held to, without those that are alone and held apart from nothing.

        From now on no two that hold claims that count are joined.
        """
        self._is_settled = True
        return {
            claim: Held(name, frozenset(self._apart[name]))
            for claim, name in self._name.items()
            if len(self._members[name]) > 1 or self._apart[name]
        }

    def _join_all(self, claims: Iterable[str]) -> None:
        """Each claim of one group with the first before it that it may be joined to."""
        names: list[str] = []
        for claim in claims:
            own = self._named(claim)
            if own not in names:
                place = next((i for i, name in enumerate(names) if self._may_join(own, name)), len(names))
                names[place : place + 1] = [self._join(own, name) for name in names[place : place + 1]] or [own]

    def _named(self, claim: str) -> str:
        if claim not in self._name:
            self._name[claim] = claim
            self._members[claim] = [claim]
            self._apart[claim] = set()
        return self._name[claim]

    def _may_join(self, one: str, other: str) -> bool:
        settled = self._is_settled and one in self._counted and other in self._counted
        return other not in self._apart[one] and not settled

    def _join(self, one: str, other: str) -> str:
        kept, gone = sorted((one, other), key=self._order)
        for claim in self._members[gone]:
            self._name[claim] = kept
        self._members[kept] += self._members.pop(gone)
        for far in self._apart.pop(gone):
            self._apart[far].remove(gone)
            self._apart[far].add(kept)
            self._apart[kept].add(far)
        return kept

    def _order(self, claim: str) -> tuple[bool, str]:
        return claim not in self._counted, claim


def ties(found: Sequence[Thread]) -> tuple[Places, Places]:
    """The pairs of places of threads that are held together, enough of them to connect all that are."""
    last: dict[str, int] = {}
    pairs = []
    for place, thread in enumerate(found):
        if thread.together:
            if thread.together in last:
                pairs.append((last[thread.together], place))
            last[thread.together] = place
    one, other = zip(*pairs, strict=True) if pairs else ((), ())
    return np.array(one, dtype=np.int64), np.array(other, dtype=np.int64)


def imposed(affinity: Matrix, found: Sequence[Thread]) -> Matrix:
    """``affinity``, shape (n_threads, n_threads), with what is held put in place of what was measured."""
    held_at = np.array([place for place, thread in enumerate(found) if thread.together], dtype=np.int64)
    if not len(held_at):
        return affinity
    names = [found[place].together for place in held_at]
    number = {name: n for n, name in enumerate(dict.fromkeys(names))}
    at = np.array([number[name] for name in names], dtype=np.int64)
    # By thread, not by name: what a stranger's thread says, those that count beside it do not.
    says = np.zeros((len(held_at), len(number)), dtype=np.bool_)
    for row, place in enumerate(held_at):
        says[row, [number[far] for far in found[place].apart if far in number]] = True
    apart = says[:, at]
    inside = affinity[np.ix_(held_at, held_at)]
    inside = np.where(apart | apart.T, -FOREVER, inside)
    changed = affinity.copy()
    changed[np.ix_(held_at, held_at)] = np.where(at[:, None] == at[None, :], FOREVER, inside)
    return changed


def units(found: Sequence[Thread], places: Sequence[int]) -> list[list[int]]:
    """Some places, those of threads that are held together in one list; in the order of the first of each."""
    together: dict[str | int, list[int]] = {}
    for place in places:
        together.setdefault(found[place].together or place, []).append(place)
    return list(together.values())


def name_of(claims: Iterable[str], held_to: Mapping[str, Held]) -> str:
    """Where most of some claims of one thread are held, the first of equals; '' where none is."""
    names = [held_to[claim].together for claim in claims if claim in held_to]
    return max(names, key=lambda name: (names.count(name), -names.index(name)), default="")
