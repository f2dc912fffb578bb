"""A vault: created, opened, read and written in transactions, closed."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]
from sqlmodel import Session

from noteui.records import Access, Act, LogEntry, SigningKey, User
from noteui.records.ids import new_id
from noteui.vault import anchor, ballast, files, keys, log, place, schema, search, users
from noteui.vault.engine import APPLICATION_ID, assert_sound, connect, in_plain_words, make_engine
from noteui.vault.errors import (
    DamagedVault,
    DiskFull,
    DoNotBelongTogether,
    NewerVault,
    NoVault,
    ReadOnly,
    UnfitPassphrase,
    VaultError,
    VaultExists,
    VaultInUse,
)
from noteui.vault.lock import Lock, Presence
from noteui.vault.passphrase import judge

_SETTLED_AT_ONCE = 100
_FOR_READING_ONLY = (
    "This vault is damaged. What can still be read is shown, and nothing can be written. Restore the last "
    "backup with: noteui vault restore"
)


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """Whose passphrase opened the vault; they sign what is written now.

    `role` is what they are, `access` what they may do here.
    """

    id: str
    name: str
    role: str
    access: Access = Access.PRACTITIONER


class Vault:
    """An open vault. Every act reads or writes inside `reading()` or `writing()`; nothing outlives them.

    `store_id` is the vault's own identifier, which every receipt names. `damage` says, in sentences for the
    person, what kept the vault from being opened for writing; then what can be read can be read.
    """

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        user: CurrentUser,
        keys: keys.VaultKeys,
        signer: log.LogSigner,
        store_id: str,
        lock: Lock | None,
        presence: Presence | None = None,
    ) -> None:
        self.folder = folder
        self.engine = engine
        self.user = user
        self.keys = keys
        self.signer = signer
        self.store_id = store_id
        self.damage: str | None = None
        self._lock = lock
        self._presence = presence
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
    def data_key(self) -> bytes:
        """What opens the database."""
        return self.keys.data

    @property
    def alone(self) -> bool:
        """Whether this program holds the vault for itself."""
        return self._lock is not None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees the vault as it stood when it began. Raises VaultError."""
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                yield session
        except DamagedVault:
            self.engine.dispose()  # a connection that met one bad page finds good ones bad as well
            raise

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all on the disk when it ends without an error, and none otherwise.

        Raises VaultInUse where another program writes for longer than five seconds, DiskFull, ReadOnly;
        DamagedVault where the vault was opened for reading only.
        """
        if self.damage is not None:
            raise DamagedVault(self.damage)
        with Session(self._writer, expire_on_commit=False) as session:
            session.connection()  # take the writer's place now, before anything is read
            yield session
            session.commit()
            anchor.keep_up(session, self.folder, self.store_id, self.keys.log)

    def enter(
        self,
        session: Session,
        act: Act,
        *,
        object_id: str = "",
        payload: str = "",
        detail: Mapping[str, str | int] | None = None,
    ) -> LogEntry:
        """Leaves an act's entry in the log, inside its own writing transaction."""
        return log.append(session, self.signer, act, object_id=object_id, payload=payload, detail=detail)

    def witness(self, act: Act, *, object_id: str = "") -> None:
        """Leaves the entry of an act that only reads, where it can; the reading never depends on it.

        On a disk that is full or cannot be written, and in a damaged vault, nothing can be logged.
        """
        with (
            contextlib.suppress(DiskFull, ReadOnly, VaultInUse, DamagedVault),
            self.writing() as session,
        ):
            self.enter(session, act, object_id=object_id)

    def close(self) -> None:
        """Closes the database and lets go of the vault. What was saved is already on the disk."""
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        if self._presence is not None:
            self._presence.release()
            self._presence = None


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

    Raises what `open_` raises, but for the passphrase. On a disk so full that not even the log's index finds
    room, which reading needs, the ballast is thrown off first.
    """
    assert_sound()
    if not place.exists(folder):
        raise NoVault(f"There is no vault in {folder}. Create one with: noteui vault init")
    try:
        vault = _open_whole(folder, unlocked, alone=alone)
    except DiskFull:
        if not ballast.throw_off(folder):
            raise
        return _open_whole(folder, unlocked, alone=alone)
    if alone:
        ballast.take_on(folder)
    return vault


def _open_whole(folder: Path, unlocked: keys.Unlocked, *, alone: bool) -> Vault:
    lock = Lock(folder) if alone else None
    presence: Presence | None = None
    try:
        presence = Presence(folder)
        if alone:
            files.clear_unfinished(folder, place.DATABASE)
        unlocked = _with_keys_in_use(folder, keys.current(folder, unlocked))
        _bring_up_to_date(folder, unlocked, lock)
        engine = make_engine(folder / place.DATABASE, unlocked.data_key)
        try:
            vault = _opened(folder, engine, unlocked, lock, presence)
            _settle_what_a_crash_left(vault)
        except BaseException:
            engine.dispose()
            raise
    except BaseException:
        if lock is not None:
            lock.release()
        if presence is not None:
            presence.release()
        raise
    return vault


def keys_in_use(folder: Path, known: keys.VaultKeys) -> keys.VaultKeys:
    """Which of the keys that are known, or announced under them, open the database now.

    They are two only while the data key is exchanged, or after that was cut short. Raises DamagedVault,
    VaultInUse, ReadOnly.
    """
    following = keys.announced(folder, known)
    if following is None:
        return known
    try:
        read_version(folder / place.DATABASE, known.data)
    except DamagedVault:
        read_version(folder / place.DATABASE, following.data)
        return following
    return known


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


def _with_keys_in_use(folder: Path, unlocked: keys.Unlocked) -> keys.Unlocked:
    return replace(unlocked, keys=keys_in_use(folder, unlocked.keys))


def _bring_up_to_date(folder: Path, unlocked: keys.Unlocked, lock: Lock | None) -> None:
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
    user = User(id=new_id(), name=name, role=role, access=Access.ADMINISTRATOR)
    unlocked = keys.create_slots(folder, user.id, new_id(), passphrase, cost)
    store_id = new_id()
    files.create_private(folder / place.DATABASE)
    engine = make_engine(folder / place.DATABASE, unlocked.data_key, guarded=False)
    signer = log.LogSigner(user.id, unlocked.key_id, unlocked.seed, unlocked.keys.log)
    try:
        with engine.execution_options(write=True).begin() as connection:
            schema.create(connection)
            with Session(connection) as session:
                session.add(user)
                log.append(session, signer, Act.VAULT_CREATED, object_id=store_id, detail=signer.introduced)
                users.enrol(session, signer, user, unlocked.key_id, signer.public)
                session.commit()
                anchor.keep_up(session, folder, store_id, unlocked.keys.log)
    finally:
        engine.dispose()
    files.sync_folder(folder)
    return unlocked


def _opened(
    folder: Path, engine: Engine, unlocked: keys.Unlocked, lock: Lock | None, presence: Presence
) -> Vault:
    signer = log.LogSigner(unlocked.user_id, unlocked.key_id, unlocked.seed, unlocked.keys.log)
    unknown = CurrentUser(unlocked.user_id, "", "")
    vault = Vault(folder, engine, unknown, unlocked.keys, signer, "", lock, presence)
    try:
        with vault.reading() as session:
            user = session.get(User, unlocked.user_id)
            if user is None:
                raise DoNotBelongTogether(
                    "The vault's keys and its database do not belong together. Restore the backup."
                )
            if not user.active:
                raise VaultError("This passphrase belongs to somebody who no longer uses this vault.")
            vault.user = CurrentUser(user.id, user.name, user.role, user.access)
            known = session.get(SigningKey, unlocked.key_id) is not None
            first = session.get(LogEntry, 1)
        # In a session of its own: one that has read already would see the log as it was before the anchor.
        with vault.reading() as session:
            fault = anchor.fault_at_end(session, folder, unlocked.keys.log) if first else None
        vault.store_id = first.object_id if first else new_id()
        # Where the disk takes nothing nothing can be logged; that must keep nobody from reading.
        with contextlib.suppress(DiskFull, ReadOnly, VaultInUse), vault.writing() as session:
            if first is None:
                vault.enter(session, Act.VAULT_UPGRADED, object_id=vault.store_id, detail=signer.introduced)
                users.enrol_all(session, signer)
            elif not known:
                mine = session.get_one(User, user.id)
                users.enrol(session, signer, mine, unlocked.key_id, signer.public)
            if fault is not None:
                vault.enter(session, Act.FAULT_FOUND, object_id=vault.store_id, detail=fault.told)
            if unlocked.refused_before:
                vault.enter(session, Act.VAULT_REFUSED, detail={"times": unlocked.refused_before})
            vault.enter(session, Act.VAULT_OPENED)
            _settle_keys(vault)
    except DoNotBelongTogether:
        raise
    except DamagedVault:
        vault.damage = _FOR_READING_ONLY
    return vault


def _settle_keys(vault: Vault) -> None:
    """Ends an exchange of the data key that was cut short; makes the key file and its copy the same.

    Inside a writing transaction, so that two programs cannot write the key file over each other.
    """
    with contextlib.suppress(VaultError, OSError):  # a full disk keeps nobody from reading
        if not keys.is_announced(vault.folder):
            if not keys.is_level(vault.folder):
                keys.bring_level(vault.folder)
        elif keys.announced(vault.folder, vault.keys) is None:
            keys.reseal(vault.folder, vault.keys)
        else:
            keys.take_back(vault.folder)


def _settle_what_a_crash_left(vault: Vault) -> None:
    if vault.damage is not None:
        return
    try:
        with vault.reading() as session:
            left = search.unsettled(session)
    except DamagedVault:
        vault.damage = _FOR_READING_ONLY
        return
    for at in range(0, len(left), _SETTLED_AT_ONCE):
        # An index that cannot be brought level must keep nobody from their notes; verify names it.
        with contextlib.suppress(VaultError, SQLAlchemyError), vault.writing() as session:
            for note_id in left[at : at + _SETTLED_AT_ONCE]:
                search.settle(session, note_id)
