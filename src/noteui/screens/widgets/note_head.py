"""The line above a note: whom it is about, what kind of contact, when, and who was seen."""

from __future__ import annotations

from datetime import date, datetime

from rich.text import Text
from textual.widgets import Static

from noteui.casework.when import show_day
from noteui.checks import Note

_WHOLE_DAY_FROM = 100
"""Columns from which the day is written out."""


class NoteHead(Static):
    """Says in one line which note this is."""

    def show(self, note: Note, columns: int) -> None:
        """Bring the line up to date for a window of so many columns."""
        about = note.about
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(about.name, "bold")
        if about.known_as and about.known_as != about.name:
            line.append(f" ({about.known_as})")
        if about.born and note.happened:
            line.append(f", {_age(about.born, note.happened)}")
        line.append(f"  {note.contact}")
        if note.happened:
            day = f"{note.happened.day} {note.happened:%b}"
            if columns >= _WHOLE_DAY_FROM:
                day = show_day(note.happened.date())
            line.append(f"  {day}, {note.happened:%H:%M}")
        if note.seen is not None:
            alone = "" if note.seen_alone is None else " alone" if note.seen_alone else ", not alone"
            line.append(f"  seen{alone}" if note.seen else "  not seen", "dim")
        self.update(line, layout=False)


def _age(born: date, on: datetime) -> str:
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if years >= 2:
        return str(years)
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return f"{months} months"
