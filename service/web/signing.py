"""Keys for signing, derived from the service's own secret, a different one for each purpose."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

_SIGNING = {"key_derivation": "hmac", "digest_method": hashlib.sha256}


def derived(secret: bytes, purpose: str) -> bytes:
    """32 bytes for ``purpose`` that tell nothing of ``secret`` nor of those for other purposes (HKDF, RFC 5869)."""
    return HKDF(SHA256(), length=32, salt=None, info=f"counterclaim: {purpose}".encode()).derive(secret)


def signer(secret: bytes, purpose: str) -> URLSafeTimedSerializer:
    """Signs small values into strings for addresses and reads them back; a string of another purpose does not pass.

    ``dumps(value)`` signs; ``loads(text, max_age=seconds)`` raises itsdangerous.BadSignature, and SignatureExpired, one
    kind of it, where the string is older. Values are signed, not hidden.
    """
    return URLSafeTimedSerializer(derived(secret, purpose), salt=purpose, signer_kwargs=_SIGNING)


def lasting_signer(secret: bytes, purpose: str) -> URLSafeSerializer:
    """As ``signer``, without the time: the same value always gives the same string, which never grows too old."""
    return URLSafeSerializer(derived(secret, purpose), salt=purpose, signer_kwargs=_SIGNING)
