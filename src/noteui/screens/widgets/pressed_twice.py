"""An act that takes something away: it is done where its key is pressed a second time."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

SECONDS = 10.0
"""For so long the first press counts."""


class PressedTwice:
    """Asks at the first press about something whether it is meant; a second about the same says so."""

    def __init__(self, ask: Callable[[str], None]) -> None:
        self._ask = ask
        self._about: str | None = None
        self._at = 0.0

    def __call__(self, about: str, question: str) -> bool:
        """True where it was pressed about the same just before; otherwise asks the question."""
        meant = self._about == about and monotonic() - self._at < SECONDS
        self._about, self._at = (None, 0.0) if meant else (about, monotonic())
        if not meant:
            self._ask(question)
        return meant
