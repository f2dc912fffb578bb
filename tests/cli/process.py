"""noteui run as a process by the tests, with secrets through descriptors as a script would give them."""

from __future__ import annotations

import functools
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

Done = subprocess.CompletedProcess[str]


def noteui(
    arguments: Iterable[object],
    home: Path,
    *,
    folder: Path | None = None,
    given: str | bytes | None = None,
    secrets: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Done:
    """What `noteui` answers in a home of its own; each of `secrets` is read by its option, `--NAME-fd`."""
    line = [str(argument) for argument in arguments]
    with tempfile.TemporaryFile() as read, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        if given is not None:
            read.write(given.encode() if isinstance(given, str) else given)
            read.seek(0)
        ends = [_holding(secret) for secret in (secrets or {}).values()]
        for name, end in zip(secrets or {}, ends, strict=True):
            line += [f"--{name.replace('_', '-')}-fd", str(end)]
        request = {
            "arguments": line,
            "folder": str(folder or home),
            "numbers": [0, 1, 2, *ends],
            "environment": {
                **os.environ,
                "HOME": str(home),
                "XDG_CONFIG_HOME": str(home / "config"),
                **(environment or {}),
            },
        }
        code = _asked(request, [read.fileno(), out.fileno(), err.fileno(), *ends])
        for end in ends:
            os.close(end)
        out.seek(0)
        err.seek(0)
        done = Done(["noteui", *line], code, out.read().decode(), err.read().decode())
    assert "Traceback" not in done.stderr
    return done


def _holding(secret: str) -> int:
    reading, writing = os.pipe()
    os.write(writing, f"{secret}\n".encode())
    os.close(writing)
    return reading


def _asked(request: Mapping[str, object], descriptors: list[int]) -> int:
    plain = json.dumps(request).encode()
    asking = _warm()
    socket.send_fds(asking, [len(plain).to_bytes(8, "big")], descriptors)
    asking.sendall(plain)
    return int.from_bytes(asking.recv(8), "big", signed=True)


@functools.cache
def _warm() -> socket.socket:
    """This end of the way to the process that answers; it ends when the tests do, and this end with them."""
    ours, theirs = socket.socketpair()
    subprocess.Popen(
        [sys.executable, Path(__file__).with_name("warm.py"), str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
    )
    theirs.close()
    return ours
