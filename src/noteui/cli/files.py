"""`noteui export` and `noteui import`."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from noteui.casework import carrying, people
from noteui.cli.answer import Refusal, put, say
from noteui.cli.checking import read_file
from noteui.cli.unlocking import open_vault
from noteui.paper import verify_record
from noteui.paper.file_out import write_private
from noteui.paper.note_file import NoteFile, UnreadableNote, read_note


def export(arguments: argparse.Namespace) -> int:
    """Write notes, or a person's whole file, as Markdown. What leaves the vault is no longer encrypted."""
    if bool(arguments.notes) == bool(arguments.person):
        raise Refusal("Name the notes to export, or a person with --person.")
    with open_vault(arguments) as vault:
        if arguments.person:
            card = people.find_person(vault, arguments.person)
            documents = [carrying.export_person(vault, card.id)]
        else:
            now = datetime.now(UTC)
            documents = [carrying.export_note(vault, note, now=now) for note in arguments.notes]
    put_out(_named(documents), arguments)
    return 0


def import_(arguments: argparse.Namespace) -> int:
    """Take notes from files as drafts. Every file is read before the first is stored."""
    files: list[NoteFile] = []
    for name in arguments.files:
        try:
            files.append(read_note(read_file(name)))
        except UnreadableNote as error:
            raise Refusal(f"{name}: {error} Nothing was stored.") from None
    with open_vault(arguments) as vault:
        for file in files:
            put(carrying.import_note(vault, file).id)
    return 0


def verify_records(arguments: argparse.Namespace) -> int:
    """Check exported records against their seals; 4 where one is not what was signed."""
    worst = 0
    for name in arguments.files:
        try:
            seen, wrong = verify_record.check(read_file(name), arguments.key)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            reason = str(error) if isinstance(error, verify_record.NotSealed) else "its seal is damaged."
            raise Refusal(f"{name}: {reason}") from None
        for line in [*seen, *(f"WRONG: {sentence}" for sentence in wrong)]:
            put(f"{name}: {line}")
        worst = max(worst, 4 if wrong else 0)
    if not worst:
        say("All as signed. That does not show that it is true, or that nothing came later.")
    return worst


def _named(documents: list[carrying.Document]) -> dict[str, str]:
    named: dict[str, str] = {}
    for document in documents:
        name, number = document.file_name, 1
        stem = name.removesuffix(".md")
        while name in named:
            number += 1
            name = f"{stem}-{number}.md"
        named[name] = document.text
    return named


def put_out(documents: dict[str, str], arguments: argparse.Namespace) -> None:
    """Documents to stdout, or to the file or folder that was named. Raises Refusal where one is there."""
    if arguments.output is None:
        for document in documents.values():
            put(document)
        return
    target = Path(arguments.output).expanduser()
    if len(documents) > 1 or target.is_dir():
        target.mkdir(mode=0o700, exist_ok=True)
        paths = {target / name: document for name, document in documents.items()}
    else:
        paths = {target: next(iter(documents.values()))}
    taken = [path for path in paths if path.exists()]
    if taken and not arguments.force:
        raise Refusal(f"{taken[0]} is there already; choose another name, or write over it with --force.")
    for path, document in paths.items():
        write_private(path, document)
        say(f"Written to {path}. It is not encrypted: keep it where only those who need it can read it.")
