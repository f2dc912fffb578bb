"""The rules that a note is read by: the shipped ones, or what a team's own file has made of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from threading import Lock
from types import MappingProxyType, ModuleType

from noteui.checks.cue import adding
from noteui.checks.finding import Severity
from noteui.checks.lexicon import Entry, Lexicon, WordList, shipped_lists
from noteui.checks.note import FIELDS
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.principles import PRINCIPLES, SHARING_PRINCIPLES
from noteui.checks.prose import Sentence, fold
from noteui.checks.rule import Hit, Rule
from noteui.checks.setting import Setting
from noteui.checks.team import NO_TEAM, OFF, Team
from noteui.checks.whole import Whole

_MODULES = (
    "person_centred",
    "reports",
    "counts",
    "injuries",
    "names",
    "dates",
    "ages",
    "first_times",
    "real",
    "timely",
    "actions_owned",
    "relative_time",
    "jargon_free",
    "shorthand",
    "readability",
    "evidence_based",
    "states",
    "motives",
    "conclusions",
    "long_sentences",
    "repetition",
    "length",
    "filler",
    "holistic",
    "one_sided",
    "professional",
    "blame",
    "decisions",
    "writers",
    "risk",
    "sharing_logged",
    "copied_from_earlier",
    "contradicts_earlier",
)


@dataclass(frozen=True, slots=True)
class ByReading:
    """The rules by what they are given to read; sentence and paragraph rules by field."""

    sentence: Mapping[str, tuple[Rule, ...]]
    paragraph: Mapping[str, tuple[Rule, ...]]
    note: tuple[Rule, ...]
    missing: frozenset[str]
    gives_way: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """The rules that are on, those that the team switched off, and the word lists behind them.

    Made once and never changed; two of them can be used side by side.
    """

    rules: Mapping[str, Rule]
    off: Mapping[str, Rule]
    lists: Mapping[str, WordList]
    team: Team
    reading: ByReading

    def entry(self, rule: str, id_: str | None) -> Entry | None:
        """An entry of a word list; None where there is none of that name."""
        made = self.lists.get(rule)
        return made.entries.get(id_) if made and id_ else None


@cache
def shipped() -> RuleSet:
    """The rules as they come. Raises ValueError where an id stands twice or a list is faulty."""
    return rule_set(NO_TEAM)


def all_rules() -> Mapping[str, Rule]:
    """Every shipped rule by its id, in the order of the principles."""
    return shipped().rules


def rule_set(team: Team) -> RuleSet:
    """The shipped rules as a team has them."""
    lists = team.merged(shipped_lists())
    lexicon = Lexicon(lists, accepted=(phrase for phrase in team.names if " " in phrase))
    found = [*_code_rules_on(team.classes), *lexicon.rules()]
    order = [principle.slug for principle in (*PRINCIPLES, *SHARING_PRINCIPLES)]
    found.sort(key=lambda rule: order.index(rule.principle))
    on: dict[str, Rule] = {}
    off: dict[str, Rule] = {}
    for rule in found:
        if rule.id in on or rule.id in off:
            raise ValueError(f"the rule {rule.id} stands twice")
        if team.rules.get(rule.id) == OFF:
            off[rule.id] = rule
        else:
            on[rule.id] = _as_team_has_it(rule, team)
    return RuleSet(
        MappingProxyType(on),
        MappingProxyType(off),
        MappingProxyType(lists),
        team,
        _by_reading(tuple(on.values())),
    )


_PACKAGE = "noteui.checks.rules"
_ON_CLASSES = (f"{_PACKAGE}.", "noteui.checks.phrases")
"""What the modules are called that take the words of classes as they are imported."""
_ONE_AT_A_TIME = Lock()


@cache
def _code_rules() -> tuple[Rule, ...]:
    return tuple(rule for name in _MODULES for rule in import_module(f"{_PACKAGE}.{name}").RULES)


def _code_rules_on(classes: Mapping[str, tuple[str, ...]]) -> tuple[Rule, ...]:
    """The same with a team's words in the classes.

    A rule builds its patterns from the classes as its module is imported, so the modules are imported once
    more, beside those that are there: neither set of rules knows of the other.
    """
    if not classes:
        return _code_rules()
    _code_rules()
    with _ONE_AT_A_TIME, adding(classes):
        ours = _take_out()
        try:
            return _code_rules.__wrapped__()
        finally:
            _take_out()
            sys.modules.update(ours)
            for name, made in ours.items():
                package, _, short = name.rpartition(".")
                setattr(sys.modules[package], short, made)


def _take_out() -> dict[str, ModuleType]:
    """Take the modules out of those that are imported, and give them back by name."""
    return {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(_ON_CLASSES)}


def _by_reading(rules: tuple[Rule, ...]) -> ByReading:
    return ByReading(
        {f: tuple(r for r in rules if r.find_in_sentence and f in r.fields) for f in FIELDS},
        {f: tuple(r for r in rules if r.find_in_paragraph and f in r.fields) for f in FIELDS},
        tuple(r for r in rules if r.find_in_note),
        frozenset(r.id for r in rules if r.missing),
        {r.id: frozenset(r.gives_way_to) for r in rules if r.gives_way_to},
    )


# -- what a team changes


def _as_team_has_it(rule: Rule, team: Team) -> Rule:
    """The rule at the team's severity, silent about what the team accepts."""
    weight = team.rules.get(rule.id)
    severity = Severity(weight) if weight else rule.severity
    accepted = _Accepted(team, rule.principle)
    if severity == rule.severity and not accepted:
        return rule

    def weighed(hits: Iterable[Hit], text_of: Callable[[Hit], str]) -> Iterator[Hit]:
        for hit in hits:
            if accepted and accepted.holds(hit, text_of(hit)):
                continue
            if severity != rule.severity and hit.severity is not None:
                # What the rule itself holds to be less than its own weight never gets more by a team's.
                lowered = hit.severity.rank < rule.severity.rank and hit.severity.rank < severity.rank
                hit = replace(hit, severity=hit.severity if lowered else severity)
            yield hit

    in_sentence, in_paragraph, in_note = rule.find_in_sentence, rule.find_in_paragraph, rule.find_in_note

    def find_in_sentence(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
        return weighed(in_sentence(sentence, setting) if in_sentence else (), lambda _: sentence.text)

    def find_in_paragraph(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
        return weighed(in_paragraph(paragraph, setting) if in_paragraph else (), lambda _: paragraph.text)

    def find_in_note(whole: Whole, setting: Setting) -> Iterator[Hit]:
        return weighed(
            in_note(whole, setting) if in_note else (),
            lambda hit: whole.fields[hit.field].text if hit.field else "",
        )

    return replace(
        rule,
        severity=severity,
        find_in_sentence=find_in_sentence if in_sentence else None,
        find_in_paragraph=find_in_paragraph if in_paragraph else None,
        find_in_note=find_in_note if in_note else None,
    )


class _Accepted:
    """The words that a team accepts, as far as they silence the rules of one principle."""

    def __init__(self, team: Team, principle: str) -> None:
        is_jargon = principle == "jargon-free"
        self._short = frozenset(team.glossary) if is_jargon else frozenset()
        self._words = tuple(fold(word) for word in team.words) if is_jargon else ()
        self._names = team.names

    def __bool__(self) -> bool:
        return bool(self._short or self._words or self._names)

    def holds(self, hit: Hit, text: str) -> bool:
        """True where what is struck is an accepted word, or lies within one."""
        start, end = hit.start, hit.end
        if start is None or end is None:
            return False
        struck = _ENDING.sub("", text[start:end])
        end = start + len(struck)
        return (
            struck in self._short
            or _within(fold(text), start, end, self._words)
            or _within(text, start, end, self._names)
        )


_ENDING = lazily(r"(?:['’]s|(?<=[A-Z])s)$")


def _within(text: str, start: int, end: int, phrases: Iterable[str]) -> bool:
    for phrase in phrases:
        at = text.find(phrase, max(0, end - len(phrase)), start + len(phrase))
        if at != -1 and at <= start and end <= at + len(phrase):
            return True
    return False
