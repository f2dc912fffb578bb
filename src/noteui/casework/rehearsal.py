"""What opening a vault and reading the desk ask of the database, asked once of an empty one in memory.

The first of each question costs the mapper of the records more than its answer does. Asked while somebody
types the passphrase, it costs nobody time.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import StaticPool, create_engine
from sqlmodel import Session

from noteui.casework.desk import desk
from noteui.casework.people import everyone
from noteui.records import Access, LogEntry, SigningKey, User
from noteui.records.base import Record
from noteui.vault import log
from noteui.vault.keys import VaultKeys
from noteui.vault.vault import CurrentUser, Vault

_NO_KEY = bytes(32)


def rehearse() -> None:
    """Ask, and forget the answers; no file and no key of anybody is touched."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Record.metadata.create_all(engine, checkfirst=False)
    signer = log.LogSigner("", "", _NO_KEY, _NO_KEY)
    vault = Vault(
        Path(),
        engine,
        CurrentUser("", "", "", Access.PRACTITIONER),
        VaultKeys(_NO_KEY, _NO_KEY),
        signer,
        "",
        None,
    )
    with Session(engine) as session:
        session.get(User, "")
        session.get(SigningKey, "")
        session.get(LogEntry, 1)
        log.head(session)
    desk(vault)
    everyone(vault)
    engine.dispose()
