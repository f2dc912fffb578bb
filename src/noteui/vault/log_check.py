"""What is wrong with the log, and with what it binds: each fault one sentence, the earliest first.

Everything is worked out anew: the chain, the keys and signatures of every entry, the digest of every final
content, the rows of notes and users. No words of a note stand in a fault.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter

import nacl.exceptions
from nacl.bindings import crypto_sign_open
from sqlalchemy import select
from sqlmodel import Session, col

from noteui.records import (
    NOTE,
    SIGNALS,
    Act,
    ContentKey,
    Final,
    LogEntry,
    NoteRecord,
    NoteSignals,
    ReviewAct,
    ReviewKind,
    SigningKey,
    Status,
    User,
)
from noteui.vault import log, seal, triggers, users
from noteui.vault.anchor import Anchor
from noteui.vault.authority import BINDS_USER, Authority, Rights
from noteui.vault.bound_rows import record_faults
from noteui.vault.oversight_check import bound_faults
from noteui.vault.sharing_check import sharing_faults

_AT_ONCE = 2_000
_THREADS = 2
_TEXTS = frozenset((Act.NOTE_FINALISED, Act.NOTE_ADDED_TO, Act.NOTE_CORRECTED, Act.NOTE_VOIDED))
_REVIEWS = frozenset(f"review.{kind.value}" for kind in ReviewKind)


@dataclass(slots=True)
class _Told:
    """What the log says, gathered while it is read."""

    head: log.Entry | None = None
    count: int = 0
    finals: dict[str, tuple[int, str, str, str]] = field(default_factory=dict)
    """By the identifier of a final content: the entry's number, subject, payload, digest of the aside."""
    rows: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By the identifier of a note: the entry that finalised it, and the mac of its row."""
    bound: dict[int, str] = field(default_factory=dict)
    """By the entry: the digest of the row that it made final."""
    texts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """By the identifier of a note: the hashes of the entries of all that it says, and who signed each."""
    reviews: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By the entry: the note, the kind, who, to whom, about what, and the content of an act of a review."""
    signals: dict[str, list[str]] = field(default_factory=dict)
    """By the identifier of a note: what was signed as pointed out to reviewers."""
    sharings: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By the identifier of a sharing: the last entry that bound its rows, and their mac."""
    records: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By the identifier of a package, contact or request: the last entry that bound its row, and its mac."""
    voided: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    copies: dict[str, str] = field(default_factory=dict)
    """By the identifier of a package or request: the erased note with which its words were destroyed."""
    people: dict[str, str] = field(default_factory=dict)
    """By the identifier of a user: the digest that was bound last."""
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By the identifier of a signing key: whose it is, and its public half."""
    hashes: dict[int, str] = field(default_factory=dict)
    """The hashes of the entries that an anchor or a receipt names."""


def log_faults(
    session: Session,
    log_key: bytes,
    anchor: Anchor | None = None,
    receipts: Sequence[tuple[int, str]] = (),
    rights: Rights | None = None,
) -> list[str]:
    """Everything that is wrong, the earliest first. `receipts` are heads (number, hash) that others hold.

    With `rights` also whether whoever made each entry might.
    """
    told = _Told()
    named = {seq for seq, _ in receipts} | ({anchor.seq, anchor.seq_before} if anchor else set())
    people = {user.id: user for user in session.scalars(select(User))}
    session.expunge_all()
    authority = Authority(rights, people) if rights else None
    faults = _chain_faults(session, log_key, told, named, authority)
    faults += _end_faults(told, anchor, receipts)
    if triggers.fingerprint(session) != triggers.expected(session):
        faults.append("the guards of the database (its triggers) were changed")
    return [
        *faults,
        *_user_faults(session, told),
        *_content_faults(session, told),
        *_note_faults(session, told),
        *bound_faults(session, told.bound),
        *_review_faults(session, told),
        *sharing_faults(session, told.sharings),
        *record_faults(session, log_key, told.records),
    ]


def row_mac(record: NoteRecord, key: bytes) -> str:
    """What the log holds of a finalised note's row: all that may not change, under the note's own key."""
    columns = sorted(set(record.__table__.columns.keys()) - triggers.MAY_CHANGE)  # type: ignore[attr-defined]
    kept = {name: getattr(record, name) for name in columns}
    plain = {name: value if _is_json(value) else str(value) for name, value in kept.items()}
    return hmac.new(key, seal.canonical(plain).encode(), "sha256").hexdigest()


def _is_json(value: object) -> bool:
    return value is None or isinstance(value, str | int | bool | list | dict)


# -- the chain


def _chain_faults(
    session: Session, log_key: bytes, told: _Told, named: set[int], authority: Authority | None
) -> list[str]:
    """Everything wrong with the entries, in their order; signatures are checked beside the reading."""
    found: list[tuple[int, str]] = []
    expected, prev = 1, log.NO_HASH
    with ThreadPoolExecutor(_THREADS) as pool:
        under_way: list[Future[list[int]]] = []
        for entries in _in_pieces(session):
            to_check: list[tuple[int, str, str, str]] = []
            for entry in entries:
                seq = entry.seq
                if seq != expected:
                    found.append((seq, f"the log has a gap before entry {seq}"))
                elif entry.prev != prev:
                    found.append((seq, f"entry {seq} of the log does not follow the one before it"))
                if entry.hash != log.hash_of(entry):
                    found.append((seq, f"entry {seq} of the log was changed"))
                elif entry.mac != log.mac_of(log_key, entry.hash):
                    found.append((seq, f"entry {seq} of the log was not made with this vault's key"))
                detail = _detail(entry.detail)
                if "public" in detail:
                    whose = entry.object_id if entry.act in BINDS_USER else entry.actor
                    told.keys[str(detail.get("key"))] = (whose, str(detail["public"]))
                whose, public = told.keys.get(entry.key_id, ("", ""))
                if whose != entry.actor:
                    found.append((seq, f"entry {seq} of the log names a key that is not its writer's"))
                if authority and (wrong := authority.fault(entry, detail)):
                    found.append((seq, wrong))
                to_check.append((seq, entry.hash, entry.signature, public))
                found += [(seq, wrong) for wrong in _agreement_faults(told, entry, detail)]
                _gather(told, entry, detail, named)
                expected, prev = seq + 1, entry.hash
            under_way += [pool.submit(_unsigned, to_check[at::_THREADS]) for at in range(_THREADS)]
        for checked in under_way:
            for seq in checked.result():
                found.append((seq, f"entry {seq} of the log is not signed by who is named in it"))
    return [sentence for _, sentence in sorted(found, key=itemgetter(0))]


def _in_pieces(session: Session) -> Iterator[Sequence[log.Entry]]:
    """The entries as bare rows: as objects they would take twice as long."""
    table = LogEntry.metadata.tables[LogEntry.__tablename__]
    after = 0
    while True:
        asked = select(table).where(table.c.seq > after).order_by(table.c.seq).limit(_AT_ONCE)
        rows = session.execute(asked).all()
        if not rows:
            return
        yield rows
        after = rows[-1].seq


def _unsigned(entries: Iterable[tuple[int, str, str, str]]) -> list[int]:
    return [
        seq for seq, entry_hash, signature, public in entries if not _signed(entry_hash, signature, public)
    ]


def _signed(entry_hash: str, signature: str, public: str) -> bool:
    try:
        crypto_sign_open(bytes.fromhex(signature) + entry_hash.encode(), _public(public))
    except (nacl.exceptions.CryptoError, ValueError, TypeError):
        return False
    return True


@cache
def _public(public: str) -> bytes:
    return bytes.fromhex(public)


def _detail(kept: str) -> dict[str, object]:
    if kept == "{}":
        return {}
    try:
        detail = json.loads(kept)
    except ValueError:
        return {}
    return detail if isinstance(detail, dict) else {}


def _gather(told: _Told, entry: log.Entry, detail: dict[str, object], named: set[int]) -> None:
    told.head, told.count = entry, told.count + 1
    if entry.seq in named:
        told.hashes[entry.seq] = entry.hash
    if entry.act in BINDS_USER:
        told.people[entry.object_id] = entry.payload
    if "final" in detail:
        told.finals[str(detail["final"])] = (
            entry.seq,
            entry.object_id,
            entry.payload,
            str(detail.get("aside", "")),
        )
    if "bound" in detail:
        told.bound[entry.seq] = str(detail["bound"])
    if "record" in detail:
        told.records[entry.object_id] = (entry.seq, str(detail["record"]))
    if entry.act in _TEXTS:
        told.texts.setdefault(entry.object_id, []).append((entry.hash, entry.actor))
    elif entry.act in _REVIEWS:
        parts = (str(detail.get(name, "")) for name in ("to", "about", "final"))
        told.reviews[entry.seq] = (entry.object_id, entry.act.partition(".")[2], entry.actor, *parts)
    if "sharing" in detail:
        told.sharings[entry.object_id] = (entry.seq, str(detail["sharing"]))
    if entry.act == Act.NOTE_FINALISED:
        told.rows[entry.object_id] = (entry.seq, str(detail.get("row", "")))
    elif entry.act == Act.NOTE_VOIDED:
        told.voided.add(entry.object_id)
    elif entry.act == Act.NOTE_ERASED:
        told.erased.add(entry.object_id)
    elif entry.act == Act.COPY_ERASED:
        told.copies[entry.object_id] = str(detail.get("note", ""))


def _agreement_faults(told: _Told, entry: log.Entry, detail: dict[str, object]) -> Iterator[str]:
    if entry.act != Act.REVIEW_AGREED:
        return
    texts = told.texts.get(entry.object_id, [])
    if detail.get("texts") != log.digest_of_entries([hash_ for hash_, _ in texts]):
        yield f"the agreement of entry {entry.seq} of the log is not over what the note said then"
    if entry.actor in {actor for _, actor in texts}:
        yield f"the agreement of entry {entry.seq} of the log is by somebody who wrote the note"


def _end_faults(told: _Told, anchor: Anchor | None, receipts: Sequence[tuple[int, str]]) -> Iterator[str]:
    end = told.head.seq if told.head else 0
    if anchor is not None and anchor.seq > end:
        if end == anchor.seq_before and (not told.head or told.head.hash == anchor.hash_before):
            yield (
                f"the last write of the log (entries {end + 1} to {anchor.seq}) did not reach the disk; "
                "nothing before it is changed"
            )
        else:
            yield (
                f"the log ends at entry {end}, and was at {anchor.seq}: its end was cut off, or an older "
                "copy was put in its place"
            )
    elif anchor is not None and told.hashes.get(anchor.seq) != anchor.hash:
        yield f"entry {anchor.seq} of the log is not what its anchor names: history was written anew"
    for seq, entry_hash in sorted(receipts):
        if seq > end:
            yield f"a receipt names entry {seq}, and the log ends at {end}: it was cut, or is an older copy"
        elif told.hashes.get(seq) != entry_hash:
            yield f"entry {seq} of the log is not the one that a receipt names: history was written anew"


# -- what the log binds


def _user_faults(session: Session, told: _Told) -> Iterator[str]:
    there = {user.id: user for user in session.scalars(select(User))}
    for user_id, digest in told.people.items():
        user = there.get(user_id)
        if user is None:
            yield f"user {user_id} is gone from the table of users"
        elif users.digest_of(user) != digest:
            yield f"user {user_id} was changed without an entry in the log"
    for user_id in sorted(there.keys() - told.people.keys()):
        yield f"user {user_id} was added without an entry in the log"
    for key in session.scalars(select(SigningKey)):
        if told.keys.get(key.id) != (key.user_id, key.public):
            yield f"the signing key {key.id} was changed or added without an entry in the log"


def _content_faults(session: Session, told: _Told) -> Iterator[str]:
    gone = told.erased | {copy for copy in told.records if told.copies.get(copy) in told.erased}
    keys = {key.subject_id: key.key for key in session.scalars(select(ContentKey))}
    seen: set[str] = set()
    for final in session.scalars(select(Final).order_by(col(Final.seq))).yield_per(200):
        seen.add(final.id)
        bound = told.finals.get(final.id)
        if bound is None:
            yield f"content {final.id} of {final.subject_id} was added without an entry in the log"
            continue
        seq, subject_id, payload, aside = bound
        if (seq, subject_id) != (final.seq, final.subject_id):
            yield f"content {final.id} of {final.subject_id} was moved from where the log has it"
            continue
        key = keys.get(final.subject_id)
        if key is None:
            if final.subject_id not in gone:
                yield f"the key of {final.subject_id} is gone without an erasure in the log"
            continue
        try:
            content = seal.open_(final.sealed, key, final.id)
        except seal.BrokenSeal:
            yield f"content {final.id} of {final.subject_id} was changed"
            continue
        if final.kind == NOTE and content.aside.get("signals"):
            told.signals[subject_id] = list(content.aside["signals"])
        if content.digest != payload or (aside and content.aside_digest != aside):
            yield f"content {final.id} of {final.subject_id} is not what was signed"
    for final_id in told.finals.keys() - seen:
        seq, subject_id, _, _ = told.finals[final_id]
        yield f"content {final_id} of {subject_id} (entry {seq} of the log) is gone"


def _note_faults(session: Session, told: _Told) -> Iterator[str]:
    keys = {key.subject_id: key.key for key in session.scalars(select(ContentKey))}
    seen: set[str] = set()
    for note in session.scalars(select(NoteRecord).where(col(NoteRecord.id).in_(told.rows))).yield_per(200):
        seen.add(note.id)
        wanted = Status.VOID if note.id in told.voided else Status.FINALISED
        if note.status is not wanted:
            yield f"note {note.id} is {note.status.value}, and by the log it is {wanted.value}"
        if note.id in told.erased:
            continue
        key = keys.get(note.id)
        if key is not None and row_mac(note, key) != told.rows[note.id][1]:
            yield f"note {note.id} is not as it was finalised"
    for note_id in sorted(told.rows.keys() - seen):
        yield f"note {note_id}, finalised by entry {told.rows[note_id][0]} of the log, is gone"
    final = select(col(NoteRecord.id)).where(col(NoteRecord.status) != Status.DRAFT)
    for note_id in session.scalars(final):
        if note_id not in told.rows:
            yield f"note {note_id} was made final without an entry in the log"


def _review_faults(session: Session, told: _Told) -> Iterator[str]:
    seen: set[int] = set()
    for act in session.scalars(select(ReviewAct).order_by(col(ReviewAct.seq))).yield_per(_AT_ONCE):
        seen.add(act.seq)
        kept = (act.note_id, act.kind.value, act.by_id, act.to_id or "", act.about_id or "", act.final_id)
        if told.reviews.get(act.seq) != kept:
            yield f"the review of entry {act.seq} of the log is not as the log has it"
    for seq in sorted(told.reviews.keys() - seen):
        yield f"the review of entry {seq} of the log is gone"
    there = {row.note_id: row.names for row in session.scalars(select(NoteSignals))}
    for note_id in sorted(told.signals.keys() | there.keys()):
        if there.get(note_id, []) != [name for name in SIGNALS if name in told.signals.get(note_id, ())]:
            yield f"what note {note_id} points reviewers to was changed"
