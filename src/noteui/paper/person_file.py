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
    """A note in a person's file: its status, and if it is final who signed, when (UTC), what was added.

    `review` is where its review stands, in a sentence.
    """

    note: Note
    status: str = "draft"
    signed_by: Author | None = None
    finalised_at: datetime | None = None
    additions: tuple[Addition, ...] = ()
    review: str = ""


def write_person_file(about: About, people: Sequence[Relation], notes: Sequence[PersonNote]) -> str:
    """One document: who the person is, who is around them, then each note under a heading of its own.

    The notes are put in the order in which things happened, then in which they were recorded; those without a
    time come last. A void note is named with the reason, and its text left out.
    """
    out = [f"# {escape_line(about.name)}", "", *_described(about)]
    if people:
        out += ["", "## People around", "", *[f"- {_relation(relation)}" for relation in people]]
    if not notes:
        out += ["", "No notes yet."]
    for kept in sorted(notes, key=lambda kept: _in_order(kept.note)):
        note = kept.note
        out += ["", f"## {heading(note)}", "", *_circumstances(note), *_standing(kept)]
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
    by = (
        f" by {escape_line(kept.signed_by.name)}, {escape_line(kept.signed_by.role)}"
        if kept.signed_by
        else ""
    )
    at = kept.finalised_at
    when = f" on {in_words(at)}, {at:%H:%M} UTC" if at else ""
    review = [f"- Review: {escape_line(kept.review)}"] if kept.review else []
    return [f"- Status: {kept.status}", f"- Signed{by}{when}", *review]


def _in_order(note: Note) -> tuple[datetime, datetime]:
    return note.happened or datetime.max, note.recorded or datetime.max


def heading(note: Note) -> str:
    """A note as it is named in a document: when it happened, and what kind of contact it was."""
    when = (
        f"{note.happened:%A} {in_words(note.happened)}, {note.happened:%H:%M}"
        if note.happened
        else "No date given"
    )
    return f"{when}: {note.contact}"


def _circumstances(note: Note) -> list[str]:
    lines = []
    if note.author:
        lines.append(f"- Written by {escape_line(note.author.name)}, {escape_line(note.author.role)}")
    if note.recorded:
        lines.append(f"- Recorded {in_words(note.recorded)}, {note.recorded:%H:%M}")
    if note.seen is not None:
        alone = "" if note.seen_alone is None else ", alone" if note.seen_alone else ", not alone"
        lines.append(f"- Seen: {'yes' + alone if note.seen else 'no'}")
    if note.interpreter:
        lines.append(f"- Interpreter: {escape_line(note.interpreter)}")
    return lines


def _described(about: About) -> list[str]:
    lines = [f"- Kind: {about.kind}"]
    if about.known_as:
        lines.append(f"- Known as: {escape_line(about.known_as)}")
    if about.born:
        lines.append(f"- Born: {in_words(about.born)}")
    if about.pronouns:
        lines.append(f"- Pronouns: {escape_line(about.pronouns)}")
    if about.communicates:
        lines.append(f"- Communicates: {escape_line(about.communicates)}")
    return lines


def _relation(relation: Relation) -> str:
    parts = [f"{escape_line(relation.name)}, {escape_line(relation.relationship)}"]
    if relation.born:
        parts.append(f"born {in_words(relation.born)}")
    if relation.household is not None:
        parts.append("same household" if relation.household else "another household")
    if relation.parental_responsibility is not None:
        parts.append(f"{'has' if relation.parental_responsibility else 'no'} parental responsibility")
    return "; ".join(parts)


def in_words(day: date) -> str:
    """A day as it is written out: 25 November 2026."""
    return f"{day.day} {day:%B %Y}"


def escape_line(text: str) -> str:
    """A name or a line with a backslash before each character that Markdown would read as markup."""
    return _SPECIAL.sub(r"\\\1", text)
