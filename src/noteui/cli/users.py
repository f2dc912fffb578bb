"""`noteui user`: who may open the vault."""

from __future__ import annotations

import argparse

from noteui.casework import users
from noteui.casework.users import UserLine
from noteui.cli.answer import put, put_json, say
from noteui.cli.table import print_table
from noteui.cli.unlocking import new_passphrase, open_vault
from noteui.records import Access


def list_(arguments: argparse.Namespace) -> int:
    """List everybody who opens the vault, and those who did."""
    with open_vault(arguments) as vault:
        listed = users.everybody(vault)
    if arguments.format == "json":
        put_json([_as_json(line) for line in listed], indent=1)
    else:
        print_table(("id", "name", "role", "access", ""), (_row(line) for line in listed))
    return 0


def add(arguments: argparse.Namespace) -> int:
    """Add somebody with their first passphrase and print their id."""
    with open_vault(arguments) as vault:
        users.refuse_keeping(vault)
        made = users.add_user(
            vault,
            name=arguments.name,
            role=arguments.role,
            access=Access(arguments.access),
            passphrase=new_passphrase(arguments, f"First passphrase for {arguments.name}"),
        )
    put(made.id)
    return 0


def change(arguments: argparse.Namespace) -> int:
    """Change how somebody is called, what they are, what they may do; or give them a new passphrase."""
    with open_vault(arguments) as vault:
        who = users.find_user(vault, arguments.user)
        access = Access(arguments.access) if arguments.access else None
        if arguments.name or arguments.role or access:
            who = users.change_user(vault, who.id, name=arguments.name, role=arguments.role, access=access)
        if arguments.new_passphrase or arguments.new_passphrase_fd is not None:
            users.refuse_keeping(vault)
            users.give_passphrase(vault, who.id, new_passphrase(arguments, f"New passphrase for {who.name}"))
            say("They have a new passphrase, and sign with a new key from now on; the log says so.")
        put(_sentence(who))
    return 0


def remove(arguments: argparse.Namespace) -> int:
    """Take somebody's passphrase away; what they signed stays."""
    with open_vault(arguments) as vault:
        put(_sentence(users.remove_user(vault, users.find_user(vault, arguments.user).id)))
    say(
        "Backups and copies made before still open with their passphrase; "
        "to keep those who hold one out of what is written from now on: noteui vault rotate"
    )
    return 0


def _sentence(line: UserLine) -> str:
    return f"{line.id} {line.name}, {line.role}: {line.access.value if line.active else 'removed'}"


def _row(line: UserLine) -> tuple[str, ...]:
    state = "removed" if not line.active else "" if line.has_passphrase else "has no passphrase"
    return line.id, line.name, line.role, line.access.value, state


def _as_json(line: UserLine) -> dict[str, object]:
    return {
        "id": line.id,
        "name": line.name,
        "role": line.role,
        "access": line.access.value,
        "active": line.active,
        "has_passphrase": line.has_passphrase,
    }
