"""Who might do what at each point of the log, as the log itself had told up to there.

A signature shows who made an entry; this shows whether they might. Somebody's access is known from the
entries that bind them, so an entry by somebody who had no right to it shows, also where the table of users
was changed to fit. A new signing key is vouched for by an administrator, or by the recovery code or the
organisation's key that brought somebody back in: each of the two has a signing key of its own, which the log
knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from noteui.records import Access, Act, User
from noteui.vault import log, users

Rights = Callable[[str, Access, bool], bool]
"""Whether an act may be left in the log by somebody with this access; whether the vault has a supervisor."""

BINDS_USER = frozenset((Act.USER_ADDED, Act.USER_CHANGED, Act.USER_REMOVED, Act.SIGNING_KEY_ADDED))
_WAYS = frozenset((Act.RECOVERY_MADE, Act.ORGANISATION_KEY_ADDED))
_KEY_ADDED = frozenset((Act.USER_ADDED, Act.SIGNING_KEY_ADDED))


class Authority:
    """What is known of everybody's rights after the entries that `fault` has been given so far, in order."""

    def __init__(self, rights: Rights, people: Mapping[str, User]) -> None:
        self._rights = rights
        self._people = people
        self._access: dict[str, Access | None] = {}
        """By user; None where an entry from before entries told it cannot be made out any more."""
        self._removed: set[str] = set()
        self._keyed: set[str] = set()
        self._keys: set[str] = set()
        self._ways: set[str] = set()
        self._has_older_way = False

    def fault(self, entry: log.Entry, detail: Mapping[str, Any]) -> str | None:
        """What is wrong with who made the entry; and takes in what it tells."""
        wrong = self._wrong(entry, detail) if entry.seq > 1 else None
        self._take_in(entry, detail)
        return wrong

    def _wrong(self, entry: log.Entry, detail: Mapping[str, Any]) -> str | None:
        if entry.actor in self._removed:
            return f"entry {entry.seq} of the log is by somebody who had been removed"
        if entry.act in _KEY_ADDED and entry.key_id not in self._keys:
            return (
                None
                if self._is_vouched(entry, detail)
                else (
                    f"entry {entry.seq} of the log adds a signing key that nobody who might has vouched for"
                )
            )
        access = self._access.get(entry.actor)
        if access is None or self._rights(entry.act, access, self._is_supervised):
            return None
        return f"entry {entry.seq} of the log ({entry.act}) is by somebody who might not do that then"

    def _is_vouched(self, entry: log.Entry, detail: Mapping[str, Any]) -> bool:
        """Whether somebody might begin to sign with a key that they introduce themselves."""
        if entry.actor != entry.object_id or detail.get("key") != entry.key_id:
            return False
        if entry.actor in self._access and entry.actor not in self._keyed:
            return True  # known from before there were signing keys; this is their first
        way, vouched = str(detail.get("way", "")), str(detail.get("vouched", ""))
        if not self._ways and self._has_older_way:
            return True  # made by a noteui whose recovery codes could not vouch
        told = users.vouching(entry.object_id, entry.key_id, str(detail.get("public", "")))
        return way in self._ways and log.is_signed(told, vouched, way)

    @property
    def _is_supervised(self) -> bool:
        return any(
            access is Access.SUPERVISOR and user not in self._removed for user, access in self._access.items()
        )

    def _take_in(self, entry: log.Entry, detail: Mapping[str, Any]) -> None:
        if "public" in detail:
            self._keys.add(str(detail.get("key")))
        if entry.seq == 1:
            self._access[entry.actor] = Access.ADMINISTRATOR
        if entry.act in BINDS_USER:
            user = entry.object_id
            known = self._told_access(entry, detail)
            if known is not None or user not in self._access:
                self._access[user] = known
            if "public" in detail:
                self._keyed.add(user)
            if entry.act == Act.USER_REMOVED:
                self._removed.add(user)
        elif entry.act in _WAYS:
            if "way" in detail:
                self._ways.add(str(detail["way"]))
            else:
                self._has_older_way = True

    def _told_access(self, entry: log.Entry, detail: Mapping[str, Any]) -> Access | None:
        if "access" in detail:
            return Access(str(detail["access"])) if detail["access"] in set(Access) else None
        # An older entry: it can be made out where the user was later changed in nothing but that.
        user = self._people.get(entry.object_id)
        if user is None:
            return None
        for access in Access:
            if users.digest_as(user, access, active=True) == entry.payload:
                return access
        return None
