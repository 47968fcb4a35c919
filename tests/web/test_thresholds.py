"""The threshold from which pairs count as sure: what each side signed is shown, and signing again changes what follows."""

from parley.app.lists.reading import standings_of
from tests import queries
from tests.sitting import TALKS, Room, later, opened
from tests.web.serving import Served
from tests.web.test_desk import matched


def signed(room: Room, match: str, side: str, percent: int) -> None:
    points = percent * 100
    room[f"{side}-head"].must("lists.threshold-signed.1", match=match, basis_points=points, party=side)


def sure(room: Room) -> int:
    """Return how many claims have a sure pair."""
    return sum(one.word == "sure" for one in standings_of(room.app, room.app.talks.get(TALKS)).values())


def test_sides_that_sign_unequal_see_both_figures_and_may_sign_again() -> None:
    room = opened()
    match = matched(room)  # both signed 100
    signed(room, match, "north", 95)
    signed(room, match, "south", 80)
    served = Served(room)
    for head in ("north-head", "south-head"):
        page = served.as_seat(head).get("lists").text
        assert "The North</bdi> signed 95 %" in page
        assert "The South</bdi> signed 80 %" in page
        assert "signed by both sides" not in page
        assert 'action="/talks/prisoners-2020/' + head + '/sheet/lists.threshold-signed.1"' in page
        assert "sign_threshold" in [one.code for one in queries.today(room.app, room[head].viewer).waits]
    suggested = {
        side: queries.lists(room.app, room[f"{side}-head"].viewer).matchings[0].suggested
        for side in ("north", "south")
    }
    assert suggested == {"north": 8_000, "south": 9_500}  # each is shown the other's
    sheet = served.as_seat("north-head").get("sheet/lists.threshold-signed.1?percent=90").text
    assert "signed another: 80 %" in sheet


def test_once_equal_nothing_waits_and_the_figure_is_said_once() -> None:
    room = opened()
    match = matched(room)
    signed(room, match, "north", 80)
    signed(room, match, "south", 80)
    page = Served(room).as_seat("north-head").get("lists").text
    assert "Sure from 80 %" in page
    assert "signed by both sides" in page
    served = Served(room)
    assert (
        "Both sides signed from where pairs count as sure: 80 %" in served.as_seat("chair").get("today").text
    )
    assert "pairs count as sure: 80 %" in served.as_seat("chair").get("record").text
    waits = queries.today(room.app, room["north-head"].viewer).waits
    assert "sign_threshold" not in [one.code for one in waits]


def test_a_side_that_signs_again_is_seen_in_where_claims_stand() -> None:
    room = opened()
    match = matched(room)
    before = sure(room)
    signed(room, match, "north", 50)
    signed(room, match, "south", 50)  # as many signatures as before, other figures
    assert sure(room) > before
    signed(room, match, "south", 100)
    assert sure(room) == 0  # no threshold in common any more


def test_a_figure_typed_in_the_readers_own_digits_is_the_same_figure() -> None:
    room = opened()
    matched(room)
    for percent in ("90", "۹۰", "٩٠"):
        sheet = queries.sheet(
            room.app, room["north-head"].viewer, "lists.threshold-signed.1", {"percent": percent}
        )
        assert sheet is not None
        assert sheet.fields["basis_points"] == 9_000


def test_the_sheet_says_who_signed_and_when_and_not_when_the_lists_were_compared() -> None:
    room = opened()
    match = matched(room)
    signed(room, match, "south", 50)
    later(room, minutes=7)
    signed(room, match, "north", 50)
    when = room.clock.at
    later(room, minutes=7)
    sheet = queries.sheet(room.app, room["south-head"].viewer, "lists.threshold-signed.1", {"percent": "50"})
    assert sheet is not None
    north = next(one for one in sheet.signers if one.party == "north")
    assert (north.seat, north.state, north.at) == ("north-head", "signed", when)


def test_the_button_says_of_as_many_sure_pairs_as_its_sheet_confirms() -> None:
    room = opened()
    match = matched(room)
    signed(room, match, "north", 50)
    signed(room, match, "south", 50)
    sheet = queries.sheet(room.app, room["north-lists"].viewer, "lists.bulk-confirmed.1", {})
    assert sheet is not None
    page = Served(room).as_seat("north-lists").get("lists").text
    assert page.count("sheet/lists.bulk-confirmed.1") == 1
    assert f"Confirm {sheet.fields['pairs']} sure pairs" in page
    room["north-lists"].must("lists.bulk-confirmed.1", **sheet.fields)
    when = room.clock.at
    later(room, minutes=7)
    theirs = queries.sheet(room.app, room["south-head"].viewer, "lists.bulk-confirmed.1", {})
    assert theirs is not None
    north = next(one for one in theirs.signers if one.party == "north")
    assert (north.seat, north.state, north.at) == ("north-lists", "signed", when)
