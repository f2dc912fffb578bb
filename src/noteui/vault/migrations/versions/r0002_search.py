"""The search index, empty: every note counts as unsettled, and the next unlocking fills the index."""

from __future__ import annotations

from alembic import op

from noteui.vault import search

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    search.create_tables(op.get_bind())
    op.execute("UPDATE note SET settled = 0")
