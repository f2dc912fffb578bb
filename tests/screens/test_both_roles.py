"""Both roles work through one note in a real terminal, from a blank page to a supervision and its export."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from noteui.casework import watching
from noteui.casework.demo import WRITER
from noteui.vault import vault as vaults

from . import both_roles


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a pseudo-terminal")
def test_a_note_is_written_questioned_answered_praised_agreed_supervised_and_exported(tmp_path: Path) -> None:
    home = tmp_path / "home"

    of_tamsin, of_supervision = both_roles.hold(home, lambda name, screen: None)

    told = of_tamsin.read_text(encoding="utf-8")
    assert "Tamsin opened the door to me at 3.10pm" in told
    assert "I sleep all night now" in told
    supervised = of_supervision.read_text(encoding="utf-8")
    for words in ("- Supervisor: Rowan Cole", "- About: Tamsin", both_roles.CHANGED, both_roles.DECIDED):
        assert words in supervised
    with vaults.open_(home / "vault", WRITER.passphrase) as vault:
        assert watching.verify(vault) == []
