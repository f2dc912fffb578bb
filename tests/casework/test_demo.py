from __future__ import annotations

from pathlib import Path

from noteui.casework import watching
from noteui.casework.demo import demo_vault
from noteui.casework.desk import desk
from noteui.vault import vault as vaults


def test_the_demo_has_people_and_notes_and_opens_with_its_own_passphrase(tmp_path: Path) -> None:
    passphrase = demo_vault(tmp_path / "vault")

    with vaults.open_(tmp_path / "vault", passphrase) as vault:
        seen = desk(vault)
        assert len(seen.drafts) == 6
        assert 1 < len(seen.people) < 6
        assert watching.verify(vault) == []
    assert demo_vault(tmp_path / "another") != passphrase
