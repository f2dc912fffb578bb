"""A supervision, and the agenda for the next one, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from noteui.checks.note import Author
from noteui.paper.note_file import escape, tidy
from noteui.paper.person_file import escape_line, in_words


@dataclass(frozen=True, slots=True)
class Later:
    """What was added to a supervision after it was signed: by whom, when (UTC), the words."""

    by: Author
    at: datetime
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SupervisionFile:
    """What stands in a record of supervision. `held` is wall-clock, `finalised_at` in UTC."""

    by: Author
    kind: str
    held: datetime
    with_: Sequence[str] = field(repr=False)
    people: Sequence[str] = field(repr=False)
    notes: Sequence[str]
    sections: Sequence[tuple[str, str]] = field(repr=False)
    next_on: date | None = None
    finalised_at: datetime | None = None
    receipt: str = ""
    later: Sequence[Later] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """What waits for the next supervision: last time's actions and where they stand, and what is due."""

    with_: str = field(repr=False)
    made: datetime
    last_held: datetime | None
    last_actions: Sequence[tuple[str, str]] = field(repr=False)
    """Each action with what became of it, in words."""
    waiting: Sequence[tuple[str, str]] = field(repr=False)
    """What is due with when."""
    questions: Sequence[str] = ()


def write_supervision(told: SupervisionFile) -> str:
    """The record as one document: who and when, each section, what was added since."""
    out = [
        f"# Supervision, {in_words(told.held.date())}",
        "",
        f"- Held: {in_words(told.held.date())}, {told.held:%H:%M} ({told.kind})",
        f"- Supervisor: {escape_line(told.by.name)}, {escape_line(told.by.role)}",
        f"- With: {', '.join(escape_line(name) for name in told.with_)}",
    ]
    if told.people:
        out.append(f"- About: {', '.join(escape_line(name) for name in told.people)}")
    if told.notes:
        out.append(f"- Notes read: {', '.join(told.notes)}")
    out.append(f"- Next: {in_words(told.next_on) if told.next_on else 'no day set'}")
    if told.finalised_at is not None:
        at = told.finalised_at
        seal = f", entry {told.receipt} of the log" if told.receipt else ""
        out.append(f"- Status: final, signed {in_words(at.date())}, {at:%H:%M} UTC{seal}")
    for title, text in told.sections:
        words = tidy(text)
        out += ["", f"## {title}", "", escape(words) if words else "*Nothing recorded.*"]
    for added in told.later:
        heading = f"Added {in_words(added.at.date())}, {added.at:%H:%M} UTC by {escape_line(added.by.name)}"
        out += ["", f"## {heading}, {escape_line(added.by.role)}", "", escape(tidy(added.text))]
    return "\n".join(out) + "\n"


def write_agenda(told: Agenda) -> str:
    """The agenda as one page: last time's actions first, then what waits, then questions that may help."""
    out = [
        f"# Supervision with {escape_line(told.with_)}",
        "",
        f"- Made: {in_words(told.made.date())}, {told.made:%H:%M}",
    ]
    held = in_words(told.last_held.date()) if told.last_held else "none recorded yet"
    out += [f"- Last held: {held}", "", "## Last time’s actions", ""]
    out += [f"- {escape_line(what)}: {escape_line(became)}" for what, became in told.last_actions] or [
        "*None.*"
    ]
    out += ["", "## What waits", ""]
    out += [f"- {escape_line(when)}: {escape_line(what)}" for what, when in told.waiting] or [
        "*Nothing is due.*"
    ]
    out += ["", "## Questions that may help", "", *[f"- {question}" for question in told.questions]]
    return "\n".join(out) + "\n"


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"- {escape_line(first)}: {escape_line(second)}" for first, second in pairs]
