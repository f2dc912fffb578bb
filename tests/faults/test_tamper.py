from __future__ import annotations

from pathlib import Path

from noteui.vault import keys

from . import tamper


def test_verify_names_whatever_is_changed_by_somebody_with_every_right(tmp_path: Path) -> None:
    tally = tamper.run(tmp_path / "vault", 30, 5)

    assert tally.faults == []
    assert len(tally.counts) > 12


def test_and_says_nothing_where_nothing_was_changed(tmp_path: Path) -> None:
    tamper.make(tmp_path / "vault")

    assert tamper.verified(tmp_path / "vault", keys.unlock(tmp_path / "vault", tamper.PASSPHRASE)) == []
