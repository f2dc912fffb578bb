"""Silencing one finding, with a reason, so that edits nearby do not bring it back.

A dismissal is kept by the rule, the words, and what stands on either side of them: three words to the left
or to the right, or the same place among equal findings. It holds words and no hash, because the supervisor
who reads the note must be able to see what was dismissed and why. What a note must have cannot be silenced:
it can be answered, and stays raised beside its answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from noteui.checks.finding import Finding, Severity
from noteui.checks.prose import WORD, fold

WORDS_EACH_SIDE = 3
QUIET_AFTER = 2
"""A phrase dismissed this often in one note goes quiet in all of that note."""

REASONS = (
    "I am quoting",
    "It is the correct term here",
    "I have checked this",
    "I disagree with the rule",
)
"""The short list of reasons that is offered; a writer may use their own words instead."""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """What was silenced or answered, where it stood, and why."""

    rule: str
    field: str | None
    text: str
    before: str
    after: str
    ordinal: int
    count: int
    reason: str
    answers: bool = False
    """True where the reason answers what the note must have, which is shown with it and not silenced."""

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Dismissal:
        """From what `to_dict` gives. Raises KeyError where a part is missing."""
        given = {"answers": False, **values}  # Drafts from before there were answers have none.
        return cls(**{name: given[name] for name in cls.__slots__})


class Divided(NamedTuple):
    """A note's findings beside its dismissals, as whoever reads the note is shown them."""

    speaking: list[Finding]
    """What is raised, each `must` that was answered with its answer."""
    silenced: list[tuple[Finding, Dismissal]]
    """What would be raised, had it not been dismissed."""
    settled: list[Dismissal]
    """The dismissals whose words are gone from the note, or are no longer raised."""


@dataclass(frozen=True, slots=True)
class _Place:
    before: str
    after: str
    ordinal: int
    count: int


_Key = tuple[str, str | None, str]


def _key(finding: Finding) -> _Key:
    return finding.rule, finding.field, fold(finding.text or "")


def _neighbours(finding: Finding, text: str) -> tuple[str, str]:
    if finding.start is None or finding.end is None:
        return "", ""
    left = [m[0] for m in WORD.finditer(fold(text[max(0, finding.start - 120) : finding.start]))]
    right = [m[0] for m in WORD.finditer(fold(text[finding.end : finding.end + 120]))]
    return " ".join(left[-WORDS_EACH_SIDE:]), " ".join(right[:WORDS_EACH_SIDE])


def dismiss(finding: Finding, reason: str, among: Sequence[Finding], fields: Mapping[str, str]) -> Dismissal:
    """The dismissal of one finding, or the answer to it, placed among all the findings of its note."""
    key = _key(finding)
    equal = [other for other in among if other.rule == finding.rule and _key(other) == key]
    before, after = _neighbours(finding, fields.get(finding.field or "", ""))
    ordinal = next((n for n, other in enumerate(equal) if other.start == finding.start), 0)
    return Dismissal(
        key[0],
        key[1],
        key[2],
        before,
        after,
        ordinal,
        max(len(equal), 1),
        reason,
        answers=finding.severity is Severity.MUST,
    )


def is_quiet(dismissal: Dismissal, dismissals: Sequence[Dismissal]) -> bool:
    """Whether the phrase has been dismissed so often in this note that it is not raised there any more."""
    alike = sum((dismissal.rule, dismissal.text) == (other.rule, other.text) for other in dismissals)
    return bool(dismissal.text) and alike >= QUIET_AFTER


def divide(
    findings: Sequence[Finding], dismissals: Sequence[Dismissal], fields: Mapping[str, str]
) -> Divided:
    """The findings of a note by what became of them, and the dismissals that silence nothing any more."""
    by_key: dict[_Key, list[Dismissal]] = {}
    often: dict[tuple[str, str], list[Dismissal]] = {}
    for dismissal in dismissals:
        by_key.setdefault((dismissal.rule, dismissal.field, dismissal.text), []).append(dismissal)
        if dismissal.text:
            often.setdefault((dismissal.rule, dismissal.text), []).append(dismissal)
    rules = {dismissal.rule for dismissal in dismissals}
    keys = [_key(finding) if finding.rule in rules else None for finding in findings]
    total = Counter([key for key in keys if key is not None])
    seen: Counter[_Key] = Counter()
    divided = Divided([], [], [])
    used: set[Dismissal] = set()
    for finding, key in zip(findings, keys, strict=True):
        why = None
        if key is not None:
            candidates = by_key.get(key, [])
            alike = often.get((key[0], key[2]), [])
            if len(alike) >= QUIET_AFTER:
                used.update(alike)
                why = (candidates or alike)[-1]
            elif candidates:
                before, after = _neighbours(finding, fields.get(finding.field or "", ""))
                why = _silenced_by(_Place(before, after, seen[key], total[key]), candidates)
            seen[key] += 1
        if why is None:
            divided.speaking.append(finding)
            continue
        used.add(why)
        if finding.severity is Severity.MUST:
            divided.speaking.append(finding.answered(why.reason))
        else:
            divided.silenced.append((finding, why))
    divided.settled.extend([dismissal for dismissal in dismissals if dismissal not in used])
    return divided


def _silenced_by(place: _Place, candidates: Sequence[Dismissal]) -> Dismissal | None:
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
