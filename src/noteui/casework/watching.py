"""Watching over the vault: its log, what an opening found wrong, receipts, and backups tried out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from noteui.casework.access import May, may, require
from noteui.casework.errors import NotFound
from noteui.records import Act, LogEntry, User
from noteui.vault import anchor, backup, receipt, rotation
from noteui.vault.receipt import Receipt
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the log for a reader: `at` in UTC, `who` a name, `about` its object's identifier."""

    seq: int
    at: datetime
    who_id: str
    who: str = field(repr=False)
    act: str
    about: str
    detail: Mapping[str, str | int]
    hash: str


@dataclass(frozen=True, slots=True)
class FaultLine:
    """What an opening found wrong with the end of the log; `seq` is the entry that says so."""

    seq: int
    found_at: datetime
    sentence: str


def read_log(
    vault: Vault,
    *,
    act: str | None = None,
    user_id: str | None = None,
    about: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
) -> list[LogLine]:
    """Entries in order: the newest `limit` of those that fit. Days are local ones, both included.

    `act` is a whole act (`note.viewed`) or its first part (`note`); `about` the beginning of an identifier.
    Raises NotAllowed, VaultError.
    """
    require(vault, May.READ_LOG)
    asked = select(LogEntry).order_by(col(LogEntry.seq).desc())
    if act is not None:
        asked = asked.where(col(LogEntry.act).startswith(act, autoescape=True))
    if user_id is not None:
        asked = asked.where(col(LogEntry.actor) == user_id)
    if about is not None:
        asked = asked.where(col(LogEntry.object_id).startswith(about, autoescape=True))
    if since is not None:
        asked = asked.where(col(LogEntry.at) >= _midnight(since))
    if until is not None:
        asked = asked.where(col(LogEntry.at) < _midnight(until + timedelta(days=1)))
    if limit is not None:
        asked = asked.limit(limit)
    with vault.reading() as session:
        names = {user.id: user.name for user in session.scalars(select(User))}
        found = [_line(entry, names) for entry in session.scalars(asked)]
    return found[::-1]


def open_faults(vault: Vault) -> list[FaultLine]:
    """What openings found wrong with the end of the log and nobody has acknowledged. Raises VaultError."""
    with vault.reading() as session:
        return [
            FaultLine(seq, _time(session.get_one(LogEntry, seq)), fault.sentence)
            for seq, fault in anchor.unacknowledged(session, vault.store_id)
        ]


def may_acknowledge(vault: Vault) -> bool:
    """Whether whoever opened the vault can acknowledge such a fault; until then everybody is shown it."""
    return may(vault.user.access, May.ACKNOWLEDGE)


def acknowledge(vault: Vault, seq: int) -> None:
    """Says that a fault was seen; it is shown no more and stays in the log.

    Raises NotAllowed, NotFound, VaultError.
    """
    require(vault, May.ACKNOWLEDGE)
    with vault.writing() as session:
        if seq not in dict(anchor.unacknowledged(session, vault.store_id)):
            raise NotFound(f"There is no open fault {seq} in this vault.")
        vault.enter(session, Act.FAULT_ACKNOWLEDGED, object_id=vault.store_id, detail={"fault": seq})


def issue_receipt(vault: Vault, *, now: datetime) -> Receipt:
    """A receipt for the log as it stands, to be kept by somebody else. Raises NotAllowed, VaultError."""
    require(vault, May.READ)
    with vault.reading() as session:
        return receipt.issue(session, vault, now=now)


def drill(vault: Vault, passphrase: str, *, elsewhere: Path | None = None) -> backup.Drill:
    """Restores the newest backup on trial, checks it whole and compares it with the vault.

    Raises NotAllowed, NotFound where there is no backup, VaultError.
    """
    require(vault, May.READ)
    newest = backup.newest(vault, elsewhere)
    if newest is None:
        raise NotFound("There is no backup yet. Make one with: noteui vault backup")
    return backup.drill(vault, newest, passphrase)


def rotate(vault: Vault) -> None:
    """Closes the vault and exchanges the key to its database (see `vault.rotation`).

    Raises NotAllowed, VaultInUse, DamagedVault, DiskFull, ReadOnly.
    """
    require(vault, May.KEEP_KEYS)
    rotation.rotate(vault)


def _line(entry: LogEntry, names: Mapping[str, str]) -> LogLine:
    return LogLine(
        seq=entry.seq,
        at=_time(entry),
        who_id=entry.actor,
        who=names.get(entry.actor, ""),
        act=entry.act,
        about=entry.object_id,
        detail=json.loads(entry.detail),
        hash=entry.hash,
    )


def _time(entry: LogEntry) -> datetime:
    return datetime.fromisoformat(entry.at)


def _midnight(day: date) -> str:
    return datetime(day.year, day.month, day.day).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
