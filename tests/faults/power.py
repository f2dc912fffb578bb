"""The power goes: of what was written since the last acknowledged act any part is missing or torn.

`python -m tests.faults.power --times 1000` has a writer act in a vault of its own, keeps what its files held
after each act, and then builds disks on which the power went during one: all that was there after the act
before it, and of what that act wrote an arbitrary choice of 512-byte sectors. On each the vault must open,
verify, and hold every act that was acknowledged. `--control` takes away what had been acknowledged: then
losses must be reported, which shows that this harness can see one.

The files are read by this process, never by the one that has the database open.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from noteui.casework import finalising, people, watching, writing
from noteui.casework.desk import list_notes
from noteui.casework.errors import CaseworkError
from noteui.checks.note import About
from noteui.vault import keys, place
from noteui.vault import vault as vaults
from noteui.vault.errors import VaultError

from .command import Tally, main
from .kill import ANSWERS, PASSPHRASE, WORDS, digest

CUTS, TORN = "power cuts", "with a torn write"
ACTS = 24
SECTOR = 512
LOG = f"{place.DATABASE}-wal"
FILES = (place.DATABASE, LOG, place.ANCHOR)


@dataclass
class Disk:
    """What the vault's files held once an act was acknowledged, and what must be found on it."""

    files: dict[str, bytes]
    notes: dict[str, tuple[str, int]]
    """By note, the digest of its words and how many final texts it has."""


def run(folder: Path, times: int, seed: int = 1) -> Tally:
    """Records acts in a vault made in `folder`, cuts the power so many times during one, and looks."""
    return _run(folder, times, seed, control=False)


def run_control(folder: Path, times: int, seed: int = 1) -> Tally:
    """The same on disks from which what had been acknowledged was taken away."""
    return _run(folder, times, seed, control=True)


def _run(folder: Path, times: int, seed: int, *, control: bool) -> Tally:
    chance = random.Random(seed)
    vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR).close()
    unlocked = keys.unlock(folder, PASSPHRASE)
    disks = _record(folder, unlocked, ACTS, seed)
    tally = Tally()
    for number in range(times):
        at = chance.randrange(len(disks) - 1)
        before, after = disks[at], disks[at + 1]
        if control:
            before = replace(disks[max(0, at - 3)], notes=before.notes)
            after = before
        kept, is_torn = _cut(before, after, chance)
        tally.counts[CUTS] += 1
        tally.counts[TORN] += is_torn
        wrong = _look(folder, unlocked, kept, before)
        tally.lost += [f"cut {number}, act {at}: {lost}" for lost in wrong[0]]
        tally.faults += [f"cut {number}, act {at}: {fault}" for fault in wrong[1]]
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
            return lost, watching.verify(vault)
    except CaseworkError as error:
        return [*lost, error.sentence], []
    except VaultError as error:
        return lost, [error.sentence]


if __name__ == "__main__":
    sys.exit(main(run, __doc__, 1000, run_control))
