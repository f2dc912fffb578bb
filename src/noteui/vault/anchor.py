"""The anchor: the head of the log in a file beside the database, so that an older database shows.

It holds the newest entry and the one before the last transaction. A database that ends at the second lost its
last write, as a disk can that reports too early; one that ends anywhere else was cut or replaced. Whoever can
write in the folder can take the file away as well: only a receipt kept elsewhere shows that.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.records import Act, LogEntry
from noteui.vault import files, log, place
from noteui.vault.seal import canonical

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the log after and before its newest transaction, each as number and hash."""

    store_id: str
    seq: int
    hash: str
    seq_before: int
    hash_before: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The log does not end as its anchor says. `kind` is one of those below; `end` is its newest entry."""

    kind: str
    end: int
    anchored: int = 0

    @property
    def told(self) -> dict[str, str | int]:
        """The fault as an entry's detail keeps it."""
        return {"kind": self.kind, "end": self.end, "anchored": self.anchored}

    @property
    def sentence(self) -> str:
        """What it is, for the person."""
        match self.kind:
            case "torn":
                return (
                    f"The last write (entries {self.end + 1} to {self.anchored} of the log) did not reach "
                    "the disk before the computer stopped. Nothing before it is changed: look at what was "
                    "written last."
                )
            case "cut":
                return (
                    f"The log ended at entry {self.anchored} and now ends at {self.end}: its end was cut "
                    "off, or an older copy of the vault was put in its place."
                )
            case "rewritten":
                return f"Entry {self.anchored} of the log is not the one that was there: it was written anew."
            case "missing":
                return (
                    f"{place.ANCHOR} is gone, so nobody can tell from this folder whether the end of the log "
                    "was cut off. Compare with a receipt."
                )
            case _:
                return f"{place.ANCHOR} is damaged or was changed. Compare with a receipt."


def fault_at_end(session: Session, folder: Path, log_key: bytes) -> Fault | None:
    """Whether the log ends as its anchor says; cheap, and asked before anything is written at an opening."""
    try:
        kept = read(folder, log_key)  # before the log: another program may be adding to both
    except (ValueError, OSError):
        kept, is_damaged = None, True
    else:
        is_damaged = False
    head = log.head(session)
    end = head.seq if head else 0
    if kept is None:
        if is_damaged:
            return Fault("damaged", end)
        return Fault("missing", end) if head else None
    if kept.seq <= end:
        entry = session.get(LogEntry, kept.seq)
        is_there = entry is not None and entry.hash == kept.hash
        return None if is_there else Fault("rewritten", end, kept.seq)
    is_torn = end == kept.seq_before and (head.hash if head else log.NO_HASH) == kept.hash_before
    return Fault("torn" if is_torn else "cut", end, kept.seq)


def unacknowledged(session: Session, store_id: str) -> list[tuple[int, Fault]]:
    """The faults that openings found and nobody has acknowledged, each with the entry that says so."""
    asked = select(LogEntry).where(col(LogEntry.object_id) == store_id).order_by(col(LogEntry.seq))
    found: dict[int, Fault] = {}
    for entry in session.scalars(asked):
        told = json.loads(entry.detail)
        if entry.act == Act.FAULT_FOUND:
            found[entry.seq] = Fault(str(told["kind"]), int(told["end"]), int(told["anchored"]))
        elif entry.act == Act.FAULT_ACKNOWLEDGED:
            found.pop(int(told["fault"]), None)
    return list(found.items())


def keep_up(session: Session, folder: Path, store_id: str, log_key: bytes) -> None:
    """Writes the anchor anew where the transaction that has just been committed left entries."""
    grown = session.info.pop(log.GROWN, None)
    if grown is None:
        return
    seq, entry_hash, seq_before, hash_before = grown
    _write(folder, Anchor(store_id, seq, entry_hash, seq_before, hash_before), log_key)


def renew(session: Session, folder: Path, log_key: bytes) -> LogEntry | None:
    """Has the anchor name the newest entry of the log as this session sees it; returns that entry."""
    head, first = log.head(session), session.get(LogEntry, 1)
    if head is None or first is None:
        return None
    _write(folder, Anchor(first.object_id, head.seq, head.hash, head.seq - 1, head.prev), log_key)
    return head


def read(folder: Path, log_key: bytes) -> Anchor | None:
    """The anchor; None where there is none. Raises ValueError where it is not what noteui wrote."""
    try:
        kept = json.loads((folder / place.ANCHOR).read_bytes())
    except FileNotFoundError:
        return None
    try:
        anchor = Anchor(
            kept["store"], kept["seq"], kept["hash"], kept["before"]["seq"], kept["before"]["hash"]
        )
        if kept["format"] != FORMAT or kept["mac"] != _mac(anchor, log_key):
            raise ValueError("not this vault's anchor")
    except (KeyError, TypeError) as error:
        raise ValueError("not an anchor") from error
    return anchor


def _write(folder: Path, anchor: Anchor, log_key: bytes) -> None:
    content = {**_parts(anchor), "mac": _mac(anchor, log_key)}
    with contextlib.suppress(OSError):  # what was done is on the disk; a full one must not undo it
        files.replace(folder / place.ANCHOR, json.dumps(content).encode() + b"\n")


def _parts(anchor: Anchor) -> dict[str, object]:
    return {
        "format": FORMAT,
        "store": anchor.store_id,
        "seq": anchor.seq,
        "hash": anchor.hash,
        "before": {"seq": anchor.seq_before, "hash": anchor.hash_before},
    }


def _mac(anchor: Anchor, log_key: bytes) -> str:
    return log.mac_of(log_key, canonical(_parts(anchor)))
