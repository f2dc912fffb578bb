"""The editor ended from outside: what was typed more than a second before is there again."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from .editor_kill import kill_once, make_vault


def test_nothing_older_than_a_second_is_lost_when_the_editor_is_killed(tmp_path: Path) -> None:
    make_vault(tmp_path / "vault")
    chance = random.Random(7)
    outcomes = [kill_once(tmp_path / "vault", chance) for _ in range(3)]
    assert all(outcome.is_kept for outcome in outcomes), outcomes
    assert sum(outcome.kept for outcome in outcomes) > 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_nothing_at_all_is_lost_when_the_terminal_closes(tmp_path: Path, how: int) -> None:
    make_vault(tmp_path / "vault")
    outcome = kill_once(tmp_path / "vault", random.Random(3), how)
    assert outcome.kept == outcome.typed
    assert not outcome.faults
