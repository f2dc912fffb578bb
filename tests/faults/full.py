"""The disk is full at a random write, again and again; two programs write in one vault at the same time.

`python -m tests.faults.full --times 100` prints the counts.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from noteui.casework import finalising, people, writing
from noteui.checks.note import About
from noteui.vault import keys, verify
from noteui.vault import vault as vaults
from noteui.vault.engine import connect
from noteui.vault.errors import DiskFull

from .kill import ANSWERS, PASSPHRASE, WORDS, digest
from .processes import said, start

NOW = datetime(2026, 11, 24, 9)


@dataclass
class Tally:
    """How often the disk was full, how many acts were acknowledged, and what was wrong afterwards."""

    full: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"disk full {self.full} times, {self.acknowledged} acts acknowledged, {len(self.wrong)} wrong"


def run(folder: Path, times: int, *, seed: int = 1) -> Tally:
    """Fills the disk `times` times at random writes and looks at everything after each."""
    chance = random.Random(seed)
    vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR).close()
    unlocked = keys.unlock(folder, PASSPHRASE)
    tally = Tally()
    notes: dict[str, tuple[str, int]] = {}
    while tally.full < times:
        with vaults.open_unlocked(folder, unlocked) as vault:
            _cramp(vault, chance.randrange(12))
            try:
                _act(vault, chance, notes, tally)
            except DiskFull:
                tally.full += 1
        with vaults.open_unlocked(folder, unlocked) as vault:
            tally.wrong += verify.verify(vault)
            for note, (words, texts) in notes.items():
                draft = writing.open_note(vault, note)
                found = len(finalising.read_final(vault, note, viewed=False).texts) if texts else 0
                if digest(dict(draft.note.fields)) != words or found < texts:
                    tally.wrong.append(f"time {tally.full}: note {note} is not as it was acknowledged")
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
        tally.acknowledged += 1
        if chance.random() < 0.5:
            finalising.finalise(vault, draft.id, now=NOW, answers=ANSWERS)
            notes[draft.id] = (words, 1)
            finalising.add(vault, draft.id, "She rang back.")
            notes[draft.id] = (words, 2)
            tally.acknowledged += 2


def two_at_once(folder: Path, writes: int) -> list[str]:
    """Two programs finalise and add in one vault at the same time; returns what is wrong afterwards."""
    vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR).close()
    unlocked = keys.unlock(folder, PASSPHRASE)
    with vaults.open_unlocked(folder, unlocked) as vault:
        maya = people.add_person(vault, About("Maya Ellis", "child")).id

    def write() -> str:
        with vaults.open_unlocked(folder, unlocked) as vault:
            for number in range(writes):
                draft = writing.begin_note(vault, maya, contact="other", happened=NOW, now=NOW)
                finalising.finalise(vault, draft.id, now=NOW, answers=ANSWERS)
                finalising.add(vault, draft.id, f"Addendum {number}.")
        return ""

    running = [start(write), start(write)]
    wrong = [line for line in map(said, running) if line]
    with vaults.open_unlocked(folder, unlocked) as vault:
        wrong += verify.verify(vault)
        with Session(vault.engine) as session:
            made = session.execute(text("SELECT count(*) FROM final")).scalar_one()
    return wrong + (
        [] if made == 4 * writes else [f"{made} texts are there, and {4 * writes} were made final"]
    )


def main(arguments: list[str] | None = None) -> int:
    """The command; 0 where nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.full", description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place_for_it:
        tally = run(Path(place_for_it) / "vault", asked.times, seed=asked.seed)
        together = two_at_once(Path(place_for_it) / "shared", 2 * asked.times)
    print(tally)
    print(f"two programs at once, {4 * asked.times} notes finalised and added to: {len(together)} wrong")
    for line in (*tally.wrong[:5], *together[:5]):
        print(f"  {line}")
    return int(bool(tally.wrong or together))


if __name__ == "__main__":
    sys.exit(main())
