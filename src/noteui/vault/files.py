"""Files that must never be half there: private from the first byte, replaced whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from noteui.vault.errors import DiskFull, ReadOnly, VaultError

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_SPACE = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NOT_WRITABLE = {errno.EPERM, errno.EACCES, errno.EROFS}


@contextlib.contextmanager
def in_plain_words(folder: Path) -> Iterator[None]:
    """Turns what the operating system raises while files are written into one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise DiskFull("The disk is full. Free some space, then try again.") from None
        if error.errno in _NOT_WRITABLE:
            raise ReadOnly(
                f"noteui may not read and write {folder}. Change its permissions, then try again."
            ) from None
        raise VaultError(f"{folder} cannot be used: {error.strerror or 'unknown fault'}.") from None


def create_private(file: Path) -> None:
    """Creates an empty file that only its owner can read; refuses one that is there, or a planted link."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_FOLLOW, 0o600))


def create_private_folder(folder: Path) -> None:
    """Creates a folder that only its owner can enter, with parents as needed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    folder.chmod(0o700)  # whatever the umask left out


def replace(file: Path, content: bytes) -> None:
    """Puts `content` in the place of `file` so that after any crash one of the two is there, whole.

    The content and then the name reach the disk before this returns. Raises OSError.
    """
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_FOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def clear_unfinished(folder: Path, name: str) -> None:
    """Removes what a crash left of a file that was to take the place of `name`; nobody may be making one."""
    with contextlib.suppress(OSError):
        for path in folder.glob(f".{name}.*"):
            path.unlink()


def sync_file(file: Path) -> None:
    """Has the file's bytes reach the disk. Never to be called on a database that someone has open."""
    handle = os.open(file, os.O_RDWR | _NO_FOLLOW)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Has the names in the folder reach the disk, where the platform can."""
    if os.name == "nt":  # Windows keeps names in its journal and lets no folder be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
