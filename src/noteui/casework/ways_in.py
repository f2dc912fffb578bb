"""The ways into a vault: one's own passphrase, the printed recovery code, the organisation's key.

Each that is made or used leaves its entry in the log, and is shown to the others at their next opening (see
`casework.since`).
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session

from noteui.casework.access import May, require
from noteui.casework.errors import CaseworkError
from noteui.casework.users import UserLine, meant
from noteui.records import Act, User
from noteui.records.ids import new_id
from noteui.vault import keys, organisation_key, place
from noteui.vault.engine import make_engine
from noteui.vault.vault import Vault, open_

BY_CODE, BY_ORGANISATION = "recovery code", "organisation key"
"""How a lost passphrase was got round, as the log says it."""


def change_passphrase(vault: Vault, old: str, new: str) -> None:
    """Changes the passphrase of whoever opened the vault; what they sign with stays.

    Raises WrongPassphrase, Locked, CaseworkError where `old` is somebody else's, UnfitPassphrase, VaultError.
    """
    opened = keys.unlock(vault.folder, old)
    if opened.user_id != vault.user.id:
        raise CaseworkError("That is somebody else's passphrase. Type your own.", 3)
    with vault.writing() as session:
        if opened.refused_before:
            vault.enter(session, Act.VAULT_REFUSED, detail={"times": opened.refused_before})
        vault.enter(session, Act.KEY_WRAPPED_ANEW, object_id=vault.user.id)
        keys.rewrap(vault.folder, opened, new)


def make_recovery_code(vault: Vault) -> str:
    """Draws the code that opens the vault without a passphrase; an earlier one no longer does.

    It is shown once and kept nowhere. Raises NotAllowed, VaultError.
    """
    require(vault, May.KEEP_KEYS)
    with vault.writing() as session:
        vault.enter(session, Act.RECOVERY_MADE)
        return keys.new_recovery_code(vault.folder, vault.keys)


def make_organisation_key(vault: Vault) -> str:
    """Draws the organisation's key and returns it as the text of its file; an earlier one no longer opens.

    Raises NotAllowed, VaultError.
    """
    require(vault, May.KEEP_KEYS)
    with vault.writing() as session:
        vault.enter(session, Act.ORGANISATION_KEY_ADDED)
        return organisation_key.write(keys.new_organisation_key(vault.folder, vault.keys))


def keys_by_code(folder: Path, code: str) -> keys.VaultKeys:
    """What the printed recovery code opens. Raises WrongPassphrase, Locked, VaultError."""
    return keys.open_with_recovery_code(folder, code)


def keys_by_organisation(folder: Path, text: str) -> keys.VaultKeys:
    """What the organisation's key opens, from the text of its file. Raises VaultError, CaseworkError."""
    secret = organisation_key.read(text)
    if secret is None:
        raise CaseworkError("That file is no organisation key of noteui, or it was damaged.")
    return keys.open_with_organisation_key(folder, secret)


def recover(folder: Path, opened: keys.VaultKeys, user: str, passphrase: str, *, by: str) -> UserLine:
    """Gives a user a new passphrase and a new signing key, without the old passphrase; logged as theirs.

    `by` is BY_CODE or BY_ORGANISATION. Raises NotFound, Ambiguous, UnfitPassphrase, VaultError.
    """
    who = _meant(folder, opened, user)
    keys.add_user(folder, opened, who.id, new_id(), passphrase)
    with open_(folder, passphrase) as vault, vault.writing() as session:
        vault.enter(session, Act.RECOVERY_USED, object_id=who.id, detail={"by": by})
    return who


def _meant(folder: Path, opened: keys.VaultKeys, typed: str) -> UserLine:
    engine = make_engine(folder / place.DATABASE, opened.data)
    try:
        with Session(engine) as session:
            there = [
                UserLine(user.id, user.name, user.role, user.access, user.active, True)
                for user in session.scalars(select(User))
                if user.active
            ]
    finally:
        engine.dispose()
    return meant(there, typed)
