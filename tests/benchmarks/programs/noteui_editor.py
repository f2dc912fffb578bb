"""The real app, opened on a note in a throwaway vault: every check on, every key kept on the disk."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from five_fields import FIELDS, field_texts, options, writing_place

from noteui.casework import people, writing
from noteui.casework.writing import Caret
from noteui.checks.note import About, Relation
from noteui.screens.app import run
from noteui.vault import vault
from noteui.vault.keys import FLOOR

PASSPHRASE = "a lantern under seven gooseberries"


def main() -> int:
    texts = field_texts(options().words)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "vault"
        with vault.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=FLOOR) as opened:
            about = About("Tamsin Okoye-Bell", "child", date(2017, 5, 11))
            person = people.add_person(opened, about, [Relation("Grace Okoye", "mother", household=True)])
            now = datetime(2026, 11, 18, 17, 30)
            draft = writing.begin_note(
                opened, person.id, contact="home visit", happened=now.replace(hour=15), now=now, seen=True
            )
            caret = Caret("facts", {"facts": writing_place(texts["facts"])})
            note = replace(draft.note, fields={field: texts[field] for field in FIELDS})
            draft = writing.save_draft(opened, replace(draft, note=note, caret=caret), now=now)
        return run(folder, passphrase=PASSPHRASE, note_id=draft.id)


if __name__ == "__main__":
    sys.exit(main())
