"""Backups: a backup is a vault folder of its own, made in one step, and none until it has been checked."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]
from sqlmodel import Session

from noteui.records import Act, LogEntry
from noteui.vault import anchor, files, keys, log, place, schema, verify
from noteui.vault.engine import connect, in_plain_words, make_engine
from noteui.vault.errors import (
    DamagedVault,
    DiskFull,
    NewerVault,
    ReadOnly,
    VaultError,
    VaultExists,
    WrongPassphrase,
)
from noteui.vault.lock import Lock, Presence
from noteui.vault.log_check import log_faults
from noteui.vault.vault import Vault, open_unlocked, read_version

_DAILY = "-daily"
_DAYS_KEPT = 7
_WEEKS_KEPT = 5


def back_up(vault: Vault, target: Path | None = None) -> Path:
    """Writes a verified backup of the open vault and returns its folder.

    Without a `target` it goes into the vault's own `backups` folder. It opens with the same passphrases.
    Raises VaultExists, DamagedVault (the backup failed its check and was thrown away), DiskFull, ReadOnly.
    """
    made, head = _made(vault.folder, vault.keys, target, "backup")
    if head is not None:
        with contextlib.suppress(DiskFull), vault.writing() as session:  # the backup is there all the same
            vault.enter(session, Act.BACKUP_MADE, payload=head.hash, detail={"seq": head.seq})
    return made


def back_up_daily(vault: Vault, *, today: date, elsewhere: Path | None = None) -> Path | None:
    """Makes the day's backup where there is none yet, and throws daily ones away that are no longer wanted.

    Kept are the last seven and the last of each of the five weeks up to today. Backups made by hand, before
    an upgrade or before a restore are never thrown away. With `elsewhere` they go there, into a folder named
    by the vault's own identifier. Returns the new one. Raises what `back_up` raises.
    """
    folder = elsewhere / vault.store_id if elsewhere else vault.folder / place.BACKUPS
    target = folder / f"{today.isoformat()}{_DAILY}"
    if target.exists():
        return None
    if elsewhere is not None and not elsewhere.is_dir():
        # A drive that is not there must not become a folder on the disk that it was to be away from.
        raise VaultError(
            f"{elsewhere} is not there. Connect the drive, or change backups in the configuration."
        )
    if elsewhere is not None and not folder.exists():
        with files.in_plain_words(elsewhere):
            files.create_private_folder(folder)
    made = back_up(vault, target)
    days = sorted((day for path in folder.iterdir() if (day := _day_of(path)) is not None), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    for day in days:
        weeks.setdefault(day.isocalendar()[:2], day)
    kept = {*days[:_DAYS_KEPT], *sorted(weeks.values(), reverse=True)[:_WEEKS_KEPT]}
    for day in days:
        if day not in kept:
            shutil.rmtree(folder / f"{day.isoformat()}{_DAILY}", ignore_errors=True)
    return made


def renew_after_erasure(vault: Vault, *, today: date) -> list[Path]:
    """Throws the automatic backups away, which still hold what was erased, and makes the day's anew.

    Returns the backups that were made by hand or by an upgrade or a restore: they still hold it, and somebody
    must decide about each. Where the new one cannot be made none is thrown away. Raises what `back_up` does.
    """
    folder = vault.folder / place.BACKUPS
    before = [path for path in folder.iterdir() if not path.name.startswith(".")] if folder.exists() else []
    fresh = back_up(vault, _numbered(folder / f"{today.isoformat()}-after-erasure"))
    for path in before:
        if path.name.endswith(_DAILY):
            shutil.rmtree(path, ignore_errors=True)
    fresh.rename(folder / f"{today.isoformat()}{_DAILY}")
    files.sync_folder(folder)
    return sorted(path for path in before if path.exists() and not path.name.endswith(_DAILY))


def back_up_files(folder: Path, known: keys.VaultKeys, *, reason: str) -> Path:
    """The same for a vault that is not open but whose keys are known; `reason` stands in its name."""
    return _made(folder, known, None, reason)[0]


def _made(
    folder: Path, known: keys.VaultKeys, target: Path | None, reason: str
) -> tuple[Path, LogEntry | None]:
    target = target or _numbered(folder / place.BACKUPS / f"{time.strftime('%Y-%m-%d-%H%M%S')}-{reason}")
    if target.exists():
        raise VaultExists(f"There is already something at {target}. Choose another name.")
    building = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    with files.in_plain_words(target.parent):
        if target.parent == folder / place.BACKUPS and not target.parent.exists():
            files.create_private_folder(target.parent)
        files.create_private_folder(building)
        try:
            copy_database(folder / place.DATABASE, building / place.DATABASE, known.data)
            files.replace(building / place.KEYS, keys.intact(folder))
            head = _anchor(building, known)
            building.rename(target)
            files.sync_folder(target.parent)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
    return target, head


def _anchor(folder: Path, known: keys.VaultKeys, database: str = place.DATABASE) -> LogEntry | None:
    """Has the folder's anchor name the newest entry of a database in it; returns that entry."""
    if read_version(folder / database, known.data) < schema.LOGGED:
        return None
    engine = make_engine(folder / database, known.data)
    try:
        with Session(engine) as session:
            return anchor.renew(session, folder, known.log)
    finally:
        engine.dispose()


def restore(backup: Path, folder: Path, passphrase: str) -> Path | None:
    """Puts a backup in the place of the vault; returns where the vault that stood there was set aside.

    The backup is checked before anything is touched, and nothing of what stood there is thrown away. The
    passphrase is the backup's. Raises what `keys.unlock` raises, DamagedVault where the backup is no good,
    NewerVault, VaultInUse where the vault is open in noteui, DiskFull, ReadOnly.
    """
    unlocked = keys.unlock(backup, passphrase)
    with files.in_plain_words(folder):
        if not folder.exists():
            files.create_private_folder(folder)
        lock = Lock(folder)
        presence: Presence | None = None
        fresh = folder / f".{place.DATABASE}.{secrets.token_hex(6)}"
        try:
            presence = Presence(folder, alone=True)
            files.clear_unfinished(folder, place.DATABASE)
            copy_database(backup / place.DATABASE, fresh, unlocked.data_key)
            if read_version(fresh, unlocked.data_key) > schema.CURRENT:
                raise NewerVault("A newer noteui has made this backup. Install that version to restore it.")
            with contextlib.suppress(dbapi2.Error):  # brings in what a crash left in the log, where it can
                connect(folder / place.DATABASE, unlocked.data_key).close()
            aside = _set_aside(folder)
            # The anchor first: a history that goes on after its entry is no fault, one that ends before is.
            _anchor(folder, unlocked.keys, fresh.name)
            fresh.replace(folder / place.DATABASE)
            for name in (place.KEYS, place.KEYS_BEFORE):
                files.replace(folder / name, keys.intact(backup))
        finally:
            fresh.unlink(missing_ok=True)
            if presence is not None:
                presence.release()
            lock.release()
    with open_unlocked(folder, unlocked) as restored, restored.writing() as session:
        restored.enter(session, Act.BACKUP_RESTORED)
    return aside


def copy_database(source: Path, target: Path, data_key: bytes, new_key: bytes | None = None) -> None:
    """Copies a database whole, into one that opens with `new_key` where that is given, and checks the copy.

    Raises DamagedVault where the copy fails its check, DiskFull, ReadOnly.
    """
    files.create_private(target)
    journal = source.with_name(f"{source.name}-wal")
    if new_key is not None or os.access(source.parent, os.W_OK) or journal.exists():
        _copy_pages(source, target, data_key, new_key or data_key)
    else:
        # On a disk that cannot be written no database can be opened, and nobody can be writing in this one.
        shutil.copyfile(source, target)
    faults = verify.database_faults(target, new_key or data_key)
    if faults:
        raise DamagedVault(f"The copy failed its check ({faults[0]}). The vault itself was not touched.")
    files.sync_file(target)


def _copy_pages(source: Path, target: Path, data_key: bytes, new_key: bytes) -> None:
    read_version(source, data_key)  # a missing or damaged source is told in a sentence
    try:
        reading, writing = connect(source, data_key), connect(target, new_key)
        try:
            # All pages in one step: a backup in steps begins again whenever someone writes.
            reading.backup(writing, pages=-1)
        finally:
            writing.close()
            reading.close()
    except dbapi2.Error as error:
        raise in_plain_words(error, source) or VaultError("The backup could not be written.") from None


@dataclass(frozen=True, slots=True)
class Drill:
    """What came of restoring a backup on trial.

    `faults` are sentences, none where it is good; `seq` and `hash` are the end of its log, and `behind` how
    many entries of the vault came after it. `same_passphrase` is False where it opens with an earlier one.
    """

    folder: Path
    faults: tuple[str, ...]
    seq: int
    hash: str
    behind: int
    same_passphrase: bool


def newest(vault: Vault, elsewhere: Path | None = None) -> Path | None:
    """The backup that was made last, here or elsewhere; None where there is none."""
    places = [vault.folder / place.BACKUPS, *([elsewhere / vault.store_id] if elsewhere else [])]
    made = [path for folder in places if folder.is_dir() for path in folder.iterdir() if _is_backup(path)]
    return max(made, key=lambda path: (path / place.DATABASE).stat().st_mtime, default=None)


def drill(vault: Vault, backup: Path, passphrase: str) -> Drill:
    """Restores a backup into a private folder that is thrown away again, and checks it whole.

    Its log must be the beginning of the vault's own. Left in the log. Raises DiskFull, ReadOnly, VaultError.
    """
    with tempfile.TemporaryDirectory(prefix="noteui-drill-") as made:
        trial = Path(made) / "vault"
        trial.mkdir(mode=0o700)
        files.replace(trial / place.KEYS, keys.intact(backup))
        try:
            known, same = keys.unlock(trial, passphrase).keys, True
        except WrongPassphrase:
            known, same = vault.keys, False
        faults, head = _tried(backup, trial, known)
    seq, entry_hash = (head.seq, head.hash) if head else (0, log.NO_HASH)
    with vault.reading() as session:
        live, last = session.get(LogEntry, seq), log.head(session)
    if seq and (live is None or live.hash != entry_hash):
        faults = (*faults, f"entry {seq}, its last, is not the one in the vault's log")
    behind = (last.seq if last else 0) - seq
    with contextlib.suppress(DiskFull, ReadOnly), vault.writing() as session:
        detail: dict[str, str | int] = {"seq": seq, "faults": len(faults)}
        vault.enter(session, Act.BACKUP_DRILLED, payload=entry_hash, detail=detail)
    return Drill(backup, faults, seq, entry_hash, behind, same)


def _tried(backup: Path, trial: Path, known: keys.VaultKeys) -> tuple[tuple[str, ...], LogEntry | None]:
    try:
        copy_database(backup / place.DATABASE, trial / place.DATABASE, known.data)
        head = _anchor(trial, known)
    except (DamagedVault, NewerVault) as error:
        return (error.sentence,), None
    engine = make_engine(trial / place.DATABASE, known.data)
    try:
        with Session(engine) as session:
            return tuple(log_faults(session, known.log)) if head else (), head
    finally:
        engine.dispose()


def _is_backup(path: Path) -> bool:
    return not path.name.startswith(".") and (path / place.DATABASE).exists()


def _set_aside(folder: Path) -> Path | None:
    """Moves the vault's files into a folder of their own, in which they are a vault; its database stays too.

    The log goes first: beside another database it would be played into it.
    """
    if not place.exists(folder):
        return None
    if not (folder / place.BACKUPS).exists():
        files.create_private_folder(folder / place.BACKUPS)
    aside = _numbered(folder / place.BACKUPS / f"{time.strftime('%Y-%m-%d-%H%M%S')}-before-restore")
    files.create_private_folder(aside)
    for name in (place.KEYS, place.KEYS_BEFORE, place.ANCHOR):
        if (folder / name).exists():
            files.replace(aside / name, (folder / name).read_bytes())
    for name in (f"{place.DATABASE}-wal", f"{place.DATABASE}-shm"):
        if (folder / name).exists():
            (folder / name).rename(aside / name)
    if (folder / place.DATABASE).exists():
        os.link(folder / place.DATABASE, aside / place.DATABASE)
    files.sync_folder(aside)
    return aside


def _day_of(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.name.removesuffix(_DAILY)) if path.name.endswith(_DAILY) else None
    except ValueError:
        return None


def _numbered(wanted: Path) -> Path:
    number, free = 1, wanted
    while free.exists():
        number += 1
        free = wanted.with_name(f"{wanted.name}-{number}")
    return free
