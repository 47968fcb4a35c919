"""Today: what waits for this seat, its own device among it."""

import re

from parley.app.core.model import Command, Recorded
from parley.app.talks import house
from parley.base import to_body
from tests import queries
from tests.sitting import TALKS, created, later, opened, vouch
from tests.web.clearing import cleared
from tests.web.serving import Browser, Served


def today(browser: Browser, page: str = "today") -> str:
    """Return the page as it is read."""
    return " ".join(re.sub(r"<[^>]+>", "", browser.get(page).text).split())


def test_a_device_that_may_not_sit_down_is_told_whom_it_waits_for() -> None:
    room = created()
    vouch(room, "north-head", ["north-head"])
    site = Served(room)
    page = today(site.as_seat("north-lists"), "waiting")
    assert "Your head of delegation vouches for this device" in page
    vouch(room, "north-head", ["north-lists"])
    page = today(site.as_seat("north-lists"), "waiting")
    assert "It awaits The South" in page
    assert "Your head of delegation vouches" not in page
    assert "Take your seat" not in page
    vouch(room, "south-head", ["south-head"])
    devices = [room[seat].device for seat in ("north-head", "north-lists")]
    room["south-head"].must("roster.devices-accepted.1", devices=devices, party="south")
    assert "awaits The South" not in today(site.as_seat("north-lists"))
    assert site.as_seat("north-lists").get("waiting").status_code == 303


def test_who_is_not_invited_yet_stands_on_the_facilitators_page_alone() -> None:
    room = created(empty="south-lists")
    site = Served(room)
    for head, seats in (
        ("north-head", ["north-head", "north-lists"]),
        ("south-head", ["south-head"]),
        ("neutral-head", ["neutral-head"]),
    ):
        vouch(room, head, seats)
    for side in ("north", "south"):
        devices = [one.device for one in room.seats.values() if one.party != side]
        room[f"{side}-head"].must("roster.devices-accepted.1", devices=devices, party=side)
    assert "One person is not invited" in today(site.as_seat("chair"))
    assert "One person is not invited" not in today(site.as_seat("south-head"))
    asked = Command("seat.invite", {"seat": "south-lists", "language": "ps"}, "invite-the-last")
    assert isinstance(house.invite_seat(room.app, room["chair"].viewer, asked), Recorded)
    page = today(site.as_seat("chair"))
    assert "One person is not invited" not in page
    assert "One person was invited and has not come yet" in page


def lines(site: Served, page: str = "waiting") -> list[str]:
    """Return what lacks until the table can open, as the chair reads it."""
    found = re.search(
        r'aria-labelledby="lacking".*?</section>', site.as_seat("chair").get(page).text, re.DOTALL
    )
    said = re.findall(r'<span class="what">(.*?)</span>\n', found[0] if found else "", re.DOTALL)
    return [" ".join(re.sub(r"<span class=\"mark.*?</span>|<[^>]+>", "", one).split()) for one in said]


def test_today_says_what_lacks_until_the_table_can_open_and_each_line_leads_to_it() -> None:
    room = created(empty="south-head south-lists north-lists")
    site = Served(room)
    assert lines(site) == [
        "3 persons are not invited",
        "The head of The North has not vouched for one device",
        "The head of The neutral has not vouched for one device",
        "The North has not accepted one device of the others",
        "The South has not accepted one device of the others",
    ]
    page = site.as_seat("chair").get("waiting").text
    assert 'action="/talks/prisoners-2020/chair/host/invite"' in page
    for party in ("north", "neutral", "south"):  # each to the party of which something lacks, on *Who sits*
        assert f'href="/talks/prisoners-2020/chair/sits#p-{party}"' in page
        assert f'id="p-{party}"' in site.as_seat("chair").get("sits").text
    assert lines(Served(opened()), "today") == []  # nothing lacks, and nothing is said
    assert 'id="lacking"' not in site.as_seat("north-head").get("waiting").text


def test_a_seat_is_offered_to_a_device_that_both_sides_know_once_the_table_is_open() -> None:
    assert "Take your seat" in today(Served(opened()).as_seat("north-lists"))


def test_nobody_present_for_a_side_is_said_before_anyone_tries_to_adopt() -> None:
    room = opened()
    room.absent |= {"south-head", "south-lists"}
    page = today(Served(room).as_seat("north-head"))
    assert "Nobody of The South is present: nothing can be adopted." in page


def test_a_meeting_whose_hour_has_passed_is_not_said_to_lie_ahead() -> None:
    room = opened()
    room["chair"].must(
        "talks.meeting-proposed.1", meeting="meeting-1", at="2020-03-24T07:30:00Z", place="doha"
    )
    assert "Kabul · in 2 days" in today(Served(room).as_seat("north-head"))
    later(room, days=900)
    page = today(Served(room).as_seat("north-head"))
    assert "Tuesday 24 March 2020 · 12:00 Kabul · its hour has passed" in page
    assert "Accept this meeting" in page


def test_what_both_sides_did_alike_is_told_of_both_however_long_the_list() -> None:
    room = opened()
    served = Served(room)
    opens = [one.kind for one in queries.today(room.app, room["chair"].viewer).news]
    assert opens == ["talks.session-opened.1", "roster.devices-accepted.1", "roster.devices-accepted.1"]
    for n in range(10):  # as many as push one of the two acceptances, and not the other, beyond what is shown
        kind = "talks.session-opened.1" if n % 2 else "talks.session-closed.1"
        room["chair"].must(kind, session=f"session-{(n + 1) // 2 + 1}")
        acts = [one.kind for one in queries.today(room.app, room["chair"].viewer).news]
        assert acts.count("roster.devices-accepted.1") in (0, 2)
        page = today(served.as_seat("chair"))
        assert ("Both sides accepted devices" in page) == (acts.count("roster.devices-accepted.1") == 2)


def test_a_meeting_that_all_accepted_stands_until_another_is_accepted_by_all() -> None:
    room = opened()
    served = Served(room)
    for name, at in (("meeting-1", "2020-03-24T07:30:00Z"), ("meeting-2", "2020-03-25T09:00:00Z")):
        room["chair"].must("talks.meeting-proposed.1", meeting=name, at=at, place="doha")
        if name == "meeting-1":
            for seat, party in (("north-head", "north"), ("south-head", "south")):
                room[seat].must("talks.meeting-accepted.1", meeting=name, party=party)
            assert "Proposed instead" not in today(served.as_seat("north-head"))
    page = today(served.as_seat("north-head"))
    first, second = page.index("Tuesday 24 March ·"), page.index("Wednesday 25 March ·")
    assert first < page.index("Accepted by all") < page.index("Proposed instead") < second
    assert page.index("Accept this meeting") > second
    for seat, party in (("north-head", "north"), ("south-head", "south")):
        room[seat].must("talks.meeting-accepted.1", meeting="meeting-2", party=party)
    assert "Tuesday 24 March ·" not in today(served.as_seat("north-head"))


def test_further_links_are_one_line_that_counts_them_and_each_seat_says_so() -> None:
    room = opened()
    site, told = Served(room), []
    for n, seat in enumerate(("north-lists", "south-head", "north-head", "north-lists")):
        asked = Command("seat.invite", {"seat": seat, "language": "en"}, f"invite-again-{n}")
        assert isinstance(house.invite_seat(room.app, room["chair"].viewer, asked), Recorded)
        told.append([one for one in today(site.as_seat("north-head")).split(". ") if "further link" in one])
    assert ["A further link was made to" in one[0] for one in told] == [True, True, False, False]
    assert "2 further links were made to seats of yours" in told[2][0]
    made = [
        str(to_body(one.act)["seat"])
        for one in room.app.talks.get(TALKS).log["table"]
        if "invited-again" in one.kind
    ]
    ours = {seat for seat in made if seat.startswith("north")}
    assert len(ours) == 2
    page = site.as_seat("north-head").get("sits").text
    said = {
        seat
        for seat, row in re.findall(
            r'<li id="seat-([\w-]+)"(.*?)(?=<li id="seat-|</section>)', page, re.DOTALL
        )
        if "A further link to this seat was made" in row
    }
    assert said == ours
    assert (
        'href="/talks/prisoners-2020/north-head/sits#p-north"' in site.as_seat("north-head").get("today").text
    )
    later(room, days=8)  # no link of them is good any more
    for name in ("today", "sits"):
        assert "urther link" not in site.as_seat("north-head").get(name).text


def test_one_button_stands_out_on_today_while_a_meeting_waits_too() -> None:
    room = opened()
    site = Served(room)
    room["chair"].must(
        "talks.meeting-proposed.1", meeting="meeting-1", at="2020-03-24T07:30:00Z", place="doha"
    )

    def outstanding(seat: str) -> list[str]:
        page = re.sub(r"<details.*?</details>", "", site.as_seat(seat).get("today").text, flags=re.DOTALL)
        return re.findall(r'class="button do"[^>]*>([^<]+)<', page)

    assert outstanding("north-head") == ["Take your seat"]
    room["chair"].must("talks.session-closed.1", session="session-1")
    assert outstanding("north-head") == ["Accept this meeting"]
    assert outstanding("chair") == ["Open the table"]


def test_what_the_machine_does_by_itself_carries_no_sides_mark_and_no_name() -> None:
    """The last signature before it was one side's: that side did not open the lists, nor did the person who signed."""
    room = opened()
    cleared(room)
    page = Served(room).as_seat("south-head").get("today").text
    (line,) = [one for one in re.findall(r"<li.*?</li>", page, re.DOTALL) if "All lists were in" in one]
    assert 'class="mark' not in line
    assert "Person of" not in line
    assert "Person of" in page.replace(line, "")
