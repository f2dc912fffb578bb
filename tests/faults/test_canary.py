"""A phrase that stands in every field of a vault stands in no file of its folder, even after kill -9."""

from __future__ import annotations

import base64
import os
import signal
import tempfile
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from noteui.casework import people, searching, writing
from noteui.checks.dismissal import Dismissal
from noteui.checks.note import FIELDS, About, Relation
from noteui.vault import backup, keys, place
from noteui.vault import vault as vaults

from .kill import PASSPHRASE

CANARY = "marmalade zeppelin"
NOW = datetime(2026, 11, 24, 9)


def write_everywhere(folder: Path) -> vaults.Vault:
    """Types the phrase into everything that can hold text, and does everything that could copy it."""
    vault = vaults.create(
        folder, PASSPHRASE, name=f"Priya {CANARY}", role=CANARY, cost=keys.FLOOR, alone=True
    )
    about = About(f"Maya {CANARY}", "child", date(2016, 3, 14), CANARY, CANARY, CANARY)
    maya = people.add_person(vault, about, [Relation(f"Dana {CANARY}", CANARY)])
    draft = writing.begin_note(vault, maya.id, contact=CANARY, happened=NOW, now=NOW, interpreter=CANARY)
    for times in (1, 40, 4000):  # short ones, and ones that fill many pages
        fields = dict.fromkeys(FIELDS, f"{CANARY}. " * times)
        draft = replace(
            draft,
            note=replace(draft.note, fields=fields),
            extra={CANARY: CANARY},
            dismissals=(Dismissal(CANARY, "facts", CANARY, CANARY, CANARY, 1, 1, CANARY),),
            caret=writing.Caret(CANARY, {CANARY: (0, 0)}),
        )
        draft = writing.save_draft(vault, draft, now=NOW)
    writing.settle(vault, draft.id)
    people.change_person(vault, maya.id, replace(about, name=f"May {CANARY}"), [Relation(CANARY, CANARY)])
    assert searching.search(vault, f'"{CANARY}"', newest_first=False)
    backup.back_up(vault)
    return vault


def files_that_hold_it(*folders: Path) -> list[Path]:
    spelt = [CANARY.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be")]
    spelt += [CANARY.upper().encode(), b"zeppelin", base64.b64encode(CANARY.encode())[:-4]]
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and any(words in path.read_bytes() for words in spelt)
    ]


def test_the_phrase_is_in_no_file_of_a_closed_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = _temporary_folder(tmp_path, monkeypatch)

    write_everywhere(tmp_path / "vault").close()

    assert files_that_hold_it(tmp_path / "vault", temporary) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")
def test_the_phrase_is_in_no_file_after_kill_9(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = _temporary_folder(tmp_path, monkeypatch)
    reading, writing_end = os.pipe()
    child = os.fork()
    if child == 0:
        write_everywhere(tmp_path / "vault")
        os.write(writing_end, b"w")
        time.sleep(60)
        os._exit(1)
    os.close(writing_end)
    assert os.read(reading, 1) == b"w"
    os.close(reading)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    assert (tmp_path / "vault" / f"{place.DATABASE}-wal").stat().st_size > 100_000
    assert files_that_hold_it(tmp_path / "vault", temporary) == []


def test_the_search_for_the_phrase_can_find_it(tmp_path: Path) -> None:
    (tmp_path / "leak").write_text(f"it says {CANARY} here")

    assert files_that_hold_it(tmp_path) == [tmp_path / "leak"]


def _temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return temporary
