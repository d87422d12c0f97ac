"""Tokens of keys and sessions: made by chance, kept as SHA-256, compared in constant time.

A plain hash is enough: 32 random bytes cannot be guessed, however fast guesses can be checked (unlike a password).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

PREFIX = "cc"
SECRET_BYTES = 32
ID_BYTES = 6


@dataclass(frozen=True, slots=True)
class Token:
    """What a caller shows: ``cc_<id>_<secret>``. The id is public; the secret stays out of any log."""

    id: str
    secret: str = field(repr=False)

    def __str__(self) -> str:
        return f"{PREFIX}_{self.id}_{self.secret}"

    @property
    def digest(self) -> bytes:
        """What of the secret is kept."""
        return digest(self.secret)


def new_token(id: str | None = None) -> Token:
    """A token that was not there before, for the key ``id`` where it has one already."""
    return Token(id or new_id(), secrets.token_urlsafe(SECRET_BYTES))


def read_token(written: str) -> Token | None:
    """The token that ``written`` is; None where it has another form."""
    prefix, _, rest = written.partition("_")
    name, _, secret = rest.partition("_")
    return Token(name, secret) if prefix == PREFIX and is_id(name) and secret and written.isascii() else None


def new_id() -> str:
    """A short name made by chance."""
    return secrets.token_hex(ID_BYTES)


def is_id(written: str) -> bool:
    """Whether ``written`` can be the id of a key or a session at all."""
    return written.isascii() and written.isalnum()


def digest(secret: str) -> bytes:
    """The SHA-256 of ``secret``."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def same(one: bytes, other: bytes) -> bool:
    """Whether two digests are equal, told in the same time wherever they differ."""
    return hmac.compare_digest(one, other)
