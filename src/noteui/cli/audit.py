"""`noteui audit`."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from typing import Any

from noteui.casework import audit, users, when
from noteui.casework.audit import Audit
from noteui.cli.answer import Refusal, put, put_json, say
from noteui.cli.files import put_out
from noteui.cli.final import read_table
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault


def list_(arguments: argparse.Namespace) -> int:
    """List one's own audits, the newest first."""
    with open_vault(arguments) as vault:
        found = audit.audits(vault)
    print_table(
        ("id", "drawn", "rule", "seed", "notes"),
        [
            (one.id, f"{one.at.astimezone():%Y-%m-%d %H:%M}", one.rule, one.seed, str(len(one.notes)))
            for one in found
        ],
    )
    return 0


def draw(arguments: argparse.Namespace) -> int:
    """Draw notes by a rule and a seed; prints the audit's id and says what was drawn."""
    now = datetime.now()
    since, until = _day(arguments.since, now), _day(arguments.until, now)
    with open_vault(arguments) as vault:
        whose = users.find_user(vault, arguments.who).id if arguments.who else None
        told = audit.draw(
            vault,
            arguments.notes,
            seed=arguments.seed,
            now=now,
            rule=arguments.rule,
            since=since,
            until=until,
            whose=whose,
        )
    put(told.id)
    for note_id, label in told.notes:
        say(f"{note_id}: {label}")
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print an audit as JSON: the notes, what noteui counted, what was answered."""
    with open_vault(arguments) as vault:
        told = audit.open_audit(vault, arguments.audit)
    put_json(_as_json(told), indent=1)
    return 0


def answer(arguments: argparse.Namespace) -> int:
    """Keep answers from a TOML file, a table a note; all or nothing."""
    told = read_table(arguments.file)
    given = [
        (note, name, said)
        for note, answers in told.items()
        if isinstance(answers, dict)
        for name, said in answers.items()
    ]
    if not given or not all(isinstance(said, str) for _, _, said in given):
        raise Refusal('Write a table for each note, as in [7k2mabcd1234] and below it voice = "yes".')
    known = {question.id for question in audit.questions()} | {"remark"}
    wrong = [name for _, name, said in given if name not in known or _is_no_answer(name, said)]
    if wrong:
        raise Refusal(f"{wrong[0]}: no such question, or no answer to it. Nothing was kept.")
    with open_vault(arguments) as vault:
        for note, name, said in given:
            audit.answer(vault, arguments.audit, note, audit.REMARK if name == "remark" else name, said)
    return 0


def report(arguments: argparse.Namespace) -> int:
    """Write the report as Markdown."""
    with open_vault(arguments) as vault:
        text = audit.export_audit(vault, arguments.audit)
    put_out({"audit.md": text}, arguments)
    return 0


def questions(arguments: argparse.Namespace) -> int:
    """Print the questions with their sources; needs no vault."""
    del arguments
    for question in audit.questions():
        counted = " (counted by noteui)" if question.counts else ""
        put(f"{question.id}: {question.asks}{counted}\n    {question.theme}; {question.source}")
    return 0


def _is_no_answer(name: str, said: str) -> bool:
    return name != "remark" and said not in ("", *audit.ANSWERS)


def _day(typed: str | None, now: datetime) -> date | None:
    return when.read_day(typed, now=now)[0] if typed else None


def _as_json(told: Audit) -> dict[str, Any]:
    return {
        "id": told.id,
        "rule": told.rule,
        "seed": told.seed,
        "drawn_from": told.drawn_from,
        "notes": [
            {
                "note": note_id,
                "label": label,
                "counted": dict(told.counted.get(note_id, {})),
                "answers": {
                    "remark" if name == audit.REMARK else name: said
                    for name, said in told.answers.get(note_id, {}).items()
                },
            }
            for note_id, label in told.notes
        ],
    }
