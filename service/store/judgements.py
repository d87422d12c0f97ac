"""What the pair model said, kept: asked twice of the same two texts it answers the same, and at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from service.scoring.ports import Logits, PairModel
from service.store.schema.base import among
from service.store.schema.memory import judgements

# Read in another batch a pair's logits may differ in their last bits; what is kept is coarser than that.
DECIMALS = 3


class KeptJudgements:
    """The PairModel port over what is kept, and over ``inner`` for what is not; it writes what it learns."""

    def __init__(self, connection: Connection, inner: PairModel) -> None:
        self._connection = connection
        self._inner = inner
        self.name = inner.name

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """Natural logits to three decimals, float32, shape (n_pairs, n_columns)."""
        distinct = list(dict.fromkeys(pairs))
        key_of = {pair: _key(pair) for pair in distinct}
        known = self._known([key_of[pair] for pair in distinct])
        missing = [pair for pair in distinct if key_of[pair] not in known]
        if missing:
            told = np.round(self._inner.judge(missing).astype(np.float64), DECIMALS)
            learnt = {key_of[pair]: tuple(map(float, row)) for pair, row in zip(missing, told, strict=True)}
            self._keep(learnt)
            known |= learnt
        return np.array([known[key_of[pair]] for pair in pairs], np.float32).reshape(len(pairs), -1 if pairs else 0)

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, tuple[float, ...]]:
        rows = self._connection.execute(
            select(judgements.c.pair, judgements.c.logits).where(
                judgements.c.model == self.name, among(judgements.c.pair, keys)
            )
        )
        return {bytes(pair): tuple(logits) for pair, logits in rows}

    def _keep(self, learnt: dict[bytes, tuple[float, ...]]) -> None:
        rows = [{"model": self.name, "pair": key, "logits": list(told)} for key, told in sorted(learnt.items())]
        self._connection.execute(insert(judgements).on_conflict_do_nothing(), rows)


def _key(pair: tuple[str, str]) -> bytes:
    """The digest of an ordered pair of texts."""
    return hashlib.sha256("\0".join(pair).encode("utf-8", "surrogatepass")).digest()[:16]
