"""Claims → events: by meaning, words, names and time.

Claims of one article that tell of one time make a thread; threads of different articles are joined by average-link
clustering (Sokal & Michener 1958) on the bits by which a learnt decision takes two of them for one event.

Two threads' affinity depends on these two alone, and average-link never joins what no chain of affinities above the
threshold connects. So the connected parts of that graph can be clustered one by one, and an article that comes or goes
touches only the parts it is connected to (``service.scoring.affinity`` measures, this module puts together).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from sklearn.cluster import AgglomerativeClustering

from service.news.article import Article, Field
from service.news.claim import Claim, Slot, SlotName
from service.news.event import Bond, BondKind, Event
from service.scoring import holding
from service.scoring.affinity import MOST, Grouping, Matrix, Thread, Threads, Vector
from service.scoring.credibility.utterances import days

# Told this long before publication, a day belongs to the background of the story.
BACKGROUND = timedelta(days=8)
# 'In November', 'last year', 'two months ago': another time, without a day.
OTHER_TIME = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter"
    r"|last (?:week|month|year)|(?:weeks|months|years|decades) (?:ago|earlier)|(?:19|20)\d\d"
    r"|a (?:week|month|year) (?:ago|earlier))\b"
)
# The encoder reads less than so many characters of a text, and news says first what it is about.
HEAD = 1_000
# What an event's articles have in common is told by so many examples of each kind.
BONDS = 3
WORD = re.compile(r"[^\W_]+")
POSSESSIVE = re.compile(r"['’]s\b")


def events(
    claims: Sequence[Claim], articles: Sequence[Article], told: Mapping[str, Sequence[Thread]], grouping: Grouping
) -> tuple[Event, ...]:
    """Events e1, e2 … in order of their first claim; every claim belongs to exactly one.

    ``claims`` and ``articles`` are given in canonical order, and the answer depends on nothing else; ``told`` has the
    threads of each article by its id.
    """
    found = [thread for article in articles for thread in told[article.id]]
    place = {claim.id: i for i, claim in enumerate(claims)}
    groups = [sorted(place[name] for i in group for name in found[i].claims) for group in partition(found, grouping)]
    titles = {article.id: article.title for article in articles}
    return tuple(
        event(f"e{number}", [claims[i] for i in group], titles) for number, group in enumerate(sorted(groups), 1)
    )


def event(id: str, claims: Sequence[Claim], titles: Mapping[str, str]) -> Event:
    """The event of ``claims``, given in canonical order."""
    inside = tuple(dict.fromkeys(claim.article for claim in claims))
    return Event(id, headline(claims, titles), tuple(claim.id for claim in claims), inside, bonds(claims))


def headline(claims: Sequence[Claim], titles: Mapping[str, str]) -> str:
    """What heads an event: the first title among ``claims``, given in canonical order, else the first claim."""
    main = next((claim for claim in claims if claim.field is Field.TITLE), None)
    return titles[main.article] if main else claims[0].text


def bonds(claims: Sequence[Claim]) -> tuple[Bond, ...]:
    """What claims of different articles have in common, of each kind what most articles have, at most BONDS of them."""
    held: dict[tuple[BondKind, str], set[str]] = {}
    for claim in claims:
        for bond in _held(claim):
            held.setdefault(bond, set()).add(claim.article)
    shared = [Bond(kind, text, len(inside)) for (kind, text), inside in held.items() if len(inside) > 1]
    shared.sort(key=lambda bond: (-bond.articles, bond.text))
    return tuple(bond for kind in BondKind for bond in [one for one in shared if one.kind is kind][:BONDS])


def _held(claim: Claim) -> Iterator[tuple[BondKind, str]]:
    places = {slot.norm for slot in claim.statement.slots_named(SlotName.PLACE)}
    for place in places:
        yield BondKind.PLACE, place
    for slot in _times(claim):
        if slot.day is not None:
            yield BondKind.DAY, slot.day.isoformat()
    for name in claim.statement.names - places:
        yield BondKind.NAME, name


def texts(claims: Sequence[Claim], article: Article) -> dict[str, str]:
    """What each thread of an article, whose claims are given in order, is encoded by, by the time that it tells of.

    Where that is the story's own ('') it is the title and the head of the text, else the claims.
    """
    return {
        time_told: " ".join(claim.text for claim in members) if time_told else text_of(article)
        for time_told, members in _by_time(claims, article).items()
    }


def text_of(article: Article) -> str:
    """What an article is encoded by: its title and the head of its text."""
    return f"{article.title}. {article.text[:HEAD]}"


def threads(claims: Sequence[Claim], article: Article, vectors: Mapping[str, Vector]) -> tuple[Thread, ...]:
    """The threads of one article, whose claims are given in order, by their first claim.

    ``vectors`` has that of each of ``texts``, on the grid, by the same time; there may be more. A lone claim of another
    time belongs to the story's thread, and counts for its length and for nothing else that is measured: it tells what
    led to the story, or what came of it, and no report tells of a happening of its own in one sentence.
    """
    told = _by_time(claims, article)
    lone = {time_told for time_told, members in told.items() if "" in told and time_told and len(members) == 1}
    found = {
        time_told: _thread(members, article, vectors[time_told], background=bool(time_told))
        for time_told, members in told.items()
        if time_told not in lone
    }
    if lone:
        inside = {claim.id for time_told in ("", *lone) for claim in told[time_told]}
        found[""] = replace(found[""], claims=tuple(claim.id for claim in claims if claim.id in inside))
    return tuple(found.values())


def _by_time(claims: Sequence[Claim], article: Article) -> dict[str, list[Claim]]:
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        told.setdefault(_time_told(claim, article.published_at), []).append(claim)
    return told


def _thread(claims: Sequence[Claim], article: Article, vector: Vector, *, background: bool) -> Thread:
    text = " ".join(claim.text for claim in claims) if background else f"{article.title} {article.text}"
    return Thread(
        article=article.id,
        claims=tuple(claim.id for claim in claims),
        vector=vector,
        words=words(text),
        names=tuple(sorted({word for claim in claims for name in claim.statement.names for word in name.split()})),
        days=tuple(sorted({slot.day.toordinal() for claim in claims for slot in _times(claim) if slot.day})),
        published=days(article.published_at),
        background=background,
    )


def words(text: str) -> tuple[str, ...]:
    """The distinct words of ``text``, folded, without a possessive's ending, ascending."""
    return tuple(sorted(set(WORD.findall(POSSESSIVE.sub("", text.casefold())))))


def _times(claim: Claim) -> tuple[Slot, ...]:
    return claim.statement.slots_named(SlotName.TIME)


def _time_told(claim: Claim, published: datetime | None) -> str:
    """'' for the time of the story; a day or words for another one."""
    for slot in _times(claim):
        if slot.day is not None:
            if published is not None and published.date() - slot.day >= BACKGROUND:
                return slot.day.isoformat()
        elif OTHER_TIME.search(slot.norm):
            return slot.norm
    return ""


def partition(found: Sequence[Thread], grouping: Grouping) -> list[list[int]]:
    """The places of threads that tell of one event, put together; each list ascends, and so do the first places.

    The threads are given in canonical order, which only decides between equal affinities.
    """
    return [group for part in parts(found, grouping) for group in clusters(found, part, grouping)]


def parts(found: Sequence[Thread], grouping: Grouping) -> list[list[int]]:
    """The places of threads in each connected part of the graph of affinities from ``join_from`` on, and of ties.

    Ties are between threads that editors hold together.
    """
    if not found:
        return []
    one, other = map(np.concatenate, zip(Threads(found, grouping).edges(), holding.ties(found), strict=True))
    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(len(found), len(found)))
    _, label = connected_components(graph, directed=False)
    return _by_label(range(len(found)), label)


def clusters(found: Sequence[Thread], part: Sequence[int], grouping: Grouping) -> list[list[int]]:
    """One connected part (ascending places among ``found``) cut into events.

    Threads that are vouched for are put together first, as if there were no others. Each of the others then joins the
    event that it is nearest to on average, or else they are put together among themselves: whatever anybody sends in
    changes nothing about what vouched articles are found to tell of. What editors hold together or apart stays so.
    """
    if len(part) == 1:
        return [list(part)]
    inside = [found[i] for i in part]
    affinity = holding.imposed(Threads(inside, grouping).matrix(), inside)
    firm = [place for place, thread in enumerate(inside) if thread.vouched]
    groups = _average_linked(affinity, firm, grouping)
    loose, n_firm = [], len(groups)
    for unit in holding.units(inside, [place for place, thread in enumerate(inside) if not thread.vouched]):
        near = [_nearness(affinity, unit, group, _firm(group, inside)) for group in groups[:n_firm]]
        if near and max(near) >= grouping.join_from:
            groups[near.index(max(near))] += unit
        else:
            loose += unit
    groups += _average_linked(affinity, sorted(loose), grouping)
    return sorted([part[place] for place in sorted(group)] for group in groups)


def _firm(group: Sequence[int], inside: Sequence[Thread]) -> list[int]:
    """The vouched members of a group, so that what joins it later does not sway what joins next."""
    return [place for place in group if inside[place].vouched]


def _nearness(affinity: Matrix, unit: Sequence[int], group: Sequence[int], firm: Sequence[int]) -> float:
    """How near ``unit`` is to the ``firm`` of a group on average; never near where any of it is held apart."""
    if np.min(affinity[np.ix_(unit, group)]) <= -holding.FOREVER:
        return -math.inf
    return float(np.mean(affinity[np.ix_(unit, firm)]))


def _average_linked(affinity: Matrix, places: Sequence[int], grouping: Grouping) -> list[list[int]]:
    """Some places put together by average-link, each connected part of their own graph for itself."""
    if not places:
        return []
    inside = affinity[np.ix_(places, places)]
    _, label = connected_components(csr_array(inside >= np.float32(grouping.join_from)), directed=False)
    return [group for part in _by_label(places, label) for group in _linked(affinity, part, grouping)]


def _linked(affinity: Matrix, part: Sequence[int], grouping: Grouping) -> list[list[int]]:
    if len(part) == 1:
        return [list(part)]
    distance = MOST - affinity[np.ix_(part, part)]
    np.fill_diagonal(distance, 0.0)
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=float(MOST) - grouping.join_from
    )
    return _by_label(part, model.fit_predict(distance))


def _by_label(places: Sequence[int], labels: Sequence[int]) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for place, label in zip(places, labels, strict=True):
        found.setdefault(int(label), []).append(place)
    return list(found.values())
