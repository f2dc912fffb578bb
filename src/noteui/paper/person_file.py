"""A person's whole file as one Markdown document, in the order of events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from noteui.checks.note import FIELDS, About, Note, Relation
from noteui.paper.note_file import NoteFile, tidy

_TITLES = {
    "facts": "Observed facts",
    "opinion": "Professional opinion",
    "family": "Think Family",
    "actions": "Actions",
}
_SPECIAL = re.compile(r"([\\`*_\[\]<>&|])")
_LINE_START = re.compile(r"^( {0,3})(?=#{1,6}(?:[ \t]|$)|(?:=+|-+)[ \t]*$|`{3}|~{3}|<)", re.M)


def write_person_file(about: About, people: Sequence[Relation], files: Sequence[NoteFile]) -> str:
    """One document: who the person is, who is around them, then each note under a heading of its own.

    The notes are put in the order in which things happened, then in which they were recorded; those without a
    time come last.
    """
    out = [f"# {_plain(about.name)}", "", *_described(about)]
    if people:
        out += ["", "## People around", "", *[f"- {_relation(relation)}" for relation in people]]
    notes = sorted((file.note for file in files), key=_in_order)
    if not notes:
        out += ["", "No notes yet."]
    for note in notes:
        out += ["", f"## {_heading(note)}", "", *_circumstances(note)]
        for name in FIELDS:
            text = tidy(note.fields.get(name, ""))
            title = note.voice_heading if name == "voice" else _TITLES[name]
            out += ["", f"### {title}", "", _LINE_START.sub(r"\1\\", text) if text else "*Nothing recorded.*"]
    return "\n".join(out) + "\n"


def _in_order(note: Note) -> tuple[datetime, datetime]:
    return note.happened or datetime.max, note.recorded or datetime.max


def _heading(note: Note) -> str:
    when = (
        f"{note.happened:%A} {_day(note.happened)}, {note.happened:%H:%M}"
        if note.happened
        else "No date given"
    )
    return f"{when}: {note.contact}"


def _circumstances(note: Note) -> list[str]:
    lines = []
    if note.author:
        lines.append(f"- Written by {_plain(note.author.name)}, {_plain(note.author.role)}")
    if note.recorded:
        lines.append(f"- Recorded {_day(note.recorded)}, {note.recorded:%H:%M}")
    if note.seen is not None:
        alone = "" if note.seen_alone is None else ", alone" if note.seen_alone else ", not alone"
        lines.append(f"- Seen: {'yes' + alone if note.seen else 'no'}")
    if note.interpreter:
        lines.append(f"- Interpreter: {_plain(note.interpreter)}")
    return lines


def _described(about: About) -> list[str]:
    lines = [f"- Kind: {about.kind}"]
    if about.known_as:
        lines.append(f"- Known as: {_plain(about.known_as)}")
    if about.born:
        lines.append(f"- Born: {_day(about.born)}")
    if about.pronouns:
        lines.append(f"- Pronouns: {_plain(about.pronouns)}")
    if about.communicates:
        lines.append(f"- Communicates: {_plain(about.communicates)}")
    return lines


def _relation(relation: Relation) -> str:
    parts = [f"{_plain(relation.name)}, {_plain(relation.relationship)}"]
    if relation.born:
        parts.append(f"born {_day(relation.born)}")
    if relation.household is not None:
        parts.append("same household" if relation.household else "another household")
    if relation.parental_responsibility is not None:
        parts.append(f"{'has' if relation.parental_responsibility else 'no'} parental responsibility")
    return "; ".join(parts)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
