"""What a claim says: its content words, names, numbers, roles, place, time, cause and state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from service.news.claim import Frame, Slot, SlotName, Statement
from service.scoring.annotated import Token
from service.scoring.ports import DateReader
from service.scoring.reading import lexicon, manner
from service.scoring.reading.circumstances import circumstances
from service.scoring.reading.frames import frames
from service.scoring.reading.quantities import quantities
from service.scoring.reading.reference import NO_REFERENCES, References, named, put_in
from service.scoring.reading.senses import sense

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
EMPTY_WORDS = frozenset(
    [
        "be",
        "have",
        "do",
        "say",
        "tell",
        "add",
        "get",
        "go",
        "make",
        "more",
        "most",
        "also",
        "very",
        "just",
        "about",
        "around",
        "near",
        "nearly",
        "some",
        "other",
        "such",
        "there",
        "here",
        "then",
        "now",
        "still",
        "however",
        "while",
        "so",
        "far",
        "as",
        "well",
        "only",
        "even",
        "own",
        "same",
        "too",
    ]
)
NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT"})


def read(
    tokens: Sequence[Token],
    everything: Sequence[Token],
    said_at: datetime | None,
    dates: DateReader,
    references: References = NO_REFERENCES,
    *,
    denied: bool = False,
    opened: bool = False,
) -> Statement:
    """What ``tokens`` (one claim's, in text order) say.

    ``everything`` holds all tokens of the annotated text, ``said_at`` the time that 'on Monday' is seen from,
    ``references`` the names that words of the claim stand for, ``denied`` whether the cue around the claim denies it,
    and ``opened`` whether it says that this is left open ('did not say who').
    """
    found = frames(tokens, references)
    words = tuple(sense(token) or token.lemma for token in named(tokens, references) if _is_content(token))
    denial = denied or any(token.lemma in lexicon.DENIALS and token.pos in {"VERB", "NOUN"} for token in tokens)
    return Statement(
        text=put_in(tokens, references),
        words=words,
        # Names tell one event from another, and who speaks, or is spoken of again, would only blur that.
        names=_names(tokens),
        slots=_ordered(_roles(found) + quantities(tokens, everything) + circumstances(tokens, said_at, dates)),
        frames=found,
        negated=manner.negated(tokens) != denied,
        denial=denial,
        hedged=manner.hedged(tokens),
        corrects=any(_corrects(token, tokens) for token in tokens) or _names_wrong_figure(tokens),
        mode=manner.mode(tokens),
        ongoing=manner.ongoing(tokens),
        settled=manner.settled(tokens),
        open_slots=_open_slots(found) | (_asked(tokens) if opened else frozenset()),
    )


def _corrects(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether a word tells that something said earlier no longer holds; troops that withdraw correct nothing."""
    if token.lemma == "withdraw":
        return any(other.head == token.i and other.lemma in lexicon.WORDS_GIVEN for other in tokens)
    return sense(token) in lexicon.CORRECTIONS


def _names_wrong_figure(tokens: Sequence[Token]) -> bool:
    """'61.2 percent, not 67.2 percent': the figure given before is named as wrong."""
    figures = [i for i, token in enumerate(tokens) if token.pos == "NUM"]
    wrong = [i for i in figures if any(token.lemma == "not" for token in tokens[max(0, i - 2) : i])]
    return bool(wrong) and figures[0] < wrong[-1]


def _is_content(token: Token) -> bool:
    return token.pos in CONTENT and token.lemma not in EMPTY_WORDS and any(ch.isalnum() for ch in token.lemma)


def _names(tokens: Sequence[Token]) -> frozenset[str]:
    names: list[list[str]] = [[]]
    for token in tokens:
        if token.entity_start or token.entity not in NAMES:
            names.append([])
        if token.entity in NAMES and token.pos not in {"DET", "PUNCT"}:
            names[-1].append(token.text.casefold())
    return frozenset(" ".join(name) for name in names if name)


def _ordered(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda slot: (slot.span, slot.name)))


def _roles(found: Sequence[Frame]) -> tuple[Slot, ...]:
    roles = [slot for frame in found for slot in (frame.action, frame.actor, frame.target) if slot is not None]
    return tuple(dict.fromkeys(roles))


def _open_slots(found: Sequence[Frame]) -> frozenset[SlotName]:
    """Slots that the statement itself leaves open: 'unidentified gunmen' names no actor."""
    left = set()
    for frame in found:
        for slot in (frame.actor, frame.target):
            if slot is not None and set(slot.text.lower().split()) & lexicon.UNIDENTIFIED:
                left.add(slot.name)
    return frozenset(left)


def _asked(tokens: Sequence[Token]) -> frozenset[SlotName]:
    """The slots that 'whose aircraft it was' or 'the number of victims' ask for."""
    return frozenset(SlotName(lexicon.OPEN_WORDS[token.lemma]) for token in tokens if token.lemma in lexicon.OPEN_WORDS)
