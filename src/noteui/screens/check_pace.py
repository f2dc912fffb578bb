"""When the checks of the editor run: a long note is read in slices between keys, and a pause is noticed."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Iterator

from noteui.checks import Checker
from noteui.checks.cue import compile_ahead

IDLE_AFTER = 0.6
"""Seconds without a key after which what is finished in the caret's own sentence may be raised."""
SLICE = 0.004
"""Seconds that a long note is read at a time, so that a key never waits for longer."""
_BETWEEN_SLICES = 0.001
_SHOWN_EVERY = 0.25
"""Seconds after which what was read of a long note so far is shown."""


YOUNG = 200_000
"""New objects after which the collector looks for those that nobody holds, whatever is being typed: some
thousands of keys without a pause. In each pause it looks anyway."""


def spare_the_collector() -> None:
    """Take what stays for good out of the collector's rounds and make them rare: each would hold up a key."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


class CheckPace:
    """Calls `look` when there is something new to show; with True where the writer has paused."""

    def __init__(self, look: Callable[[bool], None]) -> None:
        self._look = look
        self._pause: asyncio.TimerHandle | None = None
        self._slice: asyncio.TimerHandle | None = None
        self._shown_at = 0.0
        self._compiling: Iterator[None] | None = compile_ahead()

    def written(self) -> None:
        """Something was written: the pause begins again."""
        if self._pause is not None:
            self._pause.cancel()
        self._pause = asyncio.get_running_loop().call_later(IDLE_AFTER, self._rest)

    def _rest(self) -> None:
        self._look(True)
        gc.collect(0)

    def read_on(self, checker: Checker) -> None:
        """Read what the checker has not read yet, in slices, and show it."""
        if self._slice is None and (not checker.is_read or self._compiling is not None):
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
        was_read = checker.is_read
        while checker.read_on():
            now = time.monotonic()
            if now - began >= SLICE:
                if now - self._shown_at >= _SHOWN_EVERY:
                    self._shown_at = now
                    self._look(False)
                self._next_slice(checker)
                return
        if not was_read:
            self._look(False)
        self._slice = None
        while self._compiling is not None:
            if next(self._compiling, self) is self:
                self._compiling = None
            elif time.monotonic() - began >= SLICE:
                self._next_slice(checker)
                return
