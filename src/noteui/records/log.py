"""The log: one entry for every act, each bound to the one before it."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Text
from sqlmodel import Field

from noteui.records.base import Record
from noteui.records.ids import LENGTH


class Act(StrEnum):
    """What can be done that leaves an entry."""

    VAULT_CREATED = "vault.created"
    VAULT_OPENED = "vault.opened"
    VAULT_REFUSED = "vault.refused"
    VAULT_UPGRADED = "vault.upgraded"
    BACKUP_MADE = "backup.made"
    BACKUP_DRILLED = "backup.drilled"
    BACKUP_RESTORED = "backup.restored"
    USER_ADDED = "user.added"
    USER_CHANGED = "user.changed"
    USER_REMOVED = "user.removed"
    KEY_WRAPPED_ANEW = "key.wrapped"
    SIGNING_KEY_ADDED = "key.signing"
    RECOVERY_MADE = "key.recovery"
    RECOVERY_USED = "key.recovered"
    ORGANISATION_KEY_ADDED = "key.organisation"
    DATA_KEY_ROTATED = "key.rotated"
    NOTE_FINALISED = "note.finalised"
    NOTE_ADDED_TO = "note.addendum"
    NOTE_CORRECTED = "note.correction"
    NOTE_VOIDED = "note.voided"
    NOTE_VIEWED = "note.viewed"
    NOTE_EXPORTED = "note.exported"
    NOTE_ERASED = "note.erased"
    COPY_ERASED = "copy.erased"
    REVIEW_SUBMITTED = "review.submitted"
    REVIEW_QUESTION = "review.question"
    REVIEW_SUGGESTION = "review.suggestion"
    REVIEW_PRAISE = "review.praise"
    REVIEW_ANSWER = "review.answer"
    REVIEW_RETURNED = "review.returned"
    REVIEW_AGREED = "review.agreed"
    REVIEWS_EXPORTED = "review.exported"
    ERASURE_CERTIFIED = "erasure.certified"
    TEXT_COPIED = "text.copied"
    ACTION_SETTLED = "action.settled"
    CLOCK_KEPT = "clock.kept"
    SUPERVISION_FINALISED = "supervision.finalised"
    SUPERVISION_ADDED_TO = "supervision.addendum"
    SUPERVISION_VIEWED = "supervision.viewed"
    SUPERVISION_EXPORTED = "supervision.exported"
    CHRONOLOGY_MARKED = "chronology.marked"
    CHRONOLOGY_UNMARKED = "chronology.unmarked"
    CHRONOLOGY_EXPORTED = "chronology.exported"
    AUDIT_DRAWN = "audit.drawn"
    AUDIT_EXPORTED = "audit.exported"
    RETENTION_SET = "retention.set"
    HOLD_SET = "hold.set"
    HOLD_LIFTED = "hold.lifted"
    SHARING_DECIDED = "sharing.decided"
    SHARING_COMPLETED = "sharing.completed"
    SHARING_AMENDED = "sharing.amended"
    SHARING_SENT = "sharing.sent"
    SHARING_RECEIVED = "sharing.received"
    SHARING_RESTATED = "sharing.restated"
    SHARING_CORRECTED = "sharing.corrected"
    SHARING_CONFIRMED = "sharing.confirmed"
    SHARING_CHASED = "sharing.chased"
    SHARING_DECLINED = "sharing.declined"
    SHARING_BOUNCED = "sharing.bounced"
    SHARING_MISDIRECTED = "sharing.misdirected"
    SHARING_BREACH_ANSWERED = "sharing.breach"
    SHARING_WITHDRAWN = "sharing.withdrawn"
    SHARING_CLOSED = "sharing.closed"
    SHARING_TOLD_AGAIN = "sharing.told-again"
    PACKAGE_SEALED = "package.sealed"
    PACKAGE_RECEIVED = "package.received"
    PACKAGE_VIEWED = "package.viewed"
    RECEIPT_MADE = "receipt.made"
    RECEIPT_TAKEN = "receipt.taken"
    CONTACT_KEPT = "contact.kept"
    CONTACT_VERIFIED = "contact.verified"
    ACCESS_ASKED = "access.asked"
    ACCESS_EXTENDED = "access.extended"
    ACCESS_READ = "access.read"
    ACCESS_RELEASED = "access.released"
    REGISTER_EXPORTED = "register.exported"
    FAULT_FOUND = "fault.found"
    FAULT_ACKNOWLEDGED = "fault.acknowledged"


class LogEntry(Record, table=True):
    """One act. `vault.log` appends it and says how each part is worked out; nothing changes it afterwards.

    `at` is in UTC to the microsecond; `actor` the user's id, empty where nobody had unlocked; `payload` the
    digest of what the act made final; `detail` further facts as canonical JSON, identifiers, counts and
    digests only. `hash` covers everything before it and the hash of the entry before; `mac` is `hash` under
    the vault's log key, `signature` under the actor's signing key.
    """

    __tablename__ = "log_entry"

    seq: int = Field(primary_key=True, ge=1, sa_column_kwargs={"autoincrement": False})
    at: str = Field(max_length=32)
    actor: str = Field(default="", max_length=LENGTH)
    key_id: str = Field(default="", max_length=LENGTH)
    act: str = Field(max_length=32)
    object_id: str = Field(default="", index=True, max_length=LENGTH)
    payload: str = Field(default="", max_length=64)
    detail: str = Field(default="{}", sa_type=Text)
    prev: str = Field(min_length=64, max_length=64)
    hash: str = Field(min_length=64, max_length=64)
    mac: str = Field(min_length=64, max_length=64)
    signature: str = Field(default="", max_length=128)
