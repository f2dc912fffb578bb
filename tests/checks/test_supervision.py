"""The rules of supervision, proved by the examples that stand with them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from noteui.checks import SOURCES, Example
from noteui.checks.principles import BY_SLUG
from noteui.checks.supervision import NAMES, RULES, SECTIONS, Supervised, check_supervision


def read(example: Example) -> tuple[Supervised, str | None]:
    """What an example says, and the words that it marks."""
    marked = next((text.split("|")[1] for text in example.fields.values() if "|" in text), None)
    words = {name: text.replace("|", "") for name, text in example.fields.items()}
    known: dict[str, Any] = {"people": ("Maya Ellis", "Maya"), "held": date(2026, 11, 25), **example.known}
    return Supervised(words, **known), marked


@pytest.mark.parametrize("rule_id", RULES)
def test_each_rule_raises_its_flags_and_lets_its_passes_pass(rule_id: str) -> None:
    rule = RULES[rule_id]
    assert min(len(rule.flags), len(rule.passes)) >= 2
    for example in rule.flags:
        told, marked = read(example)  # type: ignore[arg-type]
        found = [finding for finding in check_supervision(told) if finding.rule == rule_id]
        assert [finding.text for finding in found] == [marked]
        for finding in found:
            if finding.field is not None:
                assert told.words[finding.field][finding.start : finding.end] == finding.text
    for example in rule.passes:
        told, _ = read(example)  # type: ignore[arg-type]
        assert rule_id not in {finding.rule for finding in check_supervision(told)}
    assert rule.principle in BY_SLUG and rule.source in SOURCES


@pytest.mark.parametrize(
    "decisions",
    [
        "Close. Reason: nobody has seen a mark since June.",
        "Because the lodger has left, stay at child in need.",
        "- Stay at child in need, since it is early.\n- No visit at night, as his shifts have ended.",
        "Refer to early help.\nWhy: the school asks for it.",
    ],
)
def test_a_reason_may_be_given_in_several_ways(decisions: str) -> None:
    found = check_supervision(Supervised({"decisions": decisions, "risk": "Maya"}, ("Maya",)))
    assert [finding.rule for finding in found] == []


def test_each_decision_of_a_list_is_read_for_itself() -> None:
    decisions = "- Stay at child in need, because it is early.\n- Close to early help."
    (found,) = check_supervision(Supervised({"decisions": decisions, "risk": "Maya"}, ("Maya",)))
    assert found.text == "- Close to early help."


def test_reflection_is_offered_questions_and_never_asked_for() -> None:
    reflection = next(section for section in SECTIONS if section.name == "reflection")
    assert len(reflection.questions) >= 3
    assert check_supervision(Supervised(dict.fromkeys(NAMES, ""))) == []
