"""Silencing one finding, with a reason, so that edits nearby do not bring it back.

A dismissal is kept by the rule, the words, and what stands on either side of them: three words to the left or
to the right, or the same place among equal findings. It holds words and no hash, because the supervisor who
reads the note must be able to see what was dismissed and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from noteui.checks.finding import Finding
from noteui.checks.prose import WORD, fold

WORDS_EACH_SIDE = 3
QUIET_AFTER = 2
"""A phrase dismissed this often in one note goes quiet in that note."""

REASONS = (
    "I am quoting",
    "It is the correct term here",
    "I have checked this",
    "I disagree with the rule",
)
"""The short list of reasons that is offered; a writer may use their own words instead."""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """What was silenced, where it stood, and why."""

    rule: str
    field: str | None
    text: str
    before: str
    after: str
    ordinal: int
    count: int
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Dismissal:
        """From what `to_dict` gave. Raises KeyError where a part is missing."""
        return cls(**{name: values[name] for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class _Place:
    before: str
    after: str
    ordinal: int
    count: int


def _key(finding: Finding) -> tuple[str, str | None, str]:
    return finding.rule, finding.field, fold(finding.text or "")


def _neighbours(finding: Finding, text: str) -> tuple[str, str]:
    if finding.start is None or finding.end is None:
        return "", ""
    left = [m[0] for m in WORD.finditer(fold(text[max(0, finding.start - 120) : finding.start]))]
    right = [m[0] for m in WORD.finditer(fold(text[finding.end : finding.end + 120]))]
    return " ".join(left[-WORDS_EACH_SIDE:]), " ".join(right[:WORDS_EACH_SIDE])


def dismiss(finding: Finding, reason: str, among: Sequence[Finding], fields: Mapping[str, str]) -> Dismissal:
    """The dismissal of one finding, placed among all the findings of its note."""
    key = _key(finding)
    equal = [other for other in among if _key(other) == key]
    before, after = _neighbours(finding, fields.get(finding.field or "", ""))
    ordinal = next((n for n, other in enumerate(equal) if other.start == finding.start), 0)
    return Dismissal(key[0], key[1], key[2], before, after, ordinal, max(len(equal), 1), reason)


def is_quiet(dismissal: Dismissal, dismissals: Sequence[Dismissal]) -> bool:
    """Whether the phrase has been dismissed so often in this note that it is not raised there any more."""
    same = (dismissal.rule, dismissal.field, dismissal.text)
    return bool(dismissal.text) and sum(same == (d.rule, d.field, d.text) for d in dismissals) >= QUIET_AFTER


def divide(
    findings: Sequence[Finding], dismissals: Sequence[Dismissal], fields: Mapping[str, str]
) -> tuple[list[Finding], list[tuple[Finding, Dismissal]]]:
    """The findings that still speak, and those that are silenced with the dismissal that silences them."""
    if not dismissals:
        return list(findings), []
    by_key: dict[tuple[str, str | None, str], list[Dismissal]] = {}
    for dismissal in dismissals:
        by_key.setdefault((dismissal.rule, dismissal.field, dismissal.text), []).append(dismissal)
    total: dict[tuple[str, str | None, str], int] = {}
    for finding in findings:
        key = _key(finding)
        if key in by_key:
            total[key] = total.get(key, 0) + 1
    speaking: list[Finding] = []
    silenced: list[tuple[Finding, Dismissal]] = []
    seen: dict[tuple[str, str | None, str], int] = {}
    for finding in findings:
        key = _key(finding)
        candidates = by_key.get(key)
        if candidates is None:
            speaking.append(finding)
            continue
        ordinal = seen.get(key, 0)
        seen[key] = ordinal + 1
        before, after = _neighbours(finding, fields.get(finding.field or "", ""))
        why = _silenced_by(_Place(before, after, ordinal, total[key]), candidates)
        if why is None:
            speaking.append(finding)
        else:
            silenced.append((finding, why))
    return speaking, silenced


def _silenced_by(place: _Place, candidates: Sequence[Dismissal]) -> Dismissal | None:
    if len(candidates) >= QUIET_AFTER:
        return candidates[-1]
    for dismissal in candidates:
        if place.count == dismissal.count == 1:
            return dismissal
        if (place.before == dismissal.before and place.before) or (
            place.after == dismissal.after and place.after
        ):
            return dismissal
        if place.count == dismissal.count and place.ordinal == dismissal.ordinal:
            return dismissal
    return None
