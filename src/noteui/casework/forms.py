"""What stands in an open form, kept like a draft: locking, a crash and escape take no word of it.

It is its writer's alone and no part of the record. Once what the form asks for is done, it is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from noteui.casework.storable import storable
from noteui.records import FormRecord
from noteui.vault.vault import Vault

Fields = Mapping[str, str | bool | list[dict[str, Any]] | dict[str, Any] | None]
"""What stands in each field of a form, by the field's name."""

RECENT = timedelta(hours=24)
"""For so long a form that was left is told of at an unlocking."""


def keep(vault: Vault, form: str, about: str, fields: Fields | None, *, now: datetime) -> None:
    """Keeps what stands in a form; when this returns it is on the disk. With None it is forgotten.

    Raises VaultError.
    """
    with vault.writing() as session:
        record = session.get(FormRecord, (vault.user.id, form, about))
        if fields is None:
            if record is not None:
                session.delete(record)
            return
        kept = {name: storable(said) if isinstance(said, str) else said for name, said in fields.items()}
        if record is None:
            record = FormRecord(author_id=vault.user.id, form=form, about=about, kept=kept, saved_at=now)
        record.kept, record.saved_at = kept, now.astimezone(UTC)
        session.add(record)


def begun(vault: Vault, form: str, about: str) -> Fields | None:
    """What whoever opened the vault left in a form; None where nothing is. Raises VaultError."""
    with vault.reading() as session:
        record = session.get(FormRecord, (vault.user.id, form, about))
        return None if record is None else record.kept


def left_open(vault: Vault, *, now: datetime) -> list[str]:
    """The names of the forms that were left with words in them lately. Raises VaultError."""
    since = now.astimezone(UTC) - RECENT
    with vault.reading() as session:
        asked = select(col(FormRecord.form)).where(
            col(FormRecord.author_id) == vault.user.id, col(FormRecord.saved_at) > since
        )
        return sorted(set(session.scalars(asked)))


def forget_about(session: Session, object_id: str) -> None:
    """Forgets what stands in forms about something whose words are erased, inside that act."""
    session.execute(delete(FormRecord).where(col(FormRecord.about).contains(object_id)))
