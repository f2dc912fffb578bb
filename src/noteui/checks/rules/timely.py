"""Timely: written soon after, and each action with somebody and a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from noteui.checks.actions import parse_action
from noteui.checks.finding import AskOwnerAndDate, Severity
from noteui.checks.rule import Example, Hit, Rule
from noteui.checks.rules.calendar import working_days_between
from noteui.checks.setting import Paragraph, Setting, Whole

_LATE_REASON = re.compile(
    r"\b(?:late entry|late record|retrospective|written (?:up )?(?:late|on|the day|today)|recorded late|"
    r"wrote this (?:up )?(?:late|on)|typed up|writing this (?:late|on|up)|"
    r"(?:worked|working|written|typed) (?:up )?from (?:my |the |handwritten )?notes|"
    r"not (?:been )?able to (?:write|record)|i (?:was|have been) (?:off|on leave|in court|on sick|ill)|"
    r"delay(?:ed)? in (?:recording|writing))\b"
)
_DAY = re.compile(
    r"\b(?:\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}|today|tomorrow|"
    r"this (?:morning|afternoon|evening)|tonight|by \d)"
)
_OWNER = re.compile(r"\(([A-Z][\w’'-]+(?: [A-Z][\w’'.-]+)+)")
_DECIDED = re.compile(r"^(?:decision|agreed|no (?:further )?action|nfa\b|case closed)", re.I)


def _unowned_action(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    action = parse_action(paragraph.text)
    if action is None or action.done or _DECIDED.match(action.text):
        return
    has_day = action.due is not None or bool(_DAY.search(paragraph.folded))
    has_owner = action.owner is not None or bool(_OWNER.search(paragraph.text))
    if has_day and has_owner:
        return
    lacks = (
        "no owner and no date" if not has_day and not has_owner else "no date" if not has_day else "no owner"
    )
    start = paragraph.text.find(action.text)
    yield Hit(
        start,
        start + len(action.text),
        message=f"This action has {lacks}.",
        mends=(AskOwnerAndDate(0, len(paragraph.text)),),
    )


def _late(whole: Whole, setting: Setting) -> Iterator[Hit]:
    happened, recorded = setting.note.happened, setting.note.recorded
    if happened is None or recorded is None or recorded <= happened:
        return
    days = working_days_between(happened.date(), recorded.date())
    if days <= 2:
        return
    if any(
        whole.fields[name].noticed("reasons for delay", _reasons) for name in ("facts", "opinion", "voice")
    ):
        return
    yield Hit(
        None,
        None,
        message=f"This was written {days} working days after it happened, with no reason given.",
        severity=Severity.MUST if days > 5 else Severity.WARNING,
    )


def _reasons(paragraph: Paragraph) -> list[str]:
    match = _LATE_REASON.search(paragraph.folded)
    return [match[0]] if match else []


RULES = [
    Rule(
        id="timely/late-without-reason",
        principle="timely",
        severity=Severity.WARNING,
        scope="note",
        fields=(),
        message="This was written late, with no reason given.",
        why="Notes written late are trusted less; the delay is forgiven when its reason and the sources are given.",
        try_="Add “Late entry:” with the reason, and what you worked from (memory, notes, a recording).",
        source="MN",
        flags=(
            Example({"facts": "I saw Maya at home."}, {"recorded": datetime(2026, 11, 24, 9, 0)}),
            Example({"facts": "I rang Dana."}, {"recorded": datetime(2026, 12, 24, 9, 0)}),
        ),
        passes=(
            Example({"facts": "I saw Maya at home."}, {"recorded": datetime(2026, 11, 18, 9, 0)}),
            Example(
                {"facts": "Late entry: I was ill until today and worked from my notebook."},
                {"recorded": datetime(2026, 11, 27, 9, 0)},
            ),
        ),
        find_in_note=_late,
    ),
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
        ),
        passes=(
            "- [ ] Ring the nurse (Priya Nair, by 2026-11-19)",
            "- [x] Food parcel taken",
        ),
        find_in_paragraph=_unowned_action,
    ),
]
