"""Which voices of different articles are one source: the same full name, its acronym, or its only shortening."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

from service.news.source import Source, SourceKind
from service.scoring.attribution.naming import acronym, folded, shortens, without_article
from service.scoring.attribution.referents import Referent, fullest

# First words that too many institutions share to stand for one of them.
_COMMON = frozenset(
    {"police", "army", "state", "interior", "defence", "health", "foreign", "united", "new", "national", "us", "the"}
)


Key = tuple[str, ...]


def numbered(referents: Sequence[Referent]) -> dict[int, Source]:
    """A source for each referent, by its ``id()``: those of one name share one.

    Ids are s1, s2 …: outlets by name, then the others by first mention (article id, field, place), then by name.
    """
    groups = sorted(_groups(_everyone(referents)), key=lambda keyed: _rank(keyed[1]))
    return _sources(groups, [f"s{number}" for number in range(1, len(groups) + 1)])


def lasting(referents: Sequence[Referent]) -> dict[int, Source]:
    """As ``numbered``, with ids made of the names alone: the same source has the same id wherever it speaks."""
    groups = sorted(_groups(_everyone(referents)), key=lambda keyed: keyed[0])
    return _sources(groups, [_lasting_id(key) for key, _ in groups])


def _lasting_id(key: Key) -> str:
    return "s" + hashlib.sha256("\0".join(key).encode()).hexdigest()[:16]


def _everyone(referents: Sequence[Referent]) -> list[Referent]:
    bodies = [one.body for one in referents if one.body is not None]
    return list({id(one): one for one in (*referents, *bodies)}.values())


def _sources(groups: Sequence[tuple[Key, list[Referent]]], ids: Sequence[str]) -> dict[int, Source]:
    place = {id(one): number for number, (_, group) in enumerate(groups) for one in group}
    found: dict[int, Source] = {}
    for number, (_, group) in enumerate(groups):
        names = {name for one in group for name in (*one.names, *one.acronyms)}
        outlet = next((one for one in sorted(group, key=lambda one: one.name) if one.kind is SourceKind.OUTLET), None)
        name = outlet.name if outlet is not None else fullest({one.name for one in group})
        bodies = Counter(place[id(one.body)] for one in group if one.body is not None and place[id(one.body)] != number)
        spoken_for = ids[min(bodies, key=lambda n: (-bodies[n], n))] if bodies else None
        source = Source(ids[number], name, _kind(group), tuple(sorted(names - {name})), spoken_for)
        found.update({id(one): source for one in group})
    return found


def _kind(group: list[Referent]) -> SourceKind:
    """An outlet if any member is; a person if a member with the fullest name is."""
    kinds = {one.kind for one in group}
    if SourceKind.OUTLET in kinds:
        return SourceKind.OUTLET
    longest = max(len(folded(one.name)) for one in group)
    fullest_kinds = {one.kind for one in group if len(folded(one.name)) == longest}
    if SourceKind.PERSON in fullest_kinds and longest > 1:
        return SourceKind.PERSON
    return SourceKind.ORGANISATION if SourceKind.ORGANISATION in kinds else group[0].kind


def _rank(group: list[Referent]) -> tuple[bool, tuple[str, ...], tuple[str, str, int], str]:
    outlet = any(one.kind is SourceKind.OUTLET for one in group)
    name = min(one.name for one in group)
    return (not outlet, folded(name) if outlet else (), min(one.first for one in group), name)


def _groups(referents: list[Referent]) -> list[tuple[Key, list[Referent]]]:
    keys = {id(one): _key(one) for one in referents}
    same = _tied(referents, set(keys.values()))
    groups: dict[tuple[str, ...], list[Referent]] = defaultdict(list)
    for one in referents:
        groups[same.get(keys[id(one)], keys[id(one)])].append(one)
    return [(key, sorted(group, key=lambda one: (one.first, one.name))) for key, group in groups.items()]


def _key(one: Referent) -> tuple[str, ...]:
    """What referents of different articles must share to be the same: their kind and full name."""
    if one.kind is SourceKind.PERSON:
        return ("person", *folded(one.name))
    if one.kind is SourceKind.OUTLET or (one.kind is SourceKind.ORGANISATION and one.known):
        return ("body", *folded(one.name))
    return ("here", *map(str, one.first), one.name)


def _tied(referents: list[Referent], keys: set[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Shorter names → the one longer name that they can stand for in these articles."""
    printed = {_key(one): one.name for one in sorted(referents, key=lambda one: one.name)}
    acronyms, edges = _acronyms(referents), _edges(keys)
    tied: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key in sorted(keys, key=lambda k: (-len(k), k)):
        if len(key) < 2 or key[0] == "here":
            continue
        near = edges[key[0], key[1]] | edges[key[0], key[-1]]
        longer = {other for other in near if _stands_for(key, other) or _less_described(key, other, printed)}
        if len(key) == 2:
            longer |= acronyms.get(key[1], set()) | _single(key, keys, edges)
        if key[0] == "body" and len(key) > 2 and ("person", *key[1:]) in keys:
            longer = {("person", *key[1:])}
        ends = {tied.get(other, other) for other in longer} - {key}
        if len(ends) == 1:
            tied[key] = next(iter(ends))
    return tied


def _acronyms(referents: list[Referent]) -> dict[str, set[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for one in referents:
        key = _key(one)
        if key[0] == "body":
            for short in (acronym(one.name), *(name.lower() for name in one.acronyms)):
                found[short].add(key)
    found.pop("", None)
    return found


def _edges(keys: set[tuple[str, ...]]) -> dict[tuple[str, str], set[tuple[str, ...]]]:
    """Names by kind and first or last word, so that none is compared with all the others."""
    found: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for key in keys:
        if len(key) > 1 and key[0] != "here":
            found[key[0], key[1]].add(key)
            found[key[0], key[-1]].add(key)
    return found


def _single(
    key: tuple[str, ...], keys: set[tuple[str, ...]], edges: dict[tuple[str, str], set[tuple[str, ...]]]
) -> set[tuple[str, ...]]:
    """What a name of one word may be besides: a surname taken for an institution, or an institution for a person."""
    if key[0] == "body":
        return {other for other in edges["person", key[1]] if len(other) > 2 and other[-1] == key[1]}
    return keys & {("body", key[1])}


def _less_described(short: tuple[str, ...], full: tuple[str, ...], printed: dict[tuple[str, ...], str]) -> bool:
    """'health board' for 'regional health board': only small words may be left out ahead, so that no country is."""
    if (
        short[0] != "body"
        or full[0] != "body"
        or not 3 <= len(short) < len(full)
        or full[len(full) - len(short) + 1 :] != short[1:]
    ):
        return False
    return all(word.islower() for word in without_article(printed[full]).split()[: len(full) - len(short)])


def _stands_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if short[0] != full[0] or short[0] == "here" or not shortens(short[1:], full[1:]):
        return False
    if short[0] == "person":
        return short[-1] == full[-1]
    return short[1] == full[1] and (len(short) > 2 or short[1] not in _COMMON)
