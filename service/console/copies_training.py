"""`train copies`: stories of our own and real reports in, models/copies.json out. It takes a minute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

from service import app
from service.adapters import artefacts
from service.learning.copy_pairs import STORIES, Part, Story, pairs, stories
from service.learning.copying import MOST_RUNS, NAMED_IN_PASSING, Fit, Rows, fit, independent, labelled
from service.measure import events
from service.measure.lines import needed
from service.news.article import Article

CARD = "copies.md"
# Corpora that weights may be learnt from, and of how many of their events.
CORPORA = ("ecbplus", "allsides_groups")
EVENTS = 1_200


def copy_head(corpora: Path) -> str:
    """Fit the head that tells copies and say where it is. Raises UnreadableRow and ArtefactError."""
    models = artefacts.models_folder(app.settings_from_environ().models)
    found = train_copies(stories(artefacts.seeds_folder()), corpora, models)
    where = models / artefacts.COPY_HEAD
    return f"{found.head.version}: log loss {found.loss:.3f} on the choosing pairs; written to {where}"


def train_copies(told: Sequence[Story], corpora: Path, models: Path) -> Fit:
    """Fit the head, write it with its card and the manifest into ``models``. Raises UnreadableRow."""
    learnt, chosen = (_rows(told, part, corpora) for part in (Part.FIT, Part.CHOOSE))
    found = fit(learnt, chosen)
    artefacts.write_copy_head(models, found.head)
    (models / CARD).write_text(_card(found, told, learnt, chosen), encoding="utf-8")
    artefacts.write_manifest(models)
    return found


def _rows(told: Sequence[Story], part: Part, corpora: Path) -> Rows:
    reports = [articles for name in CORPORA for articles in _reports(corpora / "events" / f"{name}.jsonl", part)]
    return labelled(list(pairs(told, part))) + independent(reports)


def _reports(file: Path, part: Part) -> list[list[Article]]:
    """The articles of each event that is learnt from, or chosen by: events are dealt by their names."""
    of_event: dict[str, list[Article]] = defaultdict(list)
    for article, event in events.read([needed(file, "this file of real reports")]):
        of_event[event].append(article)
    wanted = [Part.FIT, Part.CHOOSE].index(part)
    return [articles for event, articles in list(of_event.items())[:EVENTS] if crc32(event.encode()) % 2 == wanted]


def _card(found: Fit, told: Sequence[Story], learnt: Rows, chosen: Rows) -> str:
    of = {part: sum(story.part is part for story in told) for part in Part}
    made = {name: len(list(pairs(told, part))) for name, part in (("fit", Part.FIT), ("choose", Part.CHOOSE))}
    real = {"fit": len(learnt.copied) - made["fit"], "choose": len(chosen.copied) - made["choose"]}
    return f"""# The head for copies

- version: `{found.head.version}`
- what: a logistic regression in bits over {len(found.head.weights)} measurements on two texts (`copies.json`,
  `service/scoring/copying`): is one a copy of the other, or are both of a third? At even odds it says so
- made by: `python -m service train copies --data DIR`
- data: {made["fit"]} pairs made of {of[Part.FIT]} stories written for it (`seeds/{STORIES}`) by
  operations of desks (`service/learning/reprints.py`), copies and independent reports that share releases, quotations
  and background; {real["fit"] // 2} pairs of real reports on one event (ECB+, CC BY 3.0; AllSides round-ups; shipped
  are weights, no text), taken to be independent where they share less than {MOST_RUNS:.0%} of their five-word runs, and
  counted for {NAMED_IN_PASSING:.0%} as if one named the other
- the penalty C = {found.penalty:g} was chosen on {made["choose"]} pairs of {of[Part.CHOOSE]} other stories, made
  by other operations, and {real["choose"] // 2} other real pairs: log loss {found.loss:.3f}
- judged on {of[Part.REPORT]} stories and operations that neither saw, but that were looked at while the measures were
  made (decision 21): `evaluate copies`, in `docs/benchmarks.md`

What it does not find: a report rewritten in other words without a credit, which no measurement tells from an
independent report on the same event. A short text half of which is a credited quotation of another's lead passes for
its copy.
"""
