"""Which voices of different articles are one source: the same full name, its acronym, or its only shortening."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from service.news.source import Source, SourceKind
from service.scoring.attribution.naming import (
    acronym,
    compared,
    folded,
    institution_words,
    shortens,
    without_article,
    without_suffix,
)
from service.scoring.attribution.referent import Referent, fullest
from service.scoring.attribution.sameness import same_person
from service.scoring.attribution.spelling import united

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
    keys = _keys(referents)
    same = _tied(referents, keys)
    bodies = {same.get(key, key) for key in keys.values() if key[0] == "body"}
    same |= _named_by_kind(referents, keys, bodies)
    groups: dict[Key, list[Referent]] = defaultdict(list)
    for one in referents:
        groups[same.get(keys[id(one)], keys[id(one)])].append(one)
    return [(key, sorted(group, key=lambda one: (one.first, one.name))) for key, group in groups.items()]


def _keys(referents: list[Referent]) -> dict[int, Key]:
    """What referents of different articles must share to be the same: their kind and full name, in one spelling."""
    spoken = {name: compared(name) for one in referents if _is_shared(one) for name in one.names}
    spelling = united(word for words in spoken.values() for word in words)
    words = {name: tuple(spelling.get(word, word) for word in words) for name, words in spoken.items()}
    return {id(one): _key(one, words) for one in referents}


def _is_shared(one: Referent) -> bool:
    """Whether a voice can be another article's too: it has a name."""
    return one.kind in (SourceKind.PERSON, SourceKind.OUTLET) or (one.kind is SourceKind.ORGANISATION and one.known)


def _key(one: Referent, words: Mapping[str, Key]) -> Key:
    if not _is_shared(one):
        return ("here", *map(str, one.first), one.name)
    if one.kind is SourceKind.PERSON:
        return ("person", *words[one.name])
    return ("body", *institution_words(words[one.name]))


def _tied(referents: list[Referent], key_of: Mapping[int, Key]) -> dict[Key, Key]:
    """Other spellings and shorter names → the one longer name that they can stand for in these articles."""
    printed = {key_of[id(one)]: one.name for one in sorted(referents, key=lambda one: one.name)}
    named = {key for key in key_of.values() if key[0] != "here"}
    together = _written_together(named)
    keys = {together.get(key, key) for key in named}
    acronyms, edges = _acronyms(referents, key_of), _edges(keys)
    tied: dict[Key, Key] = {}
    for key in sorted(keys, key=lambda k: (-len(k), k)):
        if len(key) < 2:
            continue
        near = edges[key[0], key[1]] | edges[key[0], key[-1]] | edges[key[0], _surname(key)]
        longer = {other for other in near if _stands_for(key, other) or _less_described(key, other, printed)}
        if len(longer) > 1 and key[0] == "person":
            # A bare surname is the father's rather than that of the son who is told from him by 'Jr.'.
            longer = {other for other in longer if without_suffix(other[1:]) == other[1:]} or longer
        if len(key) == 2:
            longer |= acronyms.get(key[1], set()) | _single(key, keys, edges)
        if key[0] == "body" and len(key) > 2 and ("person", *key[1:]) in keys:
            longer = {("person", *key[1:])}
        ends = {tied.get(other, other) for other in longer} - {key}
        if len(ends) == 1:
            tied[key] = next(iter(ends))
    return tied | {key: tied.get(other, other) for key, other in together.items()}


def _named_by_kind(referents: Iterable[Referent], key_of: Mapping[int, Key], bodies: Collection[Key]) -> dict[Key, Key]:
    """'The Observatory', in an article that names it no further → the only institution with that word in its name."""
    by_word: dict[str, set[Key]] = defaultdict(set)
    for body in bodies:
        for word in body[1:]:
            by_word[word].add(body)
    found: dict[Key, Key] = {}
    for one in referents:
        if one.kind is not SourceKind.ORGANISATION or one.known or not one.name[:1].isupper():
            continue
        words = folded(one.name)
        near = by_word.get(words[0], set()) if len(words) == 1 else set()
        if len(near) == 1:
            found[key_of[id(one)]] = next(iter(near))
    return found


def _written_together(keys: Iterable[Key]) -> dict[Key, Key]:
    """Names that differ in where words begin alone ('Tsai Ing-wen', 'Tsai Ingwen') → that with most words."""
    by_letters: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in keys:
        by_letters[key[0], "".join(key[1:])].append(key)
    return {
        key: chosen
        for same in by_letters.values()
        if len(same) > 1
        for chosen in (min(same, key=lambda k: (-len(k), k)),)
        for key in same
        if key != chosen
    }


def _surname(key: Key) -> str:
    """The last word of a person's name, or of any other, without 'Jr.'."""
    return without_suffix(key)[-1]


def _acronyms(referents: list[Referent], key_of: Mapping[int, Key]) -> dict[str, set[Key]]:
    found: dict[str, set[Key]] = defaultdict(set)
    for one in referents:
        key = key_of[id(one)]
        if key[0] == "body":
            for short in (acronym(one.name), *(name.lower() for name in one.acronyms)):
                found[short].add(key)
    found.pop("", None)
    return found


def _edges(keys: Iterable[Key]) -> dict[tuple[str, str], set[Key]]:
    """Names by kind and first or last word, so that none is compared with all the others."""
    found: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for key in keys:
        if len(key) > 1:
            for word in (key[1], key[-1], _surname(key)):
                found[key[0], word].add(key)
    return found


def _single(key: Key, keys: Collection[Key], edges: Mapping[tuple[str, str], set[Key]]) -> set[Key]:
    """What a name of one word may be besides: a surname taken for an institution, or an institution for a person."""
    if key[0] == "body":
        near = edges.get(("person", key[1]), set())
        return {other for other in near if len(other) > 2 and _surname(other) == key[1]}
    body = ("body", key[1])
    return {body} if body in keys else set()


def _less_described(short: Key, full: Key, printed: Mapping[Key, str]) -> bool:
    """'health board' for 'regional health board': only small words may be left out ahead, so that no country is."""
    if (
        short[0] != "body"
        or full[0] != "body"
        or not 3 <= len(short) < len(full)
        or full[len(full) - len(short) + 1 :] != short[1:]
    ):
        return False
    return all(word.islower() for word in without_article(printed[full]).split()[: len(full) - len(short)])


def _stands_for(short: Key, full: Key) -> bool:
    if short[0] != full[0] or (len(short), len("".join(short))) >= (len(full), len("".join(full))):
        return False
    if short[0] == "person":
        return _surname(short) == _surname(full) and same_person(short[1:], full[1:])
    return shortens(short[1:], full[1:]) and short[1] == full[1] and (len(short) > 2 or short[1] not in _COMMON)
