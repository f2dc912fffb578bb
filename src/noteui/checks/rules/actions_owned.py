"""Timely: each action with somebody who does it and a day by when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.actions import ActionLine, parse_action
from noteui.checks.cue import alternatives, words
from noteui.checks.finding import AskOwnerAndDate, Severity
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.prose import fold
from noteui.checks.rule import Example, Hit, Rule
from noteui.checks.rules.calendar import MONTH, WEEKDAY
from noteui.checks.setting import TITLES, Setting

_DAY = lazily(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}|{MONTH} \d{{1,2}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}|today|tomorrow|tonight|(?:by|on|before|next|this) {WEEKDAY}|"
    r"this (?:morning|afternoon|evening)|by (?:noon|\d|the end of (?:today|the day|this week)|close of)|within \d+ (?:hours|working days|days))\b"
)
_OWNER = lazily(r"\(([A-Z][\w’'-]+(?: [A-Z][\w’'.-]+)*)")
_I_WILL = lazily(r"^(?:i|i'll|i will|we will)\b")
_NAMED_TO = lazily(
    r"^(?P<who>(?:(?:Mr|Mrs|Ms|Miss|Dr|PC|Sister|Nurse) )?[A-Z][\w’'-]+(?: (?:and |& )?[A-Z][\w’'-]+){0,3}) (?:to|will|is to|has agreed to|agreed to|has offered to|offered to)\b"
)
_BY_NAMED = lazily(r"\b(?:by|with|for) (?P<who>[A-Z][\w’'-]+ [A-Z][\w’'-]+)\b")
_DECIDED = lazily(
    r"^(?:decision|decided|agreed|no (?:further )?action|nfa\b|case closed|close to|closed to|no (?!later\b|longer\b)[a-z]+|not to\b)",
    re.I,
)
_SETTLED = lazily(
    r"^(?!.*\bto be\b)(?:[\w’'-]+ ){1,6}?(?:(?:has|have|was|were|now|been|is|are) ){0,2}"
    + alternatives(words("settled"))
    + r"\b(?! to be\b)"
)
_NO_DATE = lazily(r"\b" + alternatives(words("no-date")) + r"\b")
_VAGUE_ACT = lazily(
    r"^(?:(?:[\w’'-]+ ){0,4}?to (?:be )?|please |continue to |will |i will |we will )?"
    + alternatives(words("vague-acts"))
    + r"\b"
)


def _unowned_action(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    action = _to_do(paragraph)
    if action is None:
        return
    has_day = action.due is not None or bool(_DAY.search(paragraph.folded))
    has_owner = action.owner is not None or _names_owner(action, paragraph.text, setting)
    if has_day and has_owner:
        return
    lacks = (
        "no owner and no date" if not has_day and not has_owner else "no date" if not has_day else "no owner"
    )
    start = paragraph.text.find(action.text)
    loose = _NO_DATE.search(fold(action.text)) if not has_day else None
    yield Hit(
        start,
        start + len(action.text),
        message=f"This action has {lacks}: “{loose[0]}” is none." if loose else f"This action has {lacks}.",
        mends=(AskOwnerAndDate(0, len(paragraph.text)),),
    )


def _to_do(paragraph: Paragraph) -> ActionLine | None:
    """The action of a line that is still to be done; None for what is done or is a decision."""
    action = parse_action(paragraph.text)
    if action is None or action.done or not any(char.isalpha() for char in action.text):
        return None
    if (
        action.owner is None
        and action.due is None
        and (_DECIDED.match(action.text) or _SETTLED.match(fold(action.text)))
    ):
        return None
    return action


def _names_owner(action: ActionLine, line: str, setting: Setting) -> bool:
    if _OWNER.search(line) or _I_WILL.match(fold(action.text)):
        return True
    match = _NAMED_TO.match(action.text) or _BY_NAMED.search(action.text)
    if match is None:
        return False
    parts = [part for part in re.split(r"[ ]", fold(match["who"])) if part not in ("and", "&")]
    return any(part in setting.names for part in parts) or parts[0] in TITLES


def _loose_wording(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    action = _to_do(paragraph)
    if action is None or (action.owner is None and action.due is None):
        return
    start = paragraph.text.find(action.text)
    folded = fold(action.text)
    match = _NO_DATE.search(folded) or _VAGUE_ACT.match(folded)
    if match and not (match.re is _VAGUE_ACT and len(folded.split()) > 7):
        yield Hit(
            start + match.start(),
            start + match.end(),
            message=f"“{match[0]}”: what will have been done, by which day?",
        )


def _due_before(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    action, happened = _to_do(paragraph), setting.note.happened
    if action is None or action.due is None or happened is None or action.due >= happened.date():
        return
    text = action.due.isoformat()
    start = paragraph.text.rfind(text)
    yield Hit(start, start + len(text), mends=(AskOwnerAndDate(0, len(paragraph.text)),))


RULES = [
    Rule(
        id="timely/action-without-owner-or-date",
        principle="timely",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("actions",),
        message="This action has no owner and no date.",
        why="An action that belongs to nobody by no day is the one that reviews find was never done.",
        try_="Say who does it and by when: (Priya Nair, by 2026-11-19).",
        source="SCIE",
        flags=(
            "- [ ] |Chase school ASAP|",
            "- [ ] |Ring the nurse| (Priya Nair)",
            "|Food parcel| (by 2026-11-19)",
            "- [ ] |School to look into bullying in due course|",
            "- [ ] |Locks to be changed|",
        ),
        passes=(
            "- [ ] Ring the nurse (Priya Nair, by 2026-11-19)",
            "- [x] Food parcel taken",
            "- [ ] Priya Nair to ring the nurse by 19 November",
            "- [ ] Visits reduced to fortnightly",
            "- [ ] I will ring the nurse today.",
        ),
        find_in_paragraph=_unowned_action,
    ),
    Rule(
        id="timely/vague-action",
        principle="timely",
        severity=Severity.INFO,
        scope="paragraph",
        fields=("actions",),
        message="An action that nobody could see done.",
        why="“Monitor” is never finished, so it is never missed either.",
        try_="Say what is done, how often, and until when.",
        source="SCIE",
        flags=(
            "- [ ] |Monitor| weight (Priya Nair, by 2026-11-19)",
            "- [ ] Ring Dana |as and when| (Priya Nair, by 2026-11-19)",
        ),
        passes=(
            "- [ ] Weigh Theo at nursery (Priya Nair, by 2026-11-19)",
            "- [ ] Ring Dana (Priya Nair, by 2026-11-19)",
        ),
        find_in_paragraph=_loose_wording,
    ),
    Rule(
        id="timely/due-before-it-was-set",
        principle="timely",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("actions",),
        message="This was due before the note's own day.",
        why="A date that has gone by when the action is set will never be looked at again.",
        try_="Give a day that is still to come, or tick the action off.",
        source="SCIE",
        flags=(
            "- [ ] Ring the nurse (Priya Nair, by |2026-11-10|)",
            Example({"actions": "Book the visit (Priya Nair, by |2025-12-01|)"}),
        ),
        passes=(
            "- [ ] Ring the nurse (Priya Nair, by 2026-11-17)",
            "- [x] Ring the nurse (Priya Nair, by 2026-11-10)",
        ),
        find_in_paragraph=_due_before,
    ),
]
