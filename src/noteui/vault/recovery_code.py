"""The recovery code: 130 random bits as 26 letters and digits and a check, to be printed and read back."""

from __future__ import annotations

import secrets

from noteui.records.ids import ALPHABET, plain_characters

LENGTH = 27
"""26 symbols that open the vault, and one that tells a slip of the pen."""
_GROUP = 5


def draw() -> str:
    """A new code, in capitals, in groups of five that can be read aloud."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    code = (symbols + _check(symbols)).upper()
    return "-".join(code[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def read(typed: str) -> str | None:
    """The code as it was drawn, from what was typed; None where it is none or has a slip in it."""
    symbols = plain_characters("".join(c for c in typed if not c.isspace() and c != "-"))
    if len(symbols) != LENGTH or not set(symbols) <= set(ALPHABET) or _check(symbols[:-1]) != symbols[-1]:
        return None
    code = symbols.upper()
    return "-".join(code[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def _check(symbols: str) -> str:
    """Weighted by odd numbers modulo 32, it tells every single slip and most exchanges of neighbours."""
    return ALPHABET[sum((2 * at + 1) * ALPHABET.index(s) for at, s in enumerate(symbols)) % len(ALPHABET)]
