"""A field's text as paragraphs, sentences, words and quotations. Offsets count Unicode code points.

A paragraph is one line of the editor. A sentence never crosses a paragraph, and a full stop inside a
quotation ends no sentence unless the quotation ends with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

WORD = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*+")
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s|$)")
_CLOSING = frozenset(".!?…\"'”’)]")
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
_LOOKS_AHEAD = 41
"""Code points past its end that decide whether a sentence ends there: white space, and what follows it."""
_LOOKS_BACK = 20
"""Code points before a full stop that decide whether it ends a sentence."""
LONGEST_SENTENCE = 2_000
"""Code points after which a sentence is taken to end all the same, at the next space: no rule may cost more
than what it reads, whatever is pasted, and nobody reads on for 350 words without a full stop."""
_CUT_WITHIN = 40
"""Code points past that within which a space is looked for."""
_A_CUT_LOOKS_AHEAD = LONGEST_SENTENCE + _CUT_WITHIN + 2 * _LOOKS_AHEAD

Span = tuple[int, int]


def fold(text: str) -> str:
    """Lower case with curly apostrophes straightened, at exactly the same length."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.replace("’", "'").replace("‑", "-")


def word_count(text: str) -> int:
    """How many words a text holds, as a writer would count them."""
    return len(WORD.findall(text))


def quotations(paragraph: str) -> tuple[Span, ...]:
    """Where quoted speech stands, quotation marks included.

    Straight and curly double quotes pair up; a single quote opens only after a space or bracket and
    before a letter, so an apostrophe never does. An unclosed quotation reaches to the end of its sentence.
    """
    spans: list[Span] = []
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
        spans = _joined(spans)
    return tuple(spans)


def _joined(spans: list[Span]) -> list[Span]:
    """The spans in order, with those in one that overlap."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


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


def _single_quotations(paragraph: str, taken: list[Span]) -> list[Span]:
    found: list[Span] = []
    closers = [m.start() for m in _SINGLE_CLOSE.finditer(paragraph)]
    position = next_closer = next_taken = 0
    for opener in _SINGLE_OPEN.finditer(paragraph):
        at = opener.start()
        while next_taken < len(taken) and taken[next_taken][1] <= at:
            next_taken += 1
        if at < position or (next_taken < len(taken) and taken[next_taken][0] <= at):
            continue
        if _ELISION.match(paragraph, at):
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


def sentence_spans(paragraph: str, quoted: Sequence[Span] = ()) -> list[Span]:
    """Where each sentence of a paragraph stands, white space at both ends left out."""
    spans: list[Span] = []
    start = 0
    for end in _sentence_ends(paragraph, quoted, 0):
        _add_trimmed(paragraph, start, end, spans)
        start = end
    _add_trimmed(paragraph, start, len(paragraph), spans)
    return spans


def _sentence_ends(paragraph: str, quoted: Sequence[Span], position: int) -> Iterator[int]:
    """The ends of sentences after this one, each decided by what stands between the one before and it."""
    for end in _stops(paragraph, quoted, position):
        if end - position > LONGEST_SENTENCE:
            yield from _cuts(paragraph, position, end)
        yield end
        position = end
    if len(paragraph) - position > LONGEST_SENTENCE:
        yield from _cuts(paragraph, position, len(paragraph))


def _cuts(paragraph: str, start: int, end: int) -> Iterator[int]:
    """Where to cut what is too long for a sentence."""
    while True:
        while start < end and paragraph[start].isspace():
            start += 1
        latest = start + LONGEST_SENTENCE + _CUT_WITHIN
        if latest >= end:
            return
        space = paragraph.find(" ", start + LONGEST_SENTENCE, latest)
        start += len(paragraph[start : latest if space < 0 else space].rstrip())
        yield start


def _stops(paragraph: str, quoted: Sequence[Span], position: int) -> Iterator[int]:
    """Where a full stop or the like ends a sentence; each is decided by what stands close by and no more."""
    which = 0
    for stop in _STOP.finditer(paragraph, position):
        end = stop.end()
        while which < len(quoted) and quoted[which][1] <= stop.start():
            which += 1
        if which < len(quoted) and quoted[which][0] < stop.start() and quoted[which][1] > end:
            continue
        if _ends_sentence(paragraph, stop.start(), end):
            yield end


def _add_trimmed(paragraph: str, start: int, end: int, spans: list[Span]) -> None:
    piece = paragraph[start:end]
    stripped = piece.strip()
    if stripped:
        lead = len(piece) - len(piece.lstrip())
        spans.append((start + lead, start + lead + len(stripped)))


class Resplit(NamedTuple):
    """What an edit left of a paragraph's sentences: so many at the start, these, so many at the end."""

    head: int
    middle: list[Span]
    tail: int


def resplit(
    before: str, ends: Sequence[int], quoted_before: Sequence[Span], after: str, quoted: Sequence[Span]
) -> Resplit:
    """Split a paragraph again around what was changed in it. `ends` are where its sentences ended.

    The sentences come out as `sentence_spans` would give them. A sentence ends by what stands within some
    forty code points of it and by the quotation that it is in, so those that lie further from the change and
    have the same quotations as before stand as they did.
    """
    head, tail = common_ends(before, after)
    by = len(after) - len(before)
    # The last one ends where the paragraph does, stop or none.
    settled = min(bisect_right(ends, head - _LOOKS_AHEAD), len(ends) - 1)
    while (
        settled and head < ends[settled - 1] + _A_CUT_LOOKS_AHEAD and _may_be_cut(before, ends, settled - 1)
    ):
        settled -= 1
    start = ends[settled - 1] if settled else 0
    if _up_to(quoted_before, start) != _up_to(quoted, start):
        settled = start = 0
    spans: list[Span] = []
    resumes = len(after) - tail + _LOOKS_BACK
    for end in _sentence_ends(after, quoted, start):
        _add_trimmed(after, start, end, spans)
        start = end
        if end < resumes:
            continue
        which = bisect_left(ends, end - by)
        is_as_before = which < len(ends) and ends[which] == end - by
        if is_as_before and _from(quoted_before, end - by, by) == _from(quoted, end, 0):
            return Resplit(settled, spans, len(ends) - which - 1)
    _add_trimmed(after, start, len(after), spans)
    return Resplit(settled, spans, 0)


def _may_be_cut(paragraph: str, ends: Sequence[int], which: int) -> bool:
    """True where a sentence may end for its length alone, which what stands further on decides too."""
    start = ends[which - 1] if which else 0
    return ends[which] - start >= LONGEST_SENTENCE or paragraph[ends[which] - 1] not in _CLOSING


def _up_to(quoted: Sequence[Span], end: int) -> list[Span]:
    """The quotations that begin before this place; how far one goes on past it makes no difference."""
    return [(start, min(close, end + 1)) for start, close in quoted if start < end]


def _from(quoted: Sequence[Span], start: int, by: int) -> list[Span]:
    return [(max(opens, start) + by, close + by) for opens, close in quoted if close > start]


def common_ends(before: str, after: str) -> tuple[int, int]:
    """How many code points two texts share at their start, and how many of the others at their end."""
    head = _shared(before, after, min(len(before), len(after)), at_end=False)
    tail = _shared(before, after, min(len(before), len(after)) - head, at_end=True)
    return head, tail


def _shared(one: str, other: str, most: int, *, at_end: bool) -> int:
    """Found by halves, because comparing long slices costs far less than comparing characters."""
    least = 0
    while least < most:
        half = (least + most + 1) // 2
        if at_end:
            same = one[len(one) - half : len(one) - least] == other[len(other) - half : len(other) - least]
        else:
            same = one[least:half] == other[least:half]
        if same:
            least = half
        else:
            most = half - 1
    return least


def _ends_sentence(paragraph: str, at: int, end: int) -> bool:
    follows = paragraph[end : end + _LOOKS_AHEAD - 1].lstrip()
    if follows and (follows[0].islower() or follows[0] in ",;:"):
        return False
    if paragraph[at] != "." or end - at > 2:
        return True
    token = _LAST_TOKEN.search(paragraph, max(0, at - _LOOKS_BACK), at)
    if token is None:
        return True
    word = token[0]
    if len(word) == 1 and word.isalpha() and word.isupper() and word != "I":
        return not follows
    bare = word.lower()
    if bare in _ABBREVIATIONS:
        return not follows or (bare in _MAY_END_SENTENCE and follows[0].isupper())
    return True


class Word(NamedTuple):
    """One word of a sentence: where it stands and how it reads in lower case."""

    start: int
    end: int
    folded: str


class Sentence:
    """One sentence of one field, with what rules ask of it worked out once and kept.

    Offsets are relative to the sentence's own first character. `kept` is where a
    reader of sentences keeps its own result.
    """

    def __init__(self, field: str, text: str, quoted: tuple[Span, ...] = ()) -> None:
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
        return [Word(*m.span(), m[0]) for m in WORD.finditer(self.folded)]

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


def _blank(text: str, spans: tuple[Span, ...]) -> str:
    if not spans:
        return text
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*pieces, text[position:]])
