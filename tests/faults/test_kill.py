from __future__ import annotations

import os
from pathlib import Path

import pytest

from . import kill

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")


def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    tally = kill.run(tmp_path / "vault", kills=20, seed=3)

    assert (tally.lost, tally.faults) == ([], [])
    assert tally.hot_logs > 10
    assert tally.acknowledged > 100


def test_the_harness_sees_a_loss(tmp_path: Path) -> None:
    tally = kill.run(tmp_path / "vault", kills=48, seed=4, control=True)

    assert tally.lost
