"""Tables of who is known: people, keys, sessions, failed sign-ins, shared secrets, and the audit log."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from service.store.schema.base import MOMENT, metadata

NOTHING = text("'{}'")

users = Table(
    "users",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("disabled_at", MOMENT),
)
"""People; ``password`` is an Argon2id hash in the form that argon2-cffi writes."""

keys = Table(
    "keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("former_digest", LargeBinary),
    Column("former_until", MOMENT),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("outlets", ARRAY(Text), nullable=False, server_default=NOTHING),
    Column("outlet_names", ARRAY(Text), nullable=False, server_default=NOTHING),
    Column("user_id", Text, ForeignKey(users.c.id)),
    Column("created_at", MOMENT, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("expires_at", MOMENT),
    Column("revoked_at", MOMENT),
    Column("last_used_at", MOMENT),
    Index(None, "user_id"),
)
"""Keys. ``digest`` is the SHA-256 of a secret too long to be guessed; after a rotation ``former_digest`` opens until
``former_until``. ``outlets`` are the names as bindings compare them, ``outlet_names`` the same as people wrote them.
"""

sessions = Table(
    "sessions",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("user_id", Text, ForeignKey(users.c.id), nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("last_seen_at", MOMENT, nullable=False),
    Column("ended_at", MOMENT),
    Index(None, "user_id"),
)
"""Signed-in browsers; ``digest`` is the SHA-256 of the token in the cookie, ``id`` a name that opens nothing."""

sign_in_tries = Table(
    "sign_in_tries",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("name", Text, nullable=False),
    Column("at", MOMENT, nullable=False),
    Index(None, "name", "at"),
    Index(None, "at"),
)
"""Sign-ins that failed or have not succeeded yet, by the name that was given; kept for a quarter of an hour."""

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("ciphertext", LargeBinary, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("outlets", ARRAY(Text), nullable=False, server_default=NOTHING),
    Column("outlet_names", ARRAY(Text), nullable=False, server_default=NOTHING),
    Column("created_at", MOMENT, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("rotated_at", MOMENT),
)
"""Secrets shared with integrations, encrypted under the service's own secret."""

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("at", MOMENT, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", JSONB, nullable=False, server_default=NOTHING),
    Column("request_id", Text, nullable=False, server_default=""),
    Index(None, "at"),
    Index(None, "by", "id"),
    Index(None, "action", "id"),
)
"""Who did what. Lines are added and never changed: a trigger of the migration refuses UPDATE, DELETE and TRUNCATE."""
