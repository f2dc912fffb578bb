"""What the vault costs as it grows, against the same work on the same database without encryption.

    python -m tests.benchmarks.large_vault                     100,000 notes
    python -m tests.benchmarks.large_vault --notes 1000000     a million: minutes, and 5 GB of temporary room

It builds both (invented prose, in bulk) and prints, in milliseconds: the desk, the first results and a note
as they are painted at 80 by 24; the same work below the screens; the autosave of a draft off the interface
thread; then how many entries of the log are verified in a second, and unlocking against the chosen key
derivation alone.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from nacl.pwhash import argon2id
from sqlalchemy import create_engine, event, text
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]
from sqlmodel import Session
from textual.widgets import Input

from noteui.casework import searching, writing
from noteui.casework.access import may_leave
from noteui.casework.desk import desk
from noteui.records import Act, LogEntry
from noteui.records.ids import new_id
from noteui.screens.app import NoteuiApp
from noteui.screens.editor import EditorScreen
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.vault import engine as engines
from noteui.vault import keys, log, place, schema
from noteui.vault import vault as vaults
from noteui.vault.log_check import log_faults

PASSPHRASE = "violet otter canal lamp"
COMMON = ("said", "house", "school", "visit", "mother", "kitchen", "table", "door", "asked", "today")
RARE = "heron"
TIMES = 40
ROUNDS = 12
SAVES = 300
PEOPLE = 400


def main(arguments: list[str] | None = None) -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.large_vault", description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=50_000)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "vault"
        with vaults.create(
            folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR
        ) as vault:
            plain = without_encryption(vault, Path(made) / "plain")
            took = [fill(one, asked.notes) for one in (vault, plain)]
            sizes = [
                one.stat().st_size / 2**20 for one in (folder / place.DATABASE, plain.folder / "plain.db")
            ]
            print(
                f"{asked.notes:,} notes: {took[0]:.0f} s and {sizes[0]:,.0f} MiB encrypted, "
                f"{took[1]:.0f} s and {sizes[1]:,.0f} MiB plain"
            )
            print(f"{'ms':<32}{'p50':>8}{'p99':>8}{'plain p50':>11}{'price':>8}")
            ours, theirs = (asyncio.run(painted(one)) for one in (vault, plain))
            for name, times in ours.items():
                row(name, times, theirs[name])
            for name, act in WORK.items():
                row(name, measure(lambda act=act: act(vault)), measure(lambda act=act: act(plain)))
            row("autosave, in its own thread", asyncio.run(saved(vault)), asyncio.run(saved(plain)))
            print(verified(vault, asked.entries))
        print(unlocked(folder))
    return 0


def fill(vault: vaults.Vault, notes: int) -> float:
    """Puts so many notes in, one in fifty a draft, the others final as far as lists tell; in seconds."""
    began = time.perf_counter()
    chance = random.Random(7)
    start = datetime(2016, 1, 1)
    words = [
        *COMMON,
        *(f"{a}{b}" for a in ("mar", "sel", "tor", "win", "bel") for b in ("ow", "ing", "eth", "ard")),
    ]
    with vault.writing() as session:
        raw = session.connection()
        people = [{"i": f"pers{number:08}", "n": f"Maya Ellis {number}"} for number in range(PEOPLE)]
        raw.execute(text("INSERT INTO person (id, kind, name) VALUES (:i, 'child', :n)"), people)
        for first in range(0, notes, 5_000):
            rows, index, places = [], [], []
            for number in range(first, min(first + 5_000, notes)):
                note_id = new_id()
                happened = start + timedelta(minutes=37 * number)
                facts = " ".join(chance.choices(words, k=120)) + (f" {RARE}" if number % 500 == 0 else "")
                minutes = happened.toordinal() * 1440 + happened.hour * 60 + happened.minute
                place_ = minutes << 20 | number % (1 << 20)
                rows.append(
                    {
                        "id": note_id,
                        "status": "finalised" if number % 50 else "draft",
                        "person": f"pers{number % PEOPLE:08}",
                        "h": happened.isoformat(sep=" "),
                        "f": facts,
                        "l": facts[:120],
                    }
                )
                index.append({"p": place_, "n": "Maya Ellis", "f": facts})
                places.append({"i": note_id, "p": place_})
            raw.execute(text(_NOTE), rows)
            raw.execute(text(_INDEX), index)
            raw.execute(text(_PLACE), places)
    with vault.engine.connect() as connection:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(truncate)")
    return time.perf_counter() - began


_NOTE = (
    "INSERT INTO note (id, person_id, status, contact, happened, recorded, saved_at, version, settled, "
    "words, first_line, caret, about, people, extra, dismissals, facts, voice, opinion, family, actions) "
    "VALUES (:id, :person, :status, 'home visit', :h, :h, :h, 1, 1, 120, :l, '{}', "
    '\'{"name": "Maya Ellis", "kind": "child", "born": null, "known_as": null, "pronouns": null, '
    "\"communicates\": null}', '[]', '{}', '[]', :f, '', '', '', '')"
)
_PLACE = "INSERT INTO search_row (note_id, place, version, additions) VALUES (:i, :p, 1, 0)"
_INDEX = (
    "INSERT INTO search_text (rowid, names, facts, voice, opinion, family, actions, added) "
    "VALUES (:p, :n, :f, '', '', '', '', '')"
)


def without_encryption(vault: vaults.Vault, folder: Path) -> vaults.Vault:
    """A vault of the same tables in a database without a key."""

    folder.mkdir()

    def connect() -> object:
        raw = dbapi2.connect(folder / "plain.db", isolation_level=None, check_same_thread=False)
        for pragma in engines._PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        return raw

    made = create_engine("sqlite://", module=dbapi2, creator=connect, poolclass=QueuePool)
    event.listen(made, "begin", engines._begin)
    with made.execution_options(write=True).begin() as connection:
        schema.create(connection)
    return vaults.Vault(folder, made, vault.user, vault.keys, vault.signer, vault.store_id, None)


async def painted(vault: vaults.Vault) -> dict[str, list[float]]:
    """How long from the act until it is painted: the desk, the first results, a note."""
    found: dict[str, list[float]] = {}
    app = NoteuiApp(vault.folder, clock=lambda: datetime(2026, 11, 24, 9))
    async with app.run_test(size=(80, 24)):
        while not app.everything_imported.is_set():
            await asyncio.sleep(0.05)
        with vault.reading() as session:
            asked = "SELECT id FROM note WHERE status = 'draft' ORDER BY happened DESC LIMIT 20"
            drafts = list(session.execute(text(asked)).scalars())
        began = time.perf_counter()
        app.unlocked(vault)
        await _until(lambda: any(shown.option_count for shown in app.screen.query(ChoiceList)))
        await _refreshed(app)
        found["desk, first paint"] = [(time.perf_counter() - began) * 1000]
        screen = app.screen
        for number in range(ROUNDS):
            await asyncio.sleep(0.05)
            began = time.perf_counter()
            screen.query_one("#query", Input).value = ("kitchen", "heron", "scho", "mother to")[number % 4]
            await asyncio.sleep(0)
            await _refreshed(app)
            found.setdefault("search, first results painted", []).append((time.perf_counter() - began) * 1000)
        screen.query_one("#query", Input).value = ""
        for note in drafts[:ROUNDS]:
            await asyncio.sleep(0.2)
            began = time.perf_counter()
            app.open_note(note)
            await _until(lambda: isinstance(app.screen, EditorScreen))
            await _refreshed(app)
            found.setdefault("note opened and painted", []).append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.5)
            app.pop_screen()
        app.vault = None
    return {name: sorted(times) for name, times in found.items()}


async def _until(holds: Callable[[], object]) -> None:
    while not holds():
        await asyncio.sleep(0)


async def _refreshed(app: NoteuiApp) -> None:
    done = asyncio.Event()
    app.screen.call_after_refresh(done.set)
    await done.wait()


def _open_one(vault: vaults.Vault) -> None:
    with vault.reading() as session:
        asked = "SELECT id FROM note WHERE status = 'draft' ORDER BY happened DESC LIMIT 1"
        note_id = session.execute(text(asked)).scalar_one()
    writing.open_note(vault, note_id)


async def saved(vault: vaults.Vault) -> list[float]:
    """Milliseconds of saves of a growing draft as the editor makes them: in a thread, the loop running."""
    with vault.reading() as session:
        asked = "SELECT id FROM note WHERE status = 'draft' ORDER BY happened LIMIT 1"
        note_id = session.execute(text(asked)).scalar_one()
    draft = writing.open_note(vault, note_id)
    times = []
    for number in range(SAVES):
        fields = {
            **draft.note.fields,
            "facts": draft.note.fields["facts"] + f" And {number} more words of it.",
        }
        changed = replace(draft, note=replace(draft.note, fields=fields))
        began = time.perf_counter()
        draft = await asyncio.to_thread(writing.save_draft, vault, changed, now=datetime(2026, 11, 24, 9))
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


WORK: dict[str, Callable[[vaults.Vault], object]] = {
    "desk": desk,
    "open a note": _open_one,
    "search a common word": lambda vault: searching.search(vault, "kitchen", limit=20),
    "search a rare word": lambda vault: searching.search(vault, RARE, limit=20),
    "search two words": lambda vault: searching.search(vault, f"{RARE} school", limit=20),
    "search a phrase": lambda vault: searching.search(vault, '"school visit"', limit=20),
    "search a beginning": lambda vault: searching.search(vault, "ki*", limit=20),
}


def measure(act: Callable[[], object]) -> list[float]:
    """Milliseconds of `TIMES` runs after one that warms the caches, in order."""
    act()
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


def row(name: str, ours: list[float], plain: list[float]) -> None:
    """One line of the table."""
    p50, plain_p50 = statistics.median(ours), statistics.median(plain)
    p99 = ours[int(len(ours) * 0.99)]
    print(f"{name:<32}{p50:>8.2f}{p99:>8.2f}{plain_p50:>11.2f}{p50 / plain_p50:>7.2f}x")


def verified(vault: vaults.Vault, entries: int) -> str:
    """How many entries of the log are verified in a second: chain, keys, signatures and what they bind."""
    with vault.writing() as session:
        last = log.head(session)
        for _ in range(entries):
            entry = LogEntry(
                seq=last.seq + 1 if last else 1,
                at=log.moment(datetime.now().astimezone()),
                actor=vault.signer.user_id,
                key_id=vault.signer.key_id,
                act=Act.NOTE_VIEWED.value,
                object_id="note00000001",
                prev=last.hash if last else log.NO_HASH,
                hash=log.NO_HASH,
                mac=log.NO_HASH,
            )
            entry.hash = log.hash_of(entry)
            entry.mac = log.mac_of(vault.signer.log_key, entry.hash)
            entry.signature = vault.signer.sign(entry.hash)
            session.add(entry)
            last = entry
        session.flush()
    rates = []
    for _ in range(3):
        began = time.perf_counter()
        with Session(vault.engine) as session:
            faults = log_faults(session, vault.keys.log, rights=may_leave)
        rates.append(entries / (time.perf_counter() - began))
        # The notes that were put in in bulk are final without an entry; nothing else may be found.
        assert all("made final without an entry" in fault for fault in faults), faults[:3]
    return f"verify: {max(rates):,.0f} entries of the log a second, the best of {len(rates)} ({entries:,})"


def unlocked(folder: Path) -> str:
    """Unlocking until the vault is open, against the key derivation alone."""
    cost = keys.calibrate()
    keys.change_passphrase(folder, PASSPHRASE, PASSPHRASE, cost)
    alone, whole = [], []
    for _ in range(5):
        began = time.perf_counter()
        argon2id.kdf(32, b"x" * 20, bytes(16), opslimit=cost.passes, memlimit=cost.memory_mib * 2**20)
        alone.append(time.perf_counter() - began)
        began = time.perf_counter()
        vaults.open_(folder, PASSPHRASE).close()
        whole.append(time.perf_counter() - began)
    both, one = statistics.median(whole) * 1000, statistics.median(alone) * 1000
    return (
        f"unlock: {both:.0f} ms, argon2id alone ({cost.memory_mib} MiB, {cost.passes} passes) {one:.0f} ms: "
        f"{both / one:.2f}x"
    )


if __name__ == "__main__":
    sys.exit(main())
