"""`noteui rules`: every rule and every entry of the word lists, as the checks have them."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from noteui.checks import (
    FIELDS,
    PRINCIPLES,
    SHARING_PRINCIPLES,
    About,
    Example,
    Note,
    Rule,
    RuleSet,
    check,
    source_title,
    supervision,
)
from noteui.checks.example_words import in_a_line
from noteui.checks.lexicon import Entry, Lexicon, WordList
from noteui.checks.prose import Sentence, fold
from noteui.checks.rule import PROSE_FIELDS
from noteui.checks.sharing_rule import Case, SharingRule, sharing_rules
from noteui.cli.answer import Refusal, put, put_json
from noteui.cli.checking import rules_for

_PRINCIPLES = (*PRINCIPLES, *SHARING_PRINCIPLES)
_BY_TEAM = "your team's file switches it off."
_CONTESTED = 'the guides disagree about it; a team\'s file switches it on with status = "avoid".'
_EXAMPLES = 4
"""How many examples of each kind are printed; the JSON has them all."""

AnyRule = Rule | SharingRule
Chosen = Mapping[str, tuple[Entry, ...]]
"""The rules that are asked for, each with those of its entries that are."""


def show_rules(arguments: argparse.Namespace) -> int:
    """Print all rules, or what the words name: a principle, a rule, an entry, or the words of a note.

    Raises Refusal where they name nothing.
    """
    rules = rules_for(arguments.team)
    every: dict[str, AnyRule] = {**rules.rules, **rules.off, **supervision.RULES, **sharing_rules()}
    asked = " ".join(" ".join(arguments.what).split())
    chosen = _chosen(asked, rules, every) if asked else _whole(rules, every)
    if arguments.format == "json":
        put_json([_as_json(every[rule], entries, rules) for rule, entries in chosen.items()], indent=1)
        return 0
    for principle in _PRINCIPLES:
        mine = [rule for rule in chosen if every[rule].principle == principle.slug]
        if mine:
            put(f"{principle.name}: {principle.asks}\n")
            for rule in mine:
                put("\n".join(_as_text(every[rule], chosen[rule], rules)) + "\n")
    if not asked and rules.team.name:
        put("\n".join(_team_words(rules)))
    return 0


# -- choosing


def _whole(rules: RuleSet, of: Iterable[str]) -> Chosen:
    return {rule: tuple(rules.lists[rule].entries.values()) if rule in rules.lists else () for rule in of}


def _chosen(asked: str, rules: RuleSet, every: Mapping[str, AnyRule]) -> Chosen:
    if asked in every:
        return _whole(rules, [asked])
    # A note's principle goes over the one of sharing that bears the same name, as its slug would.
    principles = {name: p.slug for p in reversed(_PRINCIPLES) for name in (p.slug, p.name.lower())}
    if asked.lower() in principles:
        return _whole(rules, [r.id for r in every.values() if r.principle == principles[asked.lower()]])
    by_id = {rule: (made.entries[asked],) for rule, made in rules.lists.items() if asked in made.entries}
    found: Chosen = by_id or {**_raising(asked, rules), **_listing(asked, rules.lists)}
    if not found:
        names = [*every, *principles, *(id_ for made in rules.lists.values() for id_ in made.entries)]
        near = difflib.get_close_matches(asked, names, n=1, cutoff=0.6)
        hint = f"; the nearest name is {near[0]}" if near else ""
        raise Refusal(
            f"No rule, principle or word list has {asked!r}, and no rule raises it by itself{hint}. "
            "See: noteui rules"
        )
    return {rule: found[rule] for rule in every if rule in found}


def _listing(words: str, lists: Mapping[str, WordList]) -> dict[str, tuple[Entry, ...]]:
    """The entries that stand in the words, those that are off included, or that the words stand in."""
    opened = {
        rule: WordList(
            made.rule, {id_: replace(entry, status="avoid", over=()) for id_, entry in made.entries.items()}
        )
        for rule, made in lists.items()
    }
    matched = Lexicon(opened).matches(Sentence(FIELDS[0], words))
    found = {}
    for rule, made in lists.items():
        ids = {match.entry.id for match in matched.get(rule, ())}
        mine = tuple(
            entry
            for entry in made.entries.values()
            if entry.id in ids or any(fold(words) in fold(form) for form in entry.forms)
        )
        if mine:
            found[rule] = mine
    return found


def _raising(words: str, rules: RuleSet) -> dict[str, tuple[Entry, ...]]:
    """The rules without a list that raise the words in one field or another."""
    note = Note(About("Somebody", "child"), "other", None, None, None)
    raised = {
        finding.rule
        for field in PROSE_FIELDS
        for finding in check(replace(note, fields={**note.fields, field: words}), rules=rules)
        if finding.start is not None and finding.entry is None
    }
    return dict.fromkeys(raised, ())


# -- telling


def _why_off(rule: AnyRule, entry: Entry | None, rules: RuleSet) -> str | None:
    if rule.id in rules.off:
        return _BY_TEAM
    if entry is None or entry.is_on:
        return None
    return _CONTESTED if entry.status == "contested" else _BY_TEAM


def _fields(rule: AnyRule) -> tuple[str, ...]:
    return rule.fields if isinstance(rule, Rule) else ("sharing",)


def _is_teams(entry: Entry, rules: RuleSet) -> bool:
    return (entry.rule, entry.id) in rules.team.entries


def _as_text(rule: AnyRule, entries: Iterable[Entry], rules: RuleSet) -> Iterator[str]:
    weight = rule.severity.value
    if rule.id in rules.team.rules and rule.id not in rules.off:
        weight += ", as your team weighs it"
    yield f"  {rule.id} ({weight}; {', '.join(_fields(rule)) or 'the note'})"
    yield f"    {rule.message.replace('“{text}”', 'A word of the list')}"
    if off := _why_off(rule, None, rules):
        yield f"    Off: {off}"
    yield f"    Why: {rule.why}"
    yield f"    Try: {rule.try_}"
    yield f"    Source: {source_title(rule.source)}"
    if rule.id not in rules.lists:
        yield from _examples("    ", rule.flags, rule.passes)
    for entry in entries:
        yield from _entry_as_text(rule, entry, rules)


def _entry_as_text(rule: AnyRule, entry: Entry, rules: RuleSet) -> Iterator[str]:
    about = [entry.weight(rule.severity).value] if entry.weight(rule.severity) != rule.severity else []
    about += [", ".join(entry.fields)] if entry.fields != _fields(rule) else []
    about += ["only in this case"] if entry.exact else []
    about += ["your team's"] if _is_teams(entry, rules) else []
    said = f" ({'; '.join(about)})" if about else ""
    yield f"\n    {entry.id}{said}: {', '.join(entry.forms)}"
    if rule.id not in rules.off and (off := _why_off(rule, entry, rules)):
        yield f"      Off: {off}"
    if entry.except_:
        yield f"      But not: {', '.join(entry.except_)}"
    if entry.why != rule.why:
        yield f"      Why: {entry.why}"
    if entry.try_ != rule.try_:
        yield f"      Try: {entry.try_}"
    if entry.better:
        yield f"      Better: {', '.join(dict.fromkeys(w for words in entry.better.values() for w in words))}"
    if entry.over:
        yield f"      Goes over: {', '.join(entry.over)}"
    if entry.source != rule.source:
        yield f"      Source: {source_title(entry.source)}"
    yield from _examples("      ", entry.flags, entry.passes)


def _examples(
    indent: str, flags: Iterable[str | Example | Case], passes: Iterable[str | Example | Case]
) -> Iterator[str]:
    yield from [f"{indent}raised:     {in_a_line(example)}" for example in list(flags)[:_EXAMPLES]]
    yield from [f"{indent}not raised: {in_a_line(example)}" for example in list(passes)[:_EXAMPLES]]


def _team_words(rules: RuleSet) -> Iterator[str]:
    team = rules.team
    yield f"Your team's words ({team.name})"
    for heading, words in (
        ("known to your readers", [f"{form} ({meaning})" for form, meaning in team.glossary.items()]),
        ("what short forms stand for", [f"{form} ({means})" for form, means in team.expansions.items()]),
        ("no jargon here", team.words),
        ("names that are never raised", team.names),
        *((f"added to the words of {name}", words) for name, words in team.classes.items()),
    ):
        if words:
            yield f"  {heading}: {', '.join(words)}"


def _as_json(rule: AnyRule, entries: Iterable[Entry], rules: RuleSet) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "principle": rule.principle,
        "severity": rule.severity.value,
        "fields": list(_fields(rule)),
        "off": _why_off(rule, None, rules),
        "message": rule.message,
        "why": rule.why,
        "try": rule.try_,
        "source": rule.source,
        "source_title": source_title(rule.source),
        "raised": [in_a_line(example) for example in rule.flags],
        "not_raised": [in_a_line(example) for example in rule.passes],
        "entries": [
            {
                "entry": entry.id,
                "forms": list(entry.forms),
                "except": list(entry.except_),
                "severity": entry.weight(rule.severity).value,
                "fields": list(entry.fields),
                "status": entry.status,
                "off": _why_off(rule, entry, rules),
                "team": _is_teams(entry, rules),
                "case": "exact" if entry.exact else "any",
                "why": entry.why,
                "try": entry.try_,
                "better": {form: list(words) for form, words in entry.better.items()},
                "over": list(entry.over),
                "source": entry.source,
                "source_title": source_title(entry.source),
                "raised": list(entry.flags),
                "not_raised": list(entry.passes),
            }
            for entry in entries
        ],
    }
