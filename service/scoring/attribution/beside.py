"""Whose name is set beside a description: 'its chairwoman, Ana Bortic', 'one of the two, cook Leo Marsh'."""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.attribution import voices
from service.scoring.attribution.given_names import gender_of
from service.scoring.attribution.naming import folded, without_titles
from service.scoring.attribution.phrases import Part
from service.scoring.attribution.runs import Run

_CALLING = voices.POSTS | voices.TRADES
_THINGS = voices.DOCUMENTS | voices.PLACES


def run_at_head(part: Part, runs: Sequence[Run]) -> Run | None:
    """The run that the core of a part ends with; a title before it belongs to it."""
    last = part.core[-1].i
    return next((run for run in runs if run.tokens[0].i <= last <= run.last), None)


def person_beside(
    parts: Sequence[Part], runs: Sequence[Sequence[Run]], noun: str, *, plural: bool = False
) -> Run | None:
    """The name set beside the first of ``parts``, whose head is ``noun``; None where it calls nobody."""
    if noun in voices.DOCUMENTS:
        return None
    first = parts[0]
    called = noun in voices.POSTS or (noun in voices.PEOPLE and not plural) or _holds(first, noun)
    for part, inside in zip(parts[1:], runs[1:], strict=True):
        run = run_at_head(part, inside)
        alone = not part.after and not part.owner
        if run is None or set(folded(without_titles(run.text))) & voices.INSTITUTIONS or (run.is_place and not alone):
            continue
        apart = alone and not plural and _is_told_apart(first, run, noun)
        if _fits(first, part, run, noun, alone=alone) if called else apart:
            return run
    return None


def _fits(first: Part, part: Part, run: Run, noun: str, *, alone: bool) -> bool:
    named = alone and len(run.tokens) == len(part.core) and noun in _CALLING
    # 'The dead man's brother, Kofi'
    kin = named and bool(first.owner) and noun in voices.KIN and not run.is_place
    return run.is_person or kin or (named and len(folded(run.text)) > 1)


def _is_told_apart(first: Part, run: Run, noun: str) -> bool:
    """Whether a name is somebody's for sure and what it stands beside may be anybody: 'a night guard, Ana Bortic'."""
    titled = without_titles(run.text) != run.text
    one_of_them = first.tokens[0].text.lower() in voices.INDEFINITE
    may_be = titled or one_of_them or noun not in voices.INSTITUTIONS
    return run.is_person and (titled or _is_labelled(run)) and may_be and noun not in _THINGS


def _is_labelled(run: Run) -> bool:
    known = all(t.entity == "PERSON" for t in run.tokens) or bool(gender_of(folded(run.text)[0]))
    return len(run.tokens) > 1 and known


def _holds(first: Part, noun: str) -> bool:
    """Whether a phrase calls somebody by what he is to others: 'the forum's convener', 'her acupuncturist'."""
    whose = bool(first.owner) or noun in voices.TRADES
    return whose and first.head.tag == "NN" and not first.head.entity and noun not in voices.BODIES
