"""A folder of seeds that are read in a second, and the gates among them."""

from __future__ import annotations

import json
import shutil
from itertools import count, product

from service.adapters import artefacts
from service.measure.labelled import set_apart
from tests.processes import ROOT

EVENTS = ROOT / "seeds" / "events"
PLACES = ("Warda", "Tellin", "Kasra", "Murad", "Sefid", "Halab", "Doran", "Basir", "Qalat", "Zaren")


def make_row(number, place, relation, b):
    return {
        "id": f"r{number}",
        "event": f"e-{place}",
        "domain": "conflict",
        "a": {
            "text": f"The blast in {place} killed 7 people.",
            "speaker": "the ministry",
            "outlet": "A",
            "published_at": "2024-03-15T06:00:00+00:00",
        },
        "b": {
            "text": b.format(place=place),
            "speaker": None,
            "outlet": "B",
            "published_at": "2024-03-15T09:00:00+00:00",
        },
        "relation": relation,
        "reasons": ["number"] if relation == "contradict" else [],
    }


SHAPES = (
    ("agree", "Seven people were killed by the blast in {place}."),
    ("contradict", "The blast in {place} killed 19 people."),
    ("neutral", "The mayor of {place} visited the bakers' hospital."),
    ("update", "The blast in {place} has now killed 9 people."),
)
ROWS = [make_row(i, place, *shape) for i, (place, shape) in enumerate(product(PLACES, SHAPES))]
TOWNS = ("Ostan", "Perim", "Rasul", "Tarif", "Umbra", "Vadin", "Yarak", "Zubir", "Maren", "Lokan")
GATES = [make_row(i, place, *shape) for i, (place, shape) in enumerate(product(TOWNS, SHAPES))]


def write(file, rows):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def small_seeds(folder):
    """Puts them into ``folder``."""
    write(folder / "pairs.jsonl", map(_apart, ROWS[:15]))
    write(folder / "hands.jsonl", map(_apart, ROWS[15:17]))
    write(folder / "more_hands.jsonl", map(_apart, ROWS[17:18]))
    write(folder / "report_pairs.jsonl", (_apart(row) | {"laid_by": "report"} for row in ROWS[18:20]))
    write(folder / "dossiers.jsonl", map(_apart, ROWS[20:]))
    write(folder / "gates" / "pairs.jsonl", GATES)
    (folder / "events").mkdir()
    shutil.copy(min(file for file in EVENTS.glob("*.json") if set_apart(file.stem)), folder / "events")
    return folder


def read_from(folder):
    """From now on this process takes ``folder`` for the seeds that ship."""
    artefacts.seeds_folder = lambda: folder


def _apart(row):
    """The row of an event that is set apart for the head."""
    names = (f"{row['event']} {number}" for number in count())
    return row | {"event": next(name for name in names if set_apart(name))}
