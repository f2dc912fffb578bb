"""When a finding may show while somebody writes: raised late, cleared at once, and nothing at the caret.

What is being typed is wrong for most of the time that it takes to type it. So a finding in the sentence that
holds the caret waits until the caret has left it, or until the writer has paused and the words are finished;
one that is shown already stays for as long as it is raised.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from noteui.checks.finding import Finding
from noteui.checks.pattern import lazily
from noteui.checks.prose import Span

_LONGEST_WORD = 60
_WORD_BEFORE = lazily(r"[^\W_](?:[\w'’‑-]*)$")
_WORD_AFTER = lazily(r"[\w'’‑-]*")


@dataclass(frozen=True, slots=True)
class Caret:
    """Where the caret is: the field, the sentence and the line that hold it, and the word that it touches."""

    field: str
    line: int
    """Which line of the field."""
    sentence: Span
    line_span: Span
    word: Span | None
    """None where the caret stands at no word."""


def word_at(text: str, offset: int) -> Span | None:
    """The word that is being written at an offset: the one that ends there or goes on past it."""
    before = _WORD_BEFORE.search(text[max(0, offset - _LONGEST_WORD) : offset])
    if before is None:
        return None
    after = _WORD_AFTER.match(text[offset : offset + _LONGEST_WORD])
    return offset - len(before[0]), offset + (len(after[0]) if after else 0)


class Settling:
    """What was shown last, and so what may be shown next."""

    def __init__(self) -> None:
        self._shown: Sequence[Finding] = ()
        self._at_caret: frozenset[tuple[str, str | None]] = frozenset()
        self._place: tuple[str, int, int] | None = None
        self._edited = False
        self._left: set[str] = set()

    def edited(self) -> None:
        """The text was changed since it was last looked at."""
        self._edited = True

    def all_at_once(self, shown: Sequence[Finding]) -> None:
        """Everything was shown, without regard to a caret."""
        self._shown, self._place, self._edited = shown, None, False

    def settled(
        self,
        by_field: Mapping[str, Sequence[Finding]],
        about_note: Sequence[Finding],
        caret: Caret,
        missing: frozenset[str],
        *,
        idle: bool,
    ) -> list[Finding]:
        """Those that may show: all but the new ones at the caret, and what is missed in a field not left yet.

        `by_field` and `about_note` are in order, and so is what comes back.
        """
        if self._place is not None and self._place[0] != caret.field:
            self._left.add(self._place[0])
        place = (caret.field, caret.line, caret.sentence[0])
        allowed = self._allowed(caret, place)
        settled: list[Finding] = []
        at_caret: set[tuple[str, str | None]] = set()
        for name, found in by_field.items():
            if name != caret.field:
                settled += found
                continue
            first, last = (bisect_left(found, edge, key=_start) for edge in caret.sentence)
            settled += found[:first]
            for finding in found[first:last]:
                key = (finding.rule, finding.text)
                if allowed is None or key in allowed or (idle and not _touches(finding, caret.word)):
                    at_caret.add(key)
                    settled.append(finding)
            settled += found[last:]
        settled += [
            finding
            for finding in about_note
            if finding.rule not in missing or not finding.field or self._was_left(finding.field, caret.field)
        ]
        self._at_caret, self._place, self._shown, self._edited = frozenset(at_caret), place, settled, False
        return settled

    def _was_left(self, field: str, focused: str) -> bool:
        return field != focused and field in self._left

    def _allowed(self, caret: Caret, place: tuple[str, int, int]) -> frozenset[tuple[str, str | None]] | None:
        """The rules and words that may show at the caret; None where all may."""
        if place == self._place:
            return self._at_caret
        if not self._edited:
            return None
        start, end = caret.line_span
        return frozenset(
            (shown.rule, shown.text)
            for shown in self._shown
            if shown.field == caret.field and shown.start is not None and start <= shown.start <= end
        )


def _start(finding: Finding) -> int:
    return finding.start or 0


def _touches(finding: Finding, word: Span | None) -> bool:
    if word is None or finding.start is None or finding.end is None:
        return False
    return finding.start < word[1] and word[0] < finding.end
