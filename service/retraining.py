"""Learning a head from seeds and labels: measured, fitted, tested on the gates beside the active one, promoted or not.

1. What is learnt from: what of the seeds is set apart for the head, and everybody's last word on each pair that nobody
   disputes, as it is at one moment.
2. What was measured on a pair once is kept, so that learning again reads only what is new.
3. The head is fitted with all of it (``learning.head``: folds by event, penalties, temperature, thresholds).
4. On the gates, which nothing is ever trained on, it is tested beside the active version (``measure.trial``).
5. In a dry run it is told what would change about what is kept (``service.monitoring``), and that is the end.
6. It becomes a version. Where no figure stands against it, or it is forced, it becomes the active one: in one
   transaction, and only if the one that it was tested against still is.

Broken off anywhere and begun again it comes to the same; until the last step nothing has changed for anybody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.adapters import artefacts, kept_logits
from service.adapters.pair_models import Remembered
from service.learning.head import Fit, Rows, TooFewRows, fit
from service.measure import labelled
from service.measure.lines import UnreadableRow
from service.measure.trial import MARGINS, Trial, trial
from service.monitoring import changes
from service.news.accounts import By
from service.news.errors import ArtefactError, CannotLearn
from service.news.job import JobOrder
from service.news.model import Model, Origin
from service.news.monitoring import MOST_EVENTS
from service.news.pair import Relation
from service.news.progress import Progress
from service.scoring.head import Head
from service.scoring.pipeline import Scorer
from service.scoring.signals import SIGNALS
from service.scoring.update import SIGNS, late_enough
from service.scoring.view import EncodedClaim, PairView
from service.scoring.wording import terms
from service.store.database import Database
from service.store.decided import ClaimPlace, DecidedPair, decided, forget_erased
from service.store.measurements import Measurements
from service.store.projection import Projection
from service.store.readings import Readings, versions_of
from service.store.versions import Versions

AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """What a retraining is asked for: whether labels are used, and what one weighs beside a seed; what comes of it."""

    labels: bool = True
    label_weight: float = 1.0
    dry_run: bool = False
    force: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Learnt:
    """What was learnt from: the rows, a digest of them, and how many labels were used and left out, by why.

    The last rows are the labels that were used.
    """

    rows: Rows
    digest: str
    used: int
    labels: int
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def labelled(self) -> NDArray[np.bool_]:
        """Which rows are labels, shape (n_rows,)."""
        n_rows = len(self.rows.relations)
        return np.arange(n_rows) >= n_rows - self.used


class Retraining:
    """Does jobs of the kind 'retrain' over one database.

    ``scorer`` gives the scorer that answers now, and ``models`` is the folder that its pair model came from.
    """

    def __init__(self, database: Database, scorer: Callable[[], Scorer], models: Path) -> None:
        self._database = database
        self._scorer = scorer
        self._models = models
        self._versions = Versions(database)

    def __call__(self, order: JobOrder, progress: Progress) -> dict[str, Any]:
        """What came of it, as JSON. Raises CannotLearn, and UnusableModel where the active version was altered."""
        request: Mapping[str, Any] = order.request
        asked, scorer = Asked(**request), self._scorer()
        kept = Measurements(self._database, how(scorer))
        kept.forget_others()
        self._database.run(forget_erased, idempotent=True)  # what another worker kept while a text was being erased
        try:
            told = _within("gates", progress)
            gates = self._of_files(kept, [artefacts.gates()], scorer, told, labelled.every, made=False)
            learnt = self._learnt(kept, asked, scorer, progress)
            found = fit(learnt.rows, progress, learnt.labelled)
        except (ArtefactError, UnreadableRow, TooFewRows, OSError) as fault:
            raise CannotLearn(str(fault)) from fault
        progress("test", 0, 1)
        return self._settle(asked, order, scorer, learnt, found, gates, progress)

    def _learnt(self, kept: Measurements, asked: Asked, scorer: Scorer, progress: Progress) -> _Learnt:
        seeds = self.seeds(kept, scorer, _within("seeds", progress))
        if not asked.labels:
            return _Learnt(seeds, _digest(_plain(seeds)), 0, 0)
        said = self._database.run(decided, idempotent=True)
        measured = self._measured(kept, said.pairs, scorer, progress)
        read = [pair for pair in said.pairs if measured[pair.name] is not None]
        fit_in = [pair for pair in read if pair.later is None or pair.later != measured[pair.name]["earlier"]]
        rows = _joined(seeds, fit_in, [measured[pair.name] for pair in fit_in], asked.label_weight)
        dropped = {"unreadable": len(said.pairs) - len(read), "backwards": len(read) - len(fit_in)}
        left_out = said.left_out | {why: n for why, n in dropped.items() if n}
        return _Learnt(rows, _digest(_plain(rows)), len(fit_in), said.labels, left_out)

    def seeds(self, kept: Measurements, scorer: Scorer, progress: Progress) -> Rows:
        """The rows of the seeds that the head is fitted on; measured where they are not ``kept`` yet."""
        before = self._as_before(scorer)
        return self._of_files(kept, artefacts.training_seeds(), before, progress, labelled.set_apart)

    def _as_before(self, scorer: Scorer) -> Scorer:
        """A scorer whose pair model says of the seeds set apart what it said before it had learnt them."""
        said = kept_logits.read(self._models / artefacts.PAIR_MODEL / artefacts.UNSEEN)
        return scorer.with_pair_model(Remembered(scorer.tools.pair_model, said))

    def _of_files(
        self,
        kept: Measurements,
        files: Sequence[Path],
        scorer: Scorer,
        progress: Progress,
        wanted: Callable[[str], bool],
        *,
        made: bool = True,
    ) -> Rows:
        """The measurements on the rows of ``files`` whose events are ``wanted``, and on pairs made of them."""
        name = _digest([artefacts.digest(file) for each in files for file in _files(each)])
        known = kept.known([name])
        if name not in known:
            measured = labelled.measured(labelled.read(files, scorer, progress, wanted), scorer, progress, made=made)
            known[name] = _plain(measured)
            kept.keep(known)
        return _rows(known[name])

    def _measured(
        self, kept: Measurements, pairs: Sequence[DecidedPair], scorer: Scorer, progress: Progress
    ) -> dict[str, Any]:
        """The measurements on pairs by name; None on those that cannot be read any more."""
        found: dict[str, Any] = kept.known([pair.name for pair in pairs])
        new = [pair for pair in pairs if pair.name not in found]
        readings = Readings(scorer.tools, scorer.snapshot.build)
        for start in range(0, len(new), AT_ONCE):
            progress("labels", start, len(new))
            part = new[start : start + AT_ONCE]
            told = dict(self._told(part, readings, scorer))
            kept.keep(told)  # what cannot be read is not kept: its article may come back
            found |= {pair.name: None for pair in part} | told
        progress("labels", len(new), len(new))
        return found

    def _told(
        self, pairs: Sequence[DecidedPair], readings: Readings, scorer: Scorer
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        digests = {place.digest for pair in pairs for place in pair.places}

        def work(connection: Any) -> dict[ClaimPlace, EncodedClaim]:
            there = [row.digest for row in versions_of(connection, sorted(digests))]
            read = readings.recall(connection, there)
            return {_place(digest, claim): claim for digest, one in read.items() for claim in one.encoded}

        at = self._database.run(work, idempotent=True)
        readable = [pair for pair in pairs if all(place in at for place in pair.places)]
        # Read as in the report in which somebody decided about them.
        views = scorer.views([(at[pair.places[0]], at[pair.places[1]]) for pair in readable], asked=False)
        for pair, view in zip(readable, views, strict=True):
            yield (
                pair.name,
                {
                    "signals": [float(signal.measure(view)) for signal in SIGNALS],
                    "signs": [float(sign.measure(view)) for sign in SIGNS],
                    "terms": sorted(terms(view)),
                    "late": late_enough(view.a.claim, view.b.claim),
                    "earlier": _earlier(view, at[pair.places[0]]),
                },
            )

    def _settle(
        self,
        asked: Asked,
        order: JobOrder,
        scorer: Scorer,
        learnt: _Learnt,
        found: Fit,
        gates: Rows,
        progress: Progress,
    ) -> dict[str, Any]:
        """Tests what was found beside the active version, and again where that is another by then."""
        by = By(order.by.id)
        while True:
            active = self._versions.active()
            if active is None:
                raise RuntimeError("a process that does jobs has shipped a version before")
            head = artefacts.head_of(self._versions.model(active).head, active)
            tested = trial(gates, found.head, head)
            answer = _answer(active, learnt, found, tested)
            if head.version == found.head.version:
                return {**answer, "outcome": "unchanged", "version": active}
            if asked.dry_run:
                changes = self._changes(scorer.with_head(head), found.head, progress)
                return {**answer, "outcome": "tried", "version": None, "changes": changes}
            version = self._versions.add(_model(scorer, learnt, found, tested, active), by)
            if tested.against and not asked.force:
                return {**answer, "outcome": "refused", "version": version}
            reason = asked.reason or "no figure on the gates stands against it"
            detail = {"job": order.id, "forced": bool(tested.against), "against": list(tested.against)}
            if self._versions.activate(version, by, reason, instead_of=active, detail=detail):
                return {**answer, "outcome": "promoted", "version": version}

    def _changes(self, active: Scorer, candidate: Head, progress: Progress) -> dict[str, Any] | None:
        """What would change about what is kept; None where another version is about to work that out."""
        projection = Projection(active)

        def work(connection: Any) -> dict[str, Any] | None:
            if not projection.is_current(connection):
                return None
            heads = active.tools.head, candidate
            return asdict(changes(connection, projection, heads, MOST_EVENTS, progress))

        return self._database.read(work)


def _within(stage: str, progress: Progress) -> Progress:
    """Tells of ``stage`` whatever it is told: steps as pairs are judged, which takes the time, and none before that."""

    def tell(inner: str, done: int, total: int) -> None:
        progress(stage, *((done, total) if inner == "judge" else (0, 1)))

    return tell


def _answer(active: str, learnt: _Learnt, found: Fit, tested: Trial) -> dict[str, Any]:
    return {
        "head": found.head.version,
        "compared_with": active,
        "gates": tested.plain,
        "labels": {"all": learnt.labels, "used": learnt.used, "left_out": dict(learnt.left_out)},
        "learnt_from": learnt.digest,
    }


def _model(scorer: Scorer, learnt: _Learnt, found: Fit, tested: Trial, active: str) -> Model:
    gates = tested.plain
    return Model(
        head=artefacts.written(found.head),
        reads_with=scorer.reads_with,
        build=scorer.snapshot.build,
        origin=Origin.RETRAINED,
        learnt_from=learnt.digest,
        figures={
            "gates": gates,
            "compared_with": active,
            "out_of_fold": {"log_loss": round(found.log_loss, 4), "accuracy": round(found.accuracy, 4)},
        },
        card=_card(scorer, learnt, found.head, gates, active),
    )


def _card(scorer: Scorer, learnt: _Learnt, head: Head, gates: Mapping[str, Any], active: str) -> str:
    figures = "\n".join(
        f"| {name} | {gates['candidate'][name]} | {gates['active'][name]} | {low} to {high} | -{MARGINS[name]} |"
        for name, (low, high) in gates["advantage"].items()
    )
    left_out = ", ".join(f"{n} {why}" for why, n in learnt.left_out.items()) or "none"
    return f"""# A head learnt here

- version of the head: `{head.version}`
- what: multinomial logistic regression of the stance over {len(SIGNALS)} signals, and logistic regression of updates
  over {len(SIGNS)} signs, as bits per unit
- learnt from: {len(learnt.rows.relations)} pairs, {learnt.used} of them by labels (left out: {left_out})
- reads with: `{scorer.reads_with}`

On the gates, beside `{active}`: the 95 % interval of its advantage in each figure, and below what that must not reach.

| figure | this one | that one | advantage | not below |
|---|---|---|---|---|
{figures}
"""


def _earlier(view: PairView, first: EncodedClaim) -> int | None:
    """Which of the two, the ``first`` or the other, surely speaks from an earlier time; None where neither does."""
    times = view.a.claim.as_of, view.b.claim.as_of
    if None in times or times[0] == times[1]:
        return None
    return 0 if view.a is first else 1


def how(scorer: Scorer) -> str:
    """A name for the way in which pairs are measured: what was measured in another way is of no use."""
    names = [[signal.name for signal in SIGNALS], [sign.name for sign in SIGNS]]
    return _digest([scorer.reads_with, scorer.snapshot.build, names, "terms", "laid"])


def _place(digest: str, encoded: EncodedClaim) -> ClaimPlace:
    claim = encoded.claim
    return ClaimPlace(digest, claim.field.value, claim.span.start, claim.span.end)


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.json")) if path.is_dir() else [path]


def _digest(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _joined(seeds: Rows, pairs: Sequence[DecidedPair], measured: Sequence[Mapping[str, Any]], weight: float) -> Rows:
    """The seeds, then the pairs that were decided here, whose events are none of theirs."""
    return Rows(
        names=seeds.names,
        signals=np.array([*seeds.signals, *(one["signals"] for one in measured)]),
        sign_names=seeds.sign_names,
        signs=np.array([*seeds.signs, *(one["signs"] for one in measured)]),
        late=np.array([*seeds.late, *(one["late"] for one in measured)], dtype=np.bool_),
        relations=(*seeds.relations, *(pair.relation for pair in pairs)),
        events=(*seeds.events, *(f"kept {pair.event}" for pair in pairs)),
        weights=(*seeds.weights, *(weight for _ in pairs)),
        # Editors say something of what strikes them: that is no sample of what reports lay.
        laid=np.array([*seeds.laid, *(False for _ in pairs)], dtype=np.bool_),
        terms=(*seeds.terms, *(frozenset(one["terms"]) for one in measured)),
    )


def _plain(rows: Rows) -> dict[str, Any]:
    """Rows as JSON."""
    return {
        "names": list(rows.names),
        "signals": rows.signals.tolist(),
        "sign_names": list(rows.sign_names),
        "signs": rows.signs.tolist(),
        "late": rows.late.tolist(),
        "relations": [relation.value for relation in rows.relations],
        "events": list(rows.events),
        "weights": list(rows.weights),
        "laid": rows.laid.tolist(),
        "terms": [sorted(each) for each in rows.terms],
    }


def _rows(plain: Mapping[str, Any]) -> Rows:
    """What ``_plain`` was made of."""
    return Rows(
        names=tuple(plain["names"]),
        signals=np.array(plain["signals"]),
        sign_names=tuple(plain["sign_names"]),
        signs=np.array(plain["signs"]),
        late=np.array(plain["late"], dtype=np.bool_),
        relations=tuple(map(Relation, plain["relations"])),
        events=tuple(plain["events"]),
        weights=tuple(plain["weights"]),
        laid=np.array(plain["laid"], dtype=np.bool_),
        terms=tuple(map(frozenset, plain["terms"])),
    )
