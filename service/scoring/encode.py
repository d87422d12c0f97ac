"""Claims → claims with vectors: one for the statement, one for each phrase that fills a compared slot."""

from __future__ import annotations

from collections.abc import Sequence

from service.news.claim import Claim
from service.scoring.ports import Encoder
from service.scoring.view import VALUES, EncodedClaim


def claims(found: Sequence[Claim], encoder: Encoder) -> tuple[EncodedClaim, ...]:
    """Each claim with its unit vectors, shape (n_dims,), in the order given; each distinct text is encoded once."""
    texts = sorted({claim.text for claim in found})
    phrases = sorted(
        {slot.text for claim in found for slot in claim.statement.slots if slot.name not in VALUES} - set(texts)
    )
    vectors = encoder.encode([*texts, *phrases])
    row = {text: vectors[i] for i, text in enumerate([*texts, *phrases])}
    return tuple(
        EncodedClaim(
            claim,
            row[claim.text],
            {slot.text: row[slot.text] for slot in claim.statement.slots if slot.name not in VALUES},
        )
        for claim in found
    )
