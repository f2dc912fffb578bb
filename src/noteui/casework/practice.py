"""Practice: short flawed notes about fictional people, to be mended. Nothing of it is kept anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from noteui.casework.writing import Draft
from noteui.checks import PRINCIPLES, Finding, Note, Principle, RuleSet, check
from noteui.checks.prose import fold
from noteui.paper.note_file import read_note

NOTES_FOLDER = Path(__file__).with_name("practice_notes")
"""The notes, as files; the front matter of each says, under `practice`, what it is for."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A flawed note. `principle` is None where there is something of everything.

    `look` holds what a careful reader would see in it and no rule can.
    """

    title: str
    principle: Principle | None
    look: tuple[str, ...]
    note: Note

    def draft(self) -> Draft:
        """The note as it is opened for mending; it belongs to no vault."""
        return Draft(id="", person_id="", note=self.note)

    def questions(self) -> tuple[str, ...]:
        """What no rule can answer: what to look at here, then what the principle asks of any note."""
        asked = self.principle.questions if self.principle else tuple(p.questions[0] for p in PRINCIPLES)
        return (*self.look, *asked)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the checks say of a note before and after it was mended. Counts and lists, never a score."""

    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]
    new: tuple[Finding, ...]


def exercises() -> list[Exercise]:
    """All exercises: one for each principle in their order, then those with something of everything."""
    order = {principle.slug: number for number, principle in enumerate(PRINCIPLES)}
    by_slug = {principle.slug: principle for principle in PRINCIPLES}
    found: list[Exercise] = []
    for path in NOTES_FOLDER.glob("*.md"):
        file = read_note(path.read_text(encoding="utf-8"))
        about = yaml.safe_load(str(file.extra["practice"]))
        found.append(
            Exercise(about["title"], by_slug.get(about.get("principle")), tuple(about["look"]), file.note)
        )
    return sorted(
        found, key=lambda e: (order[e.principle.slug] if e.principle else len(order), e.note.about.name)
    )


def compare(exercise: Exercise, now: Note, rules: RuleSet) -> Comparison:
    """The exercise's note against the same note as the writer has it now."""
    before, after = check(exercise.note, rules=rules), check(now, rules=rules)
    left = _beyond(before, _beyond(before, after))
    return Comparison(tuple(_beyond(before, after)), tuple(left), tuple(_beyond(after, before)))


def _beyond(findings: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    """Those of the findings that are not among the others, one for one."""
    there = Counter(map(_key, others))
    beyond: list[Finding] = []
    for finding in findings:
        if there[_key(finding)]:
            there[_key(finding)] -= 1
        else:
            beyond.append(finding)
    return beyond


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, fold(finding.text or "")
