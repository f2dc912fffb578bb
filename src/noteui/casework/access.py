"""Who may do what: one table, asked by every act before it does anything."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from noteui.casework.errors import CaseworkError
from noteui.records import Access
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


class NotAllowed(CaseworkError):  # noqa: N818 -- an answer to the person, not a programming error
    """Whoever opened the vault may not do this in it."""


def may(access: Access, what: May) -> bool:
    """Whether this kind of access allows it."""
    return what in ALLOWED[access]


def require(vault: Vault, what: May) -> None:
    """Raises NotAllowed, naming who could, where whoever opened the vault may not do this."""
    access = vault.user.access
    if not may(access, what):
        who = " or ".join(_with_article(a.value) for a in Access if may(a, what))
        raise NotAllowed(f"{_with_article(access.value).capitalize()} may not {what.value}. Ask {who}.")


def _with_article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
