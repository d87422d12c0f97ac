"""Versions of the model: heads with all that is known of them, never changed once made; one of them answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Origin(StrEnum):
    """Where a version comes from."""

    SHIPPED = "shipped"
    RETRAINED = "retrained"


@dataclass(frozen=True, slots=True)
class Model:
    """What a version holds and is named by: the digest of exactly this.

    ``head`` is the head as ``models/head.json`` has it, weights and thresholds. ``reads_with`` names the pair model,
    the encoder, and the annotator with its tagger, whose measurements the head was fitted on and can weigh; ``build``
    is the version of the code. ``learnt_from`` is the digest of the rows that were learnt from, '' where that is not
    known; ``figures`` are plain JSON, among them those on the gates, and ``card`` is Markdown.
    """

    head: Mapping[str, Any]
    reads_with: str
    build: str
    origin: Origin
    learnt_from: str
    figures: Mapping[str, Any]
    card: str


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A version as it is kept. ``model`` is None where what is kept is not what its name says: it is never used."""

    id: str
    made_at: datetime
    made_by: str
    active: bool
    model: Model | None


@dataclass(frozen=True, slots=True)
class Activation:
    """That a version was made the one that answers; the last one is the one that does."""

    number: int
    version: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Models:
    """All versions and the latest activations, newest first each."""

    versions: tuple[ModelVersion, ...]
    activations: tuple[Activation, ...]
