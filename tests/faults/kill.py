"""A writer is killed with -9 at random moments; nothing that it acknowledged may be missing afterwards.

`python -m tests.faults.kill --kills 200` prints the counts. With `--control` the writer acknowledges before
it saves: then losses must be reported, which shows that this harness can see one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from noteui.casework import finalising, people, searching, writing
from noteui.casework.desk import list_notes
from noteui.checks import all_rules
from noteui.checks.note import FIELDS, About
from noteui.vault import keys, place, verify
from noteui.vault import vault as vaults

PASSPHRASE = "violet otter canal lamp"
ANSWERS = dict.fromkeys(all_rules(), "Asked on the day.")
WORDS = ("the", "kettle", "was", "cold", "and", "Theo", "said", "he", "had", "eaten", "toast", "at", "nan’s")


@dataclass
class Tally:
    """What happened over all kills. `lost` and `faults` say what must not be; times are in milliseconds."""

    kills: int = 0
    acknowledged: int = 0
    final: int = 0
    unacknowledged: int = 0
    hot_logs: int = 0
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    reopened: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        reopened, saves = sorted(self.reopened), sorted(self.saves)
        return (
            f"{self.kills} kills ({self.hot_logs} with a hot log): {self.acknowledged} saves and "
            f"{self.final} final texts acknowledged, {len(self.lost)} lost, "
            f"{self.unacknowledged} more were durable, {len(self.faults)} faults; "
            f"save p50 {statistics.median(saves):.1f} ms, p99 {saves[int(len(saves) * 0.99)]:.1f} ms; "
            f"reopen p50 {statistics.median(reopened):.1f} ms, worst {reopened[-1]:.1f} ms"
        )


def run(folder: Path, kills: int, *, seed: int = 1, control: bool = False) -> Tally:
    """Kills a writer `kills` times in a vault made in `folder` and checks everything after each."""
    chance = random.Random(seed)
    vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR).close()
    unlocked = keys.unlock(folder, PASSPHRASE)
    tally = Tally()
    tried: dict[str, dict[int, str]] = {}
    """By note and version, the digest of the words that were sent to be saved."""
    acknowledged: dict[str, int] = {}
    """By note, the latest version that was acknowledged."""
    final: dict[str, tuple[str, int]] = {}
    """By note, the digest with which it was finalised, and how many final texts were acknowledged."""
    for number in range(kills):
        told = _write_until_killed(folder, unlocked, chance, seed * 100_000 + number, control)
        tally.kills += 1
        for line in told:
            if line["did"] == "trying":
                tried.setdefault(line["note"], {})[line["version"]] = line["digest"]
            elif line["did"] == "saved":
                acknowledged[line["note"]] = line["version"]
                tally.acknowledged += 1
                tally.saves.append(line["took"])
            elif line["did"] == "final":
                final[line["note"]] = (line["digest"], line["texts"])
                tally.final += 1
            else:
                tally.faults.append(f"kill {number}: the writer failed: {line['why']}")
        log = folder / f"{place.DATABASE}-wal"
        tally.hot_logs += log.exists() and log.stat().st_size > 0
        found = _look(folder, unlocked, leave_open=chance.random() < 0.5)
        tally.reopened.append(found["opened"])
        tally.faults += [f"kill {number}: {fault}" for fault in found["faults"]]
        for note, (words, texts) in final.items():
            kept = found["final"].get(note)
            if kept is None or kept[0] != words or kept[1] < texts:
                tally.lost.append(f"kill {number}: final note {note} had {texts} texts, found {kept}")
        for note, version in acknowledged.items():
            kept = found["notes"].get(note)
            if kept is None or kept[0] < version:
                tally.lost.append(f"kill {number}: note {note} was acknowledged at {version}, found {kept}")
                acknowledged[note] = kept[0] if kept else 0  # told once, not after every later kill
            elif kept[1] != tried[note].get(kept[0]):
                tally.lost.append(f"kill {number}: note {note} at {kept[0]} holds other words than were sent")
            elif kept[0] > version:
                tally.unacknowledged += 1
                acknowledged[note] = kept[0]
    return tally


def digest(note_fields: dict[str, str]) -> str:
    """The words of a note as one short string that is different for different words."""
    return hashlib.sha256(json.dumps([note_fields[name] for name in FIELDS]).encode()).hexdigest()[:16]


def _write_until_killed(
    folder: Path, unlocked: keys.Unlocked, chance: random.Random, seed: int, control: bool
) -> list[dict[str, Any]]:
    reading, writing_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _write(folder, unlocked, random.Random(seed), writing_end, control)
        except BaseException:
            _tell(writing_end, did="failed", why=traceback.format_exc(limit=3)[-600:])
        os._exit(1)
    os.close(writing_end)
    stream = os.fdopen(reading, "rb")
    first = stream.readline()  # the writer is typing: from here on, any moment will do
    time.sleep(chance.uniform(0.0, 0.25))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    lines = [first, *stream.read().splitlines(keepends=True)]
    stream.close()
    return [json.loads(line) for line in lines if line.endswith(b"\n") and line.strip()]


def _write(folder: Path, unlocked: keys.Unlocked, chance: random.Random, pipe: int, control: bool) -> None:
    vault = vaults.open_unlocked(folder, unlocked, alone=True)
    cards = people.everyone(vault)
    while True:
        if not cards or chance.random() < 0.1:
            cards.append(people.add_person(vault, About(f"Person {len(cards)}", "child")))
        now = datetime.now()
        draft = writing.begin_note(
            vault, chance.choice(cards).id, contact="home visit", happened=now, now=now
        )
        for _ in range(chance.randrange(1, 12)):
            draft = _type(vault, draft, chance, pipe, control)
            time.sleep(chance.uniform(0.0, 0.002))
        if chance.random() < 0.5:
            _finalise(vault, draft, chance, pipe)
        else:
            writing.settle(vault, draft.id)


def _finalise(vault: vaults.Vault, draft: writing.Draft, chance: random.Random, pipe: int) -> None:
    words = digest(dict(draft.note.fields))
    finalising.finalise(vault, draft.id, now=datetime.now(), answers=ANSWERS)
    _tell(pipe, did="final", note=draft.id, digest=words, texts=1)
    for number in range(chance.randrange(4)):
        finalising.add(vault, draft.id, " ".join(chance.choices(WORDS, k=20)))
        _tell(pipe, did="final", note=draft.id, digest=words, texts=number + 2)


def _type(
    vault: vaults.Vault, draft: writing.Draft, chance: random.Random, pipe: int, control: bool
) -> writing.Draft:
    name = chance.choice(FIELDS)
    told = draft.note.fields[name]
    at = chance.randrange(len(told) + 1)
    typed = " ".join(chance.choices(WORDS, k=chance.choice((1, 3, 8, 200))))
    fields = {**draft.note.fields, name: f"{told[:at]}{typed} {told[at:]}"}
    sent = replace(draft, note=replace(draft.note, fields=fields))
    _tell(pipe, did="trying", note=draft.id, version=draft.version + 1, digest=digest(fields))
    if control:
        _tell(pipe, did="saved", note=draft.id, version=draft.version + 1, at=time.time(), took=0.0)
    started = time.perf_counter()
    saved = writing.save_draft(vault, sent, now=datetime.now())
    took = (time.perf_counter() - started) * 1000
    if not control:
        _tell(pipe, did="saved", note=saved.id, version=saved.version, at=time.time(), took=took)
    return saved


def _tell(pipe: int, **line: object) -> None:
    os.write(pipe, json.dumps(line).encode() + b"\n")


def _look(folder: Path, unlocked: keys.Unlocked, *, leave_open: bool) -> dict[str, Any]:
    """What a process that never saw the vault finds in it; half of them end without closing it."""
    reading, pipe = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            started = time.perf_counter()
            vault = vaults.open_unlocked(folder, unlocked, alone=True)
            opened = (time.perf_counter() - started) * 1000
            notes, final, faults = _read_all(vault)
            faults += verify.verify(vault)
            content = json.dumps({"opened": opened, "notes": notes, "final": final, "faults": faults})
            if not leave_open:
                vault.close()
        except BaseException:
            content = json.dumps(
                {"opened": 0.0, "notes": {}, "final": {}, "faults": [traceback.format_exc()[-600:]]}
            )
        with os.fdopen(pipe, "w") as stream:
            stream.write(content)
        os._exit(0)
    os.close(pipe)
    with os.fdopen(reading) as stream:
        found: dict[str, Any] = json.loads(stream.read())
    os.waitpid(child, 0)
    return found


def _read_all(
    vault: vaults.Vault,
) -> tuple[dict[str, tuple[int, str]], dict[str, tuple[str, int]], list[str]]:
    notes, final, faults = {}, {}, []
    for line in list_notes(vault):
        draft = writing.open_note(vault, line.id)
        words = digest(dict(draft.note.fields))
        notes[line.id] = (draft.version, words)
        if draft.status == "finalised":
            read = finalising.read_final(vault, line.id, viewed=False)
            final[line.id] = (words, len(read.texts))
    with_words = [line for line in list_notes(vault, limit=3) if line.words]
    for line in with_words:
        word = line.first_line.split()[0]
        if not any(hit.note.id == line.id for hit in searching.search(vault, word, limit=10_000)):
            faults.append(f"note {line.id} is not found by its first word after unlocking")
    return notes, final, faults


def main(arguments: list[str] | None = None) -> int:
    """The command; 0 where nothing was lost (with `--control`: where a loss was seen)."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true", help="acknowledge before saving")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place_for_it:
        tally = run(Path(place_for_it) / "vault", asked.kills, seed=asked.seed, control=asked.control)
    print(tally)
    for line in (*tally.lost[:5], *tally.faults[:5]):
        print(f"  {line}")
    return int(not tally.lost) if asked.control else int(bool(tally.lost or tally.faults))


if __name__ == "__main__":
    sys.exit(main())
