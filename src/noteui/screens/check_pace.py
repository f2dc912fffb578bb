"""When the checks of the editor run: a long note is read in slices between keys, and a pause is noticed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from noteui.checks import Checker

IDLE_AFTER = 0.6
"""Seconds without a key after which what is finished in the caret's own sentence may be raised."""
SLICE = 0.004
"""Seconds that a long note is read at a time, so that a key never waits for longer."""
_BETWEEN_SLICES = 0.001
_SHOWN_EVERY = 0.25
"""Seconds after which what was read of a long note so far is shown."""


class CheckPace:
    """Calls `look` when there is something new to show; with True where the writer has paused."""

    def __init__(self, look: Callable[[bool], None]) -> None:
        self._look = look
        self._pause: asyncio.TimerHandle | None = None
        self._slice: asyncio.TimerHandle | None = None
        self._shown_at = 0.0

    def written(self) -> None:
        """Something was written: the pause begins again."""
        if self._pause is not None:
            self._pause.cancel()
        self._pause = asyncio.get_running_loop().call_later(IDLE_AFTER, self._look, True)

    def read_on(self, checker: Checker) -> None:
        """Read what the checker has not read yet, in slices, and show it."""
        if self._slice is None and not checker.is_read:
            self._shown_at = time.monotonic()
            self._next_slice(checker)

    def stop(self) -> None:
        """Do nothing more."""
        for handle in (self._pause, self._slice):
            if handle is not None:
                handle.cancel()

    def _next_slice(self, checker: Checker) -> None:
        self._slice = asyncio.get_running_loop().call_later(_BETWEEN_SLICES, self._read, checker)

    def _read(self, checker: Checker) -> None:
        began = time.monotonic()
        while checker.read_on():
            now = time.monotonic()
            if now - began >= SLICE:
                if now - self._shown_at >= _SHOWN_EVERY:
                    self._shown_at = now
                    self._look(False)
                self._next_slice(checker)
                return
        self._slice = None
        self._look(False)
