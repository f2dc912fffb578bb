"""Locking: a fresh process, which holds neither key nor word, takes the place of this one.

Python cannot wipe its own memory; what an operating system gives to a new program is empty. Where the writer
was goes along as identifiers.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

LOCKED = 75
"""What the app returns to say that it locked itself."""
_WHERE = "NOTEUI_WHERE"


@dataclass(frozen=True, slots=True)
class Where:
    """Who was in the vault, and the note that was open before them."""

    user_id: str
    note_id: str


def start_locked(vault_folder: Path, where: Where | None) -> int:
    """Replaces this process by noteui, locked, in the same terminal; where that cannot be, says so."""
    if where is not None:
        os.environ[_WHERE] = f"{where.user_id} {where.note_id}"
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    if os.name != "nt":  # Windows would start it beside this one and give the prompt back meanwhile
        arguments = ["-P", "-m", "noteui", "--vault", str(vault_folder.absolute())]
        try:
            os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 -- noteui itself, no shell
        except OSError:
            os.environ.pop(_WHERE, None)
    print("noteui is locked. Start it again to go on.", file=sys.stderr)  # noqa: T201 -- the screen is gone
    return 0


def where_it_was() -> Where | None:
    """Where the writer was before the lock; told once."""
    user_id, _, note_id = os.environ.pop(_WHERE, "").partition(" ")
    return Where(user_id, note_id) if note_id else None
