"""Tickets: what lets a browser's EventSource, which sends no headers, read the events of one job for some minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from itsdangerous import BadSignature, SignatureExpired

from service.news.errors import Unauthenticated
from service.web.signing import signer

PURPOSE = "events of a job"

LASTS = timedelta(minutes=10)
"""Twice as long as a stream, so that one that has run its time can be opened again; addresses end up in histories and
proxies' logs, so no longer than that.
"""


def written(secret: bytes, job: str) -> tuple[str, datetime]:
    """A ticket for the events of ``job``, and when it ends."""
    ticket = str(signer(secret, PURPOSE).dumps(job))
    _, made_at = signer(secret, PURPOSE).loads(ticket, return_timestamp=True)
    return ticket, made_at + LASTS


def check(secret: bytes, ticket: str, job: str) -> None:
    """Raises Unauthenticated where ``ticket`` does not open the events of ``job``, or no longer."""
    try:
        of = signer(secret, PURPOSE).loads(ticket, max_age=LASTS // timedelta(seconds=1))
    except SignatureExpired as fault:
        raise Unauthenticated("The ticket has expired; ask for another.", given=True) from fault
    except BadSignature as fault:
        raise Unauthenticated("This is no ticket of this service.", given=True) from fault
    if of != job:
        raise Unauthenticated("The ticket is for another job.", given=True)
