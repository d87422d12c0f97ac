"""Pairs of articles of which it is known whether one was made from the other: stories of our own, edited.

A story holds a wire report, what a desk may add to it, a report by another newsroom of its own on the same happening,
and what the two may have in common without either copying the other: a release, a long quotation, background.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

from service.learning import reprints
from service.learning.reprints import Operation, Wire
from service.news.article import Article
from service.news.errors import ArtefactError

STORIES = "copies/stories.jsonl"
BY_HAND = "rewritten by hand"
AT_THE_HEAD = 0


class Part(StrEnum):
    """What the pairs of a story are for; the operations of each part are its own, too."""

    FIT = "fit"
    CHOOSE = "choose"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Story:
    """One happening as an agency told it (``wire``) and as another newsroom did (``rival``), by paragraphs.

    ``local`` is a paragraph of the outlet that prints the wire, ``rewritten`` the wire told in other words by a person.
    ``release``, ``quote`` and ``background`` may stand in both reports; ``later`` is a later
    report of the rival's.
    """

    id: str
    part: Part
    agency: str
    short: str
    place: str
    date: datetime
    title: str
    wire: tuple[str, ...]
    rival_outlet: str
    rival_title: str
    rival: tuple[str, ...]
    printed_by: str
    local: str
    rewritten: tuple[str, ...]
    release: str
    quote: str
    background: str
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, whether either is a copy (of the other, or both of a third), of which story, and how made."""

    id: str
    story: str
    one: Article
    other: Article
    copied: bool
    how: str


def stories(seeds: Path) -> list[Story]:
    """The stories in the folder of ``seeds``; raises ArtefactError."""
    path = seeds / STORIES
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as fault:
        raise ArtefactError(f"{path}: {fault!r}") from fault
    return list(map(story, rows))


def story(row: Mapping[str, Any]) -> Story:
    """The story that one JSON object tells; raises ArtefactError."""
    try:
        parts: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
        }
        return Story(**parts | {"part": Part(row["part"]), "date": datetime.fromisoformat(row["date"])})
    except (ValueError, TypeError, KeyError) as fault:
        raise ArtefactError(f"no story: {fault!r}") from fault


def pairs(told: Sequence[Story], part: Part) -> Iterator[Pair]:
    """The pairs of a part, always the same: copies made by its operations, and reports that only have much in common.

    Their order is that of the stories.
    """
    chosen = [story for story in told if story.part is part]
    for story in chosen:
        yield from _numbered(story, _copies(story, part), copied=True)
        yield from _numbered(story, _independent(story, part), copied=False)
    for one, other in pairwise(chosen):
        yield from _numbered(one, _strangers(one, other), copied=False)


def _numbered(story: Story, made: Iterable[tuple[str, Article, Article]], *, copied: bool) -> Iterator[Pair]:
    for how, one, other in made:
        label = "copy" if copied else "independent"
        yield Pair(f"{story.id}.{label}.{how.replace(' ', '-')}", story.id, one, other, copied, how)


def _copies(story: Story, part: Part) -> Iterator[tuple[str, Article, Article]]:
    """Wire and reprint, and reprints with one another, where the wire itself is not at hand."""
    operations = list(enumerate(OPERATIONS[part], start=len(story.id)))
    printed = [(_name(operation), _reprint(story, operation, n)) for n, operation in operations]
    wire = _wire(story)
    for how, article in printed:
        yield how, wire, article
    yield BY_HAND, wire, _by_hand(story)
    yield f"{BY_HAND}, beside a reprint", _reprint(story, OPERATIONS[part][0], AT_THE_HEAD), _by_hand(story)
    for (how, one), (other_how, other) in pairwise(printed):
        elsewhere = replace(one, outlet=f"{story.place.split(',')[0].title()} Evening Post")
        yield f"{how} beside {other_how}", elsewhere, other


def _independent(story: Story, part: Part) -> Iterator[tuple[str, Article, Article]]:
    """The other newsroom's report beside the wire, and beside a reprint of it."""
    for how, tell in INDEPENDENT[part].items():
        shared, told = tell(story)
        yield how, _wire(story, shared), _rival(story, told)
        yield f"{how}, beside a reprint", _reprint(story, OPERATIONS[part][0], AT_THE_HEAD, shared), _rival(story, told)


def _strangers(one: Story, other: Story) -> Iterator[tuple[str, Article, Article]]:
    """Two wires of one agency on two happenings."""
    yield (
        "another story by the same agency",
        _wire(one),
        replace(_wire(other), outlet=one.agency, text=_wire(other).text.replace(other.short, one.short)),
    )


def _wire(story: Story, shared: Sequence[str] = ()) -> Article:
    text = f"{story.place}, {_day(story.date)} ({story.short}) - " + "\n\n".join([*story.wire, *shared])
    return Article(f"{story.id}-wire", story.agency, text, story.title, None, story.date)


def _reprint(story: Story, operation: Operation, number: int, shared: Sequence[str] = ()) -> Article:
    """What an outlet makes of the wire: credited at the head, at the foot, in passing or not at all, by turns."""
    chance = random.Random(f"{story.id} {_name(operation)}")
    text = "\n\n".join(operation(Wire([*story.wire, *shared], story.local, chance)))
    printed = (f"{story.place} ({story.short}) — {text}", f"{text} ({story.short})", text, f"{text}\n\n{story.agency}")
    title = chance.choice((story.title, f"{story.title.split(',')[0]}: what we know", story.rival_title))
    at = story.date + timedelta(minutes=chance.randrange(15, 900))
    return Article(f"{story.id}-print-{number}", story.printed_by, printed[number % len(printed)], title, None, at)


def _by_hand(story: Story) -> Article:
    at = story.date + timedelta(hours=5)
    return Article(f"{story.id}-by-hand", story.printed_by, "\n\n".join(story.rewritten), "In brief", None, at)


def _rival(story: Story, told: Sequence[str]) -> Article:
    at = story.date + timedelta(hours=4)
    return Article(f"{story.id}-rival", story.rival_outlet, "\n\n".join(told), story.rival_title, None, at)


def _name(operation: Operation) -> str:
    return operation.__name__.replace("_", " ")


def _day(date: datetime) -> str:
    return f"{date:%B} {date.day}"


def _own(story: Story, *shared: str) -> tuple[str, ...]:
    """The other newsroom's report, with what it shares after its second paragraph."""
    return (*story.rival[:2], *shared, *story.rival[2:])


def _as_prose(story: Story) -> str:
    """What a release says, without quotation marks and without who says it."""
    return story.release.split('"')[1].rstrip(",") + "."


def _conference(story: Story) -> tuple[str, ...]:
    """All direct speech of the wire, as another reporter in the room has it."""
    return tuple(paragraph for paragraph in story.wire if '"' in paragraph)


def _named(story: Story) -> str:
    return f"The agency {story.agency} ({story.short}) was the first to report it."


def _recalled(story: Story) -> str:
    """The wire's first sentence with its credit, as follow-ups have it."""
    return f"{story.wire[0].removesuffix('.')}, {story.agency} reported at the time."


def _corrected(story: Story) -> str:
    """A newsroom on what an agency got wrong."""
    return f'{story.agency} withdrew a sentence of its report, which had read: "{story.wire[0]}"'


Tell = Callable[[Story], tuple[tuple[str, ...], tuple[str, ...]]]
"""A story → what stands in the wire besides, and what the other newsroom prints."""

OPERATIONS: Mapping[Part, Sequence[Operation]] = {
    Part.FIT: reprints.FITTED,
    Part.CHOOSE: reprints.CHOSEN,
    Part.REPORT: reprints.REPORTED,
}
INDEPENDENT: Mapping[Part, Mapping[str, Tell]] = {
    Part.FIT: {
        "nothing in common": lambda story: ((), _own(story)),
        "a release": lambda story: ((story.release,), _own(story, story.release)),
        "a long quotation": lambda story: ((story.quote,), _own(story, story.quote)),
        "background": lambda story: ((story.background,), _own(story, story.background)),
        "a release, the agency named": lambda story: ((story.release,), _own(story, _named(story), story.release)),
        "all quotations": lambda story: ((story.quote,), _own(story, *_conference(story), story.quote)),
        "a later report": lambda story: ((), story.later),
        "a release as prose, and background": lambda story: (
            (_as_prose(story), story.background),
            _own(story, _as_prose(story), story.background),
        ),
        "the wire's lead quoted with credit": lambda story: ((), _own(story, _recalled(story))),
    },
    Part.CHOOSE: {
        "the agency named": lambda story: ((), _own(story, _named(story))),
        "a release as prose": lambda story: ((_as_prose(story),), _own(story, _as_prose(story))),
        "a release and a quotation": lambda story: (
            (story.release, story.quote),
            _own(story, story.quote, story.release),
        ),
        "background and a quotation": lambda story: (
            (story.quote, story.background),
            _own(story, story.background, story.quote),
        ),
    },
    Part.REPORT: {
        "nothing in common": lambda story: ((), _own(story)),
        "a release": lambda story: ((story.release,), _own(story, story.release)),
        "a long quotation": lambda story: ((story.quote,), _own(story, story.quote)),
        "background": lambda story: ((story.background,), _own(story, story.background)),
        "one press conference": lambda story: ((), _own(story, *_conference(story))),
        "a press conference and its release": lambda story: (
            (story.release,),
            _own(story, *_conference(story), story.release),
        ),
        "a handout with quotations": lambda story: (
            (_as_prose(story), story.quote),
            _own(story, _as_prose(story), *_conference(story), story.quote),
        ),
        "a correction that quotes the wire": lambda story: (
            (),
            (story.later[0], _corrected(story), *story.rival[1:4]),
        ),
        "a later report that quotes the wire's lead": lambda story: (
            (),
            (story.later[0], _recalled(story), *story.later[1:], *story.rival[1:3]),
        ),
    },
}
