"""The straight line from articles to a report. Pure: the same request gets the same answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TypeVar

import numpy as np

from service.news.article import Article, Field, Span
from service.news.claim import Attribution, Certainty, Claim, Form, Spoken
from service.news.copy import CopyOf
from service.news.errors import NothingToCompare, TooManyClaims, UnknownLanguage
from service.news.event import Event
from service.news.pair import Comparison, Probabilities
from service.news.progress import Progress, silent
from service.news.report import Compared, ScoreReport, ScoreRequest, Snapshot
from service.news.source import Prior, Source
from service.scoring import assemble, compare, encode, extract, fidelity, group, hearing, odds, weigh
from service.scoring.affinity import Grouping, Thread
from service.scoring.annotated import AnnotatedText
from service.scoring.attribution.attribute import relations
from service.scoring.copies import copies
from service.scoring.copying.credits import newsrooms
from service.scoring.copying.head import CopyHead
from service.scoring.credibility.utterances import Voices
from service.scoring.extract import READ_LANGUAGE, Extraction
from service.scoring.head import Head
from service.scoring.headline.head import BodyHead
from service.scoring.hearing import Heard
from service.scoring.parties import parties
from service.scoring.ports import Annotator, DateReader, Encoder, LanguageIdentifier, PairModel, Vectors
from service.scoring.reading import statement
from service.scoring.view import EncodedClaim, PairView

CHUNK = 512
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Tools:
    """What scoring works with: everything that is loaded from outside.

    ``text_encoder`` reads texts for telling events apart, ``encoder`` all else. ``body_head`` is loaded when it is
    asked for, for only evaluations do.
    """

    annotator: Annotator
    encoder: Encoder
    text_encoder: Encoder
    pair_model: PairModel
    dates: DateReader
    languages: LanguageIdentifier
    head: Head
    copy_head: CopyHead
    grouping: Grouping
    prior_of: Callable[[Source, Sequence[Article]], Prior]
    body_head: Callable[[], BodyHead]


@dataclass(frozen=True, slots=True)
class Limits:
    """The most claims that one request may hold."""

    claims: int = 4_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What articles claim: the extraction with ``encoded`` in the order of its claims."""

    extraction: Extraction
    encoded: tuple[EncodedClaim, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims in canonical order."""
        return self.extraction.claims

    @property
    def vectors(self) -> Vectors:
        """Unit vectors of the claims, float32, shape (n_claims, n_dims)."""
        return np.stack([encoded.vector for encoded in self.encoded]) if self.encoded else np.zeros((0, 0), np.float32)


class Scorer:
    """Scores articles against each other. Thread-safe where its tools are."""

    def __init__(self, tools: Tools, build: str, limits: Limits | None = None) -> None:
        self.tools = tools
        self.limits = limits or Limits()
        groups_with = f"{tools.text_encoder.name}+{tools.grouping.version}"
        model = f"{tools.head.version}+{self.reads_with}+{tools.copy_head.version}+{groups_with}"
        self.snapshot = Snapshot(model=model, build=build)

    @property
    def reads_with(self) -> str:
        """The models whose measurements a head weighs: one that was fitted on others' means nothing here."""
        return f"{self.tools.pair_model.name}+{self.tools.encoder.name}+{self.tools.annotator.name}"

    def with_head(self, head: Head) -> Scorer:
        """A scorer that reads as this one does and weighs by ``head``."""
        return Scorer(replace(self.tools, head=head), self.snapshot.build, self.limits)

    def with_pair_model(self, model: PairModel) -> Scorer:
        """A scorer that reads as this one does but for pairs, which it lays before ``model``."""
        return Scorer(replace(self.tools, pair_model=model), self.snapshot.build, self.limits)

    def score(self, request: ScoreRequest, progress: Progress = silent) -> ScoreReport:
        """The report on ``request``; raises TooManyClaims beyond the limit. The order of articles changes nothing."""
        articles = extract.canonical(request.articles)
        reading = self.read(articles, progress)
        if len(reading.claims) > self.limits.claims:
            raise TooManyClaims(
                f"The articles hold {len(reading.claims)} claims; one request may hold {self.limits.claims}."
            )
        copied = self.copies(articles)
        newsroom_of = newsrooms(articles, copied)
        voice_of = weigh.voices(reading.claims, reading.extraction.sources, newsroom_of)
        progress("group", 0, 1)
        told = self._threads(reading.claims, articles)
        events = group.events(reading.claims, articles, told, self._grouping(request))
        progress("group", 1, 1)
        compared = self._compared(_members(events, reading), copied, newsroom_of, voice_of, progress)
        everything = [comparison for found in compared for comparison in found.pairs]
        progress("weigh", 0, 1)
        sources, by_id = reading.extraction.sources, {claim.id: claim for claim in reading.claims}

        def prior_of(source: Source) -> Prior:
            return self.tools.prior_of(source, articles)

        voices = Voices(voice_of, weigh.voice_priors(sources, voice_of.values(), prior_of))
        said = [found.said(event.id, voices) for event, found in zip(events, compared, strict=True)]
        weighed = weigh.weighing(sources, [one for each in said for one in each], prior_of)
        carried = [one for found in compared for one in found.carried(newsroom_of, voice_of)]
        reports = tuple(
            assemble.weighed(
                replace(
                    assemble.event_report(event, by_id, newsroom_of, found.pairs, told),
                    parties=parties(articles, [by_id[name] for name in event.claims], sources),
                ),
                told,
                told,
                weighed.rates,
                weighed.priors,
            )
            for event, found, told in zip(events, compared, said, strict=True)
        )
        progress("weigh", 1, 1)
        return ScoreReport(
            id=self._report_id(articles, request.join_from),
            snapshot=self.snapshot,
            articles=articles,
            copy_of=copied,
            claims=reading.claims,
            event_of={name: event.id for event in events for name in event.claims},
            independent_sources=assemble.independent_sources(reading.claims, everything, voice_of),
            events=reports,
            standings=fidelity.rated(weighed.standings, carried),
            unused=reading.extraction.unused,
        )

    def copies(self, articles: Sequence[Article]) -> dict[str, CopyOf]:
        """Which of ``articles`` are copies of which others; their order changes nothing."""
        return copies(articles, self.tools.copy_head)

    def compare(self, a: Spoken, b: Spoken) -> Compared:
        """Two claims given on their own; raises NothingToCompare or UnknownLanguage."""
        for side in (a, b):
            language = self.tools.languages.language(side.text)
            if language != READ_LANGUAGE:
                raise UnknownLanguage(f"A claim is in a language that is not read yet: {language}.")
        one, other = self._spoken([a, b])
        for encoded in (one, other):
            if not encoded.claim.statement.words:
                raise NothingToCompare("A claim has no words that say anything.")
        mine, theirs = _with_ids(one, "a"), _with_ids(other, "b")
        (comparison,) = self.compare_claims([(mine, theirs)], asked=True)
        return Compared(self.snapshot, mine.claim, theirs.claim, comparison)

    def judge_many(self, pairs: Sequence[tuple[str, str]], progress: Progress = silent) -> list[Probabilities]:
        """What the pair model alone says of each pair of texts, the first read as premise of the second, in order."""
        found: list[Probabilities] = []
        for part in _parts(pairs):
            found.extend(odds.of_logits(*map(float, logits[:3])) for logits in self.tools.pair_model.judge(part))
            progress("judge", len(found), len(pairs))
        return found

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, float32, shape (n_texts, n_dims), in order."""
        return self.tools.encoder.encode(texts)

    def compare_many(
        self, pairs: Sequence[tuple[Spoken, Spoken]], progress: Progress = silent, *, asked: bool = True
    ) -> list[Comparison]:
        """Each pair compared, in order; a side that says nothing is compared as it is.

        ``asked`` is as in ``compare.pairs``.
        """
        found: list[Comparison] = []
        for part in _parts(pairs):
            named = [(_with_ids(one, "a"), _with_ids(other, "b")) for one, other in self.encoded_pairs(part)]
            found.extend(self.compare_claims(named, asked=asked))
            progress("compare", len(found), len(pairs))
        return found

    def encoded_pairs(self, pairs: Sequence[tuple[Spoken, Spoken]]) -> list[tuple[EncodedClaim, EncodedClaim]]:
        """Each pair as claims with vectors, for measuring signals on labelled rows."""
        encoded = self._spoken([side for one in pairs for side in one])
        return list(zip(encoded[::2], encoded[1::2], strict=True))

    def views(
        self, pairs: Sequence[tuple[EncodedClaim, EncodedClaim]], neutral_from: float = 1.0, *, asked: bool
    ) -> list[PairView]:
        """Each pair laid side by side as signals see it, in order; see ``compare.views``."""
        return compare.views(pairs, self.tools.pair_model, neutral_from, asked=asked)

    def compare_claims(
        self, pairs: Sequence[tuple[EncodedClaim, EncodedClaim]], *, asked: bool = False
    ) -> list[Comparison]:
        """Each pair of claims already read compared, in order; ``asked`` is as in ``compare.pairs``."""
        return compare.pairs(pairs, self.tools.head, self.tools.pair_model, asked=asked)

    def body_head(self) -> BodyHead:
        """What says what a body says of a headline; raises ArtefactError where none was trained."""
        return self.tools.body_head()

    def attributions(
        self, texts: Sequence[str], progress: Progress = silent, *, by_rule: bool = False
    ) -> list[tuple[Attribution, ...]]:
        """The attributions of each text, before claims are split or filtered; ``by_rule`` without what is learnt."""
        found: list[tuple[Attribution, ...]] = []
        for part in _parts(texts):
            found.extend(relations(text) for text in self.tools.annotator.annotate(part, by_rule=by_rule))
            progress("extract", len(found), len(texts))
        return found

    def sentences(self, texts: Sequence[str]) -> int:
        """How many sentences the texts have."""
        return sum(len(text.sentences) for text in self.tools.annotator.annotate(texts, by_rule=True))

    def extract(self, articles: Sequence[Article]) -> Extraction:
        """The claims of ``articles`` and their sources."""
        return extract.claims(extract.canonical(articles), self.tools.annotator, self.tools.dates, self.tools.languages)

    def read(self, articles: Sequence[Article], progress: Progress = silent) -> Reading:
        """The claims of ``articles`` with their vectors."""
        progress("extract", 0, len(articles))
        extraction = self.extract(articles)
        progress("extract", len(articles), len(articles))
        progress("encode", 0, len(extraction.claims))
        encoded = encode.claims(extraction.claims, self.tools.encoder)
        progress("encode", len(encoded), len(encoded))
        return Reading(extraction, encoded)

    def _threads(self, claims: Sequence[Claim], articles: Sequence[Article]) -> dict[str, tuple[Thread, ...]]:
        """The threads of each article by its id."""
        said: dict[str, list[Claim]] = {article.id: [] for article in articles}
        for claim in claims:
            said[claim.article].append(claim)
        texts = {(one.id, time): text for one in articles for time, text in group.texts(said[one.id], one).items()}
        vectors: dict[str, dict[str, Vectors]] = {article.id: {} for article in articles}
        for (name, time), vector in encode.texts(texts, self.tools.text_encoder).items():
            vectors[name][time] = vector
        return {article.id: group.threads(said[article.id], article, vectors[article.id]) for article in articles}

    def threads_of(self, articles: Sequence[Article], progress: Progress = silent) -> dict[str, tuple[Thread, ...]]:
        """The threads of each article by its id, that of its headline (else of its first claim) first."""
        progress("extract", 0, len(articles))
        claims = self.extract(articles).claims
        progress("extract", len(articles), len(articles))
        return self._threads(claims, articles)

    def events_of(self, articles: Sequence[Article], progress: Progress = silent) -> dict[str, str]:
        """For each article the event of its headline (else of its first claim); an article without claims is alone."""
        told = self.threads_of(articles, progress)
        found = [thread for article in extract.canonical(articles) for thread in told[article.id]]
        groups = group.partition(found, self.tools.grouping)
        event_of = {found[i].claims[0]: f"e{number}" for number, places in enumerate(groups, 1) for i in places}
        return {name: event_of[each[0].claims[0]] if each else f"alone:{name}" for name, each in told.items()}

    def _compared(
        self,
        members: Sequence[Sequence[EncodedClaim]],
        copied: Mapping[str, CopyOf],
        newsroom_of: Mapping[str, str],
        voice_of: Mapping[str, str],
        progress: Progress,
    ) -> list[Heard]:
        chosen = [hearing.chosen(inside, copied, newsroom_of, voice_of) for inside in members]
        total, done = sum(len(one.everything) for one in chosen), 0
        found = []
        for one in chosen:
            progress("compare", done, total)
            found.append(one.heard(self.compare_claims(one.everything)))
            done += len(one.everything)
        progress("compare", done, total)
        return found

    def _spoken(self, sides: Sequence[Spoken]) -> tuple[EncodedClaim, ...]:
        annotated = self.tools.annotator.annotate((side.text for side in sides), by_rule=True)
        said = [self._claim(side, text) for side, text in zip(sides, annotated, strict=True)]
        return encode.claims(said, self.tools.encoder)

    def _claim(self, side: Spoken, text: AnnotatedText) -> Claim:
        said = statement.read(text.tokens, text.tokens, side.published_at, self.tools.dates)
        return Claim(
            id="",
            article="",
            field=Field.TEXT,
            span=Span(0, len(side.text)),
            statement=said,
            source=side.source or side.outlet,
            chain=tuple(dict.fromkeys(name for name in (side.outlet, side.source) if name)),
            cue=None,
            form=Form.INDIRECT if side.source and side.source != side.outlet else Form.OUTLET,
            certainty=Certainty.HEDGED if said.hedged else Certainty.FIRM,
            as_of=side.published_at.astimezone(UTC) if side.published_at else None,
        )

    def _grouping(self, request: ScoreRequest) -> Grouping:
        """The decision what is one event, as strict as the request asks for."""
        return replace(self.tools.grouping, join_from=self.tools.grouping.join_from + request.join_from)

    def _report_id(self, articles: Sequence[Article], join_from: float) -> str:
        """A digest of the request and all that the answer depends on."""
        asked = [
            [a.id, a.outlet, a.title, a.text, a.url, a.published_at.isoformat() if a.published_at else None, a.language]
            for a in articles
        ]
        snapshot = self.snapshot
        also = [join_from] if join_from else []
        text = json.dumps([asked, snapshot.model, snapshot.build, snapshot.store, *also], ensure_ascii=False)
        return "r" + hashlib.sha256(text.encode()).hexdigest()[:20]


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _members(events: Sequence[Event], reading: Reading) -> list[list[EncodedClaim]]:
    """The claims of each event with their vectors."""
    by_id = {encoded.claim.id: encoded for encoded in reading.encoded}
    return [[by_id[name] for name in event.claims] for event in events]


def _with_ids(encoded: EncodedClaim, name: str) -> EncodedClaim:
    return replace(encoded, claim=replace(encoded.claim, id=name, article=name))
