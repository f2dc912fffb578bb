"""Contents that are final: sealed with a key of their subject's own, and committed to by a salted digest.

The digest stands in the log; the salt and the content only under the key. When the key is destroyed nothing
is left that could be read or guessed at, and the log still verifies.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import nacl.exceptions
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)

KEY_BYTES = 32
SALT_BYTES = 16
_CONTEXT = b"noteui content 1\n"


class BrokenSeal(ValueError):  # noqa: N818 -- a state of what is kept, told in a sentence by who finds it
    """A sealed content does not open with its subject's key: one of the two was changed."""


@dataclass(frozen=True, slots=True)
class Content:
    """A text exactly as it was finalised, and what was known beside it (dismissals) as JSON values."""

    text: str = field(repr=False)
    aside: Mapping[str, Any] = field(default_factory=dict, repr=False)
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(SALT_BYTES), repr=False)

    @property
    def digest(self) -> str:
        """What the log holds of the text: SHA-256 over the salt and the text, in hexadecimal."""
        return digest_of(self.salt, self.text)

    @property
    def aside_digest(self) -> str:
        """The same of what stands beside it."""
        return digest_of(self.salt, canonical(self.aside))


def digest_of(salt: bytes, text: str) -> str:
    """SHA-256 over this format's name, the salt and the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(_CONTEXT + salt + text.encode()).hexdigest()


def canonical(value: Any) -> str:
    """JSON in its one spelling: keys sorted, no spaces, no escapes that are not needed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def new_key() -> bytes:
    """A key for a subject."""
    return secrets.token_bytes(KEY_BYTES)


def close(content: Content, key: bytes, final_id: str) -> bytes:
    """The content sealed under its subject's key, and bound to its own identifier."""
    plain = canonical(
        {"salt": content.salt.hex(), "text": content.text, "aside": dict(content.aside)}
    ).encode()
    nonce = secrets.token_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plain, final_id.encode(), nonce, key)


def open_(sealed: bytes, key: bytes, final_id: str) -> Content:
    """What was sealed. Raises BrokenSeal."""
    length = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
    try:
        plain = crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[length:], final_id.encode(), sealed[:length], key
        )
        kept = json.loads(plain)
        return Content(kept["text"], kept["aside"], bytes.fromhex(kept["salt"]))
    except (nacl.exceptions.CryptoError, ValueError, KeyError, TypeError):
        raise BrokenSeal("sealed content does not open") from None
