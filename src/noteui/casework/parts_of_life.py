"""Of which parts of a life somebody's notes speak: a report for a meeting, and no finding.

Each part is counted in the finalised notes of the last months by words of its own. That one is missing shows
that nobody wrote of it, and nothing more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources

from dateutil.relativedelta import relativedelta
from sqlalchemy import select
from sqlmodel import Session, col

from noteui.checks.note import FIELDS
from noteui.checks.prose import WORD, fold
from noteui.records import NoteRecord, Status


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a life: in how many notes it is spoken of, and when last."""

    name: str
    notes: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """Of which parts so many finalised notes since a day speak."""

    since: date
    notes: int = 0
    parts: Sequence[Part] = field(default=())


@cache
def _table() -> tuple[int, Mapping[str, frozenset[str]]]:
    file = resources.files("noteui.casework") / "parts_of_life.toml"
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    return told["months"], {row["name"]: frozenset(row["words"]) for row in told["part"]}


def spoken_of(session: Session, person_id: str, today: date) -> Spoken:
    """The parts of a person's life in their finalised notes of the last months; void and erased ones not."""
    months, parts = _table()
    since = today - relativedelta(months=months)
    asked = select(NoteRecord).where(
        col(NoteRecord.person_id) == person_id,
        col(NoteRecord.status) == Status.FINALISED,
        col(NoteRecord.erased_at).is_(None),
        col(NoteRecord.happened).is_not(None),
    )
    notes = [
        (note.happened.date(), _words(note))
        for note in session.scalars(asked)
        if note.happened is not None and since <= note.happened.date() <= today
    ]
    found = []
    for name, words in parts.items():
        days = [day for day, said in notes if not words.isdisjoint(said)]
        found.append(Part(name, len(days), max(days, default=None)))
    return Spoken(since, len(notes), found)


def _words(note: NoteRecord) -> set[str]:
    return {match[0] for name in FIELDS for match in WORD.finditer(fold(getattr(note, name)))}
