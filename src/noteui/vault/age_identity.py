"""Each user's age identity: what sealed packages are sealed to, and what opens them.

It is derived from the seed under which the user signs, so that it is kept nowhere but where that is: wrapped
by their passphrase. Whoever is given a new passphrase by somebody else has another identity from then on.
"""

from __future__ import annotations

import hashlib

from pyrage import x25519

from noteui.vault.vault import Vault

_PURPOSE = b"noteui age x2551"
_PREFIX = "age-secret-key-"
_SYMBOLS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def identity(vault: Vault) -> x25519.Identity:
    """The identity of whoever opened the vault."""
    return x25519.Identity.from_str(_bech32(vault.signer.derived(_PURPOSE)).upper())


def public(vault: Vault) -> str:
    """The public half, as it is given to whoever is to seal something for them: `age1…`."""
    return str(identity(vault).to_public())


def fingerprint(public_key: str) -> str:
    """A public key in eight groups of four characters, to be read out and compared."""
    short = hashlib.sha256(public_key.strip().encode()).hexdigest()[:32]
    return " ".join(short[at : at + 4] for at in range(0, 32, 4))


def _bech32(secret: bytes) -> str:
    """The secret in the one spelling that age reads: Bech32, as BIP 173 describes it."""
    bits = int.from_bytes(secret, "big") << (-len(secret) * 8) % 5
    count = -(-len(secret) * 8 // 5)
    values = [(bits >> 5 * (count - 1 - at)) & 31 for at in range(count)]
    prefix = [ord(c) >> 5 for c in _PREFIX] + [0] + [ord(c) & 31 for c in _PREFIX]
    sum_ = _checksum([*prefix, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    check = [(sum_ >> 5 * (5 - at)) & 31 for at in range(6)]
    return _PREFIX + "1" + "".join(_SYMBOLS[value] for value in (*values, *check))


def _checksum(values: list[int]) -> int:
    sum_ = 1
    for value in values:
        top = sum_ >> 25
        sum_ = (sum_ & 0x1FFFFFF) << 5 ^ value
        for at, generator in enumerate(_GENERATORS):
            sum_ ^= generator if top >> at & 1 else 0
    return sum_
