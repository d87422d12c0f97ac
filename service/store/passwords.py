"""Passwords: what is asked of them, and how they are kept (Argon2id by argon2-cffi, RFC 9106)."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.news.errors import Unfit

SHORTEST = 12
LONGEST = 1024

_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """``password`` as it is kept. Raises Unfit where it is shorter than 12 characters or longer than 1 024."""
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise Unfit(f"A password has {SHORTEST} to {LONGEST} characters; this one has {len(plain)}.")
    return _HASHER.hash(plain)


def fits(password: str, kept: str | None) -> bool:
    """Whether ``password`` is the one whose hash is ``kept``; takes as long where there is none (None)."""
    nobodys = _nobodys()  # made on the first call of either kind, so that it tells the two apart by no time at all
    try:
        _HASHER.verify(kept or nobodys, _plain(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether ``kept`` was made with other settings than those of today."""
    return _HASHER.check_needs_rehash(kept)


def _plain(password: str) -> str:
    """``password`` in one form, however the keyboard composed its letters (NFKC, as NIST SP 800-63B advises)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has."""
    return _HASHER.hash(secrets.token_urlsafe())
