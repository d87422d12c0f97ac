"""Which sources of an event its texts name as a party to it, and the words that say so.

Nothing is known here of the world: a source is a party where one of these stands in the article, word for word.

- It is called so beside its name, in the sentence of a claim: 'Ketu Saa, one of the warring sides,', 'the defendant,
  Anna Brandt'. A group that is called armed is a party only to an event in which force is told of.
- It has no other name: 'the rebels said'.
- A claim says that it, or whom it speaks for, used force against somebody, took him to court or accused him, or that
  this was done to it, or to what is its own: 'had shelled the brigade's patrols'. A pronoun counts of a body alone,
  where the claim's text has the name in its place.

Words that only may mean a source mark nobody: a mark that is missing is an editor's to set, a wrong one is a slander.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from service.news.article import Article, Span
from service.news.claim import Claim, Frame, Mode, Slot
from service.news.event import EventReport
from service.news.party import Party, PartyEdit, Words
from service.news.source import Source, SourceKind
from service.scoring.attribution.naming import folded, without_titles
from service.scoring.reading.frames import DEED_NOUNS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SIDES = r"(?:side|part(?:y|ies)|faction|camp)s?"
_FIGHT = r"(?:conflict|war|civil war|fighting|dispute|feud|lawsuit|case|trial|suit)"
_ARMED = r"(?:rebel|insurgent|separatist|guerrilla|paramilitary|militant|armed|jihadist)"
_BODY = r"(?:group|movement|force|faction|militia|army|alliance|coalition|organi[sz]ation|fighters)"
_NAMED_IN_COURT = r"(?:defendant|accused|plaintiff|co-defendant|claimant|suspect)"
_COMPANY = r"(?:company|firm|bank|operator|contractor|manufacturer|builder|group|club|hospital|charity|man|woman)"
_CALLED = re.compile(
    rf"(?P<side>\b(?:one of the (?:two |three |four )?(?:warring|opposing|rival|feuding) {_SIDES}"
    rf"|(?:a|one) (?:party|side) (?:to|in) the (?:\w+ )?{_FIGHT}"
    rf"|(?:the|a) {_NAMED_IN_COURT}"
    rf"|the {_COMPANY} (?:accused(?: of [\w ]+?)?|being sued|sued|charged(?: with [\w ]+?)?|on trial)))"
    rf"(?!\w)|(?P<armed>\b(?:the|a) (?:\w+ )?{_ARMED} {_BODY})(?!\w)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    rf"(?:(?:the|a|an|two|three|several) )?(?:(?:armed|local) )?(?:(?P<side>{_NAMED_IN_COURT}s?)"
    r"|(?P<armed>(?:rebel|insurgent|separatist|guerrilla|militant)(?:s|"
    rf" (?:{_BODY}s?|commanders?|leaders?|leadership|spokesm[ae]n|spokeswoman|officials?))))",
    re.IGNORECASE,
)
_WHERE = re.compile(r" (?:in|on|at|near|along|outside|from|around) ")
_OWNED = re.compile(r" ?['’]s? ")
LONGEST = 600
_SENTENCE_ENDS = re.compile(r"[.!?][”\"’')\]]*\s|\n")
# Deeds by which whoever does them, and whom they are done to, are parties; all of them by force.
FORCE = _words(
    "attack bomb bombard shell raid storm ambush shoot assault torpedo kill murder execute assassinate behead besiege "
    "invade abduct kidnap clash bulldoze airstrike"
)
# What is printed so and nobody does to anybody.
_MISHAPS = _words("explosion blast")
BY_FORCE = FORCE | DEED_NOUNS - _MISHAPS
AT_LAW = _words("sue accuse prosecute indict")
# Of these only whom they are done to is one: who arrests or convicts does so by office.
DONE_BY_OFFICE = _words("arrest detain convict acquit indict prosecute jail sentence")
_ITS_PEOPLE = _words(
    "forces force troops soldiers soldier fighters fighter gunmen units unit patrol patrols warplanes jets aircraft "
    "artillery militants men commandos snipers convoy base"
)


def parties(articles: Sequence[Article], claims: Sequence[Claim], sources: Sequence[Source]) -> tuple[Party, ...]:
    """The parties among the ``sources`` that vouch for claims of an event, in the order in which they first do.

    Each has the first words that say so: those that call it a party before those that tell what was done. ``claims``
    are in canonical order, and stand in ``articles``.
    """
    text_of = {article.id: article for article in articles}
    known = {source.id: source for source in sources}
    heard = [known[name] for name in dict.fromkeys(claim.source for claim in claims) if name in known]
    by_force = any(frame.action.norm in BY_FORCE for claim in claims for frame in claim.statement.frames)
    found: dict[str, Words] = {}
    for told in (_called(text_of, claims, heard, by_force=by_force), _done(text_of, claims, heard, known)):
        for source, words in told:
            found.setdefault(source, words)
    return tuple(Party(source.id, found[source.id]) for source in heard if source.id in found)


def overruled(found: EventReport, claims: Iterable[Claim], edits: Mapping[str, PartyEdit]) -> EventReport:
    """``found`` with its parties as editors have it; ``edits`` are by claim, and the latest on a source holds."""
    inside = set(found.event.claims)
    known = {party.source: party for party in found.parties}
    said = [(edits[claim.id], claim.source) for claim in claims if claim.id in inside and claim.id in edits]
    for edit, source in sorted(said, key=lambda each: (each[0].at, each[0].label)):
        before = known.pop(source, None)
        if edit.party:
            known[source] = Party(source, before.said if before else None, edit)
    return replace(found, parties=tuple(known[name] for name in found.sources if name in known)) if said else found


def _names(source: Source | None) -> frozenset[tuple[str, ...]]:
    """The names of a source, folded; an unnamed voice has none."""
    if source is None or source.kind is SourceKind.UNNAMED:
        return frozenset()
    printed = {source.name, *source.aliases}
    return frozenset(each for name in printed for each in (folded(name), folded(without_titles(name))) if each)


def _called(
    text_of: Mapping[str, Article], claims: Sequence[Claim], heard: Sequence[Source], *, by_force: bool
) -> Iterator[tuple[str, Words]]:
    known = {source.id: source for source in heard}
    for claim in claims:
        text = text_of[claim.article].field(claim.field)
        around = _sentence(text, claim.span)
        called = [one.span() for one in _CALLED.finditer(text, around.start, around.end) if one["side"] or by_force]
        spans = {source.id: _beside(text, around, place, source) for place in called for source in heard}
        if claim.source in known and known[claim.source].kind is SourceKind.UNNAMED:
            spans[claim.source] = _nameless(text, around, known[claim.source], by_force=by_force)
        for source, span in spans.items():
            if span is not None:
                yield source, Words(claim.id, claim.article, claim.field, span, span.of(text))


def _sentence(text: str, span: Span) -> Span:
    """The sentences that a span lies in, as far as they are not endless."""
    first, last = max(0, span.start - LONGEST), min(len(text), span.end + LONGEST)
    start = max((found.end() for found in _SENTENCE_ENDS.finditer(text, first, span.start)), default=first)
    end = _SENTENCE_ENDS.search(text, max(span.start, span.end - 1), last)
    return Span(start, end.start() + 1 if end else last)


def _nameless(text: str, around: Span, source: Source, *, by_force: bool) -> Span | None:
    found = _NO_NAME.fullmatch(source.name)
    if found is None or not (found["side"] or by_force):
        return None
    printed = re.compile(rf"(?<!\w){re.escape(source.name)}(?!\w)", re.IGNORECASE).search(
        text, around.start, around.end
    )
    return Span(*printed.span()) if printed else None


def _beside(text: str, around: Span, called: tuple[int, int], source: Source) -> Span | None:
    """Where a source's name stands next to what it is called, both together."""
    if source.kind is SourceKind.UNNAMED:
        return None
    start, end = called
    for name in sorted({source.name, *source.aliases}, key=lambda name: (-len(name), name)):
        # 'The suspect, police said' and 'the suspect police were after' name the police, and do not call them that.
        if name[:1].islower():
            continue
        behind = re.compile(rf" {re.escape(name)}(?!\w)|, {re.escape(name)}(?=[,)])").match(text, end, around.end)
        if behind:
            return Span(start, behind.end())
        ahead = re.search(rf"(?<!\w){re.escape(name)}(?:, | \(| — | – )\Z", text[around.start : start])
        if ahead and text[end : end + 2].strip()[:1] in {"", *",.;)—–"}:
            return Span(around.start + ahead.start(), end)
    return None


def _done(
    text_of: Mapping[str, Article], claims: Sequence[Claim], heard: Sequence[Source], known: Mapping[str, Source]
) -> Iterator[tuple[str, Words]]:
    own = {source.id: _names(source) for source in heard}
    body = {source.id: _names(known.get(source.speaks_for or "")) for source in heard}
    for claim in claims:
        text = text_of[claim.article].field(claim.field)
        for frame in claim.statement.frames if claim.mode is Mode.ASSERTION else ():
            span = _stretch(frame)
            for role in _partisan(frame):
                printed, meant = _meant(role.span.of(text)), _meant(role.text)
                for source in heard:
                    # Whom 'him' stands for is mistaken too often; 'its' is a body's that speaks.
                    named = printed if source.kind is SourceKind.PERSON else meant
                    if named & own[source.id] or meant & body[source.id]:
                        yield source.id, Words(claim.id, claim.article, claim.field, span, span.of(text))


def _partisan(frame: Frame) -> list[Slot]:
    """The fillers of a predication that it makes parties."""
    deed = frame.action.norm
    both = deed in BY_FORCE | AT_LAW
    done_to = [frame.target] if frame.target and (both or deed in DONE_BY_OFFICE) else []
    # One who is said to have done it to nobody in particular did it all the same: 'the army shelled'.
    return [*([frame.actor] if frame.actor and both else []), *done_to]


def _meant(text: str) -> frozenset[tuple[str, ...]]:
    """The folded names that a phrase may be of: the phrase, whose it is, and the body whose people it speaks of."""
    here = _WHERE.split(text, maxsplit=1)[0]
    whole = folded(here)
    found = {whole, folded(_OWNED.split(text, maxsplit=1)[0])}
    if len(whole) > 1 and whole[-1] in _ITS_PEOPLE:
        found.add(whole[:-1])
    return frozenset(found)


def _stretch(frame: Frame) -> Span:
    """Where a predication is printed: its verb with whoever is named."""
    spans = [slot.span for slot in (frame.action, frame.actor, frame.target) if slot]
    return Span(min(span.start for span in spans), max(span.end for span in spans))
