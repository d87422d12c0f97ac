"""An archive in memory, true to its word on what it is given."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from service.news.accounts import By
from service.news.article import Article
from service.news.claim import Claim
from service.news.edit import EventEdit, SourceEdit
from service.news.errors import Forbidden, Moved, NothingToEdit, NotKept, Removed, SnapshotGone, VersionConflict
from service.news.event import EventReport
from service.news.following import Following, FollowingOf, SaidAlike
from service.news.identity import Principal, outlet_key
from service.news.label import (
    Decision,
    DisputeDecision,
    Edited,
    EventDecision,
    Imported,
    Label,
    LabelKind,
    LabelQuery,
    RefusedLine,
    Withdrawal,
    opposed,
)
from service.news.memory import (
    ArticleQuery,
    ArticleSummary,
    EventQuery,
    EventSummary,
    KeptArticle,
    LedgerLine,
    Page,
    PartyTo,
    SourceQuery,
    SourceSummary,
    Version,
)
from service.news.pair import Relation
from service.news.party import PartyEdit
from service.news.report import Kept, ScoreReport, ScoreRequest
from service.news.source import Standing
from service.scoring.parties import overruled
from tests.builders import SNAPSHOT
from tests.fakes import FakeScorer, event_report, standing

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Text:
    """One version as it came; ``vouched`` tells whether its sender is bound to its outlet."""

    number: int
    article: Article
    sender: str
    vouched: bool


class FakeArchive:
    """Keeps articles, and scores all of them anew, as FakeScorer does, whenever one changes.

    An id is made of who sent an article and what they call it. An event keeps its id while it keeps a claim; of events that
    come together the older one's id remains.
    """

    def __init__(self, scorer: FakeScorer | None = None, now: datetime = NOW) -> None:
        self.scorer = scorer or FakeScorer()
        self.now = now
        self.texts: dict[str, list[Text]] = {}
        self.edits: dict[str, bool] = {}
        self.removed: set[str] = set()
        self.erased: set[str] = set()
        self.reports: dict[str, ScoreReport] = {}
        self.moved: dict[str, str | None] = {}
        self.events_of: dict[str, EventReport] = {}
        self.claims: dict[str, Claim] = {}
        self.source_edits: dict[str, SourceEdit] = {}
        self.standings: dict[str, Standing] = {}
        self.given_labels: list[Label] = []
        self.withdrawn: dict[int, Withdrawal] = {}
        self.followings: list[Following] = []

    # What changes something.

    def keep(self, request: ScoreRequest, by: Principal, progress=None) -> ScoreReport:
        self.scorer.score(request)  # for what it raises
        named = {article.id: hashed("a", by.id, article.id) for article in request.articles}
        clash = [n for n, each in enumerate(request.articles) if self._clashes(named[each.id], each)]
        if clash:
            raise VersionConflict("An article is kept with another text of the same time.", tuple(clash))
        for article in request.articles:
            versions = self.texts.setdefault(named[article.id], [])
            if all(each.article != article for each in versions) or named[article.id] in self.removed:
                versions.append(Text(len(versions) + 1, article, by.id, by.speaks_for(article.outlet)))
            self.removed.discard(named[article.id])
        self._work_out()
        inside = {self.event_of(id) for id in named.values()} - {None}
        found = self._report(inside, {id: given for given, id in named.items()})
        id = hashed("k", repr(found))
        self.reports[id] = replace(found, id=id)
        return self.reports[id]

    def remove(self, id: str, by: By, reason: str, *, erase: bool) -> None:
        self._current(id)
        self.removed.add(id)
        self.erased |= {id} if erase else set()
        self._work_out()

    def vouch(self, id: str, by: By, reason: str, *, vouched: bool) -> None:
        self._current(id)
        self.edits[id] = vouched
        self._work_out()

    def label(self, decision: Decision, by: By) -> Label:
        made = self._add(decision, by.id, self.now)
        self._work_out()
        return self._stands(made)

    def _add(self, decision: Decision, by: str, at: datetime, imported_by: str | None = None) -> Label:
        missing = [name for name in decision.claims if name not in self.claims]
        if missing:
            raise NotKept(f"No claim {missing[0]} stands in an article as it is kept now.")
        events = tuple(dict.fromkeys(self.event_of(self.claims[name].article) for name in decision.claims))
        number = len(self.given_labels) + 1
        made = Label(number, decision, events, by, at, current=True, disagree=False, imported_by=imported_by)
        self.given_labels.append(made)
        return made

    def withdraw(self, id: str, by: By, reason: str, *, anyones: bool) -> Label:
        found = self.kept_label(id)
        if not anyones and found.by != by.id:
            raise Forbidden(f"That is the word of {found.by}.")
        self.withdrawn.setdefault(found.number, Withdrawal(by.id, self.now, reason))
        self._work_out()
        return self._stands(found)

    def dispute(self, source: str, decision: DisputeDecision, by: By) -> Label:
        self.source(source)
        if decision.claim not in self.claims or self.claims[decision.claim].source != source:
            raise NotKept(f"No claim {decision.claim} is in the ledger of {source}.")
        return self.label(decision, by)

    def merge(self, events, by: By, reason: str) -> Edited:
        found = dict.fromkeys(self.event(id).id for id in events)
        if len(found) < 2:
            raise NothingToEdit(f"{', '.join(found)} is one event already.")
        return self._edit([[name for id in found for name in self.events_of[id].event.claims]], by, reason)

    def split(self, id: str, claims, articles, by: By, reason: str) -> Edited:
        inside = self.event(id).events[0].event.claims
        taken = {*claims, *(name for name in inside if self.claims[name].article in articles)}
        if not taken <= set(inside) or len(taken) < len(claims) + len(articles):
            raise NotKept(f"Not all of that is about the event {id}.")
        rest = [name for name in inside if name not in taken]
        if not rest:
            raise NothingToEdit("None would be left.")
        return self._edit([rest, sorted(taken)], by, reason)

    def _edit(self, groups, by: By, reason: str) -> Edited:
        made = self.label(EventDecision(tuple(map(tuple, groups)), reason), by)
        return Edited(made, tuple(dict.fromkeys(self.event_of(self.claims[n].article) for g in groups for n in g)))

    def bring_in(self, given, by: By, *, trial: bool) -> Imported:
        before = list(self.given_labels), dict(self.withdrawn)
        counts, refused = {"added": 0, "withdrawn": 0, "known": 0}, []
        for one in given:
            whose, at = one.by or by.id, one.at or self.now
            known = [
                each
                for each in self.given_labels
                if (each.decision, each.by) == (one.decision, whose)
                and (each.number not in self.withdrawn if one.at is None else each.at == at)
            ]
            try:
                made = known[0] if known else self._add(one.decision, whose, at, by.id)
            except NotKept as fault:
                refused.append(RefusedLine(one.line, str(fault)))
                continue
            counts["added"] += not known
            if one.withdrawn and made.number not in self.withdrawn:
                self.withdrawn[made.number] = one.withdrawn
                counts["withdrawn"] += 1
            elif known:
                counts["known"] += 1
        if trial:
            self.given_labels, self.withdrawn = before
        self._work_out()
        return Imported(**counts, refused=tuple(refused))

    # What is read.

    def replay(self, report: str) -> ScoreReport:
        if report not in self.reports:
            raise NotKept(f"No report {report} is kept.")
        if self.erased & {each.article for each in self.reports[report].kept.values()}:
            raise SnapshotGone("An article that it rests on has been erased.")
        return self.reports[report]

    def articles(self, query: ArticleQuery) -> Page[ArticleSummary]:
        wanted = [
            each
            for each in (self._summary(id) for id in self.texts if id not in self.removed)
            if later(each.published_at, query.since)
            and (query.outlet is None or outlet_key(query.outlet) == outlet_key(each.outlet))
            and query.vouched in (None, each.vouched)
        ]
        return paged(wanted, lambda each: (when(each.published_at), each.id), query, latest_first=True)

    def article(self, id: str) -> KeptArticle:
        current = self._current(id)
        versions = tuple(
            Version(
                number=each.number,
                digest=hashed("v", repr(each.article)),
                title=each.article.title,
                published_at=each.article.published_at,
                updated_at=each.article.updated_at,
                received_at=self.now,
                sender=each.sender,
                current=each is current,
            )
            for each in self.texts[id]
        )
        claims = tuple(claim for claim in self.claims.values() if claim.article == id)
        events = {claim.id: self.event_of(id) for claim in claims}
        edits = {claim.id: self.source_edits[claim.id] for claim in claims if claim.id in self.source_edits}
        return KeptArticle(self._summary(id), current.article.text, versions, claims, events, edits)

    def events(self, query: EventQuery) -> Page[EventSummary]:
        wanted = [
            each
            for each in map(self._event_summary, self.events_of)
            if later(each.last_at, query.since)
            and query.id in (None, each.id)
            and (query.source is None or query.source in self.events_of[each.id].sources)
            and (query.place is None or query.place.casefold() in map(str.casefold, each.places))
            and query.disputed in (None, each.disputed)
        ]

        def place(each):
            newest = (when(each.last_at), each.id)
            return (f"{each.contradictions:09}", *newest) if query.most_disputed_first else newest

        return paged(wanted, place, query, latest_first=True)

    def event(self, id: str) -> ScoreReport:
        to = id
        while to in self.moved:
            to = self.moved[to]
        if to is None:
            raise Removed(f"Nothing is left of the event {id}.")
        if to not in self.events_of:
            raise NotKept(f"No event {id} is kept.")
        if to != id:
            raise Moved(f"The event {id} has become part of {to}.", to)
        found = self._report({id}, {})
        [event] = found.events
        between = tuple(each for each in self.followings if {each.one, each.other} <= set(event.sources))
        return replace(found, id=id, events=(replace(event, followings=between),))

    def sources(self, query: SourceQuery) -> Page[SourceSummary]:
        wanted = [
            each
            for each in map(self.source, self.standings)
            if (query.named or "").casefold() in each.source.name.casefold() and query.kind in (None, each.source.kind)
        ]
        return paged(wanted, lambda each: (each.source.name.casefold(), each.source.id), query)

    def source(self, id: str, as_of: datetime | None = None) -> SourceSummary:
        if id not in self.standings:
            raise NotKept(f"No source {id} is kept.")
        found = self.standings[id]
        claims = [claim for claim in self.claims.values() if claim.source == id]
        events = {self.event_of(claim.article) for claim in claims}
        known = found.credibility if as_of is None or any(later(as_of, each.as_of) for each in claims) else None
        said_so = [each.decision.claim for each in self._standing(LabelKind.PARTY) if each.decision.party]
        party_to = tuple(
            PartyTo(self.event_of(claim.article), "", None, edited=True) for claim in claims if claim.id in said_so
        )
        summary = SourceSummary(found.source, found.prior, known, len(claims), len(events), party_to=party_to)
        return replace(summary, followings=tuple(self._followings_of(id)))

    def _followings_of(self, id: str) -> Iterator[FollowingOf]:
        for each in self.followings:
            mine = each if each.one == id else each.turned
            if mine.one == id:
                pairs = [(self.claims[one], self.claims[other]) for one, other in mine.claims]
                said = (SaidAlike(self.event_of(a.article), a.id, a.text, b.id, b.text) for a, b in pairs)
                yield FollowingOf(mine, mine.other, self.standings[mine.other].source.name, tuple(said))

    def ledger(self, id: str, limit: int, after) -> Page[LedgerLine]:
        found = self.source(id)
        entries = {each.claim: each for each in self.standings[id].ledger}
        stand = [
            each
            for each in self.given_labels
            if isinstance(each.decision, DisputeDecision) and each.number not in self.withdrawn
        ]
        ruled = {each.decision.claim: each.decision.ruling for each in stand}
        lines = []
        for claim in self.claims.values():
            if claim.source != id:
                continue
            entry = entries.get(claim.id)
            without = entry.mean_without if entry else found.credibility and found.credibility.mean
            lines.append(
                LedgerLine(
                    claim=claim.id,
                    text=claim.text,
                    event=self.event_of(claim.article),
                    article=claim.article,
                    as_of=claim.as_of,
                    supported=entry.supported if entry else 0.0,
                    opposed=entry.opposed if entry else 0.0,
                    mean_without=without if found.credibility else None,
                    ruled=ruled.get(claim.id),
                )
            )

        def place(line):
            return (str(int(line.claim in entries)), when(line.as_of), line.claim)

        return paged(lines, place, ArticleQuery(limit, after), latest_first=True)

    def labels(self, query: LabelQuery) -> Page[Label]:
        wanted = [
            self._stands(each)
            for each in self.given_labels
            if query.kind in (None, each.decision.kind)
            and (not query.claims or set(query.claims) & set(each.decision.claims))
            and (query.event is None or query.event in each.events)
            and query.by in (None, each.by)
            and later(each.at, query.since)
        ]
        return paged(wanted, lambda each: (f"{each.number:09}",), query, latest_first=True)

    def kept_label(self, id: str) -> Label:
        found = next((each for each in self.given_labels if str(each.number) == id), None)
        if found is None:
            raise NotKept(f"No label {id} is kept.")
        return self._stands(found)

    def every_label(self, query: LabelQuery):
        yield from reversed(self.labels(replace(query, limit=10**9)).items)

    def _standing(self, kind: LabelKind) -> list[Label]:
        return [each for each in self.given_labels if each.decision.kind is kind and each.number not in self.withdrawn]

    def _stands(self, label: Label) -> Label:
        """Looks at all labels of the kind, one after another: what somebody says later takes the place of the former."""
        now: list[Label] = []
        on_events = label.decision.kind is LabelKind.EVENT
        for each in self._standing(label.decision.kind):
            now = [
                old
                for old in now
                if old.by != each.by
                or not (opposed(old.decision, each.decision) or (not on_events and same_claims(old, each)))
            ]
            now.append(each)
        current = any(each.number == label.number for each in now)
        near = [each for each in now if on_events or same_claims(each, label)]
        against = [label] if on_events else near
        disagree = any(opposed(one.decision, other.decision) for one in against for other in near if one.by != other.by)
        return replace(
            label,
            current=current,
            disagree=disagree and (current or not on_events),
            withdrawn=self.withdrawn.get(label.number),
        )

    def event_of(self, article: str) -> str | None:
        return next((id for id, each in self.events_of.items() if article in each.event.articles), None)

    # How it is worked out.

    def _current(self, id: str) -> Text:
        if id not in self.texts:
            raise NotKept(f"No article {id} is kept.")
        if id in self.removed:
            raise Removed(f"The article {id} was removed.")
        return max(self.texts[id], key=lambda each: (time_of(each.article), each.number))

    def _clashes(self, id: str, article: Article) -> bool:
        versions = [] if id in self.removed else self.texts.get(id, [])
        return any(time_of(each.article) == time_of(article) and each.article.text != article.text for each in versions)

    def _vouched(self, id: str) -> bool:
        return self.edits.get(id, self._current(id).vouched)

    def _summary(self, id: str) -> ArticleSummary:
        current = self._current(id)
        article = current.article
        return ArticleSummary(
            id=id,
            given_id=article.id,
            outlet=article.outlet,
            title=article.title,
            url=article.url,
            published_at=article.published_at,
            updated_at=article.updated_at,
            language=article.language,
            version=current.number,
            vouched=self._vouched(id),
            sender=current.sender,
            received_at=self.now,
        )

    def _work_out(self) -> None:
        live = {id: self._current(id).article for id in self.texts if id not in self.removed}
        request = ScoreRequest(tuple(replace(article, id=id) for id, article in sorted(live.items())))
        report = self.scorer.score(request)
        lasting = {each.source.id: hashed("s", outlet_key(each.source.name)) for each in report.standings}
        names = {lasting[each.source.id]: each.source.name for each in report.standings}
        sources = {claim.id: lasting[claim.source] for claim in report.claims}
        self.source_edits = {
            each.decision.claim: SourceEdit(
                each.number, each.decision.source, each.decision.source_kind, each.by, each.at, each.decision.note
            )
            for each in self._standing(LabelKind.SOURCE)
            if each.decision.claim in sources
        }
        for claim, edit in self.source_edits.items():
            sources[claim] = hashed("s", outlet_key(edit.source))
            names.setdefault(sources[claim], edit.source)
        self.claims = {
            claim.id: replace(claim, source=sources[claim.id], chain=(sources[claim.id],)) for claim in report.claims
        }
        before = self.events_of
        self.events_of = {}
        for found in self._edited_events(report.events):
            heirs = [id for id, old in before.items() if set(old.event.claims) & set(found.event.claims)] or [
                hashed("e", found.event.claims[0])
            ]
            own = next((id for id in heirs if id not in self.events_of), hashed("e", *found.event.claims))
            self.moved |= {id: own for id in heirs if id not in {own, *self.events_of}}
            self.moved.pop(own, None)
            heard = tuple(dict.fromkeys(self.claims[name].source for name in found.event.claims))
            self.events_of[own] = replace(found, event=replace(found.event, id=own), sources=heard)
        self.moved |= {id: None for id in before if id not in self.events_of and id not in self.moved}
        counted = {claim.id for claim in self.claims.values() if self._vouched(claim.article)}
        weighed = [
            replace(each, pairs=tuple(pair for pair in each.pairs if {pair.a, pair.b} <= counted))
            for each in self.events_of.values()
        ]
        self.standings = {
            id: standing(id, name, tuple(self.claims.values()), tuple(weighed))
            for id, name in names.items()
            if any(claim.source == id for claim in self.claims.values())
        }

    def _edited_events(self, found: tuple[EventReport, ...]) -> list[EventReport]:
        """What is found once each label has put its groups where it says, one label after another."""
        together = [set(each.event.claims) for each in found]
        for label in self._standing(LabelKind.EVENT):
            for group in label.decision.groups:
                here = {name for name in group if name in self.claims}
                together = [each - here for each in together] + [here]
        order = list(self.claims)
        inside = sorted(sorted(each, key=order.index) for each in together if each)
        return [event_report(n, [self.claims[name] for name in each]) for n, each in enumerate(inside, 1)]

    def _edits_of(self, id: str) -> tuple[EventEdit, ...]:
        edits = []
        for label in self._standing(LabelKind.EVENT):
            there = [[n for n in group if n in self.claims] for group in label.decision.groups]
            about = [{self.event_of(self.claims[n].article) for n in group} for group in there]
            if any(id in each for each in about):
                followed = len(set().union(*about)) == len(about) == sum(map(len, about))
                edits.append(EventEdit(label.number, len(about) > 1, label.by, label.at, label.decision.note, followed))
        return tuple(edits)

    def _report(self, events: set[str], given: dict[str, str]) -> ScoreReport:
        """The report on some events and all articles in them; those in ``given`` are called what their sender called them."""
        ids = sorted({*given, *(name for id in events for name in self.events_of[id].event.articles)})
        shown = {id: given.get(id, id) for id in ids}
        articles = tuple(replace(self._current(id).article, id=shown[id]) for id in ids)
        claims = [claim for claim in self.claims.values() if claim.article in shown]
        return replace(
            self.scorer.score(ScoreRequest(articles)),
            snapshot=replace(SNAPSHOT, store=hashed("", repr((self.texts, self.edits, sorted(self.removed))))),
            claims=tuple(replace(claim, article=shown[claim.article]) for claim in claims),
            event_of={claim.id: self.event_of(claim.article) for claim in claims},
            events=tuple(
                overruled(
                    replace(shown_as(self.events_of[id], shown), edits=self._edits_of(id)),
                    claims,
                    {
                        each.decision.claim: PartyEdit(
                            each.number, each.decision.party, each.by, each.at, each.decision.note
                        )
                        for each in self._standing(LabelKind.PARTY)
                    },
                )
                for id in sorted(events)
            ),
            source_edits={c.id: self.source_edits[c.id] for c in claims if c.id in self.source_edits},
            standings=tuple(self.standings[id] for id in sorted({claim.source for claim in claims})),
            kept={shown[id]: Kept(id, self._current(id).number, self._vouched(id)) for id in ids},
        )

    def _event_summary(self, id: str) -> EventSummary:
        found = self.events_of[id]
        times = [self.claims[name].as_of for name in found.event.claims]
        return EventSummary(
            id=id,
            headline=found.event.headline,
            first_at=min(times),
            last_at=max(times),
            changed_at=self.now,
            disputed=found.disputed,
            contradictions=sum(pair.relation is Relation.CONTRADICTS for pair in found.pairs),
            agreement=found.agreement,
            independent_outlets=found.independent_outlets,
            n_articles=len(found.event.articles),
            n_claims=len(found.event.claims),
            n_sources=len(found.sources),
            places=tuple(word for word in found.event.headline.split() if word in {"Harim", "Kabul"}),
        )


def same_claims(one: Label, other: Label) -> bool:
    return one.decision.claims == other.decision.claims


def shown_as(found: EventReport, shown: dict[str, str]) -> EventReport:
    return replace(found, event=replace(found.event, articles=tuple(shown[id] for id in found.event.articles)))


def hashed(letter: str, *parts: str) -> str:
    return letter + hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def time_of(article: Article) -> str:
    return when(article.updated_at or article.published_at)


def when(moment: datetime | None) -> str:
    """Sorts as time does, and what has no time before everything else."""
    return "" if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")


def later(moment: datetime | None, since: datetime | None) -> bool:
    return since is None or (moment is not None and moment >= since)


def paged(items, place, query, *, latest_first=False) -> Page:
    """The page after the place that ``query`` names; places are tuples of strings that sort as items do."""
    ordered = sorted(items, key=place, reverse=latest_first)
    after = query.after
    if after is not None:
        ordered = [each for each in ordered if (place(each) < after if latest_first else place(each) > after)]
    shown = ordered[: query.limit]
    return Page(tuple(shown), place(shown[-1]) if len(ordered) > query.limit else None)
