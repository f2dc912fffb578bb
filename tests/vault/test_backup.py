from __future__ import annotations

import os
import random
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from noteui.casework.people import add_person, everyone
from noteui.checks.note import About
from noteui.vault import backup, keys, place, verify
from noteui.vault import vault as vaults
from noteui.vault.engine import connect
from noteui.vault.errors import DamagedVault, NewerVault, VaultExists, VaultInUse, WrongPassphrase

from .conftest import PASSPHRASE


def test_a_backup_is_a_vault_of_its_own(vault: vaults.Vault, tmp_path: Path) -> None:
    add_person(vault, About("Maya Ellis", "child"))

    made = backup.back_up(vault, tmp_path / "stick" / "march")

    add_person(vault, About("Reg Dunn", "adult"))
    assert sorted(path.name for path in made.iterdir()) == [place.ANCHOR, place.KEYS, place.DATABASE]
    assert {stat.S_IMODE(path.lstat().st_mode) for path in made.iterdir()} == {0o600}
    with vaults.open_(made, PASSPHRASE) as copy:
        assert [card.about.name for card in everyone(copy)] == ["Maya Ellis"]
        assert verify.verify(copy) == []


def test_without_a_target_it_lies_in_the_vaults_own_folder(vault: vaults.Vault) -> None:
    first, second = backup.back_up(vault), backup.back_up(vault)

    assert first.parent == second.parent == vault.folder / place.BACKUPS
    assert first != second
    assert verify.verify(vault) == []


def test_a_day_has_one_backup_and_old_ones_thin_out(
    vault: vaults.Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand = backup.back_up(vault)
    monkeypatch.setattr("noteui.vault.verify.database_faults", lambda *_: [])  # sixty checks take a while
    first = date(2026, 9, 28)
    for number in range(60):
        made = backup.back_up_daily(vault, today=first + timedelta(days=number))
        assert made is not None
        assert backup.back_up_daily(vault, today=first + timedelta(days=number)) is None

    kept = sorted(path.name for path in (vault.folder / place.BACKUPS).iterdir() if path != by_hand)

    weekly = ["2026-11-01-daily", "2026-11-08-daily", "2026-11-15-daily"]
    assert kept == weekly + [f"2026-11-{day}-daily" for day in range(20, 27)]
    assert by_hand.exists()


def test_nothing_is_written_over(vault: vaults.Vault, tmp_path: Path) -> None:
    with pytest.raises(VaultExists):
        backup.back_up(vault, tmp_path)


def test_a_copy_that_fails_its_check_is_thrown_away(
    vault: vaults.Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("noteui.vault.verify.database_faults", lambda *_: ["a damaged place"])

    with pytest.raises(DamagedVault, match="a damaged place"):
        backup.back_up(vault, tmp_path / "stick")
    assert not [path for path in tmp_path.rglob("*") if "stick" in path.name]


def test_restoring_puts_the_backup_in_place_and_the_vault_aside(vault: vaults.Vault) -> None:
    add_person(vault, About("Maya Ellis", "child"))
    made = backup.back_up(vault)
    add_person(vault, About("Reg Dunn", "adult"))
    vault.close()

    aside = backup.restore(made, vault.folder, PASSPHRASE)

    with vaults.open_(vault.folder, PASSPHRASE) as restored:
        assert [card.about.name for card in everyone(restored)] == ["Maya Ellis"]
        assert verify.verify(restored) == []
    assert aside is not None
    with vaults.open_(aside, PASSPHRASE) as before:
        assert [card.about.name for card in everyone(before)] == ["Maya Ellis", "Reg Dunn"]


def test_a_log_that_a_crash_left_is_set_aside_with_its_database(vault: vaults.Vault) -> None:
    add_person(vault, About("Maya Ellis", "child"))
    made = backup.back_up(vault)
    vault.close()
    child = os.fork()
    if child == 0:  # ends without closing, as a program that was killed does
        add_person(vaults.open_(vault.folder, PASSPHRASE), About("Reg Dunn", "adult"))
        os._exit(0)
    os.waitpid(child, 0)
    assert (vault.folder / f"{place.DATABASE}-wal").stat().st_size > 0

    aside = backup.restore(made, vault.folder, PASSPHRASE)

    with vaults.open_(vault.folder, PASSPHRASE) as restored:
        assert [card.about.name for card in everyone(restored)] == ["Maya Ellis"]
    assert aside is not None
    with vaults.open_(aside, PASSPHRASE) as before:
        assert [card.about.name for card in everyone(before)] == ["Maya Ellis", "Reg Dunn"]


def test_restoring_where_nothing_stood(vault: vaults.Vault, tmp_path: Path) -> None:
    add_person(vault, About("Maya Ellis", "child"))
    made = backup.back_up(vault)

    assert backup.restore(made, tmp_path / "new", PASSPHRASE) is None

    with vaults.open_(tmp_path / "new", PASSPHRASE) as restored:
        assert len(everyone(restored)) == 1


def test_a_vault_in_use_is_not_replaced(vault: vaults.Vault) -> None:
    made = backup.back_up(vault)

    with pytest.raises(VaultInUse):
        backup.restore(made, vault.folder, PASSPHRASE)


def test_a_damaged_backup_is_not_restored(vault: vaults.Vault) -> None:
    made = backup.back_up(vault)
    vault.close()
    before = (vault.folder / place.DATABASE).read_bytes()
    _flip(made / place.DATABASE, 5000)

    with pytest.raises(DamagedVault):
        backup.restore(made, vault.folder, PASSPHRASE)

    assert (vault.folder / place.DATABASE).read_bytes() == before


def test_a_backup_that_a_newer_noteui_made_is_not_restored(vault: vaults.Vault) -> None:
    made = backup.back_up(vault)
    vault.close()
    newer = connect(made / place.DATABASE, vault.data_key, guarded=False)
    newer.execute("PRAGMA user_version=99")
    newer.close()

    with pytest.raises(NewerVault):
        backup.restore(made, vault.folder, PASSPHRASE)
    vaults.open_(vault.folder, PASSPHRASE).close()


def test_a_backup_keeps_the_passphrase_it_was_made_with(vault: vaults.Vault) -> None:
    made = backup.back_up(vault)
    vault.close()
    keys.change_passphrase(vault.folder, PASSPHRASE, "copper meadow ladder tide", keys.FLOOR)

    with pytest.raises(WrongPassphrase):
        backup.restore(made, vault.folder, "copper meadow ladder tide")
    backup.restore(made, vault.folder, PASSPHRASE)
    vaults.open_(vault.folder, PASSPHRASE).close()


def test_any_flipped_byte_is_named_by_the_check(vault: vaults.Vault) -> None:
    for number in range(60):
        add_person(vault, About(f"Person {number}", "adult"))
    vault.close()
    file = vault.folder / place.DATABASE
    size = file.stat().st_size
    chance = random.Random(7)
    for _ in range(20):
        at = chance.randrange(size)
        _flip(file, at)
        assert verify.database_faults(file, vault.data_key) != [], at
        _flip(file, at)
    assert verify.database_faults(file, vault.data_key) == []


def test_the_check_names_what_is_not_as_it_should_be(vault: vaults.Vault) -> None:
    (vault.folder / place.KEYS_BEFORE).write_bytes(b"{")
    (vault.folder / place.KEYS).chmod(0o644)

    assert verify.verify(vault) == [
        "keys.json.prev is missing or damaged",
        "keys.json can be read by other users of this computer",
    ]


def _flip(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 0x5A
    file.write_bytes(content)
