"""What alembic runs around the migrations: on the connection it is given, in the transaction that is open."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
