"""The next meeting on pages: proposed by day and hour in any digits, declined with a reason, taken into a calendar."""

import re

import pytest

from tests.sitting import opened
from tests.web.serving import Served

HTML = {"accept": "text/html"}
PROPOSED = {"id": "propose-a-meeting", "meeting": "meeting-1", "at-day": "2020-03-24", "place": "doha"}


@pytest.mark.parametrize("hour", ["10:30", "۱۰:۳۰", "١٠:٣٠", "10.30", " 10 : 30 "])
def test_an_hour_in_any_digits_becomes_the_moment_that_was_meant(hour: str) -> None:
    chair = Served(opened()).as_seat("chair")
    assert (
        chair.post("commands/talks.meeting-proposed.1", data=PROPOSED | {"at-hour": hour}).status_code == 303
    )
    meetings = chair.get("today", headers={"accept": "application/json"}).json()["meetings"]
    assert meetings[-1]["at"] == "2020-03-24T07:30:00Z"  # 10:30 in Doha, where the chair sits


@pytest.mark.parametrize("hour", ["", "soon", "25:00", "10:75", "1030000"])
def test_what_is_no_hour_is_refused_and_nothing_proposed(hour: str) -> None:
    chair = Served(opened()).as_seat("chair")
    assert (
        chair.post("commands/talks.meeting-proposed.1", data=PROPOSED | {"at-hour": hour}).status_code == 409
    )
    assert not chair.get("today", headers={"accept": "application/json"}).json()["meetings"]


@pytest.mark.parametrize("language", ["en", "ps", "fa-AF", "ar"])
def test_the_days_to_choose_from_are_written_in_both_calendars(language: str) -> None:
    page = Served(opened()).as_seat("chair", language).get("today", headers=HTML).text
    days = re.findall(r'<option value="(\d{4}-\d\d-\d\d)">(.*?)</option>', page)
    assert len(days) == 90
    assert days[0][0] == "2020-03-22"
    digits = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
    for year in ("2020", "1399"):
        assert all(year in said.translate(digits) for _, said in days)


def test_a_party_that_says_why_not_is_read_by_all_and_waited_for_no_longer_on_its_own_page() -> None:
    room = opened()
    room["chair"].must(
        "talks.meeting-proposed.1", meeting="meeting-1", at="2020-03-24T07:30:00Z", place="doha"
    )
    served = Served(room)
    north = served.as_seat("north-head", "en")
    assert "Accept the next meeting" in north.get("today", headers=HTML).text
    form = {"id": "decline-a-meeting", "meeting": "meeting-1", "party": "north", "why": "hour"}
    assert north.post("commands/talks.meeting-declined.1", data=form).status_code == 303
    assert "Accept the next meeting" not in north.get("today", headers=HTML).text
    assert "The hour does not suit us" in served.as_seat("chair", "en").get("today", headers=HTML).text
    assert "ساعت راته برابر نه دی" in served.as_seat("south-head", "ps").get("today", headers=HTML).text


def test_an_agreed_meeting_goes_into_a_calendar_without_a_name() -> None:
    room = opened()
    served = Served(room)
    reader = served.as_seat("north-lists", "en")
    assert reader.get("meeting.ics").status_code == 404
    room["chair"].must(
        "talks.meeting-proposed.1", meeting="meeting-1", at="2020-03-24T07:30:00Z", place="doha"
    )
    room["north-head"].must("talks.meeting-accepted.1", meeting="meeting-1", party="north")
    assert reader.get("meeting.ics").status_code == 404
    room["south-head"].must("talks.meeting-accepted.1", meeting="meeting-1", party="south")
    assert "meeting.ics" in reader.get("today", headers=HTML).text
    lines = reader.get("meeting.ics").text.split("\r\n")
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert "DTSTART:20200324T073000Z" in lines
    assert "SUMMARY:Meeting" in lines
    assert not re.search("north|south|doha|prisoner", "".join(lines), re.IGNORECASE)
