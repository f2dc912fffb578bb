"""What is worked out of the shipped words, kept beside the compiled modules as Python keeps those.

It lies in `__pycache__` under a checksum of what it was worked out of; where that folder cannot be written
nothing is kept, and what is broken or of another Python is worked out anew.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import adler32, crc32

_FOLDER = Path(__file__).parent / "words" / "__pycache__"


def kept(source: str, work_out: Callable[[], Any], kind: type) -> Any:
    """What `work_out` makes of the source, or made of it before: a value of this kind, fit for marshal.

    Raises what `work_out` raises.
    """
    content = source.encode()
    # Told from a few hundred others, by no adversary: what could digest it better takes longer to load.
    name = f"{len(content):x}-{crc32(content):08x}{adler32(content):08x}"
    place = _FOLDER / f"{name}.{sys.implementation.cache_tag}"
    with suppress(OSError, ValueError, EOFError, TypeError):
        # It lies beside the compiled modules: who can write there needs no marshal to run what they like.
        known = marshal.loads(place.read_bytes())  # noqa: S302
        if isinstance(known, kind):
            return known
    made = work_out()
    if not sys.dont_write_bytecode:
        with suppress(OSError, ValueError):
            _keep(place, marshal.dumps(made))
    return made


def _keep(place: Path, content: bytes) -> None:
    place.parent.mkdir(exist_ok=True)
    half = place.with_suffix(f".{os.getpid()}")
    half.write_bytes(content)
    half.replace(place)
