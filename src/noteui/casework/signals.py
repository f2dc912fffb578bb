"""What of a note, as it is signed, a reviewer is pointed to: risk, lateness, a voice that is missing."""

from __future__ import annotations

from collections import Counter

from noteui.casework.team_file import rules_in_use
from noteui.casework.writing import Draft
from noteui.checks import Severity, check
from noteui.records import SIGNALS

_RISK = frozenset(("professional/risk-heard", "professional/risk-unanswered", "professional/infant-injury"))
_LATE = "timely/late-without-reason"
_VOICE = "person-centred/voice-empty"
_OFTEN = 2
"""Dismissals of one rule in one note from which they are pointed out."""


def signals_of(draft: Draft) -> list[str]:
    """What there is to point to, by the names of `records.SIGNALS` and in their order.

    Dismissals and answers hide nothing of it: they stand beside the note, for the reviewer to weigh.
    """
    raised = {
        f.rule
        for f in check(draft.note, rules=rules_in_use())
        if f.rule != _LATE or f.severity is not Severity.INFO
    }
    often = Counter(dismissal.rule for dismissal in draft.dismissals if not dismissal.answers)
    there = {
        "risk": bool(raised & _RISK),
        "late": _LATE in raised,
        "voice_missing": _VOICE in raised,
        "dismissed_twice": any(times >= _OFTEN for times in often.values()),
    }
    return [name for name in SIGNALS if there[name]]
