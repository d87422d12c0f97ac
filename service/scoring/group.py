"""Claims → events: by meaning, names and time.

Claims of one article that tell of one time make a thread; threads of different articles are joined by average-link
clustering (Sokal & Michener 1958) on an affinity of vectors and names, less a penalty for days that differ. A headline
alone gives a noisier vector than a whole report, so that two headlines about one event look less alike than two
reports: the affinity is corrected for this attenuation (Spearman 1904, doi:10.2307/1412159), and one threshold serves
both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from service.news.article import Article, Field
from service.news.claim import Claim, SlotName
from service.news.event import Event
from service.scoring.view import EncodedClaim

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The constants of grouping, chosen on the training parts of public event corpora (docs/method.md).

    ``names_weight`` in [0, 1] is the share of names in the affinity, ``noise`` >= 0 that of one claim's noise to its
    signal, ``join_from`` the affinity from which threads are one event; penalties are subtracted from the affinity.
    """

    names_weight: float = 0.15
    noise: float = 1.0
    join_from: float = 0.55
    next_day: float = 0.05
    other_day: float = 0.2
    look_alike: float = 0.5
    background: float = 0.35
    per_day_apart: float = 0.01
    most_apart: float = 0.15
    title_weight: float = 2.0


DEFAULT = Grouping()
# Told this long before publication, a day belongs to the background of the story.
BACKGROUND = timedelta(days=8)
# 'In November', 'last year', 'two months ago': another time, without a day.
OTHER_TIME = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter"
    r"|last (?:week|month|year)|(?:weeks|months|years|decades) (?:ago|earlier)|(?:19|20)\d\d"
    r"|a (?:week|month|year) (?:ago|earlier))\b"
)


@dataclass(frozen=True, slots=True)
class Thread:
    """The claims of one article that tell of one time: positions in the claims given, and the days told in them."""

    article: str
    members: tuple[int, ...]
    days: frozenset[date]
    published: datetime | None
    background: bool


def events(
    claims: Sequence[EncodedClaim], articles: Sequence[Article], grouping: Grouping = DEFAULT
) -> tuple[Event, ...]:
    """Events e1, e2 … in order of their first claim; every claim belongs to exactly one.

    ``claims`` and ``articles`` are given in canonical order, and the answer depends on nothing else.
    """
    published = {article.id: article.published_at for article in articles}
    threads = _threads([encoded.claim for encoded in claims], published)
    if not threads:
        return ()
    labels = _clustered(_affinity(claims, threads, grouping), grouping)
    members: dict[int, list[int]] = {}
    for thread, label in zip(threads, labels, strict=True):
        members.setdefault(label, []).extend(thread.members)
    ordered = sorted((sorted(group) for group in members.values()), key=lambda group: group[0])
    titles = {article.id: article.title for article in articles}
    return tuple(_event(number, [claims[i].claim for i in group], titles) for number, group in enumerate(ordered, 1))


def _event(number: int, claims: Sequence[Claim], titles: Mapping[str, str]) -> Event:
    inside = tuple(dict.fromkeys(claim.article for claim in claims))
    main = [claim for claim in claims if claim.field is Field.TITLE]
    headline = titles[main[0].article] if main else claims[0].text
    return Event(f"e{number}", headline, tuple(claim.id for claim in claims), inside)


def _threads(claims: Sequence[Claim], published: Mapping[str, datetime | None]) -> list[Thread]:
    found: dict[tuple[str, str], list[int]] = {}
    for i, claim in enumerate(claims):
        found.setdefault((claim.article, _time_told(claim, published[claim.article])), []).append(i)
    return [
        Thread(
            article=article,
            members=tuple(members),
            days=_days_told([claims[i] for i in members]),
            published=published[article],
            background=time_told != "",
        )
        for (article, time_told), members in found.items()
    ]


def _time_told(claim: Claim, published: datetime | None) -> str:
    """'' for the time of the story; a day or words for another one."""
    for slot in claim.statement.slots_named(SlotName.TIME):
        if slot.day is not None:
            if published is not None and published.date() - slot.day >= BACKGROUND:
                return slot.day.isoformat()
        elif OTHER_TIME.search(slot.norm):
            return slot.norm
    return ""


def _days_told(claims: Sequence[Claim]) -> frozenset[date]:
    return frozenset(slot.day for claim in claims for slot in claim.statement.slots_named(SlotName.TIME) if slot.day)


def _affinity(claims: Sequence[EncodedClaim], threads: Sequence[Thread], grouping: Grouping) -> Matrix:
    """Shape (n_threads, n_threads), symmetric, at most 1; threads of one article never attract each other."""
    vectors = _thread_vectors(claims, threads, grouping)
    names = _name_vectors(claims, threads)
    close = (1 - grouping.names_weight) * (vectors @ vectors.T) + grouping.names_weight * (names @ names.T)
    size = np.array([len(thread.members) for thread in threads], dtype=np.float32)
    reliability = np.sqrt(size / (size + grouping.noise))
    corrected = np.minimum(1.0, close / np.outer(reliability, reliability))
    return np.asarray(corrected - _penalties(threads, grouping), dtype=np.float32)


def _thread_vectors(claims: Sequence[EncodedClaim], threads: Sequence[Thread], grouping: Grouping) -> Matrix:
    rows = []
    for thread in threads:
        weights = [grouping.title_weight if claims[i].claim.field is Field.TITLE else 1.0 for i in thread.members]
        rows.append(np.average([claims[i].vector for i in thread.members], axis=0, weights=weights))
    return _unit(np.asarray(rows, dtype=np.float32))


def _name_vectors(claims: Sequence[EncodedClaim], threads: Sequence[Thread]) -> Matrix:
    """Which words of names each thread holds, as unit rows (zero where it names nobody)."""
    held = [
        {word for i in thread.members for name in claims[i].claim.statement.names for word in name.split()}
        for thread in threads
    ]
    vocabulary = {word: column for column, word in enumerate(sorted(set().union(*held)))}
    rows = np.zeros((len(threads), max(1, len(vocabulary))), dtype=np.float32)
    for row, words in enumerate(held):
        rows[row, [vocabulary[word] for word in words]] = 1.0
    return _unit(rows)


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)


def _penalties(threads: Sequence[Thread], grouping: Grouping) -> Matrix:
    """What days told and days of publication that differ take from the affinity."""
    apart = _days_apart(threads)
    out = np.array([thread.published.timestamp() / 86_400 if thread.published else np.nan for thread in threads])
    published_apart = np.nan_to_num(np.abs(out[:, None] - out[None, :]))
    penalty = np.where(apart >= 2, grouping.other_day, np.where(apart >= 1, grouping.next_day, 0.0))
    # Two reports days apart that each tell of a day of their own are of two happenings, however alike they are.
    penalty = np.where((apart >= 3) & (published_apart >= 2.5), grouping.look_alike, penalty)
    penalty = penalty + np.minimum(grouping.per_day_apart * published_apart, grouping.most_apart)
    aside = np.array([thread.background for thread in threads])
    penalty = penalty + np.where(aside[:, None] != aside[None, :], grouping.background, 0.0)
    article = np.array([thread.article for thread in threads])
    penalty = np.where((article[:, None] == article[None, :]), 2.0, penalty)
    return np.asarray(penalty, dtype=np.float32)


def _days_apart(threads: Sequence[Thread]) -> Matrix:
    """Days between the closest days that two threads tell of, 0 where one names none; follow-ups name the day again."""
    apart = np.zeros((len(threads), len(threads)), dtype=np.float32)
    dated = [(i, sorted(day.toordinal() for day in thread.days)) for i, thread in enumerate(threads) if thread.days]
    for place, (i, mine) in enumerate(dated):
        for j, theirs in dated[place + 1 :]:
            apart[i, j] = apart[j, i] = min(abs(x - y) for x in mine for y in theirs)
    return apart


def _clustered(affinity: Matrix, grouping: Grouping) -> list[int]:
    if len(affinity) == 1:
        return [0]
    distance = 1.0 - affinity
    np.fill_diagonal(distance, 0.0)
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1.0 - grouping.join_from
    )
    return [int(label) for label in model.fit_predict(distance)]
