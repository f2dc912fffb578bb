"""Who may open the vault: added, changed, removed, and given a passphrase of their own.

Nobody is ever deleted: what somebody signed still says who they were. The log binds each of these acts by
identifiers and a digest; names stand in the encrypted table of users alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.casework.access import May, NotAllowed, require
from noteui.casework.errors import Ambiguous, CaseworkError, NotFound
from noteui.casework.storable import one_line
from noteui.records import Access, Act, User
from noteui.records.ids import new_id, read_prefix
from noteui.vault import keys, users
from noteui.vault.vault import CurrentUser, Vault


@dataclass(frozen=True, slots=True)
class UserLine:
    """Somebody who opens the vault, or did. `has_passphrase` says whether one of theirs opens it now."""

    id: str
    name: str
    role: str
    access: Access
    active: bool
    has_passphrase: bool


def everybody(vault: Vault) -> list[UserLine]:
    """Everybody by name, those who have left last. Raises NotAllowed, VaultError."""
    require(vault, May.READ)
    holding = set(keys.holders(vault.folder))
    with vault.reading() as session:
        found = [_line(user, holding) for user in session.scalars(select(User))]
    return sorted(found, key=lambda line: (not line.active, line.name.casefold(), line.id))


def find_user(vault: Vault, typed: str) -> UserLine:
    """The user meant by a name, a part of one, or the beginning of an identifier.

    Raises NotFound; Ambiguous, naming those meant.
    """
    return meant(everybody(vault), typed)


def meant(among: list[UserLine], typed: str) -> UserLine:
    """The same among users that were read before."""
    wanted, prefix = one_line(typed).casefold(), read_prefix(typed)
    readings = (
        [line for line in among if line.active and line.name.casefold() == wanted],
        [line for line in among if prefix and line.id.startswith(prefix)],
        [line for line in among if wanted and wanted in line.name.casefold()],
    )
    for found in readings:
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(f"{line.name} ({line.id})" for line in found[:5])
            raise Ambiguous(f"Several users are meant: {listed}. Give the identifier of one.")
    raise NotFound(f"There is no user “{one_line(typed)}” in this vault.")


def add_user(vault: Vault, *, name: str, role: str, access: Access, passphrase: str) -> UserLine:
    """Adds somebody with their first passphrase, which they should change; they sign with a key of their own.

    Raises NotAllowed, CaseworkError where name or role is empty, UnfitPassphrase, VaultError.
    """
    with _keeping(vault) as session:
        user = User(id=new_id(), name=_told(name, "name"), role=_told(role, "role"), access=access)
        session.add(user)
        session.flush()
        with _slot_undone(vault, user.id):
            key_id = new_id()
            public = keys.add_user(vault.folder, vault.keys, user.id, key_id, passphrase)
            users.enrol(session, vault.signer, user, key_id, public)
            session.flush()
            return _line(user, {user.id})


def change_user(
    vault: Vault,
    user_id: str,
    *,
    name: str | None = None,
    role: str | None = None,
    access: Access | None = None,
) -> UserLine:
    """Changes how somebody is called, what they are, or what they may do; None leaves it as it is.

    What they have signed keeps the name and role of its day. Raises NotAllowed, NotFound, CaseworkError where
    nobody would be left to administer the vault, or a name or role is empty.
    """
    with _keeping(vault) as session:
        user = _active(session, user_id)
        if access is not None and access is not user.access:
            if user.access is Access.ADMINISTRATOR:
                _refuse_if_last(session, user)
            user.access = access
        if name is not None:
            user.name = _told(name, "name")
        if role is not None:
            user.role = _told(role, "role")
        session.flush()
        vault.enter(
            session,
            Act.USER_CHANGED,
            object_id=user.id,
            payload=users.digest_of(user),
            detail={"access": user.access.value},
        )
        changed = _line(user, set(keys.holders(vault.folder)))
    if user_id == vault.user.id:
        vault.user = CurrentUser(changed.id, changed.name, changed.role, changed.access)
    return changed


def remove_user(vault: Vault, user_id: str) -> UserLine:
    """Takes somebody's passphrase away; they and what they signed stay. Returns them as they are now.

    Copies and backups of the vault made before still open with their passphrase. Raises NotAllowed, NotFound,
    CaseworkError where it is oneself or nobody would be left to administer the vault.
    """
    with _keeping(vault) as session:
        user = _active(session, user_id)
        if user.access is Access.ADMINISTRATOR:
            _refuse_if_last(session, user)
        if user.id == vault.user.id:
            raise CaseworkError("You cannot remove yourself. Ask another administrator.")
        user.active = False
        session.flush()
        vault.enter(session, Act.USER_REMOVED, object_id=user.id, payload=users.digest_of(user))
        left = _line(user, set())
    _tidy_slots(vault)
    return left


def give_passphrase(vault: Vault, user_id: str, passphrase: str) -> None:
    """Gives somebody who lost their passphrase another, and with it a new signing key.

    Raises NotAllowed, NotFound, CaseworkError where it is oneself, UnfitPassphrase, VaultError.
    """
    with _keeping(vault) as session:
        user = _active(session, user_id)
        if user.id == vault.user.id:
            raise CaseworkError("Change your own passphrase instead: noteui vault passphrase.")
        key_id = new_id()
        public = keys.add_user(vault.folder, vault.keys, user.id, key_id, passphrase)
        users.enrol(session, vault.signer, user, key_id, public)


def refuse_keeping(vault: Vault) -> None:
    """Raises NotAllowed where whoever opened the vault may not keep its users, before anything is asked."""
    require(vault, May.KEEP_USERS)


@contextlib.contextmanager
def _keeping(vault: Vault) -> Iterator[Session]:
    refuse_keeping(vault)
    _tidy_slots(vault)
    with vault.writing() as session:
        me = session.get_one(User, vault.user.id)
        if not me.active:
            raise NotAllowed("You were removed from this vault meanwhile. Ask an administrator.")
        # Another program may have taken the right away since this one opened the vault.
        vault.user = CurrentUser(me.id, me.name, me.role, me.access)
        require(vault, May.KEEP_USERS)
        yield session


def _tidy_slots(vault: Vault) -> None:
    """Takes away what a crash in the middle of adding or removing somebody left in the key file."""
    with vault.writing() as session:
        kept = set(session.scalars(select(col(User.id)).where(col(User.active).is_(True))))
        for holder in keys.holders(vault.folder):
            if holder not in kept:
                keys.remove_user(vault.folder, holder)


@contextlib.contextmanager
def _slot_undone(vault: Vault, user_id: str) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if user_id in keys.holders(vault.folder):
            keys.remove_user(vault.folder, user_id)
        raise


def _active(session: Session, user_id: str) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("There is no such user in this vault.")
    if not user.active:
        raise CaseworkError("This user was removed. Add them anew if they are back.")
    return user


def _refuse_if_last(session: Session, user: User) -> None:
    others = select(col(User.id)).where(
        col(User.active).is_(True), col(User.access) == Access.ADMINISTRATOR, col(User.id) != user.id
    )
    if session.scalars(others.limit(1)).first() is None:
        raise CaseworkError("This is the last administrator. Make somebody else one first.")


def _told(value: str, what: str) -> str:
    said = one_line(value)
    if not said:
        raise CaseworkError(f"Give the {what} of the user.")
    return said


def _line(user: User, holding: set[str]) -> UserLine:
    return UserLine(user.id, user.name, user.role, user.access, user.active, user.id in holding)
