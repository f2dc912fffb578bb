from __future__ import annotations

import os
from pathlib import Path

import pytest

from . import full, power

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be forked")


def test_nothing_acknowledged_is_lost_when_the_power_goes(tmp_path: Path) -> None:
    tally = power.run(tmp_path / "vault", 20, 3)

    assert (tally.lost, tally.faults) == ([], [])
    assert tally.counts[power.TORN] > 15


def test_the_harness_sees_what_a_power_cut_took(tmp_path: Path) -> None:
    assert power.run_control(tmp_path / "vault", 12, 4).lost


def test_a_disk_that_is_full_at_any_write_harms_nothing_that_was_saved(tmp_path: Path) -> None:
    tally = full.run(tmp_path / "vault", 4, 3)

    assert (tally.lost, tally.faults) == ([], [])
    assert tally.counts[full.ACKNOWLEDGED] > 0


def test_two_programs_that_write_at_once_lose_nothing_and_keep_one_history(tmp_path: Path) -> None:
    tally = full.two_at_once(tmp_path / "vault", 6)

    assert (tally.lost, tally.faults) == ([], [])
