"""A note as the person whom it is about would read it: other people masked, harsh wording lit.

The same person is masked by the same words everywhere. Only names on the note's list of people are masked:
somebody who is not listed, or is known by a kin word alone, still shows; whoever gives the note out looks
for them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Literal

from noteui.casework.team_file import rules_in_use
from noteui.checks import check
from noteui.checks.note import FIELDS, Note, Relation

How = Literal["plain", "masked", "harsh"]
HARSH = frozenset(
    (
        "professional/stigma",
        "professional/blame",
        "professional/doubting-verb",
        "professional/confessing-verb",
        "professional/slang",
        "professional/shouting",
        "professional/as-ever",
        "professional/judged-by-kind",
        "professional/compared-with-others",
        "person-centred/label-for-person",
        "person-centred/was-not-brought",
        "evidence-based/opinion-in-facts",
    )
)
"""The rules whose words would hurt, or judge, whoever reads them about themselves."""
_OF_AGE = 18
_SHORTEST_NAME = 3
_TITLE = re.compile(r"^(?:mr|mrs|ms|miss|dr|mx)\.?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a field's text as the person would read it."""

    text: str = field(repr=False)
    how: How = "plain"


def as_read(note: Note) -> Mapping[str, Sequence[Span]]:
    """The fields in their order, each as spans that make up its whole text with names masked."""
    masks = masks_of(note)
    harsh: dict[str, list[tuple[int, int]]] = {name: [] for name in FIELDS}
    for finding in check(note, rules=rules_in_use()):
        if finding.rule in HARSH and finding.field and finding.start is not None and finding.end is not None:
            harsh[finding.field].append((finding.start, finding.end))
    return {name: list(_spans(note.fields.get(name, ""), masks, harsh[name])) for name in FIELDS}


def masks_of(note: Note) -> Mapping[str, str]:
    """By each name, or part of one, that is masked: what stands there, “another child”, “an adult B”."""
    hidden = [relation for relation in note.people if not _is_professional(relation)]
    children = [relation for relation in hidden if _is_child(relation, note)]
    adults = [relation for relation in hidden if relation not in children]
    words: dict[str, str] = {}
    shared = _shared_parts(note)
    for called, people in (("another child", children), ("an adult", adults)):
        for number, relation in enumerate(people):
            mask = called if len(people) == 1 else f"{called} {chr(ord('A') + number)}"
            for name in _names(relation.name):
                if name == relation.name or name not in shared:
                    words.setdefault(name, mask)
    return words


def _names(full: str) -> list[str]:
    bare = _TITLE.sub("", full)
    return [full, bare, *(part for part in bare.split() if len(part) >= _SHORTEST_NAME)]


def _shared_parts(note: Note) -> frozenset[str]:
    """Parts of names that more than one person has: a surname alone would mask the person themself."""
    everybody = [note.about.name, note.about.known_as or "", *(relation.name for relation in note.people)]
    parts = [set(_names(name)) for name in everybody]
    own = parts[0] | parts[1]
    counted = [part for of_one in parts[2:] for part in of_one]
    return frozenset(own | {part for part in counted if counted.count(part) > 1})


def _is_professional(relation: Relation) -> bool:
    return _has_word(relation.relationship, "professional")


def _is_child(relation: Relation, note: Note) -> bool:
    if relation.born is not None:
        on = note.happened.date() if note.happened else date.today()
        age = on.year - relation.born.year - ((on.month, on.day) < (relation.born.month, relation.born.day))
        return age < _OF_AGE
    return note.about.kind != "adult" and _has_word(relation.relationship, "child")


def _has_word(relationship: str, which: str) -> bool:
    said = relationship.casefold()
    return any(re.search(rf"\b{re.escape(word)}\b", said) for word in _words()[which])


@cache
def _words() -> Mapping[str, Sequence[str]]:
    return tomllib.loads((resources.files("noteui.casework") / "as_read.toml").read_text(encoding="utf-8"))


def _spans(text: str, masks: Mapping[str, str], harsh: Sequence[tuple[int, int]]) -> Iterator[Span]:
    names = sorted(masks, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])") if names else None
    masked = {m.span(): masks[m[0]] for m in pattern.finditer(text)} if pattern else {}
    edges = {0, len(text), *(edge for span in (*masked, *harsh) for edge in span)}
    for start, end in pairwise(sorted(edges)):
        inside = next((span for span in masked if span[0] <= start and end <= span[1]), None)
        if inside is not None:
            if start == inside[0]:
                yield Span(f"[{masked[inside]}]", "masked")
        elif any(a <= start and end <= b for a, b in harsh):
            yield Span(text[start:end], "harsh")
        else:
            yield Span(text[start:end])
