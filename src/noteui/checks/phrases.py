"""Where the phrases of a class of words stand in a sentence, found for all such classes in one pass.

A cue asks for the first word of each of its phrases, which is dear where that word is “it”, “a” or “the”. The
phrases of the classes asked for here stand in one tree instead, so that a sentence is read once for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from noteui.checks.cue import opened_by, words
from noteui.checks.pattern import lazily
from noteui.checks.phrase_tree import PhraseTree
from noteui.checks.prose import WORD, Sentence, fold

_ALL = re.compile(r"(?s).*")
_ENDS = "\0ends"
_NONE: Iterator[re.Match[str]] = iter(())


def _as_met(phrase: str) -> Iterator[Sequence[str]]:
    """The words of a phrase, joined by hyphens as it has them and apart."""
    parts = WORD.findall(fold(phrase))
    yield parts
    if any("-" in part for part in parts):
        yield [piece for part in parts for piece in part.split("-")]


_TREE = PhraseTree(_as_met)
_planted: dict[str, int] = {}
"""The classes in the tree, each with the number that its words open."""


class Listed:
    """The phrases of a class of words, to be asked for like a cue.

    `tail` is a pattern for what may follow a phrase and belongs to it; `unless` one for what must not follow.
    """

    def __init__(self, name: str, *, tail: str | None = None, unless: str | None = None) -> None:
        self.name = name
        if name not in _planted:
            _planted[name] = opened_by(words(name), loose=True)
            for phrase in words(name):
                _TREE.add(phrase, _ENDS, name)
        self.number = _planted[name]
        """One of those `opened` in a sentence in which a phrase of it may stand."""
        self._tail = lazily(tail) if tail else None
        self._unless = lazily(unless) if unless else None

    def finditer(self, sentence: Sentence) -> Iterator[re.Match[str]]:
        """Every phrase outside quoted speech, in order, the longest where several start at one word."""
        spans = _spans(sentence).get(self.name)
        return self._matches(sentence, spans) if spans else _NONE

    def _matches(self, sentence: Sentence, spans: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
        for start, end in spans:
            plain = sentence.plain
            if self._unless and self._unless.match(plain, end):
                continue
            more = self._tail.match(plain, end) if self._tail else None
            match = _ALL.match(plain, start, more.end() if more else end)
            if match:
                yield match

    def search(self, sentence: Sentence) -> re.Match[str] | None:
        """The first phrase in the sentence."""
        return next(self.finditer(sentence), None)


def _spans(sentence: Sentence) -> Mapping[str, Sequence[tuple[int, int]]]:
    known: Mapping[str, Sequence[tuple[int, int]]] | None = sentence.kept.get("listed phrases")
    if known is None:
        known = sentence.kept["listed phrases"] = _find(sentence)
    return known


def _find(sentence: Sentence) -> dict[str, list[tuple[int, int]]]:
    there, text = sentence.words, sentence.folded
    found: dict[str, list[tuple[int, int]]] = {}
    for first, word in enumerate(there):
        node = _TREE.at(word.folded)
        if node is None:
            continue
        last = first
        longest: dict[str, int] = {}
        while node is not None:
            end = there[last].end
            for name in node.get(_ENDS, ()):
                longest[name] = end
            last += 1
            if last == len(there) or text[end : there[last].start] not in (" ", "-"):
                break
            node = node.get(there[last].folded)
        for name, end in longest.items():
            kept = found.setdefault(name, [])
            if (not kept or kept[-1][1] <= word.start) and not sentence.is_quoted(word.start, end):
                kept.append((word.start, end))
    return found
