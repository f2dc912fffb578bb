from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from noteui.casework import watching
from noteui.casework.finalising import finalise, make_void
from noteui.casework.searching import search
from noteui.casework.writing import open_note
from noteui.checks import all_rules
from noteui.records import Record
from noteui.vault import engine, files, keys, place
from noteui.vault import search as index
from noteui.vault import vault as vaults
from noteui.vault.errors import VaultInUse
from noteui.vault.lock import Lock

from .conftest import PASSPHRASE

ANY_ANSWER = dict.fromkeys(all_rules(), "Written before noteui asked.")
NOTES = {
    "schema-1": "n0te00000001",
    "schema-2": "5v0kkffd56am",
    "schema-3": "s75cdeccd949",
    "schema-4": "aaesfqyea7qp",
    "schema-5": "jzfjrw007xea",
    "schema-6": "3b8hn3vn1e7q",
    "schema-7": "rvg4zyqb4dj8",
    "schema-8": "kc1rdanexay8",
    "schema-9": "c4ee9qyk8n0y",
    "schema-10": "g6m9c4rhgzr7",
}
"""A draft in each vault of `older/`, which noteui wrote when its tables stood as the folder's name says."""


def copy_of(name: str, folder: Path) -> Path:
    """An older vault in a folder of its own, private as noteui left it."""
    files.create_private_folder(folder)
    for file in (Path(__file__).with_name("older") / name).iterdir():
        shutil.copyfile(file, folder / file.name)
        (folder / file.name).chmod(0o600)
    return folder


@pytest.fixture
def oldest(folder: Path) -> Path:
    return copy_of("schema-1", folder)


@pytest.mark.parametrize("name", NOTES)
def test_an_older_vault_is_brought_up_to_date_and_its_notes_are_found(name: str, folder: Path) -> None:
    with vaults.open_(copy_of(name, folder), PASSPHRASE) as vault:
        assert open_note(vault, NOTES[name]).note.fields["facts"] == "The kettle was cold."
        assert [hit.note.id for hit in search(vault, "kettles")] == [NOTES[name]]
        assert watching.verify(vault) == []
        assert finalise(vault, NOTES[name], now=datetime(2026, 11, 17, 19), answers=ANY_ANSWER).texts
    with vaults.open_(folder, PASSPHRASE) as vault:
        assert watching.verify(vault) == []


@pytest.mark.parametrize("name", ["schema-3", "schema-4", *(f"schema-{n}" for n in range(6, 11))])
def test_what_was_added_before_the_upgrade_is_found_after_it(name: str, folder: Path) -> None:
    with vaults.open_(copy_of(name, folder), PASSPHRASE) as vault:
        (hit,) = search(vault, "umbrella")
        assert (hit.note.status, hit.field) == ("finalised", "added")


def test_users_and_ways_in_from_before_entries_told_the_access_are_believed(folder: Path) -> None:
    """In it somebody was added, changed, given a passphrase, and brought back by the recovery code."""
    with vaults.open_(copy_of("schema-9", folder), "copper meadow ladder tide") as rowan:
        assert rowan.user.role == "service manager"
        assert watching.verify(rowan) == []
        (hit,) = search(rowan, "umbrella")
        make_void(rowan, hit.note.id, reason="About another door.")
        assert watching.verify(rowan) == []


def test_before_that_it_is_backed_up(oldest: Path) -> None:
    vaults.open_(oldest, PASSPHRASE).close()

    (backup,) = (oldest / place.BACKUPS).iterdir()
    assert backup.name.endswith("before-upgrade")
    data_key = keys.unlock(backup, PASSPHRASE).data_key
    assert vaults.read_version(backup / place.DATABASE, data_key) == 1


def test_a_migration_that_fails_leaves_the_vault_as_it_was(
    oldest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_tables = index.create_tables

    def fail(*args: object) -> None:
        create_tables(*args)  # type: ignore[arg-type]
        raise RuntimeError("half-way")

    monkeypatch.setattr("noteui.vault.search.create_tables", fail)
    with pytest.raises(RuntimeError):
        vaults.open_(oldest, PASSPHRASE)
    monkeypatch.undo()

    data_key = keys.unlock(oldest, PASSPHRASE).data_key
    assert vaults.read_version(oldest / place.DATABASE, data_key) == 1
    vaults.open_(oldest, PASSPHRASE).close()


def test_a_vault_that_is_open_elsewhere_is_not_migrated(oldest: Path) -> None:
    held = Lock(oldest)
    with pytest.raises(VaultInUse):
        vaults.open_(oldest, PASSPHRASE)
    held.release()


def test_the_migrations_make_the_same_tables_as_the_models(oldest: Path, tmp_path: Path) -> None:
    with vaults.open_(oldest, PASSPHRASE) as migrated:
        key, folder = migrated.data_key, migrated.folder
    with vaults.create(tmp_path / "new", PASSPHRASE, name="P", role="", cost=keys.FLOOR) as created:
        new_key = created.data_key

    assert _differences(folder, key) == []
    assert _columns(folder, key) == _columns(tmp_path / "new", new_key)


def _differences(folder: Path, data_key: bytes) -> list[object]:
    bare = engine.make_engine(folder / place.DATABASE, data_key, guarded=False)
    with bare.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: (
                    kind != "table" or not str(name).startswith(index.TABLE_PREFIX)
                ),
            },
        )
        return list(compare_metadata(context, Record.metadata))


def _columns(folder: Path, data_key: bytes) -> dict[str, list[tuple[object, ...]]]:
    bare = engine.make_engine(folder / place.DATABASE, data_key, guarded=False)
    with bare.connect() as connection:
        names = connection.execute(text("SELECT type || ' ' || name, tbl_name FROM sqlite_master")).all()
        return {
            name: [tuple(row) for row in connection.execute(text(f"PRAGMA table_info({table})"))]
            for name, table in names
        }
