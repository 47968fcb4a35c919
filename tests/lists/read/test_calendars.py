"""Both Hijri calendars by the day, and which of them a column is in."""

from datetime import date
from itertools import pairwise

import pytest

from parley.lists.read import days, years
from parley.lists.read.calendars import of_column, told
from parley.lists.read.dates import day, lunar_start, solar_start

# As Iran and Afghanistan kept them: every fourth year, every fifth once in 33.
LEAP_YEARS = (1300, 1304, 1309, 1313, 1317, 1321, 1325, 1329, 1333, 1337, 1342, 1346, 1350, 1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441, 1445, 1449)  # fmt: skip


def test_the_solar_years_with_a_leap_day_are_those_that_were_kept() -> None:
    assert tuple(y for y in range(1300, 1451) if solar_start(y + 1) - solar_start(y) == 366) == LEAP_YEARS
    assert date.fromordinal(solar_start(1300)) == date(1921, 3, 21)
    assert date.fromordinal(solar_start(1450)) == date(2071, 3, 21)


def test_every_day_of_150_solar_years_follows_the_one_before() -> None:
    expected = solar_start(1300)
    for year in range(1300, 1450):
        for month in range(1, 13):
            last = 31 if month < 7 else 30 if month < 12 or year in LEAP_YEARS else 29
            for number in range(1, last + 1):
                assert day(year, month, number, "solar") == expected
                expected += 1


@pytest.mark.parametrize(("year", "month", "began"), [
    (1400, 1, date(1979, 11, 20)), (1420, 9, date(1999, 12, 9)), (1439, 9, date(2018, 5, 16)), (1440, 9, date(2019, 5, 6)), (1443, 1, date(2021, 8, 9)),
])  # fmt: skip
def test_lunar_months_begin_when_they_did_in_mecca(year: int, month: int, began: date) -> None:
    assert date.fromordinal(lunar_start(year, month)) == began


def test_lunar_months_follow_each_other_without_a_gap_from_1300_to_1450() -> None:
    starts = [lunar_start(year, month) for year in range(1300, 1451) for month in range(1, 13)]
    assert {b - a for a, b in pairwise(starts)} <= {29, 30}


def test_a_lunar_day_is_three_since_the_moon_is_seen_a_day_sooner_or_later() -> None:
    found = days("1440/9/1 ه ق")
    assert found is not None
    assert [date.fromordinal(one) for one in found] == [date(2019, 5, 5), date(2019, 5, 7)]


@pytest.mark.parametrize(("heading", "cells", "found"), [
    ("تاريخ الميلاد (هجري)", ("1400/5/1",), ("lunar", True)), ("تاریخ تولد هجری شمسی", ("70/5/1",), ("solar", True)), ("Date of birth (AH)", (), ("lunar", True)),
    ("تاریخ گرفتاری میلادی", (), ("west", True)), ("Date of birth", ("1370/5/1", "1-2-65", "1365/3/3"), ("solar", False)), ("Date of birth", ("1985-01-02", "unknown"), ("west", False)),
    ("Date of birth", ("1985-01-02", "1365/3/3"), ("", False)), ("Date of birth", (), ("", False)),
])  # fmt: skip
def test_a_columns_calendar_is_what_its_heading_says_or_its_full_years(heading: str, cells: tuple[str, ...], found: tuple[str, bool]) -> None:  # fmt: skip
    assert of_column(heading, cells) == found


def test_a_date_that_says_its_calendar_itself_is_left_as_it_is() -> None:
    assert told("1400/5/1 ه ش", "lunar", by_heading=True) == "1400/5/1 ه ش"
    assert told("1985-05-01", "lunar", by_heading=True) == "1985-05-01"
    assert told("12-5-98", "", by_heading=False) == "12-5-98"
    assert told("12-5-98", "west", by_heading=False) == "12-5-1998"
    assert told("12-5-02", "solar", by_heading=True) == "12-5-1402"


def test_who_is_born_after_being_captured_is_not() -> None:
    assert years("1399", days("2019-05-05")) == (1978, 1979)
    assert years("2025", days("2019-05-05")) is None
