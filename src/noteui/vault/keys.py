"""The keys to a vault: a random data key, wrapped once for each user by what their passphrase derives.

The data key opens the database; it is never written anywhere but wrapped. Each slot binds its whole header,
so that a weaker cost or another user cannot be written into it. Changing a passphrase rewrites one slot.
Imports neither SQLAlchemy nor the database: a passphrase can be tried while they are still being loaded.
"""

from __future__ import annotations

import base64
import contextlib
import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nacl.exceptions
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.pwhash import argon2id

from noteui.vault import attempts, files, place
from noteui.vault.errors import DamagedVault, Locked, NoVault, UnfitPassphrase, VaultError, WrongPassphrase
from noteui.vault.passphrase import judge, to_bytes

FORMAT = 1
DATA_KEY_BYTES = 32
_CONTEXT = b"noteui key slot\n"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: argon2id's memory in MiB and its passes. Never below 46 MiB and one pass."""

    memory_mib: int
    passes: int

    def __post_init__(self) -> None:
        if not (46 <= self.memory_mib <= 4096 and 1 <= self.passes <= 64):
            raise ValueError("the cost of a guess must lie between 46 MiB, 1 pass and 4096 MiB, 64 passes")


FLOOR = Cost(46, 1)


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key as one user's passphrase wraps it."""

    user_id: str
    cost: Cost
    salt: bytes
    nonce: bytes = b""
    wrapped: bytes = b""

    def header(self) -> dict[str, object]:
        """What stands in clear beside the wrapped key, and is bound to it."""
        return {
            "version": FORMAT,
            "kind": "passphrase",
            "user": self.user_id,
            "kdf": "argon2id",
            "memory_mib": self.cost.memory_mib,
            "passes": self.cost.passes,
            "salt": _to_text(self.salt),
        }

    def bound(self) -> bytes:
        """The header in its one spelling, as associated data."""
        return _CONTEXT + json.dumps(self.header(), sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What the right passphrase gives: whose slot it was, and the data key."""

    user_id: str
    data_key: bytes = field(repr=False)


def calibrate() -> Cost:
    """The cost at which a guess takes this machine between half a second and one, within 128 to 512 MiB.

    Where the machine is too slow or small for that, it takes longer, or less memory down to the floor.
    """
    trial = Cost(128, 1)
    started = time.perf_counter()
    try:
        _derive(b"a passphrase to measure with", bytes(argon2id.SALTBYTES), trial)
    except VaultError:
        return FLOOR
    a_second_buys = trial.memory_mib * trial.passes / (time.perf_counter() - started)
    budget = 0.75 * a_second_buys  # MiB times passes
    memory = min(512, max(128, int(budget / 3) // 64 * 64))
    return Cost(memory, min(16, max(1, round(budget / memory))))


def create_slots(folder: Path, user_id: str, passphrase: str, cost: Cost | None = None) -> bytes:
    """Draws a data key, writes the first slot into the folder and returns the key.

    Raises UnfitPassphrase, ReadOnly, DiskFull.
    """
    data_key = secrets.token_bytes(DATA_KEY_BYTES)
    slot = _wrap(user_id, _fit(passphrase), data_key, cost or calibrate())
    _write(folder, [slot])
    with files.in_plain_words(folder):
        bring_level(folder)
    return data_key


def unlock(folder: Path, passphrase: str) -> Unlocked:
    """Tries the passphrase on each slot; takes as long as the slots' cost asks.

    Raises NoVault, Locked (a try too soon after wrong ones; nothing is tried), WrongPassphrase,
    DamagedVault, ReadOnly.
    """
    slots = read_slots(folder)
    if pause := attempts.wait(folder, time.time()):
        raise Locked(pause)
    attempts.count(folder, time.time())
    typed = to_bytes(passphrase)
    for slot in slots:
        if typed is not None and (data_key := _unwrap(slot, typed)) is not None:
            attempts.forget(folder)
            return Unlocked(slot.user_id, data_key)
    raise WrongPassphrase(attempts.wait(folder, time.time()))


def change_passphrase(folder: Path, old: str, new: str, cost: Cost | None = None) -> None:
    """Wraps the data key of the slot that `old` opens with `new`; the other slots stay as they are.

    After the next unlocking nothing in the folder opens with `old` any more; copies made earlier still do.
    Raises what `unlock` raises, UnfitPassphrase, ReadOnly, DiskFull.
    """
    fresh = _fit(new)
    opened = unlock(folder, old)
    slot = _wrap(opened.user_id, fresh, opened.data_key, cost or calibrate())
    _write(folder, [slot if kept.user_id == opened.user_id else kept for kept in read_slots(folder)])


def read_slots(folder: Path) -> list[Slot]:
    """The slots of the vault. Raises NoVault, DamagedVault, ReadOnly."""
    return parse_slots(intact(folder))


def intact(folder: Path) -> bytes:
    """The content of the key file, or of the copy beside it where the file itself is missing or damaged.

    Raises NoVault, DamagedVault, ReadOnly.
    """
    with files.in_plain_words(folder):
        if not place.exists(folder):
            raise NoVault(f"There is no vault in {folder}. Create one with: noteui vault init")
        for name in (place.KEYS, place.KEYS_BEFORE):
            with contextlib.suppress(FileNotFoundError, ValueError):
                content = (folder / name).read_bytes()
                parse_slots(content)
                return content
    raise DamagedVault(
        f"The vault's keys in {folder} are missing or damaged. Put back {place.KEYS} from a backup."
    )


def parse_slots(content: bytes) -> list[Slot]:
    """The slots in a key file's content. Raises ValueError where it is not one."""
    try:
        kept: dict[str, Any] = json.loads(content)
        if kept["noteui_keys"] != FORMAT or not kept["slots"]:
            raise ValueError("another format")
        return [_parse(entry) for entry in kept["slots"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a key file") from error


def bring_level(folder: Path) -> None:
    """Makes the key file and the copy beside it the same, once one of them has opened the vault.

    Until then the copy holds the slots as they were before the last change; from then on a passphrase that
    was given up opens nothing in the folder, and damage to either file still leaves the other.
    Raises VaultError, OSError where the folder cannot be written.
    """
    content = intact(folder)
    for name in (place.KEYS, place.KEYS_BEFORE):
        if not _same(folder / name, content):
            files.replace(folder / name, content)


def _same(file: Path, content: bytes) -> bool:
    try:
        return file.read_bytes() == content
    except OSError:
        return False


def _fit(passphrase: str) -> bytes:
    judgement = judge(passphrase)
    typed = to_bytes(passphrase)
    if not judgement.fit or typed is None:
        raise UnfitPassphrase(judgement.sentence)
    return typed


def _wrap(user_id: str, passphrase: bytes, data_key: bytes, cost: Cost) -> Slot:
    slot = Slot(user_id, cost, salt=secrets.token_bytes(argon2id.SALTBYTES))
    nonce = secrets.token_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    derived = _derive(passphrase, slot.salt, cost)
    wrapped = crypto_aead_xchacha20poly1305_ietf_encrypt(data_key, slot.bound(), nonce, derived)
    return replace(slot, nonce=nonce, wrapped=wrapped)


def _unwrap(slot: Slot, passphrase: bytes) -> bytes | None:
    derived = _derive(passphrase, slot.salt, slot.cost)
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(slot.wrapped, slot.bound(), slot.nonce, derived)
    except nacl.exceptions.CryptoError:
        return None


def _derive(passphrase: bytes, salt: bytes, cost: Cost) -> bytes:
    try:
        return argon2id.kdf(
            32, passphrase, salt, opslimit=cost.passes, memlimit=cost.memory_mib * 1024 * 1024
        )
    except (MemoryError, nacl.exceptions.RuntimeError):
        raise VaultError(
            f"Unlocking needs {cost.memory_mib} MiB of free memory. Close other programs, then try again."
        ) from None


def _write(folder: Path, slots: Sequence[Slot]) -> None:
    entries = [{**s.header(), "nonce": _to_text(s.nonce), "wrapped": _to_text(s.wrapped)} for s in slots]
    content = json.dumps({"noteui_keys": FORMAT, "slots": entries}, indent=1).encode() + b"\n"
    with files.in_plain_words(folder):
        if (folder / place.KEYS).exists():
            files.replace(folder / place.KEYS_BEFORE, (folder / place.KEYS).read_bytes())
        files.replace(folder / place.KEYS, content)


def _parse(entry: dict[str, Any]) -> Slot:
    if (entry["version"], entry["kind"], entry["kdf"]) != (FORMAT, "passphrase", "argon2id"):
        raise ValueError("another kind of slot")
    slot = Slot(
        user_id=str(entry["user"]),
        cost=Cost(int(entry["memory_mib"]), int(entry["passes"])),
        salt=base64.b64decode(entry["salt"], validate=True),
        nonce=base64.b64decode(entry["nonce"], validate=True),
        wrapped=base64.b64decode(entry["wrapped"], validate=True),
    )
    if (
        len(slot.salt) != argon2id.SALTBYTES
        or len(slot.nonce) != crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
    ):
        raise ValueError("a salt or nonce of the wrong length")
    return slot


def _to_text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
