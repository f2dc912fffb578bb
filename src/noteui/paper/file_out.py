"""Writing a document to a file that only its owner can read, and naming it."""

from __future__ import annotations

import re
from pathlib import Path

from noteui.checks.note import Note
from noteui.vault import files


def write_private(path: Path, document: str) -> None:
    """Write a UTF-8 file with mode 0600, whole or not at all. Raises DiskFull, ReadOnly, VaultError."""
    with files.in_plain_words(path.parent):
        if path.exists() and not path.is_file():  # a pipe or a terminal is written to, not replaced
            path.write_text(document, encoding="utf-8", newline="\n")
        else:
            files.replace(path, document.encode())


def note_file_name(note: Note) -> str:
    """A file name for a note: day, person, contact."""
    day = f"{note.happened:%Y-%m-%d}-" if note.happened else ""
    return f"{day}{slug(note.about.name)}-{slug(note.contact)}.md"


def slug(text: str) -> str:
    """A text as part of a file name: letters, digits and dashes."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-") or "note"
