"""A BERT encoder over windows of several lengths at once, which does not reckon with what they are filled up with.

What looks at one piece of a word at a time, most of the work, is done once for all pieces that are there, those of one
window behind those of another. Only attention, which looks at all pieces of a window, has windows filled up, each to a
length that it would have alone: what is read beside a window changes nothing in it, as ``windows.filled`` has it.

PyTorch is imported at the top of this module, so whoever needs it imports the module where it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, cast

import torch
from torch import Tensor, nn

from service.scoring.attribution.windows import filled

if TYPE_CHECKING:
    from transformers import PreTrainedModel

# Matrices have so many rows, or a multiple: products of a few rows may be reckoned, and rounded, in another way.
ROWS = 32


@dataclass(frozen=True, slots=True)
class _Alike:
    """Windows that are filled up to one length.

    ``places``, of shape (windows, length), holds the places of their pieces among all; ``inside``, of the same shape,
    is true where there is a piece.
    """

    places: Tensor
    inside: Tensor


def packed(encoder: PreTrainedModel, ids: Tensor, looks: Tensor, lengths: Sequence[int]) -> Tensor:
    """The vectors of pieces, shape (pieces, width), in the order of the windows that they stand in.

    ``ids`` and ``looks`` (how a piece is printed), of shape (pieces,), hold one window behind another, marks included;
    ``lengths`` tells how many pieces each window has. A window of another encoder than BERT's cannot be read.
    """
    bert: Any = encoder
    spare = -len(ids) % ROWS
    within = torch.cat([torch.arange(length) for length in lengths])
    given, printed, places = (nn.functional.pad(each, (0, spare)).unsqueeze(0) for each in (ids, looks, within))
    hidden = bert.embeddings(input_ids=given, token_type_ids=printed, position_ids=places).squeeze(0)
    alike = _alike(lengths)
    for layer in bert.encoder.layer:
        attended = _attended(layer.attention.self, hidden, alike, int(bert.config.num_attention_heads))
        hidden = layer.attention.output(attended, hidden)
        hidden = layer.output(layer.intermediate(hidden), hidden)
    return cast("Tensor", hidden[: len(ids)])


def _alike(lengths: Sequence[int]) -> list[_Alike]:
    """The windows by the length that they are filled up to."""
    starts = [0, *accumulate(lengths)]
    found = []
    for length in sorted({filled(each) for each in lengths}):
        windows = [k for k, each in enumerate(lengths) if filled(each) == length]
        places = torch.tensor([starts[k] for k in windows]).unsqueeze(1) + torch.arange(length)
        inside = torch.arange(length) < torch.tensor([lengths[k] for k in windows]).unsqueeze(1)
        # What a window is filled up with is any piece: nobody looks at it.
        found.append(_Alike(places.where(inside, 0), inside))
    return found


def _attended(own: Any, hidden: Tensor, alike: Sequence[_Alike], heads: int) -> Tensor:
    """What each piece takes up from its window, shape (pieces, width), before the heads are mixed."""
    asked, keys, values = own.query(hidden), own.key(hidden), own.value(hidden)
    found = torch.zeros_like(hidden)
    for one in alike:
        q, k, v = (each[one.places].unflatten(2, (heads, -1)).transpose(1, 2) for each in (asked, keys, values))
        mask = one.inside[:, None, None, :].expand(-1, 1, one.inside.shape[1], -1)
        seen = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        found[one.places[one.inside]] = seen.transpose(1, 2).flatten(2)[one.inside]
    return found
