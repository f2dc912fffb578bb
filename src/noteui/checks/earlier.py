"""What is known of a person's earlier notes: enough to hear a copied sentence or a contradicted fact.

Runs of words are kept as checksums, so that a summary of many notes is small and holds none of their words.
The checksums are the same in every process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zlib import crc32

from noteui.checks.prose import WORD, fold, quotations, sentence_spans

if TYPE_CHECKING:
    from noteui.checks.note import Note

RUN = 8
"""Words in a row that two notes rarely share by chance."""
_PROSE = ("facts", "voice", "opinion", "family")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one note states of somebody: the name as it is spelt there, and what else is given.

    `relationship` is None for the person whom the note is about.
    """

    name: str
    relationship: str | None
    born: date | None


@dataclass(frozen=True, slots=True)
class EarlierNote:
    """One earlier note: the day on which it happened, its runs of words, whom it states and names."""

    id: str
    day: date | None
    runs: frozenset[int]
    stated: tuple[Stated, ...]
    named: frozenset[str]
    """The first names, in lower case, of those stated that stand in its text."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A person's earlier notes, the newest first."""

    notes: tuple[EarlierNote, ...] = ()


NOTHING_EARLIER = Earlier()


def summary(note_id: str, note: Note) -> EarlierNote:
    """What later notes need to know of this one."""
    texts = [note.fields.get(name, "") for name in _PROSE]
    runs: set[int] = set()
    words_there: set[str] = set()
    for text in texts:
        for line in text.split("\n"):
            quoted = quotations(line)
            for start, end in sentence_spans(line, quoted):
                words = [match[0] for match in WORD.finditer(fold(line[start:end]))]
                words_there.update(words)
                if not any(opens < end and start < closes for opens, closes in quoted):
                    runs.update(runs_of(words))
    about = note.about
    stated = (
        Stated(about.name, None, about.born),
        *(Stated(relation.name, relation.relationship, relation.born) for relation in note.people),
    )
    firsts = {first_name(one.name) for one in stated}
    return EarlierNote(
        note_id,
        note.happened.date() if note.happened else None,
        frozenset(runs),
        stated,
        frozenset(first for first in firsts if first in words_there or first + "'s" in words_there),
    )


def runs_of(words: Sequence[str]) -> list[int]:
    """The checksums of each run of words, which are in lower case; none where there are fewer."""
    return [crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN + 1)]


def first_name(name: str) -> str:
    """The name that somebody is called by in a text, in lower case."""
    words = [word for word in WORD.findall(fold(name)) if word not in _TITLES]
    return words[0] if words else fold(name).strip()


_TITLES = frozenset("mr mrs ms miss mx dr pc".split())
