from __future__ import annotations

import contextlib
import os
import random
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from noteui.casework import people, searching, writing
from noteui.casework.desk import desk
from noteui.checks.note import NO_FIELDS, About
from noteui.paper.file_out import write_private
from noteui.vault import backup, ballast, engine, keys, place, verify
from noteui.vault import vault as vaults
from noteui.vault.errors import DamagedVault, DiskFull, ReadOnly, VaultError, VaultInUse

from .kill import PASSPHRASE
from .processes import said, start

NOW = datetime(2026, 11, 24, 9)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="another user can only be tried by root")


def begin(vault: vaults.Vault) -> writing.Draft:
    maya = people.add_person(vault, About("Maya Ellis", "child"))
    return writing.begin_note(vault, maya.id, contact="home visit", happened=NOW, now=NOW)


def longer(draft: writing.Draft) -> writing.Draft:
    told = draft.note.fields["facts"] + "The kettle was cold. " * 1000
    return replace(draft, note=replace(draft.note, fields={**NO_FIELDS, "facts": told}))


def fill_the_disk(vault: vaults.Vault) -> tuple[writing.Draft, writing.Draft]:
    """Writes until the disk is full; returns what was saved last, and what could not be saved."""
    saved = begin(vault)
    for _ in range(500):
        try:
            saved = writing.save_draft(vault, longer(saved), now=NOW)
        except DiskFull as full:
            assert "The disk is full" in full.sentence
            return saved, longer(saved)
    raise AssertionError("the disk never became full")


def test_a_full_disk_harms_nothing_that_was_saved(
    vault: vaults.Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.close()
    with monkeypatch.context() as full:
        full.setattr("noteui.vault.engine._PRAGMAS", (*engine._PRAGMAS, "max_page_count=200"))
        with vaults.open_(vault.folder, PASSPHRASE) as cramped:
            saved, unsaved = fill_the_disk(cramped)
            assert writing.open_note(cramped, saved.id) == saved
            assert verify.verify(cramped) == []

    with vaults.open_(vault.folder, PASSPHRASE) as roomy:
        assert len(searching.search(roomy, "kettle")) == 1
        writing.save_draft(roomy, unsaved, now=NOW)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small disk cannot be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    vault = vaults.create(small_disk / "vault", PASSPHRASE, name="P", role="", cost=keys.FLOOR)
    (small_disk / "filler").write_bytes(bytes(1_500_000))

    saved, unsaved = fill_the_disk(vault)

    assert writing.open_note(vault, saved.id) == saved
    with pytest.raises(DiskFull):
        backup.back_up(vault, small_disk / "backup")
    (small_disk / "filler").unlink()
    again = writing.save_draft(vault, unsaved, now=NOW)
    vault.close()
    with vaults.open_(vault.folder, PASSPHRASE) as reopened:
        assert writing.open_note(reopened, again.id) == again
        assert verify.verify(reopened) == []


def test_a_backup_on_a_disk_that_cannot_be_written_is_restored(
    vault: vaults.Vault, small_disk: Path, tmp_path: Path
) -> None:
    draft = writing.save_draft(vault, longer(begin(vault)), now=NOW)
    backup.back_up(vault, small_disk / "march")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    backup.restore(small_disk / "march", tmp_path / "new", PASSPHRASE)

    with vaults.open_(tmp_path / "new", PASSPHRASE) as restored:
        assert writing.open_note(restored, draft.id) == draft
    with pytest.raises(ReadOnly):
        vaults.open_(small_disk / "march", PASSPHRASE)


def test_the_words_being_typed_when_the_disk_fills_find_room_in_the_ballast(small_disk: Path) -> None:
    vault = vaults.create(small_disk / "vault", PASSPHRASE, name="P", role="", cost=keys.FLOOR, alone=True)
    draft = begin(vault)
    fill(small_disk)

    draft = writing.save_draft(vault, longer(draft), now=NOW)

    assert writing.open_note(vault, draft.id) == draft
    assert not (vault.folder / ballast.NAME).exists()
    vault.close()
    (small_disk / "filler").unlink()
    vaults.open_(vault.folder, PASSPHRASE, alone=True).close()
    assert (vault.folder / ballast.NAME).stat().st_size == ballast.SIZE


def fill(disk: Path) -> None:
    """Leave not one page free."""
    with contextlib.suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(bytes(1024)):
            pass


def test_a_vault_on_a_full_disk_is_opened_with_the_room_of_its_ballast(small_disk: Path) -> None:
    folder = small_disk / "vault"
    with vaults.create(folder, PASSPHRASE, name="P", role="", cost=keys.FLOOR, alone=True) as vault:
        draft = begin(vault)
    fill(small_disk)

    with vaults.open_(folder, PASSPHRASE) as vault:
        assert writing.open_note(vault, draft.id) == draft
    fill(small_disk)

    with pytest.raises(DiskFull, match="The disk is full"):
        vaults.open_(folder, PASSPHRASE)


def test_what_cannot_be_exported_leaves_no_half_file(small_disk: Path) -> None:
    kept = small_disk / "kept.md"
    write_private(kept, "before")
    fill(small_disk)

    for path in (kept, small_disk / "new.md"):
        with pytest.raises(DiskFull):
            write_private(path, "x" * 100_000)

    assert kept.read_text() == "before"
    assert sorted(path.name for path in small_disk.iterdir()) == ["filler", "kept.md"]


def test_a_full_disk_makes_no_half_vault(small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(bytes(3_000_000))

    with pytest.raises(DiskFull):
        vaults.create(small_disk / "vault", PASSPHRASE, name="P", role="", cost=keys.FLOOR)

    assert [path.name for path in small_disk.iterdir()] == ["filler"]


@as_root
@pytest.mark.parametrize(
    ("folder_mode", "file_mode"), [(0o500, 0o600), (0o500, 0o400), (0o700, 0o400), (0, 0)]
)
def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(
    vault: vaults.Vault, folder_mode: int, file_mode: int
) -> None:
    begin(vault)
    vault.close()
    for path in (*vault.folder.iterdir(), vault.folder):
        os.chown(path, 65534, 65534)
        path.chmod(folder_mode if path == vault.folder else file_mode)
    _let_others_pass(vault.folder.parent)

    def use() -> str:
        try:
            with vaults.open_(vault.folder, PASSPHRASE) as opened:
                begin(opened)
        except VaultError as told:
            return f"{type(told).__name__}: {told.sentence}"
        return "written"

    answer = said(start(use, as_nobody=True))

    assert answer.startswith("ReadOnly: "), answer
    assert answer.count("\n") == 0


@as_root
def test_a_place_where_no_vault_can_be_made_is_told(tmp_path: Path) -> None:
    _let_others_pass(tmp_path)

    def make() -> str:
        try:
            vaults.create(tmp_path / "vault", PASSPHRASE, name="P", role="", cost=keys.FLOOR)
        except ReadOnly as told:
            return told.sentence
        return "made"

    assert "Change its permissions" in said(start(make, as_nobody=True))


def test_flipped_bytes_are_told_as_damage_and_nothing_else_is_raised(vault: vaults.Vault) -> None:
    draft = writing.save_draft(vault, longer(begin(vault)), now=NOW)
    writing.settle(vault, draft.id)
    vault.close()
    unlocked = keys.unlock(vault.folder, PASSPHRASE)
    file = vault.folder / place.DATABASE
    whole = file.read_bytes()
    chance = random.Random(5)
    damaged = 0
    for _ in range(25):
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= 0xFF
        file.write_bytes(content)
        try:
            with vaults.open_unlocked(vault.folder, unlocked) as opened:
                desk(opened)
                writing.open_note(opened, draft.id)
                searching.search(opened, "kettle")
                writing.save_draft(opened, longer(draft), now=NOW)
                writing.settle(opened, draft.id)
        except DamagedVault as told:
            assert told.exit_code == 4
            assert "noteui vault restore" in told.sentence
            damaged += 1
        for leftover in ("-wal", "-shm"):
            (vault.folder / f"{place.DATABASE}{leftover}").unlink(missing_ok=True)
    assert damaged > 10


def test_programs_that_write_at_once_wait_for_each_other(vault: vaults.Vault) -> None:
    vault.close()
    unlocked = keys.unlock(vault.folder, PASSPHRASE)

    def write() -> str:
        opened = vaults.open_unlocked(vault.folder, unlocked)
        draft = begin(opened)
        for number in range(40):
            fields = {**NO_FIELDS, "facts": f"Number {number}."}
            draft = writing.save_draft(
                opened, replace(draft, note=replace(draft.note, fields=fields)), now=NOW
            )
        writing.settle(opened, draft.id)
        return f"{draft.id} {draft.version}"

    answers = [said(started) for started in [start(write) for _ in range(4)]]

    with vaults.open_unlocked(vault.folder, unlocked) as opened:
        for answer in answers:
            note_id, version = answer.split()
            kept = writing.open_note(opened, note_id)
            assert (kept.version, kept.note.fields["facts"]) == (int(version), "Number 39.")
        assert verify.verify(opened) == []


def test_a_program_that_does_not_let_go_is_told(vault: vaults.Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noteui.vault.engine.BUSY_SECONDS", 0.2)
    with (
        vaults.open_(vault.folder, PASSPHRASE) as waiting,
        vaults.open_(vault.folder, PASSPHRASE) as beside,
        beside.writing() as session,
    ):
        session.execute(text("UPDATE user_account SET role = role"))

        with pytest.raises(VaultInUse, match="Wait a moment"):
            begin(waiting)
        assert desk(waiting).drafts == []


def _let_others_pass(folder: Path) -> None:
    for path in (folder, *folder.parents):
        if path.stat().st_mode & 0o001 == 0:
            path.chmod(path.stat().st_mode | 0o011)
