"""The pause after wrong passphrases.

It slows down a colleague at the keyboard. It does not stop a thief: who has the folder can edit the count,
and is kept out by the passphrase and by what each guess costs (see keys.py).
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from noteui.vault import files, place

PAUSES = (0.0, 0.0, 5.0, 10.0, 20.0, 40.0, 60.0)
"""Seconds to wait after the first, second, ... wrong passphrase; the last holds from there on."""


def wait(folder: Path, now: float) -> float:
    """Seconds to wait before the next try, 0 where none; `now` in seconds since 1970."""
    wrong, at = _read(folder)
    if not wrong:
        return 0.0
    pause = PAUSES[min(wrong, len(PAUSES)) - 1]
    # A clock that was put back must not lock anyone out for longer than the pause.
    return min(pause, max(0.0, at + pause - now))


def so_far(folder: Path) -> int:
    """How many wrong tries have been counted since the last right one."""
    return _read(folder)[0]


def count(folder: Path, now: float) -> None:
    """Counts a try. It is counted before it is made: ending the program half-way does not save it."""
    wrong, _ = _read(folder)
    # On a read-only folder nothing can be remembered; that must not keep the owner out.
    with contextlib.suppress(OSError):
        files.replace(folder / place.ATTEMPTS, json.dumps({"wrong": wrong + 1, "at": now}).encode())


def forget(folder: Path) -> None:
    """Forgets all tries, after one that was right."""
    with contextlib.suppress(OSError):
        (folder / place.ATTEMPTS).unlink(missing_ok=True)


def _read(folder: Path) -> tuple[int, float]:
    try:
        kept = json.loads((folder / place.ATTEMPTS).read_bytes())
        return max(0, int(kept["wrong"])), float(kept["at"])
    except (OSError, ValueError, TypeError, KeyError):
        return 0, 0.0
