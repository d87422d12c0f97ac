"""Claims → claims with vectors: one for the statement, one for each phrase that fills a compared slot.

Vectors lie on a grid of 1/2048. Products of such numbers are whole multiples of 2^-22, and the partial sums of two unit
vectors stay below 2^24 of them, so a 32-bit inner product is exact: it is the same whatever else is multiplied in the
same call, in whichever order it is summed, here or in the database. What is worked out for one article more is then to
the last bit what working everything out anew gives.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.news.claim import Claim
from service.scoring.ports import Encoder, Vectors
from service.scoring.view import VALUES, EncodedClaim

STEPS = np.float32(2048)


def on_grid(vectors: Vectors) -> Vectors:
    """Unit vectors, float32, any shape, with each coordinate moved to the nearest multiple of 1/2048."""
    return np.asarray(np.rint(vectors * STEPS) / STEPS, dtype=np.float32)


def claims(found: Sequence[Claim], encoder: Encoder) -> tuple[EncodedClaim, ...]:
    """Each claim with its unit vectors on the grid, shape (n_dims,), in the order given.

    Each distinct text is encoded once.
    """
    texts = sorted({claim.text for claim in found})
    phrases = sorted(
        {slot.text for claim in found for slot in claim.statement.slots if slot.name not in VALUES} - set(texts)
    )
    vectors = on_grid(encoder.encode([*texts, *phrases]))
    row = {text: vectors[i] for i, text in enumerate([*texts, *phrases])}
    return tuple(
        EncodedClaim(
            claim,
            row[claim.text],
            {slot.text: row[slot.text] for slot in claim.statement.slots if slot.name not in VALUES},
        )
        for claim in found
    )
