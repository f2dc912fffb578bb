"""The report of an audit as Markdown: how the notes were drawn, themes, then note by note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from noteui.paper.person_file import escape_line, in_words


@dataclass(frozen=True, slots=True)
class Drawn:
    """One note: each question, its answer (empty where there is none) and whether noteui counted it."""

    note_id: str
    label: str = field(repr=False)
    answers: Sequence[tuple[str, str, bool]]
    remark: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AuditFile:
    """What stands in the report; `themes` has by theme each question with how often what was answered."""

    by: str = field(repr=False)
    at: datetime
    how: str
    themes: Mapping[str, Sequence[tuple[str, Mapping[str, int]]]]
    notes: Sequence[Drawn]


def write_audit(told: AuditFile) -> str:
    """The report as one document. Answers that noteui counted by itself are marked as counted."""
    out = [
        "# Audit of recording",
        "",
        f"- By: {escape_line(told.by)}, {in_words(told.at.date())}",
        f"- Drawn: {escape_line(told.how)}",
        "- Nothing here is a grade. What is counted says that something is there, not that it is good.",
    ]
    for theme, asked in told.themes.items():
        out += ["", f"## Theme: {escape_line(theme)}", ""]
        for question, counts in asked:
            told_ = ", ".join(f"{said} {count}" for said, count in counts.items())
            out.append(f"- {escape_line(question)} {told_ or 'not answered'}")
    for note in told.notes:
        out += ["", f"## {escape_line(note.label)} ({note.note_id})", ""]
        for question, said, counted in note.answers:
            mark = " (counted)" if said and counted else ""
            out.append(f"- {escape_line(question)} {said or 'not answered'}{mark}")
        if note.remark:
            out += ["", escape_line(note.remark)]
    return "\n".join(out) + "\n"
