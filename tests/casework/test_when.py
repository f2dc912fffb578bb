"""What is typed as a day or a time, and what it is taken for."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noteui.casework.when import NotUnderstood, read_day, read_moment

NOW = datetime(2026, 11, 24, 13, 10)  # a Tuesday


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("yesterday 3pm", "Mon 23 November 2026, 15:00"),
        ("3pm yesterday", "Mon 23 November 2026, 15:00"),
        ("tue 2pm", "Tue 17 November 2026, 14:00"),
        ("tue 9.15am", "Tue 24 November 2026, 09:15"),
        ("last tue 10am", "Tue 17 November 2026, 10:00"),
        ("17/11 15:30", "Tue 17 November 2026, 15:30"),
        ("17/11/26 0915", "Tue 17 November 2026, 09:15"),
        ("17.11.2026 9.15", "Tue 17 November 2026, 09:15"),
        ("17 nov 3.15pm", "Tue 17 November 2026, 15:15"),
        ("1 dec 3pm", "Mon 1 December 2025, 15:00"),
        ("2025-04-03 10:00", "Thu 3 April 2025, 10:00"),
        ("2025-04-03T10:00", "Thu 3 April 2025, 10:00"),
        ("2025/04/03 10:00", "Thu 3 April 2025, 10:00"),
        ("November 17, 2026 3pm", "Tue 17 November 2026, 15:00"),
        ("monday 16 november 3pm", "Mon 16 November 2026, 15:00"),
        ("2 days ago 4pm", "Sun 22 November 2026, 16:00"),
        ("noon", "Tue 24 November 2026, 12:00"),
        ("09:15", "Tue 24 November 2026, 09:15"),
        ("29/2 3pm", "Thu 29 February 2024, 15:00"),
        ("now", "Tue 24 November 2026, 13:10"),
    ],
)
def test_a_moment_is_shown_back(typed: str, shown: str) -> None:
    assert read_moment(typed, now=NOW).shown == shown


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "10",
        "April",
        "04/13/2025 9am",
        "31/2 3pm",
        "24:00",
        "25:10",
        "tuesday 16 november 3pm",
        "17 november 2015",
        "14:30",
        "25/11/2026 9am",
        "seen on 3 May by 2 officers",
        "4" * 40,
        "last week",
        "13pm",
        "17 nov",
    ],
)
def test_what_could_be_wrong_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        read_moment(typed, now=NOW)
    assert told.value.sentence.endswith((".", "?"))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("tue", date(2026, 11, 24)),
        ("by fri", date(2026, 11, 27)),
        ("next tue", date(2026, 12, 1)),
        ("tomorrow", date(2026, 11, 25)),
        ("in 2 weeks", date(2026, 12, 8)),
        ("1/12", date(2026, 12, 1)),
        ("17/11", date(2027, 11, 17)),
        ("2026-12-03", date(2026, 12, 3)),
    ],
)
def test_a_day_that_is_due_lies_ahead(typed: str, day: date) -> None:
    assert read_day(typed, now=NOW, direction="future")[0] == day


@given(st.datetimes(datetime(2010, 1, 1), NOW))
def test_what_is_shown_back_reads_as_the_same(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    shown = read_moment(f"{moment:%d/%m/%Y %H:%M}", now=NOW).shown
    assert read_moment(shown, now=NOW).value == moment


@given(st.text(max_size=30))
def test_any_other_text_is_told_in_a_sentence(typed: str) -> None:
    try:
        read_moment(typed, now=NOW)
        read_day(typed, now=NOW, direction="future")
    except NotUnderstood as told:
        assert told.sentence
