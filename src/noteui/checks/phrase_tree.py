"""Phrases by their words, in a tree that grows only where a text has the word that a phrase begins with.

Most phrases stand in no note: to split all of them would take a tenth of a check of one page as a process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from noteui.checks.prose import WORD, fold

Node = dict[str, Any]
"""What goes on from a word: the next words to their nodes, and the kinds of what ends here to its values."""


class PhraseTree:
    """Values by phrases. `split` says which rows of words a phrase is met as.

    What is asked for at a word is made whole before it is seen, so a tree can be read by several threads.
    """

    def __init__(self, split: Callable[[str], Iterable[Sequence[str]]]) -> None:
        self._split = split
        self._waiting: dict[str, list[tuple[str, str, object]]] = {}
        self._grown: dict[str, Node] = {}

    def add(self, phrase: str, kind: str, value: object) -> None:
        """Let a value of some kind stand where the phrase ends; the name of a kind is no word."""
        head = phrase.partition(" ")[0]
        for word in (head,) if head.isalpha() and head.islower() else _first_words(phrase):
            self._waiting.setdefault(word, []).append((phrase, kind, value))
            self._grown.pop(word, None)

    def at(self, word: str) -> Node | None:
        """What goes on from a word in lower case; None where no phrase begins with it."""
        node = self._grown.get(word)
        if node is None and word in self._waiting:
            node = self._grown[word] = self._grow(word)
        return node

    def _grow(self, word: str) -> Node:
        root: Node = {}
        for phrase, kind, value in self._waiting[word]:
            for first, *rest in self._split(phrase):
                if first == word:
                    node = root
                    for part in rest:
                        node = node.setdefault(part, {})
                    node.setdefault(kind, []).append(value)
        return root


def _first_words(phrase: str) -> set[str]:
    """The word that a phrase begins with, and the first part of it where it is joined by a hyphen."""
    first = WORD.search(fold(phrase))
    return {first[0], first[0].partition("-")[0]} if first else set()
