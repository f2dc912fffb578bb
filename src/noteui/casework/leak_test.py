"""Whether a text that is to leave names more than it should: tried against everything that is known.

Every name, nickname and possessive, every birth date in whatever notation, every address, number and
relationship, and the words that were withheld. It finds and asks; it changes nothing. What it looks for is
known, or has the shape of such a thing; a description by which somebody can be recognised it cannot see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from noteui.casework.naming import (
    Names,
    forms_of,
    identifying,
    name_words,
    other_forms,
    plain,
    relationship_words,
    words_of,
)


class LeakKind(StrEnum):
    """What was found to stand in the text."""

    NAME = "name"
    NICKNAME = "nickname"
    BIRTH_DATE = "birth date"
    ADDRESS = "address"
    NUMBER = "number"
    RELATIONSHIP = "relationship"
    WITHHELD = "withheld words"


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody whom the vault knows. `close` are those of the file itself, looked for more closely.

    `meant` may be named in what goes; `hidden` goes under another name, so that what they are to the person
    can tell who they are.
    """

    name: str
    known_as: str | None = None
    relationship: str = ""
    born: date | None = None
    close: bool = False
    meant: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Leak:
    """What stands in the text: the first place of it, how often, and whose it is as far as is known."""

    kind: LeakKind
    found: str = field(repr=False)
    whose: str = field(repr=False)
    start: int
    end: int
    times: int = 1

    @property
    def key(self) -> str:
        """By what its answer is kept."""
        return f"{self.kind.value}: {plain(self.found) or self.found}"

    @property
    def sentence(self) -> str:
        """What was found, for the person."""
        often = "" if self.times == 1 else f" ({self.times} times)"
        return f"{self.kind.value.capitalize()} “{' '.join(self.found.split())}”{often}: {self.whose}."


_MONTH = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third "
    "twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
_MONTHS = "|".join(sorted(_MONTH, key=len, reverse=True))
_NTH = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_GAP = r"[\s.,/\-–_]{0,3}"
_SEP = r"(?:[ \t]?[./\-–][ \t]?|[ \t])"
_YEAR = r"(?P<y>(?:19|20)\d\d|['’]?\d\d)"
_DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?<!\d)(?P<y>(?:19|20)\d\d){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<d>\d{{1,2}})(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}{_YEAR}(?!\d)",
        r"(?<!\d)(?P<d>\d\d)(?P<m>\d\d)(?P<y>(?:19|20)\d\d)(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(?:(?:day )?of )?{_GAP}(?P<mon>{_MONTHS})\b"
        rf"(?:{_GAP}{_YEAR}(?!\d))?",
        rf"\b(?P<mon>{_MONTHS}){_GAP}(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:{_GAP}{_YEAR}(?!\d))?",
        rf"\b(?P<nth>{_NTH}) (?:of )?(?P<mon>{_MONTHS})\b(?:{_GAP}{_YEAR}(?!\d))?",
        r"(?<![\d/.-])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?![\d/])",
    )
)
_POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]?[ \t]?\d[A-Z]{2})\b", re.I)
_DIGITS = re.compile(r"(?<![\w/.-])\+?\(?\d(?:[ \t().\-–/]{0,2}\d){6,14}(?![\w/])")
_REFERENCE = re.compile(r"\b(?=[A-Z/\-]*\d)[A-Z]{1,6}[/\-]?(?:\d{2,}(?:[/\-]\d+)+|\d{3,})[A-Z]?\b")
_NI = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b", re.I)
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_HOUSE = re.compile(r"\b(?:(?:flat|apartment|apt|unit|room|house|number|no\.?)\s+\d{1,4}[a-z]?\b)", re.I)
_RUN = 5
"""So many words together that were withheld are known again where they stand elsewhere."""
_FRONT = re.compile(r"\A(?:the|a|an|in|at|on|to|from|of|and)\s+", re.I)


def _street() -> re.Pattern[str]:
    ends = "|".join(sorted((word.capitalize() for word in identifying()["streets"]), key=len, reverse=True))
    name = r"[A-Z][\w'’]+(?:[ -](?:[A-Z][\w'’]+|the|of|le))*"
    return re.compile(rf"\b(?:\d{{1,4}}[a-zA-Z]?,?\s+)?{name}?\s(?:{ends})\b\.?")


def leaks(
    text: str,
    known: Iterable[Somebody],
    *,
    addresses: Iterable[str] = (),
    numbers: Iterable[str] = (),
    withheld: Iterable[str] = (),
    meant: Iterable[str] = (),
) -> list[Leak]:
    """What stands in the text that should not, or that somebody must say is meant to; each thing once.

    `addresses` and `numbers` are those that the vault's texts hold; `withheld` the words taken out of this
    text; `meant` further names, of those who write and receive it.
    """
    everybody = list(known)
    open_words = {word for one in everybody if one.meant for form in _all_names(one) for word in form}
    open_words |= {word for name in meant for word in name_words(name)}
    open_words -= {
        form[0]
        for one in everybody
        if one.hidden
        for form in forms_of(one.name, one.known_as)
        if len(form) == 1
    } - {word for one in everybody if one.meant for word in name_words(one.name)}
    found = [
        *_named(text, everybody, open_words),
        *_born(text, everybody),
        *_addresses(text, addresses),
        *_numbers(text, numbers),
        *_related(text, everybody),
        *_withheld(text, withheld),
    ]
    return _each_once(found)


def addresses_in(text: str) -> list[str]:
    """What in a text has the shape of an address: a street, a numbered home, a postcode, an e-mail."""
    found = [
        match[0] for pattern in (_street(), _POSTCODE, _HOUSE, _MAIL) for match in pattern.finditer(text)
    ]
    return list(dict.fromkeys(" ".join(_FRONT.sub("", one).split()) for one in found))


def numbers_in(text: str) -> list[str]:
    """What in a text has the shape of a number of somebody: health, telephone, insurance, case."""
    found = [match[0] for pattern in (_DIGITS, _NI, _REFERENCE) for match in pattern.finditer(text)]
    return list(dict.fromkeys(one for one in found if not _is_date(one)))


# -- names


def _all_names(one: Somebody) -> Iterator[tuple[str, ...]]:
    yield from forms_of(one.name, one.known_as)
    for told in (one.name, one.known_as or ""):
        given = name_words(told)
        if given:
            for form in other_forms(given[0]):
                yield (form,)


def _named(text: str, everybody: Sequence[Somebody], open_words: set[str]) -> Iterator[Leak]:
    whose: dict[str, list[Somebody]] = {}
    kinds: dict[str, LeakKind] = {}
    for one in sorted(everybody, key=lambda one: not one.close):
        own = set(forms_of(one.name, one.known_as))
        for form in _all_names(one):
            if set(form) <= open_words:
                continue
            key = " ".join(form)
            whose.setdefault(key, []).append(one)
            kinds.setdefault(key, LeakKind.NAME if form in own else LeakKind.NICKNAME)
    for place in Names(tuple(key.split(" ")) for key in whose).places(text):
        yield Leak(
            kinds[place.name],
            text[place.start : place.whole_end],
            _told(whose[place.name]),
            place.start,
            place.whole_end,
        )
    yield from _misspelt(text, everybody, open_words, set(whose))


def _misspelt(
    text: str, everybody: Sequence[Somebody], open_words: set[str], found: set[str]
) -> Iterator[Leak]:
    """Names of the file that are one letter off; they begin with a capital, and are no month of a date."""
    wanted: dict[str, Somebody] = {}
    for one in everybody:
        if one.close and not one.meant:
            wanted.update({w: one for w in name_words(one.name) if len(w) > 4 and w not in open_words})
    dates = [(start, end) for _, _, start, end in _dates(text)]
    for word in words_of(text):
        bare = word.plain.removesuffix("'s")
        if any(start <= word.start and word.end <= end for start, end in dates):
            continue
        if not word.capital or len(bare) < 4 or bare in found or bare in open_words:
            continue
        near = next((name for name in wanted if _one_off(name, bare)), None)
        if near is not None:
            yield Leak(
                LeakKind.NAME, text[word.start : word.end], _told([wanted[near]]), word.start, word.end
            )


def _one_off(name: str, word: str) -> bool:
    """Whether one letter more, less, other, or two exchanged make the one into the other."""
    if abs(len(name) - len(word)) > 1 or name == word:
        return False
    at = next(
        (n for n, (a, b) in enumerate(zip(name, word, strict=False)) if a != b), min(len(name), len(word))
    )
    rest, other = name[at:], word[at:]
    exchanged = rest[1::-1] + rest[2:] if len(rest) > 1 else ""
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or exchanged == other


def _told(those: Sequence[Somebody]) -> str:
    first = those[0]
    if first.close:
        return f"{first.name}, {first.relationship}" if first.relationship else first.name
    more = len({one.name for one in those}) - 1
    return f"{first.name}, of another file" + (f", and {more} more" if more else "")


# -- dates of birth


def _born(text: str, everybody: Sequence[Somebody]) -> Iterator[Leak]:
    full: dict[date, Somebody] = {}
    close: dict[tuple[int, int], Somebody] = {}
    for one in sorted(everybody, key=lambda one: one.close):
        if one.born is not None and not one.meant:
            full[one.born] = one
            if one.close:
                close[one.born.month, one.born.day] = one
    if not full:
        return
    for day, year, start, end in _dates(text):
        whose = close.get(day) if year is None else _born_on(day, year, full)
        if whose is not None:
            yield Leak(LeakKind.BIRTH_DATE, text[start:end], _told([whose]), start, end)


def _born_on(day: tuple[int, int], year: int, full: Mapping[date, Somebody]) -> Somebody | None:
    for born, one in full.items():
        if (born.month, born.day) == day and year in (born.year, born.year % 100):
            return one
    return None


def _dates(text: str) -> Iterator[tuple[tuple[int, int], int | None, int, int]]:
    """Every date in every reading: month and day, the year where there is one, and where it stands."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            told = match.groupdict()
            written = told.get("y")
            year = int(written.lstrip("'’")) if written else None
            day = _ORDINALS.index(told["nth"].lower()) + 1 if told.get("nth") else int(told["d"])
            if told.get("mon"):
                yield (_MONTH[told["mon"].lower()], day), year, match.start(), match.end()
                continue
            month = int(told["m"])
            yield (month, day), year, match.start(), match.end()
            if month != day:  # as it is written elsewhere
                yield (day, month), year, match.start(), match.end()


def _is_date(text: str) -> bool:
    return any(
        pattern.fullmatch(text.strip()) and 1 <= month <= 12 and 1 <= day <= 31
        for pattern in _DATES
        for (month, day), _, _, _ in _dates(text)
    )


# -- addresses and numbers


def _addresses(text: str, known: Iterable[str]) -> Iterator[Leak]:
    wanted: dict[tuple[str, ...], str] = {}
    for address in known:
        words = tuple(word.plain for word in words_of(address))
        bare = words[1:] if words and words[0][:1].isdigit() else words
        for form in (words, bare):
            if form and (len(form) > 1 or len(form[0]) > 4):
                wanted[form] = address
    for place in Names(wanted).places(text):
        told = wanted[tuple(place.name.split(" "))]
        yield Leak(
            LeakKind.ADDRESS,
            text[place.start : place.end],
            f"it stands in the file as {told}",
            place.start,
            place.end,
        )
    for pattern, what in (
        (_street(), "it looks like an address"),
        (_POSTCODE, "it looks like a postcode"),
        (_HOUSE, "it looks like part of an address"),
        (_MAIL, "it looks like an e-mail address"),
    ):
        for match in pattern.finditer(text):
            start = match.start() + (len(match[0]) - len(_FRONT.sub("", match[0])))
            yield Leak(LeakKind.ADDRESS, text[start : match.end()], what, start, match.end())


def _numbers(text: str, known: Iterable[str]) -> Iterator[Leak]:
    wanted = {_bare_number(number): number for number in known}
    wanted.pop("", None)
    for pattern in (_DIGITS, _NI, _REFERENCE):
        for match in pattern.finditer(text):
            if _is_date(match[0]):
                continue
            told = wanted.get(_bare_number(match[0]))
            what = "it stands in the file" if told else "it looks like a number of somebody or of a case"
            yield Leak(LeakKind.NUMBER, match[0], what, match.start(), match.end())
    run, at = _digits_only(text)
    for bare, told in wanted.items():
        if bare.isdigit() and len(bare) > 5 and bare in run:
            start = run.index(bare)
            yield Leak(
                LeakKind.NUMBER,
                text[at[start] : at[start + len(bare) - 1] + 1],
                f"it stands in the file as {told}",
                at[start],
                at[start + len(bare) - 1] + 1,
            )


def _bare_number(number: str) -> str:
    bare = re.sub(r"[^0-9a-z]", "", number.casefold())
    return re.sub(r"\A(?:0044|44)(?=\d{10}\Z)", "0", bare)


def _digits_only(text: str) -> tuple[str, list[int]]:
    """The digits of a text with what commonly stands between digits taken out; other things end a run."""
    out: list[str] = []
    at: list[int] = []
    for position, character in enumerate(text):
        if character.isdigit() and character.isascii():
            out.append(character)
        elif character in " \t()-–.\u00a0\u202f":
            continue
        else:
            out.append("|")
        at.append(position)
    return "".join(out), at


# -- relationships and withheld words


def _related(text: str, everybody: Sequence[Somebody]) -> Iterator[Leak]:
    wanted: dict[tuple[str, ...], Somebody] = {}
    for one in everybody:
        if one.hidden and one.relationship:
            for told in relationship_words(one.relationship):
                wanted[tuple(word.plain for word in words_of(told))] = one
    for place in Names(wanted).places(text):
        one = wanted[tuple(place.name.split(" "))]
        yield Leak(
            LeakKind.RELATIONSHIP,
            text[place.start : place.end],
            f"it can tell who {one.name} is, who is not to be named",
            place.start,
            place.end,
        )


def _withheld(text: str, withheld: Iterable[str]) -> Iterator[Leak]:
    runs: dict[tuple[str, ...], None] = {}
    for passage in withheld:
        words = tuple(word.plain for word in words_of(passage))
        if len(words) <= _RUN:
            runs[words] = None
        else:
            runs.update({words[n : n + _RUN]: None for n in range(len(words) - _RUN + 1)})
    if not runs:
        return
    for place in Names(runs).places(text):
        yield Leak(
            LeakKind.WITHHELD,
            text[place.start : place.end],
            "it was withheld, and stands here as well",
            place.start,
            place.end,
        )


def _each_once(found: Iterable[Leak]) -> list[Leak]:
    """Each thing once, with how often it stands; what lies inside a longer find of its kind is left out."""
    by_place = sorted(found, key=lambda leak: (leak.start, -leak.end, list(LeakKind).index(leak.kind)))
    kept: list[Leak] = []
    reached: dict[LeakKind, int] = {}
    for leak in by_place:
        if leak.end <= reached.get(leak.kind, -1):
            continue
        reached[leak.kind] = max(leak.end, reached.get(leak.kind, -1))
        kept.append(leak)
    once: dict[str, Leak] = {}
    for leak in kept:
        first = once.get(leak.key)
        once[leak.key] = replace(first, times=first.times + 1) if first else leak
    return list(once.values())


def unanswered(found: Sequence[Leak], answers: Mapping[str, str]) -> list[Leak]:
    """Those for which nobody has said in writing why they may stand."""
    return [leak for leak in found if not answers.get(leak.key, "").strip()]
