"""Real: sentences that stand word for word in an earlier note of the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from noteui.checks.earlier import RUN, Earlier, EarlierNote, runs_of, summary
from noteui.checks.finding import Severity
from noteui.checks.note import About, Note
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Rule
from noteui.checks.rules.calendar import MONTHS
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

SEVERAL = 2
"""Copied sentences from which it is no chance."""
SHARE = 0.3
"""The share of a note's words from which one copied sentence is enough."""
_OWNED = ("quoted from", "copied from", "as written on", "from the note of", "from my note of")


def _copied(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if not setting.note.earlier.notes:
        return
    found = [
        (name, base + start, base + end, words, earlier)
        for name in PROSE_FIELDS
        for base, (start, end, words, earlier) in whole.fields[name].noticed_in_sentences(
            "copied", lambda sentence: _copies(sentence, setting.note.earlier)
        )
    ]
    copied = sum(words for _, _, _, words, _ in found)
    loud = len(found) >= SEVERAL or copied >= SHARE * whole.word_total
    for name, start, end, _, earlier in found:
        yield Hit(
            start,
            end,
            field=name,
            message=f"This stands word for word in {_called(earlier)}.",
            severity=Severity.WARNING if loud else Severity.INFO,
        )


def _copies(sentence: Sentence, earlier: Earlier) -> list[tuple[int, int, int, EarlierNote]]:
    """A sentence that stands in an earlier note: where, how many words, and in which."""
    source = _source(sentence, earlier)
    return [] if source is None else [(0, len(sentence.text), sentence.word_total, source)]


def _source(sentence: Sentence, earlier: Earlier) -> EarlierNote | None:
    if sentence.word_total < RUN or sentence.quoted or not sentence.is_closed:
        return None
    if any(owned in sentence.folded for owned in _OWNED):
        return None
    runs = runs_of([word.folded for word in sentence.words])
    return next((note for note in earlier.notes if note.runs.issuperset(runs)), None)


def _called(earlier: EarlierNote) -> str:
    if earlier.day is None:
        return f"the note {earlier.id}"
    return f"the note of {_written(earlier.day)} ({earlier.id})"


def _written(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


_MAY = summary(
    "7k2m9",
    Note(
        About("Maya Ellis", "child"),
        "home visit",
        datetime(2026, 5, 3, 15, 0),
        datetime(2026, 5, 3, 17, 0),
        None,
        fields={
            "facts": "The kitchen floor was swept and the back door was shut. "
            "Dana showed me the meter and the new lock on the gate. I saw Maya in the garden.",
            "actions": "- [ ] Ring the school nurse about the eye test before the end of term",
        },
    ),
)
_EARLIER = {"earlier": Earlier((_MAY,))}

RULES = [
    Rule(
        id="real/copied-from-earlier",
        principle="real",
        severity=Severity.WARNING,
        scope="note",
        fields=PROSE_FIELDS,
        message="This stands word for word in an earlier note.",
        why="What is copied was not written about this day, and a reader doubts the rest with it.",
        try_="Write what you saw this time, or say “quoted from the note of” with its date.",
        source="MN",
        flags=(
            Example(
                {
                    "facts": "|The kitchen floor was swept and the back door was shut.| "
                    "|Dana showed me the meter and the new lock on the gate.|"
                },
                _EARLIER,
            ),
            Example({"opinion": "|The kitchen floor was swept, and the back door was shut.|"}, _EARLIER),
        ),
        passes=(
            Example({"facts": "The kitchen floor was wet and the back door was shut."}, _EARLIER),
            Example({"facts": "I saw Maya in the garden."}, _EARLIER),
            Example(
                {
                    "facts": "Quoted from the note of 3 May: the kitchen floor was swept and the back door was shut."
                },
                _EARLIER,
            ),
            Example(
                {"actions": "- [ ] Ring the school nurse about the eye test before the end of term"}, _EARLIER
            ),
        ),
        find_in_note=_copied,
    ),
]
