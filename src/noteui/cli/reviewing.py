"""`noteui review`: what waits for me, what is said about a note, and what is decided.

What is said never comes from an argument: it would stand in the shell's history. It comes from a pipe.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from noteui.casework import queue, recording_file, reviewing, users, writing
from noteui.casework.finalising import Passage
from noteui.casework.queue import Queue, Row
from noteui.casework.reviewing import Remark, Review, standing_in_words
from noteui.checks.note import FIELDS
from noteui.cli.answer import Refusal, iso, put, put_json, read_standard_input, say
from noteui.cli.final import found_passage, read_table
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault
from noteui.records import ReviewKind

if TYPE_CHECKING:
    from noteui.vault.vault import Vault


def list_queue(arguments: argparse.Namespace) -> int:
    """List what waits for me to review, the oldest risk first."""
    with open_vault(arguments) as vault:
        return _list(queue.queue(vault, today=datetime.now().date()), arguments)


def list_asked(arguments: argparse.Namespace) -> int:
    """List what was asked of me about notes that I wrote, and what was said of them."""
    with open_vault(arguments) as vault:
        return _list(queue.asked(vault, today=datetime.now().date()), arguments)


def submit(arguments: argparse.Namespace) -> int:
    """Submit a finalised note for review and print the receipt."""
    text = read_standard_input() if arguments.dash == "-" else ""
    with open_vault(arguments) as vault:
        to = reviewing.find_reviewer(vault, arguments.to)
        put(reviewing.submit(vault, arguments.note, to=to, text=text).receipt)
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print everything that was said and decided about a note, and where that stands."""
    with open_vault(arguments) as vault:
        review = reviewing.review_of(vault, arguments.note)
    if arguments.format == "json":
        put_json(_as_json(review), indent=1)
        return 0
    put(standing_in_words(review))
    for remark in review.remarks:
        put(f"\n{remark.id}  {_by(remark)}")
        if remark.passage is not None:
            put(f"> {remark.passage.text}")
        if remark.text:
            put(remark.text)
    return 0


def file_(arguments: argparse.Namespace) -> int:
    """Print what is held about somebody's recording, one's own unless somebody is named."""
    with open_vault(arguments) as vault:
        whose = users.find_user(vault, arguments.user).id if arguments.user else vault.user.id
        put(recording_file.recording_file(vault, whose).text)
    return 0


def question(arguments: argparse.Namespace) -> int:
    """Ask a question about a passage or the whole note; prints its identifier."""
    return _say(arguments, ReviewKind.QUESTION)


def suggest(arguments: argparse.Namespace) -> int:
    """Suggest something about a passage or the whole note; prints its identifier."""
    return _say(arguments, ReviewKind.SUGGESTION)


def praise(arguments: argparse.Namespace) -> int:
    """Say what is good about a passage or the whole note; prints its identifier."""
    return _say(arguments, ReviewKind.PRAISE)


def answer(arguments: argparse.Namespace) -> int:
    """Answer a question or a suggestion; prints the receipt."""
    text = _piped(arguments)
    with open_vault(arguments) as vault:
        put(reviewing.answer(vault, arguments.remark, text).receipt)
    return 0


def return_(arguments: argparse.Namespace) -> int:
    """Return a note with reasons; prints the receipt."""
    text = _piped(arguments)
    with open_vault(arguments) as vault:
        put(reviewing.return_(vault, arguments.note, text).receipt)
    return 0


def agree(arguments: argparse.Namespace) -> int:
    """Agree to a note with a reason, and print the countersigned receipt of the log, to be kept elsewhere."""
    text = _piped(arguments)
    with open_vault(arguments) as vault:
        put(reviewing.agree(vault, arguments.note, text, now=datetime.now(UTC)).receipt.line)
    say("Agreed. Keep this receipt outside the vault: noteui vault verify --receipt compares it later.")
    return 0


def _say(arguments: argparse.Namespace, kind: ReviewKind) -> int:
    text = _piped(arguments)
    with open_vault(arguments) as vault:
        passage = _passage(vault, arguments)
        put(reviewing.say(vault, arguments.note, kind, text, passage=passage).id)
    return 0


def _passage(vault: Vault, arguments: argparse.Namespace) -> Passage | None:
    if arguments.passage is None:
        return None
    told = read_table(arguments.passage)
    if told.get("field") not in FIELDS or not isinstance(told.get("words"), str):
        raise Refusal(
            f'The file must have field = "…" (one of {", ".join(FIELDS)}) and words = "…"; nothing was said.'
        )
    which = told.get("which")
    if which is not None and (not isinstance(which, int) or which < 1):
        raise Refusal("which must be a whole number from 1 up; nothing was said.")
    text = writing.open_note(vault, arguments.note).note.fields[told["field"]]
    return found_passage(text, told["field"], told["words"], which)


def _piped(arguments: argparse.Namespace) -> str:
    if arguments.dash != "-":
        raise Refusal(
            f"Put a dash at the end to take the words from the pipe: … | noteui {arguments.verb} … -"
        )
    return read_standard_input().replace("\r\n", "\n")


def _list(found: Queue, arguments: argparse.Namespace) -> int:
    if arguments.format == "json":
        put_json([_row_as_json(row) for row in found.rows], indent=1)
    elif arguments.format == "ids":
        for row in found.rows:
            put(row.note_id)
    else:
        print_table(
            ("id", "happened", "person", "contact", "writer", "why it is here"),
            [
                (
                    row.note_id,
                    f"{row.happened:%Y-%m-%d %H:%M}" if row.happened else "",
                    row.person,
                    row.contact,
                    row.writer,
                    "; ".join(row.why),
                )
                for row in found.rows
            ],
        )
    left = sum(found.left_out.values())
    if left:
        print(f"noteui: {left} more wait behind these.", file=sys.stderr)
    return 0


def _row_as_json(row: Row) -> dict[str, Any]:
    return {
        "id": row.note_id,
        "person": row.person,
        "contact": row.contact,
        "happened": iso(row.happened),
        "writer": row.writer,
        "group": row.group.name.lower(),
        "why": list(row.why),
        "since": row.since.isoformat(),
    }


def _as_json(review: Review) -> dict[str, Any]:
    now = review.standing
    return {
        "id": review.note_id,
        "standing": standing_in_words(review),
        "agreed": now.agreed is not None,
        "holds": now.holds,
        "waits_for": "writer" if now.waits_for_writer else "reviewer" if now.waits_for_reviewer else None,
        "remarks": [_remark_as_json(remark) for remark in review.remarks],
    }


def _remark_as_json(remark: Remark) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": remark.id,
        "kind": remark.kind.value,
        "by": remark.by.name,
        "role": remark.by.role,
        "at": remark.at.isoformat(),
        "receipt": remark.receipt,
        "text": remark.text,
    }
    if remark.passage is not None:
        told |= {
            "field": remark.passage.field,
            "start": remark.passage.start,
            "end": remark.passage.end,
            "words": remark.passage.text,
        }
    if remark.about is not None:
        told["answers"] = remark.about
    if remark.kind is ReviewKind.SUBMITTED:
        told["to"] = remark.to
    return told


def _by(remark: Remark) -> str:
    at = remark.at.astimezone()
    to = f" to {remark.to or 'anybody who reviews'}" if remark.kind is ReviewKind.SUBMITTED else ""
    answers = f" to {remark.about}" if remark.about else ""
    return (
        f"{remark.kind.value.capitalize()}{to}{answers}, {remark.by.name}, {remark.by.role}, "
        f"{at:%Y-%m-%d %H:%M} ({remark.receipt})"
    )
