"""Fixed phrases of many word classes, found together in one pass over a sentence.

A cue is right where a phrase has a pattern round it. Where the phrase is all there is, a hundred cues would
each read the sentence; here the phrases of all of them stand in one tree of words, which is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from noteui.checks.cue import words
from noteui.checks.prose import WORD, Sentence, fold

_KEPT = "class phrases"
_HERE = ""
_Node = dict[str, Any]
_tree: _Node = {}
_many: list[int] = [0]


class Found:
    """Where a phrase stands in a sentence; asked like a match of a pattern."""

    __slots__ = ("_end", "_sentence", "_start")

    def __init__(self, sentence: Sentence, start: int, end: int) -> None:
        self._sentence, self._start, self._end = sentence, start, end

    def start(self) -> int:
        """Its first character."""
        return self._start

    def end(self) -> int:
        """After its last character."""
        return self._end

    def span(self) -> tuple[int, int]:
        """Both."""
        return self._start, self._end

    def __getitem__(self, group: int) -> str:
        return self._sentence.folded[self._start : self._end]


class Phrases:
    """The phrases of some word classes, the longest at each place, outside quoted speech.

    Where `unless` is given, a phrase that it matches directly after is passed over.
    """

    def __init__(self, *classes: str, unless: str | None = None) -> None:
        self._number = _many[0]
        _many[0] += 1
        self._unless = re.compile(unless) if unless else None
        for phrase in words(*classes):
            _plant(phrase, self._number)

    def finditer(self, sentence: Sentence) -> Iterator[Found]:
        """Every phrase in the sentence, in order."""
        found: dict[int, list[tuple[int, int]]] | None = sentence.kept.get(_KEPT)
        if found is None:
            found = sentence.kept[_KEPT] = _read(sentence)
        for start, end in found.get(self._number, ()):
            if self._unless is None or self._unless.match(sentence.plain, end) is None:
                yield Found(sentence, start, end)

    def search(self, sentence: Sentence) -> Found | None:
        """The first phrase in the sentence."""
        return next(self.finditer(sentence), None)


def _plant(phrase: str, number: int) -> None:
    folded = fold(phrase)
    for parts in (WORD.findall(folded), WORD.findall(folded.replace("-", " "))):
        node = _tree
        for part in parts:
            node = node.setdefault(part, {})
        node[_HERE] = tuple(dict.fromkeys((*node.get(_HERE, ()), number)))


def _read(sentence: Sentence) -> dict[int, list[tuple[int, int]]]:
    there, text = sentence.words, sentence.plain
    found: dict[int, list[tuple[int, int]]] = {}
    for first, word in enumerate(there):
        node = _tree.get(word.folded)
        last = first
        ends: dict[int, int] = {}
        while node is not None:
            end = there[last].end
            for number in node.get(_HERE, ()):
                ends[number] = end
            last += 1
            if last == len(there) or text[end : there[last].start] not in (" ", "-"):
                break
            node = node.get(there[last].folded)
        for number, end in ends.items():
            if sentence.quoted and text[word.start : end] != sentence.folded[word.start : end]:
                continue
            known = found.setdefault(number, [])
            if not known or known[-1][1] <= word.start:
                known.append((word.start, end))
    return found
