"""`train`: labelled pairs in, models/ out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from service import app
from service.adapters import artefacts, kept_logits
from service.adapters.pair_models import Remembered
from service.learning.head import Fit, TooFewRows, fit
from service.learning.made import WEIGHT
from service.measure import labelled
from service.measure.labelled import LabelledPair, every, set_apart
from service.measure.lines import UnreadableRow
from service.measure.trial import alone
from service.news.pair import Bits, Relation
from service.news.progress import Progress, silent
from service.scoring.head import Bounds, Head
from service.scoring.pipeline import Scorer
from service.scoring.signals import SIGNALS
from service.scoring.update import SIGNS


def head(pairs: Sequence[Path], progress: Progress) -> str:
    """Fit the head on ``pairs`` and say what came of it; where there are none, on what of the seeds is set apart.

    Raises UnreadableRow, also where the rows do not suffice, and ArtefactError.
    """
    models = artefacts.models_folder(app.settings_from_environ().models)
    files = pairs or artefacts.training_seeds()
    try:
        scorer = scorer_to_learn_with()
        found = train_head(files, scorer, models, progress, every if pairs else set_apart)
        try_head(found.head, artefacts.gates(), scorer, models, progress)
    except TooFewRows as fault:
        raise UnreadableRow(files[0], 0, str(fault)) from fault
    figures = f"log loss {found.log_loss:.3f}, accuracy {found.accuracy:.3f} out of fold"
    return f"{found.head.version}: {figures}, written to {models}"


def scorer_to_learn_with() -> Scorer:
    """A scorer whose pair model tells of the rows set apart what it said before it had learnt them."""
    settings = app.settings_from_environ()
    models = artefacts.models_folder(settings.models)
    said = kept_logits.read(models / artefacts.PAIR_MODEL / artefacts.UNSEEN)
    scorer = app.build_scorer(settings, blank_head())
    return scorer.with_pair_model(Remembered(scorer.tools.pair_model, said))


def train_head(
    pairs: Sequence[Path],
    scorer: Scorer,
    models: Path,
    progress: Progress = silent,
    wanted: Callable[[str], bool] = every,
) -> Fit:
    """Fit the head on the rows of ``pairs``, write it with its card and the manifest into ``models``.

    ``scorer`` reads and encodes; its own head plays no part. Only events that are ``wanted`` are learnt from. Raises
    UnreadableRow, and TooFewRows.
    """
    rows = labelled.read(pairs, scorer, progress, wanted)
    measurements = labelled.measured(rows, scorer, progress)
    found = fit(measurements, progress)
    progress("fit", 1, 1)
    artefacts.write_head(models, found.head)
    (models / artefacts.CARD).write_text(
        _card(found, rows, len(measurements.relations) - len(rows), pairs, scorer), encoding="utf-8"
    )
    artefacts.write_manifest(models)
    return found


def try_head(head: Head, gates: Path, scorer: Scorer, models: Path, progress: Progress = silent) -> None:
    """Write what ``head`` makes of the rows of ``gates``, which nothing is trained on, into ``models``.

    Raises UnreadableRow.
    """
    rows = labelled.measured(labelled.read([gates], scorer, progress, every), scorer, progress, made=False)
    artefacts.write_gates(models, head, alone(rows, head).plain)
    artefacts.write_manifest(models)


def _card(found: Fit, rows: Sequence[LabelledPair], made: int, files: Sequence[Path], scorer: Scorer) -> str:
    relations = ", ".join(f"{sum(row.relation is each for row in rows)} {each.value}" for each in Relation)
    events = len({row.event for row in rows})
    return f"""# The head

- version: `{found.head.version}`
- what: multinomial logistic regression of the stance over {len(SIGNALS)} signals, and logistic regression of updates
  over {len(SIGNS)} signs, as bits per unit (`head.json`)
- made by: `make train` (`python -m service train`)
- data: {len(rows)} claim pairs of {events} events ({relations})
  from {", ".join(f"`{file.name}`" for file in files)}, written for this project (Apache-2.0);
  of the seeds, the third of the events that a model judged which had not read them;
  and {made} neutral pairs made of them (`service/learning/made.py`), each with a weight of {WEIGHT}
- reads with: `{scorer.snapshot.model.split("+", 1)[-1]}`
- fitted on {found.rows} rows: stances on those that are no updates, penalty C = {found.penalties[0]:g}, temperature
  {found.temperatures[0]:.2f}; updates on those an hour or more apart, C = {found.penalties[1]:g},
  temperature {found.temperatures[1]:.2f}
- out of fold (by event, weighted): log loss {found.log_loss:.3f}, accuracy {found.accuracy:.3f}
- at P(contradicts) >= {found.head.asked.contradicts:.2f}: precision {found.contradiction_precision:.3f},
  recall {found.contradiction_recall:.3f}
- agreement is decided from P(agrees) >= {found.head.asked.agrees:.2f}; in reports a contradiction from
  {found.head.laid.contradicts:.2f}, an agreement from {found.head.laid.agrees:.2f}, an update from
  {found.head.laid.updates:.2f} on

Figures on pairs that were never trained on stand in `docs/benchmarks.md`. Self-authored rows flatter a model; it fails
on statements that differ in meaning without differing in a slot, on idiom, and on arithmetic beyond sums.
"""


def blank_head() -> Head:
    """A head that weighs nothing: what a scorer is given while its real one is still to be fitted."""
    nothing = Bits(0.0, 0.0, 0.0)
    return Head(
        version="blank",
        prior=nothing,
        weights={signal.name: nothing for signal in SIGNALS},
        update_prior=0.0,
        update_weights={sign.name: 0.0 for sign in SIGNS},
        asked=Bounds(1.0, 1.0),
        laid=Bounds(1.0, 1.0),
    )
