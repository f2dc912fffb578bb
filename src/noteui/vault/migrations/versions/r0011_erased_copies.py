"""What was sealed and sent of a note can be destroyed with it: the guards, made anew afterwards, allow it."""

from __future__ import annotations

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """No table changes."""
