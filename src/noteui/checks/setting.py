"""What the rules read: a paragraph, the whole note, and the setting that they are read in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from noteui.checks.note import Note, Relation
from noteui.checks.prose import WORD, Sentence, fold, quotations, sentence_spans

NO_EXPANSIONS: Mapping[str, str] = MappingProxyType({})
TITLES = frozenset(("mr mrs ms miss mx dr pc prof sister nurse rev cllr").split())


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence and where it starts in its paragraph."""

    start: int
    sentence: Sentence

    @property
    def end(self) -> int:
        """Where it ends in its paragraph."""
        return self.start + len(self.sentence.text)


class Paragraph:
    """One line of a field, split into sentences; unchanged for as long as its text is.

    `kept` is where a reader of paragraphs keeps its own result.
    """

    def __init__(self, field: str, text: str, sentences: Sequence[Placed]) -> None:
        self.field = field
        self.text = text
        self.sentences = sentences
        self.kept: dict[str, list[Any]] = {}

    @classmethod
    def read(cls, field: str, text: str, known: dict[tuple[str, str, object], Sentence]) -> Paragraph:
        """Split a line, taking each sentence that is already known from `known` and adding the others."""
        if not text or text.isspace():
            return cls(field, text, ())
        quoted = quotations(text)
        placed: list[Placed] = []
        first = 0
        for start, end in sentence_spans(text, quoted):
            while first < len(quoted) and quoted[first][1] <= start:
                first += 1
            inside = tuple(_inside(quoted, first, start, end))
            key = (field, text[start:end], inside)
            sentence = known.get(key)
            if sentence is None:
                sentence = known[key] = Sentence(field, text[start:end], inside)
            placed.append(Placed(start, sentence))
        return cls(field, text, tuple(placed))

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
        return frozenset(word.folded for placed in self.sentences for word in placed.sentence.words)

    @cached_property
    def word_total(self) -> int:
        """How many words it has."""
        return sum(placed.sentence.word_total for placed in self.sentences)

    @cached_property
    def has_quotation(self) -> bool:
        """True where any speech is quoted in it."""
        return any(placed.sentence.quoted for placed in self.sentences)


def _inside(quoted: Sequence[tuple[int, int]], first: int, start: int, end: int) -> Iterator[tuple[int, int]]:
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

    @property
    def is_child(self) -> bool:
        """True where the note is about a child, born or not."""
        return self.note.about.kind != "adult"

    @property
    def is_contact_with_person(self) -> bool:
        """True for the kinds of contact at which the person would be expected to be met."""
        return self.note.contact in ("home visit", "school visit", "office visit", "disclosure")


def _name_parts(name: str) -> list[str]:
    return [part for word in WORD.findall(fold(name)) for part in [word.removesuffix("'s")]]


class FieldText:
    """A field as its paragraphs and where each of them starts."""

    def __init__(self, name: str, paragraphs: Sequence[Paragraph], starts: Sequence[int]) -> None:
        self.name = name
        self.paragraphs = paragraphs
        self.starts = starts
        self._noticed: dict[str, list[tuple[int, Any]]] = {}

    def noticed(self, what: str, read: Callable[[Paragraph], list[Any]]) -> list[tuple[int, Any]]:
        """What `read` finds in each paragraph, beside where the paragraph starts in the field.

        A paragraph is read once for as long as its text stands, and the field once for as long as it does.
        """
        known = self._noticed.get(what)
        if known is None:
            known = self._noticed[what] = []
            for paragraph, start in zip(self.paragraphs, self.starts, strict=True):
                found = paragraph.kept.get(what)
                if found is None:
                    found = paragraph.kept[what] = read(paragraph)
                if found:
                    known += [(start, item) for item in found]
        return known

    @cached_property
    def is_empty(self) -> bool:
        """True where nothing is written in it."""
        return not any(paragraph.sentences for paragraph in self.paragraphs)

    @cached_property
    def word_total(self) -> int:
        """How many words it has."""
        return sum(paragraph.word_total for paragraph in self.paragraphs)

    @cached_property
    def text(self) -> str:
        """The field's whole text."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    def has_word(self, words: frozenset[str]) -> bool:
        """True where any of these words, in lower case, stands in it."""
        return any(not paragraph.vocabulary.isdisjoint(words) for paragraph in self.paragraphs)


class Whole:
    """The five fields of a note, for the rules that read it whole."""

    def __init__(self, fields: Mapping[str, FieldText]) -> None:
        self.fields = fields

    @property
    def word_total(self) -> int:
        """How many words the note has."""
        return sum(field.word_total for field in self.fields.values())

    def has_word(self, words: frozenset[str], fields: Sequence[str] | None = None) -> bool:
        """True where any of these words, in lower case, stands in any of the fields."""
        return any(self.fields[name].has_word(words) for name in fields or self.fields)
