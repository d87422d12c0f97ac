"""Claims: checkable statements, what they say, and who vouches for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from service.news.article import Field, Span


class Mode(StrEnum):
    """What kind of statement a claim is; only assertions are compared."""

    ASSERTION = "assertion"
    OPINION = "opinion"
    PREDICTION = "prediction"
    QUESTION = "question"
    CONDITIONAL = "conditional"


class Form(StrEnum):
    """How the claim stands in the article."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    OUTLET = "outlet"


class Certainty(StrEnum):
    """How firmly the source puts it; ``unspecified`` says that a slot is left open."""

    FIRM = "firm"
    HEDGED = "hedged"
    UNSPECIFIED = "unspecified"


class SlotName(StrEnum):
    """The parts of a statement that can be compared one by one."""

    ACTOR = "actor"
    ACTION = "action"
    TARGET = "target"
    PLACE = "place"
    TIME = "time"
    NUMBER = "number"
    CAUSE = "cause"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a range of values that it admits.

    ``low`` <= ``value`` <= ``high``; 'at least 10' is low 10, high infinity; 'about 50' is 45 to 55. ``counted`` is the
    normal form of what is counted or measured ('killed', 'wounded', 'people', 'percent', 'magnitude' …), ``of`` narrows
    it ('soldier' among the killed) and is '' where nothing does.
    """

    value: float
    low: float
    high: float
    counted: str
    of: str = ""

    def admits(self, other: Quantity) -> bool:
        """Whether some value satisfies both ranges (symmetric)."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Slot:
    """One filled slot: the words, where they stand, and their normal form.

    ``span`` points into the claim's field of the article, as the claim's own span does. Where the words printed there
    stand for a name, ``text`` and ``norm`` are the name's. ``quantity`` is set for numbers, ``day`` for times that
    could be resolved to a calendar day.
    """

    name: SlotName
    span: Span
    text: str
    norm: str
    quantity: Quantity | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One predication: who did what to whom. ``action`` is the lemma of the verb (or event noun)."""

    action: Slot
    actor: Slot | None
    target: Slot | None
    negated: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """What a claim says, so that it stands alone.

    ``text`` is the claim with names put in for pronouns and for 'the group' where its article tells who is meant, else
    as printed; ``words`` are the lemmas of its content words in order. ``names`` are the folded names of people, places
    and organisations that are printed in it. ``negated`` is true where the main predication is denied ('did not', 'no
    one', 'denied that'). ``ongoing`` is true of a state that the statement itself expects to change ('is still
    missing'), ``settled`` of one that has come about ('has been found', 'is over'). ``open_slots`` are those the
    statement says it leaves open.
    """

    text: str
    words: tuple[str, ...]
    names: frozenset[str]
    slots: tuple[Slot, ...]
    frames: tuple[Frame, ...]
    negated: bool
    denial: bool
    hedged: bool
    corrects: bool
    mode: Mode
    ongoing: bool = False
    settled: bool = False
    open_slots: frozenset[SlotName] = frozenset()

    def slots_named(self, name: SlotName) -> tuple[Slot, ...]:
        """The filled slots called ``name``, in the order of the text."""
        return tuple(slot for slot in self.slots if slot.name is name)


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that attribute a claim ('said', 'according to')."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement with its span in the article and the source that vouches for it.

    ``span`` is exact: ``span.of(article.field(claim.field))`` is the claim as printed. ``chain`` holds source ids from
    the outlet to the source; its last member is ``source``. ``as_of`` is the time the claim speaks from, UTC.
    """

    id: str
    article: str
    field: Field
    span: Span
    statement: Statement
    source: str
    chain: tuple[str, ...]
    cue: Cue | None
    form: Form
    certainty: Certainty
    as_of: datetime | None = None

    @property
    def text(self) -> str:
        """The statement as compared."""
        return self.statement.text

    @property
    def mode(self) -> Mode:
        """What kind of statement it is."""
        return self.statement.mode


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source-cue-content relation, before claims are split or filtered (PARC 3.0, PolNeAR).

    Each part is a tuple of spans into one text; ``source`` may be empty. ``denies`` is true for cues such as 'denied',
    ``hedges`` for 'claimed' or 'believes', ``opens`` for 'did not say who'. ``inner`` sources are reached through
    ``via``: 'State TV quoted the ministry as saying' has via = ('State TV',).
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    form: Form
    denies: bool = False
    hedges: bool = False
    opens: bool = False
    via: tuple[tuple[Span, ...], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Spoken:
    """One claim given on its own, as in POST /compare: ``source`` is who vouches for it ('' = the outlet itself)."""

    text: str
    source: str = ""
    outlet: str = ""
    published_at: datetime | None = None
