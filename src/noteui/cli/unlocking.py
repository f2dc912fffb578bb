"""Opening the vault for one act of the command line."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from noteui.cli.answer import Refusal, say

if TYPE_CHECKING:
    from noteui.vault.vault import Vault

_LONGEST = 8192


def vault_folder(arguments: argparse.Namespace) -> Path:
    """The folder that `--vault`, the configuration or the platform names. Raises VaultError."""
    from noteui.vault.place import default_vault

    named = getattr(arguments, "vault", None)
    return Path(named).expanduser() if named else default_vault()


def passphrase(arguments: argparse.Namespace, prompt: str = "Passphrase: ") -> str:
    """The passphrase from the descriptor or key file that was named, or from a prompt on the terminal."""
    descriptor = getattr(arguments, "passphrase_fd", None)
    if descriptor is not None:
        return from_descriptor(descriptor)
    key_file = getattr(arguments, "key_file", None)
    if key_file is not None:
        return _first_line(Path(key_file).expanduser().read_bytes(), str(key_file))
    return ask(prompt)


def from_descriptor(descriptor: int) -> str:
    """The first line that can be read from a file descriptor."""
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return _first_line(stream.readline(_LONGEST), f"descriptor {descriptor}")
    except OSError:
        raise Refusal(
            f"Descriptor {descriptor} cannot be read; open it in the shell, as in 3< file."
        ) from None


def ask(prompt: str) -> str:
    """A passphrase typed on the terminal, not shown."""
    if not sys.stdin.isatty() and not _has_terminal():
        raise Refusal(
            "There is no terminal to ask for the passphrase; give it with --passphrase-fd or --key-file.", 3
        )
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise Refusal("No passphrase was given.", 3) from None


def new_passphrase(arguments: argparse.Namespace, whose: str) -> str:
    """A new passphrase, from the descriptor that was named or typed twice on the terminal."""
    descriptor = getattr(arguments, "new_passphrase_fd", None)
    if descriptor is not None:
        return from_descriptor(descriptor)
    chosen = ask(f"{whose} (15 characters or more): ")
    if ask("Type it again: ") != chosen:
        raise Refusal("The two are not the same; nothing was changed.")
    return chosen


def open_vault(arguments: argparse.Namespace) -> Vault:
    """The vault, unlocked; what happened to its keys meanwhile is said. Raises VaultError, Refusal."""
    from noteui.vault import place
    from noteui.vault.errors import NoVault

    folder = vault_folder(arguments)
    if not place.exists(folder):
        raise NoVault(f"There is no vault in {folder}. Create one with: noteui vault init")
    return opened(folder, passphrase(arguments))


def opened(folder: Path, typed: str) -> Vault:
    """The same with a passphrase that was asked for before."""
    from noteui.casework.since import since_last_opening
    from noteui.casework.watching import open_faults
    from noteui.vault.vault import open_

    vault = open_(folder, typed)
    try:
        if vault.damage is not None:
            say(vault.damage)
            return vault
        for sentence in (*since_last_opening(vault), *(f.sentence for f in open_faults(vault))):
            say(sentence)
    except BaseException:
        vault.close()
        raise
    return vault


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _first_line(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8").split("\n", 1)[0].rstrip("\r")
    except UnicodeDecodeError:
        raise Refusal(f"The passphrase in {where} is not UTF-8 text.", 3) from None
