"""The demo: a throwaway vault of fictional people, made anew each time."""

from __future__ import annotations

import secrets
from importlib import resources
from pathlib import Path

from noteui.casework.carrying import import_note
from noteui.paper.note_file import read_note
from noteui.vault import vault
from noteui.vault.keys import FLOOR

NAME, ROLE = "Priya Nair", "social worker"
"""The fictional worker whose vault the demo is."""


def demo_vault(folder: Path) -> str:
    """Make the demo's vault in a folder that is not there yet, and return its passphrase.

    The passphrase is random and kept nowhere; the key derivation is the quickest that is allowed, because
    there is nothing to guard. Raises VaultError.
    """
    passphrase = secrets.token_hex(16)
    with vault.create(folder, passphrase, name=NAME, role=ROLE, cost=FLOOR) as made:
        for file in sorted(_notes(), key=lambda item: item.name):
            import_note(made, read_note(file.read_text(encoding="utf-8")))
    return passphrase


def _notes() -> list[Path]:
    folder = resources.files("noteui.casework") / "demo_notes"
    return [Path(str(item)) for item in folder.iterdir() if item.name.endswith(".md")]
