"""The rare acts that replace files are killed too: backing up, migrating, exchanging the data key.

`python -m tests.faults.kill_acts --times 150` prints the counts of migrating.
"""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

from noteui.casework import people, watching, writing
from noteui.casework.desk import list_notes
from noteui.checks.note import About
from noteui.vault import backup, files, keys, place, rotation, schema
from noteui.vault import upgrade as _  # noqa: F401 -- loaded before any fork
from noteui.vault import vault as vaults
from noteui.vault.errors import VaultError

from .command import Tally, main
from .kill import KILLS, PASSPHRASE
from .processes import duration, kill_during

OLDER = Path(__file__).resolve().parents[1] / "vault" / "older"
"""Vaults as earlier versions of the tables had them; in each stands a draft with the words below."""
WORDS = "The kettle was cold."


def backing_up(folder: Path, times: int, seed: int = 1) -> Tally:
    """Kills a backup at so many random moments: the vault is as it was, each backup whole or not there."""
    chance = random.Random(seed)
    with vaults.create(folder, PASSPHRASE, name="Priya Nair", role="", cost=keys.FLOOR) as vault:
        people.add_person(vault, About("Maya Ellis", "child"))
    unlocked = keys.unlock(folder, PASSPHRASE)
    tally = Tally()

    def back_up() -> None:
        with vaults.open_unlocked(folder, unlocked) as opened:
            backup.back_up(opened)

    takes = duration(back_up)
    for number in range(times):
        kill_during(back_up, chance.uniform(0.0, 1.2 * takes))
        tally.counts[KILLS] += 1
        for kept in (folder, *_backups(folder)):
            tally.faults += [f"kill {number}: {wrong}" for wrong in _wrong(kept, unlocked)]
        tally.counts["backups whole"] += len(_backups(folder))
        for made in _backups(folder):
            shutil.rmtree(made)
    return tally


def migrating(folder: Path, times: int, seed: int = 1) -> Tally:
    """Kills the first opening of an older vault at so many random moments; then it opens, all in it there."""
    chance = random.Random(seed)
    older = sorted(OLDER.iterdir())
    tally = Tally()
    takes = {}
    for version in older:
        once = folder.with_name("once")
        _copy(version, once)
        takes[version] = duration(lambda once=once: vaults.open_(once, PASSPHRASE).close())  # type: ignore[misc]
        shutil.rmtree(once)
    for number in range(times):
        version = chance.choice(older)
        _copy(version, folder)
        kill_during(
            lambda: vaults.open_(folder, PASSPHRASE).close(), chance.uniform(0.0, 1.1 * takes[version])
        )
        (folder / place.ATTEMPTS).unlink(missing_ok=True)  # a killed try counts as a wrong one
        tally.counts[KILLS] += 1
        try:
            unlocked = keys.unlock(folder, PASSPHRASE)
            before = vaults.read_version(folder / place.DATABASE, unlocked.data_key)
            tally.counts["were migrated"] += before == schema.CURRENT
            with vaults.open_unlocked(folder, unlocked) as vault:
                wrong = watching.verify(vault)
                drafts = [line.id for line in list_notes(vault, status="draft")]
                words = [writing.open_note(vault, note).note.fields["facts"] for note in drafts]
            if WORDS not in words:
                tally.lost.append(f"kill {number}, {version.name}: the draft is gone")
        except VaultError as error:
            wrong = [error.sentence]
        tally.faults += [f"kill {number}, {version.name}: {fault}" for fault in wrong]
        shutil.rmtree(folder)
    return tally


def rotating(folder: Path, times: int, seed: int = 1) -> Tally:
    """Kills the exchange of the data key at so many random moments: the old key opens, or the new."""
    chance = random.Random(seed)
    whole = folder.with_name("whole")
    with vaults.create(whole, PASSPHRASE, name="Priya Nair", role="", cost=keys.FLOOR) as vault:
        people.add_person(vault, About("Maya Ellis", "child"))
        old = vault.data_key
    tally = Tally()

    def rotate() -> None:
        rotation.rotate(vaults.open_unlocked(folder, keys.unlock(folder, PASSPHRASE)))

    shutil.copytree(whole, folder)
    takes = duration(rotate)
    shutil.rmtree(folder)
    for number in range(times):
        shutil.copytree(whole, folder)
        kill_during(rotate, chance.uniform(0.2, 1.1) * takes)
        (folder / place.ATTEMPTS).unlink(missing_ok=True)
        tally.counts[KILLS] += 1
        try:
            unlocked = keys.unlock(folder, PASSPHRASE)
            tally.counts["opened with the new key"] += vaults.keys_in_use(folder, unlocked.keys).data != old
            wrong = _wrong(folder, unlocked)
        except VaultError as error:
            wrong = [error.sentence]
        tally.faults += [f"kill {number}: {fault}" for fault in wrong]
        shutil.rmtree(folder)
    return tally


def _copy(version: Path, folder: Path) -> None:
    files.create_private_folder(folder)
    for file in version.iterdir():
        shutil.copyfile(file, folder / file.name)
        (folder / file.name).chmod(0o600)


def _backups(folder: Path) -> list[Path]:
    kept = folder / place.BACKUPS
    return [path for path in kept.iterdir() if not path.name.startswith(".")] if kept.exists() else []


def _wrong(folder: Path, unlocked: keys.Unlocked) -> list[str]:
    try:
        with vaults.open_unlocked(folder, unlocked) as opened:
            names = [card.about.name for card in people.everyone(opened)]
            return [*watching.verify(opened), *([] if names == ["Maya Ellis"] else [f"people: {names}"])]
    except VaultError as error:
        return [error.sentence]


if __name__ == "__main__":
    sys.exit(main(migrating, __doc__, 150))
