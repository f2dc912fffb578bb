"""What makes a bare word good: somebody said it, it was seen, a reason or a detail stands beside it."""

from __future__ import annotations

import re

from noteui.checks.cue import Cue, words
from noteui.checks.prose import Sentence

_SAID = Cue(r"\b{key}\b", key=words("grounds_speech"))
_DONE = Cue(
    r"\b(?:i|we) (?:(?:also|then|later|have|had|did|do|will|would|am|was|could) )*{key}\b",
    key=words("grounds_first_hand"),
)
_REASON = Cue(r"\b{key}\b", key=words("grounds_reason"))
_CLOCK = re.compile(r"\b(?:on|at|since|until|by|from) (?:about )?\d")
_DETAIL = re.compile(
    r"[:“\"]|\d|\b(?:because|namely|such as|for example|including|that (?:he|she|they|the|i))\b"
)


def said_before(sentence: Sentence, at: int) -> bool:
    """True where a verb of speech stands before this place: somebody's words, not the writer's."""
    first: int | None = sentence.kept.get("said at")
    if first is None:
        said = _SAID.search(sentence)
        first = sentence.kept["said at"] = said.start() if said else len(sentence.text)
    return first < at


def is_said(sentence: Sentence) -> bool:
    """True where the sentence quotes or reports somebody."""
    return bool(sentence.quoted) or _SAID.search(sentence) is not None


def spelt_out_after(sentence: Sentence, at: int) -> bool:
    """True where what follows this place gives a reason, a figure, a list or somebody's words."""
    last: int | None = sentence.kept.get("detail at")
    if last is None:
        details = list(_DETAIL.finditer(sentence.folded))
        last = sentence.kept["detail at"] = details[-1].start() if details else -1
    return last >= at


def is_told(sentence: Sentence) -> bool:
    """True where somebody said it, the writer did or saw it, or gives a reason."""
    return is_said(sentence) or _DONE.search(sentence) is not None or _REASON.search(sentence) is not None


def is_grounded(sentence: Sentence) -> bool:
    """True where a reader is told how the writer knows: speech, an act of the writer, a reason or a day."""
    known: bool | None = sentence.kept.get("grounded")
    if known is None:
        known = sentence.kept["grounded"] = is_told(sentence) or _CLOCK.search(sentence.plain) is not None
    return known
