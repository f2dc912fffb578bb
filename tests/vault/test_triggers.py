"""The database itself refuses to change or remove what is final, whatever program asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from noteui.casework import carrying, finalising, watching
from noteui.checks import all_rules
from noteui.checks.note import FIELDS, About, Note
from noteui.paper.note_file import NoteFile
from noteui.vault import keys
from noteui.vault import vault as vaults
from noteui.vault.engine import make_engine

from .conftest import PASSPHRASE

NOW = datetime(2026, 11, 17, 18, 30)
REFUSED = (
    "UPDATE note SET facts = 'Other words.'",
    "UPDATE note SET author_name = 'Somebody else'",
    "UPDATE note SET happened = '2020-01-01 00:00:00.000000'",
    "UPDATE note SET status = 'draft'",
    "DELETE FROM note",
    "INSERT OR REPLACE INTO note SELECT * FROM note",
    "UPDATE final SET sealed = x'00'",
    "DELETE FROM final",
    "INSERT OR REPLACE INTO final SELECT * FROM final",
    "UPDATE log_entry SET at = '2020'",
    "DELETE FROM log_entry",
    "DELETE FROM log_entry WHERE seq = (SELECT max(seq) FROM log_entry)",
    "INSERT OR REPLACE INTO log_entry SELECT * FROM log_entry",
    "INSERT INTO log_entry SELECT seq + 100, at, actor, key_id, act, object_id, payload, detail, prev, hash, "
    "mac, signature FROM log_entry WHERE seq = 1",
    "UPDATE content_key SET key = x'00'",
    "DELETE FROM content_key",
    "DELETE FROM user_account",
    "DELETE FROM signing_key",
)
FORBIDDEN = (
    "DROP TRIGGER note_no_delete",
    "DROP TABLE final",
    "CREATE TEMP TABLE final (id)",
    "ATTACH ':memory:' AS other",
    "PRAGMA writable_schema=on",
    "PRAGMA ignore_check_constraints=on",
    "ALTER TABLE note ADD COLUMN other",
)


_WHY = (
    r"only grows|a final note stays|only added to|never back|never replaced|never changed|must follow"
    r"|taken out|erasure is in the log"
)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[vaults.Vault]:
    folder: Path = tmp_path_factory.mktemp("kept") / "vault"
    with vaults.create(
        folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR
    ) as opened:
        words = dict.fromkeys(FIELDS, "Maya drew a heron.")
        note = Note(About("Maya Ellis", "child"), "home visit", NOW, NOW, None, fields=words)
        draft = carrying.import_note(opened, NoteFile(note))
        finalising.finalise(opened, draft.id, now=NOW, answers=dict.fromkeys(all_rules(), "Not known."))
        finalising.add(opened, draft.id, "She rang back.")
        yield opened


@pytest.mark.parametrize("statement", REFUSED)
def test_what_is_final_is_neither_changed_nor_removed(vault: vaults.Vault, statement: str) -> None:
    for guarded in (True, False):
        engine = make_engine(vault.folder / "vault.db", vault.data_key, guarded=guarded)
        with (
            pytest.raises(SQLAlchemyError, match=_WHY),
            engine.execution_options(write=True).begin() as connection,
        ):
            connection.execute(text(statement))
        engine.dispose()
    assert watching.verify(vault) == []


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_no_connection_of_the_program_can_take_the_guards_away(vault: vaults.Vault, statement: str) -> None:
    with pytest.raises(Exception, match=r"not authorized|prohibited"), vault.engine.connect() as connection:
        connection.exec_driver_sql(statement)
    assert watching.verify(vault) == []
