"""Claims with sentences of evidence: FEVER with its pages of Wikipedia, FEVER-Symmetric, Climate-FEVER."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from service.measure.releases.pairs import label_of, pair
from service.measure.releases.release import Given, Numbers, Written, told
from service.measure.releases.treebank import written_out
from service.measure.rows import Row, json_rows
from service.news.progress import Progress

OPEN = "not enough info"
VERDICTS = {"supports": "entailment", "refutes": "contradiction", OPEN: "neutral"}
ANSWERS = {"supports": "entailment", "refutes": "contradiction", "not_enough_info": "neutral"}

Place = tuple[str, int]
"""A sentence of Wikipedia: the name of its page, and its number."""


def claims(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """Each decided claim of FEVER, with all sentences that the annotators gave for their verdict, each once.

    A claim without enough information has no sentences, and is left out. Raises UnreadableRow, also for a claim none
    of whose sentences are on the pages given.
    """
    decided = [
        (given, row)
        for given in files
        if given.expected.stem
        for row in json_rows([given.path])
        if label_of(row, "label", VERDICTS) != VERDICTS[OPEN]
    ]
    wanted = {page for _, row in decided for page, _ in _places(row)}
    sentences = _sentences([given for given in files if not given.expected.stem], wanted, progress)
    numbers = Numbers()
    for given, row in decided:
        found = [sentences[place] for place in _places(row) if place in sentences]
        if not found:
            raise row.fails("no sentence of its evidence is on the pages of Wikipedia that were given")
        label = label_of(row, "label", VERDICTS)
        if label is not None:
            stem = given.expected.stem
            yield pair(numbers.id(stem), " ".join(found), row.text("claim").strip(), label, stem)


def symmetric(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """The claims of FEVER-Symmetric, each with its one sentence of evidence."""
    numbers = Numbers()
    for given in told(files, progress):
        for row in json_rows([given.path]):
            label = label_of(row, "label", VERDICTS)
            if label is not None:
                texts = [written_out(row.text(key)) for key in ("evidence", "claim")]
                yield pair(numbers.id(given.expected.stem), texts[0], texts[1], label, given.expected.stem)


def climate(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """Each sentence of evidence of Climate-FEVER with its claim: the label is the sentence's, not the claim's."""
    numbers = Numbers()
    for given in told(files, progress):
        for row in json_rows([given.path]):
            for sentence in row.rows("evidences"):
                label = label_of(sentence, "evidence_label", ANSWERS)
                if label is not None:
                    texts = (sentence.text("evidence").strip(), row.text("claim").strip())
                    yield pair(numbers.id(given.expected.stem), *texts, label, given.expected.stem)


def _places(row: Row) -> list[Place]:
    """The sentences that a claim's evidence names, each once, in the order of the release."""
    sets = row.values.get("evidence")
    if not isinstance(sets, list):
        raise row.fails("'evidence' is not a list")
    found: dict[Place, None] = {}
    for one in sets:
        for given in one if isinstance(one, list) else [one]:
            match given:
                case [_, _, str(page), int(number)]:
                    found[_name(page), number] = None
                case _:
                    raise row.fails("'evidence' is not a list of sets of [annotation, evidence, page, sentence]")
    return list(found)


def _sentences(files: Sequence[Given], wanted: Iterable[str], progress: Progress) -> dict[Place, str]:
    """The sentences of the pages wanted."""
    pages = set(wanted)
    found: dict[Place, str] = {}
    for given in told(files, progress):
        for row in json_rows([given.path]):
            page = _name(row.text("id"))
            if page in pages:
                found |= {(page, number): text for number, text in _numbered(row.text("lines"))}
    return found


def _numbered(lines: str) -> Iterator[tuple[int, str]]:
    """The sentences of a page that are not empty, by their numbers; what stands behind one are links."""
    for line in lines.split("\n"):
        number, _, rest = line.partition("\t")
        sentence = written_out(rest.partition("\t")[0])
        if number.isdecimal() and sentence:
            yield int(number), sentence


def _name(page: str) -> str:
    """The name of a page; the release spells accents in two ways."""
    return unicodedata.normalize("NFC", page)
