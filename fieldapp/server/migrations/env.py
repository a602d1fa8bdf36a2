"""Brings an office's tables to the shape this version knows; run by `database.Database`, never by hand."""

from __future__ import annotations

from alembic import context

from fieldapp.server.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
