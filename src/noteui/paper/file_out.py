"""Writing a document to a file that only its owner can read, and naming it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from noteui.checks.note import Note


def write_private(path: Path, document: str) -> None:
    """Write a UTF-8 file with mode 0600. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
        if hasattr(os, "fchmod"):
            os.fchmod(stream.fileno(), 0o600)
        stream.write(document)


def note_file_name(note: Note) -> str:
    """A file name for a note: day, person, contact."""
    day = f"{note.happened:%Y-%m-%d}-" if note.happened else ""
    return f"{day}{slug(note.about.name)}-{slug(note.contact)}.md"


def slug(text: str) -> str:
    """A text as part of a file name: letters, digits and dashes."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-") or "note"
