"""Acts in processes of their own, so that one can end, or lack a right, without the test doing so."""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Callable


def start(act: Callable[[], str | None], *, as_nobody: bool = False) -> tuple[int, int]:
    """Begins `act` in a forked process that ends without closing anything; `said` gives its answer."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        if as_nobody:
            os.setgid(65534)
            os.setuid(65534)
        told = act() or ""
    except BaseException:
        told = traceback.format_exc()
    os.write(writing, told.encode()[:60_000])
    os._exit(0)


def said(started: tuple[int, int]) -> str:
    """What the act returned, or its traceback."""
    child, reading = started
    with os.fdopen(reading) as stream:
        told = stream.read()
    os.waitpid(child, 0)
    return told


def duration(act: Callable[[], object]) -> float:
    """How many seconds `act` takes in a forked process of its own, so that a kill can fall anywhere in it."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return time.monotonic() - began


def kill_during(act: Callable[[], object], after: float) -> None:
    """Runs `act` in a forked process and kills it with -9 after so many seconds, finished or not."""
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
