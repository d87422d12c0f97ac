"""Names inside a source phrase: runs of capitalised words, naming a person, an institution or a place."""

from __future__ import annotations

from dataclasses import dataclass

from service.scoring.annotated import Token
from service.scoring.attribution import voices
from service.scoring.attribution.naming import folded, without_titles
from service.scoring.attribution.syntax import Tree


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words inside a phrase; at most one of the three is true, or none where it cannot be told."""

    tokens: tuple[Token, ...]
    text: str
    is_body: bool
    is_person: bool
    is_place: bool


def runs_of(tree: Tree, tokens: list[Token], persons: frozenset[str]) -> list[Run]:
    """The runs of capitalised words among ``tokens``; ``persons`` are surnames known from the text."""
    found: list[list[Token]] = []
    for t in tokens:
        capital = (
            t.text[:1].isupper()
            and t.pos in ("PROPN", "NOUN", "ADJ", "NUM", "X", "VERB", "ADV", "INTJ")
            and not _is_opening(t, tokens)
        )
        small = t.text.lower() in voices.JOINTS or (
            t.text in ("-", "’s", "'s", ".") and found and found[-1][-1].end == t.start
        )
        if found and found[-1][-1].i == t.i - 1 and (capital or small):
            found[-1].append(t)
        elif capital:
            found.append([t])
    return [_run(tree, trimmed, persons) for run in found if (trimmed := _ended(run))]


def _is_opening(t: Token, tokens: list[Token]) -> bool:
    """A common noun or adjective that is capitalised only because it opens the phrase."""
    if t.i != tokens[0].i or t.pos == "PROPN" or t.entity:
        return False
    return not (t.dep == "compound" and len(tokens) > 1 and tokens[1].text[:1].isupper())


def _ended(run: list[Token]) -> list[Token]:
    while run and not run[-1].text[:1].isupper():
        run = run[:-1]
    return run


def _run(tree: Tree, run: list[Token], persons: frozenset[str]) -> Run:
    text = tree.text[run[0].start : run[-1].end]
    labels = [t.entity for t in run if t.entity]
    words = set(folded(text))
    last = folded(text)[-1:] or ("",)
    of_place = (
        bool(labels)
        and set(labels) <= {"NORP", "GPE", "LOC", "DATE"}
        and run[-1].dep in ("amod", "compound", "poss", "pobj", "nmod")
    )
    people = 2 * labels.count("PERSON") > len(run)
    # The tagger takes 'Levant Observatory for Human Rights' for a person; nobody's name has 'for' in it.
    office = bool(words & voices.INSTITUTIONS) and (last[0] in voices.INSTITUTIONS or bool(words & {"for", "of"}))
    is_body = office or (
        not people and last[0] not in persons and (bool(words & voices.INSTITUTIONS) or "ORG" in labels)
    )
    bare = folded(without_titles(text))
    is_person = not is_body and ("PERSON" in labels or (bare[-1:] or ("",))[0] in persons or _titled(run))
    return Run(tuple(run), text, is_body, is_person, of_place)


def _titled(run: list[Token]) -> bool:
    """'Col. Omar': a title ahead of something that is not one."""
    words = [t.text.strip(".").lower() for t in run]
    return len(words) > 1 and words[0] in voices.TITLES and words[-1] not in voices.TITLES | voices.INSTITUTIONS
