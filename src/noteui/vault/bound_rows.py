"""Rows that one entry of the log binds whole: packages, contacts, requests for subject access."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlmodel import Session

from noteui.records import ContactRecord, PackageRecord, Record, SubjectAccessRecord
from noteui.vault.seal import canonical
from noteui.vault.sharing_check import row_of

TABLES: tuple[tuple[type[Record], str], ...] = (
    (PackageRecord, "package"),
    (ContactRecord, "contact"),
    (SubjectAccessRecord, "request for subject access"),
)


def bound_mac(record: Record, log_key: bytes) -> str:
    """What the log holds of a row as it stands, under the vault's log key; but for the entry's own number."""
    kept = {name: _plain(value) for name, value in row_of(record).items() if name != "seq"}
    return hmac.new(log_key, canonical(kept).encode(), "sha256").hexdigest()


def record_faults(session: Session, log_key: bytes, told: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    """What differs from the log. `told` has, by row, the last entry that bound it, and its mac."""
    seen: set[str] = set()
    for table, name in TABLES:
        for row in session.scalars(select(table)).yield_per(500):
            row_id = str(row_of(row)["id"])
            seen.add(row_id)
            if row_id not in told:
                yield f"{name} {row_id} was added without an entry in the log"
            elif bound_mac(row, log_key) != told[row_id][1]:
                yield f"{name} {row_id} is not as entry {told[row_id][0]} of the log left it"
    for row_id in sorted(told.keys() - seen):
        yield f"what entry {told[row_id][0]} of the log bound as {row_id} is gone"


def _plain(value: object) -> str | int | bool | None:
    return value if value is None or isinstance(value, str | int | bool) else str(value)
