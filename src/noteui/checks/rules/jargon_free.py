"""Jargon-free: short forms that are never spelt out, or that can be read in more than one way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence, fold
from noteui.checks.rule import ALL_FIELDS, Example, Hit, Replace, Rule
from noteui.checks.setting import Setting
from noteui.checks.tables import WORDS, read_table
from noteui.checks.whole import Whole

_SHORT = lazily(
    r"(?<![\w/.&@#-])(?P<form>[A-Z][A-Z0-9&]{1,6}|[A-Z][a-z]?[A-Z][A-Z]?|[A-Z]\d[A-Z]|DoLS|SoS)(?P<plural>s|'s|’s)?(?![\w&@]|-(?!\d))"
)
_SECTION = lazily(r"(?<![\w/.])[sS]\.? ?(?:17|20|42|47|76)(?!\w)")
_NAMES_THE_ACT = lazily(r",? (?:\([^)]{3,60}\)|(?:of )?the [A-Z][\w’' ]{2,40}Act\b)")
_PLATE = lazily(r"\b[A-Z]{2}\d\d $")
"""The first half of a number plate, of which the second is three letters."""
_POSTCODE = lazily(r"\b[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}\b")
_LONG_BEFORE = lazily(r"\b(?P<words>(?:[\w’'-]+,? (?:and |of |for |in |the |on |to )?){1,8}?[\w’'-]+) $")


@cache
def expansions() -> dict[str, str]:
    """What each known short form stands for."""
    return _table()["expansions"]


@cache
def plain() -> frozenset[str]:
    """The short forms that everybody knows."""
    return frozenset(_table()["plain"]["forms"])


@cache
def _table() -> dict[str, dict[str, str]]:
    text = (WORDS / "short_forms.toml").read_text(encoding="utf-8")
    return read_table(text)


def _short_forms(sentence: Sentence) -> tuple[list[tuple[int, int, str]], frozenset[str]]:
    """The short forms used in a sentence with their places, and those that it spells out."""
    known: tuple[list[tuple[int, int, str]], frozenset[str]] | None = sentence.kept.get("short forms")
    if known is not None:
        return known
    text = sentence.plain_text
    used: list[tuple[int, int, str]] = []
    defined: set[str] = set()
    if (_SHORT.search(text) or _SECTION.search(text)) and not _is_shouted(text):
        postcodes = [m.span() for m in _POSTCODE.finditer(text)]
        for match in _SHORT.finditer(text):
            form = match["form"]
            if match[0] in plain() or _PLATE.search(text, max(0, match.start() - 6), match.start()):
                continue
            if any(s <= match.start() < e for s, e in postcodes):
                continue
            if any(char.isdigit() for char in form) and form not in expansions():
                continue
            if sum(char.isupper() for char in form) < 2 and form not in expansions():
                continue
            if _defines(text, match.start("form"), match.end("form"), form):
                defined.add(form)
                continue
            used.append((match.start("form"), match.end("form"), form))
        for match in _SECTION.finditer(text):
            if _defines(text, match.start(), match.end(), match[0]):
                defined.add(match[0])
            elif not _NAMES_THE_ACT.match(text, match.end()):
                used.append((match.start(), match.end(), match[0]))
    known = used, frozenset(defined)
    sentence.kept["short forms"] = known
    return known


def _is_shouted(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 12 and sum(char.isupper() for char in letters) > 0.7 * len(letters)


def _defines(text: str, start: int, end: int, form: str) -> bool:
    if text[start - 1 : start] == "(" and text[end : end + 1] in (")", ",", ";"):
        return bool(_LONG_BEFORE.search(text[max(0, start - 90) : start - 1]))
    follows = text[end : end + 90]
    if follows.startswith((" (", "s (")):
        inside = follows.split("(", 1)[1].split(")", 1)[0]
        return len(inside.split()) >= 2 or len(inside) > 8
    if re.match(r",? (?:which )?(?:means|stands for|is short for)\b", follows):
        return True
    known = expansions().get(form)
    return bool(known and fold(known.split(" / ")[0]) in fold(text[max(0, start - 120) : start]))


def _forms_in(sentence: Sentence) -> list[tuple[list[tuple[int, int, str]], frozenset[str]]]:
    forms, spelt = _short_forms(sentence)
    return [(forms, spelt)] if forms or spelt else []


def _never_spelt_out(whole: Whole, setting: Setting) -> Iterator[Hit]:
    used: list[tuple[str, int, int, str]] = []
    defined: set[str] = set()
    for name in ALL_FIELDS:
        for base, (forms, spelt) in whole.fields[name].noticed_in_sentences("short forms", _forms_in):
            defined |= spelt
            used += [(name, base + start, base + end, form) for start, end, form in forms]
    met: set[str] = set()
    for name, start, end, form in used:
        if form in met or form in defined or form in plain() or fold(form) in setting.names:
            continue
        met.add(form)
        meaning = setting.expansions.get(form) or expansions().get(form)
        if meaning is None and len(form) > 5:
            continue
        choices = meaning.split(" / ") if meaning else []
        yield Hit(
            start,
            end,
            message=f"“{form}” is never spelt out."
            if len(choices) < 2
            else f"“{form}” can mean more than one thing.",
            field=name,
            mends=tuple(
                Replace(f"Write “{choice} ({form})”", start, end, f"{choice} ({form})") for choice in choices
            ),
        )


RULES = [
    Rule(
        id="jargon-free/short-form",
        principle="jargon-free",
        severity=Severity.WARNING,
        scope="note",
        fields=ALL_FIELDS,
        message="A short form that is never spelt out.",
        why="The same letters mean different things in different services, and nothing to the family.",
        try_="Spell it out where it first stands, with the short form in brackets.",
        source="SEED",
        gives_way_to=("person-centred/label-for-person", "person-centred/was-not-brought"),
        flags=(
            Example({"facts": "The |IRO| rang at noon, and the IRO will write."}),
            Example({"facts": "I spoke with the |HV| about weight."}),
        ),
        passes=(
            Example({"facts": "The independent reviewing officer (IRO) rang. The IRO will write."}),
            Example({"facts": "The GP and the NHS app were both down, so we watched TV."}),
        ),
        find_in_note=_never_spelt_out,
    ),
]
