"""The app locked on a real terminal: no key and no word is left in memory, and it goes on where it was."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from datetime import datetime
from pathlib import Path

import pyte
import pytest

from noteui.casework import people, writing
from noteui.checks.note import About
from noteui.vault import keys
from noteui.vault import vault as vaults

from .editor_kill import PASSPHRASE, make_vault

CANARY = "the heron stood by the third lock"
F12, ENTER = "\x1b[24~", "\r"


class Terminal:
    """noteui on a pseudo-terminal, and what it shows."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            environment = {
                **os.environ,
                "TERM": "xterm-256color",
                "HOME": str(home),
                "XDG_CONFIG_HOME": str(home / "config"),
            }
            program = [sys.executable, "-m", "noteui", "--vault", str(folder)]
            os.execve(sys.executable, program, environment)
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self._screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def shown(self) -> str:
        return "\n".join(self._screen.display)

    def press(self, keys_: str) -> None:
        os.write(self._end, keys_.encode())

    def until(self, wanted: str, seconds: float = 60.0) -> None:
        ends = time.monotonic() + seconds
        while wanted not in self.shown:
            assert time.monotonic() < ends, self.shown
            self.wait(0.05)

    def wait(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            if select.select([self._end], [], [], left)[0]:
                self._stream.feed(os.read(self._end, 65536))

    def end(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._end)


def found_in_memory(pid: int, wanted: dict[str, bytes]) -> dict[str, int]:
    """How often each stands in the memory of a process, as root can read it."""
    counts = dict.fromkeys(wanted, 0)
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in maps:
            span = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if span is None or "[v" in line:
                continue
            start, stop = (int(end, 16) for end in span.groups())
            try:
                memory.seek(start)
                content = memory.read(stop - start)
            except OSError:
                continue
            for name, value in wanted.items():
                counts[name] += content.count(value)
    return counts


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can read a process's memory"
)
def test_a_locked_app_holds_no_key_and_no_word_and_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    make_vault(folder)
    with vaults.open_(folder, PASSPHRASE) as vault:
        now = datetime.now().replace(second=0, microsecond=0)
        person = people.add_person(vault, About("Ottoline Sedgeweir", "child"))
        note = writing.begin_note(vault, person.id, contact="home visit", happened=now, now=now).id
    unlocked = keys.unlock(folder, PASSPHRASE)
    secrets = {
        "data key": unlocked.data_key,
        "data key in hex": unlocked.data_key.hex().encode(),
        "log key": unlocked.keys.log,
        "seed": unlocked.seed,
        "passphrase": PASSPHRASE.encode(),
        "words": CANARY.encode(),
        "person": b"Ottoline Sedgeweir",
    }
    app = Terminal(folder, tmp_path)
    try:
        app.until("locked")
        app.press(PASSPHRASE + ENTER)
        app.until("Ottoline")
        app.press(ENTER)
        app.until("Observed facts")
        app.wait(0.5)
        app.press(f"{CANARY} at dusk")
        app.press("\x1b[D" * len("dusk"))
        app.until(CANARY)
        app.wait(0.5)
        held = found_in_memory(app.pid, secrets)
        assert held["data key in hex"] or held["data key"]
        assert held["seed"]
        assert held["words"]

        app.press(F12)
        app.until("Your notes are locked")
        app.wait(1.0)

        left = found_in_memory(app.pid, secrets)
        assert not any(left.values()), left
        print(f"before {held}, after {left}")
        app.press(PASSPHRASE + ENTER)
        app.until(CANARY)
        app.wait(0.5)
        app.press("just ")
        app.until("just dusk")
        app.press(F12)
        app.until("Your notes are locked")
    finally:
        app.end()
    with vaults.open_(folder, PASSPHRASE) as vault:
        kept = writing.open_note(vault, note).note.fields["facts"]
    assert kept == f"{CANARY} at just dusk"
