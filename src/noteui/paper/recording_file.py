"""What is held about a practitioner's recording, as one Markdown document. Nothing in it is a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from noteui.checks.note import Author
from noteui.paper.note_file import escape


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said of a note; `at` is in UTC, `passage` the words that it is about."""

    kind: str
    by: Author
    at: datetime
    text: str = field(repr=False)
    passage: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ReviewedNote:
    """A note by its identifier, contact and time, where its review stands, and what was said."""

    id: str
    contact: str
    happened: datetime | None
    standing: str
    said: tuple[Said, ...]


def write_recording_file(
    name: str, role: str, notes: Sequence[ReviewedNote], *, finalised: int, praised: int
) -> str:
    """The document: how many notes there are, then each that something was said of, in the order given."""
    passages = "1 passage was" if praised == 1 else f"{praised} passages were"
    out = [
        f"# What is held about the recording of {name}, {role}",
        "",
        f"- Notes finalised: {finalised}; something was said of {len(notes)} of them",
        f"- {passages} praised",
        "- Drafts, and what the checks raise in them, are kept for their writer alone and are not in here",
    ]
    for note in notes:
        happened = f"{note.happened.day} {note.happened:%B %Y, %H:%M}" if note.happened else "no date given"
        out += ["", f"## {note.contact.capitalize()}, {happened} (note {note.id})", "", note.standing]
        for one in note.said:
            at = f"{one.at.day} {one.at:%B %Y %H:%M} UTC"
            out += ["", f"### {one.kind.capitalize()}, {at}, {one.by.name} ({one.by.role})", ""]
            if one.passage:
                out += [f"> “{escape(' '.join(one.passage.split()))}”", ""]
            if one.text:
                out += [escape(one.text)]
    return "\n".join(out) + "\n"
