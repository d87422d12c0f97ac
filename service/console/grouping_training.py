"""`train grouping`: documents sorted into events in, models/grouping.json out (a quarter of an hour on two cores)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from service import app
from service.adapters import artefacts
from service.learning.grouping import UNFITTED, Fit, Told, TooFewEvents, fit, parts_of
from service.measure import events, scenario_files
from service.measure.event_parts import Document, drawn, fitted_files, part, teaches
from service.measure.lines import UnreadableRow
from service.measure.public_pairs import Part
from service.measure.scenario_files import Scenario
from service.measure.subject import Progress, Subject, silent
from service.scoring.affinity import MEASURES

CARD = "grouping.md"
OWN = "own"
SCENARIOS = "sample events"
# Of each part of a set at most so many events are drawn; those of one size and kind tell the same. Where to cut hangs
# on how many others there are that a text may be taken for.
EVENTS = {Part.FIT: 400, Part.CHOOSE: 400, Part.REPORT: 300}
SEED = 23


@dataclass(frozen=True, slots=True)
class Trained:
    """What was fitted, how many documents it was learnt from, and B³ F1 on the sets kept to report on."""

    found: Fit
    documents: int
    reported: Mapping[str, float]


def grouping(corpora: Path, progress: Progress) -> str:
    """Fit the decision on the public ``corpora`` and our own groups; say where it is and what its figures are.

    Raises UnreadableRow, also where the rows do not suffice, and ArtefactError.
    """
    settings = app.settings_from_environ()
    models = artefacts.models_folder(settings.models)
    files = fitted_files(corpora)
    # With the head given, artefacts are not checked: the one that is made here may be missing.
    scorer = app.build_scorer(settings, artefacts.load_head(models), grouping=UNFITTED)
    own, scenarios = (artefacts.seeds_folder() / name for name in ("grouping", "events"))
    try:
        trained = train_grouping(
            files | {OWN: own / "learnt.jsonl"}, own / "held.jsonl", scenarios, scorer, models, progress
        )
    except TooFewEvents as fault:
        raise UnreadableRow(own / "learnt.jsonl", 0, str(fault)) from fault
    told = ", ".join(f"{name} {value:.3f}" for name, value in trained.reported.items())
    version = trained.found.grouping.version
    return f"{version}: B³ F1 on events not learnt from {told}; written to {models / artefacts.GROUPING}"


def train_grouping(
    files: Mapping[str, Path], held: Path, scenarios: Path, scorer: Subject, models: Path, progress: Progress = silent
) -> Trained:
    """Train on ``files`` by name, report on their last parts and ``held``, and write decision, card and manifest.

    How dated texts are put together is chosen on the sample events in the folder ``scenarios``, too.

    Raises UnreadableRow and TooFewEvents.
    """
    parts = {(name, which): _drawn(name, file, which) for name, file in files.items() for which in Part}
    # Our own groups have a file of their own to report on: none of the others is left unused.
    parts[OWN, Part.FIT] = [*parts[OWN, Part.FIT], *parts[OWN, Part.REPORT]]
    parts[OWN, Part.REPORT] = drawn(held)
    told = {key: _told(documents, scorer, progress) for key, documents in parts.items()}
    requests = [_told(_of_scenario(each), scorer, progress) for each in scenario_files.read([scenarios])]
    found = fit(
        # Of a set of few stories the encoder of texts may have been taught with all.
        [told[name, Part.FIT] for name in files if told[name, Part.FIT].threads],
        {name: [told[name, Part.CHOOSE]] for name in files} | {SCENARIOS: requests},
        lambda gold, parts: events.figures(gold, parts)["b3_f1"],
    )
    reported = {}
    for name in files:
        kept = told[name, Part.REPORT]
        reported[name] = float(events.figures(kept.events, parts_of(kept, found.grouping))["b3_f1"])
    trained = Trained(found, sum(len(told[name, Part.FIT].threads) for name in files), reported)
    artefacts.write_grouping(models, found.grouping)
    (models / CARD).write_text(_card(trained, told, scorer), encoding="utf-8")
    artefacts.write_manifest(models)
    return trained


def _drawn(name: str, file: Path, wanted: Part) -> list[Document]:
    return drawn(file, lambda row: part(name, row) is wanted and not teaches(name, row), EVENTS[wanted], SEED)


def _of_scenario(scenario: Scenario) -> list[Document]:
    return [(article, scenario.event_of_article[article.id], scenario.id) for article in scenario.articles]


def _told(documents: Sequence[Document], scorer: Subject, progress: Progress) -> Told:
    """The thread of each document's headline, with its event; one without claims is left out."""
    threads = scorer.threads_of([article for article, _, _ in documents], progress)
    kept = [(threads[article.id][0], event, of) for article, event, of in documents if threads[article.id]]
    return Told(*(tuple(column) for column in zip(*kept, strict=True))) if kept else Told((), (), ())


def _card(trained: Trained, told: Mapping[tuple[str, Part], Told], scorer: Subject) -> str:
    found = trained.found
    rows = "\n".join(
        f"| {name} | {_many(told[name, Part.FIT])} | {_many(told[name, Part.CHOOSE])} | {found.worth[name]:.3f} | "
        f"{_many(told[name, Part.REPORT])} | {trained.reported[name]:.3f} |"
        for name in trained.reported
    )
    return f"""# The decision what is one event

- version: `{found.grouping.version}`
- what: a logistic regression in bits over {len(MEASURES)} measurements of two threads (`grouping.json`,
  `service/scoring/affinity.py`), with the weights of {len(found.grouping.rarity)} words by how rare they are
- made by: `python -m service train grouping --data DIR`
- data: {trained.documents} documents: UCI News Aggregator (CC BY 4.0), ECB+ (CC BY 3.0), AllSides round-ups in NeuS (no
  licence stated; shipped are weights learnt from it, no text), and dated look-alikes and follow-ups of our own
  (`seeds/grouping`), split by story (`service/measure/event_parts.py`)
- reads with: `{"+".join(scorer.snapshot.model.split("+")[2:-1])}`; train it again whenever one of these changes

| set | documents (events) learnt from | chosen by | B³ F1 there | reported on | B³ F1 there |
| --- | --- | --- | --- | --- | --- |
{rows}

How many bits dated texts need was chosen on *own* and on the requests of `seeds/events` (B³ F1 there
{found.worth[SCENARIOS]:.3f}). *own* is `seeds/grouping`, self-authored as these are. The public sets have no times:
what times tell was learnt from that alone.
"""


def _many(told: Told) -> str:
    return f"{len(told.threads)} ({len(set(told.events))})"
