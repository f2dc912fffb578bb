"""A rule's examples in words that a reader follows: what stands in which field, and what else is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from noteui.checks.earlier import Earlier, EarlierNote, Stated
from noteui.checks.note import About, Author, Relation
from noteui.checks.rule import Example
from noteui.checks.sharing_rule import Case

_OVER_AND_OVER = re.compile(r"(?P<said>[^.|]{12,}\. )(?P=said)+(?P<cut>[^.|]*\.?)")
_OF_NOTHING = {"people": "nobody", "author": "not said"}


def told(example: str | Example | Case) -> list[tuple[str, str]]:
    """The parts of an example, each with what it is: a field, or something that is known of the note.

    An example of one sentence is one part that is not named. Spans that are raised stay between bars.
    """
    if isinstance(example, str):
        return [("", example)]
    if isinstance(example, Case):
        return [("", example.says)]
    parts = [(name, _shortened(words)) for name, words in example.fields.items() if words]
    parts += [
        (name.replace("_", " "), "; ".join(_plain(value)) or _OF_NOTHING.get(name, "not said"))
        for name, value in example.known.items()
    ]
    return parts or [("", "a note without it")]


def in_a_line(example: str | Example | Case) -> str:
    """The whole example in one line."""
    return "  ".join(f"{name}: {words}" if name else words for name, words in told(example))


def _shortened(words: str) -> str:
    """A text that says one sentence over and over, with how often it does."""

    def once(match: re.Match[str]) -> str:
        said, cut = match["said"], match["cut"]
        times = (match.end("cut") - match.start() - len(cut)) // len(said)
        return f"{said}(and so on, {times} times) {'' if said.startswith(cut) else cut}"

    return _OVER_AND_OVER.sub(once, words).strip()


def _plain(value: object) -> Iterator[str]:
    """What a value says, each thing by itself; nothing for nothing."""
    if isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, str):
        yield value
    elif isinstance(value, datetime):
        yield f"{_day(value)}, {value:%H:%M}"
    elif isinstance(value, (About, Relation, Stated)):
        yield _person(value)
    elif isinstance(value, Author):
        yield f"{value.name}, {value.role}"
    elif isinstance(value, Earlier):
        for note in value.notes:
            yield _earlier(note)
    elif isinstance(value, tuple):
        for one in value:
            yield from _plain(one)


def _person(person: About | Relation | Stated) -> str:
    what = person.kind if isinstance(person, About) else person.relationship
    parts = [person.name, what, f"born {_day(person.born)}" if person.born else None]
    if isinstance(person, About):
        parts.append(person.pronouns)
    elif isinstance(person, Relation) and person.household:
        parts.append("lives there")
    return ", ".join(part for part in parts if part)


def _earlier(note: EarlierNote) -> str:
    parts = [_person(stated) for stated in note.stated]
    if note.named:
        parts.append("names " + " and ".join(sorted(name.title() for name in note.named)))
    day = f"a note of {_day(note.day)}" if note.day else "a note"
    return f"{day}: {', and '.join(parts)}" if parts else day


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
