"""Claims → claims with vectors: one for the statement, one for each phrase that fills a compared slot; and texts.

Vectors lie on a grid of 1/2048. Products of such numbers are whole multiples of 2^-22, and the partial sums of two unit
vectors stay below 2^24 of them, so a 32-bit inner product is exact: it is the same whatever else is multiplied in the
same call, in whichever order it is summed, here or in the database. What is worked out for one article more is then to
the last bit what working everything out anew gives.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from service.news.claim import Claim
from service.scoring.ports import Encoder, Vectors
from service.scoring.view import VALUES, EncodedClaim

Key = TypeVar("Key", bound=Hashable)

STEPS = np.float32(2048)


def on_grid(vectors: Vectors) -> Vectors:
    """Unit vectors, float32, any shape, with each coordinate moved to the nearest multiple of 1/2048."""
    return np.asarray(np.rint(vectors * STEPS) / STEPS, dtype=np.float32)


def claims(found: Sequence[Claim], encoder: Encoder) -> tuple[EncodedClaim, ...]:
    """Each claim with its unit vectors on the grid, shape (n_dims,), in the order given.

    Each distinct text is encoded once.
    """
    filling = [_phrases(claim) for claim in found]
    texts = sorted({claim.text for claim in found})
    texts += sorted({phrase for each in filling for phrase in each} - set(texts))
    row = dict(zip(texts, on_grid(encoder.encode(texts)), strict=True))
    return tuple(
        EncodedClaim(claim, row[claim.text], {phrase: row[phrase] for phrase in each})
        for claim, each in zip(found, filling, strict=True)
    )


def _phrases(claim: Claim) -> list[str]:
    return [slot.text for slot in claim.statement.slots if slot.name not in VALUES]


def texts(told: Mapping[Key, str], encoder: Encoder) -> dict[Key, Vectors]:
    """The unit vector of each text, on the grid, shape (n_dims,), by its key; each distinct text is encoded once."""
    distinct = sorted(set(told.values()))
    row = dict(zip(distinct, on_grid(encoder.encode(distinct)), strict=True))
    return {key: row[text] for key, text in told.items()}
