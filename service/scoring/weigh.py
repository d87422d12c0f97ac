"""Sources → credibility: how what a source states fared against independent others, and who counts as one voice.

The figures are worked out in ``credibility``; here are who is weighed, by which priors, and what is shown of whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scipy.stats import beta

from service.news.claim import Claim
from service.news.source import Credibility, LedgerEntry, Prior, Source, SourceKind, Standing
from service.scoring.attribution.naming import folded
from service.scoring.credibility.borne_out import Record, Weighed, credibility, effect, means
from service.scoring.credibility.families import ALONE, Families
from service.scoring.credibility.joint import Rates, estimated, weighed
from service.scoring.credibility.utterances import Utterance, counts, evidence, numbered

UNIFORM = Prior(mean=0.5, strength=2.0, basis="nothing known beforehand: every rate is equally likely")
NEWSROOM = "newsroom:"
"""How the voice of a newsroom begins that is no source where it is heard."""
INTERVAL = 0.9
NOTHING = Record()
THIN = 1.0
"""A figure takes more expected comparisons than this: what one other source said is no record."""
Stated = tuple[Weighed, list[Utterance]]
"""What a statement comes to, and the claims that make it."""


def posterior(prior: Prior, supported: float, opposed: float) -> Credibility:
    """The Beta posterior after so many comparisons for and against (expected counts >= 0), with its central 90 %."""
    alpha = prior.mean * prior.strength + supported
    against = (1 - prior.mean) * prior.strength + opposed
    low, high = beta.ppf(((1 - INTERVAL) / 2, (1 + INTERVAL) / 2), alpha, against)
    return Credibility(alpha / (alpha + against), (float(low), float(high)), supported + opposed)


@dataclass(frozen=True, slots=True)
class Weighing:
    """What weighing came to: each source's standing, how often each voice is right, and what was known beforehand."""

    standings: tuple[Standing, ...]
    rates: Rates
    priors: Mapping[str, Prior]


def weighing(
    found: Sequence[Source], said: Sequence[Utterance], priors: Callable[[Source], Prior], kin: Families = ALONE
) -> Weighing:
    """Each source's standing from all that is ``said``, in the order given, and the rates behind them.

    ``kin`` are the voices that seem to follow each other.
    """
    known = voice_priors(found, (one.voice for one in said), priors)
    rates = estimated(said, known, by_event=True, kin=kin)
    of_source: defaultdict[str, list[Utterance]] = defaultdict(list)
    for one in said:
        of_source[one.source].append(one)
    return Weighing(tuple(standing(each, priors(each), of_source[each.id], rates) for each in found), rates, known)


def voice_priors(found: Sequence[Source], voices: Iterable[str], priors: Callable[[Source], Prior]) -> dict[str, Prior]:
    """What is known beforehand of some voices: a newsroom that is no source here is an outlet by its name."""
    known = {source.id: source for source in found}
    return {
        voice: priors(known.get(voice) or Source(voice, voice.removeprefix(NEWSROOM), SourceKind.OUTLET))
        for voice in sorted(set(voices))
    }


def standing(source: Source, prior: Prior, said: Sequence[Utterance], rates: Rates) -> Standing:
    """How a source stands by what it ``said``, each witness being right as often as ``rates`` have it."""
    told = statements(said, rates)
    whole = _record(said, told)
    found = credibility(prior, whole)
    entries = tuple(_ledger(prior, said, told, whole, found.mean, rates))
    return Standing(source, prior, found if is_shown(source, found) else None, entries)


def record(said: Sequence[Utterance], rates: Rates) -> Record:
    """What one source ``said``, each statement once; in the order of the first claims of each."""
    return _record(said, statements(said, rates))


def _record(said: Sequence[Utterance], told: Sequence[Stated]) -> Record:
    times = [one.at for one in said if one.at is not None]
    return Record(tuple(weight for weight, _ in told), max(times, default=None))


def is_shown(source: Source, found: Credibility) -> bool:
    """Whether a figure is shown: not of private persons and unnamed voices, nor on thin evidence."""
    return speaks_publicly(source) and found.comparisons > THIN


def ledger(
    prior: Prior,
    said: Sequence[Utterance],
    rates: Rates,
    elsewhere: Record = NOTHING,
    only: Collection[str] | None = None,
) -> list[LedgerEntry]:
    """What each claim of one source did to its credibility, all else held fixed, in the order given.

    A claim that others tell again in its source's name moves little: without it, its source would still have said so.
    ``elsewhere`` is what the source states in other events. Where ``only`` is given, the entries of those claims;
    claims that were not compared have none.
    """
    told = statements(said, rates)
    whole = _record(said, told) + elsewhere
    return _ledger(prior, said, told, whole, credibility(prior, whole).mean, rates, only)


def _ledger(
    prior: Prior,
    said: Sequence[Utterance],
    told: Sequence[Stated],
    whole: Record,
    mean: float,
    rates: Rates,
    only: Collection[str] | None = None,
) -> list[LedgerEntry]:
    """As ``ledger``; ``told`` are the first of the statements that ``whole`` holds, and ``mean`` what it comes to."""
    place = {one.claim: (n, one, each) for n, (_, each) in enumerate(told) for one in each}
    judged = [place[one.claim] for one in said if one.claim in place and (only is None or one.claim in only)]
    judged = [each for each in judged if each[1].witnesses or each[1].ruled]
    rest = [[other for other in each if other is not one] for _, one, each in judged]
    others = [
        (n, _weighed(left, rates) if any(each.counts for each in left) else None)
        for (n, _, _), left in zip(judged, rest, strict=True)
    ]
    return [
        _entry(one, mean, left, rates) for (_, one, _), left in zip(judged, means(prior, whole, others), strict=True)
    ]


def _entry(one: Utterance, mean: float, left: float, rates: Rates) -> LedgerEntry:
    supported, opposed = counts(one.witnesses)
    rate_of = rates.of(one.source)
    found = evidence(one.witnesses, rate_of, rates.kin, {one.voice})
    return LedgerEntry(
        claim=one.claim,
        supported=supported,
        opposed=opposed,
        mean_without=left,
        event=one.event,
        compared=tuple(sorted({witness.claim for witness in one.witnesses}, key=numbered)),
        evidence=found,
        dependence=found - evidence(one.witnesses, rate_of),
        effect=effect(mean, left),
        ruled=one.ruled,
    )


def statements(said: Sequence[Utterance], rates: Rates) -> list[Stated]:
    """What one source states and others speak of, with the claims that make it; in the order of the first of these."""
    inside: dict[tuple[str, str], list[Utterance]] = {}
    for one in said:
        inside.setdefault((one.event, one.statement), []).append(one)
    told = [each for each in inside.values() if any(one.counts for one in each)]
    return [(_weighed(each, rates), each) for each in told]


def _weighed(each: Sequence[Utterance], rates: Rates) -> Weighed:
    return weighed(each, rates.of(each[0].source), rates.kin)


def voices(claims: Sequence[Claim], found: Sequence[Source], newsrooms: Mapping[str, str]) -> dict[str, str]:
    """The voice that each claim is made with, by its id: the organisation its source speaks for, else the source's own.

    What an outlet says for itself is said by the newsroom that the article is from, as ``newsrooms`` has it by article:
    an agency's wire is the agency's, whoever prints it.
    """
    voice_of = {source.id: source.speaks_for or source.id for source in found}
    called = {
        " ".join(folded(name)): voice_of[source.id]
        for source in reversed(found)
        for name in (source.name, *source.aliases)
        if source.kind in {SourceKind.OUTLET, SourceKind.ORGANISATION}
    }
    return {
        claim.id: called.get(newsrooms[claim.article], f"{NEWSROOM}{newsrooms[claim.article]}")
        if claim.source == claim.chain[0]
        else voice_of[claim.source]
        for claim in claims
    }


def housed(voice_of: Mapping[str, str], found: Sequence[Source], house_of: Mapping[str, str]) -> dict[str, str]:
    """The voices of claims, see ``voices``, with one voice for all newsrooms of a house, as ``house_of`` has it.

    It is the first of theirs that is heard, by its id.
    """
    house = {f"{NEWSROOM}{name}": of for name, of in house_of.items()}
    for source in found:
        if source.kind in {SourceKind.OUTLET, SourceKind.ORGANISATION}:
            names = (" ".join(folded(each)) for each in (source.name, *source.aliases))
            of = sorted(house_of[name] for name in names if name in house_of)
            if of:
                house[source.id] = of[0]
    first: dict[str, str] = {}
    for voice in sorted(house.keys() & voice_of.values()):
        first.setdefault(house[voice], voice)
    return {claim: first[house[voice]] if voice in house else voice for claim, voice in voice_of.items()}


def speaks_publicly(source: Source) -> bool:
    """Outlets, organisations and those who speak for one; a figure on a private person would be a judgement of them."""
    return source.kind in {SourceKind.OUTLET, SourceKind.ORGANISATION} or (
        source.kind is SourceKind.PERSON and source.speaks_for is not None
    )
