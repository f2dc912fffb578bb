"""Every rule, by its id, and sorted by what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType

from noteui.checks import lexicon
from noteui.checks.note import FIELDS
from noteui.checks.principles import PRINCIPLES, SHARING_PRINCIPLES
from noteui.checks.rule import Rule

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


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of the principles. Raises ValueError where an id stands twice."""
    found: list[Rule] = []
    for name in _MODULES:
        found += import_module(f"noteui.checks.rules.{name}").RULES
    found += lexicon.rules()
    order = [principle.slug for principle in (*PRINCIPLES, *SHARING_PRINCIPLES)]
    found.sort(key=lambda rule: order.index(rule.principle))
    by_id: dict[str, Rule] = {}
    for rule in found:
        if rule.id in by_id:
            raise ValueError(f"the rule {rule.id} stands twice")
        by_id[rule.id] = rule
    return MappingProxyType(by_id)


@cache
def rules_by_reading() -> ByReading:
    """The same rules sorted by what they read."""
    rules = tuple(all_rules().values())
    return ByReading(
        {f: tuple(r for r in rules if r.find_in_sentence and f in r.fields) for f in FIELDS},
        {f: tuple(r for r in rules if r.find_in_paragraph and f in r.fields) for f in FIELDS},
        tuple(r for r in rules if r.find_in_note),
        frozenset(r.id for r in rules if r.missing),
    )
