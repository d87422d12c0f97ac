"""What kept articles amount to: pure functions from articles, as read, to events and reports.

An event is worked out from its own articles alone: who is who among their voices, which are copies, what is compared.
Whatever else is kept changes nothing about it, so that a store may keep events as they are until one of their articles
changes, and has then what working everything out anew would give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from service.news.article import Article
from service.news.claim import Claim
from service.news.copy import CopyOf
from service.news.event import EventReport
from service.news.ownership import UNOWNED, House, Ownership
from service.news.pair import Comparison
from service.news.report import Kept, ScoreReport, Snapshot, Unused
from service.news.source import Prior, Source, SourceKind
from service.scoring import assemble, compare, encode, extract, fidelity, group, hearing, holding, weigh
from service.scoring.affinity import Thread
from service.scoring.attribution.referent import fullest
from service.scoring.copies import copies
from service.scoring.copying.credits import newsrooms
from service.scoring.credibility.families import ALONE, Families
from service.scoring.credibility.utterances import Utterance, Voices, witnessed
from service.scoring.extract import ArticleReading
from service.scoring.fidelity import Carried
from service.scoring.hearing import Heard
from service.scoring.holding import Held
from service.scoring.ownership import houses, shared
from service.scoring.parties import parties
from service.scoring.pipeline import Tools
from service.scoring.ports import Vectors
from service.scoring.view import EncodedClaim

PriorOf = Callable[[Source, Sequence[Article]], Prior]
"""How often a source is right by what is known beforehand, where it is heard in some articles."""


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What is known of sources beforehand: how often each is right, by articles that count, and who follows whom."""

    prior_of: PriorOf
    kin: Families = ALONE


@dataclass(frozen=True, slots=True)
class Remembered:
    """One version of an article with what it says, read on its own; the article's id is the version's digest.

    ``vectors`` are those of its threads, shape (n_dims,), by the time that each tells of (``group.texts``).
    """

    article: Article
    reading: ArticleReading
    encoded: tuple[EncodedClaim, ...]
    vectors: Mapping[str, Vectors]

    @property
    def threads(self) -> tuple[Thread, ...]:
        """Its claims by the time they tell of; worked out on demand, for only who places it in events needs them."""
        return group.threads(self.reading.claims, self.article, self.vectors)

    def held_threads(self, held_to: Mapping[str, Held]) -> tuple[Thread, ...]:
        """Its threads as editors have it: cut where they hold claims of one thread to different things.

        Claims of which they have said nothing stay with most of the others of their thread.
        """
        return tuple(piece for thread in self.threads for piece in self._pieces(thread, held_to))

    def _pieces(self, thread: Thread, held_to: Mapping[str, Held]) -> Iterator[Thread]:
        rest = holding.name_of(thread.claims, held_to)
        if not rest:
            yield thread
            return
        told: dict[str, list[Claim]] = {}
        inside = set(thread.claims)
        for claim in self.reading.claims:
            if claim.id in inside:
                name = held_to[claim.id].together if claim.id in held_to else rest
                told.setdefault(name, []).append(claim)
        apart = {held_to[name].together: held_to[name].apart for name in thread.claims if name in held_to}
        for name, said in told.items():
            for piece in [thread] if len(told) == 1 else group.threads(said, self.article, self.vectors):
                yield replace(piece, together=name, apart=tuple(sorted(apart[name])))


@dataclass(frozen=True, slots=True)
class EventState:
    """One event worked out.

    ``claims`` are its claims in canonical order with lasting source ids, ``sources`` whoever vouches for or passes on
    one of them, and the institutions they speak for; ``counted_sources`` are those of articles that are vouched for, as
    these alone name them. ``independent_sources``, ``said`` and ``carried`` count only what is said in such articles;
    ``told`` is what is said in any.
    """

    report: EventReport
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    counted_sources: tuple[Source, ...]
    copy_of: Mapping[str, CopyOf]
    independent_sources: Mapping[str, int]
    told: tuple[Utterance, ...]
    said: tuple[Utterance, ...]
    carried: tuple[Carried, ...]


def remember(article: Article, tools: Tools) -> Remembered:
    """``article`` read alone, so that what is found does not depend on what is read along with it."""
    (reading,) = extract.read([article], tools.annotator, tools.dates, tools.languages)
    vectors = encode.texts(group.texts(reading.claims, article), tools.text_encoder)
    return Remembered(article, reading, encode.claims(reading.claims, tools.encoder), vectors)


@dataclass(frozen=True, slots=True)
class _WorkedOut:
    """An event as some articles have it: its claims in canonical order, their sources, copies and comparisons.

    ``newsroom_of`` is by article, as ``credits.newsrooms`` has it, ``voice_of`` by claim, as ``weigh.voices`` has it;
    ``house_of`` and ``houses`` are as ``ownership.houses`` and ``ownership.shared`` have them.
    """

    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    copy_of: Mapping[str, CopyOf] = field(default_factory=dict)
    newsroom_of: Mapping[str, str] = field(default_factory=dict)
    house_of: Mapping[str, str] = field(default_factory=dict)
    houses: tuple[House, ...] = ()
    voice_of: Mapping[str, str] = field(default_factory=dict)
    heard: Heard = field(default_factory=Heard)

    @property
    def compared(self) -> tuple[Comparison, ...]:
        """The comparisons that are shown."""
        return self.heard.pairs


def event(
    id: str,
    members: Sequence[Remembered],
    claims: Collection[str],
    vouched: Collection[str],
    tools: Tools,
    known: Ownership = UNOWNED,
) -> EventState:
    """The event of ``claims``, which stand in the articles of ``members``, in any order.

    ``vouched`` names the articles whose outlets are vouched for. What counts is worked out from these alone; the others
    are compared and shown beside them. By what is ``known`` of who controls whom, outlets of one house count as one.
    """
    ordered = _canonical(members)
    firm = [one for one in ordered if one.article.id in vouched]
    shown = _worked_out(ordered, claims, vouched, tools, known)
    counted = shown if len(firm) == len(ordered) else _worked_out(firm, claims, vouched, tools, known)
    named = {claim.id: claim for claim in (*shown.claims, *counted.claims)}
    said = tuple(named[claim.id] for claim in shown.claims)
    sources = tuple({source.id: source for source in (*shown.sources, *counted.sources)}.values())
    compared = _both(shown.compared, counted.compared, [claim.id for claim in said])
    titles = {one.article.id: one.article.title for one in ordered}
    found = replace(group.event(id, said, titles), headline=group.headline(counted.claims or said, titles))
    # Voices are housed once they are all there: a house has the voice of the first of its newsrooms that is heard.
    voice_of = weigh.housed({**shown.voice_of, **counted.voice_of}, sources, {**shown.house_of, **counted.house_of})
    firm_voice_of = weigh.housed(counted.voice_of, counted.sources, counted.house_of)
    retold = (*shown.heard.retold, *counted.heard.retold)
    told = witnessed(id, said, compared, _voices(voice_of, sources, ordered, tools), retold=retold)
    reported = assemble.event_report(
        found,
        named,
        {**shown.newsroom_of, **counted.newsroom_of},
        compared,
        told,
        counted=vouched,
        house_of=counted.house_of,
    )
    return EventState(
        report=replace(
            reported,
            under_one_control=counted.houses,
            parties=parties([one.article for one in firm], counted.claims, counted.sources),
        ),
        claims=said,
        sources=_heard_in(said, sources),
        counted_sources=_heard_in(counted.claims, counted.sources),
        copy_of=shown.copy_of,
        independent_sources=assemble.independent_sources(said, compared, voice_of, counted=vouched),
        told=told,
        said=counted.heard.said(id, _voices(firm_voice_of, counted.sources, firm, tools)),
        carried=counted.heard.carried(
            {name: counted.house_of.get(room, room) for name, room in counted.newsroom_of.items()}, firm_voice_of
        ),
    )


def _voices(
    voice_of: Mapping[str, str], sources: Sequence[Source], members: Sequence[Remembered], tools: Tools
) -> Voices:
    """The voices of an event, each with its prior as the articles of the event alone have it."""
    priors = _priors(tools.prior_of, [one.article for one in members])
    return Voices(voice_of, weigh.voice_priors(sources, voice_of.values(), priors))


def _worked_out(
    ordered: Sequence[Remembered], claims: Collection[str], vouched: Collection[str], tools: Tools, known: Ownership
) -> _WorkedOut:
    if not ordered:
        return _WorkedOut()
    tied = extract.tie([one.reading for one in ordered], lasting=True)
    encoded = [one for member in ordered for one in member.encoded]
    inside = [replace(one, claim=claim) for one, claim in zip(encoded, tied.claims, strict=True) if claim.id in claims]
    articles = [one.article for one in ordered]
    copied = copies(articles, tools.copy_head, vouched)
    said = tuple(one.claim for one in inside)
    newsroom_of = newsrooms(articles, copied)
    voice_of = weigh.voices(said, tied.sources, newsroom_of)
    # Outlets of one house are compared all the same: that they contradict each other is news.
    chosen = hearing.chosen(inside, copied, newsroom_of, voice_of)
    found = compare.pairs(chosen.everything, tools.head, tools.pair_model) if chosen.everything else ()
    house_of = houses(articles, newsroom_of, known, tied.sources)
    about = {claim.article for claim in said}
    return _WorkedOut(
        claims=said,
        sources=tied.sources,
        copy_of=copied,
        newsroom_of=newsroom_of,
        house_of=house_of,
        houses=shared([article for article in articles if article.id in about], newsroom_of, house_of),
        voice_of=voice_of,
        heard=chosen.heard(found),
    )


def _both(shown: Sequence[Comparison], counted: Sequence[Comparison], order: Sequence[str]) -> tuple[Comparison, ...]:
    """All comparisons, each pair once, in the order of their claims; one that counts may be shown by it alone.

    Each claim is laid beside its nearest few, so that many that do not count could crowd out one that does.
    """
    place = {name: i for i, name in enumerate(order)}
    found = {frozenset((one.a, one.b)): one for one in (*shown, *counted)}
    return tuple(sorted(found.values(), key=lambda one: sorted((place[one.a], place[one.b]))))


def _canonical(members: Sequence[Remembered]) -> list[Remembered]:
    by_id = {one.article.id: one for one in members}
    return [by_id[article.id] for article in extract.canonical([one.article for one in by_id.values()])]


def _heard_in(claims: Sequence[Claim], sources: Sequence[Source]) -> tuple[Source, ...]:
    heard = {name for claim in claims for name in claim.chain}
    heard |= {source.speaks_for for source in sources if source.id in heard and source.speaks_for}
    return tuple(source for source in sources if source.id in heard)


def united(known: Iterable[Source]) -> dict[str, Source]:
    """One source for each id among sources heard in several events: its fullest name, all its aliases."""
    by_id: dict[str, Counter[Source]] = {}
    for source in known:
        by_id.setdefault(source.id, Counter())[source] += 1
    return {name: as_one(heard) for name, heard in sorted(by_id.items())}


def as_one(heard: Mapping[Source, int]) -> Source:
    """One source of the ways in which several events name it, each with how many do."""
    outlets = sorted(source.name for source in heard if source.kind is SourceKind.OUTLET)
    name = outlets[0] if outlets else fullest({source.name for source in heard})
    bodies = Counter[str]()
    for source, n in heard.items():
        if source.speaks_for:
            bodies[source.speaks_for] += n
    names = {alias for source in heard for alias in (source.name, *source.aliases)}
    return Source(
        next(iter(heard)).id,
        name,
        min((source.kind for source in heard), key=list(SourceKind).index),
        tuple(sorted(names - {name})),
        min(bodies, key=lambda body: (-bodies[body], body)) if bodies else None,
    )


def report(
    id: str,
    snapshot: Snapshot,
    members: Sequence[Remembered],
    states: Sequence[EventState],
    kept: Mapping[str, Kept],
    shown: Mapping[str, str],
    known: Beforehand,
) -> ScoreReport:
    """The report on some events and all articles in them.

    ``kept`` tells by digest how each article stands in the store, ``shown`` which id it has in the report. Standings
    rest on the comparisons in these events alone, so that all of their evidence is in the report.
    """
    ordered = [one.article for one in _canonical(members)]
    place = {article.id: i for i, article in enumerate(ordered)}
    states = sorted(states, key=lambda state: _place(state.claims[0], place))
    claims = sorted((claim for state in states for claim in state.claims), key=lambda claim: _place(claim, place))
    event_of = {name: state.report.event.id for state in states for name in state.report.event.claims}
    sources = united(source for state in states for source in state.sources)
    named = [replace(claim, article=shown[claim.article]) for claim in claims]
    vouched = [article for article in ordered if kept[article.id].vouched]
    said = [one for state in states for one in state.said]
    weighed = weigh.weighing(tuple(sources.values()), said, _priors(known.prior_of, vouched), known.kin)
    return ScoreReport(
        id=id,
        snapshot=snapshot,
        articles=tuple(replace(article, id=shown[article.id]) for article in ordered),
        copy_of={
            shown[name]: replace(found, origin=shown[found.origin])
            for state in reversed(states)
            for name, found in state.copy_of.items()
        },
        claims=tuple(named),
        event_of=event_of,
        independent_sources={name: n for state in states for name, n in state.independent_sources.items()},
        events=tuple(
            assemble.weighed(_shown(state.report, shown), state.told, state.said, weighed.rates, weighed.priors)
            for state in states
        ),
        standings=fidelity.rated(weighed.standings, [one for state in states for one in state.carried]),
        unused=tuple(
            Unused(shown[one.article.id], one.reading.unused)
            for one in _canonical(members)
            if one.reading.unused is not None
        ),
        kept={shown[name]: one for name, one in kept.items()},
    )


def _priors(prior_of: PriorOf, articles: Sequence[Article]) -> Callable[[Source], Prior]:
    return lambda source: prior_of(source, articles)


def _place(claim: Claim, place: Mapping[str, int]) -> tuple[int, int]:
    return place[claim.article], int(claim.id.rpartition(".")[2])


def _shown(found: EventReport, shown: Mapping[str, str]) -> EventReport:
    return replace(
        found,
        event=replace(found.event, articles=tuple(shown[name] for name in found.event.articles)),
        parties=tuple(
            replace(one, said=one.said and replace(one.said, article=shown[one.said.article])) for one in found.parties
        ),
    )
