"""A note as the command line prints it in JSON."""

from __future__ import annotations

from typing import Any

from noteui.casework.writing import Draft
from noteui.cli.answer import iso


def as_json(draft: Draft) -> dict[str, Any]:
    """A note as JSON values."""
    note = draft.note
    return {
        "id": draft.id,
        "status": draft.status,
        "person": note.about.name,
        "contact": note.contact,
        "happened": iso(note.happened),
        "recorded": iso(note.recorded),
        "author": note.author.name if note.author else None,
        "seen": note.seen,
        "seen_alone": note.seen_alone,
        "interpreter": note.interpreter,
        "fields": dict(note.fields),
    }
