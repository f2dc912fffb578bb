"""The encrypted database as an SQLAlchemy engine: how a connection is made, and what it may do.

Nobody else opens the database file, not even to look at it: closing any other handle on it would drop the
locks that keep a second program from deleting what was just written.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import NullPool, QueuePool
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from noteui.vault.errors import DamagedVault, DiskFull, ReadOnly, UnsoundEngine, VaultError, VaultInUse

APPLICATION_ID: Final = 0x6E6F7465
"""Marks the database as noteui's: "note"."""

OLDEST_SQLITE: Final = (3, 51, 3)
"""Older ones can lose what two connections commit while one of them tidies the write-ahead log."""
OLDEST_SQLCIPHER: Final = (4, 17)

BUSY_SECONDS: Final = 5.0

_PRAGMAS = (
    "foreign_keys=on",
    "recursive_triggers=on",
    "journal_mode=wal",
    "synchronous=full",
    "fullfsync=on",
    "checkpoint_fullfsync=on",
    "secure_delete=on",
    "temp_store=memory",
    "mmap_size=0",
    "trusted_schema=off",
    "cell_size_check=on",
)

_FORBIDDEN = frozenset(
    getattr(dbapi2, f"SQLITE_{act}")
    for act in (
        *("ATTACH", "DETACH", "ALTER_TABLE", "REINDEX", "ANALYZE"),
        *("CREATE_TABLE", "CREATE_INDEX", "CREATE_TRIGGER", "CREATE_VIEW", "CREATE_VTABLE"),
        *("CREATE_TEMP_TABLE", "CREATE_TEMP_INDEX", "CREATE_TEMP_TRIGGER", "CREATE_TEMP_VIEW"),
        *("DROP_TABLE", "DROP_INDEX", "DROP_TRIGGER", "DROP_VIEW", "DROP_VTABLE"),
        *("DROP_TEMP_TABLE", "DROP_TEMP_INDEX", "DROP_TEMP_TRIGGER", "DROP_TEMP_VIEW"),
    )
)
_PERMITTED_PRAGMAS = frozenset(
    (
        *("user_version", "application_id", "read_uncommitted", "data_version", "table_info"),
        *("wal_checkpoint", "integrity_check", "cipher_integrity_check", "foreign_key_check"),
    )
)


_LEAST_ROOM = 64 * 1024
"""Bytes free on the disk below which a fault of the disk is taken to be a want of room."""


def assert_sound(sqlite: str = dbapi2.sqlite_version, cipher: str | None = None) -> None:
    """Raises UnsoundEngine where the installed SQLite or SQLCipher has faults that can lose notes."""
    if cipher is None:
        connection = dbapi2.connect(":memory:")
        cipher = str(connection.execute("PRAGMA cipher_version").fetchone()[0])
        connection.close()
    if _numbers(sqlite) < OLDEST_SQLITE or _numbers(cipher) < OLDEST_SQLCIPHER:
        raise UnsoundEngine(
            f"The installed database engine (SQLite {sqlite}, SQLCipher {cipher.split()[0]}) can lose notes. "
            "Install a newer sqlcipher3."
        )


def connect(file: Path, data_key: bytes, *, guarded: bool = True) -> Any:
    """One raw connection to the database in `file`, with everything set that keeps what is written.

    A guarded connection can neither change the tables nor reach any other file. Raises the dbapi's errors.
    """
    connection = dbapi2.connect(
        f"{file.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
    )
    try:
        # Before the key: otherwise SQLCipher writes what it dislikes on the terminal, over the screen.
        connection.execute("PRAGMA cipher_log_level=none")
        connection.execute(f"PRAGMA key=\"x'{data_key.hex()}'\"")
        # Neither a wrong key nor a damaged first page shows before the first read.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if guarded:
            connection.set_authorizer(_authorize)
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(file: Path, data_key: bytes, *, guarded: bool = True) -> Engine:
    """An engine on the database; no key in any URL, no value in any error.

    A connection with the execution option `write=True` takes the writer's place when its transaction begins;
    one that reads first and writes later would find the place taken. Database errors arrive as VaultError
    where they say something about the vault.
    """
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(file, data_key, guarded=guarded),
        poolclass=QueuePool if guarded else NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", lambda context: _translate(context, file))
    return engine


def in_plain_words(error: BaseException, file: Path) -> VaultError | None:
    """The dbapi's error about `file` as a sentence; None where it says nothing about the vault."""
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(error, dbapi2.Error) or code is None:
        return None
    damaged = DamagedVault("The vault's file is damaged. Restore the last backup with: noteui vault restore")
    full = DiskFull("The disk is full, so this could not be written. Free some space, then try again.")
    match code & 0xFF:
        case dbapi2.SQLITE_FULL:
            return full
        case dbapi2.SQLITE_READONLY if all(os.access(path, os.W_OK) for path in (file, file.parent)):
            return damaged  # SQLCipher stops writing after a page that it could not decrypt
        case dbapi2.SQLITE_READONLY | dbapi2.SQLITE_CANTOPEN | dbapi2.SQLITE_PERM:
            return ReadOnly("The vault's folder cannot be written. Allow writing to it, then try again.")
        case dbapi2.SQLITE_BUSY | dbapi2.SQLITE_LOCKED:
            return VaultInUse("Another noteui is writing in this vault. Wait a moment, then try again.")
        case dbapi2.SQLITE_CORRUPT | dbapi2.SQLITE_NOTADB:
            return damaged
        case dbapi2.SQLITE_IOERR if shutil.disk_usage(file.parent).free < _LEAST_ROOM:
            return full  # the log's index finds no room
        case dbapi2.SQLITE_IOERR:
            return VaultError("The disk did not answer. Check the disk, then open the vault again.")
        case _:
            return None


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _translate(context: ExceptionContext, file: Path) -> None:
    said = in_plain_words(context.original_exception, file)
    if said is not None:
        raise said


def _authorize(act: int, first: str | None, *_where: str | None) -> int:
    if act in _FORBIDDEN:
        return int(dbapi2.SQLITE_DENY)
    if act == dbapi2.SQLITE_PRAGMA and (first or "").lower() not in _PERMITTED_PRAGMAS:
        return int(dbapi2.SQLITE_DENY)
    return int(dbapi2.SQLITE_OK)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split()[0].split("."))
