"""Every version of a finalised note, as it was signed and after each addition, and how two of them differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Literal

from noteui.casework.finalising import FinalNote, FinalText
from noteui.checks.note import FIELDS
from noteui.records import ADDENDUM, VOID

How = Literal["same", "was", "now"]
_TOKEN = re.compile(r"\s+|\w(?:\S*\w)?|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: the same in both, only in the earlier (`was`), or only in the later (`now`).

    In a corrected field `correction` is what struck the words out or put them there.
    """

    text: str = field(repr=False)
    how: How = "same"
    correction: FinalText | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Version:
    """The note as it read after `made_by`; number 1 is the note as it was signed."""

    number: int
    made_by: FinalText
    final: FinalNote = field(repr=False)

    @property
    def sections(self) -> Mapping[str, str]:
        """Titles and texts in order: the five fields with the corrections made, then each addendum."""
        told = {self.final.draft.note.title_of(name): self._text(name) for name in FIELDS}
        for number, text in enumerate((t for t in self.final.added if t.kind == ADDENDUM), 1):
            told[f"Addendum {number}"] = text.text
        if self.final.voided is not None:
            told["Void"] = self.final.voided.text
        return told

    def _text(self, name: str) -> str:
        return "".join(piece.text for piece in corrected(self.final, name) if piece.how != "was")


def versions(final: FinalNote) -> list[Version]:
    """All versions in order; none of an erased note."""
    return [
        Version(number, made_by, replace(final, texts=final.texts[:number]))
        for number, made_by in enumerate(final.texts, 1)
    ]


def corrected(final: FinalNote, name: str) -> list[Piece]:
    """A field's text with each correction in its place: the words as they were, then the new ones."""
    text = final.draft.note.fields[name]
    made = [(one.passage, one) for one in final.corrections if one.passage and one.passage.field == name]
    pieces, at = [], 0
    for passage, one in sorted(made, key=lambda pair: pair[0].start):
        pieces += [Piece(text[at : passage.start]), Piece(passage.text, "was", one)]
        pieces.append(Piece(one.text, "now", one))
        at = passage.end
    pieces.append(Piece(text[at:]))
    return [piece for piece in pieces if piece.text]


def compare(before: Version, after: Version) -> list[tuple[str, list[Piece]]]:
    """The sections in which two versions differ, word by word; none where they read the same."""
    old, new = before.sections, after.sections
    titles = [*old, *(title for title in new if title not in old)]
    return [
        (title, words_apart(old.get(title, ""), new.get(title, "")))
        for title in titles
        if old.get(title, "") != new.get(title, "")
    ]


def words_apart(before: str, after: str) -> list[Piece]:
    """Two texts as one: what both have, what was there before, what is there now, in words."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = _matched(old[start : len(old) - end], new[start : len(new) - end])
    pieces = [Piece("".join(old[:start])), *middle, Piece("".join(old[len(old) - end :]))]
    return [piece for piece in pieces if piece.text]


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("".join(old[a:b]))
        else:
            yield Piece("".join(old[a:b]), "was")
            yield Piece("".join(new[c:d]), "now")


def titled(text: FinalText) -> str:
    """What an addition is called in a list."""
    return {ADDENDUM: "Addendum", VOID: "Made void"}.get(text.kind, text.kind.capitalize())
