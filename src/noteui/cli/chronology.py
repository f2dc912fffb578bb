"""`noteui chronology`."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from typing import Any

from noteui.casework import chronology, people, when
from noteui.casework.chronology import Entry, Significant
from noteui.casework.finalising import read_final
from noteui.cli.answer import Refusal, put, put_json, read_standard_input, say
from noteui.cli.files import put_out
from noteui.cli.final import found_passage, read_table
from noteui.cli.unlocking import open_vault
from noteui.paper.file_out import slug
from noteui.records import Tone


def show(arguments: argparse.Namespace) -> int:
    """Write a person's chronology as a page, or as JSON."""
    now = datetime.now()
    since, until = _day(arguments.since, now), _day(arguments.until, now)
    with open_vault(arguments) as vault:
        person = people.find_person(vault, arguments.person)
        if arguments.format == "json":
            told = chronology.chronology(vault, person.id, today=now.date(), since=since, until=until)
            put_json([_as_json(line) for line in told.lines], indent=1)
            return 0
        text = chronology.export_chronology(vault, person.id, now=now, since=since, until=until)
    put_out({f"chronology-{slug(person.about.name)}.md": text}, arguments)
    return 0


def mark(arguments: argparse.Namespace) -> int:
    """Mark a finalised note, or words of it, as significant; prints the mark's number."""
    told = read_table(arguments.file)
    unknown = set(told) - {"event", "effect", "action", "tone", "field", "was", "which", "day"}
    if unknown:
        raise Refusal(f"{', '.join(sorted(unknown))}: not known here. See: noteui chronology mark --help")
    tone = str(told.get("tone", Tone.WORRY))
    if tone not in set(Tone):
        raise Refusal("tone is good, worry or change; nothing was marked.")
    now = datetime.now()
    event, effect, action = (str(told.get(name, "")) for name in ("event", "effect", "action"))
    said = Significant(event, effect, action, Tone(tone))
    day = _day(str(told["day"]) if "day" in told else None, now)
    with open_vault(arguments) as vault:
        passage = None
        if "was" in told:
            final = read_final(vault, arguments.note, viewed=False)
            name = str(told.get("field", "facts"))
            text = final.draft.note.fields.get(name, "")
            passage = found_passage(text, name, str(told["was"]), told.get("which"))
        put(str(chronology.mark(vault, arguments.note, said, now=now, passage=passage, day=day)))
    return 0


def unmark(arguments: argparse.Namespace) -> int:
    """Take a mark out of a chronology; the reason comes from a pipe."""
    if arguments.dash != "-":
        raise Refusal("Give the reason through a pipe and end the command with a dash.")
    reason = read_standard_input()
    with open_vault(arguments) as vault:
        chronology.unmark(vault, arguments.mark, reason, now=datetime.now())
    say("Taken out. That it was marked stays in the log.")
    return 0


def _day(typed: str | None, now: datetime) -> date | None:
    return when.read_day(typed, now=now)[0] if typed else None


def _as_json(line: Entry | chronology.Gap) -> dict[str, Any]:
    if isinstance(line, chronology.Gap):
        return {"gap": line.days, "since": line.since.isoformat(), "until": line.until.isoformat()}
    return {
        "mark": line.seq,
        "day": line.day.isoformat(),
        "tone": line.said.tone.value,
        "event": line.said.event,
        "effect": line.said.effect,
        "action": line.said.action,
        "source": line.source,
        "note": line.note_id,
        "words": line.words,
        "late": line.late,
        "void": line.void,
        "by": line.by.name,
    }
