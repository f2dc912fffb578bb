"""`noteui rules`: every rule, as the registry holds it."""

from __future__ import annotations

import argparse
import difflib
from typing import Any

from noteui.checks import PRINCIPLES, SHARING_PRINCIPLES, SOURCES, Example, Rule, all_rules
from noteui.checks.sharing_rule import Case, SharingRule, sharing_rules
from noteui.cli.answer import Refusal, put, put_json


def show_rules(arguments: argparse.Namespace) -> int:
    """Print all rules, those of one principle, or one. Raises Refusal for a name that is none."""
    rules: list[Rule | SharingRule] = [*all_rules().values(), *sharing_rules().values()]
    principles = (*PRINCIPLES, *SHARING_PRINCIPLES)
    if arguments.rule:
        chosen = [rule for rule in rules if arguments.rule in (rule.id, rule.principle)]
        if not chosen:
            names = [*(rule.id for rule in rules), *(p.slug for p in principles)]
            near = difflib.get_close_matches(arguments.rule, names, n=1, cutoff=0.3)
            hint = f"; the nearest is {near[0]}" if near else ""
            raise Refusal(f"There is no rule or principle {arguments.rule!r}{hint}. See: noteui rules")
        rules = chosen
    if arguments.format == "json":
        put_json([_as_json(rule) for rule in rules], indent=1)
        return 0
    for principle in principles:
        mine = [rule for rule in rules if rule.principle == principle.slug]
        if mine:
            put(f"{principle.name}: {principle.asks}\n")
            for rule in mine:
                put(_as_text(rule))
    return 0


def _shown(example: str | Example | Case) -> str:
    if isinstance(example, str):
        return example
    if isinstance(example, Case):
        return example.says
    parts = [f"{name}: {text}" for name, text in example.fields.items()]
    parts += [f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in example.known.items()]
    return "; ".join(parts) or "a note without it"


def _plain(value: object) -> str:
    if value is None or value == ():
        return "not said"
    return "yes" if value is True else "no" if value is False else str(value)


def _as_text(rule: Rule | SharingRule) -> str:
    lines = [
        f"  {rule.id} ({rule.severity.value})",
        f"    {rule.message}",
        f"    Why: {rule.why}",
        f"    Try: {rule.try_}",
        f"    Source: {SOURCES[rule.source]}",
    ]
    lines += [f"    raised:     {_shown(example)}" for example in rule.flags[:4]]
    lines += [f"    not raised: {_shown(example)}" for example in rule.passes[:4]]
    return "\n".join(lines) + "\n"


def _as_json(rule: Rule | SharingRule) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "principle": rule.principle,
        "severity": rule.severity.value,
        "fields": list(rule.fields) if isinstance(rule, Rule) else ["sharing"],
        "message": rule.message,
        "why": rule.why,
        "try": rule.try_,
        "source": rule.source,
        "source_title": SOURCES[rule.source],
        "raised": [_shown(example) for example in rule.flags],
        "not_raised": [_shown(example) for example in rule.passes],
    }
