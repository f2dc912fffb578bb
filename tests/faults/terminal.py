"""The program on a real terminal, for the tests that look at it from outside."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import pyte


def at_home(home: Path) -> dict[str, str]:
    """The environment of somebody whose every folder lies under `home`."""
    return {
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        **{f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")},
    }


class Terminal:
    """noteui on a pseudo-terminal, and what it shows."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.seen = b""
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            environment = {**os.environ, **at_home(home), "TERM": "xterm-256color"}
            for size in ("COLUMNS", "LINES"):
                environment.pop(size, None)
            os.chdir(home)
            program = [sys.executable, "-m", "noteui", "--vault", str(folder)]
            os.execve(sys.executable, program, environment)
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self.screen)

    @property
    def shown(self) -> str:
        """What stands on it now."""
        return "\n".join(self.screen.display)

    def press(self, keys_: str) -> None:
        """Types."""
        os.write(self._end, keys_.encode())

    def until(self, wanted: str, seconds: float = 90.0) -> None:
        """Waits until words are shown."""
        ends = time.monotonic() + seconds
        while wanted not in self.shown:
            assert time.monotonic() < ends, self.shown
            self.wait(0.05)

    def until_gone(self, unwanted: str, seconds: float = 90.0) -> None:
        """Waits until words are shown no longer."""
        ends = time.monotonic() + seconds
        while unwanted in self.shown:
            assert time.monotonic() < ends, self.shown
            self.wait(0.05)

    def wait(self, seconds: float) -> None:
        """Takes in what is shown for so long."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            if select.select([self._end], [], [], left)[0]:
                try:
                    piece = os.read(self._end, 65536)
                except OSError:  # the program has ended
                    return
                self.seen += piece
                self._stream.feed(piece)

    def end(self, how: int = signal.SIGKILL) -> None:
        """Ends the program from outside."""
        os.kill(self.pid, how)
        os.waitpid(self.pid, 0)
        os.close(self._end)
