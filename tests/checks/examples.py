"""The note that a rule's examples are read in, and the spans that they mark with bars."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from noteui.checks import About, Author, Example, Note, Relation, Rule

NOTE = Note(
    about=About("Maya Ellis", "child", date(2016, 3, 14)),
    contact="home visit",
    happened=datetime(2026, 11, 17, 15, 30),
    recorded=datetime(2026, 11, 17, 18, 5),
    author=Author("Priya Nair", "social worker"),
    people=(
        Relation("Dana Ellis", "mother", household=True),
        Relation("Theo Ellis", "brother", date(2019, 8, 2), household=True),
    ),
    seen=True,
    seen_alone=True,
    shared=(),
)

Span = tuple[str, int, int]


def unmarked(words: str) -> tuple[str, list[tuple[int, int]]]:
    """The words without their bars, and the spans between the bars."""
    pieces = words.split("|")
    spans, position = [], 0
    for number, piece in enumerate(pieces):
        if number % 2:
            spans.append((position, position + len(piece)))
        position += len(piece)
    return "".join(pieces), spans


def as_note(rule: Rule, example: str | Example) -> tuple[Note, set[Span]]:
    """An example as a note, with the spans that the rule must raise in it."""
    if isinstance(example, str):
        example = Example({(rule.fields or ("facts",))[0]: example})
    fields, wanted = {}, set()
    for name, words in example.fields.items():
        fields[name], spans = unmarked(words)
        wanted |= {(name, start, end) for start, end in spans}
    return replace(NOTE, fields=fields, **example.known), wanted
