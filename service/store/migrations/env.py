"""Alembic's environment: migrations run on the connection, and in the transaction, of ``service.store.migrate``."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
context.run_migrations()
