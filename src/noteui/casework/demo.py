"""The demo: a throwaway vault of fictional people, made anew each time.

Two people use it, a social worker who writes and a team manager who reviews, so that both sides can be tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from noteui.casework import finalising, reviewing, users
from noteui.casework.carrying import import_note
from noteui.casework.finalising import Passage
from noteui.paper.note_file import read_note
from noteui.records import Access, ReviewKind
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
    reviewing.agree(
        reviewer,
        ishaan,
        "The phone went to the police the same day, and he is driven to school until Christmas.",
        now=datetime.now(UTC),
    )


def _final(writer: Vault, path: Path) -> str:
    file = read_note(path.read_text(encoding="utf-8"))
    draft = import_note(writer, file)
    answers = {finding.rule: "Not asked that day." for finding in finalising.unanswered(draft)}
    finalising.finalise(writer, draft.id, now=file.note.recorded or datetime.now(), answers=answers)
    return draft.id


def _say(reviewer: Vault, note_id: str, kind: ReviewKind, field: str, words: str, text: str) -> None:
    fields: Mapping[str, str] = finalising.read_final(reviewer, note_id, viewed=False).draft.note.fields
    start = fields[field].index(words)
    passage = Passage(field, start, start + len(words), words)
    reviewing.say(reviewer, note_id, kind, text, passage=passage)
