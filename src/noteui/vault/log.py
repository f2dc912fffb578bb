"""The log of every act: appended to inside the act's own transaction, chained, keyed and signed.

An entry's hash is SHA-256 over `noteui log 1`, a line end and the entry's parts (`seq`, `at`, `actor`, `key`,
`act`, `object`, `payload`, `detail`, `prev`) as JSON with sorted keys; `mac` is HMAC-SHA256 of the hash under
the vault's log key, and `signature` Ed25519 over the hash by the actor's signing key. Entries hold
identifiers, counts and digests, and never a word of a note.

This makes changes evident, not impossible: whoever holds the signing key of an author can write that author's
history anew, and only a receipt that was handed out before tells (see `vault.receipt`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import nacl.exceptions
from nacl.signing import SigningKey as Signer
from nacl.signing import VerifyKey
from sqlalchemy import select
from sqlmodel import Session, col

from noteui.records import Act, LogEntry
from noteui.vault.seal import canonical

NO_HASH = "0" * 64
"""What stands as the hash before the first entry."""
GROWN = "log grown"
"""Under this a session knows the head of the log as its transaction left it and as it found it."""
_CONTEXT = b"noteui log 1\n"


def append(
    session: Session,
    signer: LogSigner,
    act: Act,
    *,
    object_id: str = "",
    payload: str = "",
    detail: Mapping[str, str | int] | None = None,
    now: datetime | None = None,
) -> LogEntry:
    """Adds an entry to the log inside a writing transaction, and returns it."""
    last = head(session)
    entry = LogEntry(
        seq=last.seq + 1 if last else 1,
        at=moment(now or datetime.now(UTC)),
        actor=signer.user_id,
        key_id=signer.key_id,
        act=act.value,
        object_id=object_id,
        payload=payload,
        detail=canonical(dict(detail or {})),
        prev=last.hash if last else NO_HASH,
        hash=NO_HASH,
        mac=NO_HASH,
    )
    entry.hash = hash_of(entry)
    entry.mac = mac_of(signer.log_key, entry.hash)
    entry.signature = signer.sign(entry.hash)
    session.add(entry)
    session.flush()
    first_grown = session.info.get(GROWN, (0, "", entry.seq - 1, entry.prev))
    session.info[GROWN] = (entry.seq, entry.hash, first_grown[2], first_grown[3])
    return entry


def head(session: Session) -> LogEntry | None:
    """The newest entry; None where there is none yet."""
    return session.scalars(select(LogEntry).order_by(col(LogEntry.seq).desc()).limit(1)).first()


def entries(
    session: Session, *, object_id: str | None = None, since: int = 0, limit: int | None = None
) -> list[LogEntry]:
    """Entries in order: those about one object, those after the entry `since`, at most `limit`."""
    asked = select(LogEntry).where(col(LogEntry.seq) > since).order_by(col(LogEntry.seq))
    if object_id is not None:
        asked = asked.where(col(LogEntry.object_id) == object_id)
    if limit is not None:
        asked = asked.limit(limit)
    return list(session.scalars(asked))


def parts(entry: LogEntry) -> dict[str, str | int]:
    """The parts of an entry that its hash covers, by their names in the format."""
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "key": entry.key_id,
        "act": entry.act,
        "object": entry.object_id,
        "payload": entry.payload,
        "detail": entry.detail,
        "prev": entry.prev,
    }


def hash_of(entry: LogEntry) -> str:
    """What the entry's hash must be."""
    return hashlib.sha256(_CONTEXT + canonical(parts(entry)).encode()).hexdigest()


def mac_of(log_key: bytes, entry_hash: str) -> str:
    """What the entry's mac must be."""
    return hmac.new(log_key, entry_hash.encode(), hashlib.sha256).hexdigest()


def is_signed(entry_hash: str, signature: str, public: str) -> bool:
    """Whether the signature over the hash was made by the key whose public half this is."""
    try:
        VerifyKey(bytes.fromhex(public)).verify(entry_hash.encode(), bytes.fromhex(signature))
    except (nacl.exceptions.CryptoError, ValueError):
        return False
    return True


def digest_of_entries(hashes: Sequence[str]) -> str:
    """What an agreement signs: SHA-256 over the hashes of the entries of all that a note says, in order."""
    return hashlib.sha256(b"noteui agreement 1\n" + "\n".join(hashes).encode()).hexdigest()


def moment(when: datetime) -> str:
    """A time as the log writes it: UTC, to the microsecond."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class LogSigner:
    """Who acts: their identifier, their signing key by its identifier, and the vault's log key."""

    def __init__(self, user_id: str, key_id: str, seed: bytes, log_key: bytes) -> None:
        self.user_id = user_id
        self.key_id = key_id
        self.log_key = log_key
        self._signer = Signer(seed)

    def __repr__(self) -> str:
        return f"<LogSigner of {self.user_id}>"

    @property
    def public(self) -> str:
        """The public half of the key that signs, in hexadecimal."""
        return bytes(self._signer.verify_key).hex()

    @property
    def introduced(self) -> dict[str, str | int]:
        """The key that signs, as an entry's detail makes it known."""
        return {"key": self.key_id, "public": self.public}

    def derived(self, purpose: bytes) -> bytes:
        """32 secret bytes of this person for a purpose (at most 16 bytes); they do not tell the seed."""
        return hashlib.blake2b(key=bytes(self._signer), person=purpose, digest_size=32).digest()

    def sign(self, message: str) -> str:
        """The signature over a hash or a line, in hexadecimal."""
        return self._signer.sign(message.encode()).signature.hex()
