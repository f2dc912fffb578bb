"""Type into the real app on a pseudo-terminal, kill it at a random moment, and read back what it kept.

    python -m tests.faults.editor_kill [--times 200] [--seed 1]

The promise: nothing that was typed more than a second before is lost, and the vault opens and verifies.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import signal
import struct
import sys
import termios
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from noteui.casework import people, watching, writing
from noteui.checks import all_rules
from noteui.checks.note import About
from noteui.screens import app, desk, editor, new_note, person, reading  # noqa: F401 -- loaded before any fork
from noteui.vault import vault
from noteui.vault.keys import FLOOR

from .command import Tally, main

PASSPHRASE = "a lantern under seven gooseberries"
PROMISED = 1.0
"""Seconds after which nothing typed may be lost."""
_WORDS = "dana showed me the red coat by the door and said that the boiler had been off since monday ".split()


@dataclass
class Outcome:
    """What one kill came to."""

    typed: int
    kept: int
    oldest_lost: float
    faults: list[str]
    in_order: bool

    @property
    def is_kept(self) -> bool:
        """Whether the promise held."""
        return self.oldest_lost <= PROMISED and not self.faults and self.in_order


def kill_once(folder: Path, chance: random.Random, how: int = signal.SIGKILL) -> Outcome:
    """Begin a note, type into it until a random moment, send `how`, and look at what is in the vault."""
    with vault.open_(folder, PASSPHRASE) as opened:
        person = people.everyone(opened)[0]
        now = datetime.now().replace(second=0, microsecond=0)
        note_id = writing.begin_note(opened, person.id, contact="home visit", happened=now, now=now).id
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="100", LINES="30")
        sys.stdin = sys.__stdin__ = open(0, closefd=False)  # noqa: SIM115 -- a pool's worker closed its own
        os._exit(app.run(folder, passphrase=PASSPHRASE, note_id=note_id))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    _read_until(terminal, b"F8 next", 40.0)  # the editor, and not the desk before it
    _drain(terminal, 0.3)
    typed: list[tuple[str, float]] = []
    ends = time.monotonic() + chance.uniform(0.05, 2.0)
    text = " ".join(chance.choice(_WORDS) for _ in range(400))
    for letter in text:
        if time.monotonic() >= ends:
            break
        os.write(terminal, letter.encode())
        typed.append((letter, time.monotonic()))
        _drain(terminal, chance.choice((0.005, 0.02, 0.05, 0.12)))
    killed = time.monotonic()
    os.kill(child, how)
    if how != signal.SIGKILL:
        _drain(terminal, 3.0, until_closed=True)
    os.waitpid(child, 0)
    os.close(terminal)
    with vault.open_(folder, PASSPHRASE) as opened:
        kept = writing.open_note(opened, note_id).note.fields["facts"]
        faults = watching.verify(opened)
    expected = "".join(letter for letter, _ in typed)
    lost = typed[len(kept) :]
    return Outcome(
        len(typed),
        len(kept),
        max((killed - at for _, at in lost), default=0.0),
        faults,
        expected.startswith(kept),
    )


def make_vault(folder: Path) -> None:
    """A vault with one person in it."""
    with vault.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=FLOOR) as made:
        people.add_person(made, About("Maya Ellis", "child"))


def _read_until(terminal: int, wanted: bytes, seconds: float) -> None:
    seen = b""
    ends = time.monotonic() + seconds
    while wanted not in seen:
        if time.monotonic() > ends:
            raise TimeoutError("the editor did not open")
        seen += _drain(terminal, 0.05)


def _drain(terminal: int, seconds: float, *, until_closed: bool = False) -> bytes:
    seen = b""
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                break
            if not piece and until_closed:
                break
            seen += piece
    return seen


def run(folder: Path, times: int, seed: int = 1) -> Tally:
    """Makes a vault in `folder` and kills the app in it so many times."""
    all_rules()  # before any fork, so that each app begins with everything loaded
    make_vault(folder)
    chance = random.Random(seed)
    tally = Tally()
    for number in range(times):
        outcome = kill_once(folder, chance)
        tally.counts["kills"] += 1
        tally.counts["keys typed"] += outcome.typed
        tally.counts["keys kept"] += outcome.kept
        tally.took("oldest key lost", outcome.oldest_lost * 1000)
        if outcome.oldest_lost > PROMISED or not outcome.in_order:
            tally.lost.append(f"kill {number}: {outcome}")
        tally.faults += [f"kill {number}: {fault}" for fault in outcome.faults]
    return tally


if __name__ == "__main__":
    sys.exit(main(run, __doc__, 200))
