"""The data key exchanged, and the program killed at every file that it touches meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from noteui.casework import people, users, watching, ways_in
from noteui.checks.note import About
from noteui.records import Access, Act
from noteui.vault import backup, keys, log, place, rotation
from noteui.vault import vault as vaults
from noteui.vault.errors import DamagedVault, VaultInUse

from .kill import PASSPHRASE

ROWAN = "copper meadow ladder tide"
EVERY = 5
"""Only each so many steps: all of them take a minute, and neighbours seldom differ."""
_WATCHED = ("open", "os.rename", "os.remove", "os.link")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with two users, both ways in, and a person."""
    folder = tmp_path_factory.mktemp("made") / "vault"
    with vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR) as vault:
        users.add_user(
            vault, name="Rowan Cole", role="team manager", access=Access.SUPERVISOR, passphrase=ROWAN
        )
        ways_in.make_recovery_code(vault)
        (folder.parent / "org.key").write_text(ways_in.make_organisation_key(vault))
        people.add_person(vault, About("Maya Ellis", "child"))
    return folder


def rotate(folder: Path) -> None:
    rotation.rotate(vaults.open_unlocked(folder, keys.unlock(folder, PASSPHRASE)))


def test_everything_is_there_under_another_key(made: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(made, tmp_path / "vault")
    old = keys.unlock(folder, PASSPHRASE).keys

    rotate(folder)

    with vaults.open_(folder, PASSPHRASE) as vault:
        assert vault.data_key != old.data
        assert vault.keys.log == old.log
        assert [card.about.name for card in people.everyone(vault)] == ["Maya Ellis"]
        assert watching.verify(vault) == []
        with vault.reading() as session:
            acts = [entry.act for entry in log.entries(session)]
        assert acts[-2:] == [Act.DATA_KEY_ROTATED, Act.VAULT_OPENED]
    with vaults.open_(folder, ROWAN) as theirs:
        assert theirs.user.name == "Rowan Cole"
    with pytest.raises(DamagedVault):
        vaults.read_version(folder / place.DATABASE, old.data)
    assert not keys.has_recovery_code(folder)
    opened = ways_in.by_organisation(folder, (made.parent / "org.key").read_text())
    assert opened.keys == keys.unlock(folder, PASSPHRASE).keys
    (kept,) = (folder / place.BACKUPS).iterdir()
    with vaults.open_(kept, PASSPHRASE) as before:
        assert before.data_key == old.data
    assert not list(folder.glob(f".{place.DATABASE}.*"))


def test_nobody_else_may_be_in_the_vault(made: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(made, tmp_path / "vault")
    with vaults.open_(folder, ROWAN), pytest.raises(VaultInUse, match="open in another"):
        rotate(folder)
    rotate(folder)


def test_killed_at_any_step_it_opens_with_the_old_key_or_the_new(made: Path, tmp_path: Path) -> None:
    whole = shutil.copytree(made, tmp_path / "whole")
    old = keys.unlock(whole, PASSPHRASE).data_key
    steps = _steps(whole, kill_at=None)
    assert steps > 20
    seen = set()
    for step in range(1, steps + 1, EVERY):
        folder = shutil.copytree(made, tmp_path / f"killed-{step}")
        assert _steps(folder, kill_at=step) is None, step
        unlocked = keys.unlock(folder, ROWAN if step % 2 else PASSPHRASE)
        with vaults.open_unlocked(folder, unlocked, alone=True) as vault:
            seen.add("old" if vault.data_key == old else "new")
            assert vault.damage is None, step
            assert [card.about.name for card in people.everyone(vault)] == ["Maya Ellis"], step
            assert watching.verify(vault) == [], step
            assert not keys.is_announced(folder), step
            assert not list(folder.glob(f".{place.DATABASE}.*")), step
            backup.back_up(vault)
        opened = ways_in.by_organisation(folder, (made.parent / "org.key").read_text())
        assert opened.keys == keys.unlock(folder, PASSPHRASE).keys, step
        shutil.rmtree(folder)
    assert seen == {"old", "new"}


def _steps(folder: Path, kill_at: int | None) -> int | None:
    """Rotates in a process of its own, killed at the step that is named; how many steps there are."""
    reading, writing_ = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            if event in _WATCHED and str(folder) in str(arguments[0]):
                count += 1
                if count == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            vault = vaults.open_unlocked(folder, keys.unlock(folder, PASSPHRASE))
            sys.addaudithook(watch)
            rotation.rotate(vault)
            os.write(writing_, str(count).encode())
        finally:
            os._exit(0)
    os.close(writing_)
    with os.fdopen(reading) as stream:
        told = stream.read()
    os.waitpid(child, 0)
    return int(told) if told else None
