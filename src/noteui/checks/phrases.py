"""Where the phrases of a class of words stand in a sentence, found for all such classes in one pass.

A cue asks for the first word of each of its phrases, which is dear where that word is “it”, “a” or “the”. The
phrases of the classes named here stand in one tree of words instead, so that a sentence is read once for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from noteui.checks.cue import words
from noteui.checks.prose import WORD, Sentence, fold

_CLASSES = (
    "hearsay",
    "counts",
    "how-often",
    "stretches",
    "weak-counts",
    "some-time",
    "some-time-weak",
    "cut-short",
    "late-entry",
    "late-reasons",
    "late-basis",
)
_ALL = re.compile(r"(?s).*")
_ENDS = "\0ends"
_Node = dict[str, Any]


class Listed:
    """The phrases of a class of words, to be asked for like a cue.

    `tail` is a pattern for what may follow a phrase and belongs to it; `unless` one for what must not follow.
    """

    def __init__(self, name: str, *, tail: str | None = None, unless: str | None = None) -> None:
        if name not in _CLASSES:
            raise ValueError(f"the class {name} is not among those in the tree")
        self.name = name
        self._tail = re.compile(tail) if tail else None
        self._unless = re.compile(unless) if unless else None

    def finditer(self, sentence: Sentence) -> Iterator[re.Match[str]]:
        """Every phrase outside quoted speech, in order, the longest where several start at one word."""
        for start, end in _spans(sentence).get(self.name, ()):
            plain = sentence.plain
            if self._unless and self._unless.match(plain, end):
                continue
            more = self._tail.match(plain, end) if self._tail else None
            match = _ALL.match(plain, start, more.end() if more else end)
            if match:
                yield match


def _spans(sentence: Sentence) -> Mapping[str, Sequence[tuple[int, int]]]:
    known: Mapping[str, Sequence[tuple[int, int]]] | None = sentence.kept.get("listed phrases")
    if known is None:
        known = sentence.kept["listed phrases"] = _find(sentence)
    return known


def _planted() -> _Node:
    tree: _Node = {}
    for name in _CLASSES:
        for phrase in words(name):
            parts = [match[0] for match in WORD.finditer(fold(phrase))]
            _plant(tree, parts, name)
            if any("-" in part for part in parts):
                _plant(tree, [piece for part in parts for piece in part.split("-")], name)
    return tree


def _plant(tree: _Node, parts: Sequence[str], name: str) -> None:
    node = tree
    for part in parts:
        node = node.setdefault(part, {})
    if name not in node.setdefault(_ENDS, []):
        node[_ENDS].append(name)


_TREE = _planted()


def _find(sentence: Sentence) -> dict[str, list[tuple[int, int]]]:
    there, text = sentence.words, sentence.folded
    found: dict[str, list[tuple[int, int]]] = {}
    for first, word in enumerate(there):
        node = _TREE.get(word.folded)
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
