"""The network behind the attribution tagger: an encoder, labels for each word, and roles for each word and cue.

An attribution is found by the first word of its cue. For every such word, each word of the window is scored for being
part of that attribution's source, cue or content by a biaffine form (Dozat & Manning 2017, arXiv:1611.01734), so that
contents may nest, overlap and be interrupted.

PyTorch is imported at the top of this module, so whoever needs the network imports the module where it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from transformers import PreTrainedModel

ROLES = ("source", "cue", "content")
LABELS = ("anchor", *ROLES)
DIMENSIONS = 128
REACH = 96


class AttributionNetwork(nn.Module):
    """Scores for words; all scores are natural logits."""

    def __init__(self, encoder: PreTrainedModel) -> None:
        super().__init__()
        width = int(encoder.config.hidden_size)
        self.encoder = encoder
        self.label = nn.Linear(width, len(LABELS))
        self.from_cue = nn.Linear(width, len(ROLES) * DIMENSIONS)
        self.to_word = nn.Linear(width, len(ROLES) * DIMENSIONS)
        self.alone = nn.Linear(width, len(ROLES))
        self.distance = nn.Embedding(2 * REACH + 1, len(ROLES))
        nn.init.zeros_(self.distance.weight)

    def forward(self, ids: Tensor, looks: Tensor, mask: Tensor, firsts: Tensor) -> Tensor:
        """Vectors of words, shape (batch, words, width), from those of their first pieces.

        ``ids``, ``looks`` (how a piece is printed) and ``mask`` have the shape (batch, pieces), ``firsts`` (batch,
        words) holds indices of pieces.
        """
        read = self.encoder(input_ids=ids, token_type_ids=looks, attention_mask=mask)
        hidden: Tensor = read.last_hidden_state
        return hidden.gather(1, firsts.unsqueeze(-1).expand(-1, -1, hidden.shape[-1]))

    def labels(self, words: Tensor) -> Tensor:
        """Shape (batch, words, 4): is it the first word of a cue, part of some source, of some cue, of some content."""
        return cast("Tensor", self.label(words))

    def roles(self, words: Tensor, anchors: Tensor) -> Tensor:
        """Shape (batch, anchors, words, 3): is a word part of the source, the cue, the content of the attribution.

        ``anchors``, of shape (batch, anchors), holds the words that attributions are found by.
        """
        batch, length, width = words.shape
        shape = (len(ROLES), DIMENSIONS)
        opening = words.gather(1, anchors.unsqueeze(-1).expand(-1, -1, width))
        cues = nn.functional.gelu(self.from_cue(opening)).view(batch, anchors.shape[1], *shape)
        others = nn.functional.gelu(self.to_word(words)).view(batch, length, *shape)
        # As a product of matrices: (batch, role, anchor, dimension) by (batch, role, dimension, word).
        agree = (cues.permute(0, 2, 1, 3) @ others.permute(0, 2, 3, 1)).permute(0, 2, 3, 1) / DIMENSIONS**0.5
        places = torch.arange(length, device=words.device)
        apart = (places - anchors.unsqueeze(-1)).clamp(-REACH, REACH) + REACH
        return cast("Tensor", agree + self.alone(words).unsqueeze(1) + self.distance(apart))
