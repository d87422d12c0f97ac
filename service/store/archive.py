"""The archive: articles kept, compared with what is kept, removed, vouched for, labelled; what they amount to, read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, delete

from service.news.accounts import By
from service.news.claim import Claim
from service.news.errors import NotReady, TooManyClaims
from service.news.identity import Principal
from service.news.label import Decision, DisputeDecision, Edited, GivenLabel, Imported, Label
from service.news.memory import KeptArticle
from service.news.ownership import TrustFile
from service.news.progress import Progress, silent
from service.news.reckoning import Reckoned
from service.news.report import ScoreReport, ScoreRequest, Snapshot, Unused
from service.scoring import extract, memory
from service.scoring.credibility.families import ALONE, Families
from service.scoring.memory import EventState
from service.scoring.pipeline import Scorer
from service.store import audit, editing, inputs, job_rows, kept_edits, neighbourhoods, outbox, owning, reading, reviews
from service.store.database import Database
from service.store.decided import forget_erased
from service.store.editing import Act
from service.store.inputs import Sent
from service.store.lists import Lists
from service.store.neighbourhoods import Neighbourhood, shown_as
from service.store.one_model import Superseded, by_one_model
from service.store.picture import picture
from service.store.projection import Projection
from service.store.regrouping import groups_of
from service.store.schema.base import among
from service.store.schema.memory import readings

T = TypeVar("T")

NOT_CURRENT = "another version of it is current"


class Archive(Lists):
    """Kept articles over one database. Safe to use from several threads and processes.

    Lists can be read at once; what needs the models raises NotReady until ``start``. ``look`` finds out whether another
    model is to answer, and if so starts anew with it; by default there is nobody to ask.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.look: Callable[[], None] = _nobody_to_ask
        self._worked_by: tuple[Scorer, Projection] | None = None

    def start(self, scorer: Scorer, progress: Progress = silent) -> bool:
        """From now on ``scorer`` works out what is kept, everything anew where another did last; whether it had to."""
        projection = Projection(scorer)

        def work(connection: Connection) -> bool:
            inputs.lock(connection)
            current = projection.is_current(connection)
            if not current:
                projection.rebuild(connection, progress)
            return not current

        rebuilt = self.database.run(work, idempotent=True)
        self._worked_by = scorer, projection
        return rebuilt

    @property
    def _scorer(self) -> Scorer:
        return self._started()[0]

    @property
    def _projection(self) -> Projection:
        return self._started()[1]

    def _started(self) -> tuple[Scorer, Projection]:
        if self._worked_by is None:
            raise NotReady("The models are still being loaded; ask again in a few seconds.")
        return self._worked_by

    def differences(self, progress: Progress = silent) -> list[str]:
        """What working everything out anew would change, a line each; nothing is changed."""

        def work(connection: Connection) -> list[str]:
            inputs.lock(connection)
            before = picture(connection)
            trial = connection.begin_nested()
            self._projection.rebuild(connection, progress)
            found = before.differences(picture(connection))
            trial.rollback()
            return found

        return self.database.run(work, idempotent=True)

    def rebuild(self, progress: Progress = silent) -> None:
        """Works everything out from the inputs anew."""

        def work(connection: Connection) -> None:
            inputs.lock(connection)
            self._projection.rebuild(connection, progress)

        self.database.run(work, idempotent=True)

    @by_one_model
    def look_over(self, work: Callable[[Connection, Scorer, Projection], T]) -> T:
        """What ``work`` makes of what is kept as it is at one moment, worked out by the model that answers."""

        def looking(connection: Connection) -> T:
            if not self._projection.is_current(connection):
                raise Superseded("What is kept is being worked out by another model; ask again in a few seconds.")
            return work(connection, *self._started())

        return self.database.read(looking)

    @by_one_model
    def keep(self, request: ScoreRequest, by: Principal, progress: Progress = silent) -> ScoreReport:
        """The port's; what is kept already is not kept again, and answers from what is there.

        A version is read, which takes the time, before anybody has to wait for it.
        """
        given = [inputs.sent(article, by) for article in request.articles]
        self._read(given, progress)

        def work(connection: Connection) -> ScoreReport:
            self._lock(connection)
            now = datetime.now(UTC)
            touched = inputs.add_versions(connection, given, by, now)
            worked_out = self._projection.update(connection, touched, progress)
            found = self._neighbourhood(connection, given)
            snapshot = self._snapshot(connection)
            name = neighbourhoods.write(connection, found, snapshot, by.id, now)
            return self._report(connection, name, snapshot, found, list(worked_out.values()), progress)

        return self.database.run(work, idempotent=True)

    @by_one_model
    def replay(self, report: str) -> ScoreReport:
        """The port's."""

        def work(connection: Connection) -> ScoreReport:
            found, snapshot = neighbourhoods.read(connection, report, self._scorer.snapshot)
            return self._report(connection, report, snapshot, found, ())

        return self.database.read(work)

    @by_one_model
    def event(self, id: str) -> ScoreReport:
        """The port's; its snapshot is the one at which the event last changed."""

        def work(connection: Connection) -> ScoreReport:
            id_ = reading.resolve_event(connection, id)
            changed_on = self._projection.changed_on(connection, id_)
            group = self._projection.group(connection, id_)
            kept = neighbourhoods.standing(connection, sorted(group.digests))
            snapshot = replace(self._scorer.snapshot, store=changed_on)
            found = self._with_edits(connection, Neighbourhood(kept, shown_as(kept, {}), (group,)))
            report = self._report(connection, id_, snapshot, found, (), kin=reading.kin(connection))
            return reading.with_followings(connection, id_, report)

        return self.database.read(work)

    @by_one_model
    def remove(self, id: str, by: By, reason: str, *, erase: bool) -> None:
        """The port's."""

        def work(connection: Connection, now: datetime) -> Sequence[str]:
            article = reading.standing_id(connection, id)
            digests = inputs.add_tombstone(connection, article, by, reason, now, erase=erase)
            self._projection.update(connection, {article})
            if erase:
                connection.execute(delete(readings).where(among(readings.c.digest, digests)))
                forget_erased(connection)
                job_rows.forget_results(connection, article)
                outbox.forget_headlines(connection)
                reviews.forget_erased(connection, digests)
            audit.write(connection, now, by, "article.remove", article, {"reason": reason, "erase": erase})
            return digests

        self._projection.readings.forget(self._written(work))

    @by_one_model
    def take_back(self, given: str, outlet: str, by: Principal, reason: str) -> None:
        """Take back the article that ``by`` has sent under the id ``given``. Raises NotKept, also where others did."""

        def work(connection: Connection, now: datetime) -> Sequence[str]:
            who = By(by.id)
            article = inputs.sent_by(connection, given, outlet, by)
            digests = inputs.add_tombstone(connection, article, who, reason, now, erase=False)
            self._projection.update(connection, {article})
            audit.write(connection, now, who, "article.withdraw", article, {"reason": reason})
            return digests

        self._projection.readings.forget(self._written(work))

    @by_one_model
    def vouch(self, id: str, by: By, reason: str, *, vouched: bool) -> None:
        """The port's."""

        def work(connection: Connection, now: datetime) -> None:
            article = reading.standing_id(connection, id)
            inputs.add_vouch(connection, article, by, reason, now, vouched=vouched)
            self._projection.update(connection, {article})
            action = "article.vouch" if vouched else "article.unvouch"
            audit.write(connection, now, by, action, article, {"reason": reason})

        self._written(work)

    @by_one_model
    def label(self, decision: Decision, by: By) -> Label:
        """The port's."""
        return self._written(lambda connection, now: editing.label(connection, self._projection, decision, by, now))

    @by_one_model
    def withdraw(self, id: str, by: By, reason: str, *, anyones: bool) -> Label:
        """The port's."""

        def work(connection: Connection, now: datetime) -> Label:
            return editing.withdraw(connection, self._projection, id, Act(by, reason, now), anyones=anyones)

        return self._written(work)

    @by_one_model
    def dispute(self, source: str, decision: DisputeDecision, by: By) -> Label:
        """The port's."""

        def work(connection: Connection, now: datetime) -> Label:
            return editing.dispute(connection, self._projection, source, decision, Act(by, decision.note, now))

        return self._written(work)

    @by_one_model
    def reckon(self, progress: Progress = silent) -> Reckoned:
        """Weighs everything that is said anew; how far that moved credibilities."""
        return self._written(lambda connection, _: self._projection.reckon(connection, progress))

    @by_one_model
    def merge(self, events: Sequence[str], by: By, reason: str) -> Edited:
        """The port's."""
        return self._written(
            lambda connection, now: editing.merge(connection, self._projection, events, Act(by, reason, now))
        )

    @by_one_model
    def split(self, id: str, claims: Collection[str], articles: Collection[str], by: By, reason: str) -> Edited:
        """The port's."""

        def work(connection: Connection, now: datetime) -> Edited:
            return editing.split(connection, self._projection, id, claims, articles, Act(by, reason, now))

        return self._written(work)

    @by_one_model
    def bring_in(self, given: Sequence[GivenLabel], by: By, *, trial: bool) -> Imported:
        """The port's."""
        return self._written(
            lambda connection, now: editing.bring_in(connection, self._projection, given, by, now, trial=trial)
        )

    def _written(self, work: Callable[[Connection, datetime], T], *, idempotent: bool = False) -> T:
        """What ``work`` returns, which changes what is kept: under the writer's lock."""

        def locked(connection: Connection) -> T:
            self._lock(connection)
            return work(connection, datetime.now(UTC))

        return self.database.run(locked, idempotent=idempotent)

    @by_one_model
    def bring_in_trust(self, given: Sequence[TrustFile], by: By, progress: Progress = silent) -> Sequence[TrustFile]:
        """Keep what sites say of who controls whom; those that say something new.

        What is kept is worked out anew where that makes other houses.
        """

        def work(connection: Connection, now: datetime) -> Sequence[TrustFile]:
            before = self._projection.owning.known(connection)
            new = owning.add(connection, given, by, now)
            for file in new:
                audit.write(connection, now, by, "outlets.trust", file.site, {"lines": len(file.lines)})
            if self._projection.owning.known(connection) != before:
                self._projection.rebuild(connection, progress)
            elif new:
                self._projection.note(connection)
            return new

        return self._written(work, idempotent=True)

    @by_one_model
    def article(self, id: str) -> KeptArticle:
        """The port's."""

        def work(connection: Connection) -> KeptArticle:
            found = reading.article(connection, id)
            claims = tuple(self._claims_of(connection, found.digest))
            edits = kept_edits.source_edits(connection, self._projection.readings, {found.digest})
            return KeptArticle(found.summary, found.text, found.versions, claims, found.event_of, edits)

        return self.database.read(work)

    def _lock(self, connection: Connection) -> None:
        """Takes the writer's lock. Raises NotReady where another model has worked out what is kept."""
        inputs.lock(connection)
        if not self._projection.is_current(connection):
            raise Superseded("What is kept was worked out by another model; restart, or run `counterclaim rebuild`.")

    def _read(self, given: Sequence[Sent], progress: Progress) -> None:
        """Reads versions that have not been read. Raises TooManyClaims."""
        n_claims = 0
        for done, one in enumerate(given):
            progress("extract", done, len(given))
            version = replace(one.article, id=one.digest)
            read = self.database.run(partial(self._projection.readings.read, article=version), idempotent=True)
            n_claims += len(read.reading.claims)
        progress("extract", len(given), len(given))
        if n_claims > self._scorer.limits.claims:
            raise TooManyClaims(
                f"The articles hold {n_claims} claims; one request may hold {self._scorer.limits.claims}."
            )

    def _neighbourhood(self, connection: Connection, given: Sequence[Sent]) -> Neighbourhood:
        """The events that the live ones among ``given`` take part in, and all versions in these."""
        current = neighbourhoods.standing(connection, [one.digest for one in given])
        groups = groups_of(connection, list(current))
        others = {digest for group in groups for digest in group.digests}
        kept = current | neighbourhoods.standing(connection, sorted(others - current.keys()))
        found = Neighbourhood(
            kept=dict(sorted(kept.items())),
            shown=shown_as(kept, {one.digest: one.article.id for one in given}),
            groups=tuple(groups),
            unused=tuple(Unused(one.article.id, NOT_CURRENT) for one in given if one.digest not in current),
        )
        return self._with_edits(connection, found)

    def _with_edits(self, connection: Connection, found: Neighbourhood) -> Neighbourhood:
        """``found`` with what editors have said about it so far, and who is known to control whom."""
        readings = self._projection.readings
        return replace(
            found,
            source_edits=kept_edits.source_edits(connection, readings, found.kept),
            event_edits=kept_edits.event_edits(connection, readings, found.groups),
            party_edits=kept_edits.party_edits(connection, readings, found.kept),
            owned_as_of=owning.last(connection),
        )

    def _report(
        self,
        connection: Connection,
        id: str,
        snapshot: Snapshot,
        found: Neighbourhood,
        worked_out: Sequence[EventState],
        progress: Progress = silent,
        *,
        kin: Families = ALONE,
    ) -> ScoreReport:
        known = {state.report.event.id: state for state in worked_out}
        missing = [group for group in found.groups if group.event not in known]
        known |= {
            state.report.event.id: state
            for state in self._projection.states(
                connection, missing, found.vouched, found.source_edits, progress, owned_as_of=found.owned_as_of
            )
        }
        members = self._projection.members(connection, found.kept, found.source_edits)
        report = memory.report(
            id,
            snapshot,
            list(members.values()),
            [known[group.event] for group in found.groups],
            found.kept,
            found.shown,
            memory.Beforehand(self._scorer.tools.prior_of, kin),
        )
        return found.as_edited(report)

    def _claims_of(self, connection: Connection, digest: str) -> Sequence[Claim]:
        """The claims of a live version, each with its sources as its event knows them."""
        found: dict[str, Claim] = {}
        for group in groups_of(connection, [digest]):
            members = self._projection.members(connection, group.digests)
            tied = extract.tie([one.reading for one in members.values()], lasting=True).claims
            found |= {claim.id: claim for claim in tied if claim.article == digest and claim.id in group.claims}
        return sorted(found.values(), key=lambda claim: int(claim.id.rpartition(".")[2]))

    def _snapshot(self, connection: Connection) -> Snapshot:
        return replace(self._scorer.snapshot, store=self._projection.snapshot(connection))


def _nobody_to_ask() -> None:
    """There is no other model."""
