"""The shipped tables, read from TOML once and then from what was kept of that reading.

Reading TOML takes a fifth of a check of one page as a process.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from noteui.checks.kept import kept

WORDS = Path(__file__).with_name("words")
"""Where the tables are: `importlib.resources` would load a dozen modules to find them."""


def read_table(text: str) -> dict[str, Any]:
    """What the text of a shipped table says. Raises tomllib.TOMLDecodeError where it is no TOML."""
    read: dict[str, Any] = kept(text, lambda: read_toml(text), dict)
    return read


def read_toml(text: str) -> dict[str, Any]:
    """What the text says. Raises tomllib.TOMLDecodeError where it is no TOML."""
    import tomllib  # not needed where the shipped tables alone are asked for, and they are kept

    return tomllib.loads(text)
