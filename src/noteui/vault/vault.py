"""A vault: created, opened, read and written in transactions, closed."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]
from sqlmodel import Session

from noteui.records import User
from noteui.records.ids import new_id
from noteui.vault import ballast, files, keys, place, schema, search
from noteui.vault.engine import APPLICATION_ID, assert_sound, connect, in_plain_words, make_engine
from noteui.vault.errors import (
    DamagedVault,
    DiskFull,
    NewerVault,
    NoVault,
    UnfitPassphrase,
    VaultError,
    VaultExists,
)
from noteui.vault.lock import Lock
from noteui.vault.passphrase import judge

_SETTLED_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """Whose passphrase opened the vault; they sign what is written now."""

    id: str
    name: str
    role: str


class Vault:
    """An open vault. Every act reads or writes inside `reading()` or `writing()`; nothing outlives them."""

    def __init__(
        self, folder: Path, data_key: bytes, engine: Engine, user: CurrentUser, lock: Lock | None
    ) -> None:
        self.folder = folder
        self.engine = engine
        self.user = user
        self.data_key = data_key
        self._lock = lock
        self._writer = engine.execution_options(write=True)

    def __repr__(self) -> str:
        return f"<Vault in {self.folder}>"

    def __enter__(self) -> Vault:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def alone(self) -> bool:
        """Whether this program holds the vault for itself."""
        return self._lock is not None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees the vault as it stood when it began. Raises VaultError."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all on the disk when it ends without an error, and none otherwise.

        Raises VaultInUse where another program writes for longer than five seconds, DiskFull, ReadOnly.
        """
        with Session(self._writer, expire_on_commit=False) as session:
            session.connection()  # take the writer's place now, before anything is read
            yield session
            session.commit()

    def close(self) -> None:
        """Closes the database and lets go of the vault. What was saved is already on the disk."""
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def create(
    folder: Path,
    passphrase: str,
    *,
    name: str,
    role: str,
    cost: keys.Cost | None = None,
    alone: bool = False,
) -> Vault:
    """Creates a vault with its first user and opens it. It appears whole or not at all.

    Raises UnfitPassphrase, VaultExists, DiskFull, ReadOnly, VaultError.
    """
    assert_sound()
    judgement = judge(passphrase)
    if not judgement.fit:
        raise UnfitPassphrase(judgement.sentence)
    name, role = " ".join(name.split()), " ".join(role.split())
    if not name:
        raise VaultError("Give your name: it signs the notes that you write.")
    if place.exists(folder):
        raise VaultExists(f"There is already a vault in {folder}.")
    if (unsafe := place.why_unsafe(folder)) is not None:
        raise VaultError(unsafe)
    with files.in_plain_words(folder):
        if folder.exists() and any(folder.iterdir()):
            raise VaultExists(f"There are other files in {folder}. Choose an empty folder, or a new one.")
        building = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}")
        files.create_private_folder(building)
        try:
            unlocked = _build(building, passphrase, name, role, cost)
            if folder.exists():
                folder.rmdir()
            building.rename(folder)
            files.sync_folder(folder.parent)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
    return open_unlocked(folder, unlocked, alone=alone)


def open_(folder: Path, passphrase: str, *, alone: bool = False) -> Vault:
    """Opens the vault; with `alone`, no other program may hold it so at the same time.

    An older vault is backed up and brought up to date. Raises NoVault, WrongPassphrase, Locked, NewerVault,
    DamagedVault, VaultInUse, ReadOnly.
    """
    return open_unlocked(folder, keys.unlock(folder, passphrase), alone=alone)


def open_unlocked(folder: Path, unlocked: keys.Unlocked, *, alone: bool = False) -> Vault:
    """Opens the vault with what `keys.unlock` gave, so that unlocking can go on while this is imported.

    Raises what `open_` raises, but for the passphrase.
    """
    assert_sound()
    lock = Lock(folder) if alone else None
    try:
        try:
            _check_marks(folder, unlocked, lock)
        except DiskFull:  # not even the log's index, which reading needs, found room
            if not ballast.throw_off(folder):
                raise
            _check_marks(folder, unlocked, lock)
        engine = make_engine(folder / place.DATABASE, unlocked.data_key)
        try:
            vault = Vault(folder, unlocked.data_key, engine, _user(engine, unlocked.user_id), lock)
            _settle_what_a_crash_left(vault)
        except BaseException:
            engine.dispose()
            raise
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    with contextlib.suppress(VaultError, OSError):  # a full disk keeps nobody from reading
        keys.bring_level(folder)
    if alone:
        ballast.take_on(folder)
    return vault


def read_version(file: Path, data_key: bytes) -> int:
    """How many migrations the database has been through. Raises DamagedVault, ReadOnly, VaultInUse."""
    if not file.exists():
        raise DamagedVault(f"{file} is missing. Restore the last backup with: noteui vault restore")
    if file.is_symlink():
        raise DamagedVault(f"{file} is a link to another place. Put the file itself there.")
    try:
        connection = connect(file, data_key)
        try:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        finally:
            connection.close()
    except dbapi2.Error as error:
        raise in_plain_words(error, file) or VaultError("The vault cannot be opened.") from None
    if application != APPLICATION_ID:
        raise DamagedVault(f"{file} is not a vault's database. Restore the last backup: noteui vault restore")
    return int(version)


def _check_marks(folder: Path, unlocked: keys.Unlocked, lock: Lock | None) -> None:
    if not place.exists(folder):
        raise NoVault(f"There is no vault in {folder}. Create one with: noteui vault init")
    version = read_version(folder / place.DATABASE, unlocked.data_key)
    if version > schema.CURRENT:
        raise NewerVault("A newer noteui has written this vault. Install that version to open it.")
    if version < schema.CURRENT:
        from noteui.vault.upgrade import upgrade  # slow to import, and almost never needed

        held = lock or Lock(folder)
        try:
            upgrade(folder, unlocked)
        finally:
            if lock is None:
                held.release()


def _build(folder: Path, passphrase: str, name: str, role: str, cost: keys.Cost | None) -> keys.Unlocked:
    user = User(id=new_id(), name=name, role=role)
    data_key = keys.create_slots(folder, user.id, passphrase, cost)
    unlocked = keys.Unlocked(user.id, data_key)
    files.create_private(folder / place.DATABASE)
    engine = make_engine(folder / place.DATABASE, data_key, guarded=False)
    try:
        with engine.execution_options(write=True).begin() as connection:
            schema.create(connection)
            with Session(connection) as session:
                session.add(user)
                session.commit()
    finally:
        engine.dispose()
    files.sync_folder(folder)
    return unlocked


def _user(engine: Engine, user_id: str) -> CurrentUser:
    with Session(engine) as session:
        user = session.get(User, user_id)
        if user is None:
            raise DamagedVault(
                "The vault's keys and its database do not belong together. Restore the backup."
            )
        return CurrentUser(user.id, user.name, user.role)


def _settle_what_a_crash_left(vault: Vault) -> None:
    with vault.reading() as session:
        left = search.unsettled(session)
    for at in range(0, len(left), _SETTLED_AT_ONCE):
        # An index that cannot be brought level must keep nobody from their notes; verify names it.
        with contextlib.suppress(VaultError, SQLAlchemyError), vault.writing() as session:
            for note_id in left[at : at + _SETTLED_AT_ONCE]:
                search.settle(session, note_id)
