"""Somebody with full rights to the database, the data key and the log key changes it; verify must say so.

`python -m tests.faults.tamper --times 1000` takes the triggers away, does one random thing to a copy of a
vault with finalised notes, puts the triggers back, and counts what verify finds. What only a receipt that
is kept elsewhere can show is not among these: see `vault.receipt`.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, event, select, text
from sqlmodel import Session, col

from noteui.casework import reviewing, watching
from noteui.casework import users as users_
from noteui.casework.carrying import import_note
from noteui.casework.finalising import Passage, add, correct, finalise, read_final
from noteui.checks import all_rules
from noteui.checks.note import About, Note
from noteui.paper.note_file import NoteFile
from noteui.records import Access, Act, LogEntry, NoteRecord, ReviewKind, User
from noteui.vault import keys, log, place, triggers, users
from noteui.vault import vault as vaults
from noteui.vault.engine import make_engine

from .command import Tally, main

PASSPHRASE = "violet otter canal lamp"
THEIRS = "amber fossil ribbon quay"
ANSWERS = dict.fromkeys(all_rules(), "Asked on the day.")


@dataclass
class Insider:
    """Somebody who writes notes in the vault, holds all of its keys, and signs with a key of their own."""

    signer: log.LogSigner

    @property
    def log_key(self) -> bytes:
        """The key that every entry is made with."""
        return self.signer.log_key


def make(folder: Path) -> None:
    """A vault with six finalised notes, additions and a second user, and an older copy of it beside it."""
    with vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR) as vault:
        with vault.writing() as session:
            other = User(id="user0000000b", name="Sam Reeve", role="team manager", access=Access.SUPERVISOR)
            session.add(other)
            session.flush()
            theirs = keys.prepare_user(folder, other.id, "key00000000b", "copper meadow ladder tide")
            users.enrol(session, vault.signer, other, "key00000000b", theirs.public)
            keys.keep_user(folder, vault.keys, theirs)
        users_.add_user(vault, name="Mel Oster", role="nurse", access=Access.PRACTITIONER, passphrase=THEIRS)
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


def run(folder: Path, times: int, seed: int = 1) -> Tally:
    """Makes a vault in `folder` and tries so many random attacks, each on a copy of it."""
    make(folder)
    chance = random.Random(seed)
    unlocked, theirs = keys.unlock(folder, PASSPHRASE), keys.unlock(folder, THEIRS)
    insider = Insider(log.LogSigner(theirs.user_id, theirs.key_id, theirs.seed, theirs.keys.log))
    tally = Tally()
    for number in range(times):
        copy = folder.with_name("attacked")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        name = chance.choice(list(ATTACKS))
        tally.counts[name] += 1
        if name == "swap in an older vault":
            shutil.copyfile(folder.with_name("older.db"), copy / place.DATABASE)
        else:
            _attack(copy, unlocked, ATTACKS[name], chance, insider)
        if not verified(copy, unlocked):
            tally.faults.append(f"trial {number}, {name}: not named by verify")
    return tally


def _attack(
    folder: Path,
    unlocked: keys.Unlocked,
    attack: Callable[[Connection, random.Random, Insider], None],
    chance: random.Random,
    insider: Insider,
) -> None:
    engine = make_engine(folder / place.DATABASE, unlocked.data_key, guarded=False)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=off"))
    with engine.execution_options(write=True).begin() as connection:
        triggers.drop(connection)
        attack(connection, chance, insider)
        triggers.create(connection)
    engine.dispose()


def verified(folder: Path, unlocked: keys.Unlocked) -> list[str]:
    """What verify says to somebody who opens the vault; opening leaves no entry here, so that none helps."""
    engine = make_engine(folder / place.DATABASE, unlocked.data_key)
    signer = log.LogSigner(unlocked.user_id, unlocked.key_id, unlocked.seed, unlocked.keys.log)
    user = vaults.CurrentUser(unlocked.user_id, "", "")
    vault = vaults.Vault(folder, engine, user, unlocked.keys, signer, "", None)
    try:
        return watching.verify(vault)
    finally:
        vault.close()


# -- attacks


def _pick(connection: Connection, chance: random.Random, table: str, key: str) -> object:
    found = connection.execute(text(f"SELECT {key} FROM {table} ORDER BY {key}")).scalars().all()
    return chance.choice(found)


def _change_entry(connection: Connection, chance: random.Random, insider: Insider) -> None:
    seq = _pick(connection, chance, "log_entry", "seq")
    column = chance.choice(("at", "actor", "key_id", "act", "object_id", "payload", "detail", "prev"))
    connection.execute(text(f"UPDATE log_entry SET {column} = :v WHERE seq = :s"), {"v": "changed", "s": seq})


def _rewrite_from(connection: Connection, chance: random.Random, insider: Insider) -> None:
    """Changes an entry and works out every hash and mac after it anew; signatures cannot be made."""
    first = _pick(connection, chance, "log_entry", "seq")
    connection.execute(text("UPDATE log_entry SET at = '2020-01-01' WHERE seq = :s"), {"s": first})
    _chain_anew(connection, insider.log_key)


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


def _insert_entry(connection: Connection, chance: random.Random, insider: Insider) -> None:
    last = connection.execute(text("SELECT max(seq) FROM log_entry")).scalar_one()
    connection.execute(
        text(
            "INSERT INTO log_entry SELECT :n, at, actor, key_id, act, object_id, payload, detail, prev, "
            "hash, mac, signature FROM log_entry WHERE seq = :s"
        ),
        {"n": last + 1, "s": _pick(connection, chance, "log_entry", "seq")},
    )
    if chance.random() < 0.5:
        _chain_anew(connection, insider.log_key)


def _delete_entry(connection: Connection, chance: random.Random, insider: Insider) -> None:
    last = connection.execute(text("SELECT max(seq) FROM log_entry")).scalar_one()
    seq = chance.randrange(1, last)
    connection.execute(text("DELETE FROM log_entry WHERE seq = :s"), {"s": seq})
    if chance.random() < 0.5:
        _renumber(connection, insider.log_key)


def _reorder(connection: Connection, chance: random.Random, insider: Insider) -> None:
    one, two = sorted(chance.sample(range(1, 20), 2))
    for old, new in ((one, -1), (two, one), (-1, two)):
        connection.execute(text("UPDATE log_entry SET seq = :n WHERE seq = :o"), {"n": new, "o": old})
    if chance.random() < 0.5:
        _chain_anew(connection, insider.log_key)


def _cut_tail(connection: Connection, chance: random.Random, insider: Insider) -> None:
    last = connection.execute(text("SELECT max(seq) FROM log_entry")).scalar_one()
    kept = chance.randrange(3, last)
    for table in ("final", "log_entry"):
        connection.execute(text(f"DELETE FROM {table} WHERE seq > :k"), {"k": kept})


def _swap_signatures(connection: Connection, chance: random.Random, insider: Insider) -> None:
    one, two = chance.sample(range(1, 20), 2)
    connection.execute(
        text(
            "UPDATE log_entry SET signature = (SELECT signature FROM log_entry AS other "
            "WHERE other.seq = :a + :b - log_entry.seq) WHERE seq IN (:a, :b)"
        ),
        {"a": one, "b": two},
    )


def _edit_user(connection: Connection, chance: random.Random, insider: Insider) -> None:
    user = _pick(connection, chance, "user_account", "id")
    change = chance.choice(
        ("name = 'Nobody'", "role = 'manager'", "active = 0", "access = 'reader'", "id = 'user0000000c'")
    )
    connection.execute(text(f"UPDATE user_account SET {change} WHERE id = :u"), {"u": user})


def _add_user(connection: Connection, chance: random.Random, insider: Insider) -> None:
    connection.execute(
        text("INSERT INTO user_account VALUES ('user0000000d', 'Mallory', 'none', 'administrator', 1)")
    )


def _swap_key(connection: Connection, chance: random.Random, insider: Insider) -> None:
    connection.execute(text("UPDATE signing_key SET public = :p"), {"p": chance.randbytes(32).hex()})


def _edit_note(connection: Connection, chance: random.Random, insider: Insider) -> None:
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


def _delete_note(connection: Connection, chance: random.Random, insider: Insider) -> None:
    connection.execute(text("DELETE FROM note WHERE id = :n"), {"n": _pick(connection, chance, "note", "id")})


def _edit_content(connection: Connection, chance: random.Random, insider: Insider) -> None:
    final = _pick(connection, chance, "final", "id")
    sealed = bytearray(
        connection.execute(text("SELECT sealed FROM final WHERE id = :f"), {"f": final}).scalar_one()
    )
    sealed[chance.randrange(len(sealed))] ^= 1 << chance.randrange(8)
    connection.execute(text("UPDATE final SET sealed = :s WHERE id = :f"), {"s": bytes(sealed), "f": final})


def _swap_contents(connection: Connection, chance: random.Random, insider: Insider) -> None:
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


def _delete_content(connection: Connection, chance: random.Random, insider: Insider) -> None:
    connection.execute(
        text("DELETE FROM final WHERE id = :f"), {"f": _pick(connection, chance, "final", "id")}
    )


def _destroy_key(connection: Connection, chance: random.Random, insider: Insider) -> None:
    subject = _pick(connection, chance, "content_key", "subject_id")
    connection.execute(text("DELETE FROM content_key WHERE subject_id = :s"), {"s": subject})


def _edit_review(connection: Connection, chance: random.Random, insider: Insider) -> None:
    change = chance.choice(
        (
            *("kind = 'praise'", "to_id = by_id", "about_id = final_id", "final_id = 'final000000d'"),
            *("by_id = (SELECT id FROM user_account WHERE id <> by_id)", "note_id = 'note0000000d'"),
        )
    )
    seq = _pick(connection, chance, "review_act", "seq")
    connection.execute(text(f"UPDATE review_act SET {change} WHERE seq = :s"), {"s": seq})


def _delete_review(connection: Connection, chance: random.Random, insider: Insider) -> None:
    seq = _pick(connection, chance, "review_act", "seq")
    connection.execute(text("DELETE FROM review_act WHERE seq = :s"), {"s": seq})


def _edit_signals(connection: Connection, chance: random.Random, insider: Insider) -> None:
    column = chance.choice(("risk", "late", "voice_missing", "dismissed_twice"))
    note = _pick(connection, chance, "note_signals", "note_id")
    connection.execute(
        text(f"UPDATE note_signals SET {column} = 1 - {column} WHERE note_id = :n"), {"n": note}
    )


def _do_what_one_may_not(connection: Connection, chance: random.Random, insider: Insider) -> None:
    """Signs with one's own key, as the program would, an act that one's access does not allow."""
    me = insider.signer.user_id
    with Session(connection) as session:
        other = session.get_one(User, "user0000000b")
        note = session.scalars(select(col(NoteRecord.id))).first() or ""
        mine = session.get_one(User, me)
        match chance.randrange(7):
            case 0:
                _status(connection, note, "void")
                log.append(session, insider.signer, Act.NOTE_VOIDED, object_id=note)
            case 1:
                log.append(session, insider.signer, Act.NOTE_ERASED, object_id=note)
                connection.execute(text("DELETE FROM content_key WHERE subject_id = :s"), {"s": note})
            case 2:
                mine.access = Access.ADMINISTRATOR
                _bind(session, insider.signer, Act.USER_CHANGED, mine)
                log.append(session, insider.signer, Act.ORGANISATION_KEY_ADDED)
            case 3:
                other.active = False
                _bind(session, insider.signer, Act.USER_REMOVED, other)
            case 4:
                new = User(id="user0000000e", name="Mallory", role="none", access=Access.ADMINISTRATOR)
                session.add(new)
                session.flush()
                users.enrol(session, insider.signer, new, "key00000000e", chance.randbytes(32).hex())
            case 5:
                users.enrol(session, insider.signer, other, "key00000000e", chance.randbytes(32).hex())
            case _:
                log.append(session, insider.signer, Act.HOLD_LIFTED, object_id="pers00000001")
        session.flush()


def _take_on_another(connection: Connection, chance: random.Random, insider: Insider) -> None:
    """Gives somebody else a new signing key of one's own making, and signs with it in their name."""
    with Session(connection) as session:
        whom = session.get_one(User, chance.choice(("user0000000b", _first_user(session))))
        false = log.LogSigner(whom.id, "key00000000e", chance.randbytes(32), insider.log_key)
        vouched = None
        if chance.random() < 0.5:
            way = keys.by_organisation(chance.randbytes(32), keys.VaultKeys(b"", insider.log_key))
            told = users.vouching(whom.id, false.key_id, false.public)
            vouched = {"way": way.public, "vouched": way.vouch(told)}
        users.enrol(session, false, whom, false.key_id, false.public, vouched)
        log.append(session, false, Act.RECOVERY_USED, object_id=whom.id)
        note = session.scalars(select(col(NoteRecord.id))).first() or ""
        _status(connection, note, "void")
        log.append(session, false, Act.NOTE_VOIDED, object_id=note)


def _first_user(session: Session) -> str:
    return session.get_one(LogEntry, 1).actor


def _bind(session: Session, signer: log.LogSigner, act: Act, user: User) -> None:
    session.flush()
    detail = {"access": user.access.value}
    log.append(session, signer, act, object_id=user.id, payload=users.digest_of(user), detail=detail)


def _status(connection: Connection, note: str, status: str) -> None:
    connection.execute(text("UPDATE note SET status = :s WHERE id = :n"), {"s": status, "n": note})


ATTACKS: dict[str, Callable[[Connection, random.Random, Insider], None]] = {
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
    "sign what one may not do": _do_what_one_may_not,
    "sign in another's name": _take_on_another,
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


if __name__ == "__main__":
    sys.exit(main(run, __doc__, 1000))
