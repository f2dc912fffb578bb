"""A phrase that was typed into everything stands in no file outside the encrypted one, whatever was done.

Every part of the program that can hold case text is gone through: by its acts, on a real terminal, and ended
in every way. Only what was exported on purpose may hold it.
"""

from __future__ import annotations

import base64
import os
import re
import signal
import tempfile
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from noteui.casework import (
    carrying,
    erasing,
    finalising,
    forms,
    people,
    retention,
    searching,
    unfinished,
    users,
    watching,
    ways_in,
    writing,
)
from noteui.casework.desk import list_notes
from noteui.casework.finalising import Lateness, Passage
from noteui.casework.unfinished import Unfinished
from noteui.checks import all_rules
from noteui.checks.dismissal import Dismissal
from noteui.checks.note import FIELDS, About, Relation
from noteui.paper.file_out import write_private
from noteui.paper.note_file import read_note
from noteui.records import ADDENDUM, NOTE, Access
from noteui.vault import backup, keys, place, rotation
from noteui.vault import vault as vaults

from .editor_kill import PASSPHRASE as EDITOR_PASSPHRASE
from .editor_kill import make_vault
from .kill import PASSPHRASE
from .terminal import Terminal

CANARY = "marmalade zeppelin"
THEIRS, NEW = "copper meadow ladder tide", "amber fossil ribbon quay"
LATE = Lateness(CANARY, CANARY, CANARY)
LOCK = "\x1b[24~"
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


def do_everything(folder: Path, elsewhere: Path) -> None:
    """Every act of the program on notes full of the phrase; what was exported lies in `elsewhere`."""
    write_everywhere(folder).close()
    with vaults.open_(folder, PASSPHRASE) as vault:
        maya = people.everyone(vault)[0].id
        first, second, third = (_drafted(vault, maya) for _ in range(3))
        for note in (first, second, third):
            unfinished.keep(vault, note, Unfinished(NOTE, answers={"rule": CANARY}), now=NOW)
            finalising.finalise(vault, note, now=NOW, answers=dict.fromkeys(all_rules(), CANARY), late=LATE)
        finalising.add(vault, first, f"{CANARY}, she added.")
        finalising.correct(vault, first, Passage("facts", 0, 9, "marmalade"), CANARY, reason=CANARY)
        finalising.make_void(vault, second, reason=CANARY)
        unfinished.keep(vault, first, Unfinished(ADDENDUM, CANARY), now=NOW)
        forms.keep(vault, "Person", "", {"name": CANARY}, now=NOW)
        finalising.read_final(vault, first)
        retention.hold(vault, maya, CANARY)
        retention.lift_hold(vault, maya)
        elsewhere.mkdir()
        write_private(elsewhere / "note.md", carrying.export_note(vault, first, now=NOW).text)
        write_private(elsewhere / "person.md", carrying.export_person(vault, maya).text)
        carrying.import_note(vault, read_note((elsewhere / "note.md").read_text()))
        watching.issue_receipt(vault, now=NOW)
        users.add_user(vault, name=CANARY, role=CANARY, access=Access.SUPERVISOR, passphrase=THEIRS)
        code = ways_in.make_recovery_code(vault)
        kept = backup.back_up(vault)
        watching.drill(vault, PASSPHRASE)
        erasing.erase(vault, third, basis=CANARY, now=NOW)
        for query in (CANARY, f'"{CANARY}"', "zepp*"):
            searching.search(vault, query)
    ways_in.recover(folder, ways_in.by_code(folder, code), CANARY, NEW, by=ways_in.BY_CODE)
    rotation.rotate(vaults.open_(folder, NEW))
    backup.restore(kept, folder, PASSPHRASE)
    with vaults.open_(folder, PASSPHRASE) as vault:
        assert watching.verify(vault) == []


def _drafted(vault: vaults.Vault, person: str) -> str:
    draft = writing.begin_note(vault, person, contact="home visit", happened=NOW, now=NOW)
    note = replace(draft.note, fields=dict.fromkeys(FIELDS, f"{CANARY}, {CANARY}. " * 20))
    return writing.save_draft(vault, replace(draft, note=note), now=NOW).id


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


def test_the_phrase_is_nowhere_after_everything_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = _temporary_folder(tmp_path, monkeypatch)

    do_everything(tmp_path / "vault", tmp_path / "exported")

    assert files_that_hold_it(tmp_path / "vault", temporary) == []
    assert len(files_that_hold_it(tmp_path / "exported")) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a pseudo-terminal")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_the_phrase_is_nowhere_after_the_app_was_locked_and_ended(tmp_path: Path, how: int) -> None:
    """Typed into a note and a form, locked, unlocked, typed again; title and clipboard have it neither."""
    home = tmp_path / "home"
    (home / "tmp").mkdir(parents=True)
    make_vault(home / "vault")
    app = Terminal(home / "vault", home)
    try:
        _unlock(app)
        app.press("p")
        app.until("New person")
        app.press(CANARY)
        app.until(CANARY)
        app.wait(0.8)
        app.press(LOCK)
        app.until("Your notes are locked")
        _unlock(app)
        app.press("n")
        app.until("New note")
        app.press("yesterday 3pm\x13")  # about Maya, who is lit on the desk
        app.until("F8 next")
        app.press(f"{CANARY} and {CANARY}. ")
        app.until(CANARY)
        app.wait(1.0)
    finally:
        app.end(how)

    assert files_that_hold_it(home) == []
    spelt = [CANARY.encode(), base64.b64encode(CANARY.encode())[:-4]]
    told_the_terminal = re.findall(rb"\x1b\](?:0|1|2|52);.*?(?:\x07|\x1b\\\\)", app.seen, re.DOTALL)
    assert not [told for told in told_the_terminal if any(words in told for words in spelt)]
    assert not [path for path in home.rglob("*") if path.name.startswith("core")]
    with vaults.open_(home / "vault", EDITOR_PASSPHRASE) as vault:
        assert searching.search(vault, f'"{CANARY}"') or how != signal.SIGTERM
        assert any(
            CANARY in writing.open_note(vault, line.id).note.fields["facts"] for line in list_notes(vault)
        )
        assert forms.begun(vault, "Person", "") is not None


def _unlock(app: Terminal) -> None:
    app.until("locked")
    app.press(f"{EDITOR_PASSPHRASE}\r")
    app.until_gone("locked")
    app.until("Maya Ellis")
    app.wait(0.5)


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
