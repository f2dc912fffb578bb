"""Bringing an older vault up to date: a verified backup first, then all migrations in one transaction.

Imported only when a vault is older than this program: alembic takes a while to load.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from noteui.vault import backup, place, schema, triggers
from noteui.vault.engine import make_engine
from noteui.vault.keys import Unlocked

_SCRIPTS = Path(__file__).with_name("migrations")


def upgrade(folder: Path, unlocked: Unlocked) -> None:
    """Backs the vault up into its `backups` folder and migrates it; after any fault it is as it was.

    Raises VaultError.
    """
    backup.back_up_files(folder, unlocked.keys, reason="before-upgrade")
    engine = make_engine(folder / place.DATABASE, unlocked.data_key, guarded=False)
    try:
        with engine.execution_options(write=True).begin() as connection:
            migrate(connection, schema.REVISIONS[-1])
    finally:
        engine.dispose()


def migrate(connection: Connection, revision: str) -> None:
    """Runs the migrations up to `revision` inside the connection's own transaction."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    triggers.drop(connection)
    command.upgrade(config, revision)
    if revision == schema.REVISIONS[-1]:  # they speak of tables that older revisions do not have
        triggers.create(connection)
    schema.mark(connection, schema.REVISIONS.index(revision) + 1)
