"""An attribution tagger of a few thousand random weights, made on the spot: what the real one is to tests."""

from __future__ import annotations

MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def make_toy_tagger(folder, words, seed=0):
    """A tagger that knows ``words`` one piece each, and every other word as unknown; its encoder lies in ``folder``."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel

    from service.adapters.attribution_tagger import AttributionTagger

    vocabulary = {word: i for i, word in enumerate((*MARKS, *words))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=256,
        initializer_range=0.3,  # far enough from nothing that a few steps tell words apart
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return AttributionTagger.untrained(folder)
