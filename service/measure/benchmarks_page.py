"""Figures written into a page of documentation, between markers, so that none is ever typed by hand."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.learning.head import Ablation
from service.measure.bench import Speeds
from service.measure.claim_worlds_bench import CLAIM_HEADINGS, claim_figures, precision, recall
from service.measure.figures import Figures
from service.measure.learning_bench import LearningSpeeds
from service.measure.page_figures import PageFigures
from service.measure.plots import plots
from service.measure.store_bench import StoreSpeeds
from service.measure.worlds_bench import METHODS, WorldFigures

SELF_AUTHORED = "*self-authored*"
SPEED = "speed"
STORE = "store"
WORLDS = "worlds"
LEARNING = "learning"
DESK = "desk"
ABLATIONS = "ablations"
_TITLES = {
    "pairs": "Pairs: entailment and contradiction of single sentences",
    "stance": "Stance: what a body says of a headline",
    "claims": "Claims: what two attributed, dated claims are to each other",
    "events": "Events: documents put together by what happened",
    "copies": "Copies: articles that were made from one another",
    "truth": "Truth: finding the right value among sources",
    "attribution": "Attribution: who is quoted saying what",
    "scenarios": "Scenarios: whole reports on several articles",
    ABLATIONS: "What each signal adds",
    SPEED: "Speed",
    STORE: "Keeping: what a store of articles costs",
    WORLDS: "Planted worlds: credibility known beforehand",
    LEARNING: "Learning: how long many labels take",
    DESK: "The desk: what a large page costs",
}
_HEAD = f"""# Benchmarks

Every figure on this page is written by `make figures` and `make bench`; what each means is said in `docs/method.md`.
Brackets hold 95 % bootstrap intervals. A set marked {SELF_AUTHORED} was written by the hand that built the system, and
a figure on it says less than one on a public set.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """Figures on one set of files: ``name`` says which, ``self_authored`` that the system's own authors wrote it."""

    name: str
    figures: Figures
    self_authored: bool = False


def write_figures(page: Path, kind: str, entries: Sequence[Entry]) -> None:
    """Puts the tables of ``entries`` into the section ``kind`` of ``page``, in place of those that stand there.

    A missing page is made from the template, a missing section is added at its end; writing the same again changes
    nothing. Raises KeyError for a kind that there is not.
    """
    _put(page, kind, figures_table(entries))


def write_speeds(page: Path, speeds: Speeds) -> None:
    """Puts the table of ``speeds`` into its section of ``page``, as ``write_figures`` does."""
    _put(page, SPEED, speeds_table(speeds))


def write_store_speeds(page: Path, speeds: StoreSpeeds) -> None:
    """Puts the tables of ``speeds`` into their section of ``page``, as ``write_figures`` does."""
    _put(page, STORE, store_speeds_tables(speeds))


def write_worlds(page: Path, found: WorldFigures) -> None:
    """Puts the tables of ``found`` into their section of ``page``, and its plots, SVG, beside the page."""
    drawn = plots(found)
    page.parent.mkdir(parents=True, exist_ok=True)
    for name, plot in drawn.items():
        (page.parent / name).write_text(plot, encoding="utf-8")
    _put(page, WORLDS, worlds_tables(found, tuple(drawn)))


def write_learning_speeds(page: Path, speeds: LearningSpeeds) -> None:
    """Puts the table of ``speeds`` into its section of ``page``, as ``write_figures`` does."""
    _put(page, LEARNING, learning_speeds_table(speeds))


def write_page_figures(page: Path, found: PageFigures) -> None:
    """Puts the table of ``found`` into its section of ``page``, as ``write_figures`` does."""
    _put(page, DESK, page_figures_table(found))


def write_ablations(page: Path, found: Sequence[Ablation], notes: Sequence[str]) -> None:
    """Puts the table of ``found``, the whole first, into its section of ``page``, as ``write_figures`` does."""
    _put(page, ABLATIONS, ablations_table(found, notes))


def figures_table(entries: Sequence[Entry]) -> str:
    """One Markdown table: a row for each set, and one below for each baseline beside it."""
    names = list(dict.fromkeys(name for entry in entries for name in entry.figures.values))
    notes = dict.fromkeys(note for entry in entries for note in entry.figures.notes)
    models = dict.fromkeys(entry.figures.model_version for entry in entries)
    lines = [
        *_table(["set", "by", "n", *names], (cells for entry in entries for cells in _rows(entry, names))),
        "",
        *(f"- {note}" for note in notes),
        *(f"- model: `{model}`" for model in models),
    ]
    return "\n".join(lines)


def ablations_table(found: Sequence[Ablation], notes: Sequence[str]) -> str:
    """One Markdown table: the figures with everything, then what leaving each thing out changes them by."""
    whole, *others = found
    names = ("log_loss", "accuracy", "contradiction_f1", "update_f1")
    rows = [["nothing", *(_number(getattr(whole, name)) for name in names)]]
    rows += [[one.name, *(f"{getattr(one, name) - getattr(whole, name):+.3f}" for name in names)] for one in others]
    return "\n".join([*_table(["left out", *map(_words, names)], rows), "", *(f"- {note}" for note in notes)])


def speeds_table(speeds: Speeds) -> str:
    """One Markdown table of measured speeds."""
    rows = ([_words(row.name), _number(row.value), row.unit] for row in speeds.rows)
    return "\n".join([*_table(["measured", "median", "unit"], rows), "", *_notes(speeds)])


def learning_speeds_table(speeds: LearningSpeeds) -> str:
    """One Markdown table of the stages of learning."""
    rows = ([_words(row.name), _number(row.value, 1), row.unit] for row in speeds.rows)
    head = [f"{speeds.labels} labels", "time", "unit"]
    return "\n".join([*_table(head, rows), "", f"- what came of it: {speeds.outcome}", *_notes(speeds)])


def page_figures_table(found: PageFigures) -> str:
    """One Markdown table of what a page costs, beside what it is meant to stay below."""
    rows = ([_words(row.name), _number(row.value, 1), _number(row.most, 0), row.unit] for row in found.rows)
    head = ["measured", "found", "meant to stay below", "unit"]
    return "\n".join([*_table(head, rows), "", *(f"- {note}" for note in found.notes)])


def store_speeds_tables(speeds: StoreSpeeds) -> str:
    """One Markdown table of what was measured side by side, and one of how it grows with the store."""
    rows = ([_words(row.name), _number(row.value), row.unit] for row in speeds.rows)
    growth = ([_words(row.name), *map(_number, row.values), row.unit, _number(row.ratio)] for row in speeds.growth)
    side_by_side = _table(["side by side", "median", "unit"], rows)
    stores = _table(["in a store", *(f"{n} claims" for n in speeds.sizes), "unit", "last over first"], growth)
    return "\n".join([*side_by_side, "", *stores, "", *_notes(speeds)])


def worlds_tables(found: WorldFigures, drawn: Sequence[str]) -> str:
    """One Markdown table of what each method reaches, one of intervals and copying, one of growth, and the plots."""
    names = ("accuracy", "error", "rank_correlation")
    methods = (
        [row.name if i == 0 else "", method, *(_number(getattr(row.methods[method], name)) for name in names)]
        for row in found.rows
        for i, method in enumerate(METHODS)
    )
    pairs = (
        [row.name, _number(row.coverage), *map(_number, (row.planted, row.found, row.right))] for row in found.rows
    )
    growth = (
        [
            *map(str, (row.n_statements, row.n_sources)),
            *(_number(each, 1) for each in (row.seconds, row.processor_seconds)),
            _number(row.megabytes, 0),
        ]
        for row in found.growth
    )
    claims = ([row.name, *map(_number, claim_figures(row))] for row in found.claims)
    copying = (
        f"pairs, worlds of readings left out: precision {_number(found.precision)}, recall {_number(found.recall)}"
    )
    of_claims = f"pairs of claims: precision {_number(precision(found.claims))}, recall {_number(recall(found.claims))}"
    notes = (f"{found.n_worlds} worlds of each kind", *found.notes, copying, of_claims)
    parts = (
        _table(["world", "by", *map(_words, names)], methods),
        _table(["world", "interval coverage", "pairs planted", "found", "right"], pairs),
        _table(["claims", *CLAIM_HEADINGS], claims),
        _table(["statements", "sources", "seconds", "of the processor", "megabytes"], growth),
        (f"- {note}" for note in notes),
        (f"![{name.removesuffix('.svg').replace('_', ' ')}]({name})" for name in drawn),
    )
    return "\n\n".join("\n".join(part) for part in parts)


def _notes(speeds: Speeds | StoreSpeeds | LearningSpeeds) -> Iterator[str]:
    return (f"- {note}" for note in (*speeds.notes, f"model: `{speeds.model_version}`"))


def _words(name: str) -> str:
    return name.replace("_", " ")


def _rows(entry: Entry, names: Sequence[str]) -> Iterator[list[str]]:
    figures = entry.figures
    label = f"{entry.name} {SELF_AUTHORED}" if entry.self_authored else entry.name
    shown = {row.name: _number(row.value) for row in figures.rows()}
    low, high = (_number(bound) for bound in figures.interval)
    shown[figures.headline] = f"**{shown[figures.headline]}** [{low}, {high}]"
    yield [label, "counterclaim", str(figures.n), *(shown.get(name, "") for name in names)]
    for baseline, reached in figures.baselines.items():
        if reached is not None:
            yield ["", baseline, "", *(_number(reached[name]) if name in reached else "" for name in names)]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(cells)} |"


def _number(value: float | None, places: int = 3) -> str:
    """The value to a few places; whole numbers as such; a dash where there is none."""
    if value is None or math.isnan(value):
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.{places}f}"


def _put(page: Path, kind: str, body: str) -> None:
    text = page.read_text(encoding="utf-8") if page.exists() else _template()
    start, end = _markers(kind)
    section = f"{start}\n{body}\n{end}"
    found = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    if not found.search(text):
        text = f"{text.rstrip()}\n\n{_empty_section(kind)}"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(found.sub(lambda _: section, text, count=1), encoding="utf-8")


def _template() -> str:
    return "\n".join([_HEAD, *map(_empty_section, _TITLES)])


def _empty_section(kind: str) -> str:
    start, end = _markers(kind)
    return f"## {_TITLES[kind]}\n\n{start}\n{end}\n"


def _markers(kind: str) -> tuple[str, str]:
    return f"<!-- figures:{kind} start -->", f"<!-- figures:{kind} end -->"
