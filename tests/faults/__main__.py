"""All fault runs, one table. Bounded and seeded: a seed makes the same moments, as far as clocks let it.

    python -m tests.faults                 the full size: 1,000 kills, power cuts and trials of tampering
    python -m tests.faults --share 0.05    a twentieth of each

Each run is cut into parts with a vault and a seed of its own; two parts run at a time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from . import editor_kill, full, kill, kill_acts, power, tamper
from .command import Run, Tally

RUNS: tuple[tuple[str, Run, int, int], ...] = (
    ("killed while typing in the app", editor_kill.run, 200, 20),
    ("killed while saving and finalising", kill.run, 500, 25),
    ("killed while backing up", kill_acts.backing_up, 150, 25),
    ("killed while migrating", kill_acts.migrating, 150, 25),
    ("killed while exchanging the key", kill_acts.rotating, 100, 25),
    ("power cut", power.run, 1000, 50),
    ("disk full", full.run, 100, 10),
    ("two programs at once", full.two_at_once, 200, 50),
    ("tampered with", tamper.run, 1000, 100),
)
"""Each run's name, how many times at full size, and how many in one part."""


def main() -> int:
    """Run everything; 0 where nothing was lost and nothing wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="this share of the full size")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="only runs with these words in their name")
    asked = parser.parse_args()
    chosen = [run for run in RUNS if not asked.only or asked.only in run[0]]
    wrong = 0
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        begun = {
            name: [
                pool.submit(part, run, times, asked.seed + number)
                for number, times in enumerate(parts(max(1, round(count * asked.share)), size))
            ]
            for name, run, count, size in chosen
        }
        for name, started in begun.items():
            tallies = [made.result() for made in started]
            tally = sum((made for made, _ in tallies), Tally())
            took = sum(seconds for _, seconds in tallies)
            print(f"{name:<36} {took:>5.0f} s  {tally}", flush=True)
            for line in (*tally.lost[:5], *tally.faults[:5]):
                print(f"  {line}", flush=True)
            wrong += len(tally.lost) + len(tally.faults)
    return int(bool(wrong))


def parts(times: int, size: int) -> list[int]:
    """So many times, in parts of a size."""
    return [min(size, times - done) for done in range(0, times, size)]


def part(run: Run, times: int, seed: int) -> tuple[Tally, float]:
    """One part of a run in a folder of its own, and how many seconds it took."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as made:
        tally = run(Path(made) / "vault", times, seed)
    return tally, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
