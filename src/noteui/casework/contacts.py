"""The address book: to whom information goes, by which route, and how that route was verified."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.errors import Ambiguous, CaseworkError, NotFound
from noteui.casework.storable import one_line, storable
from noteui.checks.approved_domains import doubts
from noteui.paper import package
from noteui.records import Act, ContactRecord
from noteui.records.ids import new_id, read_prefix
from noteui.vault.bound_rows import bound_mac
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody and one route to them. `key` is their age public key, `public` the key they sign with."""

    name: str = field(repr=False)
    role: str = field(default="", repr=False)
    agency: str = field(default="", repr=False)
    route: str = "secure email"
    address: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    public: str = ""
    verified_on: date | None = None
    verified_by: str = field(default="", repr=False)
    verified_how: str = field(default="", repr=False)
    id: str = ""

    @property
    def shown(self) -> str:
        """Who they are in a line."""
        return ", ".join(part for part in (self.name, self.role, self.agency) if part)

    @property
    def doubts(self) -> list[str]:
        """What speaks against this route, each a sentence."""
        found = doubts(self.route, self.address)
        if self.verified_on is None:
            found.append("Nobody has verified this route: ring the listed number and have it read back.")
        return found


def contacts(vault: Vault) -> list[Contact]:
    """Everybody in the address book by name. Raises NotAllowed."""
    require(vault, May.READ)
    with vault.reading() as session:
        asked = select(ContactRecord).where(col(ContactRecord.active).is_(True))
        found = [_contact(record) for record in session.scalars(asked)]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def find_contact(vault: Vault, typed: str) -> Contact:
    """The contact meant by a name, a part of who they are, or an identifier. Raises NotFound, Ambiguous."""
    wanted, prefix = one_line(typed).casefold(), read_prefix(typed)
    there = contacts(vault)
    for found in (
        [one for one in there if one.name.casefold() == wanted],
        [one for one in there if prefix and one.id.startswith(prefix)],
        [one for one in there if wanted and wanted in one.shown.casefold()],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            listed = "; ".join(f"{one.shown} ({one.id})" for one in found[:5])
            raise Ambiguous(f"Several are meant: {listed}. Give the identifier of one.")
    raise NotFound(f"Nobody in the address book goes by “{one_line(typed)}”.")


def keep_contact(vault: Vault, contact: Contact) -> Contact:
    """Adds somebody, or changes what is known of them; where the route changes it is to be verified anew.

    Raises NotAllowed, NotFound, CaseworkError without a name, VaultError for a faulty key.
    """
    require(vault, May.SHARE)
    if not one_line(contact.name):
        raise CaseworkError("Give the name of whoever it goes to, or of their team.")
    if contact.key.strip():
        package.recipient(contact.key)
    with vault.writing() as session:
        record = session.get(ContactRecord, contact.id) if contact.id else None
        if contact.id and record is None:
            raise NotFound("They are no longer in the address book.")
        told = {name: one_line(getattr(contact, name)) for name in _LINES}
        told["key"] = contact.key.strip()
        if record is None:
            record = ContactRecord(id=new_id(), name=told["name"])
            changed = True
        else:
            changed = any(getattr(record, name) != told[name] for name in ("route", "address", "key"))
        return _leave(
            session,
            vault,
            record,
            Act.CONTACT_KEPT,
            {**told, **({"verified_on": None, "verified_by": "", "verified_how": ""} if changed else {})},
        )


def verify_contact(vault: Vault, contact_id: str, *, how: str, on: date) -> Contact:
    """Records that whoever opened the vault verified the route, how and on which day.

    Raises NotAllowed, NotFound, CaseworkError where it is not said how.
    """
    require(vault, May.SHARE)
    if len(how.split()) < 3:
        raise CaseworkError("Say how it was verified: which number you rang, and who read the address back.")
    with vault.writing() as session:
        record = _record(session, contact_id)
        told = {"verified_on": on, "verified_by": vault.user.name, "verified_how": storable(how.strip())}
        return _leave(session, vault, record, Act.CONTACT_VERIFIED, told)


def drop_contact(vault: Vault, contact_id: str) -> None:
    """Takes somebody out of the list; what went to them still names them. Raises NotAllowed, NotFound."""
    require(vault, May.SHARE)
    with vault.writing() as session:
        _leave(session, vault, _record(session, contact_id), Act.CONTACT_KEPT, {"active": False})


def know_signing_key(session: Session, vault: Vault, contact_id: str, public: str) -> None:
    """Remembers the key that a receipt of theirs was signed with, inside an act that does more."""
    _leave(session, vault, _record(session, contact_id), Act.CONTACT_KEPT, {"public": public})


def contact_of_key(session: Session, key: str) -> Contact | None:
    """Whoever has this age public key in the address book."""
    asked = select(ContactRecord).where(col(ContactRecord.key) == key, col(ContactRecord.active).is_(True))
    record = session.scalars(asked.limit(1)).first() if key else None
    return _contact(record) if record is not None else None


def contact_by_id(session: Session, contact_id: str) -> Contact | None:
    """Whoever has this identifier, inside an act that does more."""
    record = session.get(ContactRecord, contact_id)
    return _contact(record) if record is not None else None


_LINES = ("name", "role", "agency", "route", "address", "public")


def _leave(
    session: Session, vault: Vault, record: ContactRecord, act: Act, columns: dict[str, object]
) -> Contact:
    """Changes a contact together with the entry of the log that binds it; the entry has to stand first."""
    after = ContactRecord(**{**record.model_dump(), **columns})
    detail: dict[str, str | int] = {"record": bound_mac(after, vault.keys.log)}
    entry = vault.enter(session, act, object_id=record.id, detail=detail)
    for name, value in columns.items():
        setattr(record, name, value)
    record.seq = entry.seq
    session.add(record)
    session.flush()
    return _contact(record)


def _record(session: Session, contact_id: str) -> ContactRecord:
    record = session.get(ContactRecord, contact_id)
    if record is None:
        raise NotFound("They are no longer in the address book.")
    return record


def _contact(record: ContactRecord) -> Contact:
    return replace(
        Contact(record.name),
        **{name: getattr(record, name) for name in Contact.__dataclass_fields__ if name != "name"},
    )
