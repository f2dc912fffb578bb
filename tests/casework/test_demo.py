from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from noteui.casework import chronology, due, people, queue, supervision, watching
from noteui.casework.demo import REVIEWER, demo_vault
from noteui.casework.desk import desk
from noteui.casework.due import Kind
from noteui.casework.queue import Group
from noteui.vault import vault as vaults


def test_the_demo_has_people_and_notes_and_opens_with_its_own_passphrase(tmp_path: Path) -> None:
    passphrase = demo_vault(tmp_path / "vault")

    with vaults.open_(tmp_path / "vault", passphrase) as vault:
        seen = desk(vault)
        assert len(seen.drafts) == 6
        assert len(seen.recent) == 4
        assert 1 < len(people.everyone(vault)) < 6
        assert watching.verify(vault) == []
    with vaults.open_(tmp_path / "vault", REVIEWER.passphrase) as vault:
        assert {row.group for row in queue.mine(vault, today=date(2026, 11, 25)).rows} == {
            Group.RISK,
            Group.ASKED,
            Group.WAITS,
        }
        (supervised,) = supervision.supervisions(vault)
        assert supervised.is_final
        board = due.board(vault, now=datetime(2026, 11, 25, 9))
        kinds = {one.kind for _, part in board.parts for one in part}
        assert {Kind.ACTION, Kind.SUPERVISION, Kind.VISIT} <= kinds
        tamsin = people.find_person(vault, "Tamsin")
        shown = chronology.chronology(vault, tamsin.id, today=date(2026, 11, 25))
        assert len([line for line in shown.lines if isinstance(line, chronology.Entry)]) == 2
