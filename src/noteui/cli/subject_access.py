"""`noteui subject-access`: a person's file for themselves, what is withheld and why, and the clock."""

from __future__ import annotations

import argparse
import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path

from noteui.casework import people, subject_access
from noteui.casework.packages import LeaksUnanswered
from noteui.casework.subject_access import Request
from noteui.casework.when import read_day
from noteui.cli.answer import Refusal, put, put_json, read_standard_input, say
from noteui.cli.packages import keep_form, put_answers, put_form, put_leaks, read_form, with_sources
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault
from noteui.paper.file_out import write_private


def list_(arguments: argparse.Namespace) -> int:
    """List every request with its clock, the one due next on top."""
    today = date.today()
    with open_vault(arguments) as vault:
        found = subject_access.requests(vault)
    if arguments.format == "json":
        put_json([_as_json(one, today) for one in found], indent=1)
    else:
        print_table(
            ("id", "about", "asked by", "clock"),
            [(one.id, one.person_name, one.asked_by, one.clock(today)) for one in found],
        )
    told = subject_access.clocks()
    say(f"The time is {told.months} month, {told.months_more} more where extended ({told.source}).")
    return 0


def new(arguments: argparse.Namespace) -> int:
    """Record a request; prints its id. Everything final about the person is made ready."""
    with open_vault(arguments) as vault:
        person = people.find_person(vault, arguments.person)
        begun = subject_access.begin_request(
            vault,
            person.id,
            asked_by=arguments.asked_by,
            asked_on=_day(arguments.asked_on),
            now=datetime.now(UTC),
            identity_checked=arguments.identity or "",
        )
    put(begun.id)
    _tell(begun)
    return 0


def clear(arguments: argparse.Namespace) -> int:
    """Record how and when it was made sure who asks and for what."""
    with open_vault(arguments) as vault:
        done = subject_access.clear(vault, arguments.request, on=_day(arguments.on), how=arguments.how)
    _tell(done)
    return 0


def extend(arguments: argparse.Namespace) -> int:
    """Extend the time; the reason comes through a pipe."""
    if arguments.dash != "-":
        raise Refusal("Give the reason through a pipe and end the command with a dash.")
    why = read_standard_input()
    with open_vault(arguments) as vault:
        done = subject_access.extend(vault, arguments.request, why=why, today=date.today())
    _tell(done)
    return 0


def form(arguments: argparse.Namespace) -> int:
    """Print what goes and what is withheld, as a form to be changed."""
    with open_vault(arguments) as vault:
        ready, there, _ = with_sources(vault, subject_access.making_ready(vault, arguments.request))
    put_form(ready, there)
    return 0


def choose(arguments: argparse.Namespace) -> int:
    """Take the changed form; 1 where the leak test wants an answer."""
    given = read_form(arguments.file)
    with open_vault(arguments) as vault:
        ready = subject_access.making_ready(vault, arguments.request)
        saved = keep_form(vault, given, *with_sources(vault, ready))
        return put_leaks(subject_access.test(vault, arguments.request), saved, "text")


def preview(arguments: argparse.Namespace) -> int:
    """Print exactly what the person will read."""
    with open_vault(arguments) as vault:
        put(subject_access.preview(vault, arguments.request))
    return 0


def test(arguments: argparse.Namespace) -> int:
    """Try what would go against everybody else whom the vault knows."""
    with open_vault(arguments) as vault:
        ready = subject_access.making_ready(vault, arguments.request)
        return put_leaks(subject_access.test(vault, arguments.request), ready, arguments.format)


def ledger(arguments: argparse.Namespace) -> int:
    """Print what is withheld, reason by reason."""
    with open_vault(arguments) as vault:
        found = subject_access.ledger(vault, arguments.request)
    if arguments.format == "json":
        put_json([dataclasses.asdict(one) for one in found], indent=1)
    else:
        print_table(("what", "places", "why"), [(one.what, str(one.times), one.reason) for one in found])
    return 0


def read(arguments: argparse.Namespace) -> int:
    """Say that you have read what goes, as the second reader."""
    with open_vault(arguments) as vault:
        try:
            subject_access.read_second(vault, arguments.request)
        except LeaksUnanswered as missing:
            return _unanswered(missing)
    return 0


def release(arguments: argparse.Namespace) -> int:
    """Write what the person gets, into a file that is not there yet."""
    path = Path(arguments.output).expanduser()
    if path.exists():
        raise Refusal(f"{path} is there already; choose another name.")
    with open_vault(arguments) as vault:
        try:
            document = subject_access.release(vault, arguments.request, now=datetime.now(UTC))
        except LeaksUnanswered as missing:
            return _unanswered(missing)
    write_private(path, document.text)
    say(f"Written to {path}. It is not encrypted: hand it over, or send it, as the person asked.")
    return 0


def _unanswered(missing: LeaksUnanswered) -> int:
    put_answers(list(missing.leaks))
    say(missing.sentence)
    return 1


def _tell(request: Request) -> None:
    say(request.clock(date.today()))
    if not request.identity_checked:
        say("How was it made sure who asks? noteui subject-access clear")
    if request.drafts:
        say(f"{request.drafts} drafts about this person are not final and not in it: finalise them first.")


def _day(typed: str | None) -> date:
    return read_day(typed, now=datetime.now())[0] if typed else date.today()


def _as_json(one: Request, today: date) -> dict[str, object]:
    return {
        "id": one.id,
        "person": one.person_id,
        "about": one.person_name,
        "asked_by": one.asked_by,
        "asked_on": one.asked_on.isoformat(),
        "due": one.due.isoformat(),
        "days_left": (one.due - today).days,
        "extended": bool(one.extended_why),
        "second_reader": one.read_by,
        "drafts": one.drafts,
        "released_at": one.released_at.isoformat() if one.released_at else None,
    }
