"""Receipts: the head of the log, signed, in one line, for others to keep.

Whoever holds one can tell whether the history up to it is still the one that was there: a cut end, an older
copy and a history that was written anew all show. Format, parts by single spaces:

    noteui-receipt-1 STORE SEQ HASH AT PUBLIC SIGNATURE

`SIGNATURE` is Ed25519, by the key whose public half is `PUBLIC`, over the line up to and with `PUBLIC`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from noteui.vault import log
from noteui.vault.vault import Vault

_NAME = "noteui-receipt-1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A vault's log as it stood: its newest entry's number and hash, when (UTC), and who signed."""

    store_id: str
    seq: int
    hash: str
    at: str
    public: str
    signature: str

    @property
    def line(self) -> str:
        """The receipt as it is handed out."""
        return f"{self._told} {self.signature}"

    @property
    def short(self) -> str:
        """How it is named on paper or aloud: the number and the first eight characters of the hash."""
        return f"{self.seq}:{self.hash[:8]}"

    @property
    def is_genuine(self) -> bool:
        """Whether the key that it names signed it."""
        return log.is_signed(self._told, self.signature, self.public)

    @property
    def _told(self) -> str:
        return f"{_NAME} {self.store_id} {self.seq} {self.hash} {self.at} {self.public}"


def issue(session: Session, vault: Vault, *, now: datetime) -> Receipt:
    """A receipt for the log as this session sees it, signed by whoever opened the vault."""
    head = log.head(session)
    seq, entry_hash = (head.seq, head.hash) if head else (0, log.NO_HASH)
    unsigned = Receipt(vault.store_id, seq, entry_hash, log.moment(now), vault.signer.public, "")
    told = unsigned.line.rstrip()
    return Receipt(unsigned.store_id, seq, entry_hash, unsigned.at, unsigned.public, vault.signer.sign(told))


def read(line: str) -> Receipt:
    """A receipt from its line. Raises ValueError where it is none, or was not signed as it says."""
    parts = line.split()
    if len(parts) != 7 or parts[0] != _NAME or not parts[2].isdigit():
        raise ValueError("this is no receipt")
    receipt = Receipt(parts[1], int(parts[2]), *parts[3:])
    if not receipt.is_genuine:
        raise ValueError("this receipt was not signed by the key that it names")
    return receipt
