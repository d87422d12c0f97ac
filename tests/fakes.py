"""Small things that work, in place of large ones that need models."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import numpy as np

from service.news.accounts import AuditLine, AuditQuery, By, Key, MadeKey, MadeSession, NewKey, Session, SignedIn
from service.news.article import Article, Span
from service.news.claim import Claim, Quantity, Slot, SlotName, Spoken
from service.news.copy import CopyOf, KnownBy
from service.news.errors import NothingToCompare, NotKept, NotRecognised, TooManyClaims, Unfit, UnknownLanguage
from service.news.event import EventReport
from service.news.identity import Principal, outlet_key
from service.news.memory import Page
from service.news.pair import Comparison, Reason, ReasonCode, Relation, Stance
from service.news.report import Compared, ScoreReport, ScoreRequest
from service.news.source import Credibility, LedgerEntry, Prior, Source, SourceKind, Standing
from service.web.ports import House
from tests.builders import SNAPSHOT, make_agreement, make_claim, make_comparison, make_event, make_report, make_unused
from tests.fake_monitoring import FakeMonitoring
from tests.fake_versions import FakeVersions
from tests.feed_fakes import FakeFeeds
from tests.intake_fakes import FakeIntake, FakeProviders
from tests.job_fakes import FakeAnswers, FakeJobs
from tests.review_fakes import FakeReviews
from tests.webhook_fakes import FakeWebhooks

SENTENCE = re.compile(r"\S[^.!?]*[.!?]?")
READ = {None, "en"}
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
WORD = re.compile(r"\w+")
NEGATIVE = {"no", "not", "never", "nobody", "none", "denied", "denies", "deny"}


class FakeScorer:
    """A scorer without models, true to its word on what it is given.

    An article makes one claim, its first sentence, vouched for by its outlet. Claims that share a word of five letters are
    about one event. Of two outlets' claims, other numbers contradict each other, the same words agree, the rest is neutral.
    """

    snapshot = SNAPSHOT

    def __init__(self, max_claims: int = 4000) -> None:
        self.max_claims = max_claims

    def score(self, request: ScoreRequest, progress=lambda stage, done, total: None) -> ScoreReport:
        progress("extract", len(request.articles), len(request.articles))
        sources = {name: f"s{n}" for n, name in enumerate(sorted({each.outlet for each in request.articles}), 1)}
        found = {each.id: first_claim(each, sources[each.outlet]) for each in request.articles}
        claims = tuple(claim for claim in found.values() if claim)
        if len(claims) > self.max_claims:
            raise TooManyClaims(f"The articles hold {len(claims)} claims; the limit is {self.max_claims}.")
        events = tuple(event_report(n, group) for n, group in enumerate(grouped(claims), 1))
        return make_report(
            id=hashlib.sha256(repr(request).encode("utf-8", "replace")).hexdigest()[:12],
            articles=request.articles,
            copy_of=copies(request.articles),
            claims=claims,
            event_of={claim: each.event.id for each in events for claim in each.event.claims},
            independent_sources={claim.id: 1 + len(others(claim.id, events, Relation.AGREES)) for claim in claims},
            events=events,
            standings=tuple(standing(id, name, claims, events) for name, id in sources.items()),
            unused=tuple(make_unused(each.id, why_unused(each)) for each in request.articles if not found[each.id]),
        )

    def compare(self, a: Spoken, b: Spoken) -> Compared:
        for text in (a.text, b.text):
            if not re.search(r"\w", text):
                raise NothingToCompare("The text makes no statement.")
            if not re.search(r"[a-zA-Z]", text):
                raise UnknownLanguage("Only English is read.")
        first, second = claim_of("a", "a", a.text, 0), claim_of("b", "b", b.text, 0)
        if b.published_at and a.published_at and b.published_at < a.published_at:
            return Compared(self.snapshot, first, second, compared(second, first))
        return Compared(self.snapshot, first, second, compared(first, second))


def first_claim(article: Article, source: str) -> Claim | None:
    sentence = SENTENCE.search(article.text)
    if article.language not in READ or not sentence or not re.search(r"\w", sentence[0]):
        return None
    return claim_of(f"c-{article.id}", article.id, sentence[0], sentence.start(), source=source)


def claim_of(id: str, article: str, text: str, start: int, source: str = "s1") -> Claim:
    return make_claim(id, article, text, start, slots=numbers_in(text, start), source=source)


def numbers_in(text: str, start: int) -> tuple[Slot, ...]:
    return tuple(
        Slot(
            SlotName.NUMBER,
            Span(start + each.start(), start + each.end()),
            each[0],
            str(int(each[0])),
            Quantity(float(each[0]), float(each[0]), float(each[0]), "killed"),
        )
        for each in re.finditer(r"[0-9]{1,15}", text)
    )


def why_unused(article: Article) -> str:
    return "no claim found" if article.language in READ else "a language that is not read yet"


def copies(articles: tuple[Article, ...]) -> dict[str, CopyOf]:
    first: dict[str, str] = {}
    for each in articles:
        first.setdefault(each.text, each.id)
    return {each.id: CopyOf(first[each.text], KnownBy.EARLIER) for each in articles if first[each.text] != each.id}


def long_words(claim: Claim) -> set[str]:
    return {word for word in claim.statement.words if len(word) >= 5}


def grouped(claims: tuple[Claim, ...]) -> list[list[Claim]]:
    groups: list[list[Claim]] = []
    for claim in claims:
        home = next((each for each in groups if any(long_words(claim) & long_words(other) for other in each)), None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    return groups


def compared(a: Claim, b: Claim) -> Comparison:
    numbers = [claim.statement.slots_named(SlotName.NUMBER) for claim in (a, b)]
    if all(numbers) and numbers[0][0].norm != numbers[1][0].norm:
        reason = Reason(ReasonCode.NUMBER, numbers[0][0].span, numbers[1][0].span)
        return make_comparison(a.id, b.id, Stance.CONTRADICTS, (reason,))
    same = a.statement.words == b.statement.words
    return make_comparison(a.id, b.id, Stance.AGREES if same else Stance.NEUTRAL)


def event_report(n: int, claims: list[Claim]) -> EventReport:
    pairs = tuple(compared(a, b) for a, b in combinations(claims, 2) if a.source != b.source)
    sources = tuple(sorted({claim.source for claim in claims}))
    return make_event(
        f"e{n}",
        [claim.id for claim in claims],
        [claim.article for claim in claims],
        claims[0].text,
        sources=sources,
        independent_outlets=len(sources),
        agreement=make_agreement() if pairs else None,
        disputed=any(pair.relation is Relation.CONTRADICTS for pair in pairs),
        pairs=pairs,
    )


def others(claim: str, events: tuple[EventReport, ...], relation: Relation) -> list[str]:
    pairs = [pair for event in events for pair in event.pairs if pair.relation is relation]
    return [pair.b if pair.a == claim else pair.a for pair in pairs if claim in (pair.a, pair.b)]


def standing(id: str, name: str, claims: tuple[Claim, ...], events: tuple[EventReport, ...]) -> Standing:
    """A Beta posterior from prior 2, 2; the interval is the mean and two standard deviations."""
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for claim in claims:
        if claim.source == id:
            counts[claim.id] = (
                len(others(claim.id, events, Relation.AGREES)),
                len(others(claim.id, events, Relation.CONTRADICTS)),
            )
    up, down = (sum(each[side] for each in counts.values()) for side in (0, 1))
    ledger = tuple(
        LedgerEntry(claim, s, o, (2 + up - s) / (4 + up - s + down - o)) for claim, (s, o) in counts.items() if s + o
    )
    return Standing(Source(id, name, SourceKind.OUTLET), Prior(0.5, 4.0, "no record"), credibility(up, down), ledger)


def credibility(up: int, down: int) -> Credibility | None:
    if not up + down:
        return None
    a, b = 2 + up, 2 + down
    mean, spread = a / (a + b), 2 * (a * b / ((a + b) ** 2 * (a + b + 1))) ** 0.5
    return Credibility(mean, (max(0.0, mean - spread), min(1.0, mean + spread)), float(up + down))


def bag(text: str) -> list[str]:
    """The numbers and longer words of a text, cut to their first five letters so that 'wounded' and 'wounding' meet."""
    return [word[:5] for word in WORD.findall(text.casefold()) if len(word) > 3 or word.isdigit()]


class FakeEncoder:
    """Texts to unit vectors by hashed bags of words: texts alike in words are alike in vectors, and the same text has the same."""

    name = "fake-encoder"

    def __init__(self, n_dims: int = 256) -> None:
        self.n_dims = n_dims

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.n_dims), np.float32)

    def _vector(self, text: str) -> np.ndarray:
        row = np.zeros(self.n_dims, np.float32)
        for word in bag(text):
            row[int(hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()[:8], 16) % self.n_dims] += 1.0
        if not row.any():
            row[0] = 1.0
        return row / np.linalg.norm(row)


class FakePairModel:
    """Logits from words in common, numbers and negation; like a real one it reads in one direction.

    Texts without words in common are neutral; other numbers or a negation on one side contradict, and are the reason; the
    more of the second text the first holds, the more they agree. Of updates it knows nothing.
    """

    name = "fake-pair-model"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        return np.array([self._logits(a, b) for a, b in pairs], np.float32).reshape(
            len(pairs), len(Relation) + len(ReasonCode)
        )

    def _logits(self, a: str, b: str) -> tuple[float, ...]:
        one, other = set(bag(a)), set(bag(b))
        shared = len(one & other) / max(1, len(one | other))
        held = len(one & other) / max(1, len(other))
        numbers = [set(re.findall(r"[0-9]+", text)) for text in (a, b)]
        clash = float(all(numbers) and not numbers[0] & numbers[1])
        denied = float(
            bool(set(WORD.findall(a.casefold())) & NEGATIVE) != bool(set(WORD.findall(b.casefold())) & NEGATIVE)
        )
        against = 6.0 * shared * (clash + denied)
        stances = (4.0 * held - against, against, 2.0 - 4.0 * shared)
        found = {ReasonCode.NUMBER: clash, ReasonCode.DENIAL: denied}
        reasons = (2.0 * found.get(code, 0.0) - 1.0 for code in ReasonCode)
        return *stances, float(np.logaddexp.reduce(stances)), *reasons


class FakeAccounts:
    """People and keys in memory. Nobody is known until a key is added or ``people`` are given, by name."""

    def __init__(self, people: dict[str, tuple[str, Principal]] | None = None, at: datetime = EPOCH) -> None:
        self.people = people or {}
        self.at = at
        self.made: dict[str, MadeKey] = {}
        self.open: dict[str, Session] = {}

    def has_anyone(self) -> bool:
        return bool(self.people or self.made)

    def by_key(self, token: str) -> Principal:
        for made in self.made.values():
            if made.token == token and made.key.state(self.at) == "active":
                outlets = frozenset(map(outlet_key, made.key.outlets))
                return Principal(f"key:{made.key.id}", made.key.name, made.key.scopes, outlets)
        raise NotRecognised("The key is not known here.")

    def by_session(self, token: str) -> SignedIn | None:
        session = self.open.get(token)
        return session and SignedIn(self.people[session.person][1], session)

    def sign_in(self, name: str, password: str, request_id: str = "") -> MadeSession:
        if self.people.get(name, (None,))[0] != password:
            raise NotRecognised("The name and the password do not belong together.")
        token = f"token{len(self.open)}"
        self.open[token] = Session(f"s{len(self.open)}", name, self.at, self.at, self.at + timedelta(days=7))
        return MadeSession(self.open[token], token)

    def change_password(self, person: str, current: str, password: str, by: By) -> None:
        known, principal = self.people[person]
        if known != current:
            raise NotRecognised("That is not the password so far.")
        self.people[person] = (password, principal)
        self.open = {token: each for token, each in self.open.items() if each.person != person}

    def sessions_of(self, person: str) -> tuple[Session, ...]:
        return tuple(each for each in reversed(self.open.values()) if each.person == person)

    def end_session(self, id: str, person: str, by: By) -> None:
        token = next((token for token, each in self.open.items() if (each.id, each.person) == (id, person)), None)
        if token is None:
            raise NotKept("There is no such session, or no longer.")
        del self.open[token]

    def all_keys(self, person: str | None = None) -> tuple[Key, ...]:
        keys = [made.key for made in reversed(self.made.values())]
        return tuple(key for key in keys if person in (None, key.person))

    def add_key(self, new: NewKey, by: By) -> MadeKey:
        if new.person is not None and new.person not in self.people:
            raise Unfit(f"There is no person {new.person}, or no longer.")
        id = f"k{len(self.made)}"
        kept = (id, new.name, new.scopes, new.outlets, new.person, self.at, by.id, new.expires_at, None, None)
        self.made[id] = MadeKey(Key(*kept), f"cc_{id}_{'x' * 43}")
        return self.made[id]

    def revoke_key(self, id: str, by: By) -> None:
        if id not in self.made:
            raise NotKept(f"There is no key {id}.")
        made = self.made[id]
        self.made[id] = MadeKey(replace(made.key, revoked_at=self.at), made.token)


class FakeAudit:
    """An audit log in memory."""

    def __init__(self, at: datetime = EPOCH) -> None:
        self.at = at
        self.noted: list[AuditLine] = []

    def note(self, by, action, subject, *, detail=None, request_id="") -> None:
        self.noted.append(AuditLine(len(self.noted) + 1, self.at, by, action, subject, dict(detail or {}), request_id))

    def lines(self, query: AuditQuery) -> Page[AuditLine]:
        wanted = [
            line
            for line in reversed(self.noted)
            if (query.after is None or line.number < int(query.after[0]))
            and query.by in (None, line.by)
            and query.action in (None, line.action)
            and (query.since is None or line.at >= query.since)
        ]
        shown = tuple(wanted[: query.limit])
        return Page(shown, (str(shown[-1].number),) if len(wanted) > query.limit else None)


def make_house(accounts: FakeAccounts | None = None, **rooms) -> House:
    """A house of fakes, in which nobody is known yet."""
    nothing = {each.name: None for each in fields(House)}
    fakes = {"accounts": accounts or FakeAccounts(), "audit": FakeAudit(), "secret": b"s" * 32}
    work = {"jobs": FakeJobs(), "answers": FakeAnswers(), "models": FakeVersions()}
    work |= {"intake": FakeIntake(), "providers": FakeProviders(), "webhooks": FakeWebhooks(), "feeds": FakeFeeds()}
    work |= {"reviews": FakeReviews(), "monitoring": FakeMonitoring()}
    return House(**nothing | fakes | work | rooms)
