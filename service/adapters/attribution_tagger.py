"""Attributions from a fine-tuned encoder, in a local folder; nothing is downloaded."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from service.adapters.artefacts import for_all_to_read
from service.adapters.products import has_sixteen_bits
from service.adapters.quiet import hush_transformers
from service.news.article import Span
from service.news.errors import ArtefactError
from service.scoring.annotated import Marked
from service.scoring.attribution.syntax import runs
from service.scoring.attribution.windows import Window, windows

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

    from service.adapters.attribution_network import AttributionNetwork

WEIGHTS = "model.safetensors"
CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
# Vectors of pieces of words: half of all weights, and the same as the encoder's.
VOCABULARY = "encoder.embeddings.word_embeddings.weight"
# So many pieces are read at once, or one window.
BATCH = 4_096
# How a word is printed: small, with a capital ahead, in capitals, or with a figure in it; and whether it opens a
# paragraph. The vocabulary knows neither.
LOOKS = 8
_OPENS = 4
Scores = NDArray[np.float32]
# Pieces of a window, how they are printed, and the first piece of each of its words.
_Read = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
# A window that is read, with the number of its text.
_Placed = tuple[tuple[int, Window], _Read]


@dataclass(frozen=True, slots=True)
class Words:
    """A text as the tagger reads it: pieces of words by their numbers in the vocabulary, and how each is printed.

    ``spans`` are the words, ``firsts`` the index of the first piece of each, ``counts`` how many pieces each has.
    """

    text: str
    pieces: tuple[int, ...]
    looks: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    firsts: tuple[int, ...]
    counts: tuple[int, ...]

    def read(self, window: Window) -> _Read:
        """The pieces of a window, how they are printed, and among them the first of each word."""
        start = self.firsts[window.first]
        end = self.firsts[window.last] if window.last < len(self.firsts) else len(self.pieces)
        firsts = tuple(first - start for first in self.firsts[window.first : window.last])
        return self.pieces[start:end], self.looks[start:end], firsts


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which logit on a word opens a cue, and is part of a source, a cue, a content."""

    anchor: float = 0.0
    source: float = 0.0
    cue: float = 0.0
    content: float = 0.0


class AttributionTagger:
    """Finds attributions in texts; one thread at a time."""

    def __init__(
        self, network: AttributionNetwork, tokenizer: Tokenizer, name: str, thresholds: Thresholds | None = None
    ) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self.network = network
        self.tokenizer = tokenizer
        self.name = name
        self.thresholds = thresholds or Thresholds()
        self.marks = (self.number("[CLS]"), self.number("[SEP]"))
        self._lock = threading.Lock()

    @classmethod
    def load(cls, folder: Path, name: str, encoder: Path) -> AttributionTagger:
        """The tagger in ``folder``, with the vectors of pieces of the ``encoder`` that it started from.

        Raises ArtefactError where there is none.
        """
        from safetensors.torch import load_file
        from tokenizers import Tokenizer
        from transformers import BertConfig, BertModel

        from service.adapters.attribution_network import AttributionNetwork

        hush_transformers()
        try:
            found: dict[str, Any] = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
            reader = BertModel(BertConfig(**found["encoder"]), add_pooling_layer=False)
            network = AttributionNetwork(reader)
            network.load_state_dict(load_file(folder / WEIGHTS) | {VOCABULARY: _vocabulary(encoder)})
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            thresholds = Thresholds(**found["thresholds"])
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise ArtefactError(f"{folder}: {error!r}; run `python -m service train attribution`") from error
        network.train(mode=False)
        if has_sixteen_bits():
            network.encoder.bfloat16()
        return cls(network, tokenizer, name, thresholds)

    @classmethod
    def untrained(cls, encoder: Path) -> AttributionTagger:
        """The weights of a sentence encoder under new layers: where training starts."""
        import torch
        from tokenizers import Tokenizer
        from transformers import BertModel

        from service.adapters.attribution_network import AttributionNetwork

        hush_transformers()
        torch.manual_seed(0)
        # Without dropout: drawing it takes most of a step's time on a CPU. The plain form of attention learns faster.
        reader = BertModel.from_pretrained(
            str(encoder),
            dtype=torch.float32,
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            local_files_only=True,
            use_safetensors=True,
            add_pooling_layer=False,
        )
        # How a piece is printed takes the place of which of two texts it is from; at first it means nothing.
        plain = reader.embeddings.token_type_embeddings.weight[:1].detach()
        looks = torch.nn.Embedding(LOOKS, plain.shape[1])
        looks.weight.data.copy_(plain)
        reader.embeddings.token_type_embeddings = looks
        reader.config.type_vocab_size = LOOKS
        network = AttributionNetwork(reader)
        return cls(network, Tokenizer.from_file(str(encoder / TOKENIZER)), "untrained")

    def save(self, folder: Path) -> None:
        """Write weights as 16-bit floats, config and tokenizer; not the vectors of pieces, which are the encoder's."""
        import torch
        from safetensors.torch import save_file

        folder.mkdir(parents=True, exist_ok=True)
        weights = {
            name: value.to(torch.bfloat16).contiguous()
            for name, value in self.network.state_dict().items()
            if name != VOCABULARY
        }
        save_file(weights, folder / WEIGHTS)
        for_all_to_read(folder / WEIGHTS)
        config = {"encoder": self.network.encoder.config.to_diff_dict(), "thresholds": asdict(self.thresholds)}
        (folder / CONFIG).write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        self.tokenizer.save(str(folder / TOKENIZER))

    def number(self, piece: str) -> int:
        """The number of a piece in the vocabulary; raises ArtefactError where it has none."""
        found = self.tokenizer.token_to_id(piece)
        if found is None:
            raise ArtefactError(f"the vocabulary of {self.name} has no {piece}")
        return int(found)

    def words(self, texts: Sequence[str]) -> list[Words]:
        """Each text cut into words and pieces of words."""
        return [
            _words(text, read.ids, read.word_ids, read.offsets)
            for text, read in zip(
                texts, self.tokenizer.encode_batch(list(texts), add_special_tokens=False), strict=True
            )
        ]

    def tag(self, texts: Sequence[str]) -> list[tuple[Marked, ...]]:
        """The attributions of each text, in its order."""
        read = self.words(texts)
        found: dict[int, list[tuple[Window, tuple[_Parts, ...]]]] = defaultdict(list)
        places = [
            (i, window) for i, words in enumerate(read) for window in windows(words.text, words.spans, words.counts)
        ]
        with self._lock:
            for batch in _batches([(place, read[place[0]].read(place[1])) for place in places]):
                scored = self._scored([pieces for _, pieces in batch])
                for ((i, window), _), one in zip(batch, scored, strict=True):
                    found[i].append((window, one))
        return [_marked(words, sorted(found[i], key=lambda f: f[0].first)) for i, words in enumerate(read)]

    def _scored(self, batch: Sequence[_Read]) -> list[tuple[_Parts, ...]]:
        """The attributions of windows, by the words of each."""
        import torch

        from service.adapters.packed import ROWS, packed

        opening, closing = self.marks
        ids = torch.tensor([one for pieces, _, _ in batch for one in (opening, *pieces, closing)])
        looks = torch.tensor([one for _, printed, _ in batch for one in (0, *printed, 0)])
        lengths = [len(pieces) + 2 for pieces, _, _ in batch]
        longest = max(len(first) for _, _, first in batch)
        firsts = torch.zeros((len(batch), longest + -longest % ROWS), dtype=torch.long)
        for row, (start, (_, _, first)) in enumerate(zip(accumulate(lengths, initial=0), batch, strict=False)):
            firsts[row, : len(first)] = torch.tensor(first, dtype=torch.long) + start + 1
        with torch.inference_mode():
            words = packed(self.network.encoder, ids, looks, lengths)[firsts].float()
            opens = self.network.labels(words)[..., 0].numpy()
            anchors = [
                np.nonzero(opens[row, : len(first)] > self.thresholds.anchor)[0].tolist()
                for row, (_, _, first) in enumerate(batch)
            ]
            most = max(1, *map(len, anchors))
            places = torch.tensor([one + [0] * (most - len(one)) for one in anchors], dtype=torch.long)
            roles = self.network.roles(words, places).numpy()
        return [
            tuple(
                self._parts(
                    (float(opens[row, word]), word, roles[row, k, : len(first)]) for k, word in enumerate(anchors[row])
                )
            )
            for row, (_, _, first) in enumerate(batch)
        ]

    def _parts(self, anchors: Iterable[tuple[float, int, Scores]]) -> Iterator[_Parts]:
        """The attributions of one window that have a content."""
        least = self.thresholds
        for sure, word, scores in anchors:
            cue = _above(scores[:, 1], least.cue) | {word}
            content = _above(scores[:, 2], least.content) - cue
            if content:
                yield _Parts(sure, word, _above(scores[:, 0], least.source) - cue, cue, content)


@dataclass(frozen=True, slots=True)
class _Parts:
    """One attribution by words of a window; ``sure`` is the logit of its anchor."""

    sure: float
    anchor: int
    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


def _vocabulary(encoder: Path) -> Tensor:
    from safetensors import safe_open

    with safe_open(encoder / WEIGHTS, framework="pt") as weights:
        vectors: Tensor = weights.get_tensor(VOCABULARY.removeprefix("encoder."))
    return vectors


def _batches(placed: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    """Windows of about one length together, as many as have BATCH pieces."""
    batch: list[_Placed] = []
    read = 0
    for one in sorted(placed, key=lambda one: len(one[1][0])):
        pieces = len(one[1][0]) + 2
        if batch and read + pieces > BATCH:
            yield batch
            batch, read = [], 0
        batch.append(one)
        read += pieces
    if batch:
        yield batch


def _above(scores: Scores, least: float) -> frozenset[int]:
    return frozenset(np.nonzero(scores > least)[0].tolist())


def _words(text: str, ids: Sequence[int], word_ids: Sequence[int | None], offsets: Sequence[tuple[int, int]]) -> Words:
    spans: list[tuple[int, int]] = []
    firsts: list[int] = []
    last: int | None = None
    for i, (word, (start, end)) in enumerate(zip(word_ids, offsets, strict=True)):
        if word == last:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
            firsts.append(i)
            last = word
    counts = [after - here for here, after in pairwise([*firsts, len(ids)])]
    ends = [0, *(end for _, end in spans)]
    looks = [
        look
        for (start, end), before, count in zip(spans, ends, counts, strict=False)
        for look in [_look(text[before:start], text[start:end])] * count
    ]
    return Words(text, tuple(ids), tuple(looks), tuple(spans), tuple(firsts), tuple(counts))


def _look(gap: str, word: str) -> int:
    """How a word is printed that follows on ``gap``."""
    case = 3 if any(c.isdigit() for c in word) else 2 if len(word) > 1 and word.isupper() else int(word[:1].isupper())
    return case + (_OPENS if "\n" in gap else 0)


def _marked(words: Words, found: Sequence[tuple[Window, tuple[_Parts, ...]]]) -> tuple[Marked, ...]:
    """The attributions whose cues open in the cores of the windows; of those that share a word of a cue, the surest."""
    placed = [
        (parts.sure, window.first, parts)
        for window, several in found
        for parts in several
        if window.core_first <= window.first + parts.anchor < window.core_last
    ]
    kept: list[Marked] = []
    taken: set[int] = set()
    for _, first, parts in sorted(placed, key=lambda one: (-one[0], one[1] + one[2].anchor)):
        cue = {first + i for i in parts.cue}
        if not cue & taken:
            taken |= cue
            kept.append(Marked(*(_spans(words, first, part) for part in (parts.source, parts.cue, parts.content))))
    return tuple(sorted(kept, key=lambda one: (one.cue, one.content)))


def _spans(words: Words, first: int, part: Iterable[int]) -> tuple[Span, ...]:
    """The runs of neighbouring words as spans."""
    return tuple(Span(words.spans[first + run[0]][0], words.spans[first + run[-1]][1]) for run in runs(sorted(part)))
