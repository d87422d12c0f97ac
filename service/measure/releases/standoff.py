"""PolNeAR: texts, and beside each the attributions that one annotator found, in the standoff form of brat.

T1<tab>Source 89 106<tab>The New York Post       a span, or several (89 93;97 106)
E1<tab>Attribution:T4 Content:T3 Cue:T2 Source:T1
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from service.measure.lines import UnreadableRow, decoded
from service.measure.releases.release import Given, Written, told
from service.news.progress import Progress

ROLES = ("source", "cue", "content")
_SPANS = re.compile(r"(\w+) (\d+ \d+(?:;\d+ \d+)*)")
# A text is annotated by one person or more: breitbart_2016-…_ef2d is what ef2d found in breitbart_2016-….
_ANNOTATOR = re.compile(r"(.+)_[0-9a-f]{4}")

Spans = list[list[int]]


def read(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """One row for each text and annotator. Raises UnreadableRow."""
    texts = {given.path.stem: given.path for given in files if given.path.suffix == ".txt"}
    for given in told([one for one in files if one.path.suffix == ".ann"], progress):
        named = _ANNOTATOR.fullmatch(given.path.stem)
        path = texts.get(named[1]) if named else None
        if path is None:
            raise UnreadableRow(given.path, 0, "the text that it is on is not among the files")
        text = "".join(line for _, line in decoded(path))
        yield {"id": given.path.stem, "text": text, "relations": _relations(given.path, len(text))}


def _relations(file: Path, length: int) -> list[dict[str, Spans]]:
    lines = [(number, line.rstrip("\r\n").split("\t")) for number, line in decoded(file)]
    spans = {
        fields[0]: _spans(file, number, fields[1:], length) for number, fields in lines if fields[0].startswith("T")
    }
    return [_relation(file, number, fields[1:], spans) for number, fields in lines if fields[0].startswith("E")]


def _spans(file: Path, number: int, rest: Sequence[str], length: int) -> Spans:
    found = _SPANS.fullmatch(rest[0]) if rest else None
    if found is None:
        raise UnreadableRow(file, number, "this is not a role with spans, such as 'Source 89 106'")
    spans = [[int(end) for end in span.split()] for span in found[2].split(";")]
    if not all(start <= end <= length for start, end in spans):
        raise UnreadableRow(file, number, f"a span is not within 0 and {length}")
    return spans


def _relation(file: Path, number: int, rest: Sequence[str], spans: dict[str, Spans]) -> dict[str, Spans]:
    """The spans of each role; a role that is there twice has a number behind it (Source2)."""
    relation: dict[str, Spans] = {role: [] for role in ROLES}
    for part in rest[0].split() if rest else ():
        role, _, name = part.partition(":")
        if name not in spans:
            raise UnreadableRow(file, number, f"there is no span '{name}'")
        if (known := role.rstrip("0123456789").lower()) in relation:
            relation[known] += spans[name]
    return {role: sorted(found) for role, found in relation.items()}
