"""What a recipient reads, as one Markdown document: what it is and why, what was withheld, then the notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from noteui.paper.note_file import escape, tidy
from noteui.paper.person_file import escape_line


@dataclass(frozen=True, slots=True)
class OutNote:
    """A note as it goes: its heading, lines about it, and what goes of it as (title, text)."""

    heading: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    parts: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Withheld:
    """What was withheld for one reason, in how many places."""

    what: str
    reason: str = field(repr=False)
    times: int


def write_outgoing(
    title: str,
    lines: Sequence[str],
    withheld: Sequence[Withheld],
    notes: Sequence[OutNote],
    closing: str = "",
) -> str:
    """The document. The title and the lines are names and sentences, the parts texts of notes."""
    out = [f"# {escape_line(title)}", ""]
    out += [f"- {escape_line(line)}" for line in lines]
    if closing:
        out += ["", escape_line(closing)]
    if withheld:
        out += ["", "## What was withheld, and why", ""]
        for one in withheld:
            places = "1 place" if one.times == 1 else f"{one.times} places"
            out.append(f"- {escape_line(one.what)}, in {places}: {escape_line(one.reason)}")
    for note in notes:
        out += ["", f"## {escape_line(note.heading)}", ""]
        out += [f"- {escape_line(line)}" for line in note.lines]
        for name, text in note.parts:
            out += ["", f"### {escape_line(name)}", "", escape(tidy(text))]
    return "\n".join(out) + "\n"
