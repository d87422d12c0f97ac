"""Reviews over one database: made and withdrawn by persons, and read as long as their claims say what was reviewed."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, or_, select, update

from service.news.accounts import By
from service.news.errors import Forbidden, NotKept
from service.news.review import NewReview, Review
from service.store import inputs, keyset, reading
from service.store.audit import Clock, utc_now, write
from service.store.labelling import refuse_others, whose
from service.store.schema.base import AnyRow, among
from service.store.schema.identity import users
from service.store.schema.memory import claims
from service.store.schema.reviews import reviews

if TYPE_CHECKING:
    from service.store.database import Database

NAMED = "A review is a named person's: sign in, or use a key that was made for a person."
PERSON = "user:"


class Reviews:
    """The reviews in one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Clock = utc_now) -> None:
        self._database = database
        self._now = now

    def add(self, event: str, new: NewReview, by: By) -> Review:
        """What a person says of a claim of ``event``.

        Raises Forbidden where nobody by name says it, NotKept, Moved and Removed where the event is not there, and
        NotKept where it has not that claim.
        """
        at = self._now()

        def work(connection: Connection) -> Review:
            inputs.lock(connection)  # so that no text that is erased meanwhile is kept here
            own, author = _person(connection, by)
            about = reading.resolve_event(connection, event)
            claim = select(claims.c.digest, claims.c.text).where(claims.c.id == new.claim, claims.c.event == about)
            row = connection.execute(claim).one_or_none()
            if row is None:
                raise NotKept(f"No claim {new.claim} is about the event {event}.")
            given = {"claim": new.claim, "rating": new.rating, "text": new.text, "url": new.url}
            stands = {"event": about, "digest": row.digest, "words": row.text, "by": own, "author": author, "at": at}
            made = connection.execute(insert(reviews).values(**given, **stands).returning(reviews)).one()
            write(connection, at, by, "review.made", f"review:{made.number}", {"event": about, "claim": new.claim})
            return _review(made)

        return self._database.run(work)

    def of(self, names: Collection[str]) -> tuple[Review, ...]:
        """The reviews that hold of some claims, the earliest first: of those that say still what was reviewed."""
        rows = (
            select(reviews)
            .join(claims, claims.c.id == reviews.c.claim)
            .where(among(reviews.c.claim, names), reviews.c.withdrawn_at.is_(None), claims.c.text == reviews.c.words)
            .order_by(reviews.c.number)
        )
        return self._database.run(lambda each: tuple(map(_review, each.execute(rows))), idempotent=True)

    def withdraw(self, event: str, id: str, by: By, *, anyones: bool) -> None:
        """Let a review hold no more.

        Raises NotKept where no such review holds of what is or was about the event, and Forbidden where it is
        another's, unless ``anyones`` may be withdrawn.
        """
        at = self._now()

        def work(connection: Connection) -> None:
            row, own = _standing(connection, event, id), whose(connection, by)
            if not anyones:
                refuse_others(row.by, own)
            gone = {"withdrawn_at": at, "withdrawn_by": own}
            connection.execute(update(reviews).where(reviews.c.number == row.number).values(**gone))
            write(connection, at, by, "review.withdrawn", f"review:{row.number}", {"event": event, "claim": row.claim})

        self._database.run(work)


def forget_erased(connection: Connection, digests: Collection[str]) -> None:
    """Removes the reviews of claims in some versions, whose words they repeat."""
    connection.execute(delete(reviews).where(among(reviews.c.digest, digests)))


def _person(connection: Connection, by: By) -> tuple[str, str]:
    """Whose word it is, and the name that others read. Raises Forbidden where that is nobody by name."""
    own = whose(connection, by)
    name = connection.scalar(select(users.c.name).where(users.c.id == own.removeprefix(PERSON)))
    if name is None or not own.startswith(PERSON):
        raise Forbidden(NAMED)
    return own, name


def _standing(connection: Connection, event: str, id: str) -> AnyRow:
    number = keyset.number_in(id)
    wanted = (
        select(reviews)
        .outerjoin(claims, claims.c.id == reviews.c.claim)
        .where(reviews.c.number == number, reviews.c.withdrawn_at.is_(None))
        .where(or_(reviews.c.event == event, claims.c.event == event))
        .with_for_update(of=reviews)
    )
    row = connection.execute(wanted).one_or_none() if number is not None else None
    if row is None:
        raise NotKept(f"No review {id} holds of a claim of the event {event}.")
    return row


def _review(row: AnyRow) -> Review:
    return Review(
        str(row.number),
        row.event,
        row.claim,
        row.words,
        row.rating,
        row.text,
        row.url,
        row.by,
        row.author,
        row.at,
    )
