"""Every rule about a sharing by its own examples, and the lines of the field: to copy, and to avoid."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from noteui.casework.working_days import working_days
from noteui.checks.finding import Severity
from noteui.checks.note import About, Note
from noteui.checks.principles import SHARING_PRINCIPLES
from noteui.checks.sharing import Item, Recipient, Sharing, Told
from noteui.checks.sharing_rule import Case, SharingRule, check_sharing, sharing_rules, unanswered
from noteui.checks.sources import SOURCES

NOW = datetime(2026, 11, 24, 16, tzinfo=UTC)
DAYS = working_days("england")
MAYA = About("Maya Ellis", "child")
SOUND = Sharing(
    about=MAYA,
    what="Maya told me on 23 November that her uncle hits her with a belt.",
    asked="Keep Maya in school until I arrive at 14:00, and ring me if her uncle comes.",
    purpose="so that the school can keep Maya from her uncle this afternoon",
    why="Without it her uncle can collect her before she is seen; only who may collect her is said.",
    basis=("public-task",),
    contents=("facts",),
    recipients=(
        Recipient(
            name="Hannah Bale",
            role="safeguarding lead",
            agency="Northgate Primary",
            route="phone",
            address="0161 496 0444",
            identity_checked="I rang the school's listed number and asked for her",
        ),
    ),
    told=(
        Told(
            "Dana Ellis",
            told=True,
            when=datetime(2026, 11, 24, 11),
            how="by phone",
            view="“Do what you have to.”",
        ),
    ),
    decided_by="Priya Nair",
)
NOTES = {
    "strangled": {"facts": "Maya said that her uncle strangled her this morning."},
    "voice": {"facts": "A mark on the arm.", "voice": "Maya said, “He hits me.”"},
}
RULES = list(sharing_rules().values())


def as_sharing(case: Case) -> tuple[Sharing, datetime]:
    known: dict[str, Any] = dict(case.known)
    now = known.pop("now", NOW)
    if isinstance(known.get("note"), str):
        known["note"] = Note(MAYA, "home visit", None, None, None, fields=NOTES[known["note"]])
    if isinstance(known.get("learned"), str):
        known["learned"] = datetime.fromisoformat(known["learned"])
    return replace(SOUND, **known), now


def raised(case: Case) -> set[str]:
    sharing, now = as_sharing(case)
    return {finding.rule for finding in check_sharing(sharing, now=now, days=DAYS)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_raises_its_examples(rule: SharingRule) -> None:
    assert len(rule.flags) >= 2
    for case in rule.flags:
        assert rule.id in raised(case), case.says


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_passes_its_near_misses(rule: SharingRule) -> None:
    assert len(rule.passes) >= 2
    for case in rule.passes:
        assert rule.id not in raised(case), case.says


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_explains_itself(rule: SharingRule) -> None:
    assert rule.principle in {principle.slug for principle in SHARING_PRINCIPLES}
    assert re.fullmatch(r"[a-z-]+/[a-z-]+", rule.id)
    assert rule.id.split("/")[0] == rule.principle
    assert all((rule.message, rule.why, rule.try_))
    assert rule.source in SOURCES


def test_every_principle_has_rules_and_questions() -> None:
    for principle in SHARING_PRINCIPLES:
        assert principle.questions
        assert any(rule.principle == principle.slug for rule in RULES)


def test_a_sound_sharing_raises_nothing() -> None:
    assert check_sharing(SOUND, now=NOW, days=DAYS) == []


def test_what_is_answered_with_a_reason_stays_raised_beside_it() -> None:
    answers = MappingProxyType({"recorded/incomplete": "Legal advice on the basis comes tomorrow."})
    (found,) = check_sharing(replace(SOUND, basis=(), answers=answers), now=NOW, days=DAYS)
    assert found.answer == "Legal advice on the basis comes tomorrow."
    assert unanswered([found]) == []


def test_in_an_emergency_only_who_what_and_what_for_cannot_wait() -> None:
    bare = Sharing(MAYA, in_emergency=True)
    found = check_sharing(bare, now=NOW, days=DAYS)
    assert {f.rule for f in unanswered(found, in_emergency=True)} == {
        "necessary/purpose-missing",
        "relevant/recipient-not-named",
        "recorded/content-missing",
    }
    assert all(f.severity is Severity.MUST for f in unanswered(found))


def test_consent_is_asked_of_an_adult_and_never_of_a_child() -> None:
    child = replace(SOUND, consent="refused")
    adult = replace(child, about=About("Mrs Bell", "adult"))
    assert not any("consent" in f.rule for f in check_sharing(child, now=NOW, days=DAYS))
    assert any(f.rule == "recorded/adult-without-consent" for f in check_sharing(adult, now=NOW, days=DAYS))


LINES = tomllib.loads(Path(__file__).with_name("sharing_lines.toml").read_text(encoding="utf-8"))


def with_line(where: str, line: str, *, alone: bool) -> Sharing:
    """A sound sharing with one line in it: alone in its field, or after what stands there."""
    match where:
        case "withheld":
            return replace(SOUND, decision="withhold", why=line, recipients=())
        case "view":
            return replace(SOUND, told=(replace(SOUND.told[0], view=line),))
        case "because":
            again = datetime(2026, 12, 8).date()
            return replace(SOUND, told=(Told("The family", told=False, because=line, look_again=again),))
        case "override":
            return replace(SOUND, about=About("Mrs Bell", "adult"), consent="refused", override=line)
        case _:
            before = "" if alone or where == "purpose" else getattr(SOUND, where) + " "
            others = {"asked": ""} if alone and where == "what" else {}
            return replace(SOUND, **{**others, where: before + line})


def lines(of: str) -> list[tuple[str, str, str]]:
    return [(row["principle"], row["where"], row["line"]) for row in LINES[of]]


@pytest.mark.parametrize(("principle", "where", "line"), lines("to-avoid"))
def test_a_line_to_avoid_is_raised_under_its_principle(principle: str, where: str, line: str) -> None:
    found = check_sharing(with_line(where, line, alone=True), now=NOW, days=DAYS)
    assert principle in {finding.principle for finding in found}


@pytest.mark.parametrize(("principle", "where", "line"), lines("to-copy"))
def test_a_line_to_copy_is_not(principle: str, where: str, line: str) -> None:
    found = check_sharing(with_line(where, line, alone=False), now=NOW, days=DAYS)
    assert [(f.rule, f.text) for f in found if f.principle == principle] == []


def test_old_items_are_asked_about() -> None:
    old = replace(
        SOUND, items=(Item("n0te00000001", "facts", happened=datetime(2019, 5, 3)),), why="She asked."
    )
    assert "relevant/old-content" in {f.rule for f in check_sharing(old, now=NOW, days=DAYS)}


def test_each_of_the_forty_checks_has_its_rule_and_each_rule_its_check() -> None:
    file = Path(__file__).with_name("sharing_checks.toml")
    made = tomllib.loads(file.read_text(encoding="utf-8"))
    numbered = {int(number): ids for rows in made.values() for number, ids in rows.items()}
    assert sorted(numbered) == list(range(1, 41))
    named = [rule_id for ids in numbered.values() for rule_id in ids]
    assert sorted(named) == sorted([*sharing_rules(), "recorded/sharing-not-logged"])
