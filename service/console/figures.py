"""`figures`: every evaluation, on public corpora and on seeds kept out of training, written to the benchmarks page."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from service.learning.copy_pairs import STORIES
from service.measure import event_parts, stance
from service.measure.benchmarks_page import Entry, write_figures
from service.measure.kinds import KINDS, Kind
from service.measure.public_pairs import FITTED, Part, part
from service.measure.rows import json_rows
from service.measure.stance_parts import reported_on
from service.news.progress import Progress
from service.scoring.pipeline import Scorer

# How many groups (premises, bodies, events) of the large public sets are judged: enough for an interval of a few
# points, within half an hour on two cores. `evaluate` without --limit judges all.
LIMITS = {"pairs": 300, "stance": 150, "events": 400}

Rows = Iterator[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Source:
    """A set to be judged: its name on the page, its files, and whether the system's own authors wrote it.

    Of one that was learnt from, ``kept`` gives the rows of its last file that were kept to report on.
    """

    name: str
    files: tuple[Path, ...]
    self_authored: bool = False
    kept: Callable[[Sequence[Path]], Rows] | None = None


def sources(kind: Kind, corpora: Path, seeds: Path) -> Iterator[Source]:
    """The sets of one kind that are at hand; corpora that are not there are passed over."""
    if kind.name == "truth":
        for folder in sorted((corpora / "truth").glob("*/")):
            yield Source(folder.name, (folder / "observations.csv", folder / "truth.csv"))
    elif kind.name == "stance":
        found = [corpora / "stance" / f"fnc1_train_{part}.jsonl" for part in ("bodies", "stances")]
        if all(file.is_file() for file in found):
            yield Source("fnc1_train", tuple(found), kept=_kept_stances)
    elif kind.name == "attribution":
        for file in sorted((corpora / "attribution").glob("*_dev.jsonl*")):
            yield Source(file.name.split(".")[0], (file,))
    else:
        learnt_from, kept = LEARNT.get(kind.name, ((), None))
        for file in sorted((corpora / kind.name).glob("*.jsonl")):
            yield Source(file.stem, (file,), kept=kept if file.stem in learnt_from else None)
    for name, path in SELF_AUTHORED.get(kind.name, {}).items():
        yield Source(name, (seeds / path,), self_authored=True)


@contextmanager
def judged(source: Source) -> Iterator[tuple[Path, ...]]:
    """The files that are judged: for a time, those of the rows to report on, where the others were learnt from."""
    if source.kept is None:
        yield source.files
        return
    with TemporaryDirectory() as folder:
        *others, file = source.files
        kept = Path(folder) / file.name
        lines = (json.dumps(row) for row in source.kept(source.files))
        kept.write_text("\n".join(lines) + "\n", encoding="utf-8")
        yield (*others, kept)


def _kept_pairs(files: Sequence[Path]) -> Rows:
    return (dict(row.values) for row in json_rows(files) if part(row.text("premise")) is Part.REPORT)


def _kept_events(files: Sequence[Path]) -> Rows:
    (file,) = files
    return (dict(row.values) for row in json_rows(files) if event_parts.part(file.stem, row) is Part.REPORT)


def _kept_stances(files: Sequence[Path]) -> Rows:
    for row in reported_on(*stance.read(files)):
        yield {"headline": row.headline, "body_id": row.body, "label": row.label.value}


def write_all(
    corpora: Path, seeds: Path, page: Path, scorer: Scorer, kinds: tuple[str, ...], progress: Progress
) -> None:
    """Judge every set of ``kinds`` (all where empty) and write each kind's table as soon as it is done."""
    chosen = [kind for kind in KINDS if not kinds or kind.name in kinds]
    for done, kind in enumerate(chosen):
        progress("kinds", done, len(chosen))
        entries = []
        for source in sources(kind, corpora, seeds):
            progress(f"{kind.name}: {source.name}", 0, 1)
            with judged(source) as files:
                figures = kind.evaluate(files, scorer, progress, limit=LIMITS.get(kind.name))
            entries.append(Entry(source.name, figures, source.self_authored))
            progress(f"{kind.name}: {source.name}", 1, 1)
        if entries:
            write_figures(page, kind.name, entries)
    progress("kinds", len(chosen), len(chosen))


LEARNT: Mapping[str, tuple[Collection[str], Callable[[Sequence[Path]], Rows]]] = {
    "pairs": (FITTED, _kept_pairs),
    "events": (event_parts.FITTED, _kept_events),
}
"""The sets of each kind that were learnt from, and which of their rows were kept to report on."""
SELF_AUTHORED: Mapping[str, Mapping[str, str]] = {
    "claims": {
        "seeds/pairs_held": "pairs_held.jsonl",
        "seeds/hands_held": "hands_held.jsonl",
        "seeds/more_hands_held": "more_hands_held.jsonl",
        "seeds/dossiers_held": "dossiers_held.jsonl",
        "seeds/report_pairs_held": "report_pairs_held.jsonl",
        "seeds/gates": "gates/pairs.jsonl",
    },
    "copies": {"seeds/copies": STORIES},
    "events": {
        "seeds/grouping/held": "grouping/held.jsonl",
        "seeds/grouping/stories_held": "grouping/stories_held.jsonl",
    },
    "scenarios": {"seeds/events (some learnt from)": "events", "seeds/events/held": "events/held"},
}
"""What the authors wrote: the names of sets of each kind, and where they lie among the seeds."""
