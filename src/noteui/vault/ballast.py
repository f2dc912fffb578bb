"""A megabyte kept for the day on which the disk is full, so that the words being typed can still be saved."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from noteui.vault import files

NAME = "ballast"
SIZE = 1024 * 1024


def take_on(folder: Path) -> None:
    """Lays the ballast down where it is missing; on a full or read-only disk it does without."""
    file = folder / NAME
    with contextlib.suppress(OSError):
        if not file.exists() or file.stat().st_size < SIZE:
            # Random bytes: a file system that compresses would keep no room for zeros.
            files.replace(file, os.urandom(SIZE))


def throw_off(folder: Path) -> bool:
    """Makes room by removing the ballast; False where there was none."""
    try:
        (folder / NAME).unlink()
    except OSError:
        return False
    return True
