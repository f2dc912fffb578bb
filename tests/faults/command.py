"""What every fault run shares: what it counts, and the command that runs it alone."""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Tally:
    """What happened in a run, and what must not have: `lost` was acknowledged and is gone.

    `faults` is whatever else is wrong; `times` are in milliseconds.
    """

    counts: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    times: dict[str, list[float]] = field(default_factory=dict)

    def took(self, what: str, milliseconds: float) -> None:
        """Something took so long."""
        self.times.setdefault(what, []).append(milliseconds)

    def __add__(self, other: Tally) -> Tally:
        times = {what: list(taken) for what, taken in self.times.items()}
        for what, taken in other.times.items():
            times.setdefault(what, []).extend(taken)
        return Tally(self.counts + other.counts, self.lost + other.lost, self.faults + other.faults, times)

    def __str__(self) -> str:
        told = [f"{count:,} {what}" for what, count in self.counts.items()]
        for what, taken in self.times.items():
            in_order = sorted(taken)
            p99 = in_order[int(len(in_order) * 0.99)]
            told.append(f"{what} p50 {statistics.median(in_order):.1f} ms, p99 {p99:.1f} ms")
        return f"{len(self.lost)} lost, {len(self.faults)} faults; {', '.join(told)}"


Run = Callable[[Path, int, int], Tally]
"""A fault run, or a part of one: in a folder that is not there yet, so many times, from a seed."""


def main(run: Run, doc: str | None, times: int, control: Run | None = None) -> int:
    """The command of one run; 0 where nothing was wrong (with `--control`: where a loss was seen)."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=times)
    parser.add_argument("--seed", type=int, default=1)
    if control is not None:
        parser.add_argument("--control", action="store_true", help="do it wrong, so that losses must show")
    asked = parser.parse_args()
    is_control = control is not None and asked.control
    with tempfile.TemporaryDirectory() as made:
        chosen = control if control is not None and is_control else run
        tally = chosen(Path(made) / "vault", asked.times, asked.seed)
    print(tally)
    for line in (*tally.lost[:5], *tally.faults[:5]):
        print(f"  {line}")
    return int(not tally.lost) if is_control else int(bool(tally.lost or tally.faults))
