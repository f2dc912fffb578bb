"""`noteui supervision`: supervisions recorded, made final, added to, and the agenda of the next."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from noteui.casework import agenda, people, supervision, users, when
from noteui.casework.supervision import Supervision
from noteui.checks import Finding
from noteui.checks.supervision import NAMES, SECTIONS
from noteui.cli.answer import Refusal, put, put_json, read_standard_input, say
from noteui.cli.files import put_out
from noteui.cli.final import read_table
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault
from noteui.paper.supervision_file import write_agenda
from noteui.records import SupervisionKind
from noteui.vault.vault import Vault


def list_(arguments: argparse.Namespace) -> int:
    """List supervisions, the newest first: one's own, and for an administrator that others exist."""
    with open_vault(arguments) as vault:
        lines = supervision.supervisions(vault)
    if getattr(arguments, "format", "table") == "json":
        put_json(
            [
                {
                    "id": line.id,
                    "held": line.held.isoformat(timespec="minutes"),
                    "kind": line.kind.value,
                    "supervisor": line.by,
                    "with": list(line.with_),
                    "final": line.is_final,
                    "readable": line.readable,
                    "next": line.next_on.isoformat() if line.next_on else None,
                }
                for line in lines
            ],
            indent=1,
        )
    else:
        print_table(
            ("id", "held", "kind", "supervisor", "with", "next", "status"),
            [
                (
                    line.id,
                    f"{line.held:%Y-%m-%d %H:%M}",
                    line.kind.value,
                    line.by,
                    ", ".join(line.with_),
                    line.next_on.isoformat() if line.next_on else "",
                    ("final" if line.is_final else "draft") if line.readable else "not yours to read",
                )
                for line in lines
            ],
        )
    return 0


def add(arguments: argparse.Namespace) -> int:
    """Record a supervision from a TOML file as a draft; prints its id and says what its rules find."""
    told = read_table(arguments.file)
    now = datetime.now()
    with open_vault(arguments) as vault:
        with_ids = [users.find_user(vault, str(name)).id for name in _several(told, "with")]
        held = when.read_moment(str(told.get("held", "now")), now=now).value
        kind = str(told.get("kind", SupervisionKind.GROUP if len(with_ids) > 1 else SupervisionKind.PLANNED))
        if kind not in set(SupervisionKind):
            raise Refusal("kind is planned, unplanned or group; nothing was stored.")
        draft = supervision.begin(vault, with_ids, held=held, now=now, kind=kind)
        draft = supervision.save(vault, _filled(vault, draft, told, now), now=now)
        _say(supervision.findings(draft))
        put(draft.id)
    return 0


def change(arguments: argparse.Namespace) -> int:
    """Put what a TOML file says into a draft; what it does not name stays as it is."""
    told = read_table(arguments.file)
    now = datetime.now()
    with open_vault(arguments) as vault:
        draft = supervision.open_supervision(vault, arguments.supervision)
        draft = supervision.save(vault, _filled(vault, draft, told, now), now=now)
        _say(supervision.findings(draft))
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print a supervision as JSON, or as Markdown where it is final."""
    with open_vault(arguments) as vault:
        told = supervision.open_supervision(vault, arguments.supervision)
    put_json(_as_json(told), indent=1)
    return 0


def finalise(arguments: argparse.Namespace) -> int:
    """Make a draft final and print its receipt; what its rules still find is said, and stops nothing."""
    now = datetime.now().astimezone()
    with open_vault(arguments) as vault:
        draft = supervision.open_supervision(vault, arguments.supervision)
        _say(supervision.findings(draft))
        final = supervision.finalise_supervision(vault, draft.id, now=now, version=draft.version)
    put(final.receipt)
    return 0


def addendum(arguments: argparse.Namespace) -> int:
    """Add a signed text from a pipe to a final supervision; either side can."""
    if arguments.dash != "-":
        raise Refusal("Give the text through a pipe and end the command with a dash.")
    words = read_standard_input()
    with open_vault(arguments) as vault:
        supervision.add_to(vault, arguments.supervision, words)
    say("Added and signed.")
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Write a final supervision as Markdown."""
    with open_vault(arguments) as vault:
        text = supervision.export_supervision(vault, arguments.supervision)
    put_out({"supervision.md": text}, arguments)
    return 0


def show_agenda(arguments: argparse.Namespace) -> int:
    """Write the agenda of the next supervision with somebody as Markdown."""
    now = datetime.now()
    with open_vault(arguments) as vault:
        user = users.find_user(vault, arguments.user)
        text = write_agenda(agenda.agenda(vault, user.id, now=now))
    put_out({"agenda.md": text}, arguments)
    return 0


def template(arguments: argparse.Namespace) -> int:
    """Print the file that `noteui supervision add` takes, to be filled in."""
    del arguments
    out = ['with = ["Priya Nair"]', 'held = "today 10:00"', 'kind = "planned"  # unplanned, group']
    out += ["about = []  # the people spoken about", "notes = []  # the notes read", 'next = ""']
    for section in SECTIONS:
        out += ["", f"# {section.title}. {section.asks}"]
        out += [f"#   {question}" for question in section.questions]
        out.append(f'{section.name} = """\n"""')
    put("\n".join(out))
    return 0


def _filled(vault: Vault, draft: Supervision, told: Mapping[str, Any], now: datetime) -> Supervision:
    unknown = set(told) - {"with", "held", "kind", "about", "notes", "next", *NAMES}
    if unknown:
        raise Refusal(f"{', '.join(sorted(unknown))}: not known here. See: noteui supervision template")
    given: dict[str, Any] = {}
    if "about" in told:
        found = [people.find_person(vault, str(name)) for name in _several(told, "about")]
        given["people"] = tuple((card.id, card.about.name) for card in found)
    if "notes" in told:
        given["notes"] = tuple(str(note) for note in _several(told, "notes"))
    if told.get("next"):
        given["next_on"] = when.read_day(str(told["next"]), now=now, direction="future")[0]
    words = {name: str(told[name]).strip("\n") for name in NAMES if name in told}
    return replace(draft, words={**draft.words, **words}, **given)


def _several(told: Mapping[str, Any], name: str) -> list[Any]:
    value = told.get(name, [])
    return value if isinstance(value, list) else [value]


def _say(found: list[Finding]) -> None:
    for finding in found:
        at = f" “{' '.join((finding.text or '').split())[:60]}”" if finding.text else ""
        say(f"{finding.message}{at} {finding.try_}")


def _as_json(told: Supervision) -> dict[str, Any]:
    return {
        "id": told.id,
        "supervisor": told.by.name,
        "with": [name for _, name in told.with_],
        "kind": told.kind.value,
        "held": told.held.isoformat(timespec="minutes"),
        "about": [name for _, name in told.people],
        "notes": list(told.notes),
        "next": told.next_on.isoformat() if told.next_on else None,
        "status": "final" if told.is_final else "draft",
        "receipt": told.receipt or None,
        "words": dict(told.words),
        "added": [
            {"by": later.by.name, "at": later.at.isoformat(timespec="seconds"), "text": later.text}
            for later in told.later
        ],
    }
