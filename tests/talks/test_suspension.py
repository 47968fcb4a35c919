"""The host suspends a device of a side, and its side with it: for how long, again when, and who still does what."""

from datetime import timedelta

import pytest

from parley.app.core.catalog import Condition
from parley.base import PAGES, By, Now, Stamp, States
from parley.room import at_the_table, every_side_present
from parley.talks import ADMITTED, BEFORE_ADMISSION, BINDS, DOMAIN, Agreed, Talks
from parley.talks import acts as a
from tests.folding import NOON, NOW, by, codes
from tests.talks.test_rules import CHAIR, NORTH, OFFICER, SOUTH, decide, device, enrolled

AGREED = Agreed(suspension_hours=24)
HEAD = a.DeviceSuspended(device("north-head"), 24, "north-head")
LISTS = a.DeviceSuspended(device("north-lists"), 24, "north-lists")
ENDED = a.SuspensionEnded(device("north-head"), "north-head")


def at(hours: float) -> Now:
    return Now(NOON + timedelta(hours=hours), ("north", "south"), facts=AGREED)


def stamp(hours: float) -> Stamp:
    return Stamp(NOON + timedelta(hours=hours), "table", 99, "chair", device("chair"))


def after(*done: tuple[a.DeviceSuspended | a.SuspensionEnded, float]) -> Talks:
    state = enrolled(accepted=True)
    for act, hours in done:
        DOMAIN.fold(state, act, stamp(hours))
    return state


def against(conditions: tuple[Condition, ...], state: Talks, who: By, hours: float) -> list[str]:
    found = [reason for condition in conditions for reason in condition(States([state]), who, at(hours))]
    return [one.code for one in found]


def test_a_device_of_a_side_is_suspended_for_the_hours_that_were_agreed_at_most() -> None:
    state = after()
    assert codes(decide(state, HEAD, CHAIR, at(0))) == []
    assert codes(decide(state, HEAD, CHAIR, NOW)) == ["fact_missing"]
    for hours in (0, -1, 25):
        asked = a.DeviceSuspended(device("north-head"), hours, "north-head")
        assert codes(decide(state, asked, CHAIR, at(0))) == ["suspension_too_long"]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (a.DeviceSuspended("unknown", 1, "north-head"), ["device_unknown"]),
        (a.DeviceSuspended(device("chair"), 1, "chair"), ["suspends_sides_alone"]),
        (a.DeviceSuspended(device("red-head"), 1, "red-head"), ["suspends_sides_alone"]),
        (a.DeviceSuspended(device("north-head"), 1, "north-lists"), ["device_of_another_seat"]),
        (a.SuspensionEnded(device("north-head"), "north-head"), ["device_not_suspended"]),
        (a.SuspensionEnded("unknown", "north-head"), ["device_not_suspended"]),
    ],
)
def test_only_a_device_of_a_side_and_only_under_its_own_seat(
    act: a.DeviceSuspended | a.SuspensionEnded, expected: list[str]
) -> None:
    assert codes(decide(after(), act, CHAIR, at(0))) == expected


def test_a_device_that_is_not_at_the_table_makes_no_side_absent() -> None:
    assert codes(decide(enrolled(), HEAD, CHAIR, at(0))) == ["device_not_admitted"]
    state = after()
    DOMAIN.fold(state, a.DeviceRevoked(device("north-head"), "lost", "north-head"), stamp(0))
    assert codes(decide(state, HEAD, CHAIR, at(0))) == ["device_revoked"]


def test_it_ends_by_itself_and_not_a_second_later() -> None:
    state = after((HEAD, 0))
    assert against(ADMITTED, state, NORTH, 24 - 1 / 3600) == ["device_suspended"]
    assert against(ADMITTED, state, NORTH, 24) == []
    assert against(BINDS, state, OFFICER, 24 - 1 / 3600) == ["side_suspended"]
    assert against(BINDS, state, OFFICER, 24) == []


def test_a_suspended_side_counts_as_absent_though_all_of_it_sits_there() -> None:
    state = after((HEAD, 0))
    here = {PAGES: frozenset({"north-head", "north-lists", "south-head", "chair"})}
    for hours, parties, codes_ in (
        (1, {"south", "host"}, ["side_suspended"]),
        (24, {"north", "south", "host"}, []),
    ):
        now = Now(NOON + timedelta(hours=hours), ("north", "south"), present=here)
        assert at_the_table(States([state]), now) == parties
        assert [one.code for one in every_side_present(States([state]), SOUTH, now)] == codes_


def test_its_side_puts_its_own_devices_in_order_meanwhile_and_the_suspended_one_does_nothing() -> None:
    state = after((LISTS, 0))
    assert against(BEFORE_ADMISSION, state, OFFICER, 1) == ["device_suspended"]
    assert against(ADMITTED, state, NORTH, 1) == []  # it revokes, and vouches
    assert against((*ADMITTED, *BINDS), state, NORTH, 1) == ["side_suspended"]
    assert against((*ADMITTED, *BINDS), state, SOUTH, 1) == []


def test_the_host_ends_it_when_it_likes() -> None:
    state = after((HEAD, 0))
    assert codes(decide(state, ENDED, CHAIR, at(1))) == []
    other = a.SuspensionEnded(device("north-head"), "north-lists")
    assert codes(decide(state, other, CHAIR, at(1))) == ["device_of_another_seat"]
    state = after((HEAD, 0), (ENDED, 1))
    assert against((*ADMITTED, *BINDS), state, NORTH, 1) == []
    assert codes(decide(state, ENDED, CHAIR, at(2))) == ["device_not_suspended"]


def test_the_host_cannot_suspend_for_ever_one_device_after_another() -> None:
    state = after((HEAD, 0))
    assert codes(decide(state, HEAD, CHAIR, at(1))) == ["device_suspended_already"]
    assert codes(decide(state, LISTS, CHAIR, at(20))) == []  # both are doubted, and it ends with the first
    state = after((HEAD, 0), (LISTS, 20))
    assert against((*ADMITTED, *BINDS), state, OFFICER, 23) == ["device_suspended", "side_suspended"]
    assert against((*ADMITTED, *BINDS), state, OFFICER, 24) == []
    for hours, expected in ((24, ["suspended_lately"]), (47, ["suspended_lately"]), (48, [])):
        for act in (HEAD, LISTS):
            assert codes(decide(state, act, CHAIR, at(hours))) == expected
    south = a.DeviceSuspended(device("south-head"), 24, "south-head")
    assert codes(decide(state, south, CHAIR, at(24))) == []


def test_what_the_host_ended_early_is_waited_for_as_long_as_it_lasted() -> None:
    state = after((HEAD, 0), (LISTS, 0), (ENDED, 1))
    assert against(BINDS, state, NORTH, 1) == ["side_suspended"]  # the other one's goes on
    state = after((HEAD, 0), (ENDED, 1))
    assert codes(decide(state, LISTS, CHAIR, at(1.9))) == ["suspended_lately"]
    assert codes(decide(state, LISTS, CHAIR, at(2))) == []


def test_of_a_party_without_sides_nobody_is_suspended() -> None:
    assert against(BINDS, after((HEAD, 0)), by("nobody", "nobody"), 1) == []
