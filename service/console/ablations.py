"""`ablate`: what each signal adds to the head, on the rows it is fitted on, out of fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from service.adapters import artefacts
from service.console.training import scorer_to_learn_with
from service.learning.head import Ablation, TooFewRows, ablations
from service.measure import labelled
from service.measure.labelled import every, set_apart
from service.measure.lines import UnreadableRow
from service.news.progress import Progress
from service.scoring.compare import SURELY_NEUTRAL
from service.scoring.signals import FAMILIES
from service.scoring.update import SIGNS

MODEL = "the pair model"
SPARED = "second readings of what the first finds surely neutral"
HOW = (
    "on the rows the head is fitted on, out of fold by event; below the first line differences; a signal that adds "
    "little may tell what others tell too"
)


def ablate(files: Sequence[Path], progress: Progress) -> tuple[list[Ablation], str]:
    """Figures without each family of signals, each signal and each sign of an update, and what read the rows.

    ``files`` are labelled pairs; where there are none, what of the seeds is set apart for the head is taken. Raises
    UnreadableRow, also where they do not suffice, and ArtefactError.
    """
    scorer, wanted = scorer_to_learn_with(), every if files else set_apart
    rows = labelled.read(files or artefacts.training_seeds(), scorer, progress, wanted)
    whole, sparing = (
        labelled.measured(rows, scorer, progress, neutral_from=neutral_from) for neutral_from in (1.0, SURELY_NEUTRAL)
    )
    try:
        found = ablations(whole, left_out(), lambda done, total: progress("leave out", done, total))
        (spared,) = ablations(sparing, {}, lambda *_: None)
    except TooFewRows as fault:
        raise UnreadableRow((files or artefacts.training_seeds())[0], 0, str(fault)) from fault
    return [found[0], replace(spared, name=SPARED), *found[1:]], scorer.snapshot.model.split("+", 1)[-1]


def left_out() -> dict[str, tuple[str, ...]]:
    """What is left out in turn: the pair model as a whole, families of signals, then one after the other."""
    whole = {MODEL: (*(signal.name for signal in FAMILIES["pair_model"]), "model_updates")}
    families = {
        f"all of {name}": tuple(signal.name for signal in signals)
        for name, signals in FAMILIES.items()
        if name != "pair_model"
    }
    alone = {one: (one,) for signals in FAMILIES.values() for one in (signal.name for signal in signals)}
    return whole | families | alone | {sign.name: (sign.name,) for sign in SIGNS}
