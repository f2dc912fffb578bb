"""Who is in a vault, by the operating system's locks on files of their own.

A lock goes with the process, however that ends; no file has to be removed after a crash.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from pathlib import Path

from noteui.vault import files, place
from noteui.vault.errors import ReadOnly, VaultInUse

PATIENCE = 5.0
"""Seconds for which an opening waits while another program exchanges the vault's files."""

if sys.platform == "win32":
    import msvcrt

    _PLACES = 64
    """Windows knows no shared locks: whoever is in the vault holds one of so many bytes, or all of them."""

    def _take(handle: int, *, shared: bool) -> None:
        if not shared:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, _PLACES)
            return
        for at in range(_PLACES):
            with contextlib.suppress(OSError):
                os.lseek(handle, at, os.SEEK_SET)
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
                return
        raise OSError("no place left")

else:
    import fcntl

    def _take(handle: int, *, shared: bool) -> None:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


class Lock:
    """One app at a time: held from the time it is made until `release`.

    Raises VaultInUse where another program holds it, saying which process that is and since when.
    """

    def __init__(self, folder: Path) -> None:
        with files.in_plain_words(folder):
            self._handle = os.open(folder / place.LOCK, _CREATE, 0o600)
        try:
            _take(self._handle, shared=False)
        except OSError:
            os.close(self._handle)
            raise VaultInUse(
                f"This vault is already open in another noteui{_holder(folder)}. Close that one first."
            ) from None
        with contextlib.suppress(OSError):  # on a full disk nobody is told who holds it, and it is held
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, json.dumps({"process": os.getpid(), "since": time.time()}).encode(), 0)

    def release(self) -> None:
        """Lets go; the file stays."""
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
        os.close(self._handle)


class Presence:
    """That somebody is in the vault, held by everybody who has it open; `alone` while files are exchanged.

    Raises VaultInUse: at once where it shall be held alone and somebody is there, and after PATIENCE where
    somebody else holds it alone.
    """

    def __init__(self, folder: Path, *, alone: bool = False) -> None:
        self._handle: int | None = None
        try:
            with files.in_plain_words(folder):
                self._handle = os.open(folder / place.PRESENCE, _CREATE, 0o600)
        except ReadOnly:
            if alone:
                raise
            return  # where nothing can be written no files can be exchanged either
        ends = time.monotonic() + (0.0 if alone else PATIENCE)
        while True:
            try:
                _take(self._handle, shared=not alone)
            except OSError:
                if time.monotonic() >= ends:
                    os.close(self._handle)
                    raise VaultInUse(_BUSY if alone else _EXCHANGED) from None
                time.sleep(0.05)
            else:
                return

    def release(self) -> None:
        """Lets go; the file stays."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


_CREATE = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_BUSY = "This vault is open in another noteui. Close that one first, then try again."
_EXCHANGED = "Another noteui is exchanging this vault's files. Wait a moment, then try again."


def _holder(folder: Path) -> str:
    try:
        told = json.loads((folder / place.LOCK).read_bytes())
        since = time.strftime("%H:%M on %d/%m/%Y", time.localtime(float(told["since"])))
        return f" (process {int(told['process'])}, since {since})"
    except (OSError, ValueError, TypeError, KeyError):
        return ""
