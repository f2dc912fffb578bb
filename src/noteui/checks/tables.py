"""The shipped tables, read from TOML once and then from what was kept of that reading.

Reading TOML takes a fifth of a check of one page as a process.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from noteui.checks.kept import kept

WORDS = Path(__file__).with_name("words")
"""Where the tables are: `importlib.resources` would load a dozen modules to find them."""


def read_table(text: str) -> dict[str, Any]:
    """What the text of a shipped table says. Raises tomllib.TOMLDecodeError where it is no TOML."""
    read: dict[str, Any] = kept(text, lambda: tomllib.loads(text), dict)
    return read
