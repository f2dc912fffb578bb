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

from sqlmodel import Session

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


def keep_up(session: Session, folder: Path, store_id: str, log_key: bytes) -> None:
    """Writes the anchor anew where the transaction that has just been committed left entries."""
    grown = session.info.pop(log.GROWN, None)
    if grown is None:
        return
    seq, entry_hash, seq_before, hash_before = grown
    _write(folder, Anchor(store_id, seq, entry_hash, seq_before, hash_before), log_key)


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
