from __future__ import annotations

import os
from pathlib import Path

import pytest

from . import kill

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")


def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    tally = kill.run(tmp_path / "vault", 20, 3)

    assert (tally.lost, tally.faults) == ([], [])
    assert tally.counts[kill.HOT] > 10
    assert tally.counts[kill.SAVES] > 0


def test_the_harness_sees_a_loss(tmp_path: Path) -> None:
    assert kill.run_control(tmp_path / "vault", 12, 4).lost
