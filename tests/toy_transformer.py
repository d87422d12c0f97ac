"""A transformer of a few thousand random weights, made on the spot: what the real pair model is to tests."""

from __future__ import annotations

COLUMNS = (
    *("agrees", "contradicts", "neutral", "updates"),
    *("number", "actor", "target", "place", "time", "cause", "status", "denial"),
)
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def make_toy(words, columns=COLUMNS, seed=0, layers=2):
    """(model, tokenizer) that know ``words``; the model's columns are named in the order given."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    vocabulary = {word: i for i, word in enumerate((*SPECIAL, *words))}
    plain = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    plain.pre_tokenizer = pre_tokenizers.Whitespace()
    plain.post_processor = processors.BertProcessing(("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"]))
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=plain, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=layers,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=256,
        initializer_range=0.3,  # far enough from nothing that a few steps tell words apart
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        num_labels=len(columns),
        id2label=dict(enumerate(columns)),
        label2id={name: i for i, name in enumerate(columns)},
    )
    return BertForSequenceClassification(config), tokenizer
