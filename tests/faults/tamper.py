"""Somebody with full rights to the database, the data key and the log key changes it; verify must say so.

`python -m tests.faults.tamper --trials 1000` takes the triggers away, does one random thing to a copy of a
vault with finalised notes, puts the triggers back, and counts what verify finds. What only a receipt that
is kept elsewhere can show is not among these: see `vault.receipt`.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, event, text
from sqlmodel import Session

from noteui.casework import reviewing
from noteui.casework.carrying import import_note
from noteui.casework.finalising import Passage, add, correct, finalise, read_final
from noteui.checks import all_rules
from noteui.checks.note import About, Note
from noteui.paper.note_file import NoteFile
from noteui.records import Access, LogEntry, ReviewKind, User
from noteui.vault import keys, log, place, triggers, users, verify
from noteui.vault import vault as vaults
from noteui.vault.engine import make_engine

PASSPHRASE = "violet otter canal lamp"
ANSWERS = dict.fromkeys(all_rules(), "Asked on the day.")


@dataclass
class Tally:
    """How often each attack was tried, and which verify did not name."""

    tried: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        each = ", ".join(f"{name} {count}" for name, count in sorted(self.tried.items()))
        return f"{sum(self.tried.values())} trials, {len(self.missed)} not named by verify: {each}"


def make(folder: Path) -> None:
    """A vault with six finalised notes, additions and a second user, and an older copy of it beside it."""
    with vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR) as vault:
        with vault.writing() as session:
            other = User(id="user0000000b", name="Sam Reeve", role="team manager", access=Access.SUPERVISOR)
            session.add(other)
            session.flush()
            public = keys.add_user(folder, vault.keys, other.id, "key00000000b", "copper meadow ladder tide")
            users.enrol(session, vault.signer, other, "key00000000b", public)
        for number in range(6):
            if number == 4:
                _checkpoint(vault)
                shutil.copyfile(folder / place.DATABASE, folder.with_name("older.db"))
            note = _finalise(vault, number)
            add(vault, note, f"The school rang on day {number}.")
            correct(vault, note, Passage("facts", 0, 4, "Maya"), "Mia", reason="Misheard.")
            read_final(vault, note)
            with vaults.open_(folder, "copper meadow ladder tide") as sam:
                reviewing.say(sam, note, ReviewKind.QUESTION, "Who was in?")
                reviewing.agree(sam, note, "Clear.", now=datetime.now(UTC))


def run(folder: Path, trials: int, *, seed: int = 1) -> Tally:
    """Tries `trials` random attacks on copies of the vault that `make` made in `folder`."""
    chance = random.Random(seed)
    unlocked = keys.unlock(folder, PASSPHRASE)
    tally = Tally()
    for number in range(trials):
        copy = folder.with_name("attacked")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        name = chance.choice(list(ATTACKS))
        tally.tried[name] += 1
        if name == "swap in an older vault":
            shutil.copyfile(folder.with_name("older.db"), copy / place.DATABASE)
        else:
            _attack(copy, unlocked, ATTACKS[name], chance)
        faults = verified(copy, unlocked)
        if not faults:
            tally.missed.append(f"trial {number}: {name}")
    return tally


def _attack(
    folder: Path,
    unlocked: keys.Unlocked,
    attack: Callable[[Connection, random.Random, bytes], None],
    chance: random.Random,
) -> None:
    engine = make_engine(folder / place.DATABASE, unlocked.data_key, guarded=False)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=off"))
    with engine.execution_options(write=True).begin() as connection:
        triggers.drop(connection)
        attack(connection, chance, unlocked.keys.log)
        triggers.create(connection)
    engine.dispose()


def verified(folder: Path, unlocked: keys.Unlocked) -> list[str]:
    """What verify says to somebody who opens the vault; opening leaves no entry here, so that none helps."""
    engine = make_engine(folder / place.DATABASE, unlocked.data_key)
    signer = log.LogSigner(unlocked.user_id, unlocked.key_id, unlocked.seed, unlocked.keys.log)
    user = vaults.CurrentUser(unlocked.user_id, "", "")
    vault = vaults.Vault(folder, engine, user, unlocked.keys, signer, "", None)
    try:
        return verify.verify(vault)
    finally:
        vault.close()


# -- attacks


def _pick(connection: Connection, chance: random.Random, table: str, key: str) -> object:
    found = connection.execute(text(f"SELECT {key} FROM {table} ORDER BY {key}")).scalars().all()
    return chance.choice(found)


def _change_entry(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    seq = _pick(connection, chance, "log_entry", "seq")
    column = chance.choice(("at", "actor", "key_id", "act", "object_id", "payload", "detail", "prev"))
    connection.execute(text(f"UPDATE log_entry SET {column} = :v WHERE seq = :s"), {"v": "changed", "s": seq})


def _rewrite_from(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    """Changes an entry and works out every hash and mac after it anew; signatures cannot be made."""
    first = _pick(connection, chance, "log_entry", "seq")
    connection.execute(text("UPDATE log_entry SET at = '2020-01-01' WHERE seq = :s"), {"s": first})
    _chain_anew(connection, log_key)


def _chain_anew(connection: Connection, log_key: bytes) -> None:
    prev = log.NO_HASH
    with Session(connection) as session:
        for entry in log.entries(session):
            kept = LogEntry(**{**entry.model_dump(), "prev": prev})
            entry_hash = log.hash_of(kept)
            connection.execute(
                text("UPDATE log_entry SET prev = :p, hash = :h, mac = :m WHERE seq = :s"),
                {"p": prev, "h": entry_hash, "m": log.mac_of(log_key, entry_hash), "s": entry.seq},
            )
            prev = entry_hash


def _renumber(connection: Connection, log_key: bytes) -> None:
    seqs = connection.execute(text("SELECT seq FROM log_entry ORDER BY seq")).scalars().all()
    for wanted, seq in enumerate(seqs, 1):
        connection.execute(text("UPDATE log_entry SET seq = :w WHERE seq = :s"), {"w": wanted, "s": seq})
    _chain_anew(connection, log_key)


def _insert_entry(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    last = connection.execute(text("SELECT max(seq) FROM log_entry")).scalar_one()
    connection.execute(
        text(
            "INSERT INTO log_entry SELECT :n, at, actor, key_id, act, object_id, payload, detail, prev, "
            "hash, mac, signature FROM log_entry WHERE seq = :s"
        ),
        {"n": last + 1, "s": _pick(connection, chance, "log_entry", "seq")},
    )
    if chance.random() < 0.5:
        _chain_anew(connection, log_key)


def _delete_entry(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    last = connection.execute(text("SELECT max(seq) FROM log_entry")).scalar_one()
    seq = chance.randrange(1, last)
    connection.execute(text("DELETE FROM log_entry WHERE seq = :s"), {"s": seq})
    if chance.random() < 0.5:
        _renumber(connection, log_key)


def _reorder(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    one, two = sorted(chance.sample(range(1, 20), 2))
    for old, new in ((one, -1), (two, one), (-1, two)):
        connection.execute(text("UPDATE log_entry SET seq = :n WHERE seq = :o"), {"n": new, "o": old})
    if chance.random() < 0.5:
        _chain_anew(connection, log_key)


def _cut_tail(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    last = connection.execute(text("SELECT max(seq) FROM log_entry")).scalar_one()
    kept = chance.randrange(3, last)
    for table in ("final", "log_entry"):
        connection.execute(text(f"DELETE FROM {table} WHERE seq > :k"), {"k": kept})


def _swap_signatures(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    one, two = chance.sample(range(1, 20), 2)
    connection.execute(
        text(
            "UPDATE log_entry SET signature = (SELECT signature FROM log_entry AS other "
            "WHERE other.seq = :a + :b - log_entry.seq) WHERE seq IN (:a, :b)"
        ),
        {"a": one, "b": two},
    )


def _edit_user(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    user = _pick(connection, chance, "user_account", "id")
    change = chance.choice(
        ("name = 'Nobody'", "role = 'manager'", "active = 0", "access = 'reader'", "id = 'user0000000c'")
    )
    connection.execute(text(f"UPDATE user_account SET {change} WHERE id = :u"), {"u": user})


def _add_user(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    connection.execute(
        text("INSERT INTO user_account VALUES ('user0000000d', 'Mallory', 'none', 'administrator', 1)")
    )


def _swap_key(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    connection.execute(text("UPDATE signing_key SET public = :p"), {"p": chance.randbytes(32).hex()})


def _edit_note(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    note = _pick(connection, chance, "note", "id")
    change = chance.choice(
        (
            *("facts = facts || '.'", "voice = 'No comment.'", "happened = '2020-01-01 00:00:00'"),
            *("author_name = 'Nobody'", "status = 'draft'", "status = 'void'", "seen = 1 - seen"),
            *(
                "finalised_at = '2020-01-01 00:00:00'",
                "dismissals = '[1]'",
                "people = '[1]'",
                "contact = 'email'",
            ),
        )
    )
    connection.execute(text(f"UPDATE note SET {change} WHERE id = :n"), {"n": note})


def _delete_note(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    connection.execute(text("DELETE FROM note WHERE id = :n"), {"n": _pick(connection, chance, "note", "id")})


def _edit_content(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    final = _pick(connection, chance, "final", "id")
    sealed = bytearray(
        connection.execute(text("SELECT sealed FROM final WHERE id = :f"), {"f": final}).scalar_one()
    )
    sealed[chance.randrange(len(sealed))] ^= 1 << chance.randrange(8)
    connection.execute(text("UPDATE final SET sealed = :s WHERE id = :f"), {"s": bytes(sealed), "f": final})


def _swap_contents(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    ids = connection.execute(text("SELECT id FROM final ORDER BY id")).scalars().all()
    one, two = chance.sample(list(ids), 2)
    column = chance.choice(("sealed", "subject_id"))
    kept = dict(
        connection.execute(
            text(f"SELECT id, {column} FROM final WHERE id IN (:a, :b)"), {"a": one, "b": two}
        ).all()
    )
    if kept[one] == kept[two]:
        column, kept = "sealed", {one: b"\0" * 60, two: b"\0" * 60}
    for target, source in ((one, two), (two, one)):
        connection.execute(
            text(f"UPDATE final SET {column} = :v WHERE id = :t"), {"v": kept[source], "t": target}
        )


def _delete_content(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    connection.execute(
        text("DELETE FROM final WHERE id = :f"), {"f": _pick(connection, chance, "final", "id")}
    )


def _destroy_key(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    subject = _pick(connection, chance, "content_key", "subject_id")
    connection.execute(text("DELETE FROM content_key WHERE subject_id = :s"), {"s": subject})


def _edit_review(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    change = chance.choice(
        (
            *("kind = 'praise'", "to_id = by_id", "about_id = final_id", "final_id = 'final000000d'"),
            *("by_id = (SELECT id FROM user_account WHERE id <> by_id)", "note_id = 'note0000000d'"),
        )
    )
    seq = _pick(connection, chance, "review_act", "seq")
    connection.execute(text(f"UPDATE review_act SET {change} WHERE seq = :s"), {"s": seq})


def _delete_review(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    seq = _pick(connection, chance, "review_act", "seq")
    connection.execute(text("DELETE FROM review_act WHERE seq = :s"), {"s": seq})


def _edit_signals(connection: Connection, chance: random.Random, log_key: bytes) -> None:
    column = chance.choice(("risk", "late", "voice_missing", "dismissed_twice"))
    note = _pick(connection, chance, "note_signals", "note_id")
    connection.execute(
        text(f"UPDATE note_signals SET {column} = 1 - {column} WHERE note_id = :n"), {"n": note}
    )


ATTACKS: dict[str, Callable[[Connection, random.Random, bytes], None]] = {
    "change an entry": _change_entry,
    "change an entry and chain anew": _rewrite_from,
    "insert an entry": _insert_entry,
    "delete an entry": _delete_entry,
    "reorder entries": _reorder,
    "cut the tail": _cut_tail,
    "swap in an older vault": _cut_tail,
    "swap two signatures": _swap_signatures,
    "edit the user table": _edit_user,
    "add a user": _add_user,
    "swap a signing key": _swap_key,
    "change a note": _edit_note,
    "delete a note": _delete_note,
    "change a content": _edit_content,
    "swap two contents": _swap_contents,
    "delete a content": _delete_content,
    "destroy a key": _destroy_key,
    "change a review": _edit_review,
    "delete a review": _delete_review,
    "change what is pointed out": _edit_signals,
}


def _finalise(vault: vaults.Vault, number: int) -> str:
    note = Note(
        About(f"Maya Ellis {number}", "child", date(2016, 3, 14)),
        "home visit",
        datetime(2026, 11, 17, 15, 30),
        datetime(2026, 11, 17, 18, 5),
        None,
        seen=True,
        seen_alone=True,
        fields={"facts": "Maya drew a heron.", "voice": "", "opinion": "", "family": "", "actions": ""},
    )
    draft = import_note(vault, NoteFile(note))
    finalise(vault, draft.id, now=datetime(2026, 11, 17, 19, tzinfo=UTC), answers=ANSWERS)
    return draft.id


def _checkpoint(vault: vaults.Vault) -> None:
    with vault.engine.connect() as connection:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(truncate)")


def main(arguments: list[str] | None = None) -> int:
    """The command; 0 where verify named every attack."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.tamper", description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place_for_it:
        folder = Path(place_for_it) / "vault"
        make(folder)
        tally = run(folder, asked.trials, seed=asked.seed)
    print(tally)
    for line in tally.missed[:10]:
        print(f"  {line}")
    return int(bool(tally.missed))


if __name__ == "__main__":
    sys.exit(main())
