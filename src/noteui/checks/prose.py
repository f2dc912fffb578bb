"""A field's text as paragraphs, sentences, words and quotations. Offsets count Unicode code points.

A paragraph is one line of the editor. A sentence never crosses a paragraph, and a full stop inside a
quotation ends no sentence unless the quotation ends with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

WORD = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*+")
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s|$)")
_LAST_TOKEN = re.compile(r"[^\s(\[\"“]{1,20}$")
_ABBREVIATIONS = frozenset(
    (
        "dr mr mrs ms mx prof st rd no nos vs etc approx e.g i.e eg ie a.m p.m cf dept ext tel hrs mins "
        "inc jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri s ss para "
        "fig"
    ).split()
)
_MAY_END_SENTENCE = frozenset(["a.m", "p.m", "etc", "hrs", "mins"])
_DOUBLE = re.compile(r"[\"“”]")
_SINGLE_OPEN = re.compile(r"(?<![^\s(\[—–-])['‘](?=[^\W_])")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,?!…])['’](?![\w])")
_ELISION = re.compile(r"['‘’](?:cause|cos|em|til|till|n|tis|twas|bout|ere|round|appen|\d0s)\b", re.I)
_LONGEST_SINGLE_QUOTATION = 300


def fold(text: str) -> str:
    """Lower case with curly apostrophes straightened, at exactly the same length."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.replace("’", "'").replace("‑", "-")


def word_count(text: str) -> int:
    """How many words a text holds, as a writer would count them."""
    return sum(1 for _ in WORD.finditer(text))


def quotations(paragraph: str) -> tuple[tuple[int, int], ...]:
    """Where quoted speech stands, quotation marks included.

    Straight and curly double quotes pair up; a single quote opens only after a space or bracket and
    before a letter, so an apostrophe never does. An unclosed quotation reaches to the end of its sentence.
    """
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for mark in _DOUBLE.finditer(paragraph):
        at = mark.start()
        if opened is None:
            if mark[0] == "”":
                continue
            opened = at
        elif mark[0] == "“":
            spans.append((opened, _end_of_sentence(paragraph, opened, at)))
            opened = at
        else:
            spans.append((opened, at + 1))
            opened = None
    if opened is not None:
        spans.append((opened, _end_of_sentence(paragraph, opened, len(paragraph))))
    if "'" in paragraph or "‘" in paragraph:
        spans += _single_quotations(paragraph, spans)
        spans.sort()
    return tuple(spans)


def unclosed_quotation(paragraph: str) -> int | None:
    """Where a double quotation opens that nothing closes; None where all are closed."""
    opened: int | None = None
    for mark in _DOUBLE.finditer(paragraph):
        if opened is None:
            opened = None if mark[0] == "”" else mark.start()
        elif mark[0] != "“":
            opened = None
    return opened


def _end_of_sentence(paragraph: str, start: int, limit: int) -> int:
    stop = _STOP.search(paragraph, start + 1, limit)
    return stop.end() if stop else limit


def _single_quotations(paragraph: str, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    closers = [m.start() for m in _SINGLE_CLOSE.finditer(paragraph)]
    position = next_closer = 0
    for opener in _SINGLE_OPEN.finditer(paragraph):
        at = opener.start()
        if at < position or _ELISION.match(paragraph, at) or any(s <= at < e for s, e in taken):
            continue
        while next_closer < len(closers) and closers[next_closer] <= at + 1:
            next_closer += 1
        if next_closer == len(closers):
            break
        close = closers[next_closer]
        if close - at <= _LONGEST_SINGLE_QUOTATION:
            found.append((at, close + 1))
            position = close + 1
    return found


def sentence_spans(paragraph: str, quoted: tuple[tuple[int, int], ...] = ()) -> list[tuple[int, int]]:
    """Where each sentence of a paragraph stands, white space at both ends left out."""
    spans: list[tuple[int, int]] = []
    start = 0
    which = 0
    for stop in _STOP.finditer(paragraph):
        end = stop.end()
        while which < len(quoted) and quoted[which][1] <= stop.start():
            which += 1
        if which < len(quoted) and quoted[which][0] < stop.start() and quoted[which][1] > end:
            continue
        if not _ends_sentence(paragraph, stop.start(), end):
            continue
        _add_trimmed(paragraph, start, end, spans)
        start = end
    _add_trimmed(paragraph, start, len(paragraph), spans)
    return spans


def _add_trimmed(paragraph: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    piece = paragraph[start:end]
    stripped = piece.strip()
    if stripped:
        lead = len(piece) - len(piece.lstrip())
        spans.append((start + lead, start + lead + len(stripped)))


def _ends_sentence(paragraph: str, at: int, end: int) -> bool:
    follows = paragraph[end : end + 40].lstrip()
    if follows and (follows[0].islower() or follows[0] in ",;:"):
        return False
    if paragraph[at] != "." or end - at > 2:
        return True
    token = _LAST_TOKEN.search(paragraph, max(0, at - 20), at)
    if token is None:
        return True
    word = token[0]
    if len(word) == 1 and word.isalpha() and word.isupper() and word != "I":
        return not follows
    bare = word.lower()
    if bare in _ABBREVIATIONS:
        return not follows or (bare in _MAY_END_SENTENCE and follows[0].isupper())
    return True


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence: where it stands and how it reads in lower case."""

    start: int
    end: int
    folded: str


class Sentence:
    """One sentence of one field, with what rules ask of it worked out once and kept.

    Offsets are relative to the sentence's own first character. `kept` is where a
    reader of sentences keeps its own result.
    """

    def __init__(self, field: str, text: str, quoted: tuple[tuple[int, int], ...] = ()) -> None:
        self.field = field
        self.text = text
        self.quoted = quoted
        self.kept: dict[str, Any] = {}

    @cached_property
    def folded(self) -> str:
        """The text in lower case, at the same length."""
        return fold(self.text)

    @cached_property
    def words(self) -> list[Word]:
        """The words in order."""
        return [Word(m.start(), m.end(), m[0]) for m in WORD.finditer(self.folded)]

    @cached_property
    def plain(self) -> str:
        """The folded text with quoted speech blanked out, at the same length."""
        return _blank(self.folded, self.quoted)

    @cached_property
    def plain_text(self) -> str:
        """The text as written with quoted speech blanked out, at the same length."""
        return _blank(self.text, self.quoted)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that stand outside quotations, in lower case."""
        return frozenset(WORD.findall(self.plain)) if self.quoted else self.all_words

    @cached_property
    def all_words(self) -> frozenset[str]:
        """The words that stand anywhere in it, quoted speech included, in lower case."""
        return frozenset(word.folded for word in self.words)

    @cached_property
    def word_total(self) -> int:
        """How many words it has, quoted speech included."""
        return len(self.words)

    def is_quoted(self, start: int, end: int) -> bool:
        """True where any part of the span stands inside quoted speech."""
        return any(s < end and start < e for s, e in self.quoted)

    @property
    def is_closed(self) -> bool:
        """True where it ends with a full stop, question or exclamation mark."""
        return self.text.rstrip("\"'”’)]")[-1:] in (".", "!", "?", "…")


def _blank(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    if not spans:
        return text
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*pieces, text[position:]])
