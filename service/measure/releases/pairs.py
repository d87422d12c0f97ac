"""Pairs of premise and hypothesis, in files with one row a pair: JSON lines, comma- or tab-separated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.measure.releases.release import Given, Numbers, Reader, Written, told
from service.measure.releases.tables import bare_table, csv_table, tab_table
from service.measure.rows import Row, json_rows
from service.news.progress import Progress

Table = Callable[[Path, Sequence[str]], Iterator[Row]]

NOT_AGREED = ("-", "")
"""What stands for a label where the annotators did not agree on one."""

STATED = {"entailment": "entailment", "neutral": "neutral", "contradiction": "contradiction"}
NUMBERED = {"0": "entailment", "1": "neutral", "2": "contradiction"}
JUDGED = {"supports": "entailment", "neutral": "neutral", "refutes": "contradiction"}
# Five steps from impossible (1) to very likely (5). Only the ends are sure.
ORDINAL = {"5": "entailment", "4": "neutral", "3": "neutral", "2": "neutral", "1": "contradiction"}

PREMISES = 4


@dataclass(frozen=True, slots=True)
class Names:
    """What a release calls premise, hypothesis and label, and its words for the labels, in small letters."""

    premise: str = "sentence1"
    hypothesis: str = "sentence2"
    label: str = "gold_label"
    labels: Mapping[str, str] | None = None


def label_of(row: Row, key: str, labels: Mapping[str, str]) -> str | None:
    """The label under ``key`` in the words of the common format, or None where there is none.

    Raises UnreadableRow for a word that is not known.
    """
    stated = row.text(key).strip().casefold()
    if stated in NOT_AGREED:
        return None
    if stated not in labels:
        raise row.fails(f"'{key}' is not one of {', '.join(sorted(labels))}")
    return labels[stated]


def pair(id: str, premise: str, hypothesis: str, label: str, dataset: str) -> dict[str, object]:
    """A row of the common format."""
    return {"id": id, "premise": premise, "hypothesis": hypothesis, "label": label, "dataset": dataset}


def lines(file: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The objects of a file of JSON lines; a missing key is told where it is read."""
    del columns
    return json_rows([file])


def reader(table: Table, names: Names) -> Reader:
    """A reader of pairs out of files that ``table`` takes apart."""

    def read(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
        numbers = Numbers()
        for given in told(files, progress):
            for row in table(given.path, (names.premise, names.hypothesis, names.label)):
                label = label_of(row, names.label, names.labels or STATED)
                if label is not None:
                    yield _numbered(numbers, given, row.text(names.premise), row.text(names.hypothesis), label)

    return read


def multilingual(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """The rows of "Contradictory, My Dear Watson" that are not English (those are MultiNLI's)."""
    columns = ("id", "premise", "hypothesis", "lang_abv", "label")
    for given in told(files, progress):
        for row in csv_table(given.path, columns):
            label = label_of(row, "label", NUMBERED)
            if label is not None and row.text("lang_abv") != "en":
                dataset = f"{given.expected.stem}-{row.text('id')}"
                texts = (row.text("premise").strip(), row.text("hypothesis").strip())
                yield {**pair(f"{dataset}-0", *texts, label, dataset), "language": row.text("lang_abv")}


def several_premises(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """The rows of MPE: four captions of one picture are the premise; the name of the picture is left out of each."""
    captions = [f"premise{number}" for number in range(1, PREMISES + 1)]
    columns = ("ID", *captions, "hypothesis", "entailed", "open", "contradicted", "label")
    numbers = Numbers()
    for given in told(files, progress):
        for row in bare_table(given.path, columns):
            if row.text("ID") == "ID":
                continue
            label = label_of(row, "label", STATED)
            if label is not None:
                premise = " ".join(row.text(caption).partition("/")[2].strip() for caption in captions)
                yield _numbered(numbers, given, premise, row.text("hypothesis"), label)


def without_known(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """The rows of TaxiNLI that stand in no other file given: the development sets of MultiNLI, by the ids of pairs.

    Rows are numbered over the whole release, those that are left out too.
    """
    columns = ("prem", "hyp", "label", "pairID")
    known = {row.text("pairID") for given in files if not given.expected.stem for row in json_rows([given.path])}
    for given in told([one for one in files if one.expected.stem], progress):
        for number, row in enumerate(tab_table(given.path, columns)):
            label = label_of(row, "label", STATED)
            if label is not None and row.text("pairID") not in known:
                stem = given.expected.stem
                yield pair(f"{stem}-{number}", row.text("prem"), row.text("hyp"), label, stem)


def _numbered(numbers: Numbers, given: Given, premise: str, hypothesis: str, label: str) -> Written:
    stem, part = given.expected.stem, given.expected.part
    row = pair(numbers.id(stem), premise.strip(), hypothesis.strip(), label, stem)
    return {**row, "part": part} if part else row
