"""Accurate: plain facts that an earlier note of the person states otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from noteui.checks.earlier import Earlier, EarlierNote, Stated, first_name
from noteui.checks.finding import Severity
from noteui.checks.note import Relation
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence, fold
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Rule
from noteui.checks.rules.calendar import DATE, MONTHS, month_number
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

_KIN = {
    word: kin
    for kin, others in {
        "mother": "mum mam mom mummy",
        "father": "dad daddy",
        "stepmother": "stepmum",
        "stepfather": "stepdad",
        "grandmother": "nan nana nanna gran grandma granny",
        "grandfather": "grandad granddad grandpa",
        "brother": "",
        "sister": "",
        "aunt": "auntie aunty",
        "uncle": "",
        "cousin": "",
        "son": "",
        "daughter": "",
        "nephew": "",
        "niece": "",
        "husband": "",
        "wife": "",
        "neighbour": "",
        "lodger": "",
    }.items()
    for word in (kin, *others.split())
}
_IN_WORDS = lazily(
    rf"\b(?P<name>[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)?(?:, (?:(?:his|her|their|[A-Z]\w+['’]s) )?(?:maternal |paternal |great-|older |younger |half-)?(?P<kin>{'|'.join(_KIN)})\b"
    r"|,? \(?(?:(?:was |is )?born|date of birth|DOB|d\.o\.b\.)(?: on)?:? (?P<born>\d))"
)
_NEAR = 2
"""Letters by which two spellings of one name differ at most."""


def _in_words(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if not setting.note.earlier.notes:
        return
    for match in _IN_WORDS.finditer(sentence.plain_text):
        name = fold(match["name"]).removesuffix("'s")
        kin, born = match["kin"], None
        start, end = match.span("kin")
        if kin is None:
            written = DATE.match(sentence.plain, match.start("born"))
            born = _day(written) if written else None
            if written is None or born is None:
                continue
            start, end = written.span()
        for note, stated in _stated_of(name, setting.note.earlier):
            if born and stated.born and born != stated.born:
                yield Hit(
                    start,
                    end,
                    message=f"{match['name']} was born on {_long(stated.born)} in {_called(note)}.",
                )
                break
            if kin and _other_kin(kin, stated.relationship):
                yield Hit(
                    start, end, message=f"{match['name']} is “{stated.relationship}” in {_called(note)}."
                )
                break


def _day(written: re.Match[str]) -> date | None:
    year = written["year"] or written["year2"]
    if year is None or len(year) < 4:
        return None
    month = month_number(written["month"]) if written["month"] else int(written["month2"])
    try:
        return date(int(year), month, int(written["day"] or written["day2"]))
    except ValueError:
        return None


def _in_list(whole: Whole, setting: Setting) -> Iterator[Hit]:
    note = setting.note
    about = Relation(note.about.name, "", note.about.born)
    for number, person in enumerate((about, *note.people)):
        against = _contradiction(person, note.earlier, is_about=number == 0)
        if against is not None:
            yield Hit(None, None, message=against[:90])


def _contradiction(person: Relation, earlier: Earlier, *, is_about: bool) -> str | None:
    first = first_name(person.name)
    for note in earlier.notes:
        for stated in note.stated:
            if (stated.relationship is None) != is_about:
                continue
            same = is_about or fold(stated.name) == fold(person.name)
            if same and person.born and stated.born and person.born != stated.born:
                return f"{person.name} is born {_short(person.born)} here, {_short(stated.born)} in {_called(note)}."
            if same and not is_about and _other_kin(person.relationship, stated.relationship):
                return f"{person.name}: “{person.relationship}” here, “{stated.relationship}” in {_called(note)}."
            if fold(stated.name) != fold(person.name) and _is_misspelt(
                person, stated, first, is_about=is_about
            ):
                return f"{person.name} here, {stated.name} in {_called(note)}: one of them is misspelt."
    return None


def _is_misspelt(person: Relation, stated: Stated, first: str, *, is_about: bool) -> bool:
    """True where two spellings can only be meant for one person."""
    other = first_name(stated.name)
    if first == other or first[:1] != other[:1] or not _differ_by_few(first, other):
        return False
    same_rest = fold(person.name).split()[1:] == fold(stated.name).split()[1:]
    same_born = person.born is not None and person.born == stated.born
    known = is_about or fold(person.relationship) == fold(stated.relationship or "")
    twins = person.born is not None and stated.born is not None and not same_born
    return (
        same_rest and known and not twins and (is_about or same_born or bool(fold(person.name).split()[1:]))
    )


def _differ_by_few(one: str, other: str) -> bool:
    """True where a letter or two is put in, left out or changed."""
    if abs(len(one) - len(other)) > _NEAR or min(len(one), len(other)) < 4:
        return False
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, char in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != char))
    return row[-1] <= _NEAR


def _other_kin(one: str | None, other: str | None) -> bool:
    """True where both are plain words of kin, and not the same."""
    kin, known = (
        _KIN.get(fold(words).split()[-1]) if words and words.split() else None for words in (one, other)
    )
    return (
        kin is not None
        and known is not None
        and kin != known
        and " " not in fold(other or "").removeprefix("maternal ").removeprefix("paternal ")
    )


def _stated_of(name: str, earlier: Earlier) -> Iterator[tuple[EarlierNote, Stated]]:
    return (
        (note, stated) for note in earlier.notes for stated in note.stated if first_name(stated.name) == name
    )


def _called(note: EarlierNote) -> str:
    return f"the note of {_short(note.day)}" if note.day else f"the note {note.id}"


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3].capitalize()} {day.year}"


def _long(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _may(*stated: Stated) -> dict[str, Earlier]:
    return {"earlier": Earlier((EarlierNote("7k2m9", date(2026, 5, 3), frozenset(), stated, frozenset()),))}


RULES = [
    Rule(
        id="accurate/contradicts-earlier",
        principle="accurate",
        severity=Severity.WARNING,
        scope="note",
        fields=PROSE_FIELDS,
        message="An earlier note states this otherwise.",
        why="Two birth dates or two names send the next worker, the hospital or the court to the wrong person.",
        try_="Ask the person which is right, and say where the other came from.",
        source="WE",
        flags=(
            Example(
                {"facts": "Carys, born |3 August 2019|, was at school."},
                _may(Stated("Carys Bevan", "cousin", date(2019, 8, 2))),
            ),
            Example(
                {"facts": "Carys Bevan, her |grandmother|, rang."}, _may(Stated("Carys Bevan", "aunt", None))
            ),
            Example({"facts": "I rang."}, _may(Stated("Theo Ellis", "brother", date(2018, 8, 2)))),
            Example({"facts": "I rang."}, _may(Stated("Dana Ellis", "aunt", None))),
            Example({"facts": "I rang."}, _may(Stated("Maia Ellis", None, date(2016, 3, 14)))),
        ),
        passes=(
            Example(
                {"facts": "Carys, born 2 August 2019, was at school."},
                _may(Stated("Carys Bevan", "cousin", date(2019, 8, 2))),
            ),
            Example({"facts": "Carys Bevan, her auntie, rang."}, _may(Stated("Carys Bevan", "aunt", None))),
            Example(
                {"facts": "I rang."},
                _may(Stated("Dana Ellis", "mum", None), Stated("Maya Ellis", None, None)),
            ),
            Example({"facts": "I rang."}, _may(Stated("Lena Ellis", "sister", date(2012, 8, 2)))),
        ),
        find_in_sentence=_in_words,
        find_in_note=_in_list,
    ),
]
