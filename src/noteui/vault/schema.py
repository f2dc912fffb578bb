"""The tables as they stand now, and the marks by which a database says which tables it has."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

from noteui.records import Record
from noteui.vault import search, triggers
from noteui.vault.engine import APPLICATION_ID

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
"""The migrations in their order; a database's user_version is how many of them it has been through."""

LOGGED: Final = REVISIONS.index("0003") + 1
"""The version from which there is a log."""

CURRENT: Final = len(REVISIONS)


def create(connection: Connection) -> None:
    """Creates all tables in an empty database, as the migrations would have; the caller commits."""
    Record.metadata.create_all(connection, checkfirst=False)
    search.create_tables(connection)
    triggers.create(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": REVISIONS[-1]})
    mark(connection, CURRENT)


def mark(connection: Connection, version: int) -> None:
    """Writes whose database this is and how many migrations it has been through."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={int(version)}")
