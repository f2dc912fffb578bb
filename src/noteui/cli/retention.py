"""`noteui retention` and `noteui erase`."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime

from noteui.casework import people, retention, when
from noteui.casework.erasing import erase
from noteui.cli.answer import Refusal, put, put_json, read_standard_input, say
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault


def list_(arguments: argparse.Namespace) -> int:
    """List every person's file with how long it is kept; with --due only those whose time is over."""
    today = date.today()
    with open_vault(arguments) as vault:
        kept = retention.due_for_review(vault, today=today) if arguments.due else retention.retention(vault)
    if arguments.format == "json":
        put_json([_as_json(entry, today) for entry in kept], indent=1)
    else:
        print_table(("person", "notes", "class", "keep until", ""), (_row(entry, today) for entry in kept))
    return 0


def classes(arguments: argparse.Namespace) -> int:
    """Print the classes with what they count from, their nation and their source."""
    del arguments
    for known in retention.classes().values():
        put(
            f"{known.id}: {known.name}\n    {known.years} years from {known.from_}; {known.nation}; "
            f"{known.source} (checked {known.checked})"
        )
    return 0


def set_(arguments: argparse.Namespace) -> int:
    """Say which class a person's file is of."""
    started = when.read_day(arguments.since, now=datetime.now())[0] if arguments.since else None
    with open_vault(arguments) as vault:
        person = people.find_person(vault, arguments.person)
        kept = retention.set_retention(vault, person.id, arguments.class_, started_on=started)
    put(kept.keep_until.isoformat() if kept.keep_until else "not known")
    return 0


def hold(arguments: argparse.Namespace) -> int:
    """Hold a person's file; the reason comes from a pipe, so that it stands in no shell history."""
    _need_dash(arguments, "the reason")
    reason = read_standard_input()
    with open_vault(arguments) as vault:
        person = people.find_person(vault, arguments.person)
        retention.hold(vault, person.id, reason)
    say("Held. Nothing of this file can be erased until the hold is lifted.")
    return 0


def lift(arguments: argparse.Namespace) -> int:
    """Lift the hold on a person's file."""
    with open_vault(arguments) as vault:
        person = people.find_person(vault, arguments.person)
        retention.lift_hold(vault, person.id)
    say("The hold is lifted; that it was there stays in the log.")
    return 0


def erase_note(arguments: argparse.Namespace) -> int:
    """Erase a finalised note and print the certificate; the basis comes from a pipe."""
    _need_dash(arguments, "the basis")
    basis = read_standard_input()
    with open_vault(arguments) as vault:
        done = erase(vault, arguments.note, basis=basis, now=datetime.now(UTC))
    put(done.certificate)
    for name in done.backups_left:
        say(f"The backup {name} still holds what was erased: decide what becomes of it.")
    if done.tell is not None:
        say(done.tell)
    return 0


def _need_dash(arguments: argparse.Namespace, what: str) -> None:
    if arguments.dash != "-":
        raise Refusal(f"Give {what} through a pipe and end the command with a dash.")


def _row(kept: retention.Kept, today: date) -> tuple[str, ...]:
    state = "held" if kept.hold_reason else "due for review" if kept.is_due(today) else ""
    until = kept.keep_until.isoformat() if kept.keep_until else "not known"
    return kept.person_name, str(kept.notes), kept.class_.name if kept.class_ else "none", until, state


def _as_json(kept: retention.Kept, today: date) -> dict[str, object]:
    return {
        "person": kept.person_id,
        "name": kept.person_name,
        "notes": kept.notes,
        "class": kept.class_.id if kept.class_ else None,
        "source": kept.class_.source if kept.class_ else None,
        "started_on": kept.started_on.isoformat() if kept.started_on else None,
        "keep_until": kept.keep_until.isoformat() if kept.keep_until else None,
        "held": kept.hold_reason,
        "due": kept.is_due(today),
    }
