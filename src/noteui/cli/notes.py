"""`noteui add`, `list`, `show` and `search`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from noteui.casework import desk, people, searching, when, writing
from noteui.casework.desk import NoteLine
from noteui.checks.note import CONTACTS
from noteui.cli.answer import Refusal, iso, put, put_json, read_standard_input
from noteui.cli.note_json import as_json
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault
from noteui.paper.note_file import LONGEST_FIELD, NoteFile, write_note
from noteui.records import Status


def add(arguments: argparse.Namespace) -> int:
    """Keep what comes through the pipe as a draft and print its id; all or nothing."""
    if arguments.dash != "-":
        raise Refusal("Put a dash after `add` to take the text from the pipe: `… | noteui add - --about …`.")
    text = read_standard_input()
    if not text.strip():
        raise Refusal("The pipe was empty; nothing was stored.")
    if len(text) > LONGEST_FIELD:
        raise Refusal(f"The text has {len(text):,} characters, too long for a field; nothing was stored.")
    contact = contact_kind(arguments.contact)
    now = datetime.now()
    moment = when.read_moment(arguments.happened, now=now)
    with open_vault(arguments) as vault:
        person = people.find_person(vault, arguments.about)
        draft = writing.begin_note(
            vault,
            person.id,
            contact=contact,
            happened=moment.value,
            now=now,
            seen=arguments.seen,
            seen_alone=arguments.seen_alone,
            interpreter=arguments.interpreter,
        )
        fields = {**draft.note.fields, arguments.field: text.rstrip().replace("\r\n", "\n")}
        writing.save_draft(vault, replace(draft, note=replace(draft.note, fields=fields)), now=now)
        writing.settle(vault, draft.id)
    print(f"Happened {moment.shown}.", file=sys.stderr)
    put(draft.id)
    return 0


def contact_kind(typed: str) -> str:
    """The kind of contact, refused with the list where it is none."""
    if typed not in CONTACTS:
        raise Refusal(f"There is no contact {typed!r}; use one of {', '.join(CONTACTS)}.")
    return typed


def list_(arguments: argparse.Namespace) -> int:
    """List notes, newest event first."""
    with open_vault(arguments) as vault:
        person = people.find_person(vault, arguments.about) if arguments.about else None
        lines = desk.list_notes(
            vault,
            person_id=person.id if person else None,
            status=arguments.status,
            since=_day(arguments.since),
            until=_day(arguments.until),
            limit=arguments.limit,
        )
    if arguments.format == "table":
        print_table(
            ("id", "happened", "person", "contact", "status", "words", "begins"),
            [
                (
                    line.id,
                    f"{line.happened:%Y-%m-%d %H:%M}" if line.happened else "",
                    line.person_name,
                    line.contact,
                    line.status,
                    str(line.words),
                    line.first_line,
                )
                for line in lines
            ],
        )
    else:
        _put_all(arguments.format, [_line_as_json(line) for line in lines])
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print one note as Markdown or JSON, or one field of it as it stands."""
    from noteui.cli.final import show_final

    with open_vault(arguments) as vault:
        draft = writing.open_note(vault, arguments.note)
        if draft.status != Status.DRAFT:
            return show_final(vault, draft.id, arguments)
    if arguments.version is not None:
        raise Refusal("This note is still a draft: it has no versions yet.")
    if arguments.field:
        put(draft.note.fields[arguments.field])
    elif arguments.format == "md":
        put(write_note(NoteFile(draft.note, draft.extra)))
    else:
        put_json(as_json(draft), indent=1)
    return 0


def search(arguments: argparse.Namespace) -> int:
    """Find notes by their words, newest event first."""
    with open_vault(arguments) as vault:
        hits = searching.search(vault, " ".join(arguments.words), limit=arguments.limit)
    if arguments.format == "table":
        print_table(
            ("id", "happened", "person", "where", "found"),
            [
                (
                    hit.note.id,
                    f"{hit.note.happened:%Y-%m-%d %H:%M}" if hit.note.happened else "",
                    hit.note.person_name,
                    hit.field,
                    "".join(piece for piece, _ in hit.snippet).replace("\n", " "),
                )
                for hit in hits
            ],
        )
    else:
        _put_all(
            arguments.format,
            [
                {
                    **_line_as_json(hit.note),
                    "field": hit.field,
                    "snippet": "".join(piece for piece, _ in hit.snippet),
                }
                for hit in hits
            ],
        )
    return 0


def _put_all(format_: str, rows: list[dict[str, Any]]) -> None:
    if format_ == "json":
        put_json(rows, indent=1)
    elif format_ == "jsonl":
        for row in rows:
            put_json(row)
    else:
        for row in rows:
            put(row["id"])


def _line_as_json(line: NoteLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "person": line.person_name,
        "contact": line.contact,
        "happened": iso(line.happened),
        "status": line.status,
        "author": line.author_name,
        "words": line.words,
        "begins": line.first_line,
    }


def _day(typed: str | None) -> date | None:
    return when.read_day(typed, now=datetime.now())[0] if typed else None
