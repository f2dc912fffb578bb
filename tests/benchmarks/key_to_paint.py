"""How long a typed key takes to show, beside Textual's own text area.

Every program runs on a real pseudo-terminal of 120x40, in turns within one run, so that whatever else the
machine is doing falls on all of them alike: read the ratios before the milliseconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).resolve().parent / "programs"
PTYLAT = CHECKOUT.parent / "shared" / "tools" / "ptylat.py"

STOCK, PROSE, NOTEUI = (
    [sys.executable, str(PROGRAMS / program), "--words", "{words}"]
    for program in ("stock_five_areas.py", "prose_five_areas.py", "noteui_editor.py")
)
COMMANDS: dict[str, list[str]] = {
    "stock": STOCK,
    "noteui": NOTEUI,
    "prose": PROSE,
    "stock, growing": [*STOCK, "--growing"],
    "prose, growing": [*PROSE, "--growing"],
}
"""What can be measured, by name. A command shows itself ready for typing without another key; the words
that its note should have are put in the place of `{words}`."""


def measure(command: list[str], words: int, keys: int) -> dict[str, object]:
    """Type `keys` keys into a program holding a note of `words` words and return what ptylat tells."""
    told = subprocess.run(
        [sys.executable, str(PTYLAT), "keys", "--raw", "--count", str(keys), "--quiet", "0.04", "--"]
        + [part.format(words=words) for part in command],
        capture_output=True,
        text=True,
        check=False,
    )
    outcome: dict[str, object] = json.loads(told.stdout.splitlines()[-1]) if told.stdout else {}
    if "raw_ms" not in outcome:
        raise SystemExit(f"{' '.join(command)} could not be measured: {outcome.get('error') or told.stderr}")
    return outcome


def quantile(ordered: list[float], share: float) -> float:
    """Return the value that `share` of the ordered values do not exceed."""
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered)) - 1))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["stock", "noteui"], help=f"of: {', '.join(COMMANDS)}")
    parser.add_argument("--words", type=int, nargs="+", default=[200, 2000, 5000], help="words in the note")
    parser.add_argument("--rounds", type=int, default=3, help="turns that each program gets")
    parser.add_argument("--keys", type=int, default=100, help="keys typed in each turn")
    chosen = parser.parse_args()
    if not PTYLAT.exists():
        print(f"This needs ptylat.py at {PTYLAT.parent}, which times a program from outside.")
        return 2
    if unknown := set(chosen.names) - set(COMMANDS):
        parser.error(f"nothing is called {', '.join(sorted(unknown))}; choose of: {', '.join(COMMANDS)}")
    heads = ("p50", "p95", "p99", "CPU/key", "bytes")
    print(f"{'program':16} {'words':>6}", *(f"{head:>8}" for head in heads), f"  of {chosen.names[0]}")
    for words in chosen.words:
        times: dict[str, list[float]] = defaultdict(list)
        cost: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for _ in range(chosen.rounds):
            for name in chosen.names:
                outcome = measure(COMMANDS[name], words, chosen.keys)
                times[name] += outcome["raw_ms"]
                cost[name].append((outcome["per_key"]["cpu_ms"], outcome["per_key"]["bytes"]))
        rows = {}
        for name in chosen.names:
            ordered = sorted(times[name])
            cpu, size = (statistics.mean(column) for column in zip(*cost[name], strict=True))
            rows[name] = [*(quantile(ordered, share) for share in (0.5, 0.95, 0.99)), cpu, size]
        for name, row in rows.items():
            base = rows[chosen.names[0]]
            shares = " ".join(f"{mine / theirs:.2f}" for mine, theirs in zip(row, base, strict=True))
            figures = (f"{figure:8.2f}" for figure in row)
            print(f"{name:16} {words:6}", *figures, f"  {shares}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
