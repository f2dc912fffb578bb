from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from noteui.casework.people import add_person, everyone
from noteui.checks.note import About
from noteui.records import Access, Kind, Person
from noteui.vault import engine, files, keys, place, schema
from noteui.vault import vault as vaults
from noteui.vault.errors import (
    DamagedVault,
    NewerVault,
    NoVault,
    UnfitPassphrase,
    UnsoundEngine,
    VaultExists,
    VaultInUse,
    WrongPassphrase,
)

from .conftest import PASSPHRASE

_REFUSED = r"not authorized|prohibited|may not be modified"


def test_a_new_vault_is_private_in_every_file(vault: vaults.Vault) -> None:
    add_person(vault, About("Maya Ellis", "child"))

    modes = {path.name: stat.S_IMODE(path.lstat().st_mode) for path in vault.folder.iterdir()}

    assert {place.DATABASE, f"{place.DATABASE}-wal", place.KEYS, place.KEYS_BEFORE, place.LOCK} <= set(modes)
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(vault.folder.lstat().st_mode) == 0o700


def test_what_is_kept_is_there_when_the_vault_is_opened_again(vault: vaults.Vault) -> None:
    add_person(vault, About("Maya Ellis", "child"))
    vault.close()

    with vaults.open_(vault.folder, PASSPHRASE) as again:
        assert again.user == vaults.CurrentUser(
            vault.user.id, "Priya Nair", "social worker", Access.ADMINISTRATOR
        )
        assert [card.about.name for card in everyone(again)] == ["Maya Ellis"]


def test_a_wrong_passphrase_never_reaches_the_database(
    vault: vaults.Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.close()
    monkeypatch.setattr("noteui.vault.vault.connect", lambda *_: pytest.fail("the database was opened"))

    with pytest.raises(WrongPassphrase):
        vaults.open_(vault.folder, "not this one at all")


def test_a_vault_appears_whole_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("noteui.vault.schema.create", fail)

    with pytest.raises(KeyboardInterrupt):
        vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR)

    assert list(folder.parent.iterdir()) == []


def test_an_empty_folder_may_become_a_vault_and_no_other(folder: Path) -> None:
    folder.mkdir(parents=True)
    vaults.create(folder, PASSPHRASE, name="Priya Nair", role="", cost=keys.FLOOR).close()

    with pytest.raises(VaultExists, match="already a vault"):
        vaults.create(folder, PASSPHRASE, name="Priya Nair", role="", cost=keys.FLOOR)
    (folder.parent / "letters").mkdir()
    (folder.parent / "letters" / "one.txt").touch()
    with pytest.raises(VaultExists, match="other files"):
        vaults.create(folder.parent / "letters", PASSPHRASE, name="P", role="", cost=keys.FLOOR)


def test_an_unfit_passphrase_makes_no_vault(folder: Path) -> None:
    with pytest.raises(UnfitPassphrase):
        vaults.create(folder, "too short", name="Priya Nair", role="", cost=keys.FLOOR)

    assert not folder.parent.exists()


def test_no_vault_is_told(folder: Path) -> None:
    with pytest.raises(NoVault):
        vaults.open_(folder, PASSPHRASE)


def test_one_app_at_a_time_and_commands_beside_it(vault: vaults.Vault) -> None:
    with pytest.raises(VaultInUse, match="already open"):
        vaults.open_(vault.folder, PASSPHRASE, alone=True)

    with vaults.open_(vault.folder, PASSPHRASE) as beside:
        add_person(beside, About("Maya Ellis", "child"))
    assert len(everyone(vault)) == 1
    vault.close()
    vaults.open_(vault.folder, PASSPHRASE, alone=True).close()


def test_a_newer_vault_is_left_alone(vault: vaults.Vault) -> None:
    _set_pragma(vault, f"user_version={schema.CURRENT + 1}")

    with pytest.raises(NewerVault, match="newer noteui") as told:
        vaults.open_(vault.folder, PASSPHRASE)
    assert told.value.exit_code == 2


def test_a_database_that_is_not_noteuis_is_told(vault: vaults.Vault) -> None:
    _set_pragma(vault, "application_id=7")

    with pytest.raises(DamagedVault):
        vaults.open_(vault.folder, PASSPHRASE)


@pytest.mark.parametrize("content", [None, b"", b"\0" * 8192, b"SQLite format 3\0" + b"x" * 8176])
def test_a_lost_or_replaced_database_is_told_and_not_made_anew(
    vault: vaults.Vault, content: bytes | None
) -> None:
    vault.close()
    file = vault.folder / place.DATABASE
    file.unlink()
    if content is not None:
        files.replace(file, content)

    with pytest.raises(DamagedVault) as told:
        vaults.open_(vault.folder, PASSPHRASE)

    assert told.value.exit_code == 4
    assert file.exists() == (content is not None)


def test_a_link_in_the_place_of_the_database_is_not_followed(vault: vaults.Vault, tmp_path: Path) -> None:
    vault.close()
    (vault.folder / place.DATABASE).rename(tmp_path / "elsewhere.db")
    (vault.folder / place.DATABASE).symlink_to(tmp_path / "elsewhere.db")

    with pytest.raises(DamagedVault, match="a link"):
        vaults.open_(vault.folder, PASSPHRASE)


def test_a_planted_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "planted").symlink_to(tmp_path / "target")

    with pytest.raises(FileExistsError):
        files.create_private(tmp_path / "planted")
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE note",
        "CREATE TABLE loose (a)",
        "CREATE TEMP TABLE loose (a)",
        "CREATE TRIGGER t AFTER UPDATE ON note BEGIN SELECT 1; END",
        "ALTER TABLE note ADD COLUMN loose",
        "ATTACH ':memory:' AS loose",
        "PRAGMA writable_schema=on",
        "PRAGMA rekey='x'",
        "PRAGMA synchronous=off",
        "UPDATE sqlite_master SET sql=''",
    ],
)
def test_an_open_vault_cannot_change_its_tables_or_reach_other_files(
    vault: vaults.Vault, statement: str
) -> None:
    with (
        pytest.raises(DatabaseError, match=_REFUSED),
        vault.writing() as session,
    ):
        session.execute(text(statement))


def test_every_connection_keeps_what_it_writes(vault: vaults.Vault) -> None:
    connection = engine.connect(vault.folder / place.DATABASE, vault.data_key, guarded=False)
    values = {
        pragma: connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
    }
    connection.close()

    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
    }


def test_no_error_prints_what_was_being_stored(vault: vaults.Vault) -> None:
    secret = "The kettle was cold"
    person = Person(id="a" * 12, kind=Kind.CHILD, name=secret)
    with pytest.raises(IntegrityError) as refused, vault.writing() as session:
        session.add(person)
        session.flush()
        session.execute(
            text("INSERT INTO person (id, kind, name) VALUES (:id, 'child', :name)"),
            {"id": "a" * 12, "name": secret},
        )

    assert secret not in str(refused.value)
    assert secret not in repr(person)
    assert vault.data_key.hex() not in repr(vault) + repr(vault.engine) + repr(vault.engine.url)


def test_the_database_refuses_a_kind_that_is_none(vault: vaults.Vault) -> None:
    with pytest.raises(IntegrityError), vault.writing() as session:
        session.execute(text("INSERT INTO person (id, kind, name) VALUES ('a', 'case', 'Maya')"))


@pytest.mark.parametrize(("sqlite", "cipher"), [("3.51.2", "4.19.0 community"), ("3.53.4", "4.16.9")])
def test_an_engine_that_can_lose_notes_is_refused(sqlite: str, cipher: str) -> None:
    with pytest.raises(UnsoundEngine, match="Install a newer sqlcipher3"):
        engine.assert_sound(sqlite, cipher)


def test_unlocking_can_begin_before_the_database_is_imported() -> None:
    heavy = "{'sqlalchemy', 'sqlmodel', 'pydantic', 'sqlcipher3', 'alembic', 'textual'} & set(sys.modules)"
    program = f"import sys, noteui.vault.keys, noteui.vault.place, noteui.vault.passphrase; print({heavy})"

    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert printed.stdout.strip() == "set()"


def _set_pragma(vault: vaults.Vault, pragma: str) -> None:
    vault.close()
    connection = engine.connect(vault.folder / place.DATABASE, vault.data_key, guarded=False)
    connection.execute(f"PRAGMA {pragma}")
    connection.close()
