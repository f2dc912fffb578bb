"""The actions field as a list: each line with who does it and by when.

A line reads `- [ ] Ring the school nurse (Priya Nair, by 2026-11-19)`; the box may be left out, and
`[x]` marks what is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from noteui.checks.pattern import lazily

_LINE = lazily(r"^(?P<box>[ \t]*(?:[-*+]|\d{1,3}[.)])?[ \t]*(?:\[(?P<mark>[ xX]?)\][ \t]*)?)(?P<rest>.*)$")
_OWNER_AND_DATE = lazily(
    r"[ \t]*\((?P<owner>[^(),]{0,80}?)(?:,?[ \t]*by (?P<due>\d{4}-\d\d-\d\d))?\)[ \t]*\.?[ \t]*$"
)


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action: its line's span in the field, its words, and who and when where they are given."""

    start: int
    end: int
    text: str
    done: bool
    owner: str | None
    due: date | None


def parse_actions(text: str) -> list[ActionLine]:
    """Every action of the field in order; blank lines are none. Offsets count from the field's start."""
    found: list[ActionLine] = []
    start = 0
    for line in text.split("\n"):
        action = parse_action(line, start)
        if action is not None:
            found.append(action)
        start += len(line) + 1
    return found


def parse_action(line: str, start: int = 0) -> ActionLine | None:
    """The action that one line holds; None where it holds no words."""
    match = _LINE.match(line)
    if match is None or not match["rest"].strip():
        return None
    words, owner, due = match["rest"].strip(), None, None
    tail = _OWNER_AND_DATE.search(words)
    if tail is not None:
        due = _day(tail["due"])
        name = (tail["owner"] or "").strip()
        is_owner = bool(name) and (tail["due"] is not None or name[:1].isupper())
        if is_owner or due is not None:
            owner = name if is_owner else None
            words = words[: tail.start()].rstrip()
    return ActionLine(start, start + len(line), words, (match["mark"] or "").lower() == "x", owner, due)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
