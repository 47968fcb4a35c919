"""Dates, digits and lengths of time, in four languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis.strategies import dates

from parley.web.words.calendar import Almanac, SolarDate, gregorian, plural, solar

FIRST_TALKS = datetime(2020, 3, 22, 7, 30, tzinfo=UTC)  # 12:00 in Kabul


def test_the_first_talks_were_on_3_hamal_1399() -> None:
    assert solar(date(2020, 3, 22)) == SolarDate(1399, 1, 3)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 3, 19), SolarDate(1398, 12, 29)),
        (date(2020, 3, 20), SolarDate(1399, 1, 1)),  # a new year on 20 March
        (date(2021, 3, 20), SolarDate(1399, 12, 30)),  # 1399 is a leap year
        (date(2021, 3, 21), SolarDate(1400, 1, 1)),
        (date(1979, 2, 11), SolarDate(1357, 11, 22)),
        (date(2026, 11, 22), SolarDate(1405, 9, 1)),
    ],
)
def test_known_days(day: date, expected: SolarDate) -> None:
    assert solar(day) == expected


@given(dates(date(1700, 1, 1), date(2300, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    assert gregorian(solar(day)) == day


def test_each_language_begins_with_the_calendar_it_reads_first() -> None:
    shown = {lang: Almanac(lang).day_full(FIRST_TALKS, "Asia/Kabul") for lang in ("en", "ps", "fa-AF", "ar")}
    assert shown == {
        "en": "Sunday 22 March 2020 · 3 Hamal 1399",
        "ps": "یکشنبه، د ۱۳۹۹ د وري ۳مه · د ۲۰۲۰ د مارچ ۲۲مه",
        "fa-AF": "یکشنبه ۳ حمل ۱۳۹۹ · ۲۲ مارچ ۲۰۲۰",
        "ar": "الأحد ٢٢ مارس ٢٠٢٠ · ٣ الحمل ١٣٩٩",
    }


def test_iranian_and_afghan_months_are_different_words_for_the_same_month() -> None:
    assert (Almanac("en").month(1), Almanac("en").month(1, iranian=True)) == ("Hamal", "Farvardin")
    assert Almanac("fa-AF").month(12) == "حوت"


def test_numbers_are_in_the_readers_digits_with_their_separator() -> None:
    assert [Almanac(lang).number(5014) for lang in ("en", "ps", "ar")] == ["5,014", "۵٬۰۱۴", "٥٬٠١٤"]
    assert Almanac("en").share(9931) == "99.3 %"
    assert Almanac("ps").share(9931) == "۹۹٫۳٪"


def test_a_moment_names_the_day_only_when_it_is_another_one() -> None:
    almanac = Almanac("en")
    assert almanac.moment(FIRST_TALKS, "Asia/Kabul", FIRST_TALKS) == "12:00"
    later = FIRST_TALKS + timedelta(days=2)
    assert almanac.moment(later, "Asia/Kabul", FIRST_TALKS) == "Tuesday 24 March, 12:00"
    years_on = FIRST_TALKS + timedelta(days=2_000)
    assert almanac.moment(FIRST_TALKS, "Asia/Kabul", years_on) == "Sunday 22 March 2020, 12:00"


def test_a_length_of_time_has_its_two_largest_units() -> None:
    length = timedelta(days=1, hours=19, minutes=5)
    assert Almanac("en").span(length) == "1 day 19 hours"
    assert Almanac("ps").span(length) == "۱ ورځ او ۱۹ ساعته"
    assert Almanac("ar").span(timedelta(days=2, hours=3)) == "يومان و٣ ساعات"


def test_arabic_has_six_plural_forms() -> None:
    assert [plural("ar", n) for n in (0, 1, 2, 3, 11, 100, 103)] == [0, 1, 2, 3, 4, 5, 3]
