"""`noteui doctor`: what this installation stands on, without a name or a word of a note."""

from __future__ import annotations

import argparse
import os
import platform
import stat
import sys
from importlib import metadata
from pathlib import Path

from noteui import __version__
from noteui.cli.answer import put, put_json
from noteui.cli.unlocking import vault_folder

_PACKAGES = ("textual", "sqlmodel", "sqlalchemy", "sqlcipher3", "pynacl", "alembic")


def examine(arguments: argparse.Namespace) -> int:
    """Print the facts; 2 where something stands in the way of using noteui safely."""
    facts = {"noteui": __version__, "python": platform.python_version(), "system": platform.platform()}
    facts |= {name: metadata.version(name) for name in _PACKAGES}
    facts |= _engine()
    facts |= {
        "terminal": os.environ.get("TERM", "not set"),
        "colours": os.environ.get("COLORTERM", "not said")
        if "NO_COLOR" not in os.environ
        else "switched off",
        "size": _size(),
        "clipboard": "through the terminal (OSC 52), where it allows it",
    }
    folder = vault_folder(arguments)
    facts["vault"] = _state(folder)
    faults = _faults(folder)
    facts["faults"] = "; ".join(faults) or "none seen"
    if arguments.json:
        put_json(facts, indent=1)
    else:
        for name, value in facts.items():
            put(f"{name + ':':<12} {value}")
    return 2 if faults else 0


def _engine() -> dict[str, str]:
    from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

    connection = dbapi2.connect(":memory:")
    try:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
        return {"sqlite": dbapi2.sqlite_version, "cipher": cipher[0] if cipher else "missing"}
    finally:
        connection.close()


def _size() -> str:
    if not sys.stdout.isatty():
        return "no terminal"
    size = os.get_terminal_size()
    return f"{size.columns} by {size.lines}"


def _state(folder: Path) -> str:
    from noteui.vault import place

    return "there" if place.exists(folder) else "not made yet"


def _faults(folder: Path) -> list[str]:
    faults: list[str] = []
    if os.name == "posix" and folder.exists():
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            faults.append("others can look into the vault's folder")
        faults += [
            f"others can read {file.name}"
            for file in sorted(folder.iterdir())
            if file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o077
        ]
    return faults
