"""Whose a draft is: nobody but its writer reads it, whatever access they have."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import object_session
from sqlmodel import Session, col

from noteui.casework.access import May, NotAllowed, may, require
from noteui.records import NoteRecord, Status, User
from noteui.vault.vault import Vault


def readable(vault: Vault) -> ColumnElement[bool]:
    """The condition on notes that whoever opened the vault may read: what is final, and their own drafts.

    A draft that is nobody's was imported before there were several users, and one whose writer was removed is
    nobody's any more: until somebody finalises it everybody who writes sees it, because else nobody would.
    """
    final = col(NoteRecord.status) != Status.DRAFT
    if not may(vault.user.access, May.READ_DRAFTS):
        return final
    return or_(final, ~_of_another(vault))


def hidden(vault: Vault) -> ColumnElement[bool]:
    """The opposite of `readable`, written so that few rows are looked at: drafts are few."""
    draft = col(NoteRecord.status) == Status.DRAFT
    if not may(vault.user.access, May.READ_DRAFTS):
        return draft
    return and_(draft, _of_another(vault))


def hides(vault: Vault, session: Session) -> bool:
    """False where there can be no hidden draft, because nobody else writes in the vault."""
    if not may(vault.user.access, May.READ_DRAFTS):
        return True
    return session.scalar(_others(vault).limit(1)) is not None


def _others(vault: Vault) -> Select[Any]:
    return select(col(User.id)).where(col(User.active).is_(True), col(User.id) != vault.user.id)


def _of_another(vault: Vault) -> ColumnElement[bool]:
    return and_(col(NoteRecord.author_id).is_not(None), col(NoteRecord.author_id).in_(_others(vault)))


def require_readable(vault: Vault, record: NoteRecord) -> None:
    """Raises NotAllowed where it is a draft that whoever opened the vault may not read."""
    require(vault, May.READ_DRAFTS if record.status is Status.DRAFT else May.READ)
    if record.status is not Status.DRAFT or record.author_id in (None, vault.user.id):
        return
    session = object_session(record)
    writer = session.get(User, record.author_id) if session else None
    if writer is None or writer.active:
        raise NotAllowed("This draft is somebody else's; only its writer reads it.")
