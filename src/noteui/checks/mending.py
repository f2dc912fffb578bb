"""What mends a finding for certain: each of its fixes tried out before it is offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from noteui.checks.dismissal import Dismissal
from noteui.checks.engine import Checker
from noteui.checks.finding import Finding, Fix, apply_fix, edits_of
from noteui.checks.note import Note
from noteui.checks.prose import fold
from noteui.checks.registry import RuleSet


@dataclass(frozen=True, slots=True)
class Mend:
    """A fix that takes its finding away, and what is asked of the words once it is done.

    A sentence that moves to another field is asked what that field asks: a view that moves to the opinion,
    what it rests on.
    """

    fix: Fix
    then: tuple[Finding, ...] = ()


def mends(
    note: Note, finding: Finding, *, dismissals: Sequence[Dismissal] = (), rules: RuleSet | None = None
) -> list[Mend]:
    """The fixes of a finding that mend it in this note; those that bring something with them come last.

    A fix that asks for something first (a person, an owner and a day) is taken at its word.
    """
    checker = Checker(note, dismissals=dismissals, rules=rules)
    checked = checker.findings()
    before = Counter(map(_key, checked))
    found: list[Mend] = []
    for fix in finding.fixes:
        if not edits_of(fix, checker.fields):
            found.append(Mend(fix))
            continue
        texts = dict(checker.fields)
        for field, text in apply_fix(texts, fix).items():
            checker.edit(field, text)
        raised = checker.findings()
        after = Counter(map(_key, raised))
        if after[_key(finding)] < before[_key(finding)]:
            found.append(Mend(fix, tuple(brought(finding, checked, raised))))
        for field, text in texts.items():
            checker.edit(field, text)
    return sorted(found, key=lambda mend: len(mend.then))


def brought(mended: Finding, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """What is raised after a fix and was not before, but for what the fix only put in other words."""
    keys = Counter(map(_key, before))
    rules = Counter(finding.rule for finding in before)
    keys_after = Counter(map(_key, after))
    rules_after = Counter(finding.rule for finding in after)
    return [
        finding
        for finding in after
        if keys_after[_key(finding)] > keys[_key(finding)]
        and (finding.rule == mended.rule or rules_after[finding.rule] > rules[finding.rule])
    ]


def _key(finding: Finding) -> tuple[str, str]:
    """What makes it the same finding wherever it stands: it may travel with its sentence to another field."""
    return finding.rule, fold(finding.text or "")
