"""What scoring needs from outside, as protocols; adapters implement them and ``app`` wires them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from service.scoring.annotated import AnnotatedText

Vectors = NDArray[np.float32]
Logits = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Which model this is, for the snapshot."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32, shape (n_texts, n_dims); the same text always gets the same vector."""
        ...


class PairModel(Protocol):
    """Reads two texts together and tells what the second is to the first."""

    @property
    def name(self) -> str:
        """Which model this is, for the snapshot."""
        ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """Natural logits, float32, shape (n_pairs, 12); the same for the same pair.

        The first four are of the relations, as Relation has them (a softmax), the others of the reasons that a
        contradiction has, as ReasonCode has them (each by itself).
        """
        ...


class Annotator(Protocol):
    """Splits texts into sentences and tokens and marks syntax and names."""

    @property
    def name(self) -> str:
        """Which pipeline this is, for the snapshot."""
        ...

    def annotate(self, texts: Iterable[str], *, by_rule: bool = False) -> Iterable[AnnotatedText]:
        """Each text annotated, in order; others may be read meanwhile. A text may be empty.

        ``by_rule`` goes without what is learnt: no tagger marks attributions.
        """
        ...


class LanguageIdentifier(Protocol):
    """Tells the language of a text."""

    def language(self, text: str) -> str:
        """An ISO 639-1 code."""
        ...


class DateReader(Protocol):
    """Resolves a time expression to a calendar day."""

    def day(self, expression: str, relative_to: datetime | None) -> date | None:
        """The day meant, seen from ``relative_to`` (in its zone); None where it cannot be told."""
        ...
