"""Exchanging the data key: everything is copied under a new one, checked, and put in the place of the old.

Killed at any moment, the vault opens as it was or with the new key. The order that makes it so:

1. nobody else is in the vault, and a backup is made;
2. the database is copied into a fresh file under the new key and checked whole; the entry in the log that
   says so is written there;
3. the key file keeps the new key beside the slots, under the old one: from here on everybody has both;
4. the fresh file takes the place of the database, at one stroke;
5. the new key is sealed to everybody, and the old one forgotten.

An opening after a crash between 3 and 5 tries the old key, then the new, and ends the exchange accordingly
(see `vault.keys_in_use`). What was copied before, with its key file, still opens with the old key.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlmodel import Session

from noteui.records import Act
from noteui.vault import anchor, backup, files, keys, log, place
from noteui.vault.engine import make_engine
from noteui.vault.errors import DamagedVault, VaultInUse
from noteui.vault.lock import Lock, Presence
from noteui.vault.log_check import log_faults
from noteui.vault.vault import Vault


def rotate(vault: Vault) -> None:
    """Closes the open vault and exchanges its data key; the recovery code has to be made anew afterwards.

    Raises VaultInUse where somebody else is in the vault, DamagedVault where the copy or the vault fails its
    check, DiskFull, ReadOnly; the vault is then as it was.
    """
    folder, old = vault.folder, vault.keys
    vault.close()
    lock = Lock(folder)
    presence: Presence | None = None
    fresh = folder / f".{place.DATABASE}.{secrets.token_hex(6)}"
    try:
        with files.in_plain_words(folder):
            presence = Presence(folder, alone=True)
            files.clear_unfinished(folder, place.DATABASE)
            if (folder / f"{place.DATABASE}-wal").exists():
                raise VaultInUse("Another program has this vault open. Close it first, then try again.")
            backup.back_up_files(folder, old, reason="before-rotation")
            new = keys.VaultKeys(secrets.token_bytes(keys.DATA_KEY_BYTES), old.log)
            backup.copy_database(folder / place.DATABASE, fresh, old.data, new.data)
            session = _entered(vault, fresh, new)
            files.sync_file(fresh)
            keys.announce(folder, old, new)
            fresh.replace(folder / place.DATABASE)
            files.sync_folder(folder)
            keys.reseal(folder, new)
            anchor.keep_up(session, folder, vault.store_id, new.log)
    finally:
        fresh.unlink(missing_ok=True)
        if presence is not None:
            presence.release()
        lock.release()


def _entered(vault: Vault, fresh: Path, new: keys.VaultKeys) -> Session:
    """Checks the log of the copy and leaves the exchange's entry in it; returns the session that did."""
    engine = make_engine(fresh, new.data)
    try:
        with Session(engine.execution_options(write=True)) as session:
            session.connection()
            faults = log_faults(session, new.log, anchor.read(vault.folder, new.log))
            if faults:
                raise DamagedVault(f"The vault has faults ({faults[0]}). Its key was not changed.")
            log.append(session, vault.signer, Act.DATA_KEY_ROTATED)
            session.commit()
            return session
    finally:
        engine.dispose()
