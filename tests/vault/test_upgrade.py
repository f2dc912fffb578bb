from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import Session

from noteui.casework.searching import search
from noteui.casework.writing import open_note
from noteui.records import Kind, Person, Record, User
from noteui.vault import engine, files, keys, place, schema, upgrade, verify
from noteui.vault import search as index
from noteui.vault import vault as vaults
from noteui.vault.errors import VaultInUse
from noteui.vault.lock import Lock

from .conftest import PASSPHRASE

NOTE = "n0te00000001"


@pytest.fixture
def oldest(folder: Path) -> Path:
    """A vault as the first revision left it, with a person and a note."""
    files.create_private_folder(folder)
    data_key = keys.create_slots(folder, "user0000000a", PASSPHRASE, keys.FLOOR)
    files.create_private(folder / place.DATABASE)
    old = engine.make_engine(folder / place.DATABASE, data_key, guarded=False)
    with old.execution_options(write=True).begin() as connection:
        upgrade.migrate(connection, schema.REVISIONS[0])
        with Session(connection) as session:
            session.add(User(id="user0000000a", name="Priya Nair", role="social worker"))
            session.add(Person(id="pers00000001", kind=Kind.CHILD, name="Maya Ellis"))
            session.flush()
            session.execute(
                text(
                    "INSERT INTO note (id, person_id, status, contact, saved_at, version, settled, words, "
                    "first_line, caret, about, people, extra, dismissals, facts, voice, opinion, "
                    "family, actions) VALUES (:id, 'pers00000001', 'draft', 'home visit', :now, 3, 1, 4, '', "
                    "'{}', :about, '[]', "
                    "'{}', '[]', 'The kettle was cold.', '', '', '', '')"
                ),
                {
                    "id": NOTE,
                    "now": datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" "),
                    "about": '{"name": "Maya Ellis", "kind": "child", "born": null, "known_as": null, '
                    '"pronouns": null, "communicates": null}',
                },
            )
            session.commit()
    old.dispose()
    return folder


def test_an_older_vault_is_brought_up_to_date_and_its_notes_are_found(oldest: Path) -> None:
    with vaults.open_(oldest, PASSPHRASE) as vault:
        assert open_note(vault, NOTE).note.fields["facts"] == "The kettle was cold."
        assert [hit.note.id for hit in search(vault, "kettles")] == [NOTE]
        assert verify.verify(vault) == []


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
