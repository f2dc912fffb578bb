"""A paragraph as the rules read it: its sentences, its words, and what of it is quoted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from noteui.checks.prose import Sentence, Span, fold, quotations, resplit, sentence_spans, word_count

LONG = 600
"""Code points from which a paragraph is split again only around what was changed in it."""


class Placed(NamedTuple):
    """A sentence and where it starts in its paragraph."""

    start: int
    sentence: Sentence

    @property
    def end(self) -> int:
        """Where it ends in its paragraph."""
        return self.start + len(self.sentence.text)


class Paragraph:
    """One line of a field, split into sentences; unchanged for as long as its text is.

    One that is not read yet has its words counted and no sentences.
    """

    def __init__(
        self,
        field: str,
        text: str,
        sentences: Sequence[Placed] = (),
        quoted: Sequence[Span] = (),
        *,
        is_read: bool = True,
    ) -> None:
        self.field = field
        self.text = text
        self.sentences = sentences
        self.is_read = is_read
        self._quoted = quoted

    @classmethod
    def read(
        cls,
        field: str,
        text: str,
        known: dict[tuple[str, str, object], Sentence],
        before: Paragraph | None = None,
    ) -> Paragraph:
        """Split a line, taking each sentence that is already known from `known` and adding the others.

        `before` is what the line was before an edit; of a long one, the sentences away from the edit are
        taken over.
        """
        if not text or text.isspace():
            return cls(field, text)
        quoted = quotations(text)
        if before is None or not before.sentences or len(text) < LONG:
            return cls(field, text, _placed(field, text, quoted, sentence_spans(text, quoted), known), quoted)
        old = before.sentences
        split = resplit(before.text, [placed.end for placed in old], before._quoted, text, quoted)
        by = len(text) - len(before.text)
        sentences = [
            *old[: split.head],
            *_placed(field, text, quoted, split.middle, known),
            *[Placed(start + by, sentence) for start, sentence in old[len(old) - split.tail :]],
        ]
        return cls(field, text, sentences, quoted)

    def part(self, first: int, last: int) -> Paragraph:
        """The same line with none but the sentences from `first` up to `last`."""
        return Paragraph(self.field, self.text, self.sentences[first:last], self._quoted)

    def sentence_at(self, offset: int | None) -> tuple[int, int]:
        """The span of the sentence that holds this place in the paragraph."""
        if offset is not None:
            which = bisect_right(self.sentences, offset, key=lambda placed: placed.start) - 1
            if which >= 0 and offset < self.sentences[which].end:
                return self.sentences[which].start, self.sentences[which].end
        return 0, len(self.text)

    @cached_property
    def folded(self) -> str:
        """The text in lower case, at the same length."""
        return fold(self.text)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of it, quoted speech included, in lower case."""
        return frozenset().union(*[placed.sentence.all_words for placed in self.sentences])

    @cached_property
    def word_total(self) -> int:
        """How many words it has."""
        if not self.is_read:
            return word_count(self.text)
        return sum([placed.sentence.word_total for placed in self.sentences])

    @property
    def has_quotation(self) -> bool:
        """True where any speech is quoted in it."""
        return bool(self._quoted)


def _placed(
    field: str,
    text: str,
    quoted: Sequence[Span],
    spans: Sequence[Span],
    known: dict[tuple[str, str, object], Sentence],
) -> list[Placed]:
    placed: list[Placed] = []
    first = bisect_right(quoted, spans[0][0], key=lambda span: span[1]) if spans else 0
    for start, end in spans:
        while first < len(quoted) and quoted[first][1] <= start:
            first += 1
        inside = tuple(_inside(quoted, first, start, end)) if first < len(quoted) else ()
        key = (field, text[start:end], inside)
        sentence = known.get(key)
        if sentence is None:
            sentence = known[key] = Sentence(field, text[start:end], inside)
        placed.append(Placed(start, sentence))
    return placed


def _inside(quoted: Sequence[Span], first: int, start: int, end: int) -> Iterator[Span]:
    """The quotations of a sentence, from the first that can be in it, counted from its start."""
    for number in range(first, len(quoted)):
        opens, closes = quoted[number]
        if opens >= end:
            return
        if closes > start:
            yield max(opens, start) - start, min(closes, end) - start
