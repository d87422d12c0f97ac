"""What the pair model is taught on, besides claims and public pairs: sentences altered in one respect."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from service.learning.alter_clauses import denied
from service.learning.alterable import Sentence
from service.learning.altered import Altered, altered
from service.measure.pairs import Pair
from service.measure.rows import json_rows
from service.news.pair import Stance
from service.news.progress import Progress
from service.scoring.annotated import Token, joined
from service.scoring.pipeline import Scorer

GROUPS = "events/allsides_groups.jsonl"
# How many sentences are altered, of news and of public pairs, and how many hypotheses are denied.
NEWS, PREMISES, DENIED = 14_000, 10_000, 5_000
# Letters.
SHORTEST = 30
CHUNK = 2_000
SEED = 5


def made(corpora: Path, pairs: Sequence[Pair], scorer: Scorer, progress: Progress) -> list[Altered]:
    """Pairs made by altering sentences of news and of public ``pairs``. Raises UnreadableRow."""
    lines = [line for group in _groups(corpora).values() for lead in group for line in lead]
    news = _sentences(lines, scorer, "read news", progress)
    order = random.Random(SEED)
    premises = sorted({pair.premise for pair in pairs})
    chosen = _sentences(order.sample(premises, min(PREMISES, len(premises))), scorer, "read premises", progress)
    found = list(altered(order.sample(news, min(NEWS, len(news))), SEED))
    found += altered(chosen, SEED)
    known = [pair for pair in pairs if pair.label is not Stance.CONTRADICTS]
    asked = order.sample(known, min(DENIED, len(known)))
    return found + list(_denied(asked, scorer, progress))


def _denied(pairs: Sequence[Pair], scorer: Scorer, progress: Progress) -> Iterator[Altered]:
    """A denied hypothesis contradicts what it followed from, and stays open where it was."""
    order = random.Random(SEED)
    for start in range(0, len(pairs), CHUNK):
        part = pairs[start : start + CHUNK]
        read = scorer.tools.annotator.annotate((one.hypothesis for one in part), by_rule=True)
        for pair, text in zip(part, read, strict=True):
            if len(text.sentences) == 1:
                other = denied(Sentence(text.tokens, {}), order)
                if other:
                    stance = Stance.CONTRADICTS if pair.label is Stance.AGREES else Stance.NEUTRAL
                    yield Altered(pair.premise, other[0], stance, "denied hypothesis")
        progress("deny", start + len(part), len(pairs))


def _groups(corpora: Path) -> dict[str, list[list[str]]]:
    """The titles and leads of each group of articles on one event, as sentences. Raises UnreadableRow."""
    found: dict[str, list[list[str]]] = {}
    for row in json_rows([corpora / GROUPS]):
        found.setdefault(row.text("event"), []).append(_lines(row.text("title"), row.text("text")))
    return found


def _lines(title: str, text: str) -> list[str]:
    """A title and the sentences of a lead, cut where one surely ends; what is too short to say much is left out."""
    lead = re.sub(r"""(?<=[a-z)0-9]{2}[.?!])(["”’)]?) (?=["“‘A-Z])""", r"\1\n", " ".join(text.split()))
    return [line for line in (title.strip(), *lead.split("\n")) if len(line) >= SHORTEST]


def _sentences(texts: Sequence[str], scorer: Scorer, stage: str, progress: Progress) -> list[tuple[Token, ...]]:
    """The sentences of ``texts``, annotated, each once, in the order of a digest."""
    found: dict[str, tuple[Token, ...]] = {}
    for start in range(0, len(texts), CHUNK):
        part = texts[start : start + CHUNK]
        for text in scorer.tools.annotator.annotate(part, by_rule=True):
            for sentence in text.sentences:
                tokens = text.tokens_of(sentence)
                found[joined(tokens)] = tokens
        progress(stage, start + len(part), len(texts))
    return [found[text] for text in sorted(found, key=lambda text: hashlib.sha256(text.encode()).digest())]
