"""Pairs of claims → comparisons: signals, evidence in bits, reasons with their words, then the update rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from service.news.claim import Claim, SlotName
from service.news.pair import Comparison, Probabilities, Reason, ReasonCode, Relation
from service.scoring.head import Head, judge
from service.scoring.ports import PairModel
from service.scoring.signals import SIGNALS
from service.scoring.update import is_update
from service.scoring.view import EncodedClaim, Judgement, PairView

ALWAYS = datetime.min.replace(tzinfo=UTC)
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


def views(chosen: Sequence[tuple[EncodedClaim, EncodedClaim]], model: PairModel) -> list[PairView]:
    """Each pair laid side by side, in the order given: the earlier claim (then the one with the smaller id) first."""
    ordered = [sorted(pair, key=lambda encoded: _place_in_time(encoded.claim)) for pair in chosen]
    texts = [(a.claim.text, b.claim.text) for a, b in ordered]
    logits = model.judge([*texts, *((b, a) for a, b in texts)])
    mean = (logits[: len(texts)] + logits[len(texts) :]) / 2
    return [
        PairView(a, b, Judgement(float(agrees - neutral), float(contradicts - neutral)))
        for (a, b), (agrees, contradicts, neutral) in zip(ordered, mean, strict=True)
    ]


def pairs(chosen: Sequence[tuple[EncodedClaim, EncodedClaim]], head: Head, model: PairModel) -> list[Comparison]:
    """Each pair compared, in the order given; the earlier claim (then the one with the smaller id) becomes ``a``."""
    return [compare(pair, head) for pair in views(chosen, model)]


def compare(pair: PairView, head: Head) -> Comparison:
    """Two claims compared."""
    evidence = head.evidence(pair)
    probabilities = judge(evidence)
    relation = _relation(pair, probabilities)
    found = reasons(pair) if relation is Relation.CONTRADICTS else ()
    return Comparison(
        a=pair.a.claim.id,
        b=pair.b.claim.id,
        relation=relation,
        decided=_decided(relation, probabilities, found, head),
        probabilities=probabilities,
        evidence=evidence,
        reasons=found,
    )


def reasons(pair: PairView) -> tuple[Reason, ...]:
    """The slots in conflict, with the words in both claims; those that signals name, else a nearest miss."""
    found = tuple(reason for signal in SIGNALS for reason in signal.explain(pair))
    return found or tuple(_nearest_misses(pair))[:1]


def _place_in_time(claim: Claim) -> tuple[datetime, str]:
    return (claim.as_of or ALWAYS, claim.id)


def _relation(pair: PairView, probabilities: Probabilities) -> Relation:
    if is_update(pair, probabilities):
        return Relation.UPDATES
    return Relation(probabilities.top.value)


def _decided(relation: Relation, probabilities: Probabilities, found: Sequence[Reason], head: Head) -> bool:
    if relation is Relation.CONTRADICTS:
        return probabilities.contradicts >= head.contradiction_from and bool(found)
    # That two claims have nothing to do with each other, or that a rule applies, asserts nothing that could be doubted.
    return relation is not Relation.AGREES or probabilities.agrees >= head.agreement_from


def _nearest_misses(pair: PairView) -> Iterator[Reason]:
    """For each slot the fillers that are most alike without being the same."""
    for name, code in FALLBACK_ORDER:
        mine, theirs = pair.slots(name)
        ranked = sorted(
            ((pair.alike(x, y), x.span, y.span, x, y) for x in mine for y in theirs), key=lambda row: row[:3]
        )
        if ranked and ranked[-1][0] < DIFFERENT:
            yield pair.reason(code, ranked[-1][3], ranked[-1][4])
