"""What an opening finds: a log that does not end as its anchor says, a damaged file, somebody else inside."""

from __future__ import annotations

import os
import random
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from noteui.casework import desk, people, watching, writing
from noteui.casework.errors import CaseworkError, NotFound
from noteui.checks.note import About
from noteui.records import Act
from noteui.vault import anchor, backup, keys, log, place, verify
from noteui.vault import vault as vaults
from noteui.vault.errors import DamagedVault, VaultError, VaultInUse
from noteui.vault.lock import Presence

from .conftest import PASSPHRASE

NOW = datetime(2026, 11, 18, 17, 30)


def snapshot(vault: vaults.Vault, to: Path) -> Path:
    """The vault's folder as it stands, copied while nobody has it open."""
    vault.close()
    return shutil.copytree(vault.folder, to)


def acts(vault: vaults.Vault) -> list[str]:
    with vault.reading() as session:
        return [entry.act for entry in log.entries(session)]


def kinds(vault: vaults.Vault) -> list[str]:
    with vault.reading() as session:
        return [fault.kind for _, fault in anchor.unacknowledged(session, vault.store_id)]


def test_an_opening_like_any_other_finds_nothing(vault: vaults.Vault) -> None:
    for _ in range(3):
        vault.close()
        vault = vaults.open_(vault.folder, PASSPHRASE)
    assert kinds(vault) == []
    vault.close()


def test_an_older_copy_put_in_its_place_is_told_until_somebody_has_seen_it(
    vault: vaults.Vault, tmp_path: Path
) -> None:
    older = snapshot(vault, tmp_path / "older")
    for _ in range(2):
        vaults.open_(vault.folder, PASSPHRASE).close()
    shutil.copyfile(older / place.DATABASE, vault.folder / place.DATABASE)

    for _ in range(2):  # the first opening writes a new anchor: the fault must outlive that
        with vaults.open_(vault.folder, PASSPHRASE) as opened:
            (fault,) = watching.open_faults(opened)
            assert "older copy" in fault.sentence
            assert fault.sentence in verify.verify(opened)
    with vaults.open_(vault.folder, PASSPHRASE) as opened:
        with pytest.raises(NotFound):
            watching.acknowledge(opened, 1)
        watching.acknowledge(opened, fault.seq)
        assert watching.open_faults(opened) == []
        assert verify.verify(opened) == []
        assert acts(opened)[-1] == Act.FAULT_ACKNOWLEDGED
        assert Act.FAULT_FOUND in acts(opened)


def test_a_torn_last_write_is_told_apart_from_an_older_copy(vault: vaults.Vault, tmp_path: Path) -> None:
    older = snapshot(vault, tmp_path / "older")
    vaults.open_(vault.folder, PASSPHRASE).close()
    shutil.copyfile(older / place.DATABASE, vault.folder / place.DATABASE)

    with vaults.open_(vault.folder, PASSPHRASE) as opened:
        assert kinds(opened) == ["torn"]
        (fault,) = watching.open_faults(opened)
        assert "Nothing before it is changed" in fault.sentence


def test_a_history_written_anew_after_an_older_copy_is_told(vault: vaults.Vault, tmp_path: Path) -> None:
    vault.close()
    vaults.open_(vault.folder, PASSPHRASE).close()
    other = shutil.copytree(vault.folder, tmp_path / "other")
    for folder in (vault.folder, other, other):
        vaults.open_(folder, PASSPHRASE).close()
    shutil.copyfile(other / place.DATABASE, vault.folder / place.DATABASE)

    with vaults.open_(vault.folder, PASSPHRASE) as opened:
        assert kinds(opened) == ["rewritten"]


@pytest.mark.parametrize(("content", "kind"), [(None, "missing"), (b"{}", "damaged"), (b"", "damaged")])
def test_an_anchor_that_is_gone_or_damaged_is_told(
    vault: vaults.Vault, content: bytes | None, kind: str
) -> None:
    vault.close()
    if content is None:
        (vault.folder / place.ANCHOR).unlink()
    else:
        (vault.folder / place.ANCHOR).write_bytes(content)

    with vaults.open_(vault.folder, PASSPHRASE) as opened:
        assert kinds(opened) == [kind]


def test_an_anchor_that_is_behind_is_no_fault(vault: vaults.Vault) -> None:
    """A kill between the database and the anchor leaves it so, and so do two programs."""
    behind = (vault.folder / place.ANCHOR).read_bytes()
    vault.close()
    vaults.open_(vault.folder, PASSPHRASE).close()
    (vault.folder / place.ANCHOR).write_bytes(behind)

    with vaults.open_(vault.folder, PASSPHRASE) as opened:
        assert kinds(opened) == []


def test_a_backup_and_what_is_restored_from_it_open_without_a_fault(
    vault: vaults.Vault, tmp_path: Path
) -> None:
    made = backup.back_up(vault, tmp_path / "made")
    people.add_person(vault, About("Maya Ellis", "child"))
    vault.close()
    with vaults.open_(shutil.copytree(made, tmp_path / "opened"), PASSPHRASE) as opened:
        assert kinds(opened) == []
    backup.restore(made, vault.folder, PASSPHRASE)
    with vaults.open_(vault.folder, PASSPHRASE) as opened:
        assert kinds(opened) == []
        assert Act.BACKUP_RESTORED in acts(opened)


# -- damage


@pytest.fixture
def many(vault: vaults.Vault) -> list[str]:
    """Sixty notes of two pages each in the vault, which is closed; their identifiers."""
    person = people.add_person(vault, About("Maya Ellis", "child"))
    made = []
    for number in range(60):
        draft = writing.begin_note(vault, person.id, contact="email", happened=NOW, now=NOW)
        words = f"Note {number}. " + "Maya drew a heron by the canal. " * 200
        fields = {**draft.note.fields, "facts": words}
        from dataclasses import replace

        writing.save_draft(vault, replace(draft, note=replace(draft.note, fields=fields)), now=NOW)
        writing.settle(vault, draft.id)
        made.append(draft.id)
    vault.close()
    return made


def scratch(folder: Path, chance: random.Random, pages: int) -> None:
    """Overwrites some pages of the closed database with noise, never the first."""
    size = (folder / place.DATABASE).stat().st_size
    with (folder / place.DATABASE).open("r+b") as stream:
        for _ in range(pages):
            stream.seek(chance.randrange(1, size // 4096) * 4096 + 100)
            stream.write(chance.randbytes(64))


def test_what_can_be_read_of_a_damaged_vault_is_read(
    vault: vaults.Vault, many: list[str], tmp_path: Path
) -> None:
    chance = random.Random(4)
    read = for_reading = refused = listed = unlisted = 0
    for number in range(25):
        folder = shutil.copytree(vault.folder, tmp_path / f"damaged-{number}")
        scratch(folder, chance, pages=3)
        try:
            opened = vaults.open_(folder, PASSPHRASE)
        except DamagedVault:
            refused += 1
            continue
        with opened:
            for note_id in many:
                try:
                    note = writing.open_note(opened, note_id).note
                except (VaultError, CaseworkError):
                    continue
                assert note.fields["facts"].startswith("Note ")
                read += 1
            if opened.damage is not None:
                for_reading += 1
                with pytest.raises(DamagedVault, match="nothing can be written"):
                    people.add_person(opened, About("Reg", "adult"))
            try:
                listed += len(desk.desk(opened).drafts)
            except DamagedVault:
                unlisted += 1
    assert refused < 25
    assert read > 25 * 60 * 0.5
    assert listed > 25 * 60 * 0.5
    assert for_reading
    print(f"{refused=} {for_reading=} {read=} {listed=} {unlisted=} of {25 * 60}")


def test_a_vault_that_finds_damage_on_opening_opens_for_reading_only(
    vault: vaults.Vault, many: list[str]
) -> None:
    """The page on which the log grows is gone: nothing can be logged, and the notes are there."""
    last = _first_page_of_the_log(vault.folder)
    with (vault.folder / place.DATABASE).open("r+b") as stream:
        stream.seek((last - 1) * 4096 + 50)
        stream.write(os.urandom(32))

    with vaults.open_(vault.folder, PASSPHRASE, alone=True) as opened:
        assert opened.damage is not None
        assert "noteui vault restore" in opened.damage
        assert opened.user.name == "Priya Nair"
        assert len(desk.desk(opened).drafts) == 60
        assert writing.open_note(opened, many[0]).note.fields["facts"].startswith("Note 0")
        with pytest.raises(DamagedVault):
            people.add_person(opened, About("Reg", "adult"))
        opened.witness(Act.NOTE_VIEWED, object_id=many[0])
        assert verify.verify(opened)


def _first_page_of_the_log(folder: Path) -> int:
    from noteui.vault.engine import connect

    raw = connect(folder / place.DATABASE, keys.unlock(folder, PASSPHRASE).data_key, guarded=False)
    try:
        return int(raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'log_entry'").fetchone()[0])
    finally:
        raw.close()


# -- two programs


def test_who_holds_the_vault_is_told(vault: vaults.Vault) -> None:
    with pytest.raises(VaultInUse, match=rf"process {os.getpid()}, since {date.today():%H:%M}"[:20]):
        vaults.open_(vault.folder, PASSPHRASE, alone=True)


def test_an_opening_waits_while_files_are_exchanged_and_then_says_so(
    vault: vaults.Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    from noteui.vault import lock

    vault.close()
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    held = Presence(vault.folder, alone=True)
    with pytest.raises(VaultInUse, match="exchanging"):
        vaults.open_(vault.folder, PASSPHRASE)
    held.release()
    vaults.open_(vault.folder, PASSPHRASE).close()


def test_a_restore_is_refused_while_a_command_is_in_the_vault(vault: vaults.Vault, tmp_path: Path) -> None:
    made = backup.back_up(vault, tmp_path / "made")
    vault.close()
    with (
        vaults.open_(vault.folder, PASSPHRASE),
        pytest.raises(VaultInUse, match="open in another"),
    ):
        backup.restore(made, vault.folder, PASSPHRASE)


# -- backups


def test_a_backup_is_in_the_log_with_its_head_and_a_second_place_gets_its_own(
    vault: vaults.Vault, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    here = backup.back_up_daily(vault, today=date(2026, 11, 18))
    there = backup.back_up_daily(vault, today=date(2026, 11, 18), elsewhere=elsewhere)
    assert here is not None
    assert there is not None
    assert there.parent == elsewhere / vault.store_id
    assert backup.back_up_daily(vault, today=date(2026, 11, 18), elsewhere=elsewhere) is None
    with vault.reading() as session:
        entries = {entry.seq: entry for entry in log.entries(session)}
    made = [entry for entry in entries.values() if entry.act == Act.BACKUP_MADE]
    assert len(made) == 2
    for entry in made:
        assert entry.payload == entries[entry.seq - 1].hash
    assert verify.verify(vault) == []


def test_the_drill_says_whether_the_newest_backup_is_good(vault: vaults.Vault, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        watching.drill(vault, PASSPHRASE)
    made = backup.back_up(vault)
    people.add_person(vault, About("Maya Ellis", "child"))

    good = watching.drill(vault, PASSPHRASE)

    assert good.folder == made
    assert good.faults == ()
    assert good.same_passphrase
    assert good.behind == 1
    keys.change_passphrase(vault.folder, PASSPHRASE, "seven gooseberry lantern", keys.FLOOR)
    assert not watching.drill(vault, "seven gooseberry lantern").same_passphrase
    scratch(made, random.Random(1), pages=40)
    assert watching.drill(vault, PASSPHRASE).faults
    assert acts(vault)[-1] == Act.BACKUP_DRILLED


def test_the_drill_sees_a_backup_of_another_history(vault: vaults.Vault, tmp_path: Path) -> None:
    made = backup.back_up(vault)
    forked = snapshot(vault, tmp_path / "forked")
    with vaults.open_(forked, PASSPHRASE) as other:
        backup.back_up(other, tmp_path / "of-the-fork")
    shutil.rmtree(made)
    shutil.move(tmp_path / "of-the-fork", made)
    with vaults.open_(vault.folder, PASSPHRASE) as opened:
        (fault,) = watching.drill(opened, PASSPHRASE).faults
        assert "not the one in the vault's log" in fault
