"""Timely: written soon after, or with the reason for the delay and what it was written from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from noteui.checks.finding import Severity
from noteui.checks.paragraph import Paragraph
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence
from noteui.checks.rule import Example, Hit, Rule
from noteui.checks.rules.calendar import working_days_between
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole, kept_in

_LATE, _REASON, _BASIS = Listed("late-entry"), Listed("late-reasons"), Listed("late-basis")
_HURT = frozenset(
    (
        "bruise bruises bruising injury injuries burn burns scald bite fracture fractured broken wound wounds swelling overdose strangled "
        "punched kicked stabbed assaulted ligature"
    ).split()
)
_NIGHT = timedelta(hours=12)
"""A night shift is written up when it ends, on the next date."""


def _said_of_delay(whole: Whole) -> frozenset[str]:
    return frozenset(
        item
        for name in ("facts", "opinion", "voice")
        for _, item in whole.fields[name].noticed("delay", _delay)
    )


def _delay(paragraph: Paragraph) -> list[str]:
    """What a paragraph says of a delay: that it is late, why, and what it was written from."""
    said = frozenset().union(
        *[kept_in(placed.sentence, "delay", _of_delay) for placed in paragraph.sentences]
    )
    return sorted(said) if said - {"basis"} else []


def _of_delay(sentence: Sentence) -> frozenset[str]:
    return frozenset(
        what
        for what, listed in (("late", _LATE), ("reason", _REASON), ("basis", _BASIS))
        if listed.search(sentence) is not None
    )


def _days_late(setting: Setting) -> int:
    """Working days between the event and the record; 0 where either is not known or none have gone by."""
    happened, recorded = setting.note.happened, setting.note.recorded
    if happened is None or recorded is None or recorded <= happened:
        return 0
    return working_days_between(happened.date(), recorded.date())


def _is_late(setting: Setting) -> bool:
    happened, recorded = setting.note.happened, setting.note.recorded
    days = _days_late(setting)
    return days > 2 or (
        days == 2 and happened is not None and recorded is not None and (recorded - happened).days >= 4
    )


def _late(whole: Whole, setting: Setting) -> Iterator[Hit]:
    days = _days_late(setting)
    late = _is_late(setting)
    if not late and (days < 2 or _within_a_day(setting)):
        return
    if not {"late", "reason"}.isdisjoint(_said_of_delay(whole)):
        return
    yield Hit(
        None,
        None,
        message=f"This was written {days} working days after it happened, with no reason given.",
        severity=Severity.MUST if days > 5 else Severity.WARNING if late else Severity.INFO,
    )


def _within_a_day(setting: Setting) -> bool:
    happened, recorded = setting.note.happened, setting.note.recorded
    return happened is None or recorded is None or recorded - happened <= timedelta(hours=24)


def _late_without_basis(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if not _is_late(setting):
        return
    said = _said_of_delay(whole)
    if not {"late", "reason"}.isdisjoint(said) and "basis" not in said:
        yield Hit(None, None)


def _called_late_but_is_not(whole: Whole, setting: Setting) -> Iterator[Hit]:
    happened, recorded = setting.note.happened, setting.note.recorded
    if happened is None or recorded is None or happened.date() != recorded.date():
        return
    if "late" in _said_of_delay(whole):
        yield Hit(None, None)


def _not_the_same_day(whole: Whole, setting: Setting) -> Iterator[Hit]:
    happened, recorded = setting.note.happened, setting.note.recorded
    if happened is None or recorded is None or happened.date() >= recorded.date() or _is_late(setting):
        return
    if recorded - happened <= _NIGHT:
        return
    told = setting.note.contact == "disclosure"
    if (told or whole.has_word(_HURT, ("facts", "voice"))) and not _said_of_delay(whole):
        yield Hit(None, None, severity=Severity.WARNING if told else Severity.INFO)


_MONDAY = datetime(2026, 11, 18, 9, 0)

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
            Example(
                {"facts": "I rang Dana."},
                {"happened": datetime(2026, 10, 29, 14, 0), "recorded": datetime(2026, 11, 2, 17, 20)},
            ),
        ),
        passes=(
            Example({"facts": "I saw Maya at home."}, {"recorded": datetime(2026, 11, 18, 9, 0)}),
            Example(
                {"facts": "Late entry: I was ill until today and worked from my notebook."},
                {"recorded": datetime(2026, 11, 27, 9, 0)},
            ),
            Example(
                {"facts": "I rang Dana."},
                {"happened": datetime(2026, 11, 20, 16, 0), "recorded": datetime(2026, 11, 23, 9, 0)},
            ),
        ),
        find_in_note=_late,
    ),
    Rule(
        id="timely/late-without-basis",
        principle="timely",
        severity=Severity.INFO,
        scope="note",
        fields=(),
        message="A late entry that does not say what it was written from.",
        why="Memory, rough notes and a recording are believed to different degrees, and the notes may be asked for.",
        try_="Say what you worked from, and where the notes are kept.",
        source="MN",
        flags=(
            Example({"facts": "Late entry: I was off sick."}, {"recorded": datetime(2026, 11, 27, 9, 0)}),
            Example({"facts": "Recorded late because of court."}, {"recorded": datetime(2026, 11, 26, 9, 0)}),
        ),
        passes=(
            Example(
                {"facts": "Late entry: I was ill until today and worked from my notebook."},
                {"recorded": datetime(2026, 11, 27, 9, 0)},
            ),
            Example({"facts": "I was off sick on Monday."}),
        ),
        find_in_note=_late_without_basis,
    ),
    Rule(
        id="timely/called-late",
        principle="timely",
        severity=Severity.INFO,
        scope="note",
        fields=(),
        message="It calls itself a late entry, but it was recorded on the day.",
        why="One of the two is wrong: the wording, or the day on which it happened.",
        try_="Press F2 and check when it happened and when it was recorded.",
        source="MN",
        flags=(
            Example({"facts": "Late entry: I saw Maya at home."}),
            Example({"facts": "This is a retrospective entry."}),
        ),
        passes=(
            Example({"facts": "Maya was late."}),
            Example({"facts": "Late entry: I was ill."}, {"recorded": datetime(2026, 11, 27, 9, 0)}),
        ),
        find_in_note=_called_late_but_is_not,
    ),
    Rule(
        id="timely/not-the-same-day",
        principle="timely",
        severity=Severity.WARNING,
        scope="note",
        fields=(),
        message="A disclosure or an injury that was not written up on its own day.",
        why="The words and the marks are what fade first, and both may be needed by others that evening.",
        try_="Say why it was written later, what from, and who was told on the day.",
        source="KCSIE",
        flags=(
            Example({"voice": "She told me about him."}, {"contact": "disclosure", "recorded": _MONDAY}),
            Example({"facts": "There was a bruise on his left arm, 2cm."}, {"recorded": _MONDAY}),
        ),
        passes=(
            Example({"voice": "She told me about him."}, {"contact": "disclosure"}),
            Example({"facts": "I saw Maya at home."}, {"recorded": _MONDAY}),
        ),
        find_in_note=_not_the_same_day,
    ),
]
