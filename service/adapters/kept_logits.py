"""What a pair model said of pairs of texts, in a small file: logits by digests of the texts, no text itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from service.adapters.artefacts import for_all_to_read
from service.news.errors import ArtefactError

# Bytes of a digest that are kept: that two of a million pairs share them happens once in forty million such files.
KEPT = 8

Pair = tuple[str, str]


def write(path: Path, said: Mapping[Pair, Sequence[float]]) -> None:
    """Keep the logits of pairs, as many for each, in 16 bits."""
    _write(path, {key(pair): logits for pair, logits in said.items()})


def add(path: Path, said: Mapping[Pair, Sequence[float]]) -> None:
    """Keep the logits of further pairs beside those in the file, or in their place; raises ArtefactError."""
    _write(path, {**read(path), **{key(pair): logits for pair, logits in said.items()}})


def _write(path: Path, said: Mapping[bytes, Sequence[float]]) -> None:
    rows = sorted((name, tuple(logits)) for name, logits in said.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    named = np.frombuffer(b"".join(name for name, _ in rows), np.uint8).reshape(len(rows), KEPT)
    save_file({"pairs": named.copy(), "logits": np.array([logits for _, logits in rows], np.float16)}, path)
    for_all_to_read(path)


def read(path: Path) -> dict[bytes, tuple[float, ...]]:
    """The logits by the keys of pairs; raises ArtefactError."""
    try:
        kept = load_file(path)
        named = zip(kept["pairs"], kept["logits"].astype(np.float64), strict=True)
        return {name.tobytes(): tuple(map(float, logits)) for name, logits in named}
    except (OSError, SafetensorError, KeyError) as error:
        raise ArtefactError(f"{path}: {error!r}") from error


def key(pair: Pair) -> bytes:
    """The name of an ordered pair of texts: it gives no text away."""
    return hashlib.sha256("\0".join(pair).encode("utf-8", "surrogatepass")).digest()[:KEPT]
