"""Every fix that is offered mends what it is offered for, and brings nothing that was not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from noteui.checks import (
    FIELDS,
    AddPerson,
    AskOwnerAndDate,
    Edit,
    Finding,
    Fix,
    LogSharing,
    Mend,
    MoveTo,
    Note,
    Relation,
    Rule,
    all_rules,
    apply_fix,
    check,
    mends,
    parse_actions,
)
from noteui.checks.finding import Raised
from noteui.checks.mending import brought

from .examples import NOTE, as_note

RULES = list(all_rules().values())


def offered(rule: Rule) -> Iterator[tuple[Note, Finding, Mend]]:
    for example in rule.flags:
        note, _ = as_note(rule, example)
        note = replace(note, fields={**dict.fromkeys(FIELDS, ""), **note.fields})
        for finding in check(note):
            if finding.rule == rule.id:
                for mend in mends(note, finding):
                    yield note, finding, mend


def mended(note: Note, fix: Fix) -> Note:
    """The note once the fix is done, what it asks for answered as a writer would."""
    act = fix.act
    if isinstance(act, AddPerson):
        return replace(note, people=(*note.people, Relation(act.name, "teacher")))
    if isinstance(act, AskOwnerAndDate):
        actions = note.fields["actions"]
        line = actions[act.line_start : act.line_end]
        what = parse_actions(line)[0].text
        at = act.line_start + line.index(what) + len(what)
        given = f"{actions[:at]} (Priya Nair, by 2026-11-20){actions[act.line_end :]}"
        return replace(note, fields={**note.fields, "actions": given})
    if isinstance(act, LogSharing):
        return replace(note, shared=(*(note.shared or ()), act.whom))
    return replace(note, fields=apply_fix(note.fields, fix))


def key(finding: Finding) -> tuple[str, str | None]:
    return finding.rule, finding.text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_fix_takes_its_finding_away_and_brings_no_other(rule: Rule) -> None:
    """Not new is what lay in the words that were raised, or in the sentence that moved, of the same principle
    and no weightier: half of a long sentence, or a view that is asked for its basis where it now stands."""
    for note, finding, mend in offered(rule):
        raised = check(note)
        left = check(mended(note, mend.fix))
        before, after = Counter(map(key, raised)), Counter(map(key, left))
        assert after[key(finding)] < before[key(finding)], (finding.text, mend.fix.title)
        words = finding.text or ""
        if isinstance(mend.fix.act, MoveTo):
            words = note.fields[mend.fix.act.field][mend.fix.act.start : mend.fix.act.end]
        for other in brought(finding, raised, left):
            assert other.principle == finding.principle, (mend.fix.title, other)
            assert other.severity.rank <= finding.severity.rank or isinstance(mend.fix.act, MoveTo)
            assert other.text, (mend.fix.title, other)
            assert other.text.rstrip(".") in words, (mend.fix.title, other)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_fix_brings_is_said_beforehand(rule: Rule) -> None:
    for note, finding, mend in offered(rule):
        if mend.fix.act is None or isinstance(mend.fix.act, MoveTo):
            left = check(mended(note, mend.fix))
            assert set(map(key, mend.then)) == set(map(key, brought(finding, check(note), left)))


def test_a_fix_that_does_not_mend_is_not_offered() -> None:
    note = replace(NOTE, fields={**dict.fromkeys(FIELDS, ""), "facts": "They utilise a bus."})
    finding = next(f for f in check(note) if f.text == "utilise")
    mending = Fix("Write “use”", (Edit("facts", 5, 12, "use"),))
    useless = Fix("Change a word beside it", (Edit("facts", 0, 4, "We"),))
    worse = Fix("Say worse", (Edit("facts", 5, 12, "commence"),))
    raised = Raised(
        finding.rule,
        finding.principle,
        finding.severity,
        finding.message,
        finding.try_,
        finding.source,
        finding.field,
        finding.start,
        finding.end,
        finding.text,
        fixes=(worse, useless, mending),
    )
    tried = mends(note, Finding(raised))
    assert [mend.fix for mend in tried] == [mending, worse]
    assert [finding.text for finding in tried[1].then] == ["commence"]
