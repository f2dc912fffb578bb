"""`noteui due`: what is due in working days, and what became of it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from noteui.casework import actions, clocks, due, people, when
from noteui.casework.due import Due
from noteui.cli.answer import Refusal, iso, put, put_json, read_standard_input, say
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault
from noteui.records import Step


def list_(arguments: argparse.Namespace) -> int:
    """List what is due, the most urgent first."""
    now = datetime.now()
    everybody = True if arguments.everybody else False if arguments.mine else None
    with open_vault(arguments) as vault:
        board = due.board(vault, now=now, everybody=everybody)
    found = [(title, one) for title, part in board.parts for one in part]
    if arguments.overdue:
        found = [(title, one) for title, one in found if one.is_overdue(now)]
    if arguments.format == "json":
        put_json([_as_json(title, one, now) for title, one in found], indent=1)
    else:
        print_table(
            ("id", "when", "day", "kind", "person", "who", "what"),
            [
                (
                    one.id,
                    due.told(one, now),
                    one.due.isoformat() if one.due else "",
                    f"{one.kind.value} (note void)" if one.void else one.kind.value,
                    one.person,
                    one.owner,
                    one.what,
                )
                for _, one in found
            ],
        )
    if board.caveat:
        say(board.caveat)
    say(f"Working days of {board.days.nation.spelt}. {board.days.varies}")
    return 0


def done(arguments: argparse.Namespace) -> int:
    """Say that an action was done, or a clock met; the outcome comes from a pipe."""
    words = _words(arguments, "the outcome")
    now = datetime.now()
    with open_vault(arguments) as vault:
        if "." in arguments.what:
            settled = actions.settle(vault, arguments.what, Step.DONE, words, now=now)
            put(str(settled.steps[-1].receipt))
        else:
            at = when.read_moment(arguments.when, now=now).value if arguments.when else now
            clocks.meet(vault, arguments.what, words, at, now=now)
    return 0


def carry(arguments: argparse.Namespace) -> int:
    """Carry an action over to another day; why comes from a pipe, where a dash says so."""
    day, shown = when.read_day(arguments.to, now=datetime.now(), direction="future")
    words = read_standard_input() if arguments.dash == "-" else ""
    with open_vault(arguments) as vault:
        settled = actions.settle(vault, arguments.what, Step.CARRIED, words, due=day, now=datetime.now(UTC))
    put(str(settled.steps[-1].receipt))
    say(f"Carried over to {shown}.")
    return 0


def drop(arguments: argparse.Namespace) -> int:
    """Say that an action is no longer to be done, or stop a clock; the reason comes from a pipe."""
    words = _words(arguments, "the reason")
    now = datetime.now()
    with open_vault(arguments) as vault:
        if "." in arguments.what:
            settled = actions.settle(vault, arguments.what, Step.DROPPED, words, now=now)
            put(str(settled.steps[-1].receipt))
        else:
            clocks.stop(vault, arguments.what, words, now=now)
    return 0


def start(arguments: argparse.Namespace) -> int:
    """Start a clock for a person; prints its id."""
    now = datetime.now()
    began = when.read_moment(arguments.since, now=now).value if arguments.since else now
    with open_vault(arguments) as vault:
        person = people.find_person(vault, arguments.person)
        put(clocks.start(vault, person.id, arguments.clock, began, now=now))
    return 0


def show_clocks(arguments: argparse.Namespace) -> int:
    """Print the clock table with its sources; needs no vault."""
    del arguments
    for clock in clocks.clocks().values():
        again = f", then every {clock.every.spelt}" if clock.every else ""
        met = " Met by a visit at which the person was seen." if clock.met_by_visit else ""
        checked = (
            f"checked {clock.checked}" if clock.checked else "compare with the source before relying on it"
        )
        put(
            f"{clock.id}: {clock.name}\n    {clock.limit.spelt} from {clock.from_}{again}.{met}\n    "
            f"{clock.weight}; {', '.join(n.spelt for n in clock.nations)}; {clock.source} ({checked})"
        )
    return 0


def _words(arguments: argparse.Namespace, what: str) -> str:
    if arguments.dash != "-":
        raise Refusal(f"Give {what} through a pipe and end the command with a dash.")
    return read_standard_input()


def _as_json(part: str, one: Due, now: datetime) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "part": part,
        "what": one.what,
        "person": one.person,
        "who": one.owner,
        "due": one.due.isoformat() if one.due else None,
        "over": iso(one.over),
        "working_days": one.working,
        "overdue": one.is_overdue(now),
        "note": one.note_id,
        "note_void": one.void,
    }
