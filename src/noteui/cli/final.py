"""`noteui finalise`, `addendum`, `correct`, `void` and `versions`, and `show` for a finalised note.

Words of a note are never taken from an argument: they would stand in the shell's history and in the list of
processes. They come from a pipe, from a file, or from what is typed when asked.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noteui.casework import finalising, reviewing, versions, writing
from noteui.casework.finalising import LATE_RULE, WORKED_FROM, FinalText, Lateness, Passage
from noteui.casework.sharing_corrections import whom_to_tell
from noteui.casework.versions import Piece, Version
from noteui.casework.when import show_day
from noteui.casework.writing import Draft
from noteui.checks import Finding
from noteui.checks.note import FIELDS
from noteui.cli.answer import Refusal, put, put_json, read_standard_input, say
from noteui.cli.note_json import as_json
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault

if TYPE_CHECKING:
    from noteui.vault.vault import Vault


def finalise(arguments: argparse.Namespace) -> int:
    """Make a draft final and print its receipt; 1 with the questions where answers are missing."""
    answers, late = _answers(read_table(arguments.answers)) if arguments.answers else ({}, None)
    with open_vault(arguments) as vault:
        draft = finalising.draft_to_sign(vault, arguments.note)
        reviewer = None
        if arguments.submit_to is not None:  # asked before anything is signed
            reviewer = reviewing.find_reviewer(vault, arguments.submit_to)
        missing = [
            finding
            for finding in finalising.unanswered(draft, answers)
            if not (late is not None and finding.rule == LATE_RULE)
        ]
        asking = sys.stdin.isatty() and arguments.answers != "-"
        if asking:
            answers, late = _asked(missing, answers, late)
            _confirm(vault, draft)
        elif missing:
            put(_questions(missing))
            say("These need an answer first: fill them in and give the file with --answers.")
            return 1
        final = finalising.finalise(
            vault, draft.id, now=datetime.now(), answers=answers, late=late, version=draft.version
        )
        if arguments.submit_to is not None:
            reviewing.submit(vault, final.draft.id, to=reviewer)
    put(final.texts[0].receipt)
    return 0


def addendum(arguments: argparse.Namespace) -> int:
    """Add what comes through the pipe to a finalised note and print its receipt."""
    if arguments.dash != "-":
        raise Refusal("Put a dash after the note to take the text from the pipe: … | noteui addendum 7k2m -")
    text = read_standard_input().replace("\r\n", "\n")
    with open_vault(arguments) as vault:
        put(finalising.add(vault, arguments.note, text).receipt)
        _say_whom_to_tell(vault, arguments.note)
    return 0


def correct(arguments: argparse.Namespace) -> int:
    """Correct words of a finalised note as a small file says, and print the receipt."""
    told = read_table(arguments.file)
    for name in ("field", "was", "now", "reason"):
        if not isinstance(told.get(name), str):
            raise Refusal(f'The file must have a line such as {name} = "…"; nothing was corrected.')
    which = told.get("which", 1)
    if told["field"] not in FIELDS or not isinstance(which, int) or which < 1:
        raise Refusal(f"field must be one of {', '.join(FIELDS)}, and which a whole number from 1 up.")
    with open_vault(arguments) as vault:
        text = writing.open_note(vault, arguments.note).note.fields[told["field"]]
        passage = found_passage(text, told["field"], told["was"], which if "which" in told else None)
        put(
            finalising.correct(
                vault, arguments.note, passage, told["now"].strip(), reason=told["reason"]
            ).receipt
        )
        _say_whom_to_tell(vault, arguments.note)
    return 0


def void(arguments: argparse.Namespace) -> int:
    """Make a finalised note void, with a reason that is asked for or comes through the pipe."""
    if arguments.dash == "-":
        reason = read_standard_input()
    elif sys.stdin.isatty():
        reason = ""
    else:
        raise Refusal("Put a dash after the note to take the reason from the pipe: … | noteui void 7k2m -")
    with open_vault(arguments) as vault:
        if not reason:
            reason = _ask("Why is the note made void? It stays readable, as void")
        put(finalising.make_void(vault, arguments.note, reason=reason).receipt)
        _say_whom_to_tell(vault, arguments.note)
    return 0


def _say_whom_to_tell(vault: Vault, typed: str) -> None:
    owed = whom_to_tell(vault, writing.open_note(vault, typed).id)
    if owed is not None:
        say(f"{owed} Then: noteui share told-again")


def versions_(arguments: argparse.Namespace) -> int:
    """List a finalised note's versions, or show how two of them differ."""
    with open_vault(arguments) as vault:
        final = finalising.read_final(vault, arguments.note, viewed=arguments.compare is not None)
    made = versions.versions(final)
    if arguments.compare is not None:
        before, after = (_version(made, number) for number in arguments.compare)
        for title, pieces in versions.compare(before, after):
            put(f"{title}\n{marked(pieces)}\n")
    elif arguments.format == "json":
        put_json([_addition(one.made_by, number=one.number) for one in made], indent=1)
    else:
        print_table(
            ("version", "what", "when", "by", "receipt"),
            [
                (
                    str(one.number),
                    "as signed" if one.number == 1 else versions.titled(one.made_by).casefold(),
                    f"{one.made_by.at.astimezone():%Y-%m-%d %H:%M}",
                    f"{one.made_by.by.name}, {one.made_by.by.role}",
                    one.made_by.receipt,
                )
                for one in made
            ],
        )
    return 0


def show_final(vault: Vault, note_id: str, arguments: argparse.Namespace) -> int:
    """Print a finalised note with all that was added to it, or as it read in one version of it."""
    final = finalising.read_final(vault, note_id)
    if not final.texts:
        raise Refusal("This note was erased; only the fact that it was there is left.")
    if arguments.version is not None:
        final = _version(versions.versions(final), arguments.version).final
    if arguments.field:
        put(marked(versions.corrected(final, arguments.field)))
    elif arguments.format == "json":
        put_json(
            {
                **as_json(final.draft),
                "signed": _addition(final.texts[0], with_text=False),
                "answers": dict(final.answers),
                "late": _late(final.late),
                "added": [_addition(text) for text in final.added],
            },
            indent=1,
        )
    else:
        if final.voided is not None:
            put(f"VOID. {_by(final.voided)}\nReason: {final.voided.text}\n")
        put(final.texts[0].text)
        for text in final.added:
            put(f"\n--- {_by(text)}\n{_told(text)}")
    return 0


def marked(pieces: list[Piece]) -> str:
    """Words with what was there before and what is there now marked in brackets."""
    marks = {"same": "{}", "was": "[was: {}]", "now": "[now: {}]"}
    return "".join(marks[piece.how].format(piece.text) for piece in pieces)


def _by(text: FinalText) -> str:
    at = text.at.astimezone()
    when = f"{show_day(at.date())}, {at:%H:%M}"
    return f"{versions.titled(text)} by {text.by.name}, {text.by.role}, {when} ({text.receipt})"


def _told(text: FinalText) -> str:
    if text.passage is None:
        return text.text
    change = marked([Piece(text.passage.text, "was"), Piece(text.text, "now")])
    return f"{text.passage.field}: {change}\nReason: {text.reason}"


def _version(made: list[Version], number: int) -> Version:
    if not 1 <= number <= len(made):
        raise Refusal(f"There is no version {number}; the note has {len(made)}.")
    return made[number - 1]


def _addition(text: FinalText, *, number: int | None = None, with_text: bool = True) -> dict[str, Any]:
    told: dict[str, Any] = {} if number is None else {"version": number}
    told |= {"kind": text.kind, "by": text.by.name, "role": text.by.role, "at": text.at.isoformat()}
    told["receipt"] = text.receipt
    if with_text and number is None:
        told["text"] = text.text
    if text.passage is not None and number is None:
        told |= {"field": text.passage.field, "start": text.passage.start, "end": text.passage.end}
        told |= {"was": text.passage.text, "reason": text.reason}
    return told


def _late(late: Lateness | None) -> dict[str, str] | None:
    if late is None:
        return None
    return {"reason": late.reason, "worked_from": late.worked_from, "kept": late.kept_where}


# -- answers


def read_table(source: str) -> dict[str, Any]:
    """What a file, or the pipe for a dash, says in TOML."""
    try:
        text = read_standard_input() if source == "-" else Path(source).expanduser().read_text("utf-8-sig")
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = "the pipe" if source == "-" else source
        raise Refusal(f"{where} is not as TOML is written ({error}); nothing was done.") from None
    except UnicodeDecodeError:
        raise Refusal(f"{source} is not UTF-8 text; nothing was done.") from None


def _answers(told: Mapping[str, Any]) -> tuple[dict[str, str], Lateness | None]:
    answers, late = told.get("answers", {}), told.get("late")
    if not isinstance(answers, dict) or not all(isinstance(said, str) for said in answers.values()):
        raise Refusal('Under [answers] write each answer as "rule" = "reason"; nothing was done.')
    if late is None or not _said(late, "reason"):
        return dict(answers), None
    if not _said(late, "worked_from"):
        raise Refusal("Under [late] say in worked_from what the note was written from; nothing was done.")
    return dict(answers), Lateness(late["reason"], late["worked_from"], str(late.get("kept", "")))


def _said(late: object, name: str) -> bool:
    return isinstance(late, dict) and isinstance(late.get(name), str) and bool(late[name].strip())


def _questions(missing: list[Finding]) -> str:
    """The file of answers with its questions, to be filled in."""
    out = ["[answers]"]
    for finding in missing:
        if finding.rule != LATE_RULE:
            out += [f"# {finding.message} {finding.try_}", f'{json.dumps(finding.rule)} = ""']
    for finding in missing:
        if finding.rule == LATE_RULE:
            out += ["", "[late]", f"# {finding.message} Why?", 'reason = ""']
            out += [f"# {', '.join(WORKED_FROM)}", 'worked_from = ""', "# where those are kept", 'kept = ""']
    return "\n".join(out)


def _asked(
    missing: list[Finding], answers: dict[str, str], late: Lateness | None
) -> tuple[dict[str, str], Lateness | None]:
    given = dict(answers)
    for finding in missing:
        if finding.rule == LATE_RULE:
            reason = _ask(f"{finding.message} Why?")
            worked_from = _ask(f"What was it written from ({', '.join(WORKED_FROM)})?")
            kept = "" if worked_from == WORKED_FROM[0] else _ask("Where is that kept?")
            late = Lateness(reason, worked_from, kept)
        elif finding.rule not in given:
            given[finding.rule] = _ask(f"{finding.message} {finding.try_} Or the reason why not:")
    return given, late


def _ask(question: str) -> str:
    print(question, file=sys.stderr)
    try:
        said = input("> ").strip()
    except EOFError:
        said = ""
    if not said:
        raise Refusal("Nothing was said, and nothing was done.")
    return said


def _confirm(vault: Vault, draft: Draft) -> None:
    note = draft.note
    when = f", {show_day(note.happened.date())}, {note.happened:%H:%M}" if note.happened else ""
    say(f"{note.about.name}, {note.contact}{when}. Signed by {vault.user.name}, {vault.user.role}.")
    if _ask("Afterwards it can only be added to. Make it final? Type yes").casefold() not in ("yes", "y"):
        raise Refusal("It is still a draft.")


def found_passage(text: str, name: str, was: str, which: int | None) -> Passage:
    """Where words stand in a field's text: the only place, or the one that `which` (from 1) says. Refuses."""
    starts = []
    at = text.find(was) if was else -1
    while at >= 0:
        starts.append(at)
        at = text.find(was, at + 1)
    if not starts:
        raise Refusal("Those words do not stand in that field of the note; nothing was done.")
    if which is None and len(starts) > 1:
        raise Refusal(
            f"Those words stand there {len(starts)} times: add which = 1 for the first, or give more words."
        )
    if (which or 1) > len(starts):
        raise Refusal(f"Those words stand there only {len(starts)} times; nothing was done.")
    start = starts[(which or 1) - 1]
    return Passage(name, start, start + len(was), was)
