"""What the web needs from the rest of the house; ``app`` fills it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from service.news.accounts import (
    AuditLine,
    AuditQuery,
    By,
    Key,
    MadeKey,
    MadeSession,
    NewKey,
    Session,
    SignedIn,
)
from service.news.answer import KeptAnswer
from service.news.claim import Spoken
from service.news.identity import Principal
from service.news.job import Job
from service.news.label import (
    Decision,
    DisputeDecision,
    Edited,
    GivenLabel,
    Imported,
    Label,
    LabelQuery,
)
from service.news.memory import (
    ArticleQuery,
    ArticleSummary,
    EventQuery,
    EventSummary,
    KeptArticle,
    LedgerLine,
    Page,
    Place,
    SourceQuery,
    SourceSummary,
)
from service.news.model import Models, ModelVersion
from service.news.monitoring import Changes, Drift
from service.news.progress import Progress
from service.news.report import Compared, ScoreReport, ScoreRequest, Snapshot
from service.web.exchange_ports import Feeds, Intake, Providers, Webhooks
from service.web.review_ports import Reviews

Clock = Callable[[], datetime]
"""The time now, with a zone."""


class Scores(Protocol):
    """Answers requests; safe to call from several threads at once."""

    @property
    def snapshot(self) -> Snapshot:
        """The model and build that answer."""
        ...

    def score(self, request: ScoreRequest, progress: Progress = ...) -> ScoreReport:
        """The report on some articles; ``progress`` is told of each stage. Raises TooManyClaims."""
        ...

    def compare(self, a: Spoken, b: Spoken) -> Compared:
        """Two claims compared. Raises NothingToCompare and UnknownLanguage."""
        ...


class Archive(Protocol):
    """What is kept, and what it amounts to; safe to call from several threads and processes at once."""

    def keep(self, request: ScoreRequest, by: Principal, progress: Progress = ...) -> ScoreReport:
        """Keep the articles and report on the events they belong to.

        Raises TooManyClaims, NotReady, and VersionConflict where an article is kept with another text of the same time.
        """
        ...

    def replay(self, report: str) -> ScoreReport:
        """A report on kept articles worked out again on the state it was given on.

        Raises NotKept where there is no such report, SnapshotGone where an article it rests on has been erased or
        another model answers now.
        """
        ...

    def articles(self, query: ArticleQuery) -> Page[ArticleSummary]:
        """Kept articles, newest first."""
        ...

    def article(self, id: str) -> KeptArticle:
        """One kept article. Raises NotKept, and Removed where it has been removed."""
        ...

    def remove(self, id: str, by: By, reason: str, *, erase: bool) -> None:
        """Remove an article and its effect; ``erase`` its texts too. Raises NotKept and Removed."""
        ...

    def vouch(self, id: str, by: By, reason: str, *, vouched: bool) -> None:
        """Vouch for the outlet of an article, or take that back. Raises NotKept and Removed."""
        ...

    def events(self, query: EventQuery) -> Page[EventSummary]:
        """Stored events."""
        ...

    def event(self, id: str) -> ScoreReport:
        """The report on one stored event.

        Raises NotKept, Moved where it has become part of another, Removed where nothing is left of it.
        """
        ...

    def sources(self, query: SourceQuery) -> Page[SourceSummary]:
        """Sources by name."""
        ...

    def source(self, id: str, as_of: datetime | None = None) -> SourceSummary:
        """One source, by what was said up to ``as_of`` where that is given. Raises NotKept."""
        ...

    def ledger(self, id: str, limit: int, after: Place | None) -> Page[LedgerLine]:
        """The claims behind a source's credibility, then its others, each newest first. Raises NotKept."""
        ...

    def label(self, decision: Decision, by: By) -> Label:
        """Keep a decision beside those made before; one on a source or on events holds from now on.

        Raises NotReady, and NotKept, naming the claim, where one stands in no article as it now is.
        """
        ...

    def withdraw(self, id: str, by: By, reason: str, *, anyones: bool) -> Label:
        """Let a label hold no more, as if it had not been made; it stays to be read.

        Raises NotReady, NotKept, and Forbidden where it is another's, unless ``anyones`` may be withdrawn.
        """
        ...

    def dispute(self, source: str, decision: DisputeDecision, by: By) -> Label:
        """Keep what a line of a source's ledger counts for from now on. Raises NotReady and NotKept."""
        ...

    def merge(self, events: Sequence[str], by: By, reason: str) -> Edited:
        """Make several events one from now on, by one label.

        Raises NotReady, NotKept, Moved and Removed, and NothingToEdit where they are one already.
        """
        ...

    def split(self, id: str, claims: Collection[str], articles: Collection[str], by: By, reason: str) -> Edited:
        """Make some claims of an event, and those of some articles, an event apart from the rest from now on.

        Raises NotReady, NotKept, Moved and Removed, and NothingToEdit where nothing would be left.
        """
        ...

    def bring_in(self, given: Sequence[GivenLabel], by: By, *, trial: bool) -> Imported:
        """Keep labels from elsewhere that are not kept yet; a ``trial`` only tells. Raises NotReady."""
        ...

    def labels(self, query: LabelQuery) -> Page[Label]:
        """Labels, newest first."""
        ...

    def every_label(self, query: LabelQuery) -> Iterator[Label]:
        """All labels that are asked for, oldest first, whatever the limit; read as they are asked for."""
        ...

    def kept_label(self, id: str) -> Label:
        """One label, by its number. Raises NotKept."""
        ...


class Accounts(Protocol):
    """Who is known here; safe to call from several threads and processes at once."""

    def has_anyone(self) -> bool:
        """Whether a key or a person was ever made."""
        ...

    def by_key(self, token: str) -> Principal:
        """Who shows the key ``token``. Raises NotRecognised, whose message the caller may read."""
        ...

    def by_session(self, token: str) -> SignedIn | None:
        """Whose session ``token`` is; None where it is nobody's, or over."""
        ...

    def sign_in(self, name: str, password: str, request_id: str = "") -> MadeSession:
        """A session for who has this name and password. Raises NotRecognised and TooManyTries."""
        ...

    def change_password(self, person: str, current: str, password: str, by: By) -> None:
        """Another password for ``person``, whose sessions all end. Raises NotRecognised and Unfit."""
        ...

    def sessions_of(self, person: str) -> tuple[Session, ...]:
        """The sessions that ``person`` has open, latest first."""
        ...

    def end_session(self, id: str, person: str, by: By) -> None:
        """End a session of ``person``. Raises NotKept."""
        ...

    def all_keys(self, person: str | None = None) -> tuple[Key, ...]:
        """Every key that was ever made, or those of ``person``; newest first."""
        ...

    def add_key(self, new: NewKey, by: By) -> MadeKey:
        """A new key. Raises Unfit, whose message the caller may read."""
        ...

    def revoke_key(self, id: str, by: By) -> None:
        """End a key for good. Raises NotKept."""
        ...


class Audit(Protocol):
    """Who did what; lines are added and never changed."""

    def note(
        self, by: str, action: str, subject: str, *, detail: Mapping[str, object] | None = None, request_id: str = ""
    ) -> None:
        """One line: the id of the principal, what it did ('article.remove'), and to what."""
        ...

    def lines(self, query: AuditQuery) -> Page[AuditLine]:
        """Lines of the log, newest first."""
        ...


class Jobs(Protocol):
    """Work that is done later; safe to call from several threads and processes at once."""

    def enqueue(self, kind: str, request: Mapping[str, object], by: Principal, id: str | None = None) -> Job:
        """A new job of ``kind`` for ``by``; where there is one under ``id`` already, that one."""
        ...

    def enqueue_alone(self, kind: str, request: Mapping[str, object], by: Principal, id: str | None = None) -> Job:
        """As ``enqueue``, unless a job of ``kind`` has not ended yet: then that one."""
        ...

    def get(self, id: str) -> Job:
        """One job. Raises NotKept."""
        ...

    def result(self, id: str) -> object:
        """What came of a job, as JSON has it; None where nothing has."""
        ...

    def page(self, owner: str | None, limit: int, after: Place | None = None) -> Page[Job]:
        """The jobs of ``owner`` (None: of all), newest first."""
        ...

    def cancel(self, id: str) -> Job:
        """Cancel a job, at once where it waits, soon where it runs. Raises NotKept and JobFinished."""
        ...

    def watch(self, id: str, revision: int, seconds: float) -> Job:
        """One job once its revision is above ``revision`` or it has ended, or after ``seconds``. Raises NotKept."""
        ...


class Turn(Protocol):
    """The turn of one request under its idempotency key; to be closed in the end."""

    @property
    def token(self) -> str:
        """What names what the request makes, the same for each try."""
        ...

    @property
    def kept(self) -> KeptAnswer | None:
        """The answer, where it was given already."""
        ...

    def keep(self, answer: KeptAnswer) -> None:
        """Let ``answer`` be given again from now on. Raises StoreError."""
        ...

    def close(self) -> None:
        """Give the turn to the next."""
        ...


class Answers(Protocol):
    """Answers that are given again to repeated requests; safe to call from several threads and processes at once."""

    def begin(self, owner: str, key: str, fingerprint: str) -> Turn:
        """The turn of a request under its key. Raises StillAnswering, OtherRequest and StoreError."""
        ...


class Versions(Protocol):
    """Versions of the model; safe to call from several threads and processes at once."""

    def all(self) -> Models:
        """All versions and the latest activations, newest first each."""
        ...

    def one(self, id: str) -> ModelVersion:
        """One version. Raises NotKept."""
        ...

    def activate(self, id: str, by: By, reason: str) -> bool:
        """Let a version answer from now on. Raises NotKept and UnusableModel."""
        ...


class Monitoring(Protocol):
    """What versions of the model make of what is kept; safe to call from several threads and processes at once."""

    def changes(self, id: str, events: int) -> Changes:
        """What would change if a version answered, over the newest ``events``.

        Raises NotKept, NotReady, and UnusableModel where it was altered or weighs what is not measured here.
        """
        ...

    def drift(self, id: str, starts: Sequence[datetime], events: int) -> Drift:
        """What a version makes of the periods from each of ``starts`` to the next, of ``events`` in all.

        Raises NotKept, NotReady, and UnusableModel as above.
        """
        ...


@dataclass(frozen=True, slots=True)
class House:
    """The rooms that the web asks things of, opened together.

    From ``secret`` the web derives what it signs with (``service.web.signing``).
    """

    accounts: Accounts
    audit: Audit
    archive: Archive
    jobs: Jobs
    answers: Answers
    models: Versions
    monitoring: Monitoring
    intake: Intake
    providers: Providers
    webhooks: Webhooks
    reviews: Reviews
    feeds: Feeds
    secret: bytes = field(repr=False)
