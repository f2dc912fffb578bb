"""Risk: words that ask what was done today and who was told, whoever said them and however.

The words are heard inside quotations and under negation too ("I'm going to kill you" must not vanish because
it is quoted). A note answers them by saying who was told, or by an action of the day that tells somebody, or
by a written reason; until then the words are shown, and what is meant for now is asked for at finalising.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from noteui.checks.actions import parse_action
from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.note import About
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Rule
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

_NOW = Cue(r"\b{key}\b", key=words("risk_now"), in_quotes=True)
_NOT_MEANT = Cue(r"\b{key}\b", key=words("risk_not_meant"), in_quotes=True)
_DENIED = Cue(r"\b{key}\b", key=words("risk_denied"), in_quotes=True)
_YEAR = lazily(r"\bin (?:19|20)\d\d\b")
_TOLD = Cue(
    r"\b{key}\b(?:[^.;]{{0,60}}?)\b{whom}\b", key=words("risk_told_how"), whom=words("risk_told_whom")
)
_IN_HAND = Cue(r"\b{key}\b", key=words("risk_in_hand", "risk_reason"))
_AT_HOSPITAL = Cue(
    r"\b{key} (?:the )?(?:a&e|accident and emergency|emergency department|hospital|children's ward|ward)\b",
    key=(
        "brought to",
        "taken to",
        "took her to",
        "took him to",
        "went to",
        "in",
        "at",
        "on",
        "arrived at",
        "came to",
        "came up to",
        "transferred to",
    ),
)
_INFANT_INJURY = Cue(r"\b{key}\b", key=words("risk_infant_injury"), in_quotes=True)
_NOT_TOLD = lazily(r"\b(?:not|never|nobody|no one|without|before|had not|has not|will)\b[^.;]{0,25}$")
_BABY = About("Ada Ellis", "child", date(2026, 6, 1))
_FIRST_YEAR = 12
"""Months below which a bruise or break is for a doctor the same day, since a baby who cannot move cannot fall."""
_BEFORE = 40
"""Characters before a word in which a "no" or a "history of" is its own."""


def _heard(whole: Whole, setting: Setting) -> Iterator[Hit]:
    found = list(_words_of(whole))
    if not found or _is_answered(whole, setting):
        return
    for field, start, end, _ in found:
        yield Hit(start, end, field=field)


def _unanswered(whole: Whole, setting: Setting) -> Iterator[Hit]:
    meant = next((said for _, _, _, said in _words_of(whole) if said), None)
    if meant is not None and not _is_answered(whole, setting):
        yield Hit(
            None, None, field="actions", message=f"“{meant}”: what was done that day, and who was told?"
        )


def _words_of(whole: Whole) -> Iterator[tuple[str, int, int, str | None]]:
    """Each word of risk: its field and span, and the word itself where it is meant for now."""
    for name in PROSE_FIELDS:
        for base, (start, end, said) in whole.fields[name].noticed_in_sentences("risks", _risks):
            yield name, base + start, base + end, said


def _risks(sentence: Sentence) -> list[tuple[int, int, str | None]]:
    if not _NOW.may_stand_in(sentence):
        return []
    found: list[tuple[int, int, str | None]] = []
    harmless = {at for match in _NOT_MEANT.finditer(sentence) for at in range(*match.span())}
    for match in _NOW.finditer(sentence):
        if match.start() in harmless:
            continue
        meant = None if _is_denied(sentence, match) else sentence.text[match.start() : match.end()]
        found.append((match.start(), match.end(), meant))
    return found


def _is_denied(sentence: Sentence, match: re.Match[str]) -> bool:
    """True where it is denied, long ago or only spoken of."""
    start, end = max(0, match.start() - _BEFORE), match.end() + 12
    near = any(
        not (match.start() <= denial.start() < match.end())
        for denial in _DENIED.pattern.finditer(sentence.folded, start, end)
    )
    return near or _YEAR.search(sentence.folded, max(0, match.start() - 80), match.end() + 40) is not None


def _is_answered(whole: Whole, setting: Setting) -> bool:
    """True where the note says who was told, that help is there already, or why nobody was told."""
    if any(whole.fields[name].noticed_in_sentences("told somebody", _tellings) for name in PROSE_FIELDS):
        return True
    days = {moment.date() for moment in (setting.note.happened, setting.note.recorded) if moment}
    return any(
        done or (due is not None and (due in days or (days and due < min(days))))
        for _, (done, due) in whole.fields["actions"].noticed("telling actions", _telling_actions)
    )


def _tellings(sentence: Sentence) -> list[bool]:
    return [True] if _tells(sentence) else []


def _tells(sentence: Sentence) -> bool:
    if _IN_HAND.search(sentence) is not None or _AT_HOSPITAL.search(sentence) is not None:
        return True
    return any(
        not _NOT_TOLD.search(sentence.plain, max(0, match.start() - _BEFORE), match.start())
        for match in _TOLD.finditer(sentence)
    )


def _telling_actions(paragraph: Paragraph) -> list[tuple[bool, date | None]]:
    """The actions of a line that tell somebody: whether each is done, and by when it is due."""
    action = parse_action(paragraph.text)
    if action is None or not any(_TOLD.search(placed.sentence) for placed in paragraph.sentences):
        return []
    return [(action.done, action.due)]


def _infant(whole: Whole, setting: Setting) -> Iterator[Hit]:
    months = setting.months_old
    if months is None or months >= _FIRST_YEAR or setting.note.about.kind != "child":
        return
    hurt = [
        item
        for name in ("facts", "voice")
        for _, item in whole.fields[name].noticed_in_sentences(
            "infant injuries", lambda sentence: _infant_injuries(sentence, setting)
        )
    ]
    if hurt and not _is_answered(whole, setting):
        yield Hit(
            None,
            None,
            field="actions",
            message=f"“{hurt[0][:30]}” on a baby of {months} months: which doctor was told that day?",
        )


def _infant_injuries(sentence: Sentence, setting: Setting) -> list[str]:
    others = setting.names - setting.person_names
    return [
        match[0]
        for match in _INFANT_INJURY.finditer(sentence)
        if not _is_denied(sentence, match)
        and (sentence.vocabulary & setting.person_names or not sentence.vocabulary & others)
    ]


RULES = [
    Rule(
        id="professional/risk-heard",
        principle="professional",
        severity=Severity.INFO,
        scope="note",
        fields=PROSE_FIELDS,
        message="What did you do, when, and who was told?",
        why="A word like this is read again after harm; a denial or an old story of it still has to be asked about.",
        try_="Write who was told and when, add an action for the day, or write why neither was needed.",
        source="SEED",
        in_quotes=True,
        flags=(
            Example({"facts": 'He said, "I\'m |going to kill| her."'}),
            Example({"facts": "Dana said she has no |suicidal| thoughts."}),
            Example({"facts": "There was an |overdose| in 2012."}),
        ),
        passes=(
            Example({"facts": 'He said, "I\'m going to kill her." I rang the police at 4pm.'}),
            Example({"facts": "There was a knife and fork on the tray."}),
            Example(
                {
                    "facts": "She took an overdose.",
                    "actions": "- [ ] Ring the crisis team (Priya Nair, by 2026-11-17)",
                }
            ),
        ),
        find_in_note=_heard,
    ),
    Rule(
        id="professional/risk-unanswered",
        principle="professional",
        severity=Severity.MUST,
        scope="note",
        fields=("actions",),
        message="What was done that day, and who was told?",
        why="Danger that is written down and not passed on is the commonest finding after somebody dies.",
        try_="Write who was told and when, add an action for the day, or write why neither was needed.",
        source="SEED",
        missing=True,
        flags=(
            Example({"facts": "Theo was stabbed in the hand."}),
            Example({"voice": 'Maya said, "Dad had his hands round my neck."'}),
            Example(
                {
                    "facts": "She took an overdose.",
                    "actions": "- [ ] Ring the crisis team (Priya Nair, by 2026-12-17)",
                }
            ),
        ),
        passes=(
            Example({"facts": "Theo was stabbed in the hand. I called an ambulance at 3.40pm."}),
            Example({"facts": "Dana said she has no suicidal thoughts."}),
            Example(
                {
                    "facts": "She took an overdose.",
                    "actions": "- [ ] Ring the crisis team (Priya Nair, by 2026-11-17)",
                }
            ),
        ),
        find_in_note=_unanswered,
    ),
    Rule(
        id="professional/infant-injury",
        principle="professional",
        severity=Severity.MUST,
        scope="note",
        fields=("actions",),
        message="A bruise or break on a baby: which doctor was told that day?",
        why="A baby who cannot yet move rarely hurts itself, so a doctor has to look on the same day.",
        try_="Write which doctor and which social worker were told and when, or why not.",
        source="K",
        missing=True,
        kinds=("child",),
        flags=(
            Example({"facts": "There was a bruise on her cheek."}, {"about": _BABY}),
            Example({"facts": "Ada has a swelling on the left arm."}, {"about": _BABY}),
        ),
        passes=(
            Example({"facts": "There was no bruise on her cheek."}, {"about": _BABY}),
            Example(
                {"facts": "There was a bruise on her cheek. I rang the paediatrician at 4pm."},
                {"about": _BABY},
            ),
            Example({"facts": "There was a bruise on her cheek."}),
        ),
        find_in_note=_infant,
    ),
]
