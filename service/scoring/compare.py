"""Pairs of claims → comparisons: signals, evidence in bits, the rule of time for updates, reasons with their words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from service.news.claim import Claim, SlotName
from service.news.pair import Comparison, Development, Probabilities, Reason, ReasonCode, Relation, of_relation
from service.scoring.head import Head, judge
from service.scoring.ports import Logits, PairModel
from service.scoring.signals import SIGNALS
from service.scoring.update import late_enough
from service.scoring.view import EncodedClaim, Judgement, PairView

# Most pairs of an event's claims have nothing to do with each other, and one reading shows it; what is lost by not
# reading these again is in docs/benchmarks.md.
SURELY_NEUTRAL = 0.8
NEUTRAL = list(Relation).index(Relation.NEUTRAL)
ALWAYS = datetime.min.replace(tzinfo=UTC)
# Of two claims that somebody asks about one in three contradicts, of those that a report lays side by side one in
# thirty, and many of these are clauses cut from their sentences: this tells the pair model which of the two it reads.
UNASKED = "‡ "
# Where no signal names the slot in conflict, it is taken to be the first of these that both claims fill differently.
FALLBACK_ORDER = (
    (SlotName.NUMBER, ReasonCode.NUMBER),
    (SlotName.PLACE, ReasonCode.PLACE),
    (SlotName.TIME, ReasonCode.TIME),
    (SlotName.CAUSE, ReasonCode.CAUSE),
    (SlotName.ACTOR, ReasonCode.ACTOR),
    (SlotName.TARGET, ReasonCode.TARGET),
    (SlotName.ACTION, ReasonCode.STATUS),
    (SlotName.STATUS, ReasonCode.STATUS),
)
DIFFERENT = 0.75
# From here on a contradiction is decided that no word can be pointed at for: the two claims are, whole.
SURE_WITHOUT_WORDS = 0.7


def as_read(first: str, second: str, *, asked: bool) -> tuple[str, str]:
    """Two texts as the pair model reads them; ``asked`` is as in ``pairs``."""
    return first if asked else UNASKED + first, second


def turned(first: str, second: str) -> tuple[str, str]:
    """Two texts that were put ``as_read``, the other way round."""
    return as_read(second, first.removeprefix(UNASKED), asked=not first.startswith(UNASKED))


def views(
    chosen: Sequence[tuple[EncodedClaim, EncodedClaim]], model: PairModel, neutral_from: float = 1.0, *, asked: bool
) -> list[PairView]:
    """Each pair laid side by side, in the order given: the earlier claim (then the one with the smaller id) first.

    Where one reading finds a pair neutral with a probability above ``neutral_from``, it is not read the other way.
    ``asked`` is as in ``pairs``.
    """
    ordered = [sorted(pair, key=lambda encoded: _place_in_time(encoded.claim)) for pair in chosen]
    # Read first is the direction that tells of updates; between claims of one time, one that no id decides.
    swapped = [a.claim.as_of == b.claim.as_of and a.claim.text > b.claim.text for a, b in ordered]
    texts = [(a.claim.text, b.claim.text) for a, b in ordered]
    onwards = [text[::-1] if swap else text for text, swap in zip(texts, swapped, strict=True)]
    first = model.judge([as_read(*text, asked=asked) for text in onwards])
    open_still = [i for i, logits in enumerate(first) if _neutral(logits) <= neutral_from]
    second = first.copy()
    if open_still:
        second[open_still] = model.judge([as_read(*onwards[i][::-1], asked=asked) for i in open_still])
    both = [(two, one) if swap else (one, two) for one, two, swap in zip(first, second, swapped, strict=True)]
    return [PairView(a, b, _judgement(*readings)) for (a, b), readings in zip(ordered, both, strict=True)]


def pairs(
    chosen: Sequence[tuple[EncodedClaim, EncodedClaim]], head: Head, model: PairModel, *, asked: bool = False
) -> list[Comparison]:
    """Each pair compared, in the order given; the earlier claim (then the one with the smaller id) becomes ``a``.

    ``asked`` is whether somebody asks about these pairs; others are laid side by side without being asked for.
    """
    return [compare(pair, head, asked=asked) for pair in views(chosen, model, SURELY_NEUTRAL, asked=asked)]


def compare(pair: PairView, head: Head, *, asked: bool = False) -> Comparison:
    """Two claims compared.

    A contradiction is decided where words in both claims can be pointed at, and else only where it is surer: the reason
    is then the slot that the pair model finds likeliest, and points at both claims whole.
    """
    evidence = head.evidence(pair)
    probabilities = judge(evidence)
    development = head.development(pair) if late_enough(pair.a.claim, pair.b.claim) else None
    relation = _relation(probabilities, development)
    shown = reasons(pair) if relation is Relation.CONTRADICTS else ()
    found = shown or (_as_wholes(pair) if relation is Relation.CONTRADICTS else ())
    probability = of_relation(relation, probabilities, development)
    least = (head.asked if asked else head.laid).of(relation)
    if relation is Relation.CONTRADICTS and not shown:
        least = max(least, SURE_WITHOUT_WORDS)
    return Comparison(
        a=pair.a.claim.id,
        b=pair.b.claim.id,
        relation=relation,
        decided=probability >= least and (bool(found) or relation is not Relation.CONTRADICTS),
        probabilities=probabilities,
        evidence=evidence,
        reasons=found,
        development=development,
    )


def reasons(pair: PairView) -> tuple[Reason, ...]:
    """The slots in conflict, surest first, with the words in both claims.

    Which slots is what the pair model finds likely, the likeliest where it finds none so; the words are those that
    signals point at, else the nearest miss. A slot without words in both claims is no reason; where none has any, it is
    what the signals point at, else the nearest miss of any slot.
    """
    shown = [reason for signal in SIGNALS for reason in signal.explain(pair)]
    ranked = sorted(pair.judgement.reasons.items(), key=lambda each: -each[1])
    likely = [code for place, (code, log_odds) in enumerate(ranked) if log_odds >= 0 or place == 0]
    words_of = {reason.code: reason for reason in (*reversed(_misses(pair, 1.0)), *reversed(shown))}
    words_of |= {ReasonCode.DENIAL: Reason(ReasonCode.DENIAL, pair.a.claim.span, pair.b.claim.span)}
    found = tuple(words_of[code] for code in likely if code in words_of)
    return found or tuple(shown) or tuple(_misses(pair, DIFFERENT)[:1])


def _as_wholes(pair: PairView) -> tuple[Reason, ...]:
    """The likeliest slot in conflict, pointing at both claims whole; none where either has no content words."""
    a, b = pair.a.claim, pair.b.claim
    if not (a.statement.words and b.statement.words):
        return ()
    return (Reason(max(ReasonCode, key=pair.judgement.reasons.__getitem__), a.span, b.span),)


def _place_in_time(claim: Claim) -> tuple[datetime, str]:
    return (claim.as_of or ALWAYS, claim.id)


def _neutral(logits: Logits) -> float:
    """The probability that one reading gives to neutral among the relations, in [0, 1]."""
    relations = logits[: len(Relation)]
    return min(1.0, float(np.exp(relations[NEUTRAL] - np.logaddexp.reduce(relations))))


def _judgement(onwards: Logits, back: Logits) -> Judgement:
    """What the two readings of a pair come to: the stance is in both, an update only in the reading onwards."""
    agrees, contradicts, neutral, _, *reasons = map(float, (onwards + back) / 2)
    *stances, updates = map(float, onwards[: len(Relation)])
    goes_on = updates - float(np.logaddexp.reduce(stances))
    return Judgement(agrees - neutral, contradicts - neutral, goes_on, dict(zip(ReasonCode, reasons, strict=True)))


def _relation(probabilities: Probabilities, development: Development | None) -> Relation:
    """The likeliest relation; ties go to the stance."""
    stance = Relation(probabilities.top.value)
    each = (stance, Relation.UPDATES)
    return max(each, key=lambda relation: of_relation(relation, probabilities, development))


def _misses(pair: PairView, below: float) -> list[Reason]:
    """For each slot the fillers that are most alike without being the same, if they are less alike than ``below``."""
    found: list[Reason] = []
    for name, code in FALLBACK_ORDER:
        mine, theirs = pair.slots(name)
        ranked = sorted(
            (
                (pair.alike(x, y), x.span, y.span, x, y)
                for x in mine
                for y in theirs
                if x.text.casefold() != y.text.casefold()
            ),
            key=lambda row: row[:3],
        )
        if ranked and ranked[-1][0] <= below:
            found.append(pair.reason(code, ranked[-1][3], ranked[-1][4]))
    return found
