"""Fixes that work something out: the date of a relative day, and a long sentence cut at a joint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noteui.checks import Fix, apply_fix, check
from noteui.checks.rules.relative_time import resolved

from .examples import NOTE

EMPTY = {"facts": "", "voice": "", "opinion": "", "family": "", "actions": ""}


def fixes_of(rule: str, facts: str) -> list[Fix]:
    note = replace(NOTE, fields={**EMPTY, "facts": facts})
    return [fix for finding in check(note) if finding.rule == rule for fix in finding.fixes]


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("She rang yesterday.", "She rang on Monday 16 November."),
        ("Yesterday she rang.", "On Monday 16 November she rang."),
        ("She rang two days ago.", "She rang on Sunday 15 November."),
        ("She rang last Friday.", "She rang on Friday 13 November."),
        ("He has been out since last month.", "He has been out since October 2026."),
        ("They moved in last year.", "They moved in in 2025."),
        ("She rang a fortnight ago.", "She rang on Tuesday 3 November."),
    ],
)
def test_a_relative_day_becomes_its_date_counted_from_the_event(written: str, mended: str) -> None:
    (fix,) = fixes_of("timely/relative-day", written)
    assert apply_fix({**EMPTY, "facts": written}, fix)["facts"] == mended


@pytest.mark.parametrize(
    "vague", ["about two weeks ago", "the other day", "recently", "a few weeks back", "last term"]
)
def test_a_vague_day_is_never_given_a_date(vague: str) -> None:
    assert resolved(vague, date(2026, 11, 17)) is None
    assert fixes_of("timely/relative-day", f"She rang {vague}.") == []


@given(st.dates(date(2001, 1, 1), date(2050, 12, 31)), st.integers(1, 30))
def test_so_many_days_ago_is_that_many_days_before(happened: date, days: int) -> None:
    shown = resolved(f"{days} days ago", happened) or ""
    then = happened - timedelta(days=days)
    assert shown.startswith(f"on {then:%A} {then.day} {then:%B}")


LONG = (
    "I went to the house at noon with the nurse and Dana let us in, and we sat down in the kitchen to talk "
    "about the school and the bus, but Theo was crying in the next room and she went to see to him."
)


def test_a_long_sentence_is_cut_at_the_joint_that_is_picked_and_loses_no_word() -> None:
    cuts = [
        apply_fix({**EMPTY, "facts": LONG}, fix)["facts"] for fix in fixes_of("succinct/long-sentence", LONG)
    ]
    assert len(cuts) >= 2
    for cut in cuts:
        first, second = cut.split(". ", 1)
        assert second[0].isupper()
        kept = set(f"{first} {second}".lower().replace(",", "").split())
        assert set(LONG.lower().replace(",", "").split()) - kept <= {"and"}
