"""The demo: a throwaway vault of fictional people, made anew each time.

Two people use it, a social worker who writes and a team manager who reviews, so that both sides can be tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from noteui.casework import actions, chronology, clocks, finalising, reviewing, supervision, users, writing
from noteui.casework.carrying import import_note
from noteui.casework.chronology import Significant
from noteui.casework.finalising import Passage
from noteui.paper.note_file import read_note
from noteui.records import Access, ReviewKind, Tone
from noteui.records.action import Step
from noteui.vault import vault
from noteui.vault.keys import FLOOR
from noteui.vault.vault import Vault

NOTES_FOLDER = Path(__file__).with_name("demo_notes")
"""The notes of the demo, as files; those in `final` are made final."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who uses the demo, and the passphrase, which the unlock screen tells: nothing is guarded."""

    name: str
    role: str
    passphrase: str


WRITER = Who("Priya Nair", "social worker", "priya tries the demo")
REVIEWER = Who("Rowan Cole", "team manager", "rowan tries the demo")
WHO = (WRITER, REVIEWER)


def demo_vault(folder: Path) -> str:
    """Make the demo's vault in a folder that is not there yet, and return its first user's passphrase.

    The key derivation is the quickest that is allowed, because there is nothing to guard. Raises VaultError.
    """
    with vault.create(folder, WRITER.passphrase, name=WRITER.name, role=WRITER.role, cost=FLOOR) as writer:
        for path in sorted(NOTES_FOLDER.glob("*.md")):
            import_note(writer, read_note(path.read_text(encoding="utf-8")))
        users.add_user(
            writer,
            name=REVIEWER.name,
            role=REVIEWER.role,
            access=Access.SUPERVISOR,
            passphrase=REVIEWER.passphrase,
        )
        with vault.open_(folder, REVIEWER.passphrase) as reviewer:
            _review(writer, reviewer)
    return WRITER.passphrase


def _review(writer: Vault, reviewer: Vault) -> None:
    notes = {path.stem: _final(writer, path) for path in sorted((NOTES_FOLDER / "final").glob("*.md"))}
    tamsin, bank = notes["tamsin-second-visit"], notes["reg-bank-meeting"]
    ishaan = notes["ishaan-with-mother"]
    for note in (tamsin, ishaan, bank):
        reviewing.submit(writer, note, to=reviewer.user.id)
    _say(
        reviewer,
        tamsin,
        ReviewKind.PRAISE,
        "voice",
        "Auntie Faith did it",
        "One sentence, and it says what changed.",
    )
    _say(
        reviewer,
        tamsin,
        ReviewKind.QUESTION,
        "facts",
        "She is clearly struggling",
        "What did you see or hear that made you write this?",
    )
    _say(
        reviewer,
        ishaan,
        ReviewKind.PRAISE,
        "voice",
        "He asked whether his friends have to know",
        "You heard what he is afraid of, and told him what happens.",
    )
    _oversee(writer, reviewer, tamsin, bank)
    reviewing.agree(
        reviewer,
        ishaan,
        "The phone went to the police the same day, and he is driven to school until Christmas.",
        now=datetime.now(UTC),
    )


def _oversee(writer: Vault, reviewer: Vault, tamsin: str, bank: str) -> None:
    """A supervision with an action that was carried over, lines of two chronologies, and a clock."""
    held = datetime(2026, 11, 19, 10)
    about = writing.open_note(writer, tamsin)
    begun = supervision.begin(reviewer, [writer.user.id], held=held, now=held)
    words = {
        "changed": "Tamsin sleeps more since her aunt Faith Okoye stays from Sunday to Tuesday.",
        "risk": "Nights without Faith, because Tamsin gets up for Dele then; and Martin Bell, whom nobody "
        "has met.",
        "decisions": "Stay at child in need, because Grace asks for help and takes it. We decided against a "
        "conference for now: nobody was hurt, and the nights are covered until December.",
        "actions": "- [ ] Ask the school who collects Tamsin on Fridays (Priya Nair, by 2026-11-23)",
    }
    people = ((about.person_id, about.note.about.name),)
    told = replace(begun, words=words, people=people, notes=(tamsin,), next_on=date(2026, 12, 14))
    supervision.save(reviewer, told, now=held)
    signed = supervision.finalise_supervision(reviewer, begun.id, now=held)
    actions.settle(
        writer,
        f"{signed.id}.1",
        Step.CARRIED,
        "The school office was shut.",
        now=datetime(2026, 11, 23, 17),
        due=date(2026, 11, 30),
    )
    afterwards = datetime(2026, 11, 23, 18)
    clocks.start(writer, about.person_id, "in-need-visit", datetime(2026, 11, 23, 16), now=afterwards)
    chronology.mark(
        writer,
        tamsin,
        Significant(
            "Faith Okoye stays from Sunday to Tuesday and gets up for Dele.",
            "Tamsin told me that she slept the night through.",
            tone=Tone.GOOD,
        ),
        now=afterwards,
    )
    chronology.mark(
        writer,
        tamsin,
        Significant(
            "Martin Bell stood outside for ten minutes; the door stayed shut.",
            action="Visit brought forward to 1 December.",
        ),
        now=afterwards,
        day=date(2026, 11, 21),
    )
    chronology.mark(
        writer,
        bank,
        Significant("Mr Tolliver found six withdrawals of £200 that he did not ask for."),
        now=datetime(2026, 11, 20, 12),
    )


def _final(writer: Vault, path: Path) -> str:
    file = read_note(path.read_text(encoding="utf-8"))
    draft = import_note(writer, file)
    finalising.finalise(writer, draft.id, now=file.note.recorded or datetime.now())
    return draft.id


def _say(reviewer: Vault, note_id: str, kind: ReviewKind, field: str, words: str, text: str) -> None:
    fields: Mapping[str, str] = finalising.read_final(reviewer, note_id, viewed=False).draft.note.fields
    start = fields[field].index(words)
    passage = Passage(field, start, start + len(words), words)
    reviewing.say(reviewer, note_id, kind, text, passage=passage)
