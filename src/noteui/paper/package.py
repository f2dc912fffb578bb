"""Sealed packages and receipts: a signed document with its manifest, closed with age for who may read it.

Opened, by noteui or with any age tool, a package is one Markdown file:

    ---
    noteui-package: 1
    manifest: {JSON in one line}
    signature: HEX
    ---

    the document

The manifest names who sent it and for whom it is sealed, and holds the digest of the document (SHA-256 over
everything after the second line of dashes). `signature` is Ed25519 over `noteui package 1`, a line end and
the manifest in its one spelling (keys sorted, no spaces), by the key `sender.public`. So a document under
another manifest, a changed word, and a package that its recipient sealed anew for a stranger are all refused.
age alone would prove nothing of who sent it.

A receipt has the same form: its manifest is of kind `receipt` and names the package by its identifier and by
the digest of its manifest, which only those who opened it know.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyrage
from pyrage import x25519

from noteui.paper.note_file import one_line
from noteui.records.ids import ALPHABET, LENGTH
from noteui.vault.errors import VaultError
from noteui.vault.log import is_signed
from noteui.vault.seal import canonical

FORMAT = 1
PACKAGE, RECEIPT = "package", "receipt"
STATES = ("received", "understood", "declined")
"""What a receipt can say."""
BY_PASSPHRASE = "passphrase"  # noqa: S105 -- a word, and no passphrase
"""Stands among those it is sealed for where a passphrase opens it."""
LONGEST = 64 * 1024 * 1024
"""Bytes that a package has at most: what is longer is none of ours."""
_AGE = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")
_CONTEXT = "noteui package 1\n"
_HEAD = f"---\nnoteui-package: {FORMAT}\n"
_WORDS_OF_PASSPHRASE = 4


class NoPackage(VaultError):  # noqa: N818 -- an answer to the person
    """The file is no sealed package at all."""


class Refused(VaultError):  # noqa: N818 -- an answer to the person
    """The package is not what its sender sealed, or not for whoever tries to open it."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Envelope:
    """A manifest and its document, with the sender's signature."""

    manifest: Mapping[str, Any] = field(repr=False)
    document: str = field(repr=False)
    signature: str

    @property
    def text(self) -> str:
        """The whole as a Markdown file."""
        lines = (f"manifest: {one_line(self.manifest)}", f"signature: {self.signature}")
        return _HEAD + "\n".join(lines) + "\n---\n" + self.document

    @property
    def kind(self) -> str:
        """A package or a receipt."""
        return str(self.manifest["kind"])

    @property
    def digest(self) -> str:
        """The digest of the manifest, and so of all of it: by this a receipt names its package."""
        return hashlib.sha256(canonical(self.manifest).encode()).hexdigest()


def sign(manifest: Mapping[str, Any], document: str, signer: Callable[[str], str]) -> Envelope:
    """An envelope around the document; `signer` gives the signature of a text in hexadecimal."""
    body = "\n" + document
    told = {**manifest, "noteui-package": FORMAT, "document": hashlib.sha256(body.encode()).hexdigest()}
    told = json.loads(canonical(told))
    return Envelope(told, body, signer(_CONTEXT + canonical(told)))


def close(envelope: Envelope, keys: Sequence[str]) -> bytes:
    """The envelope sealed for the age public keys. Raises VaultError for a faulty key."""
    sealed: bytes = pyrage.encrypt(envelope.text.encode(), [recipient(key) for key in keys])
    return sealed


def close_with_passphrase(envelope: Envelope, passphrase: str) -> bytes:
    """The same for whoever is told the passphrase; takes seconds, as the format wants it."""
    sealed: bytes = pyrage.passphrase.encrypt(envelope.text.encode(), passphrase)
    return sealed


def recipient(key: str) -> x25519.Recipient:
    """An age public key as it was typed. Raises VaultError where it is none."""
    try:
        return x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError:
        raise VaultError(
            "That is no age public key: it begins with age1 and has 62 characters. Copy it whole."
        ) from None


def new_passphrase() -> str:
    """A passphrase to be spoken by telephone: 80 random bits as four groups of four."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(_WORDS_OF_PASSPHRASE))
    return "-".join(groups)


def needs_passphrase(sealed: bytes) -> bool:
    """Whether a passphrase opens it, and no key. Raises NoPackage."""
    _refuse_other_files(sealed)
    return b"\n-> scrypt " in sealed[:200]


def open_(sealed: bytes, identity: x25519.Identity | None = None, *, passphrase: str | None = None) -> str:
    """What was sealed, as text. Raises NoPackage; Refused for another key, a changed or a cut file."""
    _refuse_other_files(sealed)
    plain: bytes
    try:
        if passphrase is not None:
            plain = pyrage.passphrase.decrypt(sealed, passphrase.strip())
        else:
            plain = pyrage.decrypt(sealed, [identity] if identity is not None else [])
        return plain.decode("utf-8")
    except (pyrage.DecryptError, UnicodeDecodeError):
        how = "with this passphrase" if passphrase is not None else "with your key"
        raise Refused(
            f"This does not open {how}: it is sealed for somebody else, or it was changed or cut on its way. "
            "Ask the sender to send it again."
        ) from None


def is_signed_by_noteui(text: str) -> bool:
    """Whether an opened file claims to be a package or a receipt of noteui."""
    return text.startswith("---\nnoteui-package: ")


def read(text: str) -> Envelope:
    """The envelope in an opened file, its signature and digest checked. Raises Refused, NoPackage."""
    if not is_signed_by_noteui(text):
        raise NoPackage("This was not made by noteui: it has no manifest and no signature.")
    if not text.startswith(_HEAD):
        raise Refused("This was made by another version of noteui. Install the newest to open it.")
    front, closed, document = text.removeprefix(_HEAD).partition("\n---\n")
    lines = front.split("\n")
    try:
        if not closed or len(lines) != 2:
            raise ValueError("another shape")
        manifest = json.loads(lines[0].removeprefix("manifest: "))
        envelope = Envelope(manifest, document, lines[1].removeprefix("signature: "))
        public, told = str(manifest["sender"]["public"]), _CONTEXT + canonical(manifest)
        kind, digest = manifest["kind"], manifest["document"]
        _refuse_odd(manifest)
    except (ValueError, KeyError, TypeError, VaultError):
        raise Refused("Its manifest is damaged. Ask the sender to send it again.") from None
    if kind not in (PACKAGE, RECEIPT) or not is_signed(told, envelope.signature, public):
        raise Refused(
            "It was changed after it was signed: the manifest is not the one that its sender signed."
        )
    if hashlib.sha256(document.encode()).hexdigest() != digest:
        raise Refused("The words in it are not those that were signed with this manifest.")
    return envelope


def refuse_unless_for(envelope: Envelope, key: str) -> None:
    """Raises Refused where the envelope was not sealed for this key, or was sealed anew by somebody else."""
    meant = envelope.manifest.get("sealed_for", ())
    if key not in meant:
        raise Refused(
            "This was sealed for somebody else, and given on to you by another than its sender. "
            "Do not use it: ask the sender."
        )


def _refuse_odd(manifest: Mapping[str, Any]) -> None:
    """Raises ValueError where what is read of every manifest is not of its kind."""
    sender = manifest["sender"]
    numbers = [manifest["id"], *([manifest["package"]] if manifest["kind"] == RECEIPT else [])]
    said = [sender["name"], sender["role"], sender["key"], manifest["made"], *manifest["sealed_for"]]
    if not all(isinstance(one, str) for one in (*numbers, *said)):
        raise ValueError("another shape")
    if not all(len(number) == LENGTH and set(number) <= set(ALPHABET) for number in numbers):
        raise ValueError("no number of a package")
    if manifest["kind"] == RECEIPT and manifest["state"] not in STATES:
        raise ValueError("another state")
    recipient(sender["key"])
    datetime.fromisoformat(manifest["made"])


def _refuse_other_files(sealed: bytes) -> None:
    if len(sealed) > LONGEST or not sealed.startswith(_AGE):
        raise NoPackage("This is no sealed package: noteui opens files that noteui or age has sealed.")
