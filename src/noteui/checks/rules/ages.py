"""Accurate: ages against birth dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence, fold
from noteui.checks.rule import PROSE_FIELDS, Hit, Replace, Rule
from noteui.checks.rules.calendar import NUMBERS, age_on, dates_in, has_digit, month_number
from noteui.checks.setting import Setting

_WORDED = "|".join(word for word in NUMBERS if word != "zero")
_NUMBER = rf"\d{{1,3}}|{_WORDED}"
_NAMED = r"(?P<name>[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+){0,2}"
_IN_BRACKETS = lazily(
    rf"\b{_NAMED} ?\((?:now |aged? )?(?P<age>\d{{1,3}})(?: (?P<months>months?)| ?(?:years?|yrs?|yo|y/o)(?: old)?)?(?: old)?[,);]"
)
_AFTER_COMMA = lazily(
    rf"\b{_NAMED}, (?:aged? |now |who is (?:now )?)?(?P<age>\d{{1,3}})(?: (?P<months>months)| years)?(?: old)?, (?!\d|and \d|or \d)(?=[a-z])"
)
_IS_AGED = lazily(
    rf"\b{_NAMED}(?:,? (?:is|was|who is|who was|will be) (?:now |only |just |nearly )?|['’]s (?:now |only |just )?|,? aged? |,? now |,? )(?:aged? )?"
    rf"(?P<age>{_NUMBER})(?: (?P<months>months)|[- ]years?)[- ]old\b"
)
_AGED = lazily(rf"\b{_NAMED},? (?:is |was |now )?aged (?P<age>{_NUMBER})\b(?! (?P<months>months))")
_CLAUSE_AGE = lazily(
    rf"\b(?P<name>[A-Z][\w’'-]+)(?: is|['’]s) (?:now |only |just )?(?P<age>{_NUMBER})(?: and |[.,;]|$)(?P<months>(?!))?"
)
_KIN = "brother|sister|son|daughter|cousin|nephew|niece|grandson|granddaughter|stepson|stepdaughter|half-brother|half-sister"
_YEAR_OLD = lazily(rf"\b(?P<age>\d{{1,3}})[- ]year[- ]old\b(?! (?:{_KIN}|friend|neighbour|baby)\b)")
_KIN_AGE = lazily(
    rf"\b(?P<age>\d{{1,2}})[- ]year[- ]old (?P<kin>{_KIN})\b|\b(?:her|his|their|the) (?P<kin2>{_KIN}) \((?:aged )?(?P<age2>\d{{1,2}})[),]"
)
_BORN = lazily(r"\b(?:born|dob|d\.o\.b\.?|date of birth)(?: is| was)?:? ?(?:on )?(?:the )?(?:[a-z]+day,? )?$")
_LONG_AGO = lazily(r" (?:when|at the time|then|that year|in (?:19|20)\d\d)\b")
_WITH_NAMES = (_IN_BRACKETS, _AFTER_COMMA, _IS_AGED, _AGED, _CLAUSE_AGE)
_SAYS_AN_AGE = frozenset(("year", "years", "aged", "months", "old", *(f"{n}-year-old" for n in NUMBERS)))
_SUBJECTS = frozenset(("pt", "patient", "client", "she", "he"))
_POSSESSIVES = frozenset(("her", "his", "their", "my", "the"))


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
            if _LONG_AGO.match(text, match.end()):
                continue
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


def _kin_ages(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    """“Her brother (6)”, “her 6-year-old brother”: where one person of that kind is listed with a birth date."""
    happened = setting.note.happened
    if happened is None or not has_digit(sentence):
        return
    born: dict[str, list[tuple[str, date]]] = {}
    for relation in setting.note.people:
        if relation.born:
            born.setdefault(fold(relation.relationship), []).append((relation.name.split()[0], relation.born))
    for match in _KIN_AGE.finditer(sentence.plain):
        listed = born.get(match["kin"] or match["kin2"], [])
        if len(listed) == 1 and not _of_somebody_else(sentence, match.start(), setting):
            group = "age" if match["age"] else "age2"
            right, given = age_on(listed[0][1], happened.date()), int(match[group])
            if right != given and right >= 0:
                yield Hit(
                    *match.span(group),
                    message=f"{listed[0][0]} was {right} on this day, by the birth date given.",
                    mends=(Replace(f"Write “{right}”", *match.span(group), str(right)),),
                )


def _of_somebody_else(sentence: Sentence, before: int, setting: Setting) -> bool:
    others = setting.names - setting.person_names
    return any(w.folded.removesuffix("'s") in others for w in sentence.words if w.end <= before)


def _birth_date(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    happened = setting.note.happened
    for match in dates_in(sentence):
        lead = _BORN.search(sentence.plain, 0, match.start())
        year = match["year"] or match["year2"]
        if lead is None or not year or happened is None:
            continue
        named = [name for name in setting.born_by_name if name in sentence.vocabulary]
        known = (
            setting.born_by_name.get(named[0])
            if len(named) == 1
            else setting.note.about.born
            if not named and not _opens_with_a_stranger(sentence, lead.start(), setting)
            else None
        )
        written = _as_date(match)
        if isinstance(known, date) and written is not None and written != known:
            yield Hit(
                match.start(),
                match.end(),
                message=f"The birth date given is {known.day} {known:%B} {known.year}.",
            )


def _opens_with_a_stranger(sentence: Sentence, before: int, setting: Setting) -> bool:
    own = setting.person_names | _SUBJECTS | _POSSESSIVES
    return any(
        sentence.text[word.start].isupper() and word.folded.removesuffix("'s") not in own
        for word in sentence.words
        if word.end <= before
    )


def _as_date(match: re.Match[str]) -> date | None:
    year = match["year"] or match["year2"]
    month = month_number(match["month"]) if match["month"] else int(match["month2"])
    try:
        return date(
            int(year) if len(year) == 4 else 2000 + int(year), month, int(match["day"] or match["day2"])
        )
    except ValueError:
        return None


def _ages(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    yield from _age_mismatch(sentence, setting)
    yield from _kin_ages(sentence, setting)


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
            "Her brother (|6|) was asleep.",
            "She held her |5|-year-old brother.",
        ),
        passes=(
            "Maya (10) opened the door.",
            "Maya scored 9 in the test.",
            "Theo, 7, was asleep.",
            "Maya is 10.",
            "Her brother (7) was asleep.",
            "Maya was 4 years old when they moved.",
        ),
        find_in_sentence=_ages,
    ),
    Rule(
        id="accurate/birth-date-mismatch",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="The birth date differs from the one given for the person.",
        why="A wrong birth date puts one child's history into another's record.",
        try_="Check which of the two is right, and mend the other.",
        source="WE",
        flags=(
            "Maya was born on |14 March 2015|.",
            "Her date of birth is |14 March 2015|.",
            "Theo Ellis, date of birth: |2/8/2018|, was in.",
        ),
        passes=(
            "Maya was born on 14 March 2016.",
            "Theo was born in Leeds.",
            "Carys, born 3 August 2019, was at school.",
            "The plan began on 14 March 2015.",
        ),
        find_in_sentence=_birth_date,
    ),
]
