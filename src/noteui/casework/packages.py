"""Sealed packages: sealing what was made ready, opening what arrived, and receipts in both directions.

Who sealed a package signed it; who opens it keeps it exactly as it came. A receipt says that it arrived, or,
in the recipient's own words, what it means; it goes back sealed, and moves the sharing on where it came from.
A receipt shows that the holder of that key opened exactly this package and signed those words: not that they
agree, and not that they acted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from noteui import __version__
from noteui.casework import contacts, leak_test, sharing_loop
from noteui.casework import outgoing as ready
from noteui.casework.access import May, require
from noteui.casework.contacts import Contact
from noteui.casework.erased_copies import is_erased
from noteui.casework.errors import Ambiguous, CaseworkError, Conflict, NotFound
from noteui.casework.finalising import finals_of, make_final, sealed_content
from noteui.casework.leak_test import Leak
from noteui.casework.outgoing import Head, Outgoing, Source
from noteui.casework.redacting import renamed
from noteui.casework.sharing import begin_sharing
from noteui.casework.sharing_rows import find_recipient, find_sharing, open_of, recipient_of, to_the_minute
from noteui.casework.storable import one_line, storable
from noteui.checks.lawful_bases import lawful_bases
from noteui.checks.note import About
from noteui.checks.sharing import Recipient, Sharing
from noteui.paper import package
from noteui.paper.file_out import slug
from noteui.paper.package import Envelope, Refused
from noteui.records import (
    Act,
    Direction,
    OutgoingRecord,
    PackageRecord,
    Reach,
    RecipientRecord,
    SharingState,
)
from noteui.records.ids import ALPHABET, LENGTH, new_id, read_prefix
from noteui.vault import age_identity, log, receipt, seal
from noteui.vault.bound_rows import bound_mac
from noteui.vault.vault import Vault

_SENT, _RECEIVED, _RECEIPT, _ANSWER = "package", "received", "receipt", "answer"
_KINDS = (_SENT, _RECEIVED, _RECEIPT, _ANSWER)
"""The final contents of a package: as it went or came, and each receipt taken or made."""
RECEIVED, UNDERSTOOD, DECLINED = package.STATES
SAID = {RECEIVED: "received", UNDERSTOOD: "said back", DECLINED: "declined"}
"""What a receipt is called that says so: whether it is understood, whoever sent it has to confirm."""
"""What a receipt can say."""
_CLOSING = (
    "Please say back, in your own words, what this means and what you will do: with noteui by a receipt, "
    "otherwise by telephone. That it arrived is not taken for having understood it."
)


class LeaksUnanswered(CaseworkError):  # noqa: N818 -- an answer to the person
    """The leak test found what nobody has answered for; `leaks` has each of them."""

    def __init__(self, leaks: list[Leak]) -> None:
        count = "One thing stands" if len(leaks) == 1 else f"{len(leaks)} things stand"
        super().__init__(f"{count} in it that nobody has answered for: the leak test lists them.", 1)
        self.leaks = tuple(leaks)


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made: its bytes, a name for it, and the passphrase to be spoken where there is one."""

    package_id: str
    file_name: str
    content: bytes = field(repr=False)
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that arrived, as it was sealed. `fingerprint` is of the key that signed it, to be compared.

    `known` is the sender's entry in the address book where their signing key is there. Where nobody signed
    it, it was sealed with age and not by noteui, and there is nobody to answer by a receipt.
    """

    id: str
    document: str = field(repr=False)
    sender: str = field(repr=False)
    role: str = field(repr=False)
    purpose: str = field(repr=False)
    basis: str
    asked: str = field(repr=False)
    made: datetime | None
    fingerprint: str
    known: str | None = field(default=None, repr=False)
    is_new: bool = True
    is_signed: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """A receipt that was taken: for which package and sharing, what it says, by whom."""

    package_id: str
    sharing_id: str | None
    state: str
    who: str = field(repr=False)
    words: str = field(repr=False)
    fingerprint: str
    is_first: bool
    """Whether this is the first receipt signed with this key: then it is to be compared by another way."""


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package in a list."""

    id: str
    direction: str
    at: datetime
    other: str = field(repr=False)
    purpose: str = field(repr=False)
    sharing_id: str | None
    receipts: tuple[str, ...]
    """What the receipts for it say, in order."""
    is_erased: bool = False
    """Whether its words were destroyed with a note that was in it."""


# -- what goes


def head_of(vault: Vault, outgoing: Outgoing, recipient: Recipient | None, about: About) -> Head:
    """What stands above the notes for a recipient of a sharing, before it is sealed."""
    lines = []
    sharing = _sharing_of(vault, outgoing)
    if about.born and renamed(about.name, outgoing.selection.pseudonyms) == about.name:
        lines.append(f"Born {about.born.day} {about.born:%B %Y}")
    lines.append(f"From {vault.user.name}, {vault.user.role}")
    if recipient is not None:
        lines.append(f"For {recipient.shown}")
    if sharing is not None:
        lines += _about_sharing(sharing)
    meant = [vault.user.name, vault.user.role]
    if recipient is not None:
        meant += [recipient.name, recipient.agency]
    return Head(f"Information about {about.name}", tuple(lines), _CLOSING, tuple(meant))


def preview(vault: Vault, outgoing: Outgoing, recipient_id: str | None = None) -> str:
    """Exactly what the recipient will read, but for the day and the number of the package.

    Raises NotAllowed, NotFound, CaseworkError where a reason is missing.
    """
    there, head, _ = _composing(vault, outgoing, recipient_id)
    return ready.compose(there, outgoing.selection, head)


def test(vault: Vault, outgoing: Outgoing, recipient_id: str | None = None) -> list[Leak]:
    """The leak test of that, with everything it finds. Raises NotAllowed, NotFound, CaseworkError."""
    there, head, people = _composing(vault, outgoing, recipient_id)
    return ready.leaks(vault, people, there, outgoing.selection, head)


def seal_package(
    vault: Vault,
    outgoing_id: str,
    recipient_id: str,
    *,
    now: datetime,
    key: str | None = None,
    by_passphrase: bool = False,
    sent: str = "",
) -> Made:
    """Seals what was made ready for a recipient of its sharing; what goes, and why, then stays as it is.

    Their age public key is `key`, or that of their entry in the address book; `by_passphrase` draws a
    passphrase to be spoken instead. `sent` says how it is sent, where it goes at once. Raises NotAllowed,
    NotFound, Conflict where the sharing is not decided or it was sealed before, LeaksUnanswered,
    CaseworkError where nothing is chosen, a reason is missing, or there is no key.
    """
    require(vault, May.SHARE)
    outgoing = ready.open_outgoing(vault, outgoing_id)
    if outgoing.is_sealed:
        raise Conflict("This was sealed already: make another ready.")
    there, head, people = _composing(vault, outgoing, recipient_id)
    ready.refuse_nothing(there, outgoing.selection)
    found = ready.leaks(vault, people, there, outgoing.selection, head)
    missing = leak_test.unanswered(found, outgoing.answers)
    if missing:
        raise LeaksUnanswered(missing)
    document = ready.compose(there, outgoing.selection, head)
    package_id = new_id()
    passphrase = package.new_passphrase() if by_passphrase else None
    with vault.writing() as session:
        if outgoing.sharing_id is None:
            raise CaseworkError("This belongs to no sharing: record the sharing first.")
        record = find_sharing(session, outgoing.sharing_id)
        if record.state is not SharingState.DECIDED:
            raise Conflict("Decide the sharing first: what it is for, to whom it goes, and why.")
        to = find_recipient(session, record.id, recipient_id)
        recipient = recipient_of(to)
        keys = [] if by_passphrase else [_key_for(session, recipient, key)]
        sealed_for = [package.BY_PASSPHRASE] if by_passphrase else keys
        told = open_of(session, record).sharing
        envelope = _signed(
            session,
            vault,
            package.PACKAGE,
            document,
            sealed_for,
            now,
            {
                "id": package_id,
                "to": recipient.shown,
                **_terms(told, outgoing),
                "went": _went(there, outgoing),
                "withheld": [
                    {"what": one.what, "why": one.reason, "places": one.times}
                    for one in ready.ledger(there, outgoing.selection)
                ],
            },
        )
        content = (
            package.close_with_passphrase(envelope, passphrase)
            if passphrase is not None
            else package.close(envelope, keys)
        )
        aside = {
            "selection": outgoing.selection.to_dict(),
            "answers": dict(outgoing.answers),
            "found": [leak.key for leak in found],
        }
        row = PackageRecord(
            id=package_id,
            direction=Direction.OUT,
            at=now.astimezone(UTC),
            digest=envelope.digest,
            sharing_id=record.id,
            recipient_id=to.id,
            outgoing_id=outgoing.id,
            other=recipient.shown,
            purpose=told.purpose,
            public=vault.signer.public,
            seq=1,
        )
        _keep(session, vault, row, _SENT, envelope, Act.PACKAGE_SEALED, aside)
        kept = session.get_one(OutgoingRecord, outgoing.id)
        kept.sealed_seq = row.seq
        session.flush()
        if sent.strip():
            sharing_loop.sent(
                session,
                vault,
                record.id,
                to.id,
                now,
                sent,
                envelope.digest,
                items=ready.items(outgoing.selection),
                now=now,
            )
    return Made(
        package_id, f"{slug(recipient.agency or recipient.name)}-{package_id}.md.age", content, passphrase
    )


# -- what comes


def open_package(vault: Vault, sealed: bytes, *, now: datetime, passphrase: str | None = None) -> Opened:
    """Opens what arrived, checks it, and keeps it in the vault exactly as it came.

    Raises NotAllowed; NoPackage; Refused for another key, a changed or cut file, a signature or digest that
    does not fit, a package that was sealed anew by another than its sender.
    """
    require(vault, May.SHARE)
    text = package.open_(sealed, None if passphrase else age_identity.identity(vault), passphrase=passphrase)
    if not package.is_signed_by_noteui(text):
        return _keep_unsigned(vault, text, now)
    envelope = package.read(text)
    if envelope.kind != package.PACKAGE:
        raise CaseworkError("This is a receipt for something that you sent: noteui receipt take FILE")
    package.refuse_unless_for(envelope, package.BY_PASSPHRASE if passphrase else age_identity.public(vault))
    with vault.writing() as session:
        package_id = str(envelope.manifest["id"])
        there = session.get(PackageRecord, package_id)
        if there is not None and (there.direction is not Direction.IN or there.digest != envelope.digest):
            raise Refused("Another package of the same number is here already. Ask the sender.")
        if there is None:
            sender = envelope.manifest["sender"]
            row = PackageRecord(
                id=package_id,
                direction=Direction.IN,
                at=now.astimezone(UTC),
                digest=envelope.digest,
                other=one_line(f"{sender['name']}, {sender['role']}"),
                purpose=storable(str(envelope.manifest.get("purpose", ""))),
                public=str(sender["public"]),
                seq=1,
            )
            _keep(session, vault, row, _RECEIVED, envelope, Act.PACKAGE_RECEIVED)
        else:
            vault.enter(session, Act.PACKAGE_VIEWED, object_id=package_id)
        return _opened(session, envelope, is_new=there is None)


def read_package(vault: Vault, typed: str) -> Opened:
    """A package that was kept, as it came or went. Raises NotAllowed, NotFound, Ambiguous."""
    require(vault, May.SHARE)
    with vault.writing() as session:
        row = _find(session, typed)
        vault.enter(session, Act.PACKAGE_VIEWED, object_id=row.id)
        text = _text(session, row)
        if not package.is_signed_by_noteui(text):
            return _unsigned(row.id, text, is_new=False)
        return _opened(session, package.read(text), is_new=False)


def file_with(vault: Vault, typed: str, person_id: str, *, now: datetime) -> str:
    """Begins an entry of the register for what arrived, about a person here; returns its identifier.

    What is done with it is still to be said, and decided. Raises NotAllowed, NotFound, Ambiguous,
    CaseworkError where it did not come from outside.
    """
    found = read_package(vault, typed)
    with vault.reading() as session:
        row = _find(session, found.id)
        if row.direction is not Direction.IN:
            raise CaseworkError("This went out: it stands in the register already.")
        about = ready.described(session, person_id)
    given = Sharing(
        about,
        direction="in",
        what=found.purpose,
        asked=found.asked,
        source=", ".join(part for part in (found.sender, found.role) if part),
        reference=f"package {found.id}",
        recipients=(Recipient(found.sender, found.role, route="a sealed package"),),
    )
    return begin_sharing(vault, person_id, now=now, given=given).id


def answer(vault: Vault, typed: str, state: str, *, now: datetime, words: str = "", agreed: str = "") -> Made:
    """A receipt for a package that arrived, sealed for its sender.

    `state` is received, understood (with `words`, their own) or declined (with the reason). Raises
    NotAllowed, NotFound, Ambiguous, CaseworkError where the words are missing or acknowledge and no more.
    """
    require(vault, May.SHARE)
    said = storable(words.strip())
    if state == UNDERSTOOD and len(said.split()) < sharing_loop.MIN_RESTATEMENT:
        raise CaseworkError(
            "Say it in your own words: what you understood, and what you will do. That it arrived is known."
        )
    if state == DECLINED and not said:
        raise CaseworkError("Say why you decline it.")
    with vault.writing() as session:
        row = _find(session, typed)
        if row.direction is not Direction.IN:
            raise CaseworkError("You sent this yourself: the receipt comes from whoever received it.")
        text = _text(session, row)
        if not package.is_signed_by_noteui(text):
            raise CaseworkError("Nobody signed this: no receipt can go back. Answer by telephone.")
        envelope = package.read(text)
        reply_to = str(envelope.manifest["sender"]["key"])
        receipt_id = new_id()
        told: dict[str, Any] = {
            "id": receipt_id,
            "package": row.id,
            "of": row.digest,
            "state": state,
            "agreed": storable(agreed.strip()),
        }
        signed = _signed(session, vault, package.RECEIPT, said + "\n" if said else "", [reply_to], now, told)
        make_final(
            session,
            vault,
            row.id,
            _ANSWER,
            seal.Content(signed.text),
            Act.RECEIPT_MADE,
            {"receipt": receipt_id, "state": state},
        )
        return Made(
            row.id, f"receipt-{SAID[state].replace(' ', '-')}-{row.id}.age", package.close(signed, [reply_to])
        )


def seal_again(vault: Vault, typed: str, *, now: datetime) -> Made:
    """The same package that went, sealed once more for whoever it is for: where the file was lost on the way.

    What it holds, and its number, are the same; a passphrase is drawn anew. Raises NotAllowed, NotFound,
    Ambiguous, CaseworkError where it did not go from here.
    """
    require(vault, May.SHARE)
    with vault.writing() as session:
        row = _find(session, typed)
        if row.direction is not Direction.OUT:
            raise CaseworkError("This came from somebody else: ask them to send it again.")
        envelope = package.read(_text(session, row))
        vault.enter(session, Act.PACKAGE_SEALED, object_id=row.id, detail={"again": log.moment(now)})
        keys = [str(key) for key in envelope.manifest["sealed_for"]]
        passphrase = package.new_passphrase() if keys == [package.BY_PASSPHRASE] else None
        content = (
            package.close(envelope, keys)
            if passphrase is None
            else package.close_with_passphrase(envelope, passphrase)
        )
    return Made(row.id, f"{row.id}.md.age", content, passphrase)


def take_receipt(vault: Vault, sealed: bytes, *, now: datetime) -> Taken:
    """Takes a receipt for a package that went, and moves its sharing on.

    Raises NotAllowed; NoPackage; Refused where it is not for this vault, for another package than it names,
    by somebody to whom that never went, or signed with another key than theirs; Conflict where the sharing
    stands elsewhere.
    """
    require(vault, May.SHARE)
    envelope = package.read(package.open_(sealed, age_identity.identity(vault)))
    if envelope.kind != package.RECEIPT:
        raise CaseworkError("This is a package, and no receipt: noteui receipt open FILE")
    package.refuse_unless_for(envelope, age_identity.public(vault))
    told, sender = envelope.manifest, envelope.manifest["sender"]
    state, words = str(told["state"]), envelope.document.strip()
    with vault.writing() as session:
        row = session.get(PackageRecord, str(told["package"]))
        if row is None or row.direction is not Direction.OUT or row.digest != told["of"]:
            raise Refused("This receipt is for no package that went out of this vault.")
        if is_erased(session, row.id):
            raise Conflict(
                "What went was erased since, so no receipt for it can be kept: "
                "record what they say by hand, noteui share received."
            )
        sent = package.read(_text(session, row))
        meant = sent.manifest["sealed_for"]
        if package.BY_PASSPHRASE not in meant and sender["key"] not in meant:
            raise Refused("This receipt was made by somebody to whom the package never went.")
        if _was_taken(session, row.id, envelope.digest):
            raise Conflict("This receipt was taken already.")
        is_first = _know_signer(session, vault, sender)
        make_final(
            session,
            vault,
            row.id,
            _RECEIPT,
            seal.Content(envelope.text, {"digest": envelope.digest}),
            Act.RECEIPT_TAKEN,
            {"receipt": str(told["id"]), "state": state},
        )
        who = one_line(f"{sender['name']}, {sender['role']}")
        _move_on(session, vault, row, state, who, words, told, now)
        fingerprint = age_identity.fingerprint(str(sender["public"]))
        return Taken(row.id, row.sharing_id, state, who, words, fingerprint, is_first)


def listed(vault: Vault) -> list[PackageLine]:
    """Every package that went or came, the newest first. Raises NotAllowed."""
    require(vault, May.SHARE)
    with vault.reading() as session:
        rows = session.scalars(select(PackageRecord).order_by(col(PackageRecord.at).desc())).all()
        return [
            PackageLine(
                row.id,
                row.direction.value,
                row.at,
                row.other,
                row.purpose,
                row.sharing_id,
                () if (erased := is_erased(session, row.id)) else tuple(_states(session, row.id)),
                erased,
            )
            for row in rows
        ]


# -- inside


def _composing(
    vault: Vault, outgoing: Outgoing, recipient_id: str | None
) -> tuple[list[Source], Head, list[str]]:
    with vault.reading() as session:
        people = ready.concerned(session, outgoing)
        about = ready.described(session, outgoing.person_id)
        recipient = None
        if recipient_id is not None and outgoing.sharing_id is not None:
            recipient = recipient_of(find_recipient(session, outgoing.sharing_id, recipient_id))
    there = ready.sources(vault, people)
    return there, head_of(vault, outgoing, recipient, about), people


def _sharing_of(vault: Vault, outgoing: Outgoing) -> Sharing | None:
    if outgoing.sharing_id is None:
        return None
    with vault.reading() as session:
        return open_of(session, find_sharing(session, outgoing.sharing_id)).sharing


def _about_sharing(sharing: Sharing) -> list[str]:
    lines = []
    for name, told in (
        ("Why it is sent", sharing.purpose),
        ("What is asked of you", sharing.asked),
        ("Lawful basis", _bases(sharing)),
    ):
        if told.strip():
            lines.append(f"{name}: {' '.join(told.split())}")
    return lines


def _bases(sharing: Sharing) -> str:
    known = lawful_bases()
    return "; ".join(known[one].name if one in known else one for one in sharing.basis)


def _terms(sharing: Sharing, outgoing: Outgoing) -> dict[str, str]:
    names = outgoing.selection.pseudonyms
    return {
        "purpose": renamed(sharing.purpose, names),
        "asked": renamed(sharing.asked, names),
        "basis": _bases(sharing),
    }


def _went(there: list[Source], outgoing: Outgoing) -> list[dict[str, object]]:
    going = ready.effective(there, outgoing.selection)
    found: list[dict[str, object]] = []
    for source in there:
        parts = sorted(
            {span.part for span in going.chosen if span.note == source.id and span.start < span.end}
        )
        if parts:
            found.append({"note": source.id, "parts": parts})
    return found


def _signed(
    session: Session,
    vault: Vault,
    kind: str,
    document: str,
    sealed_for: list[str],
    now: datetime,
    told: Mapping[str, object],
) -> Envelope:
    manifest = {
        "kind": kind,
        "by": f"noteui {__version__}",
        "made": now.astimezone(UTC).isoformat(timespec="seconds"),
        "sender": {
            "name": vault.user.name,
            "role": vault.user.role,
            "public": vault.signer.public,
            "key": age_identity.public(vault),
        },
        "sealed_for": sealed_for,
        "log": receipt.issue(session, vault, now=now).line,
        **told,
    }
    return package.sign(manifest, document, vault.signer.sign)


def _keep(
    session: Session,
    vault: Vault,
    row: PackageRecord,
    kind: str,
    envelope: Envelope,
    act: Act,
    aside: Mapping[str, Any] | None = None,
) -> None:
    content = seal.Content(envelope.text, aside or {})
    entry = make_final(session, vault, row.id, kind, content, act, {"record": bound_mac(row, vault.keys.log)})
    row.seq = entry.seq
    session.add(row)
    session.flush()


def _keep_unsigned(vault: Vault, text: str, now: datetime) -> Opened:
    """What somebody sealed with age alone: kept, and nobody is taken for its sender."""
    with vault.writing() as session:
        row = PackageRecord(
            id=new_id(), direction=Direction.IN, at=now.astimezone(UTC), digest="", other="not signed", seq=1
        )
        entry = make_final(
            session,
            vault,
            row.id,
            _RECEIVED,
            seal.Content(text),
            Act.PACKAGE_RECEIVED,
            {"record": bound_mac(row, vault.keys.log)},
        )
        row.seq = entry.seq
        session.add(row)
        session.flush()
        return _unsigned(row.id, text, is_new=True)


def _unsigned(package_id: str, text: str, *, is_new: bool) -> Opened:
    return Opened(package_id, text, "", "", "", "", "", None, "", is_new=is_new, is_signed=False)


def _opened(session: Session, envelope: Envelope, *, is_new: bool) -> Opened:
    told, sender = envelope.manifest, envelope.manifest["sender"]
    contact = contacts.contact_of_key(session, str(sender["key"]))
    return Opened(
        id=str(told["id"]),
        document=envelope.document.removeprefix("\n"),
        sender=str(sender["name"]),
        role=str(sender["role"]),
        purpose=str(told.get("purpose", "")),
        basis=str(told.get("basis", "")),
        asked=str(told.get("asked", "")),
        made=datetime.fromisoformat(str(told["made"])),
        fingerprint=age_identity.fingerprint(str(sender["public"])),
        known=contact.shown if contact is not None and contact.public == sender["public"] else None,
        is_new=is_new,
    )


def _key_for(session: Session, recipient: Recipient, key: str | None) -> str:
    if key is not None and key.strip():
        package.recipient(key)
        return key.strip()
    contact = _contact_for(session, recipient)
    if contact is None or not contact.key:
        raise CaseworkError(
            "No age public key of theirs is known: put it into the address book, give it with --key, or seal "
            "it with a passphrase that you tell them by telephone."
        )
    return contact.key


def _contact_for(session: Session, recipient: Recipient) -> Contact | None:
    if recipient.contact_id:
        return contacts.contact_by_id(session, recipient.contact_id)
    return contacts.contact_like(session, recipient.name, recipient.agency)


def _know_signer(session: Session, vault: Vault, sender: Mapping[str, Any]) -> bool:
    """Whether this key of theirs is seen for the first time. Raises Refused where another one is known."""
    contact = contacts.contact_of_key(session, str(sender["key"]))
    if contact is None:
        return True
    if contact.public and contact.public != sender["public"]:
        raise Refused(
            "This receipt is signed with another key than theirs so far. Ring them: if it is really new, "
            "change their entry in the address book."
        )
    if contact.public:
        return False
    contacts.know_signing_key(session, vault, contact.id, str(sender["public"]))
    return True


def _move_on(
    session: Session,
    vault: Vault,
    row: PackageRecord,
    state: str,
    who: str,
    words: str,
    told: Mapping[str, Any],
    now: datetime,
) -> None:
    """Puts what a receipt says onto the sharing: what must have come before it is put there with it."""
    if row.sharing_id is None or row.recipient_id is None:
        return
    to = session.get(RecipientRecord, row.recipient_id)
    if to is None:
        raise NotFound("The recipient of this package is no longer in the vault.")
    how = "a signed receipt"
    if to.state is Reach.DECIDED:
        when = max(row.at, to.reached_at or row.at)
        sharing_loop.sent(
            session, vault, row.sharing_id, to.id, when, "a sealed package", row.digest, now=now
        )
    at = datetime.fromisoformat(str(told["made"]))
    at = max(min(to_the_minute(at), to_the_minute(now)), to.reached_at or to_the_minute(row.at))
    if to.state is Reach.SENT and state != DECLINED:
        sharing_loop.received(session, vault, row.sharing_id, to.id, at, who, how, now=now)
    elif state == RECEIVED:
        return
    if state == UNDERSTOOD:
        agreed = str(told.get("agreed", ""))
        sharing_loop.restated(
            session, vault, row.sharing_id, to.id, at, who, words, how, agreed=agreed, now=now
        )
    elif state == DECLINED:
        sharing_loop.declined(session, vault, row.sharing_id, to.id, at, who, words, now=now)


def _was_taken(session: Session, package_id: str, digest: str) -> bool:
    return any(
        sealed_content(session, final).aside.get("digest") == digest
        for final in finals_of(session, package_id, _KINDS)
        if final.kind == _RECEIPT
    )


def _states(session: Session, package_id: str) -> list[str]:
    found = []
    for final in finals_of(session, package_id, _KINDS):
        if final.kind in (_RECEIPT, _ANSWER):
            found.append(str(package.read(sealed_content(session, final).text).manifest["state"]))
    return found


def _text(session: Session, row: PackageRecord) -> str:
    kind = _SENT if row.direction is Direction.OUT else _RECEIVED
    final = next(final for final in finals_of(session, row.id, _KINDS) if final.kind == kind)
    return sealed_content(session, final).text


def _find(session: Session, typed: str) -> PackageRecord:
    prefix = read_prefix(typed)
    if prefix is None:
        raise NotFound(f"“{one_line(typed)}” is not the beginning of a package's number (four characters).")
    found = session.scalars(
        select(PackageRecord)
        .where(col(PackageRecord.id).between(prefix, prefix.ljust(LENGTH, ALPHABET[-1])))
        .limit(2)
    ).all()
    if len(found) > 1:
        raise Ambiguous(f"Several packages begin with {prefix}: type more of it.")
    if not found:
        raise NotFound(f"There is no package {prefix} in this vault.")
    return found[0]
