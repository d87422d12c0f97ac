"""What bodies say of headlines: each read and encoded once, the close ones compared, and the trained head asked.

A headline is compared with the few claims of the body that are closest to it, by the comparison of POST /score, and
only where the head holds that the body speaks of it at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.measure.subject import Progress, Subject, encoded, silent
from service.news.article import Article
from service.news.pair import Comparison
from service.scoring.headline.cues import SAYINGS
from service.scoring.headline.head import BodyHead, BodyStance
from service.scoring.headline.held import MANNER, Held, Measured, ReadBody, ReadHeadline
from service.scoring.view import EncodedClaim

# Bodies read together share phrases to encode; more letters at once only take memory.
_LETTERS_AT_ONCE = 100_000
_PAIRS_AT_ONCE = 2_000

LABELS = tuple(BodyStance)
WORDS = {label.value: label for label in LABELS}


@dataclass(frozen=True, slots=True)
class Question:
    """One row: a headline, the body it is held against, and what the body says of it."""

    headline: str
    body: str
    label: BodyStance


def held(
    bodies: Mapping[str, str], questions: Sequence[Question], scorer: Subject, progress: Progress = silent
) -> list[Held]:
    """Each headline beside its body, in the order of ``questions``."""
    sayings = scorer.encode(list(SAYINGS.values()))
    read = {
        name: ReadBody(bodies[name], claims, sayings)
        for name, claims in _read_bodies({each.body: bodies[each.body] for each in questions}, scorer, progress).items()
    }
    texts = list(dict.fromkeys(question.headline for question in questions))
    headlines = {text: ReadHeadline(claim, sayings) for text, claim in zip(texts, encoded(scorer, texts), strict=True)}
    return [Held(headlines[question.headline], read[question.body]) for question in questions]


def judged(rows: Sequence[Held], head: BodyHead, scorer: Subject, progress: Progress = silent) -> list[BodyStance]:
    """What each body says of its headline, in order."""
    near = [number for number, row in enumerate(rows) if head.speaks_of_it(row.nearness)]
    found = [BodyStance.UNRELATED] * len(rows)
    for number, measured in zip(near, manners([rows[number] for number in near], scorer, progress), strict=True):
        found[number] = head.stance(measured)
    return found


def manners(rows: Sequence[Held], scorer: Subject, progress: Progress = silent) -> Measured:
    """The measurements MANNER of each row, shape (n_rows, n_measurements), its closest claims compared."""
    pairs = [(number, row.headline.claim, claim) for number, row in enumerate(rows) for claim in row.closest]
    compared: list[list[Comparison]] = [[] for _ in rows]
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        part = pairs[start : start + _PAIRS_AT_ONCE]
        answers = scorer.compare_claims([(headline, claim) for _, headline, claim in part])
        for (number, _, _), answer in zip(part, answers, strict=True):
            compared[number].append(answer)
        progress("compare", start + len(part), len(pairs))
    measured = [row.manner(found) for row, found in zip(rows, compared, strict=True)]
    return np.stack(measured) if measured else np.zeros((0, len(MANNER)))


def _read_bodies(texts: Mapping[str, str], scorer: Subject, progress: Progress) -> dict[str, tuple[EncodedClaim, ...]]:
    """The claims of each body, by body id."""
    claims: dict[str, list[EncodedClaim]] = {name: [] for name in texts}
    done = 0
    for part in _portions([Article(id=name, outlet="", text=text) for name, text in texts.items()]):
        for claim in scorer.read(part).encoded:
            claims[claim.claim.article].append(claim)
        done += len(part)
        progress("read", done, len(texts))
    return {name: tuple(found) for name, found in claims.items()}


def _portions(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in portions of about so many letters as are read at once."""
    part: list[Article] = []
    letters = 0
    for article in articles:
        if part and letters + len(article.text) > _LETTERS_AT_ONCE:
            yield part
            part, letters = [], 0
        part.append(article)
        letters += len(article.text)
    yield part
