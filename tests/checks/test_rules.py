"""Every rule by its own examples, and what must hold of all of them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from noteui.checks import (
    FIELDS,
    PRINCIPLES,
    SHARING_PRINCIPLES,
    SOURCES,
    Example,
    Rule,
    Severity,
    all_rules,
    check,
)
from noteui.checks.lexicon import Entry, shipped_lists
from noteui.checks.prose import fold
from noteui.checks.registry import shipped

from .examples import NOTE, as_note, unmarked

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
def test_a_rule_has_two_examples_of_each_kind_and_says_which_words_it_raises(rule: Rule) -> None:
    assert min(len(rule.flags), len(rule.passes)) >= 2
    for example in rule.flags:
        note, wanted = as_note(rule, example)
        raised = {(f.field, f.start, f.end) for f in check(note) if f.rule == rule.id and f.text}
        assert raised == wanted, example


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


@pytest.mark.parametrize("row", CONTESTED, ids=lambda row: row.id)
def test_a_contested_row_is_off_and_its_examples_hold_its_words(row: Entry) -> None:
    for example in row.flags:
        assert fold(example.split("|")[1]) in row.forms
        note, _ = as_note(RULES[0], Example({"facts": example.replace("|", "")}))
        assert row.id not in {finding.entry for finding in check(note) if finding.rule == row.rule}


@pytest.mark.parametrize(
    ("field", "words", "silent", "speaks"),
    [
        (
            "facts",
            "Maya failed to attend for her bloods.",
            "professional/blame",
            "person-centred/was-not-brought",
        ),
        ("facts", "His manner left a lot to be desired.", "evidence-based/verdict", "real/soft-word"),
        ("facts", "Attendance is dipping.", "real/mark-given", "accurate/hidden-count"),
        ("facts", "The YP was in.", "jargon-free/short-form", "person-centred/label-for-person"),
        ("facts", "Maya DNA'd her review.", "jargon-free/shorthand", "person-centred/was-not-brought"),
        ("facts", "The SEN support is on.", "jargon-free/jargon", "jargon-free/short-form"),
        ("voice", "Happy with her care, no complaints.", "real/no-concerns", "person-centred/voice-formula"),
        ("family", "Theo no worries.", "real/no-concerns", "holistic/passed-over"),
        (
            "facts",
            "The back door was open and the hall was wet. The back door was open and the hall was wet.",
            "succinct/said-twice",
            "real/copied-in-note",
        ),
    ],
)
def test_two_rules_do_not_say_the_same_of_the_same_words(
    field: str, words: str, silent: str, speaks: str
) -> None:
    raised = {f.rule for f in check(as_note(RULES[0], Example({field: words}))[0])}
    assert speaks in raised
    assert silent not in raised


@pytest.mark.parametrize("field", FIELDS)
def test_what_a_rule_needs_hides_nothing_that_it_would_raise(field: str) -> None:
    reading = shipped().reading
    asked_always = {
        name: tuple(replace(rule, needs=()) for rule in rules) for name, rules in reading.sentence.items()
    }
    needing_nothing = replace(shipped(), reading=replace(reading, sentence=asked_always))
    for rule in RULES:
        examples = [example for example in (*rule.flags, *rule.passes) if isinstance(example, str)]
        note = replace(NOTE, fields={field: "\n".join(unmarked(example)[0] for example in examples)})
        assert check(note) == check(note, rules=needing_nothing), rule.id


def test_a_rule_gives_way_only_to_rules_that_there_are() -> None:
    ids = set(all_rules())
    for rule in RULES:
        assert set(rule.gives_way_to) <= ids - {rule.id}


def test_every_principle_has_rules_and_questions() -> None:
    for principle in PRINCIPLES:
        assert principle.questions
        assert any(rule.principle == principle.slug for rule in RULES)
