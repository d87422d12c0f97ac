"""A large store out of a few reports: scenarios that were read once, told again as happenings of other days.

Each clone of a scenario has the same signs turned in the vectors of all its articles. Inner products within a clone
are then the same to the last bit as within the original, and so is all that is found in it: threads, events, pairs,
comparisons. Between clones of one scenario vectors are only about ``(1 - 2 * TURNED) ** 2`` times as alike, so that
each is a happening of its own, with the names and the outlets of the others, as news from one region has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from service.news.article import Article
from service.news.claim import Claim, Slot
from service.scoring import group
from service.scoring.memory import Remembered
from service.scoring.view import EncodedClaim

TURNED = 0.25
"""The share of coordinates whose sign a clone turns, by chance."""

Signs = NDArray[np.float32]


def told_again(
    scenarios: Sequence[Sequence[Remembered]], times: int, start: date, days: int, seed: int
) -> Iterator[list[Remembered]]:
    """``times`` clones of each scenario, each clone with a number of its own in the ids of its articles.

    Their first articles are of the ``days`` from ``start`` on, evenly spread.
    """
    chance = np.random.default_rng(seed)
    n_dims = next(claim.vector.size for read in scenarios for one in read for claim in one.encoded)
    for number in range(times):
        day = start + timedelta(days=number * days // times)
        for read in scenarios:
            later = moved_to(day, [one.article for one in read])
            signs = np.where(chance.random(n_dims) < TURNED, np.float32(-1), np.float32(1))
            yield [_clone(one, number, later, signs) for one in read]


def moved_to(day: date, articles: Sequence[Article]) -> timedelta:
    """The whole days by which ``articles`` are to be moved for the first of them to be of ``day``."""
    dated = [article.published_at for article in articles if article.published_at is not None]
    return timedelta(days=(day - min(dated).date()).days) if dated else timedelta()


def later(article: Article, by: timedelta) -> Article:
    """The article as if it had been published and updated so much later."""
    return replace(
        article,
        published_at=article.published_at + by if article.published_at else None,
        updated_at=article.updated_at + by if article.updated_at else None,
    )


def _clone(read: Remembered, number: int, by: timedelta, signs: Signs) -> Remembered:
    article = later(read.article, by)
    said = tuple(_later_claim(claim, by) for claim in read.reading.claims)
    return replace(
        read,
        article=replace(article, id=f"{article.id}-{number}", url=f"{article.url}#{number}" if article.url else None),
        reading=replace(read.reading, claims=said),
        encoded=tuple(
            EncodedClaim(claim, one.vector * signs, {name: phrase * signs for name, phrase in one.phrases.items()})
            for one, claim in zip(read.encoded, said, strict=True)
        ),
        # Whoever tells of a day tells of a later one now.
        vectors={
            time: vector * signs for time, vector in zip(group.texts(said, article), read.vectors.values(), strict=True)
        },
    )


def _later_claim(claim: Claim, by: timedelta) -> Claim:
    slots = tuple(_later_slot(slot, by) for slot in claim.statement.slots)
    as_of = claim.as_of + by if claim.as_of else None
    return replace(claim, as_of=as_of, statement=replace(claim.statement, slots=slots))


def _later_slot(slot: Slot, by: timedelta) -> Slot:
    """Days that are told move on, and with them the normal forms, which hold the day."""
    if slot.day is None:
        return slot
    day = slot.day + by
    return replace(slot, day=day, norm=slot.norm.replace(slot.day.isoformat(), day.isoformat()))
