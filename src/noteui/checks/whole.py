"""The five fields of a note read whole: what rules ask of them is answered anew only where it changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import compress
from typing import Any, TypeVar

from noteui.checks.note import FIELDS
from noteui.checks.paragraph import Paragraph, Placed
from noteui.checks.prose import Sentence

Reader = Callable[[Paragraph], list[Any]]
Read = TypeVar("Read")
KeyOf = Callable[[Sentence], Hashable]
Seen = tuple[Callable[[Any], object], Any, object]
"""Something that was asked of a note and the answer: asked again, it tells whether that still holds."""


class FieldText:
    """A field as its paragraphs and where each of them starts.

    What is asked of it is kept and brought up to date where the field changed, so that a question about the
    whole field costs an edit little more than the paragraph that it touched.
    """

    def __init__(self, name: str, seen: list[Seen] | None = None) -> None:
        self.name = name
        self.seen = seen
        """Where what is asked is written down, while somebody wants to know."""
        self.rows: list[Paragraph] = []
        """The paragraphs, for whoever is not to be written down."""
        self.row_starts: list[int] = []
        """Where each of the paragraphs starts in the field."""
        self._version = 0
        self._total = 0
        self._written = 0
        self._words: Counter[str] = Counter()
        self._noticed: dict[str, _Noticed] = {}
        self._in_sentences: dict[str, _NoticedInSentences] = {}
        self._totals: dict[str, _Totals] = {}

    def put(self, first: int, last: int, fresh: Sequence[Paragraph]) -> None:
        """Put paragraphs in the place of those from `first` up to `last`."""
        gone = self.rows[first:last]
        self.rows[first:last] = fresh
        self._version += 1
        if [len(paragraph.text) for paragraph in gone] != [len(paragraph.text) for paragraph in fresh]:
            self._place(first, first + len(fresh))
        self._count(gone, fresh)
        for noticed in self._noticed.values():
            noticed.put(first, last, fresh)
        shared = _shared(gone, fresh)
        for in_sentences in self._in_sentences.values():
            in_sentences.put(first, last, fresh, shared)
        for totals in self._totals.values():
            totals.change(gone, fresh, shared)

    def _place(self, first: int, last: int) -> None:
        """Work out where the paragraphs from `first` start, of which those up to `last` are new."""
        starts = self.row_starts[:first]
        position = starts[-1] + len(self.rows[first - 1].text) + 1 if starts else 0
        for paragraph in self.rows[first:last]:
            starts.append(position)
            position += len(paragraph.text) + 1
        after = len(self.rows) - last
        if after:
            rest = self.row_starts[-after:]
            by = position - rest[0]
            starts += [start + by for start in rest] if by else rest
        self.row_starts = starts

    def _count(self, gone: Sequence[Paragraph], fresh: Sequence[Paragraph]) -> None:
        for paragraphs, sign in ((gone, -1), (fresh, 1)):
            self._total += sign * sum([paragraph.word_total for paragraph in paragraphs])
            self._written += sign * sum([bool(paragraph.sentences) for paragraph in paragraphs])
        if len(gone) == len(fresh) == 1:
            old, new = gone[0].vocabulary, fresh[0].vocabulary
            self._words.update(new - old)
            self._uncount(old - new)
            return
        for paragraph in fresh:
            self._words.update(paragraph.vocabulary)
        for paragraph in gone:
            self._uncount(paragraph.vocabulary)

    def _uncount(self, words: frozenset[str]) -> None:
        for word in words:
            if self._words[word] == 1:
                del self._words[word]
            else:
                self._words[word] -= 1

    # -- what rules ask

    @property
    def paragraphs(self) -> Sequence[Paragraph]:
        """The paragraphs in order. A rule that asks for them is run again after every edit of the field."""
        self._see(self._version_now, None, self._version)
        return self.rows

    @property
    def starts(self) -> Sequence[int]:
        """Where each of the paragraphs starts in the field."""
        self._see(self._version_now, None, self._version)
        return self.row_starts

    @property
    def text(self) -> str:
        """The field's whole text."""
        return "\n".join([paragraph.text for paragraph in self.paragraphs])

    @property
    def word_total(self) -> int:
        """How many words it has."""
        self._see(self._total_now, None, self._total)
        return self._total

    @property
    def words_now(self) -> int:
        """The same, for whoever is not to be written down."""
        return self._total

    @property
    def is_empty(self) -> bool:
        """True where nothing is written in it."""
        empty = not self._written
        self._see(self._is_empty_now, None, empty)
        return empty

    @property
    def first_written(self) -> tuple[int, Paragraph] | None:
        """The first paragraph with anything in it, beside where it starts. See `noticed` of the place."""
        first = self._first_written_now(None)
        self._see(self._first_written_now, None, first)
        return None if first is None else (self.row_starts[self.rows.index(first)], first)

    def has_word(self, words: frozenset[str]) -> bool:
        """True where any of these words, in lower case, stands in it."""
        there = self._has_word_now(words)
        self._see(self._has_word_now, words, there)
        return there

    def has_some_of(self, words: frozenset[str], least: int) -> bool:
        """True where at least so many of these words, in lower case, stand in it."""
        there = self._has_some_of_now((words, least))
        self._see(self._has_some_of_now, (words, least), there)
        return there

    def noticed(self, what: str, read: Reader) -> list[tuple[int, Any]]:
        """What `read` finds in each paragraph, beside where the paragraph starts in the field.

        A paragraph is read once for as long as its text stands. `what` names the reading and goes with it. A
        rule may use the places to say where it strikes and for nothing else: it is not asked again where they
        have only moved.
        """
        noticed = self._noticed.get(what)
        if noticed is None:
            noticed = self._noticed[what] = _Noticed(read)
            noticed.put(0, 0, self.rows)
        self._see(noticed.version_now, None, noticed.version)
        return noticed.placed(self.row_starts)

    def noticed_in_sentences(self, what: str, read: Callable[[Sentence], list[Any]]) -> list[tuple[int, Any]]:
        """What `read` finds in each sentence, beside where that starts in the field. See `noticed`."""
        noticed = self._in_sentences.get(what)
        if noticed is None:
            noticed = self._in_sentences[what] = _NoticedInSentences(read)
            noticed.put(0, 0, self.rows, (0, 0))
        self._see(noticed.version_now, None, noticed.version)
        return noticed.placed(self.rows, self.row_starts)

    def totals(self, what: str, count: Callable[[Sentence], tuple[int, ...]]) -> tuple[int, ...]:
        """The sums over all sentences of what `count` says of each; empty where there are none.

        `what` names the count and goes with it.
        """
        totals = self._totals.get(what)
        if totals is None:
            totals = self._totals[what] = _Totals(f"counted {what}", count)
            totals.change((), self.rows, (0, 0))
        self._see(totals.now, None, totals.now(None))
        return totals.now(None)

    def _see(self, ask: Callable[[Any], object], about: object, answer: object) -> None:
        if self.seen is not None:
            self.seen.append((ask, about, answer))

    def _version_now(self, _: None) -> int:
        return self._version

    def _total_now(self, _: None) -> int:
        return self._total

    def _is_empty_now(self, _: None) -> bool:
        return not self._written

    def _first_written_now(self, _: None) -> Paragraph | None:
        return next((paragraph for paragraph in self.rows if paragraph.sentences), None)

    def _has_some_of_now(self, asked: tuple[frozenset[str], int]) -> bool:
        words, least = asked
        return len(self._words.keys() & words) >= least

    def _has_word_now(self, words: frozenset[str]) -> bool:
        return not self._words.keys().isdisjoint(words)


class _Noticed:
    """What a reader found in each paragraph of a field."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._found: list[list[Any]] = []
        self._placed: list[tuple[int, Any]] | None = None
        self.version = 0

    def put(self, first: int, last: int, fresh: Sequence[Paragraph]) -> None:
        found = [self._read(paragraph) for paragraph in fresh]
        gone = self._found[first:last]
        # Empty lines that come and go are no news either.
        if found != gone and (any(found) or any(gone)):
            self.version += 1
        self._found[first:last] = found
        self._placed = None

    def placed(self, starts: Sequence[int]) -> list[tuple[int, Any]]:
        if self._placed is None:
            written = compress(zip(starts, self._found, strict=True), self._found)
            self._placed = [(start, item) for start, items in written for item in items]
        return self._placed

    def version_now(self, _: None) -> int:
        return self.version


class _NoticedInSentences:
    """What a reader found in each sentence of each paragraph of a field."""

    def __init__(self, read: Callable[[Sentence], list[Any]]) -> None:
        self._read = read
        self._found: list[list[list[Any]]] = []
        self._has_any: list[bool] = []
        """For each paragraph whether anything was found in it: in most nothing is."""
        self._placed: list[tuple[int, Any]] | None = None
        self.version = 0

    def put(self, first: int, last: int, fresh: Sequence[Paragraph], shared: tuple[int, int]) -> None:
        gone = self._found[first:last]
        head, tail = shared
        found: list[list[list[Any]]] = []
        for paragraph in fresh:
            middle = paragraph.sentences[head : len(paragraph.sentences) - tail]
            found.append([self._read(placed.sentence) for placed in middle])
        if head or tail:
            found = [[*gone[0][:head], *found[0], *gone[0][len(gone[0]) - tail :]]]
        # What stands behind a change in its paragraph has moved, and so is news.
        if any(any(items[head:]) for items in (*gone, *found)):
            self.version += 1
        self._found[first:last] = found
        self._has_any[first:last] = [any(items) for items in found]
        self._placed = None

    def placed(self, rows: Sequence[Paragraph], starts: Sequence[int]) -> list[tuple[int, Any]]:
        if self._placed is None:
            self._placed = [
                (base + placed.start, item)
                for row, base, found in compress(zip(rows, starts, self._found, strict=True), self._has_any)
                for placed, items in zip(row.sentences, found, strict=True)
                for item in items
            ]
        return self._placed

    def version_now(self, _: None) -> int:
        return self.version


class _Totals:
    """Sums over the sentences of a field."""

    def __init__(self, kept: str, count: Callable[[Sentence], tuple[int, ...]]) -> None:
        self._kept = kept
        self._count = count
        self._sums: tuple[int, ...] = ()

    def change(self, gone: Sequence[Paragraph], fresh: Sequence[Paragraph], shared: tuple[int, int]) -> None:
        head, tail = shared
        for paragraphs, sign in ((fresh, 1), (gone, -1)):
            for paragraph in paragraphs:
                for placed in paragraph.sentences[head : len(paragraph.sentences) - tail]:
                    counts = kept_in(placed.sentence, self._kept, self._count)
                    sums = self._sums or (0,) * len(counts)
                    self._sums = tuple([s + sign * n for s, n in zip(sums, counts, strict=True)])

    def now(self, _: None) -> tuple[int, ...]:
        return self._sums


class _Repeats:
    """What sentences are known by, and which of it stands more than once."""

    def __init__(self, key_of: KeyOf, fields: Sequence[str]) -> None:
        self.fields = fields
        self.version = 0
        self._key_of = key_of
        self._keys: dict[Paragraph, list[Hashable]] = {}
        self._total: Counter[Hashable] = Counter()
        self._often: set[Hashable] = set()

    def change(self, gone: Sequence[Paragraph], fresh: Sequence[Paragraph]) -> None:
        if any(self._has_repeated(paragraph) for paragraph in gone):
            self.version += 1
        head, tail = _shared(gone, fresh)
        if head or tail:
            old = self._keys.pop(gone[0], [])
            new = self._keys_of(fresh[0].sentences[head : len(fresh[0].sentences) - tail])
            self._keys[fresh[0]] = old[:head] + new + old[len(old) - tail :]
            self._count(old[head : len(old) - tail], new)
        else:
            for paragraph in fresh:
                self._keys[paragraph] = self._keys_of(paragraph.sentences)
                self._count((), self._keys[paragraph])
            for paragraph in gone:
                self._count(self._keys.pop(paragraph), ())
        if any(self._has_repeated(paragraph) for paragraph in fresh):
            self.version += 1

    def _has_repeated(self, paragraph: Paragraph) -> bool:
        return not self._often.isdisjoint(self._keys[paragraph])

    def _keys_of(self, sentences: Sequence[Placed]) -> list[Hashable]:
        return [self._key_of(placed.sentence) for placed in sentences]

    def _count(self, gone: Iterable[Hashable], fresh: Iterable[Hashable]) -> None:
        for key in fresh:
            if key is not None:
                self._total[key] += 1
                if self._total[key] == 2:
                    self._often.add(key)
        for key in gone:
            if key is not None:
                self._total[key] -= 1
                if self._total[key] == 1:
                    self._often.discard(key)
                elif not self._total[key]:
                    del self._total[key]

    def in_order(self, fields: Mapping[str, FieldText]) -> list[list[tuple[str, Placed]]]:
        found: dict[Hashable, list[tuple[str, Placed]]] = {}
        for name in self.fields if self._often else ():
            for paragraph, base in zip(fields[name].rows, fields[name].row_starts, strict=True):
                if self._has_repeated(paragraph):
                    for key, (start, sentence) in zip(
                        self._keys[paragraph], paragraph.sentences, strict=True
                    ):
                        if key in self._often:
                            found.setdefault(key, []).append((name, Placed(base + start, sentence)))
        return list(found.values())

    def version_now(self, _: None) -> int:
        return self.version


def _shared(gone: Sequence[Paragraph], fresh: Sequence[Paragraph]) -> tuple[int, int]:
    if len(gone) == len(fresh) == 1:
        return same_sentences(gone[0].sentences, fresh[0].sentences)
    return 0, 0


def kept_in(sentence: Sentence, what: str, read: Callable[[Sentence], Read]) -> Read:
    """What `read` says of a sentence, read once for as long as it stands. `what` names the reading."""
    if what not in sentence.kept:
        sentence.kept[what] = read(sentence)
    known: Read = sentence.kept[what]
    return known


def same_sentences(before: Sequence[Placed], after: Sequence[Placed]) -> tuple[int, int]:
    """How many sentences two readings of a paragraph share at its start, and how many others at its end."""
    most = min(len(before), len(after))
    head = 0
    while head < most and before[head].sentence is after[head].sentence:
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail].sentence is after[-1 - tail].sentence:
        tail += 1
    return head, tail


class Whole:
    """The five fields of a note, for the rules that read it whole."""

    def __init__(self) -> None:
        self.fields: Mapping[str, FieldText] = {name: FieldText(name) for name in FIELDS}
        self._seen: list[Seen] | None = None
        self._repeats: dict[str, _Repeats] = {}
        self._words = 0

    def put(self, field: str, first: int, last: int, fresh: Sequence[Paragraph]) -> None:
        """Put paragraphs in the place of those of a field from `first` up to `last`."""
        within = self.fields[field]
        gone, words_before = within.rows[first:last], within.words_now
        within.put(first, last, fresh)
        self._words += within.words_now - words_before
        for repeats in self._repeats.values():
            if field in repeats.fields:
                repeats.change(gone, fresh)

    def write_down(self, seen: list[Seen] | None) -> None:
        """Write down from here on what is asked, in this list; nothing more with None."""
        self._seen = seen
        for field in self.fields.values():
            field.seen = seen

    @property
    def word_total(self) -> int:
        """How many words the note has."""
        return sum([field.word_total for field in self.fields.values()])

    def is_longer_than(self, words: int) -> bool:
        """True where the note has more words. A rule that asks this is not run again at every word."""
        longer = self._is_longer_than_now(words)
        if self._seen is not None:
            self._seen.append((self._is_longer_than_now, words, longer))
        return longer

    def _is_longer_than_now(self, words: int) -> bool:
        return self._words > words

    def has_word(self, words: frozenset[str], fields: Sequence[str] | None = None) -> bool:
        """True where any of these words, in lower case, stands in any of the fields."""
        return any(self.fields[name].has_word(words) for name in fields or self.fields)

    def repeated(self, what: str, key_of: KeyOf, fields: Sequence[str]) -> list[list[tuple[str, Placed]]]:
        """The sentences of these fields that `key_of` says the same of, each with its field and placed in it.

        A sentence that `key_of` says None of is left out, and one that stands alone costs an edit elsewhere
        next to nothing. `what` names the key and goes with it.
        """
        repeats = self._repeats.get(what)
        if repeats is None:
            repeats = self._repeats[what] = _Repeats(key_of, fields)
            for name in fields:
                repeats.change((), self.fields[name].rows)
        if self._seen is not None:
            self._seen.append((repeats.version_now, None, repeats.version))
        return repeats.in_order(self.fields)
