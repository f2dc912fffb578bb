"""The check of a vault: reading a note is no proof that the next can be read, so everything is read.

Each fault is one sentence and names no words of any note.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine, select, text
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]
from sqlmodel import Session, col

from noteui.records import NoteRecord
from noteui.vault import anchor, keys, place, schema, search
from noteui.vault.engine import connect, make_engine
from noteui.vault.errors import VaultError
from noteui.vault.log_check import log_faults
from noteui.vault.vault import Vault

_UNREADABLE = (VaultError, ValueError, TypeError, LookupError)


def verify(vault: Vault, receipts: Sequence[tuple[int, str]] = ()) -> list[str]:
    """Everything that is wrong with the open vault, one sentence each; empty where all is well.

    Reads the whole file: about a second for every 30 MB and for every 10,000 entries of the log. `receipts`
    are heads of the log (number and hash) that were handed out before.
    """
    file = vault.folder / place.DATABASE
    return [
        *database_faults(file, vault.data_key),
        *_log_faults(vault, receipts),
        *_key_faults(vault.folder),
        *_mode_faults(vault.folder),
    ]


def _log_faults(vault: Vault, receipts: Sequence[tuple[int, str]]) -> list[str]:
    try:
        kept, faults = anchor.read(vault.folder, vault.keys.log), []
    except (ValueError, OSError):
        kept, faults = None, [f"{place.ANCHOR} is damaged or was changed"]
    try:
        with vault.reading() as session:
            found = [fault.sentence for _, fault in anchor.unacknowledged(session, vault.store_id)]
            return [*faults, *found, *log_faults(session, vault.keys.log, kept, receipts)]
    except VaultError as error:
        return [*faults, f"the log cannot be read to its end: {error.sentence}"]


def database_faults(file: Path, data_key: bytes) -> list[str]:
    """What is wrong with one database file: its pages, its references, its notes and its index."""
    try:
        return [*_page_faults(file, data_key), *_content_faults(file, data_key)]
    except dbapi2.Error:
        return [f"{file.name} cannot be read to its end"]
    except VaultError as error:
        return [f"{file.name}: {error.sentence}"]


def _page_faults(file: Path, data_key: bytes) -> list[str]:
    faults = []
    connection = connect(file, data_key)
    try:
        # The check of the encrypted pages sees only the main file, so what waits in the log goes there first.
        busy = connection.execute("PRAGMA wal_checkpoint(truncate)").fetchone()[0]
        pages = connection.execute("PRAGMA integrity_check").fetchall()
        if [row[0] for row in pages] != ["ok"]:
            faults.append(f"{file.name} has {len(pages)} damaged places")
        if not busy and connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
            faults.append(f"{file.name} has pages that were changed from outside")
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            faults.append(f"{file.name} has entries that point to nothing")
    finally:
        connection.close()
    return faults


def _content_faults(file: Path, data_key: bytes) -> list[str]:
    engine = make_engine(file, data_key)
    try:
        with Session(engine) as session:
            if session.execute(text("PRAGMA user_version")).scalar_one() != schema.CURRENT:
                return []  # an older one, about to be brought up to date: its tables are not these
            missed = search.disagreements(session)
        return [*_unreadable(engine), *(f"note {i} is not as the search index has it" for i in missed)]
    finally:
        engine.dispose()


def _unreadable(engine: Engine) -> list[str]:
    try:
        with Session(engine) as session:
            for _ in session.execute(select(NoteRecord.metadata.tables["note"])).yield_per(200):
                pass
    except _UNREADABLE:
        pass
    else:
        return []
    with Session(engine) as session:
        ids = list(session.scalars(select(col(NoteRecord.id))))
    faults = []
    for note_id in ids:
        try:
            with Session(engine) as session:
                session.get(NoteRecord, note_id)
        except _UNREADABLE:
            faults.append(f"note {note_id} cannot be read")
            engine.dispose()  # a connection that met one bad page finds good ones bad as well
    return faults


def _key_faults(folder: Path) -> list[str]:
    faults = []
    for name in (place.KEYS, place.KEYS_BEFORE):
        try:
            keys.parse_slots((folder / name).read_bytes())
        except (OSError, ValueError):
            faults.append(f"{name} is missing or damaged")
    return faults


def _mode_faults(folder: Path) -> list[str]:
    if os.name == "nt":  # Windows guards files by other means than modes
        return []
    faults = []
    for path in (folder, *sorted(folder.rglob("*"))):
        if stat.S_IMODE(path.lstat().st_mode) & 0o077:
            name = path.name if path == folder else path.relative_to(folder).as_posix()
            faults.append(f"{name} can be read by other users of this computer")
    return faults
