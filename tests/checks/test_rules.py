"""Every rule by its own examples, and what must hold of all of them."""

from __future__ import annotations

import re

import pytest

from noteui.checks import PRINCIPLES, SOURCES, Example, Rule, Severity, all_rules, check
from noteui.checks.lexicon import Entry, shipped_lists
from noteui.checks.prose import fold

from .examples import as_note

RULES = list(all_rules().values())
CONTESTED = [
    row for made in shipped_lists().values() for row in made.entries.values() if row.status == "contested"
]


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


@pytest.mark.parametrize("row", CONTESTED, ids=lambda row: row.id)
def test_a_contested_row_is_off_and_its_examples_hold_its_words(row: Entry) -> None:
    for example in row.flags:
        assert fold(example.split("|")[1]) in row.forms
        note, _ = as_note(RULES[0], Example({"facts": example.replace("|", "")}))
        assert row.id not in {finding.entry for finding in check(note) if finding.rule == row.rule}


def test_every_principle_has_rules_and_questions() -> None:
    for principle in PRINCIPLES:
        assert principle.questions
        assert any(rule.principle == principle.slug for rule in RULES)
