"""Encryption of what has to be kept readable: Fernet, under keys derived from the service's own secret."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.news.errors import StoreError

PURPOSE = b"counterclaim: secrets of integrations"


class Seal:
    """Encrypts under the first of the service's secrets and decrypts under any, so that it can be changed."""

    def __init__(self, secrets: Sequence[bytes]) -> None:
        self._fernet = MultiFernet([_fernet(each) for each in secrets])

    def close(self, plain: str) -> bytes:
        """``plain`` encrypted."""
        return self._fernet.encrypt(plain.encode())

    def open(self, sealed: bytes) -> str:
        """What was encrypted. Raises StoreError where it was under a secret that is no longer among ours."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken as fault:
            raise StoreError("A secret was encrypted under another COUNTERCLAIM_SECRET than those given.") from fault

    def renew(self, sealed: bytes) -> bytes:
        """The same under the first secret. Raises StoreError as ``open`` does."""
        return self.close(self.open(sealed))


def _fernet(secret: bytes) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(secret)
    return Fernet(base64.urlsafe_b64encode(derived))
