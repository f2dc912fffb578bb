"""The search index inside the encrypted file: SQLite's own full-text search, in its own tables.

The index holds each note as it was when it was last settled (left, imported, added to), not at each
keystroke. Its rows stand in the order of events, so the newest are found without sorting. What is deleted
from it is overwritten. These tables are this engine's business and no part of the records.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, false, select, text
from sqlmodel import Session, col

from noteui.checks.note import FIELDS
from noteui.records import ADDITIONS, ContentKey, Final, NoteRecord, Person, Status
from noteui.vault import seal

TABLE_PREFIX = "search_"
NAMES = "names"
"""What the column of people's names is called where it stands in the place of a field."""
ADDED = "added"
"""The same for what was added to a finalised note: addenda, corrections, reasons."""

COLUMNS = (NAMES, *FIELDS, ADDED)
BEST_OF = 2000
"""How many of the newest notes that match are weighed when the best are asked for."""

_STATEMENTS = (
    f"CREATE VIRTUAL TABLE search_text USING fts5({', '.join(COLUMNS)}, "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1)",
    "CREATE TABLE search_row (note_id TEXT NOT NULL PRIMARY KEY, place INTEGER NOT NULL UNIQUE, "
    "version INTEGER NOT NULL, additions INTEGER NOT NULL)",
)
# Two code points that Unicode promises never to assign: they can mark a match and be no text.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_SNIPPET_WORDS = 16
_MOST_TOKENS = 32
_PHRASE_OR_WORD = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_TIE_BITS = 20


@dataclass(frozen=True, slots=True)
class Match:
    """One note that matched: in which field, and the words around, True where they matched."""

    note_id: str
    field: str
    snippet: tuple[tuple[str, bool], ...]


def create_tables(connection: Connection) -> None:
    """Creates the index's tables, empty; needs a connection that may."""
    for statement in _STATEMENTS:
        connection.execute(text(statement))


def drop_tables(connection: Connection) -> None:
    """Drops the index, for a migration that makes it anew."""
    for table in ("search_text", "search_row"):
        connection.execute(text(f"DROP TABLE {table}"))


def settle(session: Session, note_id: str) -> None:
    """Makes the index hold the note as it is saved now, with all that was added to it."""
    note, person = session.execute(
        select(NoteRecord, Person)
        .join(Person, Person.id == NoteRecord.person_id)  # type: ignore[arg-type]
        .where(NoteRecord.id == note_id)  # type: ignore[arg-type]
    ).one()
    before = _drop(session, note_id)
    place = _place(session, note.happened or note.recorded, before)
    columns: dict[str, str] = {NAMES: _names(note, person)}
    columns |= {field: getattr(note, field) for field in FIELDS}
    additions = [] if note.status is Status.DRAFT else _additions(session, note_id)
    columns[ADDED] = "\n\n".join(_words_of(session, additions))
    session.execute(
        text(
            f"INSERT INTO search_text (rowid, {', '.join(COLUMNS)}) "  # noqa: S608
            f"VALUES (:place, {', '.join(f':{column}' for column in COLUMNS)})"
        ),
        {"place": place, **columns},
    )
    session.execute(
        text(
            "INSERT INTO search_row (note_id, place, version, additions) "
            "VALUES (:note_id, :place, :version, :additions)"
        ),
        {"note_id": note_id, "place": place, "version": note.version, "additions": len(additions)},
    )
    note.settled = True


def unsettled(session: Session) -> list[str]:
    """The notes that were saved after the index last saw them: what a crash left behind."""
    return list(session.scalars(select(NoteRecord.id).where(NoteRecord.settled == false())))  # type: ignore[call-overload]


def forget(session: Session, note_id: str) -> None:
    """Takes a note out of the index; its words are overwritten there."""
    _drop(session, note_id)


def matches(
    session: Session, query: str, *, limit: int, newest_first: bool = True, without: Sequence[str] = ()
) -> list[Match]:
    """The notes in which every word of `query` stands, in whatever form; no query can raise.

    Words in quotation marks stand together as written; a word ending in `*` is the beginning of one. Where
    nothing matches, the last word is taken as not yet finished. Newest events first, or the best of the
    newest `BEST_OF`. The notes `without` are looked past: a few drafts that somebody may not read.
    """
    asked = as_match(query)
    if not asked:
        return []
    past = _places(session, without)
    found = _run(session, asked, limit, newest_first, past)
    if not found and not asked.endswith("*"):
        found = _run(session, asked + "*", limit, newest_first, past)
    return found


def as_match(query: str) -> str:
    """What the user typed as an expression of the index, each piece quoted; "" where nothing is left."""
    typed = "".join(c if c.isprintable() else " " for c in query).replace("“", '"').replace("”", '"')
    pieces = []
    for phrase, star, word in _PHRASE_OR_WORD.findall(typed):
        piece = phrase or word
        if any(c.isalnum() for c in piece):
            begun = star or ("*" if word.endswith("*") else "")
            pieces.append(f'"{piece}"{begun}')
    return " ".join(pieces[:_MOST_TOKENS])


def disagreements(session: Session) -> list[str]:
    """Notes whose entry in the index is missing, outdated or without a note."""
    rows = session.execute(
        text(
            "SELECT note.id FROM note LEFT JOIN search_row ON search_row.note_id = note.id "
            "WHERE note.settled = 1 AND note.erased_at IS NULL AND (search_row.version IS NOT note.version "
            "OR search_row.additions IS NOT (SELECT count(*) FROM final WHERE final.subject_id = note.id "
            "AND final.kind IN :additions)) "
            "UNION ALL SELECT note_id FROM search_row WHERE note_id NOT IN (SELECT id FROM note) "
            "UNION ALL SELECT note_id FROM search_row WHERE place NOT IN (SELECT rowid FROM search_text)"
        ).bindparams(bindparam("additions", ADDITIONS, expanding=True))
    )
    return [str(row[0]) for row in rows]


def _places(session: Session, note_ids: Sequence[str]) -> list[int]:
    asked = text("SELECT place FROM search_row WHERE note_id IN :ids")
    return list(session.scalars(asked.bindparams(bindparam("ids", note_ids, expanding=True))))


def _run(session: Session, asked: str, limit: int, newest_first: bool, past: Sequence[int]) -> list[Match]:
    oldest = 0 if newest_first else _oldest_weighed(session, asked)
    order = "rowid DESC" if newest_first else "rank"
    but = f" AND rowid NOT IN ({', '.join(map(str, past))})" if past else ""
    found = _snippets(session, asked, f"rowid >= {oldest}{but} ORDER BY {order} LIMIT {limit}")
    named = [place for place, match in found.items() if match.field == NAMES]
    if named:  # what was written about somebody says more than that they are named
        written = f"{{{' '.join(FIELDS)}}} : ({asked})"
        found |= _snippets(session, written, f"rowid IN ({', '.join(map(str, named))})")
    return list(found.values())


def _snippets(session: Session, asked: str, which: str) -> dict[int, Match]:
    rows = session.execute(
        text(
            "SELECT rowid, (SELECT note_id FROM search_row WHERE place = search_text.rowid), "  # noqa: S608
            f"snippet(search_text, -1, :open, :close, '…', {_SNIPPET_WORDS}), {', '.join(COLUMNS)} "
            f"FROM search_text WHERE search_text MATCH :asked AND {which}"
        ),
        {"asked": asked, "open": _OPEN, "close": _CLOSE},
    )
    return {row[0]: Match(row[1], _column(row[2], tuple(row[3:])), _pieces(row[2])) for row in rows}


def _oldest_weighed(session: Session, asked: str) -> int:
    newest = (
        "SELECT min(rowid) FROM "
        "(SELECT rowid FROM search_text WHERE search_text MATCH :asked ORDER BY rowid DESC LIMIT :most)"
    )
    return session.execute(text(newest), {"asked": asked, "most": BEST_OF}).scalar_one() or 0


def _column(snippet: str, texts: tuple[str, ...]) -> str:
    """Which column the snippet was cut from: the index says what it cut, but not from where."""
    cut = snippet.replace(_OPEN, "").replace(_CLOSE, "")
    for candidate in (
        cut,
        cut.removeprefix("…"),
        cut.removesuffix("…"),
        cut.removeprefix("…").removesuffix("…"),
    ):
        for column, whole in zip(COLUMNS, texts, strict=True):
            if candidate in whole:
                return column
    return FIELDS[0]


def _pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    pieces: list[tuple[str, bool]] = []
    for number, part in enumerate(snippet.split(_OPEN)):
        matched, close, rest = part.partition(_CLOSE)
        if number and close:
            pieces += [(matched, True), (rest, False)]
        else:
            pieces.append((part.replace(_CLOSE, ""), False))
    return tuple((piece, matched) for piece, matched in pieces if piece)


def _drop(session: Session, note_id: str) -> int | None:
    place = session.execute(
        text("SELECT place FROM search_row WHERE note_id = :note_id"), {"note_id": note_id}
    ).scalar_one_or_none()
    if place is not None:
        session.execute(text("DELETE FROM search_text WHERE rowid = :place"), {"place": place})
        session.execute(text("DELETE FROM search_row WHERE note_id = :note_id"), {"note_id": note_id})
    return place


def _place(session: Session, when: datetime | None, before: int | None) -> int:
    """A row number that sorts by the event, to the minute; where it fits, the one the note had before."""
    minutes = when.toordinal() * 1440 + when.hour * 60 + when.minute if when else 0
    if before is not None and before >> _TIE_BITS == minutes:
        return before
    while True:
        place = minutes << _TIE_BITS | secrets.randbits(_TIE_BITS)
        taken = session.execute(text("SELECT 1 FROM search_row WHERE place = :place"), {"place": place})
        if place and taken.first() is None:
            return place


def _additions(session: Session, note_id: str) -> Sequence[Final]:
    asked = select(Final).where(col(Final.subject_id) == note_id, col(Final.kind).in_(ADDITIONS))
    return session.scalars(asked.order_by(col(Final.seq))).all()


def _words_of(session: Session, additions: Sequence[Final]) -> Iterator[str]:
    for final in additions:
        key = session.get(ContentKey, final.subject_id)
        if key is None:
            return  # erased
        # One that was changed from outside is named by verify, and keeps nothing else from being found.
        with contextlib.suppress(seal.BrokenSeal):
            content = seal.open_(final.sealed, key.key, final.id)
            yield from filter(None, (content.text, str(content.aside.get("reason", ""))))


def _names(note: NoteRecord, person: Person) -> str:
    about = note.about
    told = [person.name, person.known_as, about.get("name"), about.get("known_as")]
    told += [entry.get("name") for entry in note.people]
    return ", ".join(dict.fromkeys(name for name in told if name))
