"""Identifiers: twelve characters that can be read aloud and typed, sixty random bits."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in lower case: no i, l, o or u, which are misread."""

LENGTH = 12
SHORTEST_PREFIX = 4
"""How many characters of an identifier must at least be typed to mean it."""

_MISREAD = str.maketrans("ilo", "110")


def new_id() -> str:
    """A new identifier; two of a million notes collide less often than once in a million vaults."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_prefix(typed: str) -> str | None:
    """What was typed as the beginning of an identifier, or None where it cannot be one.

    Capitals are accepted, and i, l and o are read as the digits that they are taken for.
    """
    prefix = plain_characters(typed.strip())
    if SHORTEST_PREFIX <= len(prefix) <= LENGTH and set(prefix) <= set(ALPHABET):
        return prefix
    return None


def plain_characters(typed: str) -> str:
    """What was typed in lower case, with the letters that are taken for digits read as those."""
    return typed.lower().translate(_MISREAD)
