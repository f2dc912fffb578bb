"""How soon the app is there: its first paint, and the desk after the passphrase.

    python -m tests.benchmarks.start

Through a real pseudo-terminal. The first paint stands beside that of a Textual app with five text areas; the
wait after the passphrase beside the key derivation alone, on the same vault, in the same run.
"""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from noteui.casework.carrying import import_note
from noteui.casework.demo import NOTES_FOLDER
from noteui.paper.note_file import read_note
from noteui.vault import keys
from noteui.vault import vault as vaults

CHECKOUT = Path(__file__).resolve().parents[2]
PTYLAT = CHECKOUT.parent / "shared" / "tools" / "ptylat.py"
STOCK = [sys.executable, str(Path(__file__).parent / "programs" / "stock_five_areas.py"), "--words", "200"]
PASSPHRASE = "violet otter canal lamp"
ROUNDS = 7


def first_paint(command: list[str]) -> float:
    """Milliseconds from the start of a program to its first visible text, as ptylat sees it."""
    told = subprocess.run(
        [sys.executable, str(PTYLAT), "start", "--runs", str(ROUNDS), "--", *command],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(json.loads(told.stdout)["ms"]["first_text"]["p50"])


def unlock_to_desk(folder: Path) -> float:
    """Milliseconds from the passphrase's enter to the desk, for somebody who takes two seconds to type it."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-m", "noteui", "--vault", str(folder)])
    _read_until(terminal, b"Passphrase")
    time.sleep(2.0)
    os.write(terminal, PASSPHRASE.encode())
    time.sleep(0.3)
    began = time.perf_counter()
    os.write(terminal, b"\r")
    _read_until(terminal, b"Drafts")
    took = time.perf_counter() - began
    _leave(child, terminal)
    return took * 1000


def _leave(child: int, terminal: int) -> None:
    """Leave the app as a person does, and end it where that takes too long: what was measured is over."""
    os.write(terminal, b"q")
    ends = time.monotonic() + 5
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if time.monotonic() > ends:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            break
        if select.select([terminal], [], [], 0.05)[0]:
            with contextlib.suppress(OSError):  # the other end is closed
                os.read(terminal, 65536)
    os.close(terminal)


def _read_until(terminal: int, wanted: bytes) -> None:
    seen = b""
    ends = time.monotonic() + 30
    while wanted not in seen:
        if time.monotonic() > ends:
            raise SystemExit(f"{wanted!r} was never shown")
        if select.select([terminal], [], [], 0.5)[0]:
            seen += os.read(terminal, 65536)


def derivation(folder: Path) -> float:
    """Milliseconds of opening the slot with the passphrase, and nothing else."""
    began = time.perf_counter()
    keys.unlock(folder, PASSPHRASE)
    return (time.perf_counter() - began) * 1000


def main() -> int:
    if not PTYLAT.exists():
        print(f"This needs ptylat.py at {PTYLAT.parent}, which times a program from outside.")
        return 2
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "vault"
        with vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker") as opened:
            for path in sorted(NOTES_FOLDER.glob("*.md")):
                import_note(opened, read_note(path.read_text(encoding="utf-8")))
        stock = first_paint(STOCK)
        ours = first_paint([sys.executable, "-m", "noteui", "--vault", str(folder)])
        print(f"first paint: noteui {ours:.0f} ms, five text areas {stock:.0f} ms, ratio {ours / stock:.2f}")
        waits, derivations = [], []
        for _ in range(ROUNDS):
            derivations.append(derivation(folder))
            waits.append(unlock_to_desk(folder))
        wait, key = statistics.median(waits), statistics.median(derivations)
        print(f"passphrase to desk: {wait:.0f} ms, key derivation alone {key:.0f} ms, ratio {wait / key:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
