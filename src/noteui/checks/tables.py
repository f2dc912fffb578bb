"""The shipped tables, read from TOML once and then from what was kept of that reading.

Reading TOML takes a fifth of a check of one page as a process. What was read is kept beside the compiled
modules, in `__pycache__`, under a digest of the table's text; where that folder cannot be written nothing is
kept, and a kept reading that is broken or of another Python is read anew. Only the shipped words go there.
"""

from __future__ import annotations

import marshal
import os
import sys
import tomllib
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "words" / "__pycache__"


def read_table(text: str) -> dict[str, Any]:
    """What the text of a shipped table says. Raises tomllib.TOMLDecodeError where it is no TOML."""
    kept = _FOLDER / f"{blake2b(text.encode(), digest_size=12).hexdigest()}.{sys.implementation.cache_tag}"
    with suppress(OSError, ValueError, EOFError, TypeError):
        # It lies beside the compiled modules: who can write there needs no marshal to run what they like.
        known = marshal.loads(kept.read_bytes())  # noqa: S302
        if isinstance(known, dict):
            return known
    read = tomllib.loads(text)
    if not sys.dont_write_bytecode:
        with suppress(OSError, ValueError):
            _keep(kept, marshal.dumps(read))
    return read


def _keep(kept: Path, content: bytes) -> None:
    kept.parent.mkdir(exist_ok=True)
    half = kept.with_suffix(f".{os.getpid()}")
    half.write_bytes(content)
    half.replace(kept)
