"""The disk is full at a random write, again and again; two programs write in one vault at the same time.

`python -m tests.faults.full --times 100` prints the counts of the first.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from noteui.casework import finalising, people, watching, writing
from noteui.checks.note import About
from noteui.vault import keys
from noteui.vault import vault as vaults
from noteui.vault.engine import connect
from noteui.vault.errors import DiskFull

from .command import Tally, main
from .kill import ANSWERS, PASSPHRASE, WORDS, digest
from .processes import said, start

FULL, ACKNOWLEDGED = "full disks", "acts acknowledged"
NOW = datetime(2026, 11, 24, 9)


def run(folder: Path, times: int, seed: int = 1) -> Tally:
    """Fills the disk `times` times at random writes and looks at everything after each."""
    chance = random.Random(seed)
    vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR).close()
    unlocked = keys.unlock(folder, PASSPHRASE)
    tally = Tally()
    notes: dict[str, tuple[str, int]] = {}
    while tally.counts[FULL] < times:
        with vaults.open_unlocked(folder, unlocked) as vault:
            _cramp(vault, chance.randrange(12))
            try:
                _act(vault, chance, notes, tally)
            except DiskFull:
                tally.counts[FULL] += 1
        with vaults.open_unlocked(folder, unlocked) as vault:
            tally.faults += watching.verify(vault)
            for note, (words, texts) in notes.items():
                draft = writing.open_note(vault, note)
                found = len(finalising.read_final(vault, note, viewed=False).texts) if texts else 0
                if digest(dict(draft.note.fields)) != words or found < texts:
                    tally.lost.append(f"time {tally.counts[FULL]}: note {note} is not as it was acknowledged")
    return tally


def _cramp(vault: vaults.Vault, pages: int) -> None:
    """Lets the database grow by no more than so many pages, as a full disk does."""
    vault.engine.dispose()

    def cramped() -> object:
        raw = connect(vault.folder / "vault.db", vault.data_key, guarded=False)
        there = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count={there + pages}")
        return raw

    vault.engine.pool._creator = cramped  # type: ignore[attr-defined]


def _act(vault: vaults.Vault, chance: random.Random, notes: dict[str, tuple[str, int]], tally: Tally) -> None:
    everybody = people.everyone(vault)
    person = everybody[0] if everybody else people.add_person(vault, About("Maya Ellis", "child"))
    for _ in range(40):
        draft = writing.begin_note(vault, person.id, contact="home visit", happened=NOW, now=NOW)
        facts = " ".join(chance.choices(WORDS, k=chance.choice((20, 2000))))
        note = replace(draft.note, fields={**draft.note.fields, "facts": facts})
        draft = writing.save_draft(vault, replace(draft, note=note), now=NOW)
        words = digest(dict(draft.note.fields))
        notes[draft.id] = (words, 0)
        tally.counts[ACKNOWLEDGED] += 1
        if chance.random() < 0.5:
            finalising.finalise(vault, draft.id, now=NOW, answers=ANSWERS)
            notes[draft.id] = (words, 1)
            finalising.add(vault, draft.id, "She rang back.")
            notes[draft.id] = (words, 2)
            tally.counts[ACKNOWLEDGED] += 2


def two_at_once(folder: Path, times: int, seed: int = 1) -> Tally:
    """Two programs each finalise `times` notes and add to them in one vault at the same time."""
    vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR).close()
    unlocked = keys.unlock(folder, PASSPHRASE)
    with vaults.open_unlocked(folder, unlocked) as vault:
        maya = people.add_person(vault, About(f"Maya Ellis {seed}", "child")).id

    def write() -> str:
        with vaults.open_unlocked(folder, unlocked) as vault:
            for number in range(times):
                draft = writing.begin_note(vault, maya, contact="other", happened=NOW, now=NOW)
                finalising.finalise(vault, draft.id, now=NOW, answers=ANSWERS)
                finalising.add(vault, draft.id, f"Addendum {number}.")
        return ""

    running = [start(write), start(write)]
    tally = Tally(faults=[line for line in map(said, running) if line])
    with vaults.open_unlocked(folder, unlocked) as vault:
        tally.faults += watching.verify(vault)
        with Session(vault.engine) as session:
            made = session.execute(text("SELECT count(*) FROM final")).scalar_one()
    tally.counts["notes made final and added to"] = 2 * times
    if made != 4 * times:
        tally.lost.append(f"{made} texts are there, and {4 * times} were made final")
    return tally


if __name__ == "__main__":
    sys.exit(main(run, __doc__, 100))
