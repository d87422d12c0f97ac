"""What a body says of a headline, by the comparison of POST /score and explicit rules on what it finds.

Each body and each distinct headline is read and encoded once. A headline is compared with the few claims of the body
that are closest to it, and ``judge`` pools what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from service.measure.subject import Progress, Subject, encoded, silent
from service.news.article import Article
from service.scoring.view import EncodedClaim

# A headline is one statement; beyond the three closest claims of a body the others speak of something else.
CLOSEST = 3
# Bodies read together share phrases to encode; more letters at once only take memory.
_LETTERS_AT_ONCE = 100_000
_PAIRS_AT_ONCE = 2_000


class BodyStance(StrEnum):
    """What a body says of a headline."""

    AGREE = "agree"
    DISAGREE = "disagree"
    DISCUSS = "discuss"
    UNRELATED = "unrelated"


LABELS = tuple(BodyStance)
WORDS = {label.value: label for label in LABELS}


@dataclass(frozen=True, slots=True)
class Rule:
    """From where on a body is taken to speak of a headline, deny it or affirm it.

    ``related`` is a cosine, the others are probabilities of stances.
    """

    related: float
    contradicts: float
    agrees: float


# Chosen by ``stance.choose_rule`` on 300 bodies (8 446 headlines) of the challenge's training part. The cosine tells
# related from unrelated well: 95 % of unrelated headlines stay below 0.41, three quarters of the others are above 0.58.
# The head has seen no headlines: among related ones its agreement hardly tells 'agree' from 'discuss', so only a very
# sure one counts.
RULE = Rule(related=0.45, contradicts=0.5, agrees=0.85)


@dataclass(frozen=True, slots=True)
class Question:
    """One row: a headline, the body it is held against, and what the body says of it."""

    headline: str
    body: str
    label: BodyStance


@dataclass(frozen=True, slots=True)
class Closeness:
    """A headline against the closest claims of a body: the largest cosine, P(agrees) and P(contradicts), in [0, 1].

    The two probabilities are 0 where the cosine is too small to compare at all.
    """

    similarity: float
    agrees: float = 0.0
    contradicts: float = 0.0


def closeness(
    bodies: Mapping[str, str],
    questions: Sequence[Question],
    scorer: Subject,
    progress: Progress = silent,
    related: float = RULE.related,
) -> list[Closeness]:
    """How close each headline comes to its body, in the order of ``questions``; compared from cosine ``related`` on."""
    claims = _read_bodies({question.body: bodies[question.body] for question in questions}, scorer, progress)
    headlines = list(dict.fromkeys(question.headline for question in questions))
    read = dict(zip(headlines, encoded(scorer, headlines), strict=True))
    nearest = [_nearest(read[question.headline], claims[question.body]) for question in questions]
    chosen = [
        (number, read[question.headline], claim)
        for number, question in enumerate(questions)
        for cosine, claim in nearest[number]
        if nearest[number][0][0] >= related
    ]
    surest = _surest(chosen, len(questions), scorer, progress)
    tops = (near[0][0] if near else 0.0 for near in nearest)
    return [Closeness(top, agrees, contradicts) for top, (agrees, contradicts) in zip(tops, surest, strict=True)]


def judge(found: Closeness, rule: Rule = RULE) -> BodyStance:
    """What the body says of the headline: nothing unless it is close; then the surer of no and yes, if sure."""
    if found.similarity < rule.related:
        return BodyStance.UNRELATED
    if found.contradicts >= rule.contradicts and found.contradicts > found.agrees:
        return BodyStance.DISAGREE
    return BodyStance.AGREE if found.agrees >= rule.agrees else BodyStance.DISCUSS


def _read_bodies(texts: Mapping[str, str], scorer: Subject, progress: Progress) -> dict[str, list[EncodedClaim]]:
    """The claims of each body, by body id."""
    claims: dict[str, list[EncodedClaim]] = {name: [] for name in texts}
    done = 0
    for part in _portions([Article(id=name, outlet="", text=text) for name, text in texts.items()]):
        for claim in scorer.read(part).encoded:
            claims[claim.claim.article].append(claim)
        done += len(part)
        progress("read", done, len(texts))
    return claims


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


def _nearest(headline: EncodedClaim, claims: Sequence[EncodedClaim]) -> list[tuple[float, EncodedClaim]]:
    """The closest claims with their cosines in [0, 1], closest first."""
    if not claims:
        return []
    cosines = np.clip(np.stack([claim.vector for claim in claims]) @ headline.vector, 0.0, 1.0)
    order = np.argsort(-cosines, kind="stable")[:CLOSEST]
    return [(float(cosines[i]), claims[i]) for i in order]


def _surest(
    chosen: Sequence[tuple[int, EncodedClaim, EncodedClaim]], many: int, scorer: Subject, progress: Progress
) -> list[tuple[float, float]]:
    """The largest P(agrees) and P(contradicts) under each number below ``many``; 0 where nothing was chosen for it."""
    largest = np.zeros((many, 2))
    for start in range(0, len(chosen), _PAIRS_AT_ONCE):
        part = chosen[start : start + _PAIRS_AT_ONCE]
        compared = scorer.compare_claims([(headline, claim) for _, headline, claim in part])
        for (number, _, _), one in zip(part, compared, strict=True):
            stances = (one.probabilities.agrees, one.probabilities.contradicts)
            largest[number] = np.maximum(largest[number], stances)
        progress("compare", start + len(part), len(chosen))
    return [(float(agrees), float(contradicts)) for agrees, contradicts in largest]
