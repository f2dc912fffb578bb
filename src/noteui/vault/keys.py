"""The keys to a vault: random keys for the data and the log, wrapped for each who may open it.

Everybody has a secret of their own, a seed, under which they sign and to which the vault's keys are sealed;
their passphrase wraps the seed. So a passphrase is changed by writing one slot, and the vault's keys can be
given to everybody anew without knowing anybody's passphrase. Two further slots need no person: the recovery
code, printed once, and the organisation's key, kept where the organisation keeps such things.

The slots share a salt, so that one derivation tries a passphrase on all of them; a guess is worth as many
guesses as there are people, which for a team is two or three bits. Each slot binds its whole header, so that
neither a weaker cost nor another person can be written into it. Imports neither SQLAlchemy nor the database:
a passphrase can be tried while they are still being loaded.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nacl.exceptions
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.signing import SigningKey, VerifyKey

from noteui.vault import attempts, files, place
from noteui.vault.errors import DamagedVault, Locked, NoVault, UnfitPassphrase, VaultError, WrongPassphrase
from noteui.vault.passphrase import judge, to_bytes

FORMAT = 1
"""The version of the key file; each slot says its own."""
DATA_KEY_BYTES = 32
_CONTEXT = b"noteui key slot\n"
_NEXT = b"noteui next data key\n"
_PASSPHRASE, _RECOVERY, _ORGANISATION = "passphrase", "recovery", "organisation"
_BEFORE_SIGNING = 1
_SLOT = 2


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
class VaultKeys:
    """What the vault itself is kept under: `data` opens the database, `log` keys its log."""

    data: bytes = field(repr=False)
    log: bytes = field(repr=False)

    def joined(self) -> bytes:
        """Both in one piece, as they are sealed."""
        return self.data + self.log

    @classmethod
    def split(cls, joined: bytes) -> VaultKeys:
        """From what `joined` gave. Raises ValueError where it cannot be."""
        if len(joined) != 2 * DATA_KEY_BYTES:
            raise ValueError("keys of the wrong length")
        return cls(joined[:DATA_KEY_BYTES], joined[DATA_KEY_BYTES:])


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in. `holder` is the user's identifier, or empty for the two slots that need no person.

    A passphrase slot wraps the seed of its holder; `public` is the half of it that signatures are checked
    with and to which `sealed`, the vault's keys, is sealed. The recovery slot has only `wrapped`, the
    organisation's only `sealed`. Slots of version 1 wrap the data key itself.
    """

    kind: str
    holder: str = ""
    key_id: str = ""
    cost: Cost | None = None
    salt: bytes = b""
    public: bytes = b""
    nonce: bytes = b""
    wrapped: bytes = b""
    sealed: bytes = b""
    version: int = _SLOT

    def header(self) -> dict[str, object]:
        """What stands in clear beside what is wrapped, and is bound to it."""
        told: dict[str, object] = {"version": self.version, "kind": self.kind}
        if self.holder:
            told["user"] = self.holder
        if self.cost is not None:
            told |= {
                "kdf": "argon2id",
                "memory_mib": self.cost.memory_mib,
                "passes": self.cost.passes,
            }
        if self.salt:
            told["salt"] = _to_text(self.salt)
        if self.key_id:
            told["key"] = self.key_id
        if self.public:
            told["public"] = self.public.hex()
        return told

    def bound(self) -> bytes:
        """The header in its one spelling, as associated data."""
        return _CONTEXT + json.dumps(self.header(), sort_keys=True, separators=(",", ":")).encode()

    def entry(self) -> dict[str, object]:
        """The whole slot as it stands in the key file."""
        content = {"nonce": self.nonce, "wrapped": self.wrapped, "sealed": self.sealed}
        return {**self.header(), **{name: _to_text(value) for name, value in content.items() if value}}

    def holding(self, keys: VaultKeys) -> Slot:
        """The slot with other keys of the vault sealed in it."""
        box = SealedBox(
            VerifyKey(self.public).to_curve25519_public_key()
            if self.kind == _PASSPHRASE
            else PublicKey(self.public)
        )
        return replace(self, sealed=box.encrypt(keys.joined()))


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What the right passphrase gives: whose slot it was, the vault's keys, and the seed that signs."""

    user_id: str
    keys: VaultKeys = field(repr=False)
    key_id: str
    seed: bytes = field(repr=False)
    refused_before: int = 0
    """How many wrong passphrases were tried since the vault was last unlocked."""

    @property
    def data_key(self) -> bytes:
        """What opens the database."""
        return self.keys.data


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


def create_slots(
    folder: Path, user_id: str, key_id: str, passphrase: str, cost: Cost | None = None
) -> Unlocked:
    """Draws the vault's keys and the first user's seed, and writes the first slot into the folder.

    Raises UnfitPassphrase, ReadOnly, DiskFull.
    """
    drawn = VaultKeys(secrets.token_bytes(DATA_KEY_BYTES), secrets.token_bytes(DATA_KEY_BYTES))
    slot, seed = _for_user(user_id, key_id, _fit(passphrase), cost or calibrate(), _salt())
    _write(folder, [slot.holding(drawn)])
    with files.in_plain_words(folder):
        bring_level(folder)
    return Unlocked(user_id, drawn, key_id, seed)


def unlock(folder: Path, passphrase: str) -> Unlocked:
    """Tries the passphrase on all slots at once; takes as long as their cost asks.

    A slot from before there were signing keys is written anew with one. Raises NoVault, Locked (a try too
    soon after wrong ones; nothing is tried), WrongPassphrase, DamagedVault, ReadOnly.
    """
    slots = read_slots(folder)
    if pause := attempts.wait(folder, time.time()):
        raise Locked(pause)
    wrong = attempts.so_far(folder)
    attempts.count(folder, time.time())
    typed = to_bytes(passphrase)
    opened = _open(slots, typed) if typed is not None else None
    if opened is None:
        raise WrongPassphrase(attempts.wait(folder, time.time()))
    attempts.forget(folder)
    slot, content, derived = opened
    if slot.version == _BEFORE_SIGNING:
        return _give_seed(folder, slots, slot, content, derived)
    return Unlocked(slot.holder, _unseal(slot, content), slot.key_id, content, wrong)


def change_passphrase(folder: Path, old: str, new: str, cost: Cost | None = None) -> Unlocked:
    """Wraps the seed that `old` opens with `new`; the other slots, and the seed, stay as they are.

    After the next unlocking nothing in the folder opens with `old` any more; copies made earlier still do.
    Returns what `old` opened. Raises what `unlock` raises, UnfitPassphrase, ReadOnly, DiskFull.
    """
    _fit(new)
    opened = unlock(folder, old)
    rewrap(folder, opened, new, cost)
    return opened


def rewrap(folder: Path, opened: Unlocked, passphrase: str, cost: Cost | None = None) -> None:
    """The same with what an unlocking gave. Raises UnfitPassphrase, DamagedVault, ReadOnly, DiskFull."""
    fresh = _fit(passphrase)
    slots = read_slots(folder)
    mine = next((slot for slot in slots if slot.key_id == opened.key_id), None)
    if mine is None:
        raise VaultError("This passphrase no longer opens the vault. Unlock it again.")
    others = [slot for slot in slots if slot is not mine]
    if _shared(others) is None:
        mine = replace(mine, cost=cost or calibrate(), salt=_salt())
    derived = _unused(mine, fresh, others)
    _write(folder, [_wrap(mine, opened.seed, derived), *others])


def add_user(folder: Path, keys: VaultKeys, user_id: str, key_id: str, passphrase: str) -> str:
    """Gives somebody a slot of their own and returns the public half of their signing key, in hexadecimal.

    A slot that they had is replaced: this is also how a lost passphrase is. Raises UnfitPassphrase, also
    where somebody else has the same passphrase; DamagedVault, ReadOnly, DiskFull.
    """
    fresh = _fit(passphrase)
    slots = [slot for slot in read_slots(folder) if slot.holder != user_id]
    cost, salt = _shared(slots) or (calibrate(), _salt())
    slot, _ = _for_user(user_id, key_id, fresh, cost, salt, others=slots)
    _write(folder, [*slots, slot.holding(keys)])
    return slot.public.hex()


def remove_user(folder: Path, user_id: str) -> None:
    """Takes somebody's slot away; copies of the folder made earlier still open with their passphrase.

    Raises VaultError where nobody else could then open the vault, DamagedVault, ReadOnly, DiskFull.
    """
    kept = [slot for slot in read_slots(folder) if slot.holder != user_id]
    if not any(slot.kind == _PASSPHRASE for slot in kept):
        raise VaultError("Nobody else could open this vault: add another user first.")
    _write(folder, kept)
    with files.in_plain_words(folder):
        bring_level(folder)


def new_recovery_code(folder: Path, keys: VaultKeys) -> str:
    """Draws a recovery code, to be printed and kept elsewhere; an earlier one no longer opens anything.

    Raises DamagedVault, ReadOnly, DiskFull.
    """
    from noteui.vault import recovery_code  # the records come with it, and they load slowly

    code = recovery_code.draw()
    slot = Slot(_RECOVERY, salt=_salt())
    slot = _wrap(slot, keys.joined(), _from_code(slot, code))
    _write(folder, [*(s for s in read_slots(folder) if s.kind != _RECOVERY), slot])
    return code


def new_organisation_key(folder: Path, keys: VaultKeys) -> bytes:
    """Draws a key for the organisation and returns its secret half, 32 bytes, which is kept nowhere here.

    An earlier one no longer opens anything. Raises DamagedVault, ReadOnly, DiskFull.
    """
    secret = PrivateKey.generate()
    slot = Slot(_ORGANISATION, public=bytes(secret.public_key)).holding(keys)
    _write(folder, [*(s for s in read_slots(folder) if s.kind != _ORGANISATION), slot])
    return bytes(secret)


def open_with_recovery_code(folder: Path, typed: str) -> VaultKeys:
    """The vault's keys by the printed code. Raises WrongPassphrase, Locked; VaultError without a code."""
    from noteui.vault import recovery_code

    slots = [slot for slot in read_slots(folder) if slot.kind == _RECOVERY]
    if not slots:
        raise VaultError("This vault has no recovery code. Make one with: noteui vault recovery-code")
    code = recovery_code.read(typed)
    if code is None:
        raise VaultError("That is no recovery code: it has 27 letters and digits, the last a check.")
    if pause := attempts.wait(folder, time.time()):
        raise Locked(pause)
    attempts.count(folder, time.time())
    content = _unwrap(slots[0], _from_code(slots[0], code))
    if content is None:
        raise WrongPassphrase(attempts.wait(folder, time.time()))
    attempts.forget(folder)
    return VaultKeys.split(content)


def open_with_organisation_key(folder: Path, secret: bytes) -> VaultKeys:
    """The vault's keys by the organisation's key. Raises VaultError where it is not this vault's."""
    for slot in read_slots(folder):
        if slot.kind == _ORGANISATION:
            with contextlib.suppress(nacl.exceptions.CryptoError, ValueError, TypeError):
                return VaultKeys.split(SealedBox(PrivateKey(secret)).decrypt(slot.sealed))
    raise VaultError("This is not the organisation's key to this vault.")


def reseal(folder: Path, keys: VaultKeys) -> None:
    """Seals other keys of the vault to everybody who can open it.

    The recovery code cannot be sealed to, so it is taken away: make another. Raises DamagedVault, ReadOnly,
    DiskFull.
    """
    kept = [slot.holding(keys) for slot in read_slots(folder) if slot.kind != _RECOVERY]
    _write(folder, kept, following=b"")
    with files.in_plain_words(folder):
        bring_level(folder)


def announce(folder: Path, now: VaultKeys, following: VaultKeys) -> None:
    """Keeps the next data key beside the slots, under the one of now, while the database is exchanged.

    Until `reseal` or `take_back` everybody who opens the vault has both. Raises DamagedVault, ReadOnly,
    DiskFull.
    """
    nonce = secrets.token_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    kept = crypto_aead_xchacha20poly1305_ietf_encrypt(following.data, _NEXT, nonce, now.data)
    _write(folder, read_slots(folder), following=nonce + kept)
    with files.in_plain_words(folder):
        bring_level(folder)


def take_back(folder: Path) -> None:
    """Forgets a next key that was announced and never used. Raises DamagedVault, ReadOnly, DiskFull."""
    _write(folder, read_slots(folder), following=b"")
    with files.in_plain_words(folder):
        bring_level(folder)


def is_announced(folder: Path) -> bool:
    """Whether a next data key is announced. Raises NoVault, DamagedVault, ReadOnly."""
    return bool(_following(folder))


def announced(folder: Path, now: VaultKeys) -> VaultKeys | None:
    """The keys that were announced, for who holds those before; None where there are none.

    Raises NoVault, DamagedVault, ReadOnly.
    """
    kept = _following(folder)
    length = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
    try:
        data = crypto_aead_xchacha20poly1305_ietf_decrypt(kept[length:], _NEXT, kept[:length], now.data)
    except (nacl.exceptions.CryptoError, ValueError, TypeError):
        return None
    return VaultKeys(data, now.log)


def current(folder: Path, opened: Unlocked) -> Unlocked:
    """What an unlocking gave, with the vault's keys as the slot has them now.

    They may have been exchanged while the passphrase was being tried.
    """
    with contextlib.suppress(VaultError):
        for slot in read_slots(folder):
            if slot.key_id == opened.key_id and slot.version == _SLOT:
                return replace(opened, keys=_unseal(slot, opened.seed))
    return opened


def holders(folder: Path) -> list[str]:
    """The identifiers of the users who have a slot. Raises NoVault, DamagedVault, ReadOnly."""
    return [slot.holder for slot in read_slots(folder) if slot.holder]


def has_recovery_code(folder: Path) -> bool:
    """Whether a recovery code opens the vault. Raises NoVault, DamagedVault, ReadOnly."""
    return any(slot.kind == _RECOVERY for slot in read_slots(folder))


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


def is_level(folder: Path) -> bool:
    """Whether the key file and the copy beside it are the same. Raises NoVault, DamagedVault, ReadOnly."""
    content = intact(folder)
    return all(_same(folder / name, content) for name in (place.KEYS, place.KEYS_BEFORE))


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


def _salt() -> bytes:
    return secrets.token_bytes(argon2id.SALTBYTES)


def _shared(slots: Iterable[Slot]) -> tuple[Cost, bytes] | None:
    """The cost and salt that the slots of people share; None where there are none."""
    return next(((s.cost, s.salt) for s in slots if s.kind == _PASSPHRASE and s.cost is not None), None)


def _for_user(
    user_id: str, key_id: str, passphrase: bytes, cost: Cost, salt: bytes, *, others: Sequence[Slot] = ()
) -> tuple[Slot, bytes]:
    seed = secrets.token_bytes(DATA_KEY_BYTES)
    public = bytes(SigningKey(seed).verify_key)
    slot = Slot(_PASSPHRASE, user_id, key_id, cost, salt, public)
    return _wrap(slot, seed, _unused(slot, passphrase, others)), seed


def _unused(slot: Slot, passphrase: bytes, others: Sequence[Slot]) -> bytes:
    """What the passphrase derives for the slot. Raises UnfitPassphrase where it opens one of the others."""
    derived = _derive_for(slot, passphrase)
    same = [other for other in others if (other.cost, other.salt) == (slot.cost, slot.salt)]
    if any(_unwrap(other, derived) is not None for other in same):
        raise UnfitPassphrase("Choose another passphrase: this one cannot be used in this vault.")
    return derived


def _open(slots: Sequence[Slot], passphrase: bytes) -> tuple[Slot, bytes, bytes] | None:
    derived: dict[tuple[Cost | None, bytes], bytes] = {}
    for slot in slots:
        if slot.kind != _PASSPHRASE:
            continue
        under = (slot.cost, slot.salt)
        if under not in derived:
            derived[under] = _derive_for(slot, passphrase)
        content = _unwrap(slot, derived[under])
        if content is not None:
            return slot, content, derived[under]
    return None


def _give_seed(folder: Path, slots: Sequence[Slot], slot: Slot, data_key: bytes, derived: bytes) -> Unlocked:
    from noteui.records.ids import new_id

    drawn = VaultKeys(data_key, secrets.token_bytes(DATA_KEY_BYTES))
    seed, key_id = secrets.token_bytes(DATA_KEY_BYTES), new_id()
    public = bytes(SigningKey(seed).verify_key)
    fresh = replace(slot, version=_SLOT, key_id=key_id, public=public)
    _write(folder, [_wrap(fresh, seed, derived).holding(drawn) if kept is slot else kept for kept in slots])
    return Unlocked(slot.holder, drawn, key_id, seed)


def _unseal(slot: Slot, seed: bytes) -> VaultKeys:
    try:
        secret = SigningKey(seed).to_curve25519_private_key()
        return VaultKeys.split(SealedBox(secret).decrypt(slot.sealed))
    except (nacl.exceptions.CryptoError, ValueError):
        raise DamagedVault(
            f"The vault's keys were changed from outside. Put back {place.KEYS} from a backup."
        ) from None


def _wrap(slot: Slot, content: bytes, derived: bytes) -> Slot:
    nonce = secrets.token_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    wrapped = crypto_aead_xchacha20poly1305_ietf_encrypt(content, slot.bound(), nonce, derived)
    return replace(slot, nonce=nonce, wrapped=wrapped)


def _unwrap(slot: Slot, derived: bytes) -> bytes | None:
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(slot.wrapped, slot.bound(), slot.nonce, derived)
    except nacl.exceptions.CryptoError:
        return None


def _derive_for(slot: Slot, passphrase: bytes) -> bytes:
    return _derive(passphrase, slot.salt, slot.cost or FLOOR)


def _derive(passphrase: bytes, salt: bytes, cost: Cost) -> bytes:
    try:
        return argon2id.kdf(
            32, passphrase, salt, opslimit=cost.passes, memlimit=cost.memory_mib * 1024 * 1024
        )
    except (MemoryError, nacl.exceptions.RuntimeError):
        raise VaultError(
            f"Unlocking needs {cost.memory_mib} MiB of free memory. Close other programs, then try again."
        ) from None


def _from_code(slot: Slot, code: str) -> bytes:
    # 130 random bits need no slow derivation.
    return hashlib.blake2b(code.encode(), digest_size=32, salt=slot.salt, person=b"noteui recovery").digest()


def _write(folder: Path, slots: Sequence[Slot], *, following: bytes | None = None) -> None:
    kept: dict[str, object] = {"noteui_keys": FORMAT, "slots": [s.entry() for s in slots]}
    if following is None:
        following = _following(folder) if place.exists(folder) else b""
    if following:
        kept["next"] = _to_text(following)
    content = json.dumps(kept, indent=1).encode()
    with files.in_plain_words(folder):
        if (folder / place.KEYS).exists():
            files.replace(folder / place.KEYS_BEFORE, (folder / place.KEYS).read_bytes())
        files.replace(folder / place.KEYS, content + b"\n")


def _following(folder: Path) -> bytes:
    return _from_text(str(json.loads(intact(folder)).get("next", "")))


def _parse(entry: dict[str, Any]) -> Slot:
    kind, version = entry["kind"], entry["version"]
    if version not in (_BEFORE_SIGNING, _SLOT) or kind not in (_PASSPHRASE, _RECOVERY, _ORGANISATION):
        raise ValueError("another kind of slot")
    cost = None
    if kind == _PASSPHRASE:
        if entry["kdf"] != "argon2id":
            raise ValueError("another derivation")
        cost = Cost(int(entry["memory_mib"]), int(entry["passes"]))
    slot = Slot(
        kind=kind,
        holder=str(entry["user"]) if kind == _PASSPHRASE else "",
        key_id=str(entry.get("key", "")),
        cost=cost,
        salt=_from_text(entry.get("salt", "")),
        public=bytes.fromhex(entry.get("public", "")),
        nonce=_from_text(entry.get("nonce", "")),
        wrapped=_from_text(entry.get("wrapped", "")),
        sealed=_from_text(entry.get("sealed", "")),
        version=version,
    )
    if kind != _ORGANISATION and (
        len(slot.salt) != argon2id.SALTBYTES
        or len(slot.nonce) != crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
    ):
        raise ValueError("a salt or nonce of the wrong length")
    if len(slot.public) not in (0, 32) or (slot.version == _SLOT and kind != _RECOVERY and not slot.public):
        raise ValueError("a public key of the wrong length")
    return slot


def _to_text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _from_text(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
