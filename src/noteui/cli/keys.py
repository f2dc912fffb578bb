"""`noteui vault`: passphrases, the recovery code and the organisation's key."""

from __future__ import annotations

import argparse
from pathlib import Path

from noteui.casework import ways_in
from noteui.casework.access import May, require
from noteui.cli.answer import Refusal, put, say
from noteui.cli.unlocking import (
    ask,
    from_descriptor,
    new_passphrase,
    open_vault,
    opened,
    passphrase,
    vault_folder,
)
from noteui.vault.files import create_private, in_plain_words


def passphrase_(arguments: argparse.Namespace) -> int:
    """Change one's passphrase; only the wrapping of one's key is written anew."""
    old = passphrase(arguments, "Passphrase now: ")
    with opened(vault_folder(arguments), old) as vault:
        ways_in.change_passphrase(vault, old, new_passphrase(arguments, "New passphrase"))
    say("The passphrase is changed. Backups made earlier still open with the old one.")
    return 0


def recovery_code(arguments: argparse.Namespace) -> int:
    """Print a new recovery code."""
    with open_vault(arguments) as vault:
        put(ways_in.make_recovery_code(vault))
    say(
        "Print it or write it down, and keep it where only your manager or the information governance lead "
        "can reach it. It is not shown again. Whoever holds it can open the vault."
    )
    return 0


def organisation_key(arguments: argparse.Namespace) -> int:
    """Write a new organisation key to a file that only its owner can read."""
    target = Path(arguments.output).expanduser()
    with open_vault(arguments) as vault:
        require(vault, May.KEEP_KEYS)
        if target.exists():
            raise Refusal(f"{target} is there already; choose another name.")
        with in_plain_words(target.parent):  # before the last key stops working
            create_private(target)
        try:
            target.write_text(ways_in.make_organisation_key(vault), encoding="ascii")
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    say(
        f"Written to {target}. Whoever holds it can open the vault: keep it off this computer, where the "
        "organisation keeps such things."
    )
    return 0


def recover(arguments: argparse.Namespace) -> int:
    """Give a user a new passphrase without the old one."""
    folder = vault_folder(arguments)
    if arguments.organisation_key:
        text = Path(arguments.organisation_key).expanduser().read_text(encoding="ascii", errors="replace")
        found, by = ways_in.keys_by_organisation(folder, text), ways_in.BY_ORGANISATION
    else:
        typed = ask("Recovery code: ") if arguments.code else from_descriptor(arguments.code_fd)
        found, by = ways_in.keys_by_code(folder, typed), ways_in.BY_CODE
    chosen = new_passphrase(arguments, "New passphrase")
    who = ways_in.recover(folder, found, arguments.user, chosen, by=by)
    say(f"{who.name} can open the vault with the new passphrase. The log says how.")
    return 0
