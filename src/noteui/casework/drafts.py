"""Whose a draft is: nobody but its writer reads it, whatever access they have."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from noteui.casework.access import May, NotAllowed, may, require
from noteui.records import NoteRecord, Status
from noteui.vault.vault import Vault


def readable(vault: Vault) -> ColumnElement[bool]:
    """The condition on notes that whoever opened the vault may read: what is final, and their own drafts.

    A draft that is nobody's was imported before there were several users; until somebody finalises it
    everybody who writes sees it, because else nobody would.
    """
    final = col(NoteRecord.status) != Status.DRAFT
    if not may(vault.user.access, May.READ_DRAFTS):
        return final
    return or_(final, col(NoteRecord.author_id) == vault.user.id, col(NoteRecord.author_id).is_(None))


def hidden(vault: Vault) -> ColumnElement[bool]:
    """The opposite of `readable`, written so that few rows are looked at: drafts are few."""
    draft = col(NoteRecord.status) == Status.DRAFT
    if not may(vault.user.access, May.READ_DRAFTS):
        return draft
    return and_(draft, col(NoteRecord.author_id).is_not(None), col(NoteRecord.author_id) != vault.user.id)


def require_readable(vault: Vault, record: NoteRecord) -> None:
    """Raises NotAllowed where it is a draft that whoever opened the vault may not read."""
    require(vault, May.READ_DRAFTS if record.status is Status.DRAFT else May.READ)
    if record.status is Status.DRAFT and record.author_id not in (None, vault.user.id):
        raise NotAllowed("This draft is somebody else's; only its writer reads it.")
