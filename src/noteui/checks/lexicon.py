"""The word lists: TOML files that a practitioner can read and argue with, found in one pass over a sentence.

A list is a rule with rows. A row gives its forms as they are written (nothing is stemmed), the longer phrases
that make it harmless, what to try, its source, and examples that must and must not be raised. The forms of
all lists stand in one tree of words, so a sentence is read once however long the lists grow.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from noteui.checks.finding import Severity
from noteui.checks.prose import WORD, Sentence, fold
from noteui.checks.rule import PROSE_FIELDS, Hit, MoveSentence, Replace, Rule
from noteui.checks.setting import Setting
from noteui.checks.sources import SOURCES

_STATUSES = ("avoid", "prefer", "context", "contested")
_NEGATORS = frozenset(
    ("no not never without nobody none nor isn't wasn't didn't doesn't don't hasn't").split()
)
_TERMINATORS = frozenset(("but although though however because except until which who").split())
_SPEECH = frozenset(
    ("said says told asked replied answered explained described stated wrote reported texted shouted").split()
)
_WINDOW = 5


class WordListError(ValueError):
    """A word list that cannot be used: names the file, the row and what to change."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list."""

    id: str
    forms: tuple[str, ...]
    except_: tuple[str, ...]
    try_: str
    source: str
    status: str
    exact: bool
    better: tuple[str, ...]
    fields: tuple[str, ...]
    severity: Severity | None
    flags: tuple[str, ...]
    passes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordList:
    """A rule and its rows."""

    rule: Mapping[str, Any]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A row's form found in a sentence."""

    entry: Entry
    start: int
    end: int
    word: int
    """Which word of the sentence it starts with."""


_Node = dict[str, Any]
_FORMS = "\0forms"
_IMMUNE = "\0immune"


@cache
def word_lists() -> Mapping[str, WordList]:
    """Every shipped list by its rule's id. Raises WordListError where a list is faulty."""
    lists: dict[str, WordList] = {}
    folder = resources.files("noteui.checks") / "words" / "lists"
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            made = read_list(file.read_text(encoding="utf-8"), file.name)
            lists[made.rule["id"]] = made
    return lists


def read_list(text: str, name: str) -> WordList:
    """Read one list. Raises WordListError naming the file, the row and the fault."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WordListError(f"{name}: {error}") from error
    rule = values.get("rule", {})
    for key in ("id", "principle", "severity", "message", "why", "try", "source"):
        if not rule.get(key):
            raise WordListError(f"{name}: [rule] needs a line `{key} = ...`")
    seen: set[str] = set()
    entries = tuple(_entry(row, rule, name, seen) for row in values.get("entry", ()))
    return WordList(rule, entries)


def _entry(row: Mapping[str, Any], rule: Mapping[str, Any], name: str, seen: set[str]) -> Entry:
    forms = tuple(row.get("forms", ()))
    label = row.get("id") or (forms[0] if forms else "?")
    where = f"{name}: row {label}"
    if not forms or not all(isinstance(form, str) and form.strip() for form in forms):
        raise WordListError(f"{where}: forms must list at least one word or phrase")
    exact = row.get("case", rule.get("case", "any")) == "exact"
    for form in forms:
        if len(form) <= 3 and not exact:
            raise WordListError(f"{where}: the form {form!r} is too short to be safe; write it longer")
        if form in seen:
            raise WordListError(f"{where}: the form {form!r} stands in another row")
        seen.add(form)
    status = row.get("status", rule.get("status", "avoid"))
    if status not in _STATUSES:
        raise WordListError(f"{where}: status must be one of {', '.join(_STATUSES)}")
    source = row.get("source", rule["source"])
    if source not in SOURCES:
        raise WordListError(f"{where}: the source {source!r} is not in the list of sources")
    severity = row.get("severity")
    return Entry(
        id=label,
        forms=forms,
        except_=tuple(row.get("except", ())),
        try_=row.get("try", rule["try"]),
        source=source,
        status=status,
        exact=exact,
        better=tuple(row.get("better", ())),
        fields=tuple(row.get("fields", rule.get("fields", PROSE_FIELDS))),
        severity=Severity(severity) if severity else None,
        flags=tuple(row.get("flags", ())),
        passes=tuple(row.get("passes", ())),
    )


def rules() -> list[Rule]:
    """The lists as rules of the registry."""
    return [_rule(made) for made in word_lists().values()]


def _rule(made: WordList) -> Rule:
    values = made.rule
    rule_id: str = values["id"]
    severity = Severity(values["severity"])
    message: str = values["message"]
    negatable = bool(values.get("negatable"))
    attributable = bool(values.get("attributable"))
    move_to: str | None = values.get("move_to")
    fields = tuple(dict.fromkeys(f for entry in made.entries for f in entry.fields))

    def find(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
        for match in _matches(sentence).get(rule_id, ()):
            entry = match.entry
            if sentence.field not in entry.fields or entry.status == "contested":
                continue
            words = sentence.text[match.start : match.end]
            if words[0].isupper() and fold(words) in setting.names:
                continue
            if negatable and _is_negated(sentence, match.word):
                continue
            level = entry.severity or severity
            if attributable and is_attributed(sentence, match.word):
                if level == Severity.INFO:
                    continue
                level = Severity.INFO
            mends: list[Replace | MoveSentence] = [
                Replace(f"Write “{better}”", match.start, match.end, _same_case(better, words))
                for better in entry.better
            ]
            if move_to:
                mends.append(MoveSentence(move_to))
            yield Hit(
                match.start,
                match.end,
                message=message.replace("{text}", words),
                try_=entry.try_,
                severity=level,
                mends=tuple(mends),
            )

    return Rule(
        id=rule_id,
        principle=values["principle"],
        severity=severity,
        scope="sentence",
        fields=fields,
        message=message,
        why=values["why"],
        try_=values["try"],
        source=values["source"],
        flags=tuple(example for entry in made.entries for example in entry.flags),
        passes=tuple(example for entry in made.entries for example in entry.passes),
        kinds=tuple(values.get("kinds", ("child", "adult", "unborn"))),
        find_in_sentence=find,
    )


@cache
def _tree() -> _Node:
    tree: _Node = {}
    for rule_id, made in word_lists().items():
        for entry in made.entries:
            for form in entry.forms:
                _plant(tree, form, _FORMS, (rule_id, entry, form))
            for phrase in entry.except_:
                _plant(tree, phrase, _IMMUNE, (entry, phrase))
    return tree


def _plant(tree: _Node, form: str, kind: str, value: tuple[object, ...]) -> None:
    for words in _variants(form):
        node = tree
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(kind, []).append(value)


def _variants(form: str) -> Iterable[list[str]]:
    words = [m[0] for m in WORD.finditer(fold(form))]
    yield words
    if any("-" in word for word in words):
        yield [part for word in words for part in word.split("-")]


def _matches(sentence: Sentence) -> dict[str, list[Match]]:
    known: dict[str, list[Match]] | None = sentence.kept.get("phrases")
    if known is None:
        known = sentence.kept["phrases"] = _find(sentence)
    return known


def _find(sentence: Sentence) -> dict[str, list[Match]]:
    words, text = sentence.words, sentence.text
    tree = _tree()
    raw: list[tuple[str, Entry, int, int, int]] = []
    immune: list[tuple[Entry, int, int]] = []
    for first, word in enumerate(words):
        node = tree.get(word.folded)
        last = first
        while node is not None:
            end = words[last].end
            for rule_id, entry, form in node.get(_FORMS, ()):
                if not entry.exact or text[word.start : end] == form:
                    raw.append((rule_id, entry, word.start, end, first))
            for entry, _ in node.get(_IMMUNE, ()):
                immune.append((entry, word.start, end))
            last += 1
            if last == len(words) or not _adjoins(text, end, words[last].start):
                break
            node = node.get(words[last].folded)
    found: dict[str, list[Match]] = {}
    for rule_id, entry, start, end, first in raw:
        if any(e is entry and s < end and start < f for e, s, f in immune):
            continue
        found.setdefault(rule_id, []).append(Match(entry, start, end, first))
    return {rule_id: _longest(matches) for rule_id, matches in found.items()}


def _adjoins(text: str, end: int, start: int) -> bool:
    return start - end <= 2 and text[end:start] in (" ", "-", "/", " - ", "  ", "–")


def _longest(matches: list[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start)):
        if not any(other.start < match.end and match.start < other.end for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def _is_negated(sentence: Sentence, word: int) -> bool:
    for earlier in reversed(sentence.words[max(0, word - _WINDOW) : word]):
        if earlier.folded in _TERMINATORS:
            return False
        if earlier.folded in _NEGATORS:
            return True
    return False


def is_attributed(sentence: Sentence, word: int) -> bool:
    """True where somebody is said to have said it: a speech verb stands before this word in the sentence."""
    said: int | None = sentence.kept.get("speech verb")
    if said is None:
        said = sentence.kept["speech verb"] = next(
            (
                index
                for index, earlier in enumerate(sentence.words)
                if earlier.folded in _SPEECH and (earlier.folded != "told" or index > 0)
            ),
            len(sentence.words),
        )
    return said < word


def _same_case(better: str, words: str) -> str:
    return better[:1].upper() + better[1:] if words[:1].isupper() else better
