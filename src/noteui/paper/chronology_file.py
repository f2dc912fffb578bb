"""A chronology as a page for a meeting, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from noteui.checks.note import Author
from noteui.paper.person_file import escape_line, in_words

_TONES = {"good": "Good", "worry": "Worry", "change": "Change"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: an event with what belongs to it, or a gap."""

    day: date
    gap: str = ""
    tone: str = ""
    event: str = field(default="", repr=False)
    effect: str = field(default="", repr=False)
    action: str = field(default="", repr=False)
    source: str = field(default="", repr=False)
    late: str = ""
    void: bool = False


@dataclass(frozen=True, slots=True)
class ChronologyFile:
    """What stands on the page. `made` is a wall-clock time."""

    name: str = field(repr=False)
    lines: Sequence[Line] = field(repr=False)
    by: Author = field(repr=False)
    made: datetime
    caveat: str | None = None
    spoken: Sequence[str] = field(default=(), repr=False)
    """Of which parts of their life the notes speak, a sentence each."""


def write_chronology(told: ChronologyFile) -> str:
    """One document: a part for each event in the order of days, gaps between them."""
    out = [
        f"# Chronology of {escape_line(told.name)}",
        "",
        f"- Made: {in_words(told.made.date())}, {told.made:%H:%M}, "
        f"by {escape_line(told.by.name)}, {escape_line(told.by.role)}",
        "- Significant events as they were marked; routine contacts are not in it",
    ]
    if told.caveat:
        out.append(f"- {escape_line(told.caveat)}")
    if not told.lines:
        out += ["", "Nothing is marked yet."]
    for line in told.lines:
        if line.gap:
            out += ["", f"*{escape_line(line.gap)}, from {in_words(line.day)}.*"]
            continue
        marks = [line.late, "the note is void" if line.void else ""]
        out += ["", f"## {in_words(line.day)}: {_TONES[line.tone]}", "", escape_line(line.event)]
        rows = [("Effect", line.effect), ("Done", line.action), ("Source", line.source)]
        out += ["", *[f"- {title}: {escape_line(text)}" for title, text in rows if text]]
        out += [f"- Mark: {said}" for said in marks if said]
    if told.spoken:
        out += [
            "",
            "## What the notes speak of",
            "",
            "Counted by words: it shows what was written, and no more.",
        ]
        out += ["", *[f"- {escape_line(said)}" for said in told.spoken]]
    return "\n".join(out) + "\n"
