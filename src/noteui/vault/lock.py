"""One app at a time in a vault, by the operating system's lock on a file of its own.

The lock goes with the process, however that ends; no file has to be removed after a crash.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from noteui.vault import files, place
from noteui.vault.errors import VaultInUse

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """Held from the time it is made until `release`. Raises VaultInUse where another program holds it."""

    def __init__(self, folder: Path) -> None:
        with files.in_plain_words(folder):
            self._handle = os.open(
                folder / place.LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600
            )
        try:
            _take(self._handle)
        except OSError:
            os.close(self._handle)
            raise VaultInUse("This vault is already open in another noteui. Close that one first.") from None

    def release(self) -> None:
        """Lets go; the file stays."""
        os.close(self._handle)
