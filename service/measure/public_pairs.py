"""Public pairs of premise and hypothesis, split once and for all by premise: to fit, to choose by, to report on.

A premise has the same part wherever it stands, for several corpora hold rows of others.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path

from service.measure.pairs import Pair, read

# How many rows of each corpus are fitted on: all that may train shipped weights, with machine-made ones, ones of a
# small vocabulary and ones whose labels are coarse held down.
FITTED = {
    "mnli_dev": 15_000,
    "taxinli_mnli_train": 2_500,
    "snli_dev": 15_000,
    "snli_mnli_short": 22_000,
    "cad_nli": 8_000,
    "joci": 3_000,
    "conjnli_train": 5_000,
    "fever_dev": 8_000,
    "fever_symmetric_dev": 700,
    "climate_fever": 4_000,
    "rte3_dev": 800,
    "numeric_stress": 4_000,
    "awpnli_numbers": 800,
}
SEED = 5


class Part(Enum):
    """What the rows of a premise are for: eight tenths to fit, one to choose by, one to report on."""

    FIT = "fit"
    CHOOSE = "choose"
    REPORT = "report"


def part(premise: str) -> Part:
    """The part that a premise belongs to; case, spaces and punctuation make no difference."""
    letters = re.sub(r"\W+", "", premise).casefold()
    tenth = int.from_bytes(hashlib.sha256(letters.encode()).digest()[:4]) % 10
    return {0: Part.REPORT, 1: Part.CHOOSE}.get(tenth, Part.FIT)


def of_part(rows: Sequence[Pair], wanted: Part) -> list[Pair]:
    """The rows whose premises are of a part, each pair of texts once."""
    found = {(row.premise, row.hypothesis): row for row in rows if part(row.premise) is wanted}
    return list(found.values())


def fitted(corpora: Path) -> Iterator[Pair]:
    """The rows under ``corpora``/pairs to fit on, each pair of texts once. Raises UnreadableRow."""
    seen: set[tuple[str, str]] = set()
    for name, most in FITTED.items():
        rows = of_part(read([corpora / "pairs" / f"{name}.jsonl"]), Part.FIT)
        rows = [row for row in rows if (row.premise, row.hypothesis) not in seen]
        random.Random(SEED).shuffle(rows)
        seen.update((row.premise, row.hypothesis) for row in rows[:most])
        yield from rows[:most]
