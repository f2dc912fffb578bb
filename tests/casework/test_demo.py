from __future__ import annotations

from datetime import date
from pathlib import Path

from noteui.casework import queue
from noteui.casework.demo import REVIEWER, demo_vault
from noteui.casework.desk import desk
from noteui.casework.queue import Group
from noteui.vault import vault as vaults
from noteui.vault import verify


def test_the_demo_has_people_and_notes_and_opens_with_its_own_passphrase(tmp_path: Path) -> None:
    passphrase = demo_vault(tmp_path / "vault")

    with vaults.open_(tmp_path / "vault", passphrase) as vault:
        seen = desk(vault)
        assert len(seen.drafts) == 6
        assert len(seen.recent) == 4
        assert 1 < len(seen.people) < 6
        assert verify.verify(vault) == []
    with vaults.open_(tmp_path / "vault", REVIEWER.passphrase) as vault:
        assert {row.group for row in queue.mine(vault, today=date(2026, 11, 25)).rows} == {
            Group.RISK,
            Group.ASKED,
            Group.WAITS,
        }
