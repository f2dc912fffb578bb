"""What the log binds of a sharing's rows, and what is wrong with them."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.records import (
    ContentKey,
    RecipientRecord,
    Record,
    SharingItem,
    SharingRecord,
    SharingState,
    ToldAgain,
)
from noteui.vault.seal import canonical

Row = Mapping[str, Any]
_NOT_BOUND = frozenset(("seq", "sent_seq", "saved_at", "version"))
"""Columns that name the entry itself, or count saves: everything else of a decided sharing is bound."""


def row_of(record: Record) -> dict[str, Any]:
    """All columns of a record by their names."""
    return {name: getattr(record, name) for name in record.__table__.columns.keys()}  # type: ignore[attr-defined]  # noqa: SIM118


def rows_mac(
    sharing: Row, recipients: Sequence[Row], items: Sequence[Row], told: Sequence[Row], key: bytes
) -> str:
    """What the log holds of a sharing as it stands: its rows under the sharing's own key."""
    bound = {
        "sharing": _plain(sharing),
        "recipients": sorted(map(_plain, recipients), key=lambda row: row["id"]),
        "items": sorted(map(_plain, items), key=lambda row: row["id"]),
        "told": sorted(map(_plain, told), key=lambda row: (row["recipient_id"], row["final_id"])),
    }
    return hmac.new(key, canonical(bound).encode(), "sha256").hexdigest()


def sharing_faults(session: Session, told: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    """What differs from the log. `told` has, by sharing, the last entry that bound its rows and their mac."""
    keys = {key.subject_id: key.key for key in session.scalars(select(ContentKey))}
    seen: set[str] = set()
    asked = select(SharingRecord).where(col(SharingRecord.state) != SharingState.DRAFT)
    for sharing in session.scalars(asked).yield_per(200):
        seen.add(sharing.id)
        if sharing.id not in told:
            yield f"sharing {sharing.id} was decided without an entry in the log"
            continue
        key = keys.get(sharing.id)
        if key is not None and mac_now(session, sharing, key) != told[sharing.id][1]:
            yield f"sharing {sharing.id} is not as entry {told[sharing.id][0]} of the log left it"
    for sharing_id in sorted(told.keys() - seen):
        yield f"sharing {sharing_id}, bound by entry {told[sharing_id][0]} of the log, is gone"


def mac_now(session: Session, sharing: SharingRecord, key: bytes) -> str:
    """The mac of a sharing's rows as the database has them."""
    recipients = rows_of(session, RecipientRecord, sharing.id)
    told = session.scalars(
        select(ToldAgain).where(col(ToldAgain.recipient_id).in_([r["id"] for r in recipients]))
    )
    items = rows_of(session, SharingItem, sharing.id)
    return rows_mac(row_of(sharing), recipients, items, [row_of(row) for row in told], key)


def rows_of(
    session: Session, table: type[RecipientRecord] | type[SharingItem], sharing_id: str
) -> list[dict[str, Any]]:
    """The recipients or the items of a sharing, as plain rows in their order."""
    asked = select(table).where(col(table.sharing_id) == sharing_id).order_by(col(table.position))
    return [row_of(row) for row in session.scalars(asked)]


def _plain(row: Row) -> dict[str, Any]:
    return {
        name: value if value is None or isinstance(value, str | int | bool | list | dict) else str(value)
        for name, value in row.items()
        if name not in _NOT_BOUND
    }
