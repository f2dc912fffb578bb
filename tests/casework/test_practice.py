"""The notes to practise on: one for each principle at least, each with enough to find and to think about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noteui.casework.practice import Exercise, compare, exercises
from noteui.checks import PRINCIPLES, check, shipped

EXERCISES = exercises()


def test_every_principle_has_a_note_and_one_has_something_of_everything() -> None:
    assert [e.principle for e in EXERCISES if e.principle] == list(PRINCIPLES)
    mixed = [e for e in EXERCISES if e.principle is None]
    assert mixed
    for exercise in mixed:
        assert {f.principle for f in check(exercise.note)} == {p.slug for p in PRINCIPLES}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.title)
def test_a_note_has_something_to_find_and_something_that_no_rule_finds(exercise: Exercise) -> None:
    found = check(exercise.note)
    if exercise.principle:
        mine = [finding for finding in found if finding.principle == exercise.principle.slug]
        assert len(mine) >= 2
        assert 2 * len(mine) >= len(found)
        assert exercise.questions()[-len(exercise.principle.questions) :] == exercise.principle.questions
    assert len(exercise.look) >= 2
    assert exercise.note.recorded is not None


def test_mended_left_and_new_are_told_apart() -> None:
    exercise = next(e for e in EXERCISES if e.principle and e.principle.slug == "evidence-based")
    untouched = compare(exercise, exercise.note, shipped())
    assert (untouched.mended, untouched.new) == ((), ())
    assert list(untouched.left) == check(exercise.note)
    facts = exercise.note.fields["facts"].replace("She knows exactly what she is doing. ", "He was naughty. ")
    now = replace(exercise.note, fields={**exercise.note.fields, "facts": facts})
    compared = compare(exercise, now, shipped())
    assert [finding.text for finding in compared.mended] == ["knows exactly"]
    assert "naughty" in [finding.text for finding in compared.new]
    assert len(compared.mended) + len(compared.left) == len(untouched.left)
