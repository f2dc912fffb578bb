"""A rule about a sharing, all of them, and what they raise: findings like those of a note, by the field.

`must` is only for what the record lacks as a fact; each finding can be answered with a reason, which stays
beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from noteui.checks.finding import Finding, Raised, Severity
from noteui.checks.paragraph import Paragraph
from noteui.checks.prose import Sentence
from noteui.checks.sharing import Sharing
from noteui.checks.sharing_clock import Days

_MODULES = (
    "sharing_necessary",
    "sharing_relevant",
    "sharing_adequate",
    "sharing_accurate",
    "sharing_timely",
    "sharing_secure",
    "sharing_recorded",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is asked (UTC), and how working days are counted."""

    now: datetime
    days: Days


@dataclass(frozen=True, slots=True)
class Struck:
    """Where a rule struck: a field of the sharing, and words in it where it is about words."""

    field: str
    start: int | None = None
    end: int | None = None
    message: str | None = None
    try_: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An example in a line, and what of the sound sharing of the tests is put otherwise for it."""

    says: str
    known: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingRule:
    """A rule of one of the seven principles. See `rule.Rule` for what the parts of its explanation are.

    `wanted_at_once` is true where even an emergency does not put it off.
    """

    id: str
    principle: str
    severity: Severity
    message: str
    why: str
    try_: str
    source: str
    find: Callable[[Sharing, Moment], Iterable[Struck]]
    flags: tuple[Case, ...]
    passes: tuple[Case, ...]
    wanted_at_once: bool = False


@cache
def sharing_rules() -> Mapping[str, SharingRule]:
    """Every rule about a sharing by its id, in the order of the principles."""
    found: list[SharingRule] = []
    for name in _MODULES:
        found += import_module(f"noteui.checks.rules.{name}").RULES
    return MappingProxyType({rule.id: rule for rule in found})


def check_sharing(sharing: Sharing, *, now: datetime, days: Days) -> list[Finding]:
    """What is raised about a sharing, in the order of the principles; what was answered, with its answer."""
    moment = Moment(now, days)
    found = []
    for rule in sharing_rules().values():
        for struck in rule.find(sharing, moment):
            finding = _raised(rule, struck, sharing)
            answer = sharing.answers.get(rule.id, "").strip()
            found.append(finding.answered(answer) if answer else finding)
    return found


def unanswered(findings: Iterable[Finding], *, in_emergency: bool = False) -> list[Finding]:
    """Those that a decision needs an answer to first; in an emergency only what cannot wait."""
    rules = sharing_rules()
    return [
        one
        for one in findings
        if one.severity is Severity.MUST
        and one.answer is None
        and (rules[one.rule].wanted_at_once or not in_emergency)
    ]


def sentences(field_name: str, text: str) -> Iterator[tuple[int, Sentence]]:
    """The sentences of a field of a sharing, each with where it starts."""
    base = 0
    for line in text.split("\n"):
        for placed in Paragraph.read(field_name, line, {}).sentences:
            yield base + placed.start, placed.sentence
        base += len(line) + 1


def texts(sharing: Sharing, *names: str) -> Iterator[tuple[str, int, Sentence]]:
    """The sentences of several fields, each with its field and where it starts."""
    for name in names:
        for start, sentence in sentences(name, getattr(sharing, name)):
            yield name, start, sentence


def _raised(rule: SharingRule, struck: Struck, sharing: Sharing) -> Finding:
    words = getattr(sharing, struck.field, "")
    return Finding(
        Raised(
            rule=rule.id,
            principle=rule.principle,
            severity=struck.severity or rule.severity,
            message=struck.message or rule.message,
            try_=struck.try_ or rule.try_,
            source=rule.source,
            field=struck.field,
            start=struck.start,
            end=struck.end,
            text=words[struck.start : struck.end] if struck.start is not None else None,
        )
    )
