"""What a source phrase says about who is meant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """How a phrase refers; ``SELF`` is 'I' and 'we'."""

    PERSON = "person"
    INSTITUTION = "institution"
    PRONOUN = "pronoun"
    SELF = "self"
    DEFINITE = "definite"
    INDEFINITE = "indefinite"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Mention:
    """A source phrase, read.

    ``name`` is the name without article or titles, or the phrase as printed where there is none; ``short`` is its core
    ('nurse' of 'a nurse at the clinic'), ``acronym`` a short name set beside the name. ``head`` is the head noun,
    ``roles`` the offices and kinds of institution it mentions, ``body`` the institution it is named with ('' if none),
    ``gender`` 'm', 'f' or ''. ``at`` is the index of its first token. ``described`` is true where words other than a
    country or a nationality narrow a common noun down: 'the refugee agency', not 'the Iraqi group'. ``order`` is
    'other' for 'another official', 'first' for 'the first official', else ''. ``definite`` is true of 'the minister,
    Carlo Vestri'. ``own`` is true of one who speaks for nobody else: a professor, a former director. ``sure`` is false
    where a name is taken for a person's for want of anything that tells. ``seat`` is where somebody holds an office,
    folded: 'grindeni' of 'the mayor of Grindeni'. ``wrote`` is what one's words are called: 'report' of 'her report'.
    """

    shape: Shape
    name: str
    at: int
    short: str = ""
    head: str = ""
    roles: frozenset[str] = frozenset()
    body: str = ""
    gender: str = ""
    plural: bool = False
    acronym: str = ""
    described: bool = False
    order: str = ""
    definite: bool = False
    own: bool = False
    sure: bool = True
    seat: str = ""
    wrote: str = ""
