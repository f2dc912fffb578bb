"""The demo: a throwaway vault of fictional people, made anew each time."""

from __future__ import annotations

import secrets
from pathlib import Path

from noteui.casework.carrying import import_note
from noteui.paper.note_file import read_note
from noteui.vault import vault
from noteui.vault.keys import FLOOR

NAME, ROLE = "Priya Nair", "social worker"
"""The fictional worker whose vault the demo is."""
NOTES_FOLDER = Path(__file__).with_name("demo_notes")
"""The notes of the demo, as files."""


def demo_vault(folder: Path) -> str:
    """Make the demo's vault in a folder that is not there yet, and return its passphrase.

    The passphrase is random and kept nowhere; the key derivation is the quickest that is allowed, because
    there is nothing to guard. Raises VaultError.
    """
    passphrase = secrets.token_hex(16)
    with vault.create(folder, passphrase, name=NAME, role=ROLE, cost=FLOOR) as made:
        for path in sorted(NOTES_FOLDER.glob("*.md")):
            import_note(made, read_note(path.read_text(encoding="utf-8")))
    return passphrase
