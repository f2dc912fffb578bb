"""Every rule by its own examples, and what must hold of all of them."""

from __future__ import annotations

import re

import pytest

from noteui.checks import PRINCIPLES, SOURCES, Rule, Severity, all_rules, apply_fix, check

from .examples import as_note

RULES = list(all_rules().values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_raises_its_examples_at_the_marked_words(rule: Rule) -> None:
    for example in rule.flags:
        note, wanted = as_note(rule, example)
        found = [finding for finding in check(note) if finding.rule == rule.id]
        assert found, example
        if wanted:
            assert {(f.field, f.start, f.end) for f in found} == wanted, example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_passes_its_near_misses(rule: Rule) -> None:
    for example in rule.passes:
        note, _ = as_note(rule, example)
        assert [f.text for f in check(note) if f.rule == rule.id] == [], example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_explains_itself(rule: Rule) -> None:
    slugs = {principle.slug for principle in PRINCIPLES}
    assert rule.principle in slugs
    assert re.fullmatch(r"[a-z-]+/[a-z-]+", rule.id)
    assert rule.id.split("/")[0] == rule.principle
    assert len(rule.message) <= 90
    assert all((rule.message, rule.why, rule.try_))
    assert rule.source in SOURCES
    if rule.severity is Severity.MUST:
        assert rule.find_in_note is not None, "what must be answered is missing, never badly worded"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_fix_mends_what_it_is_offered_for(rule: Rule) -> None:
    for example in rule.flags:
        note, _ = as_note(rule, example)
        fields = {
            name: note.fields.get(name, "") for name in ("facts", "voice", "opinion", "family", "actions")
        }
        for finding in check(note):
            if finding.rule != rule.id:
                continue
            for fix in finding.fixes:
                mended = apply_fix(fields, fix)
                if fix.act is None:
                    assert mended != fields
                    assert finding.text != mended[finding.field or ""][finding.start : finding.end]


def test_every_principle_has_rules_and_questions() -> None:
    for principle in PRINCIPLES:
        assert principle.questions
        assert any(rule.principle == principle.slug for rule in RULES)
