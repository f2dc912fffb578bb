"""Every rule by its own examples, and what must hold of all of them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from noteui.checks import (
    PRINCIPLES,
    SHARING_PRINCIPLES,
    SOURCES,
    Example,
    Rule,
    Severity,
    all_rules,
    apply_fix,
    check,
)
from noteui.checks.lexicon import Entry, WordList, word_lists
from noteui.checks.prose import fold

from .examples import as_note

RULES = list(all_rules().values())
CONTESTED = [row for made in word_lists().values() for row in made.entries if row.status == "contested"]
OFF = {example for row in CONTESTED for example in row.flags}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_raises_its_examples_at_the_marked_words(rule: Rule) -> None:
    for example in (example for example in rule.flags if not isinstance(example, str) or example not in OFF):
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
    slugs = {principle.slug for principle in (*PRINCIPLES, *SHARING_PRINCIPLES)}
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
                    left = check(replace(note, fields=mended))
                    assert (finding.rule, finding.start, finding.text) not in {
                        (f.rule, f.start, f.text) for f in left if f.field == finding.field
                    }, fix.title


@pytest.mark.parametrize("row", CONTESTED, ids=lambda row: row.id)
def test_a_contested_row_is_off_and_its_examples_hold_its_words(row: Entry) -> None:
    for example in row.flags:
        assert fold(example.split("|")[1]) in row.forms
        note, _ = as_note(RULES[0], Example({"facts": example.replace("|", "")}))
        assert not any(finding.text and fold(finding.text) in row.forms for finding in check(note))


@pytest.mark.parametrize("made", word_lists().values(), ids=lambda made: made.rule["id"])
def test_every_row_of_a_list_has_two_examples_of_each_kind(made: WordList) -> None:
    lacking = [row.id for row in made.entries if len(row.flags) < 2 or len(row.passes) < 2]
    assert lacking == []


def test_every_principle_has_rules_and_questions() -> None:
    for principle in PRINCIPLES:
        assert principle.questions
        assert any(rule.principle == principle.slug for rule in RULES)
