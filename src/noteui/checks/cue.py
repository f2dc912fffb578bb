"""Patterns that are tried only where one of their own words stands: cheap in the many sentences without one.

A cue is a pattern with a place, `{key}`, for a list of words and phrases. The list is both what the pattern
matches there and what decides whether it is tried at all, so the two cannot come apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from itertools import count
from types import MappingProxyType

from noteui.checks.compiled import compiled
from noteui.checks.kept import kept
from noteui.checks.prose import WORD, Sentence, fold
from noteui.checks.tables import WORDS, read_toml

Words = Iterable[str]
_JOINT = re.compile(r"[ -]")
_LENGTHENED = re.compile(r"\{key\}\)?(?:\w|\\w|\[|\(\?:(?:\w|\\w|\[))")
"""The key of a pattern that lets its last word go on, as in `{key}s?`."""
_UNBOUNDED = re.compile(r"(?<=\))([*+])(?![+])")
"""A group that repeats for as long as it likes: a paste of one word over and over would cost its square."""
_EVERYWHERE = frozenset("the and was that with had for were his her she they".split())
LONGEST_RUN = 6
"""How often such a group repeats at most: more adjectives or adverbs in a row than that are no language."""


@cache
def word_classes() -> Mapping[str, tuple[str, ...]]:
    """The named classes of words that rules build on, from `words/classes/*.toml`.

    Raises ValueError where a class stands in two files or a word twice in a class.
    """
    files = sorted((WORDS / "classes").glob("*.toml"))
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    # All of them in one: to look for each in a file of its own takes longer than to read it.
    return MappingProxyType(kept("\0".join(texts.values()), lambda: _classes_in(texts), dict))


def _classes_in(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for file, text in texts.items():
        for name, made in read_toml(text).items():
            words = tuple(made["words"])
            if name in found:
                raise ValueError(f"{file}: the class {name} stands in another file as well")
            if len(set(words)) < len(words):
                raise ValueError(f"{file}: the class {name} holds a word twice")
            found[name] = words
    return found


_ADDED: ContextVar[Mapping[str, Words]] = ContextVar("the words that a team adds")


def words(*classes: str) -> tuple[str, ...]:
    """The words of one class or several, as they come or with those that are being added to them.

    Raises KeyError for a class that there is none of.
    """
    added = _ADDED.get(None)
    if added is None:
        return _shipped_words(*classes)
    return tuple(
        dict.fromkeys(word for name in classes for word in (*word_classes()[name], *added.get(name, ())))
    )


@cache
def _shipped_words(*classes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for name in classes for word in word_classes()[name]))


@contextmanager
def adding(classes: Mapping[str, Words]) -> Iterator[None]:
    """Whoever asks for the words of a class inside this gets these as well."""
    token = _ADDED.set(classes)
    try:
        yield
    finally:
        _ADDED.reset(token)


def alternatives(phrases: Words) -> str:
    """The phrases as a group of a pattern, the longest first; a space and a hyphen match each other."""
    longest_first = sorted({fold(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join("[ -]".join(map(re.escape, _JOINT.split(p))) for p in longest_first) + ")"


def _at_most(repeats: re.Match[str]) -> str:
    return f"{{{{{0 if repeats[1] == '*' else 1},{LONGEST_RUN}}}}}"


_NONE: Iterator[re.Match[str]] = iter(())
_numbers = count()
_known: list[Cue] = []
_opens: dict[str, list[int]] = {}
"""Which cues a word opens, by their numbers: a look for each word of a sentence asks for all."""


def opened_by(phrases: Words, *, lengthened: bool = False, loose: bool = False) -> int:
    """A new number, one of those `opened` in a sentence wherever one of the phrases may stand in it.

    `lengthened` where the last word of a phrase may go on. Raises ValueError for a phrase that is more than
    words, but for `loose` where what stands between its words does not count.
    """
    number = next(_numbers)
    for word in {_rarest(phrase, lengthened=lengthened, loose=loose) for phrase in phrases}:
        _opens.setdefault(word, []).append(number)
    return number


def _opened(sentence: Sentence) -> frozenset[int]:
    """The cues that the words outside quotations open."""
    known: frozenset[int] | None = sentence.kept.get("opened")
    if known is None:
        known = sentence.kept["opened"] = _opened_by(sentence.vocabulary)
    return known


def opened(sentence: Sentence) -> frozenset[int]:
    """The numbers of what the words of a sentence open, quoted speech included."""
    if not sentence.quoted:
        return _opened(sentence)
    known: frozenset[int] | None = sentence.kept.get("opened anywhere")
    if known is None:
        known = sentence.kept["opened anywhere"] = _opened_by(sentence.all_words)
    return known


def _opened_by(words: frozenset[str]) -> frozenset[int]:
    parts = [part for word in words if "-" in word for part in word.split("-")]
    return frozenset().union(*[_opens[word] for word in (*words, *parts) if word in _opens])


class Cue:
    """A pattern over a sentence in lower case, tried where a word of `key` stands in it.

    It is compiled when it is first tried: most cues are silent in most notes, and a check of one page would
    spend more on compiling all of them than on reading.

    `{key}` in the pattern stands for any of the phrases of `key`, and any other name in braces for those of
    the list given by that name; braces that count are doubled. A group repeats at most `LONGEST_RUN` times.
    Quoted speech is blank to the pattern, but for `in_quotes`.
    """

    def __init__(self, pattern: str, *, key: Words, in_quotes: bool = False, **lists: Words) -> None:
        key = tuple(key)
        self._pattern = pattern
        self._lists = {name: tuple(phrases) for name, phrases in {**lists, "key": key}.items()}
        self.in_quotes = in_quotes
        self.number = opened_by(key, lengthened=_LENGTHENED.search(pattern) is not None)
        """One of those `opened` in a sentence in which it may stand."""
        _known.append(self)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is matched. Raises re.error where it is no pattern, KeyError where a list is missing."""
        return compiled(repr((self._pattern, self._lists)), self._spelt)

    def _spelt(self) -> str:
        lists = {name: alternatives(words) for name, words in self._lists.items()}
        return _UNBOUNDED.sub(_at_most, self._pattern).format(**lists)

    def may_stand_in(self, sentence: Sentence) -> bool:
        """False where no word of the key stands in the sentence, so that the pattern need not be tried."""
        if self.in_quotes:
            return self.number in opened(sentence)
        known = sentence.kept.get("opened")
        return self.number in (_opened(sentence) if known is None else known)

    def finditer(self, sentence: Sentence) -> Iterator[re.Match[str]]:
        """Every match in the sentence, in order."""
        if self.in_quotes:
            if self.number not in opened(sentence):
                return _NONE
            return self.pattern.finditer(sentence.folded)
        # asked a hundred times for each key: no call is spent on a cue that is not opened
        known = sentence.kept.get("opened")
        if self.number not in (_opened(sentence) if known is None else known):
            return _NONE
        return self.pattern.finditer(sentence.plain)

    def search(self, sentence: Sentence) -> re.Match[str] | None:
        """The first match in the sentence."""
        return next(self.finditer(sentence), None)


def _rarest(phrase: str, *, lengthened: bool, loose: bool) -> str:
    """The rarest word of a phrase, which no sentence with the phrase in it is without.

    The longest word is taken for the rarest, those that stand in every second sentence last. The last word of
    several is passed over where the phrase may go on.
    """
    if phrase.isalpha() and phrase.islower():
        return phrase
    apart = (phrase if phrase.isascii() and phrase.islower() else fold(phrase)).replace("-", " ")
    parts = apart.split(" ")
    if not apart.replace(" ", "").isalpha():
        if loose:
            parts = WORD.findall(apart)
        elif not all(WORD.fullmatch(part) for part in parts):
            raise ValueError(f"{phrase!r} holds more than words, spaces and hyphens")
    whole = parts[:-1] if lengthened and len(parts) > 1 else parts
    rarest = max(whole, key=len)
    if rarest in _EVERYWHERE:
        rarest = max([part for part in whole if part not in _EVERYWHERE], key=len, default=rarest)
    return rarest


def compile_ahead() -> Iterator[None]:
    """Compile every cue, one at a step, so that no key has to wait for the first word that opens one."""
    for cue in tuple(_known):
        _ = cue.pattern
        yield
