"""Who should not have the key does not get it, and who should is not kept from it."""

import asyncio
from typing import Any

from parley.media import LiveKit
from parley.rehearsal.device import Device
from parley.rehearsal.seatmedia import SeatMedia
from parley.room import Member
from parley.web.room.rooms import Rooms
from tests.media.sealed import sealed
from tests.table import SILENT, TALKS, SeatRelay, State, Table, play, until


def sees(bot: SeatMedia, other: SeatMedia) -> bool:
    heard = bot.report().get(other.identity)
    return heard is not None and heard.codes[other.code] >= 5


def test_two_who_join_at_once_end_with_one_key(livekit: LiveKit) -> None:
    async def scene(table: Table) -> None:
        first, *rest = (table.bot(f"P{n}", 40 + n) for n in range(3))
        await first.join()
        await asyncio.gather(*(bot.join() for bot in rest))
        bots = (first, *rest)
        await until(lambda: len({bot.keys.epoch for bot in bots}) == 1, 10, "one epoch")
        await until(
            lambda: all(bot.keys.current and bot.keys.current.epoch == bot.keys.epoch for bot in bots),
            10,
            "its key",
        )
        assert len({bot.keys.current.key for bot in bots if bot.keys.current}) == 1
        assert bots[0].keys.current is not None
        assert set(bots[0].keys.current.members) == {bot.device.id for bot in bots}
        await until(lambda: all(sees(a, b) for a in bots for b in bots if a is not b), 30, "all see all")
        for bot in bots:
            await bot.leave()

    play(livekit, scene)


def test_when_the_drawing_device_dies_the_next_one_draws(livekit: LiveKit) -> None:
    async def scene(table: Table) -> None:
        oldest, second, newcomer = table.bot("OLDEST", 51), table.bot("SECOND", 52), table.bot("NEW", 53)
        await oldest.join()
        await second.join()
        await oldest.close()  # without a word: the server still counts it
        await newcomer.join()
        assert table.bundles[-1]["by"] == second.device.id
        assert oldest.device.id in table.bundles[-1]["members"]  # within its grace it may still come back
        await until(lambda: sees(newcomer, second) and sees(second, newcomer), 30, "they see each other")
        await newcomer.leave()
        await second.leave()

    play(livekit, scene)


def test_a_newcomer_cannot_read_what_was_before_nor_a_leaver_what_comes_after(livekit: LiveKit) -> None:
    async def scene(table: Table) -> None:
        one, two = table.bot("ONE", 61), table.bot("TWO", 62)
        keys = []
        await one.join()
        for step in (two.join, two.leave):
            assert one.keys.current is not None
            keys.append(one.keys.current)
            await step()
            await until(lambda: one.keys.current is not keys[-1], 10, "the key changes")
        assert one.keys.current is not None
        keys.append(one.keys.current)
        assert len({key.key for key in keys}) == 3
        assert [len(key.members) for key in keys] == [1, 2, 1]
        await one.leave()

    play(livekit, scene)


def test_a_seat_that_is_removed_is_out_and_the_key_changes_at_once(livekit: LiveKit) -> None:
    async def scene(table: Table) -> None:
        chair, guest = table.bot("CHAIR", 71), table.bot("GUEST", 72)
        await chair.join()
        await guest.join()
        await until(
            lambda: chair.keys.current and len(chair.keys.current.members) == 2, 10, "both hold a key"
        )
        table.put_out("GUEST")
        await until(
            lambda: chair.keys.current and len(chair.keys.current.members) == 1, 10, "the key is the chair's"
        )
        assert table.rooms.present(TALKS) == {"plenary": {"CHAIR"}}
        await guest.close()
        await chair.leave()

    play(livekit, scene)


class LyingRooms(Rooms):
    """A server that puts a device of its own among the members it tells of, and takes whatever is drawn."""

    stranger: Member | None = None

    def _state(self, talks: str, space: str, now: Any) -> State:
        state = dict(super()._state(talks, space, now))
        if self.stranger is not None:
            mine = {
                "device": self.stranger.device,
                "identity": self.stranger.identity,
                "seat": "x",
                "away": False,
            }
            members = state["members"]
            assert isinstance(members, list)
            state["members"] = [mine, *members]  # even the longest present: it would be its turn to draw
        return state


class LyingRelay(SeatRelay):
    async def join(self, space: str) -> State:
        rooms = self.table.rooms
        assert isinstance(rooms, LyingRooms)
        identity = f"{self.device[:16]}.lie"
        rooms.stranger = Member(identity, self.device, "x", 0)
        token = await asyncio.to_thread(rooms._media.token, rooms.room(TALKS, space), identity, publish=True)
        state = rooms.state(TALKS, space)
        return {"url": rooms._media.url(), "token": token, "identity": identity, "state": state}

    async def alive(self, space: str, identity: str) -> State | None:
        return self.table.rooms.state(TALKS, space)


def test_a_server_that_adds_a_device_of_its_own_gets_no_key(livekit: LiveKit) -> None:
    async def scene(table: Table) -> None:
        table.rooms.__class__ = LyingRooms
        device = Device()  # on nobody's roster
        relay = LyingRelay(table, "x", device.id)
        spy = table.seat(
            SeatMedia(device, lambda one: device.public, relay, talks=TALKS, label="SPY", code=99)
        )
        spying = asyncio.create_task(spy.join(seconds=60))
        await until(lambda: getattr(table.rooms, "stranger", None), 10, "the server lies")
        one, two = table.bot("ONE", 81), table.bot("TWO", 82)
        await one.join()
        await two.join()
        await until(lambda: sees(one, two) and sees(two, one), 30, "the honest see each other")
        await sealed(spy, one, two)
        await one.speak(1.0)
        assert two.report()[one.identity].energy > 0.01
        for bundle in table.bundles:
            assert device.id not in bundle["members"]
            assert device.id not in bundle["sealed"]
        assert spy.keys.current is None
        assert not [
            (h.frames, dict(h.codes), h.sound_frames, h.energy)
            for h in spy.report().values()
            if h.frames or h.energy > SILENT
        ]
        spying.cancel()
        for bot in (spy, one, two):
            await bot.close()

    play(livekit, scene)
