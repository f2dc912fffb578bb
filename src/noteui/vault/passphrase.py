"""What makes a passphrase fit: length, and not being among the first that anyone would guess.

No rules about capitals, digits or signs: they make passphrases harder to remember and hardly harder to guess.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from importlib import resources

SHORTEST = 15
LONGEST = 1024
_FEWEST_DIFFERENT = 6


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a passphrase will do, and one sentence that says what would make it better."""

    fit: bool
    sentence: str


def judge(passphrase: str) -> Judgement:
    """Judges a new passphrase in plain words."""
    missing = SHORTEST - len(passphrase)
    if missing > 0:
        more = "one more character" if missing == 1 else f"{missing} more characters"
        return Judgement(False, f"Add {more}: four unrelated words are easy to remember and hard to guess.")
    if len(passphrase) > LONGEST:
        return Judgement(False, f"Use at most {LONGEST} characters.")
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in passphrase):
        return Judgement(False, "Use only characters that a keyboard can type.")
    if len(set(passphrase.casefold())) < _FEWEST_DIFFERENT or _repeats(passphrase):
        return Judgement(False, "It repeats itself, which makes it easy to guess: use four unrelated words.")
    if _folded(passphrase) in _common():
        return Judgement(False, "Anyone would try this among the first: use four unrelated words.")
    if len(passphrase) < 20:
        return Judgement(True, "Long enough. Four or more unrelated words would be harder still to guess.")
    return Judgement(True, "A good length. It is as strong as it is hard to guess for someone who knows you.")


def to_bytes(passphrase: str) -> bytes | None:
    """The bytes that the key is derived from, the same on every keyboard; None where it cannot be written."""
    try:
        return unicodedata.normalize("NFKC", passphrase).encode()
    except UnicodeEncodeError:
        return None


def _repeats(passphrase: str) -> bool:
    doubled = passphrase.casefold() * 2
    return doubled.find(passphrase.casefold(), 1) < len(passphrase)


def _folded(passphrase: str) -> str:
    letters = "".join(c for c in unicodedata.normalize("NFKC", passphrase).casefold() if c.isalnum())
    return letters.rstrip("0123456789")


@functools.cache
def _common() -> frozenset[str]:
    text = resources.files("noteui.vault").joinpath("common_passphrases.txt").read_text(encoding="utf-8")
    # The digits alone fold to nothing: "123456789012345" is as common as they come.
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#")) | {""}
