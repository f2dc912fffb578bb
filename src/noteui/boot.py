"""What must happen before any other import: nothing of a note may leave through the process's own back doors.

Textual's environment variables can log every key, take pictures and name code to run; a core file holds the
text in the clear; and files come into being readable to others. None of that may happen here.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys

_PR_SET_DUMPABLE = 4
_YOUNG = 100_000
"""New objects after which the collector looks for garbage: hardly any verb makes so many that do not stay,
and while modules are read it would go through them again and again, a fifth of the time of most verbs."""


def prepare() -> None:
    """Take the dangerous variables away, make new files private, leave no core, seldom look for garbage."""
    gc.set_threshold(_YOUNG)
    for name in [name for name in os.environ if name.upper().startswith("TEXTUAL")]:
        del os.environ[name]
    os.umask(0o077)
    _leave_no_core()


def leave() -> None:
    """Let the process end at once: else Python looks through all that there is for garbage once more."""
    gc.freeze()


def _leave_no_core() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
