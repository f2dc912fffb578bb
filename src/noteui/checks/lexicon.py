"""The word lists: TOML files that a practitioner can read and argue with, found in one pass over a sentence.

A list is a rule with entries. An entry gives its forms as they are written (nothing is stemmed; a hyphen and
a space are one), the longer phrases that make it harmless, why, what to try, its source, and examples that
must and must not be raised. The forms of all lists stand in one tree of words, so a sentence is read once
however long the lists grow.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from noteui.checks.finding import Severity
from noteui.checks.note import FIELDS
from noteui.checks.phrase_tree import PhraseTree
from noteui.checks.prose import WORD, Sentence, fold
from noteui.checks.rule import PROSE_FIELDS, Hit, MoveSentence, Replace, Rule
from noteui.checks.setting import Setting
from noteui.checks.sources import SOURCES
from noteui.checks.tables import WORDS, read_table
from noteui.checks.word_file import WordFile, nearest

STATUSES = ("avoid", "prefer", "context", "contested", "off")
"""What an entry asks: do not write this; there is a better word (a nudge); it depends, look at it (a nudge,
and nothing is put in its place); the guides disagree (off until a team switches it on); off."""
ENTRY_KEYS = (
    "id",
    "rule",
    "forms",
    "except",
    "why",
    "try",
    "better",
    "source",
    "status",
    "case",
    "severity",
    "fields",
    "flags",
    "passes",
    "over",
)
_RULE_KEYS = (
    "id",
    "principle",
    "severity",
    "message",
    "why",
    "try",
    "source",
    "status",
    "case",
    "fields",
    "kinds",
    "negatable",
    "attributable",
    "move_to",
    "over",
    "gives_way_to",
)
_LISTS = frozenset(("forms", "except", "better", "fields", "flags", "passes", "over"))
_CHOICES = {"status": STATUSES, "case": ("any", "exact"), "severity": ("info", "warning")}
SHORTEST = 4
"""Letters that a form has at least, unless it is held to its case: shorter ones are also other things."""
_NEGATORS = frozenset(
    ("no not never without nobody none nor isn't wasn't didn't doesn't don't hasn't").split()
)
_TERMINATORS = frozenset(("but although though however because except until which who").split())
_SPEECH = frozenset(
    ("said says told asked replied answered explained described stated wrote reported texted shouted").split()
)
_WINDOW = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list, with what it does not say itself taken from the list's rule.

    `better` has what can be put in place of a form as it stands, where there is such a word for that form.
    `over` names the lists in which a form of this entry gives way to it, in the fields that it looks in.
    """

    id: str
    rule: str
    forms: tuple[str, ...]
    except_: tuple[str, ...]
    why: str
    try_: str
    source: str
    status: str
    exact: bool
    better: Mapping[str, tuple[str, ...]]
    fields: tuple[str, ...]
    severity: Severity | None
    flags: tuple[str, ...]
    passes: tuple[str, ...]
    over: tuple[str, ...]

    @property
    def is_on(self) -> bool:
        """Whether it is looked for at all."""
        return self.status not in ("contested", "off")

    def weight(self, of_rule: Severity) -> Severity:
        """How much a finding of it weighs in a list of this severity."""
        if self.severity is not None:
            return self.severity
        return Severity.INFO if self.status in ("prefer", "context") else of_rule


@dataclass(frozen=True, slots=True)
class WordList:
    """A rule and its entries by their ids."""

    rule: Mapping[str, Any]
    entries: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry's form found in a sentence."""

    entry: Entry
    start: int
    end: int
    word: int
    """Which word of the sentence it starts with."""


@cache
def shipped_lists() -> Mapping[str, WordList]:
    """Every shipped list by its rule's id. Raises WordFileError where a list is faulty."""
    lists: dict[str, WordList] = {}
    folder = WORDS / "lists"
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            made = read_list(WordFile(file.read_text(encoding="utf-8"), file.name, read_table))
            lists[made.rule["id"]] = made
    return lists


def read_list(file: WordFile) -> WordList:
    """Read one list. Raises WordFileError with the line and the fault."""
    file.hold_to(file.values, ("rule", "entry"))
    rule = file.values.get("rule", {})
    file.hold_to(rule, _RULE_KEYS, "rule")
    for key in ("id", "principle", "severity", "message", "why", "try", "source"):
        if not rule.get(key):
            raise file.error(f"[rule] needs a line “{key} = ...”.", "rule")
    entries: dict[str, Entry] = {}
    for number, values in enumerate(file.values.get("entry", ())):
        made = read_entry(file, number, values, rule)
        if made.id in entries:
            raise file.error(f"the id “{made.id}” stands twice.", "entry", str(number), "id")
        if made.source not in SOURCES:
            raise file.error(
                f"the source {made.source!r} is not in the list of sources.", "entry", str(number), "source"
            )
        entries[made.id] = made
    return WordList(rule, entries)


def read_entry(file: WordFile, number: int, values: Mapping[str, Any], rule: Mapping[str, Any]) -> Entry:
    """The `number`th entry of a file, for the list of this rule. Raises WordFileError."""
    place = ("entry", str(number))
    check_entry(file, number, values)
    for key in ("id", "forms"):
        if not values.get(key):
            raise file.error(f"an entry needs a line “{key} = ...”.", *place)
    forms = tuple(values["forms"])
    exact = values.get("case", rule.get("case", "any")) == "exact"
    for form in forms:
        if len(form.strip()) < SHORTEST and not exact:
            raise file.error(
                f'the form “{form}” is too short to be safe: write it longer, or case = "exact".',
                *place,
                "forms",
            )
    severity = values.get("severity")
    return Entry(
        id=values["id"],
        rule=rule["id"],
        forms=forms,
        except_=tuple(values.get("except", ())),
        why=values.get("why", rule["why"]),
        try_=values.get("try", rule["try"]),
        source=values.get("source", rule["source"]),
        status=values.get("status", rule.get("status", "avoid")),
        exact=exact,
        better=_better(values.get("better", []), forms),
        fields=tuple(values.get("fields", rule.get("fields", PROSE_FIELDS))),
        severity=Severity(severity) if severity else None,
        flags=tuple(values.get("flags", ())),
        passes=tuple(values.get("passes", ())),
        over=tuple(values.get("over", rule.get("over", ()))),
    )


def _better(said: list[str] | Mapping[str, str], forms: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """What stands in for each form: the same words for all of them, or each form's own."""
    if isinstance(said, Mapping):
        return {_plain(fold(form)): (words,) for form, words in said.items()}
    return {_plain(fold(form)): tuple(said) for form in forms} if said else {}


def check_entry(file: WordFile, number: int, values: Mapping[str, Any]) -> None:
    """See that the keys of an entry are known and hold what they may. Raises WordFileError."""
    place = ("entry", str(number))
    file.hold_to(values, ENTRY_KEYS, *place)
    for key, value in values.items():
        if key == "better" and isinstance(value, Mapping):
            forms = {_plain(fold(form)) for form in values.get("forms", value)}
            for form, words in value.items():
                if not isinstance(words, str) or not words.strip():
                    raise file.error(
                        f'write what stands in for a form: better = {{ {form} = "..." }}.', *place, key
                    )
                if _plain(fold(form)) not in forms:
                    raise file.error(f"better names “{form}”, which is none of the forms.", *place, key)
        elif key in _LISTS:
            if not isinstance(value, list) or not all(isinstance(i, str) and i.strip() for i in value):
                raise file.error(f'write {key} as a list: {key} = ["...", "..."].', *place, key)
        elif not isinstance(value, str) or not value.strip():
            raise file.error(f'write {key} as words in quotation marks: {key} = "...".', *place, key)
        if key in _CHOICES and value not in _CHOICES[key]:
            raise file.error(f"{key} cannot be “{value}”; {nearest(value, _CHOICES[key])}.", *place, key)
    for field in values.get("fields", ()):
        if field not in FIELDS:
            raise file.error(f"there is no field “{field}”; {nearest(field, FIELDS)}.", *place, "fields")


_FORMS = "\0forms"
_IMMUNE = "\0immune"


class Lexicon:
    """All lists together, to be found in a sentence.

    `accepted` holds phrases that make every form inside them harmless.
    """

    def __init__(self, lists: Mapping[str, WordList], accepted: Iterable[str] = ()) -> None:
        self.lists = lists
        self._tree = PhraseTree(_as_met)
        entries = [entry for made in lists.values() for entry in made.entries.values() if entry.is_on]
        given_way: dict[tuple[str, str], set[str]] = {}
        for entry in entries:
            for rule in entry.over:
                for form in entry.forms:
                    given_way.setdefault((rule, _plain(fold(form))), set()).update(entry.fields)
        giving_way = {rule for rule, _ in given_way}
        for entry in entries:
            everywhere = frozenset(entry.fields)
            for form in entry.forms:
                left = everywhere
                if entry.rule in giving_way:
                    left = everywhere - given_way.get((entry.rule, _plain(fold(form))), set())
                if left:
                    self._tree.add(form, _FORMS, (entry, form, left))
            for phrase in entry.except_:
                self._tree.add(phrase, _IMMUNE, entry)
        for phrase in accepted:
            self._tree.add(phrase, _IMMUNE, None)

    def rules(self) -> list[Rule]:
        """The lists as rules of the registry."""
        return [_rule(made, self) for made in self.lists.values()]

    def matches(self, sentence: Sentence) -> Mapping[str, list[Match]]:
        """What stands in the sentence, by the rule of its list; worked out once a sentence."""
        known: dict[str, list[Match]] | None = sentence.kept.get("phrases")
        if known is None:
            known = sentence.kept["phrases"] = self._find(sentence)
        return known

    def _find(self, sentence: Sentence) -> dict[str, list[Match]]:
        text = sentence.text
        parts = _parts(sentence)
        raw: list[Match] = []
        immune: list[tuple[Entry | None, int, int]] = []
        for first, (start, _, folded, number) in enumerate(parts):
            node = self._tree.at(folded)
            if node is None or _is_inside_word(parts, first):
                continue
            last = first
            while node is not None:
                end = parts[last][1]
                if not _is_inside_word(parts, last + 1):
                    for entry, form, fields in node.get(_FORMS, ()):
                        if sentence.field not in fields:
                            continue
                        if not entry.exact or (_plain(text[start:end]) == _plain(form) and not _shouts(text)):
                            raw.append(Match(entry, start, end, number))
                    for spared in node.get(_IMMUNE, ()):
                        immune.append((spared, start, end))
                last += 1
                if last == len(parts) or not _adjoins(text, end, parts[last][0]):
                    break
                node = node.get(parts[last][2])
        found: dict[str, list[Match]] = {}
        for match in raw:
            if any(
                (e is match.entry and s < match.end and match.start < f)
                or (e is None and s <= match.start and match.end <= f)
                for e, s, f in immune
            ):
                continue
            found.setdefault(match.entry.rule, []).append(match)
        return {rule_id: _longest(matches) for rule_id, matches in found.items()}


def _as_met(form: str) -> Iterator[Sequence[str]]:
    """The words of a form, apart where hyphens join them."""
    yield [part for word in WORD.findall(fold(form)) for part in word.split("-")]


_Part = tuple[int, int, str, int]
"""A word or the part of one between hyphens: start, end, folded, and which word of the sentence it is of."""


def _parts(sentence: Sentence) -> Sequence[_Part]:
    if "-" not in sentence.folded:
        return [(word.start, word.end, word.folded, number) for number, word in enumerate(sentence.words)]
    parts: list[_Part] = []
    for number, word in enumerate(sentence.words):
        if "-" not in word.folded:
            parts.append((word.start, word.end, word.folded, number))
            continue
        start = word.start
        for part in word.folded.split("-"):
            parts.append((start, start + len(part), part, number))
            start += len(part) + 1
    return parts


def _is_inside_word(parts: Sequence[_Part], which: int) -> bool:
    """True where the part goes on with the word of the part before it."""
    return 0 < which < len(parts) and parts[which][3] == parts[which - 1][3]


def _plain(form: str) -> str:
    return " ".join(form.replace("‑", "-").replace("-", " ").replace("’", "'").split())


def _shouts(text: str) -> bool:
    return text.isupper() and " " in text.strip()


_JOINTS = frozenset((" ", "-", "‑", "/", " - ", "  ", "–", "' ", "’ ", " '", " ‘", " ’"))
"""What may stand between two words of a form as it is met: an apostrophe at a word's edge is none of it."""


def _adjoins(text: str, end: int, start: int) -> bool:
    return start - end <= 3 and text[end:start] in _JOINTS


def _longest(matches: list[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start)):
        if not any(other.start < match.end and match.start < other.end for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def _rule(made: WordList, lexicon: Lexicon) -> Rule:
    values = made.rule
    rule_id: str = values["id"]
    severity = Severity(values["severity"])
    message: str = values["message"]
    negatable = bool(values.get("negatable"))
    attributable = bool(values.get("attributable"))
    move_to: str | None = values.get("move_to")
    entries = made.entries.values()
    fields = tuple(dict.fromkeys(f for entry in entries for f in entry.fields))

    def find(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
        for match in lexicon.matches(sentence).get(rule_id, ()):
            entry = match.entry
            words = sentence.text[match.start : match.end]
            if words[0].isupper() and fold(words) in setting.names:
                continue
            if negatable and _is_negated(sentence, match.word):
                continue
            level = entry.weight(severity)
            if attributable and is_attributed(sentence, match.start):
                if level == Severity.INFO:
                    continue
                level = Severity.INFO
            mends: list[Replace | MoveSentence] = [
                Replace(f"Write “{better}”", match.start, match.end, _same_case(better, words))
                for better in (entry.better.get(_plain(fold(words)), ()) if entry.status != "context" else ())
            ]
            if move_to:
                mends.append(MoveSentence(move_to))
            yield Hit(
                match.start,
                match.end,
                message=message.replace("{text}", words),
                try_=entry.try_,
                severity=level,
                source=entry.source,
                entry=entry.id,
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
        flags=tuple(example for entry in entries if entry.is_on for example in entry.flags),
        passes=tuple(example for entry in entries if entry.is_on for example in entry.passes),
        kinds=tuple(values.get("kinds", ("child", "adult", "unborn"))),
        gives_way_to=tuple(values.get("gives_way_to", ())),
        find_in_sentence=find,
    )


def _is_negated(sentence: Sentence, word: int) -> bool:
    for earlier in reversed(sentence.words[max(0, word - _WINDOW) : word]):
        if earlier.folded in _TERMINATORS:
            return False
        if earlier.folded in _NEGATORS:
            return True
    return False


def is_attributed(sentence: Sentence, start: int) -> bool:
    """True where somebody is said to have said it: a speech verb stands before `start` in the sentence."""
    first: int | None = sentence.kept.get("first speech verb")
    if first is None:
        speaking = (
            word.start
            for number, word in enumerate(sentence.words)
            if word.folded in _SPEECH and (word.folded != "told" or number > 0)
        )
        first = sentence.kept["first speech verb"] = next(speaking, len(sentence.text))
    return first < start


def _same_case(better: str, words: str) -> str:
    return better[:1].upper() + better[1:] if words[:1].isupper() else better


# -- what must hold of all lists together


def faults(
    lists: Mapping[str, WordList],
    statutory: Iterable[str] = (),
    *,
    of: Container[tuple[str, str]] | None = None,
) -> Iterator[tuple[Entry, str]]:
    """What is wrong between the entries of all lists, each with the entry at fault and a reason.

    A form stands in one entry, unless another is said to go over it; it is found where it stands alone, so no
    exception of its own hides it; each example is raised by its entry; and a word of the law is never more
    than a nudge. With `of` only the entries of these rules and ids are held to it.
    """
    lexicon = Lexicon(lists)
    law = {_plain(fold(term)) for term in statutory}
    entries = [entry for made in lists.values() for entry in made.entries.values()]
    owners: dict[str, list[Entry]] = {}
    given_way: dict[str, set[str]] = {}
    for entry in entries:
        forms = {_plain(fold(form)) for form in entry.forms} if entry.is_on else ()
        for form in forms:
            owners.setdefault(form, []).append(entry)
        for rule in entry.over:
            given_way.setdefault(rule, set()).update(forms)
    for entry in entries:
        if of is not None and (entry.rule, entry.id) not in of:
            continue
        for rule in entry.over:
            if rule not in lists:
                yield entry, f"over names “{rule}”, which is no list; {nearest(rule, lists)}"
        if entry.is_on:
            yield from ((entry, why) for why in _faults_of(entry, lists, lexicon, law, owners, given_way))


def _faults_of(
    entry: Entry,
    lists: Mapping[str, WordList],
    lexicon: Lexicon,
    law: Container[str],
    owners: Mapping[str, Sequence[Entry]],
    given_way: Mapping[str, Container[str]],
) -> Iterator[str]:
    weight = entry.weight(Severity(lists[entry.rule].rule["severity"]))
    for form in entry.forms:
        plain = _plain(fold(form))
        yield from _clashes(entry, form, owners[plain])
        if plain in law and weight is not Severity.INFO:
            yield f'“{form}” is a word of the law: at most severity = "info"'
        gives_way = plain in given_way.get(entry.rule, ())
        if not gives_way and not _is_found(lexicon, entry, form, 0, len(form)):
            yield f"the form “{form}” is never found: an exception or a longer form hides it"
    for example in entry.flags:
        words, spans = unmarked(example)
        if not spans:
            yield f"mark the words that are raised with bars: “{example}”"
        for start, end in spans:
            if not _is_found(lexicon, entry, words, start, end):
                yield f"“{words[start:end]}” is not raised in its example “{words}”"


def _clashes(entry: Entry, form: str, others: Iterable[Entry]) -> Iterator[str]:
    for other in others:
        if other is entry or entry.exact != other.exact or not set(entry.fields) & set(other.fields):
            continue
        if other.rule == entry.rule:
            yield f"the form “{form}” stands in the entry “{other.id}” of the same list"
        elif other.rule not in entry.over and entry.rule not in other.over:
            yield (
                f"the form “{form}” stands in the entry “{other.id}” of {other.rule} as well: say which wins "
                f'with over = ["{other.rule}"] or the other way round'
            )


def _is_found(lexicon: Lexicon, entry: Entry, words: str, start: int, end: int) -> bool:
    sentence = Sentence(entry.fields[0], words)
    return any(
        match.entry is entry and (match.start, match.end) == (start, end)
        for match in lexicon.matches(sentence).get(entry.rule, ())
    )


def unmarked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """An example without its bars, and the spans between the bars."""
    spans: list[tuple[int, int]] = []
    position = 0
    for number, piece in enumerate(example.split("|")):
        if number % 2:
            spans.append((position, position + len(piece)))
        position += len(piece)
    return example.replace("|", ""), spans
