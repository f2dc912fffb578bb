"""The power goes: of what was written since the last acknowledged act any part is missing or torn.

`python -m tests.faults.power --states 1000` has a writer act in a vault of its own, keeps what its files held
after each act, and then builds disks on which the power went during one: all that was there after the act
before it, and of what that act wrote an arbitrary choice of 512-byte sectors. On each the vault must open,
verify, and hold every act that was acknowledged. `--control` takes away what had been acknowledged: then
losses must be reported, which shows that this harness can see one.

The files are read by this process, never by the one that has the database open.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from noteui.casework import finalising, people, writing
from noteui.casework.desk import list_notes
from noteui.casework.errors import CaseworkError
from noteui.checks.note import About
from noteui.vault import keys, place, verify
from noteui.vault import vault as vaults
from noteui.vault.errors import VaultError

from .kill import ANSWERS, PASSPHRASE, WORDS, digest

SECTOR = 512
LOG = f"{place.DATABASE}-wal"
FILES = (place.DATABASE, LOG, place.ANCHOR)


@dataclass
class Disk:
    """What the vault's files held once an act was acknowledged, and what must be found on it."""

    files: dict[str, bytes]
    notes: dict[str, tuple[str, int]]
    """By note, the digest of its words and how many final texts it has."""


@dataclass
class Tally:
    """How many disks were built, and what was wrong on them."""

    states: int = 0
    torn: int = 0
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.states} power cuts ({self.torn} with a torn write): "
            f"{len(self.lost)} lost something, {len(self.faults)} did not open or verify"
        )


def run(folder: Path, states: int, *, acts: int = 40, seed: int = 1, control: bool = False) -> Tally:
    """Records `acts` acts in a vault made in `folder` and looks at `states` disks."""
    chance = random.Random(seed)
    vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR).close()
    unlocked = keys.unlock(folder, PASSPHRASE)
    disks = _record(folder, unlocked, acts, seed)
    tally = Tally()
    for number in range(states):
        at = chance.randrange(len(disks) - 1)
        before, after = disks[at], disks[at + 1]
        if control:
            before = replace(disks[max(0, at - 3)], notes=before.notes)
            after = before
        kept, is_torn = _cut(before, after, chance)
        tally.states += 1
        tally.torn += is_torn
        wrong = _look(folder, unlocked, kept, before)
        for lost in wrong[0]:
            tally.lost.append(f"state {number}, act {at}: {lost}")
        for fault in wrong[1]:
            tally.faults.append(f"state {number}, act {at}: {fault}")
    return tally


def _record(folder: Path, unlocked: keys.Unlocked, acts: int, seed: int) -> list[Disk]:
    said_in, said_out = os.pipe()
    go_in, go_out = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(said_in)
        os.close(go_out)
        try:
            _act(folder, unlocked, acts, random.Random(seed), said_out, go_in)
        finally:
            os._exit(0)
    os.close(said_out)
    os.close(go_in)
    disks: list[Disk] = []
    notes: dict[str, tuple[str, int]] = {}
    with os.fdopen(said_in) as said:
        for line in said:
            note, words, texts = line.split()
            if note != "-":
                notes = {**notes, note: (words, int(texts))}
            files = {name: (folder / name).read_bytes() for name in FILES if (folder / name).exists()}
            disks.append(Disk(files, notes))
            os.write(go_out, b".")
    os.close(go_out)
    os.waitpid(child, 0)
    return disks


def _act(folder: Path, unlocked: keys.Unlocked, acts: int, chance: random.Random, said: int, go: int) -> None:
    """One act after another, each told once it is acknowledged; then wait until the files were read."""

    def acknowledge(note: str = "-", words: str = "-", texts: int = 0) -> None:
        os.write(said, f"{note} {words} {texts}\n".encode())
        os.read(go, 1)

    vault = vaults.open_unlocked(folder, unlocked)
    maya = people.add_person(vault, About("Maya Ellis", "child"))
    acknowledge()
    for _ in range(acts // 6):
        now = datetime.now()
        draft = writing.begin_note(vault, maya.id, contact="home visit", happened=now, now=now)
        for _ in range(3):
            facts = draft.note.fields["facts"] + " ".join(chance.choices(WORDS, k=chance.choice((5, 400))))
            fields = {**draft.note.fields, "facts": facts}
            draft = writing.save_draft(
                vault, replace(draft, note=replace(draft.note, fields=fields)), now=now
            )
            acknowledge(draft.id, digest(dict(draft.note.fields)), 0)
        words = digest(dict(draft.note.fields))
        finalising.finalise(vault, draft.id, now=now, answers=ANSWERS)
        acknowledge(draft.id, words, 1)
        finalising.add(vault, draft.id, "She rang back.")
        acknowledge(draft.id, words, 2)
        if chance.random() < 0.5:
            with vault.engine.connect() as connection:
                connection.rollback()
                connection.exec_driver_sql("PRAGMA wal_checkpoint(full)")
            acknowledge()


def _cut(before: Disk, after: Disk, chance: random.Random) -> tuple[dict[str, bytes], bool]:
    """The files on a disk whose power went while `after` was being written over `before`."""
    kept = dict(before.files)
    is_torn = False
    for name in (place.DATABASE, LOG):
        old, new = before.files.get(name, b""), after.files.get(name, b"")
        mixed = bytearray(old)
        how = chance.choice(("none", "some", "most", "torn"))
        share = {"none": 0.0, "some": 0.3, "most": 0.9, "torn": 0.6}[how]
        for start in range(0, len(new), SECTOR):
            sector = new[start : start + SECTOR]
            if sector == old[start : start + SECTOR] or chance.random() >= share:
                continue
            if len(mixed) < start:
                mixed.extend(bytes(start - len(mixed)))
            mixed[start : start + len(sector)] = sector
            is_torn = True
        kept[name] = bytes(mixed)
    return kept, is_torn


def _look(
    folder: Path, unlocked: keys.Unlocked, files: dict[str, bytes], wanted: Disk
) -> tuple[list[str], list[str]]:
    disk = folder.with_name("after-the-power-came-back")
    shutil.rmtree(disk, ignore_errors=True)
    disk.mkdir(mode=0o700)
    for name in (place.KEYS, place.KEYS_BEFORE):
        shutil.copyfile(folder / name, disk / name)
    for name, content in files.items():
        (disk / name).write_bytes(content)
    for path in disk.iterdir():
        path.chmod(0o600)
    lost: list[str] = []
    try:
        with vaults.open_unlocked(disk, unlocked) as vault:
            there = {line.id for line in list_notes(vault)}
            for note, (words, texts) in wanted.notes.items():
                if note not in there:
                    lost.append(f"note {note} is gone")
                    continue
                draft = writing.open_note(vault, note)
                found = len(finalising.read_final(vault, note, viewed=False).texts) if texts else 0
                is_newer = draft.status == "draft" and not texts
                if found < texts or (digest(dict(draft.note.fields)) != words and not is_newer):
                    lost.append(f"note {note} is not as it was acknowledged")
            return lost, verify.verify(vault)
    except CaseworkError as error:
        return [*lost, error.sentence], []
    except VaultError as error:
        return lost, [error.sentence]


def main(arguments: list[str] | None = None) -> int:
    """The command; 0 where nothing was lost (with `--control`: where a loss was seen)."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.power", description=__doc__)
    parser.add_argument("--states", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true", help="take away what was acknowledged")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place_for_it:
        tally = run(Path(place_for_it) / "vault", asked.states, seed=asked.seed, control=asked.control)
    print(tally)
    for line in (*tally.lost[:5], *tally.faults[:5]):
        print(f"  {line}")
    return int(not tally.lost) if asked.control else int(bool(tally.lost or tally.faults))


if __name__ == "__main__":
    sys.exit(main())
