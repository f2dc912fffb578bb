"""From what a rule struck to the finding that is shown, and which of several findings of a place is."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Mapping, Sequence

from noteui.checks.finding import (
    AddPerson,
    AskOwnerAndDate,
    Edit,
    Finding,
    Fix,
    LogSharing,
    MoveTo,
    Raised,
)
from noteui.checks.prose import Sentence, Span
from noteui.checks.rule import Hit, MoveSentence, Replace, Rule

_COVERS_WHOLLY = 80
"""Code points from which a finding no longer covers the others of its principle that lie in it."""
_FIELD_NAMES = {
    "facts": "Observed facts",
    "voice": "Voice",
    "opinion": "Professional opinion",
    "family": "Think Family",
}


def raised_by(rule: Rule, hit: Hit, field: str | None, text: str, sentence: Span) -> Finding:
    """The finding that a rule's hit makes. `text` is what the hit counts in; `sentence` is moved by a fix."""
    spanned = hit.start is not None and hit.end is not None
    return Finding(
        Raised(
            rule=rule.id,
            principle=rule.principle,
            severity=hit.severity or rule.severity,
            message=hit.message or rule.message,
            try_=hit.try_ or rule.try_,
            source=hit.source or rule.source,
            field=field,
            start=hit.start,
            end=hit.end,
            text=text[hit.start : hit.end] if spanned else None,
            fixes=tuple([_fix(mend, field or "", sentence) for mend in hit.mends]),
            entry=hit.entry,
        )
    )


def _fix(
    mend: Replace | MoveSentence | AddPerson | AskOwnerAndDate | LogSharing, field: str, sentence: Span
) -> Fix:
    if isinstance(mend, Replace):
        return Fix(mend.title, (Edit(field, mend.start, mend.end, mend.text),))
    if isinstance(mend, MoveSentence):
        return Fix(
            f"Move this sentence to {_FIELD_NAMES[mend.to]}",
            act=MoveTo(field, sentence[0], sentence[1], mend.to),
        )
    if isinstance(mend, AddPerson):
        return Fix(f"Add {mend.name} to the people", act=mend)
    if isinstance(mend, LogSharing):
        return Fix(f"Log a sharing with {mend.whom}" if mend.whom else "Log a sharing", act=mend)
    return Fix("Say who and by when", act=mend)


def is_quoted(sentence: Sentence, hit: Hit) -> bool:
    """True where most of what was struck is quoted speech."""
    if not sentence.quoted or hit.start is None or hit.end is None:
        return False
    inside = sentence.plain[hit.start : hit.end]
    return sentence.is_quoted(hit.start, hit.end) and len(inside.strip()) * 2 < len(
        sentence.text[hit.start : hit.end]
    )


def by_place(finding: Finding) -> tuple[int, int, str]:
    """The order of findings in a field: by where they start, the longest first."""
    return finding.start or 0, -(finding.end or 0), finding.rule


def strongest(found: Iterable[Finding], gives_way: Mapping[str, Container[str]]) -> list[Finding]:
    """Those of one paragraph in order, without any that a longer or weightier one of its principle covers.

    `gives_way` has the rules that a rule gives way to where they say the same thing of the same words.
    """
    found = list(found)
    if len(found) < 2:
        return found
    kept: list[Finding] = []
    taken: dict[str, list[Span]] = {}
    for finding in sorted(found, key=_weight):
        start, end = finding.start, finding.end
        if start is None or end is None:
            kept.append(finding)
            continue
        of_principle = taken.setdefault(finding.principle, [])
        of_rule = taken.setdefault(finding.rule, [])
        if _is_taken(of_principle, start, end) or _is_taken(of_rule, start, end):
            continue
        kept.append(finding)
        insort(of_rule, (start, end))
        if end - start < _COVERS_WHOLLY:
            insort(of_principle, (start, end))
    return sorted((f for f in kept if not _is_said_by_another(f, kept, gives_way)), key=by_place)


def _is_said_by_another(
    finding: Finding, all_of_them: Sequence[Finding], gives_way: Mapping[str, Container[str]]
) -> bool:
    others = gives_way.get(finding.rule)
    if others is None or finding.start is None or finding.end is None:
        return False
    return any(
        other.rule in others
        and other.start is not None
        and other.end is not None
        and other.start <= finding.start
        and finding.end <= other.end
        and other.severity.rank >= finding.severity.rank
        for other in all_of_them
    )


def _weight(finding: Finding) -> tuple[int, int, int, str]:
    start, end = finding.start or 0, finding.end or 0
    return -finding.severity.rank, start - end, start, finding.rule


def _is_taken(spans: list[Span], start: int, end: int) -> bool:
    """True where one of the spans, none of which overlap, overlaps this one."""
    which = bisect_left(spans, (end, end))
    return which > 0 and spans[which - 1][1] > start
