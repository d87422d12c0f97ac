"""Claims → claims with vectors: one for the statement, one for each phrase that fills a compared slot; and articles.

Vectors lie on a grid of 1/2048. Products of such numbers are whole multiples of 2^-22, and the partial sums of two unit
vectors stay below 2^24 of them, so a 32-bit inner product is exact: it is the same whatever else is multiplied in the
same call, in whichever order it is summed, here or in the database. What is worked out for one article more is then to
the last bit what working everything out anew gives.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.news.article import Article
from service.news.claim import Claim
from service.scoring.ports import Encoder, Vectors
from service.scoring.view import VALUES, EncodedClaim

STEPS = np.float32(2048)
# The encoder reads about so many characters of a text, and news says first what it is about.
HEAD = 1_000


def on_grid(vectors: Vectors) -> Vectors:
    """Unit vectors, float32, any shape, with each coordinate moved to the nearest multiple of 1/2048."""
    return np.asarray(np.rint(vectors * STEPS) / STEPS, dtype=np.float32)


def claims(found: Sequence[Claim], encoder: Encoder, *, phrases: bool = True) -> tuple[EncodedClaim, ...]:
    """Each claim with its unit vectors on the grid, shape (n_dims,), in the order given.

    Each distinct text is encoded once; without ``phrases`` those that fill slots are not, which only comparing needs.
    """
    filling = [_phrases(claim) if phrases else [] for claim in found]
    texts = sorted({claim.text for claim in found})
    texts += sorted({phrase for each in filling for phrase in each} - set(texts))
    row = dict(zip(texts, on_grid(encoder.encode(texts)), strict=True))
    return tuple(
        EncodedClaim(claim, row[claim.text], {phrase: row[phrase] for phrase in each})
        for claim, each in zip(found, filling, strict=True)
    )


def _phrases(claim: Claim) -> list[str]:
    return [slot.text for slot in claim.statement.slots if slot.name not in VALUES]


def whole(articles: Sequence[Article], encoder: Encoder) -> dict[str, Vectors]:
    """The unit vector of each article's title and the head of its text, on the grid, shape (n_dims,), by its id."""
    heads = {article.id: f"{article.title}. {article.text[:HEAD]}" for article in articles}
    texts = sorted(set(heads.values()))
    row = dict(zip(texts, on_grid(encoder.encode(texts)), strict=True))
    return {name: row[head] for name, head in heads.items()}
