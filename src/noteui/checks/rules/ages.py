"""Accurate: ages against birth dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from noteui.checks.finding import Severity
from noteui.checks.prose import Sentence, fold
from noteui.checks.rule import PROSE_FIELDS, Hit, Replace, Rule
from noteui.checks.rules.calendar import NUMBERS, age_on, has_digit
from noteui.checks.setting import Setting

_WORDED = "|".join(word for word in NUMBERS if word != "zero")
_NUMBER = rf"\d{{1,3}}|{_WORDED}"
_NAMED = r"(?P<name>[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+){0,2}"
_IN_BRACKETS = re.compile(
    rf"\b{_NAMED} ?\((?:now |aged? )?(?P<age>\d{{1,3}})(?: (?P<months>months?)| ?(?:years?|yrs?|yo|y/o)(?: old)?)?(?: old)?[,);]"
)
_AFTER_COMMA = re.compile(
    rf"\b{_NAMED}, (?:aged? |now |who is (?:now )?)?(?P<age>\d{{1,3}})(?: (?P<months>months)| years)?(?: old)?, (?!\d|and \d|or \d)(?=[a-z])"
)
_IS_AGED = re.compile(
    rf"\b{_NAMED}(?:,? (?:is|was|who is|who was|will be) (?:now |only |just |nearly )?|['’]s (?:now |only |just )?|,? aged? |,? now |,? )(?:aged? )?"
    rf"(?P<age>{_NUMBER})(?: (?P<months>months)|[- ]years?)[- ]old\b"
)
_AGED = re.compile(rf"\b{_NAMED},? (?:is |was |now )?aged (?P<age>{_NUMBER})\b(?! (?P<months>months))")
_CLAUSE_AGE = re.compile(
    rf"\b(?P<name>[A-Z][\w’'-]+)(?: is|['’]s) (?:now |only |just )?(?P<age>{_NUMBER})(?: and |[.,;]|$)(?P<months>(?!))?"
)
_YEAR_OLD = re.compile(r"\b(?P<age>\d{1,3})[- ]year[- ]old\b")
_WITH_NAMES = (_IN_BRACKETS, _AFTER_COMMA, _IS_AGED, _AGED, _CLAUSE_AGE)
_SAYS_AN_AGE = frozenset(("year", "years", "aged", "months", "old", *(f"{n}-year-old" for n in NUMBERS)))
_SUBJECTS = frozenset(("pt", "patient", "client", "she", "he"))


def _age_mismatch(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    happened = setting.note.happened
    if happened is None or not _may_hold_an_age(sentence):
        return
    met: set[int] = set()
    text, plain = sentence.plain_text, sentence.plain
    named = any(name in plain for name in setting.born_by_name)
    for pattern in _WITH_NAMES if named else ():
        for match in pattern.finditer(text):
            who = re.sub(r"['’]s$", "", match["name"])
            born = setting.born_by_name.get(fold(who))
            if not isinstance(born, date) or match.start("age") in met:
                continue
            met.add(match.start("age"))
            if match["months"]:
                yield from _months(match, who, born, happened.date())
            else:
                yield from _years(match, who, born, happened.date())
    born = setting.note.about.born
    for match in _YEAR_OLD.finditer(text) if "year" in plain else ():
        if (
            match.start("age") not in met
            and born is not None
            and _is_subject(sentence, match.start(), setting)
        ):
            yield from _years(match, setting.first_name, born, happened.date())


def _may_hold_an_age(sentence: Sentence) -> bool:
    return has_digit(sentence) or not sentence.vocabulary.isdisjoint(_SAYS_AN_AGE)


def _years(match: re.Match[str], who: str, born: date, on: date) -> Iterator[Hit]:
    written, right = match["age"], age_on(born, on)
    given = int(written) if written.isdigit() else NUMBERS[written.lower()]
    if given == right or right < 0 or not 0 < given < 130:
        return
    text = str(right)
    start, end = match.span("age")
    yield Hit(
        start,
        end,
        message=f"{who} was {right} on this day, by the birth date given.",
        mends=(Replace(f"Write “{text}”", start, end, text),),
    )


def _months(match: re.Match[str], who: str, born: date, on: date) -> Iterator[Hit]:
    right = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    given = int(match["age"]) if match["age"].isdigit() else NUMBERS[match["age"].lower()]
    if abs(given - right) <= 1 or right < 0:
        return
    start, end = match.span("age")
    yield Hit(
        start,
        end,
        message=f"{who} was {right} months old on this day, by the birth date given.",
        mends=(Replace(f"Write “{right}”", start, end, str(right)),),
    )


def _is_subject(sentence: Sentence, before: int, setting: Setting) -> bool:
    opening = {word.folded for word in sentence.words if word.end <= before}
    others = setting.names - setting.person_names
    return bool(opening & (setting.person_names | _SUBJECTS)) and not opening & others


RULES = [
    Rule(
        id="accurate/age-mismatch",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="The age does not fit the birth date.",
        why="Wrong ages follow a child from record to record, and people decide by them.",
        try_="Check the age against the birth date.",
        source="WE",
        flags=(
            "Maya (|9|) opened the door.",
            "Theo is |5| years old and was asleep.",
            "Maya, |11|, opened the door.",
            "Maya is |nine| years old.",
        ),
        passes=(
            "Maya (10) opened the door.",
            "Maya scored 9 in the test.",
            "Theo, 7, was asleep.",
            "Maya is 10.",
        ),
        find_in_sentence=_age_mismatch,
    ),
]
