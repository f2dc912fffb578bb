"""The organisation's key as the line of text that it keeps: the secret half, with a check."""

from __future__ import annotations

import hashlib

_NAME = "noteui-organisation-key-1"


def write(secret: bytes) -> str:
    """The key as a line. It opens the vault by itself."""
    return f"{_NAME} {secret.hex()} {_check(secret)}\n"


def read(text: str) -> bytes | None:
    """The secret half from such a line; None where it is none, or was damaged on the way."""
    parts = text.split()
    try:
        name, secret, check = parts[0], bytes.fromhex(parts[1]), parts[2]
    except (IndexError, ValueError):
        return None
    return secret if (name, check) == (_NAME, _check(secret)) and len(secret) == 32 else None


def _check(secret: bytes) -> str:
    return hashlib.sha256(_NAME.encode() + secret).hexdigest()[:8]
