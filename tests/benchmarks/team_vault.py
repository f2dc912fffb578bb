"""A vault that a team has used for long: 5,000 notes by 20 practitioners, really signed, about nobody.

    python -m tests.benchmarks.team_vault FOLDER

makes it once; a benchmark takes it with `team_vault(folder)`, which makes it where it is not there yet. Every
note is really signed by its writer and chained into the log, so the vault verifies; only the checks are not
run, and what they would point to is dealt out by chance, with a seed. Nearly half were submitted,
most of those agreed, some asked about, returned or added to since.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from noteui.casework import finalising, people, reviewing, users
from noteui.checks.note import FIELDS, About
from noteui.paper.note_file import NoteFile, write_note
from noteui.records import NOTE, SIGNALS, Access, Act, NoteRecord, NoteSignals, ReviewKind, Status
from noteui.records.ids import new_id
from noteui.vault import keys, log, seal, search
from noteui.vault import vault as vaults
from noteui.vault.log_check import row_mac
from noteui.vault.vault import CurrentUser, Vault

NOTES, PRACTITIONERS, SUPERVISORS, PERSONS = 5_000, 20, 2, 400
ADMINISTRATOR = "violet otter canal lamp"
SUPERVISOR = "copper meadow ladder tide 0"
"""The passphrase of the first supervisor, whose screens are measured; the second's ends in 1."""
TODAY = datetime(2026, 11, 25, 9, 0)
_SENTENCES = (
    "I visited at 3.45pm and the kettle was cold.",
    "Dana rang the school and spoke with the class teacher.",
    "There were two slices of bread and half a pint of milk.",
    "She showed me the drawing of the house with the lights on.",
    "The meter showed £4 and the next money comes on Friday.",
    "He read the figures out and was quiet for a while.",
)


@dataclass(frozen=True)
class _Member:
    user: CurrentUser
    signer: log.LogSigner


def team_vault(folder: Path) -> Path:
    """The vault in a folder, made there where it is not yet. Opens with `SUPERVISOR` and `ADMINISTRATOR`."""
    if not folder.exists():
        _make(folder)
    return folder


def _make(folder: Path) -> None:
    chance = random.Random(5)
    with vaults.create(
        folder, ADMINISTRATOR, name="Lee Marsh", role="administrator", cost=keys.FLOOR
    ) as vault:
        writers = [
            _member(vault, f"Practitioner {n + 1}", n, Access.PRACTITIONER) for n in range(PRACTITIONERS)
        ]
        reviewers = [_member(vault, f"Supervisor {n + 1}", n, Access.SUPERVISOR) for n in range(SUPERVISORS)]
        persons = [
            people.add_person(vault, About(f"Child {n + 1} Ellis", "child")).id for n in range(PERSONS)
        ]
        with vault.writing() as session:
            for number in range(NOTES):
                happened = TODAY - timedelta(hours=chance.randrange(24 * 700))
                writer = chance.choice(writers)
                with _acting(vault, writer):
                    note = _note(session, vault, chance, chance.choice(persons), happened)
                    if chance.random() < 0.45:
                        reviewing._act(session, vault, note.id, ReviewKind.SUBMITTED, "")
                        reviewed = chance.random() < 0.95
                    else:
                        reviewed = False
                if reviewed:
                    with _acting(vault, chance.choice(reviewers)):
                        _review(session, vault, chance, note)
                if number % 500 == 0:
                    print(f"{number} of {NOTES}", file=sys.stderr)


def _member(vault: Vault, name: str, number: int, access: Access) -> _Member:
    passphrase = (
        f"{SUPERVISOR[:-1]}{number}" if access is Access.SUPERVISOR else f"lantern gooseberry {number:03}"
    )
    users.add_user(vault, name=name, role=access.value, access=access, passphrase=passphrase)
    with vaults.open_(vault.folder, passphrase) as opened:
        return _Member(opened.user, opened.signer)


@contextmanager
def _acting(vault: Vault, member: _Member) -> Iterator[None]:
    """Let somebody else act on the vault that is open; they sign with their own key."""
    before = vault.user, vault.signer
    vault.user, vault.signer = member.user, member.signer
    try:
        yield
    finally:
        vault.user, vault.signer = before


def _note(
    session: Session, vault: Vault, chance: random.Random, person: str, happened: datetime
) -> NoteRecord:
    record = NoteRecord(
        id=new_id(),
        person_id=person,
        contact=chance.choice(("home visit", "phone call", "school visit", "meeting")),
        happened=happened,
        recorded=happened + timedelta(hours=2),
        saved_at=happened.astimezone(UTC),
        finalised_at=(happened + timedelta(hours=3)).astimezone(UTC),
        author_id=vault.user.id,
        author_name=vault.user.name,
        author_role=vault.user.role,
        about={"name": "Ellis", "kind": "child"},
    )
    for name in FIELDS[:4]:
        setattr(record, name, " ".join(chance.choices(_SENTENCES, k=6)))
    record.first_line, record.words = record.facts[:120], 200
    session.add(record)
    session.flush()
    signals = [
        name for name, often in zip(SIGNALS, (0.02, 0.1, 0.06, 0.03), strict=True) if chance.random() < often
    ]
    text = write_note(NoteFile(finalising.draft_of(record).note))
    content = seal.Content(text, {"dismissals": [], "signals": signals})
    search.settle(session, record.id)
    row = row_mac(record, finalising.content_key(session, record.id))
    finalising.make_final(session, vault, record.id, NOTE, content, Act.NOTE_FINALISED, {"row": row})
    record.status = Status.FINALISED
    if signals:
        session.add(NoteSignals(note_id=record.id, **dict.fromkeys(signals, True)))
    session.flush()
    return record


def _review(session: Session, vault: Vault, chance: random.Random, note: NoteRecord) -> None:
    how = chance.random()
    if how < 0.15:
        reviewing._act(session, vault, note.id, ReviewKind.QUESTION, "Who was in the room?")
    elif how < 0.25:
        reviewing._act(session, vault, note.id, ReviewKind.RETURNED, "Say who was in.")
    else:
        reviewing._act(session, vault, note.id, ReviewKind.PRAISE, "It shows what changed.")
        texts = finalising.finals_of(session, note.id)
        over = log.digest_of_entries([reviewing._entry(session, text).hash for text in texts])
        reviewing._act(session, vault, note.id, ReviewKind.AGREED, "Clear.", texts=over)


if __name__ == "__main__":
    team_vault(Path(sys.argv[1]))
