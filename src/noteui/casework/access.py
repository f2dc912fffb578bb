"""Who may do what: one table, asked by every act before it does anything."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from sqlalchemy import select
from sqlmodel import col

from noteui.casework.errors import CaseworkError
from noteui.records import Access, Act, User
from noteui.vault.vault import Vault


class May(StrEnum):
    """What a person can be allowed to do, each as the end of a sentence."""

    READ = "read finalised notes"
    READ_DRAFTS = "read drafts"
    WRITE = "write notes"
    EXPORT = "take notes out of the vault"
    SHARE = "share notes with others"
    REVIEW = "review notes"
    SUPERVISE = "record supervision"
    VOID = "make a note void"
    KEEP_USERS = "add, change or remove users"
    KEEP_KEYS = "make recovery codes and change the vault's keys"
    READ_LOG = "read the log"
    ACKNOWLEDGE = "acknowledge a fault of the vault"
    KEEP_RETENTION = "set retention and holds"
    ERASE = "erase a note"


_EVERYDAY = frozenset((May.READ, May.READ_DRAFTS, May.WRITE, May.EXPORT, May.SHARE))

ALLOWED: Mapping[Access, frozenset[May]] = MappingProxyType(
    {
        Access.READER: frozenset((May.READ,)),
        Access.PRACTITIONER: _EVERYDAY,
        Access.SUPERVISOR: _EVERYDAY
        | {May.REVIEW, May.SUPERVISE, May.VOID, May.KEEP_RETENTION, May.READ_LOG},
        Access.ADMINISTRATOR: _EVERYDAY
        | {May.KEEP_USERS, May.KEEP_KEYS, May.KEEP_RETENTION, May.ERASE, May.READ_LOG, May.ACKNOWLEDGE},
    }
)
"""What each kind of access allows. Whoever makes a vault is its administrator, and writes in it as well."""

UNSUPERVISED: Mapping[Access, frozenset[May]] = MappingProxyType(
    {Access.ADMINISTRATOR: frozenset((May.VOID,))}
)
"""What somebody may do as well while nobody in the vault is a supervisor: else whoever works alone could
never mark a note void that was written about the wrong person. Once there is a supervisor it is theirs."""


_ANYBODY = (
    *(Act.VAULT_CREATED, Act.VAULT_OPENED, Act.VAULT_REFUSED, Act.VAULT_UPGRADED),
    *(Act.BACKUP_MADE, Act.BACKUP_DRILLED, Act.BACKUP_RESTORED),
    *(Act.KEY_WRAPPED_ANEW, Act.RECOVERY_USED, Act.FAULT_FOUND),
)
"""What noteui itself enters for whoever opens the vault, or everybody may do for themselves."""

_OF_SHARING = tuple(
    act for act in Act if act.value.split(".")[0] in ("sharing", "package", "receipt", "contact", "access")
)
"""What is decided, sealed, sent, received and said back, and the answer to whoever asks for their file."""

NEEDED: Mapping[Act, May | None] = MappingProxyType(
    {
        **dict.fromkeys(_ANYBODY),
        **dict.fromkeys(_OF_SHARING, May.SHARE),
        Act.USER_ADDED: May.KEEP_USERS,
        Act.USER_CHANGED: May.KEEP_USERS,
        Act.USER_REMOVED: May.KEEP_USERS,
        Act.SIGNING_KEY_ADDED: May.KEEP_USERS,
        Act.RECOVERY_MADE: May.KEEP_KEYS,
        Act.ORGANISATION_KEY_ADDED: May.KEEP_KEYS,
        Act.DATA_KEY_ROTATED: May.KEEP_KEYS,
        Act.NOTE_FINALISED: May.WRITE,
        Act.NOTE_ADDED_TO: May.WRITE,
        Act.NOTE_CORRECTED: May.WRITE,
        Act.NOTE_VOIDED: May.VOID,
        Act.NOTE_VIEWED: May.READ,
        Act.NOTE_EXPORTED: May.EXPORT,
        Act.NOTE_ERASED: May.ERASE,
        Act.COPY_ERASED: May.ERASE,
        Act.ERASURE_CERTIFIED: May.ERASE,
        Act.TEXT_COPIED: May.READ,
        Act.RETENTION_SET: May.KEEP_RETENTION,
        Act.HOLD_SET: May.KEEP_RETENTION,
        Act.HOLD_LIFTED: May.KEEP_RETENTION,
        Act.FAULT_ACKNOWLEDGED: May.ACKNOWLEDGE,
        Act.REVIEW_SUBMITTED: May.WRITE,
        Act.REVIEW_QUESTION: May.REVIEW,
        Act.REVIEW_SUGGESTION: May.REVIEW,
        Act.REVIEW_PRAISE: May.REVIEW,
        Act.REVIEW_ANSWER: May.WRITE,
        Act.REVIEW_RETURNED: May.REVIEW,
        Act.REVIEW_AGREED: May.REVIEW,
        Act.REVIEWS_EXPORTED: May.EXPORT,
        Act.ACTION_SETTLED: May.WRITE,
        Act.CLOCK_KEPT: May.WRITE,
        Act.SUPERVISION_FINALISED: May.SUPERVISE,
        Act.SUPERVISION_ADDED_TO: May.WRITE,
        Act.SUPERVISION_VIEWED: May.READ,
        Act.SUPERVISION_EXPORTED: May.EXPORT,
        Act.CHRONOLOGY_MARKED: May.WRITE,
        Act.CHRONOLOGY_UNMARKED: May.WRITE,
        Act.CHRONOLOGY_EXPORTED: May.EXPORT,
        Act.AUDIT_DRAWN: May.REVIEW,
        Act.AUDIT_EXPORTED: May.EXPORT,
        Act.REGISTER_EXPORTED: May.EXPORT,
    }
)
"""What each act in the log needs; None where whoever has opened the vault may leave it. Verifying asks this
of every entry."""


class NotAllowed(CaseworkError):  # noqa: N818 -- an answer to the person, not a programming error
    """Whoever opened the vault may not do this in it."""


def may(access: Access, what: May, *, supervised: bool = True) -> bool:
    """Whether this kind of access allows it; `supervised` says whether the vault has a supervisor."""
    return what in ALLOWED[access] or (not supervised and what in UNSUPERVISED.get(access, ()))


@cache
def may_leave(act: str, access: Access, supervised: bool) -> bool:
    """Whether an act in the log is one that this kind of access allows (see `vault.authority`)."""
    if act not in set(Act):
        return False
    needed = NEEDED.get(Act(act))
    return needed is None or may(access, needed, supervised=supervised)


def allowed(vault: Vault, what: May) -> bool:
    """Whether whoever opened the vault may do this in it now."""
    access = vault.user.access
    return may(access, what) or (may(access, what, supervised=False) and not is_supervised(vault))


def is_supervised(vault: Vault) -> bool:
    """Whether anybody who opens the vault is a supervisor."""
    asked = select(col(User.id)).where(col(User.active).is_(True), col(User.access) == Access.SUPERVISOR)
    with vault.reading() as session:
        return session.scalars(asked.limit(1)).first() is not None


def require(vault: Vault, what: May) -> None:
    """Raises NotAllowed, naming who could, where whoever opened the vault may not do this."""
    if not allowed(vault, what):
        who = " or ".join(_with_article(a.value) for a in Access if may(a, what))
        access = _with_article(vault.user.access.value).capitalize()
        raise NotAllowed(f"{access} may not {what.value}. Ask {who}.")


def _with_article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
