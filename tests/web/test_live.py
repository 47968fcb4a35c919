"""Live events: told after commit, to those who may read, and to nobody whose device was revoked."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from parley.app.core import signins
from parley.registry import PAGES
from parley.web.live import BEAT, Hub
from tests.sitting import Room, drafted, later, opened, revoked
from tests.web.serving import Served

AREAS = {begins: area for domain in PAGES for begins, area in domain.areas.items()}


async def heard(stream: AsyncIterator[bytes]) -> list[dict[str, object]]:
    """Return the ``recorded`` events of a stream until it ends."""
    return [
        json.loads(part.split(b"data: ")[1])
        async for raw in stream
        for part in raw.split(b"\n\n")
        if b"event: recorded" in part
    ]


async def both(room: Room, act: str) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Let two sides listen while something is recorded, then end the site; return what each heard until then."""
    hub: Hub = Served(room).site.state.site.hub  # with all that a site does because of an act
    north, south = hub.stream(room["north-head"].viewer), hub.stream(room["south-head"].viewer)
    await anext(north)
    await anext(south)
    if act == "note":
        digest = room["north-head"].content(b"for us alone", "note")
        await asyncio.to_thread(room["north-head"].must, "talks.noted.1", digest=digest)
    elif act == "revoke":
        await asyncio.to_thread(revoked, room, "south-head")
        await asyncio.wait_for(heard(south), 60)  # it ends by itself
        await asyncio.to_thread(drafted, room)
    else:
        await asyncio.to_thread(drafted, room)
    hub.close()
    return await heard(north), await heard(south)


def test_what_is_on_the_table_is_told_to_both_sides() -> None:
    north, south = asyncio.run(both(opened(), "clause"))
    assert [one["kind"] for one in north] == [one["kind"] for one in south] == ["text.clause-drafted.1"]
    assert north[0]["area"] == "text"


def test_what_a_side_writes_for_itself_is_told_to_nobody_else() -> None:
    north, south = asyncio.run(both(opened(), "note"))
    assert [one["compartment"] for one in north] == ["side-north"]
    assert south == []


def test_a_revoked_device_hears_nothing_more() -> None:
    north, south = asyncio.run(both(opened(), "revoke"))
    assert [one["kind"] for one in north] == ["roster.device-revoked.2", "text.clause-drafted.1"]
    assert south == []


def test_a_stream_that_is_opened_beside_a_sign_out_says_nothing() -> None:
    async def scene() -> list[bytes]:
        room = opened()
        viewer = room["north-head"].viewer  # known before the sign-out, its stream opened after
        stream = Hub(room.app, AREAS).stream(viewer, lambda: signins.stands(room.app, viewer))
        return [event async for event in stream]

    assert asyncio.run(asyncio.wait_for(scene(), 10)) == []


@pytest.mark.parametrize("end", ["ran out", "was revoked"])
def test_a_stream_ends_when_its_sign_in_does(end: str) -> None:
    async def scene() -> tuple[int, list[bytes]]:
        room, clock = opened(), [0.0]
        viewer = room["north-head"].viewer
        signins.new_sign_in(room.app, viewer.talks, viewer.seat, viewer.by.device)
        hub = Hub(room.app, AREAS, lambda: clock[0])
        stream = hub.stream(viewer, lambda: signins.stands(room.app, viewer))
        before = [await anext(stream)]
        await asyncio.to_thread(drafted, room)
        before.append(await anext(stream))
        if end == "ran out":
            later(room, hours=18)
        else:
            await asyncio.to_thread(revoked, room, "north-head")
        clock[0] += BEAT
        hub.publish(viewer.talks, lambda _: True, "room", {})
        return len(before), [event async for event in stream if b"recorded" not in event]

    assert asyncio.run(asyncio.wait_for(scene(), 20)) == (2, [])


def test_who_signs_out_is_not_taken_to_be_coming() -> None:
    room = opened()
    hub, head = Hub(room.app, AREAS), room["north-head"].viewer
    hub.coming(head)
    hub.left(head)
    assert head.seat not in hub.present(head.talks)


def test_a_stream_begins_with_how_long_each_compartment_is_that_its_reader_may_read() -> None:
    async def scene() -> list[dict[str, object]]:
        room, found = opened(), []
        hub = Hub(room.app, AREAS)
        for seat in ("north-head", "south-head", "north-head"):
            hello = await anext(hub.stream(room[seat].viewer))
            assert b"event: hello" in hello
            found.append(json.loads(hello.split(b"data: ")[1]))
            digest = room["north-head"].content(b"for us alone", "note")
            await asyncio.to_thread(room["north-head"].must, "talks.noted.1", digest=digest)
        return found

    north, south, after = asyncio.run(scene())
    size = north["table"]
    assert north == {"table": size, "side-north": 0}
    assert south == {"table": size, "side-south": 0}
    assert after == {"table": size, "side-north": 3}  # the first entry is the server's key


def test_every_kind_belongs_to_a_part_of_a_page() -> None:
    hub = Hub(opened().app, AREAS)
    assert hub.area_of("talks.meeting-proposed.1") == "meeting"
    assert hub.area_of("content.erased.1") == "record"


def test_when_the_site_ends_open_pages_are_let_go_and_none_is_opened_any_more() -> None:
    async def scene() -> list[bytes]:
        room = opened()
        hub = Hub(room.app, AREAS)
        before, after = hub.stream(room["north-head"].viewer), hub.stream(room["south-head"].viewer)
        await anext(before)
        hub.close()
        rest = [event async for event in before]
        assert [event async for event in after][1:] == []
        return rest

    assert asyncio.run(asyncio.wait_for(scene(), 60)) == []


def test_who_goes_from_one_page_to_the_next_has_not_left_and_who_closes_the_last_has() -> None:
    async def scene() -> list[bool]:
        room, clock = opened(), [0.0]
        hub = Hub(room.app, AREAS, lambda: clock[0])
        head = room["north-head"].viewer
        found: list[bool] = []

        def look() -> None:
            found.append("north-head" in hub.present(head.talks))

        hub.coming(head)
        look()  # the page is being made: its buttons must be on it
        first = hub.stream(head)
        await anext(first)
        hub.coming(head)  # the next page is asked for
        await first.aclose()  # type: ignore[attr-defined]
        look()
        second = hub.stream(head)
        await anext(second)
        await second.aclose()  # type: ignore[attr-defined]
        look()  # closed, and no other asked for
        hub.coming(head)
        clock[0] = 31.0
        look()  # asked for, and never opened
        return found

    assert asyncio.run(scene()) == [True, True, False, False]


def test_every_page_that_shows_how_things_stand_is_told_when_they_change() -> None:
    room = opened()
    drafted(room)
    chair = Served(room).as_seat("chair")
    pages = ("today", "sits", "text", "lists", "plan", "record", "order", "host")
    assert [name for name in pages if 'data-live="' not in chair.get(name).text] == []
