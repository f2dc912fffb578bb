"""What the rules read: a paragraph, the whole note, and the setting that they are read in."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import compress
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from noteui.checks.note import FIELDS, Note, Relation
from noteui.checks.prose import WORD, Sentence, Span, fold, quotations, resplit, sentence_spans, word_count

NO_EXPANSIONS: Mapping[str, str] = MappingProxyType({})
TITLES = frozenset(("mr mrs ms miss mx dr pc prof sister nurse rev cllr").split())

_OF_CHILDREN = frozenset(
    "brother sister son daughter half-brother half-sister twin stepson stepdaughter stepbrother stepsister "
    "grandson granddaughter niece nephew".split()
)
"""Relationships that are a child's unless a birth date says otherwise."""


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


class Setting:
    """What is known of the note besides its words: people, times, who writes. Worked out once a note."""

    def __init__(self, note: Note, expansions: Mapping[str, str] = NO_EXPANSIONS) -> None:
        self.note = note
        self.expansions = expansions
        """What short forms stand for in the writer's team."""

    @cached_property
    def first_name(self) -> str:
        """What the person is called in the text: known-as, or else the first name."""
        return self.note.about.known_as or self.note.about.name.split()[0]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every part of every listed name, in lower case, the writer's included."""
        return frozenset(
            part
            for name in self.full_names
            for part in _name_parts(name)
            if part not in TITLES and len(part) > 1
        )

    @cached_property
    def full_names(self) -> tuple[str, ...]:
        """The names of the person, of the people around and of the writer."""
        note = self.note
        names = [note.about.name, *(relation.name for relation in note.people)]
        if note.about.known_as:
            names.append(note.about.known_as)
        if note.author:
            names.append(note.author.name)
        return tuple(names)

    @cached_property
    def person_names(self) -> frozenset[str]:
        """The parts of the person's own name, in lower case."""
        about = self.note.about
        parts = _name_parts(about.name) + (_name_parts(about.known_as) if about.known_as else [])
        return frozenset(part for part in parts if part not in TITLES)

    @cached_property
    def born_by_name(self) -> Mapping[str, object]:
        """Birth dates by first name in lower case, for each person whose date is known."""
        known: dict[str, object] = {}
        for relation in reversed(self.note.people):
            if relation.born:
                known[_name_parts(relation.name)[0]] = relation.born
        if self.note.about.born:
            known[fold(self.first_name)] = self.note.about.born
            known[_name_parts(self.note.about.name)[0]] = self.note.about.born
        return known

    @cached_property
    def household(self) -> tuple[Relation, ...]:
        """The people who live with the person."""
        return tuple(relation for relation in self.note.people if relation.household)

    @cached_property
    def children_at_home(self) -> frozenset[str]:
        """The first names, in lower case, of the children who live with the person, the person left out."""
        happened = self.note.happened
        return (
            frozenset(
                _name_parts(relation.name)[0]
                for relation in self.household
                if (
                    happened.date() < _eighteenth(relation.born)
                    if relation.born and happened
                    else relation.relationship.split()[-1] in _OF_CHILDREN or "child" in relation.relationship
                )
            )
            - self.person_names
        )

    @cached_property
    def adult_names(self) -> frozenset[str]:
        """The first names, in lower case, of the listed people who are not children of the house."""
        return (
            frozenset(_name_parts(relation.name)[0] for relation in self.note.people)
            - self.children_at_home
            - self.person_names
        )

    @cached_property
    def months_old(self) -> int | None:
        """The person's age in whole months when it happened; None where either date is not known."""
        born, happened = self.note.about.born, self.note.happened
        if born is None or happened is None:
            return None
        return (happened.year - born.year) * 12 + happened.month - born.month - (happened.day < born.day)

    @property
    def is_child(self) -> bool:
        """True where the note is about a child, born or not."""
        return self.note.about.kind != "adult"

    @property
    def is_contact_with_person(self) -> bool:
        """True for the kinds of contact at which the person would be expected to be met."""
        return self.note.contact in ("home visit", "school visit", "office visit", "disclosure")


def _eighteenth(born: date) -> date:
    return date(born.year + 18, born.month, min(born.day, 28))


def _name_parts(name: str) -> list[str]:
    return [part for word in WORD.findall(fold(name)) for part in [word.removesuffix("'s")]]


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
    def is_empty(self) -> bool:
        """True where nothing is written in it."""
        empty = not self._written
        self._see(self._is_empty_now, None, empty)
        return empty

    def has_word(self, words: frozenset[str]) -> bool:
        """True where any of these words, in lower case, stands in it."""
        there = self._has_word_now(words)
        self._see(self._has_word_now, words, there)
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
        self._placed = None

    def placed(self, rows: Sequence[Paragraph], starts: Sequence[int]) -> list[tuple[int, Any]]:
        if self._placed is None:
            self._placed = [
                (base + placed.start, item)
                for row, base, found in zip(rows, starts, self._found, strict=True)
                if any(found)
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
    known: Read | None = sentence.kept.get(what)
    if known is None:
        known = sentence.kept[what] = read(sentence)
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

    def put(self, field: str, first: int, last: int, fresh: Sequence[Paragraph]) -> None:
        """Put paragraphs in the place of those of a field from `first` up to `last`."""
        gone = self.fields[field].rows[first:last]
        self.fields[field].put(first, last, fresh)
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
