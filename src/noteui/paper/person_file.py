"""A person's whole file as one Markdown document, in the order of events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from noteui.checks.note import FIELDS, About, Author, Note, Relation
from noteui.paper.note_file import escape, tidy
from noteui.paper.sealed_file import Addition, write_additions

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|])")


@dataclass(frozen=True, slots=True)
class PersonNote:
    """A note in a person's file: its status, and if it is final who signed, when (UTC), what was added."""

    note: Note
    status: str = "draft"
    signed_by: Author | None = None
    finalised_at: datetime | None = None
    additions: tuple[Addition, ...] = ()


def write_person_file(about: About, people: Sequence[Relation], notes: Sequence[PersonNote]) -> str:
    """One document: who the person is, who is around them, then each note under a heading of its own.

    The notes are put in the order in which things happened, then in which they were recorded; those without a
    time come last. A void note is named with the reason, and its text left out.
    """
    out = [f"# {_plain(about.name)}", "", *_described(about)]
    if people:
        out += ["", "## People around", "", *[f"- {_relation(relation)}" for relation in people]]
    if not notes:
        out += ["", "No notes yet."]
    for kept in sorted(notes, key=lambda kept: _in_order(kept.note)):
        note = kept.note
        out += ["", f"## {_heading(note)}", "", *_circumstances(note), *_standing(kept)]
        if kept.status != "void":
            for name in FIELDS:
                text = tidy(note.fields.get(name, ""))
                title = note.title_of(name)
                out += ["", f"### {title}", "", escape(text) if text else "*Nothing recorded.*"]
        if kept.additions:
            out += ["", *write_additions(kept.additions, level=3)]
    return "\n".join(out) + "\n"


def _standing(kept: PersonNote) -> list[str]:
    if kept.status == "draft":
        return ["- Status: draft, not signed"]
    by = f" by {_plain(kept.signed_by.name)}, {_plain(kept.signed_by.role)}" if kept.signed_by else ""
    at = kept.finalised_at
    when = f" on {_day(at)}, {at:%H:%M} UTC" if at else ""
    return [f"- Status: {kept.status}", f"- Signed{by}{when}"]


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
