from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noteui.casework.nation import configured_nation
from noteui.casework.working_days import Nation, working_days
from noteui.vault.errors import VaultError

ENGLAND = working_days("england")
NATIONS = [working_days(nation) for nation in Nation]
days = st.dates(date(2019, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_in"),
    [
        (date(2026, 11, 25), {"england", "wales", "scotland", "northern-ireland"}),
        (date(2026, 11, 28), set()),  # a Saturday
        (date(2026, 11, 30), {"england", "wales", "northern-ireland"}),  # St Andrew's Day
        (date(2026, 12, 28), set()),  # for Boxing Day, which falls on a Saturday
        (date(2026, 4, 6), {"scotland"}),  # Easter Monday
        (date(2026, 8, 3), {"england", "wales", "northern-ireland"}),
        (date(2026, 8, 31), {"scotland"}),
        (date(2026, 6, 15), {"england", "wales", "northern-ireland"}),
        (date(2026, 7, 13), {"england", "wales", "scotland"}),  # for 12 July, a Sunday
        (date(2027, 1, 4), {"england", "wales", "northern-ireland"}),  # for 2 January, a Saturday
        (date(2022, 9, 19), set()),
    ],
)
def test_each_nation_keeps_its_own_holidays(day: date, open_in: set[str]) -> None:
    assert {known.nation.value for known in NATIONS if known.is_working(day)} == open_in


def test_the_day_itself_is_day_nought() -> None:
    thursday = date(2026, 12, 24)
    assert ENGLAND.add(thursday, 0) == thursday
    assert ENGLAND.add(thursday, 1) == date(2026, 12, 29)
    assert ENGLAND.between(thursday, date(2026, 12, 29)) == 1
    assert ENGLAND.between(date(2026, 12, 29), thursday) == -1
    with pytest.raises(ValueError, match="forwards"):
        ENGLAND.add(thursday, -1)


def test_forty_five_working_days_from_a_referral() -> None:
    assert ENGLAND.add(date(2026, 11, 2), 45) == date(2027, 1, 7)
    assert working_days("scotland").add(date(2026, 11, 2), 45) == date(2027, 1, 11)


@given(st.sampled_from(NATIONS), days, st.integers(0, 400))
def test_counting_forwards_and_counting_between_agree(known, day, n) -> None:
    reached = known.add(day, n)
    assert known.between(day, reached) == n
    assert n == 0 or known.is_working(reached)


@given(st.sampled_from(NATIONS), days, days)
def test_between_counts_each_working_day_once(known, start, end) -> None:
    first, last = sorted((start, end))
    counted = sum(known.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    assert known.between(first, last) == counted
    assert known.between(last, first) == -counted


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_change_of_the_clock_moves_no_day(change: date) -> None:
    friday = datetime.combine(change - timedelta(days=2), datetime.min.time(), ZoneInfo("Europe/London"))
    assert ENGLAND.add(friday.date(), 1) == change + timedelta(days=1)
    assert ENGLAND.between(friday.date(), change + timedelta(days=1)) == 1


def test_beyond_the_checked_years_it_says_that_it_only_knows_weekends() -> None:
    christmas = date(2031, 12, 25)
    assert ENGLAND.is_working(christmas)
    assert "31 December 2028: outside that, only weekends" in str(ENGLAND.caveat(christmas))
    assert ENGLAND.caveat(date(2026, 12, 25), ENGLAND.checked_until) is None
    assert "1 January 2019" in str(ENGLAND.caveat(date(2018, 12, 31)))


def test_what_is_known_carries_its_source_and_what_it_leaves_out() -> None:
    for known in NATIONS:
        assert "gov.uk" in known.source and known.varies and known.checked < known.checked_until
        per_year = {day.year for day in known.holidays}
        assert per_year == set(range(known.checked_from.year, known.checked_until.year + 1))
        assert len(set(known.holidays)) == len(known.holidays)


def test_the_nation_comes_from_the_configuration() -> None:
    assert configured_nation({}) is Nation.ENGLAND
    assert configured_nation({"nation": "northern-ireland"}) is Nation.NORTHERN_IRELAND
    with pytest.raises(VaultError, match='"scotland"'):
        configured_nation({"nation": "Alba"})
    with pytest.raises(VaultError):
        configured_nation({"nation": ["wales"]})
