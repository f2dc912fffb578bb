"""How the command line speaks: sentences on stderr, data on stdout."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

LARGEST_INPUT = 20_000_000
"""Bytes of the longest text that is read: five fields as long as a field may be, in any script."""
LARGEST = "20 MB"


class Refusal(Exception):  # noqa: N818 -- an answer to the person, not a programming error
    """What was asked cannot be done; the sentence says what to do instead."""

    def __init__(self, sentence: str, exit_code: int = 2) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.exit_code = exit_code


def say(sentence: str) -> None:
    """One sentence to the person, on stderr."""
    print(f"noteui: {sentence}", file=sys.stderr)


def put(text: str) -> None:
    """Data to stdout, ending in exactly the newline that it has or one."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def put_json(value: Any, *, indent: int | None = None) -> None:
    """One JSON value to stdout, in one line unless it is to be indented."""
    import json  # most answers are none, and none of those waits for it

    put(json.dumps(value, ensure_ascii=False, indent=indent))


def read_standard_input() -> str:
    """All of standard input as text. Refuses a terminal, what is too large and what is not UTF-8."""
    if sys.stdin is None or sys.stdin.isatty():
        raise Refusal(
            "There is nothing to read: pipe the text in, for example `cat notes.txt | noteui add -`."
        )
    try:
        given = sys.stdin.buffer.read(LARGEST_INPUT + 1)
        if len(given) > LARGEST_INPUT:
            raise Refusal(f"The text is larger than {LARGEST}, too long for a note; nothing was stored.")
        return given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            f"The text is not UTF-8 (byte {error.start + 1}); nothing was stored. Save it as UTF-8 first."
        ) from None


def iso(moment: datetime | None) -> str | None:
    """A moment to the minute as JSON has it, in ISO 8601."""
    return moment.isoformat(timespec="minutes") if moment else None
