"""The rare acts that replace files are killed too: afterwards the old state is there or the new one."""

from __future__ import annotations

import os
import random
from functools import partial
from pathlib import Path

import pytest

from noteui.casework import people
from noteui.checks.note import About
from noteui.vault import backup, keys, place, verify
from noteui.vault import vault as vaults
from noteui.vault.errors import NoVault, WrongPassphrase

from .kill import PASSPHRASE
from .processes import duration, kill_during

NEW = "copper meadow ladder tide"
KILLS = 12

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")


def names(vault: vaults.Vault) -> list[str]:
    assert verify.verify(vault) == []
    return [card.about.name for card in people.everyone(vault)]


def test_creating_makes_a_whole_vault_or_none(tmp_path: Path) -> None:
    chance = random.Random(11)
    made = 0

    def create(folder: Path) -> None:
        vaults.create(folder, PASSPHRASE, name="Priya Nair", role="", cost=keys.FLOOR)

    takes = duration(lambda: create(tmp_path / "first"))
    for number in range(KILLS):
        folder = tmp_path / str(number)
        kill_during(partial(create, folder), chance.uniform(0.0, 1.6 * takes))
        try:
            with vaults.open_(folder, PASSPHRASE) as vault:
                assert names(vault) == []
            made += 1
        except NoVault:
            assert not folder.exists()
    assert 0 < made < KILLS


def test_changing_the_passphrase_leaves_one_that_opens(vault: vaults.Vault) -> None:
    chance = random.Random(12)
    vault.close()
    now, other = PASSPHRASE, NEW
    takes = duration(lambda: keys.unlock(vault.folder, now)) * 2
    for _ in range(KILLS):
        kill_during(
            lambda now=now, other=other: keys.change_passphrase(vault.folder, now, other, keys.FLOOR),  # type: ignore[misc]
            chance.uniform(0.0, takes),
        )
        (vault.folder / place.ATTEMPTS).unlink(missing_ok=True)  # a killed try counts as a wrong one
        try:
            keys.unlock(vault.folder, now)
        except WrongPassphrase:
            keys.unlock(vault.folder, other)
            now, other = other, now


def test_backing_up_leaves_whole_backups_and_the_vault_as_it_was(vault: vaults.Vault) -> None:
    chance = random.Random(13)
    people.add_person(vault, About("Maya Ellis", "child"))
    vault.close()
    unlocked = keys.unlock(vault.folder, PASSPHRASE)

    def back_up() -> None:
        with vaults.open_unlocked(vault.folder, unlocked) as opened:
            backup.back_up(opened)

    takes = duration(back_up)
    for _ in range(KILLS):
        kill_during(back_up, chance.uniform(0.0, 1.3 * takes))
        with vaults.open_unlocked(vault.folder, unlocked) as opened:
            assert names(opened) == ["Maya Ellis"]
    made = [path for path in (vault.folder / place.BACKUPS).iterdir() if not path.name.startswith(".")]
    assert made
    for folder in made:
        with vaults.open_unlocked(folder, unlocked) as copy:
            assert names(copy) == ["Maya Ellis"]


def test_restoring_leaves_the_vault_or_the_backup(vault: vaults.Vault) -> None:
    chance = random.Random(14)
    people.add_person(vault, About("Maya Ellis", "child"))
    made = backup.back_up(vault)
    people.add_person(vault, About("Reg Dunn", "adult"))
    vault.close()
    unlocked = keys.unlock(vault.folder, PASSPHRASE)
    restored = 0
    takes = duration(lambda: backup.restore(made, vault.folder, PASSPHRASE))
    with vaults.open_unlocked(vault.folder, unlocked) as opened:
        people.add_person(opened, About("Reg Dunn", "adult"))
    for _ in range(KILLS):
        kill_during(
            lambda: backup.restore(made, vault.folder, PASSPHRASE), chance.uniform(0.3 * takes, 1.3 * takes)
        )
        (made / place.ATTEMPTS).unlink(missing_ok=True)
        with vaults.open_unlocked(vault.folder, unlocked) as opened:
            found = names(opened)
            assert found in (["Maya Ellis"], ["Maya Ellis", "Reg Dunn"])
            if found == ["Maya Ellis"]:
                restored += 1
                people.add_person(opened, About("Reg Dunn", "adult"))
    assert restored > 0
