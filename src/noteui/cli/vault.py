"""`noteui vault`: create, back up, restore."""

from __future__ import annotations

import argparse
from pathlib import Path

from noteui.cli.answer import Refusal, put, say
from noteui.cli.unlocking import ask, open_vault, passphrase, vault_folder


def init(arguments: argparse.Namespace) -> int:
    """Create a vault and print its folder."""
    from noteui.vault.vault import create

    given = hasattr(arguments, "passphrase_fd") or hasattr(arguments, "key_file")
    chosen = passphrase(arguments, "Choose a passphrase (15 characters or more): ")
    if not given and ask("Type it again: ") != chosen:
        raise Refusal("The two are not the same; no vault was made.")
    with create(vault_folder(arguments), chosen, name=arguments.name, role=arguments.role) as made:
        put(str(made.folder))
    return 0


def path(arguments: argparse.Namespace) -> int:
    """Print where the vault lies, whether or not there is one."""
    put(str(vault_folder(arguments)))
    return 0


def backup(arguments: argparse.Namespace) -> int:
    """Write a checked backup and print its folder."""
    from noteui.vault.backup import back_up

    with open_vault(arguments) as vault:
        put(str(back_up(vault, Path(arguments.target).expanduser() if arguments.target else None)))
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Put a backup in the place of the vault; what stood there is set aside."""
    from noteui.vault.backup import restore as restore_

    folder = vault_folder(arguments)
    aside = restore_(
        Path(arguments.backup).expanduser(), folder, passphrase(arguments, "The backup's passphrase: ")
    )
    put(str(folder))
    if aside is not None:
        say(f"The vault that stood there was set aside in {aside}.")
    return 0
