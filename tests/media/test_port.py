"""The media port, held by LiveKit and by the one in memory alike; and what a token of LiveKit's admits to."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import jwt
import pytest
from livekit import api, rtc

from parley import settings as chosen
from parley import wiring
from parley.app.core.ports import Media
from parley.media import Engine, LiveKit, MemoryMedia
from parley.web.room.rooms import LOOK_SECONDS, Place, Rooms
from tests.table import Forgetful


@pytest.fixture(params=["memory", "livekit"])
def media(request: pytest.FixtureRequest) -> Media:
    found: Media = MemoryMedia() if request.param == "memory" else request.getfixturevalue("livekit")
    return found


def test_it_gives_tokens_and_an_address_and_is_well(media: Media) -> None:
    assert media.url().startswith("ws")
    assert media.healthy()
    assert media.token("march.plenary", "a.1", publish=True) != media.token(
        "march.plenary", "b.1", publish=True
    )


def test_removing_somebody_unknown_is_nothing(media: Media) -> None:
    media.remove("march.plenary", "nobody.1")
    media.token("march.plenary", "a.1", publish=True)
    media.remove("march.plenary", "nobody.1")


def claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def test_a_token_names_nobody_and_is_for_one_room_seen_by_all(livekit: LiveKit) -> None:
    said = claims(livekit.token("march.plenary", "0123456789abcdef.aa", publish=True))
    assert said["sub"] == "0123456789abcdef.aa"
    assert not said.get("name")
    assert not said.get("metadata")
    assert said["video"] == {
        "roomJoin": True,
        "room": "march.plenary",
        "canPublish": True,
        "canSubscribe": True,
        "canPublishData": False,
        "canPublishSources": ["camera", "microphone"],
        "canUpdateOwnMetadata": False,
    }


def test_an_engine_that_is_away_is_said_to_be() -> None:
    gone = LiveKit("http://127.0.0.1:9", "k", "s" * 32)
    assert not gone.healthy()
    with pytest.raises(OSError, match="does not answer"):
        gone.token("march.plenary", "a.1", publish=True)


async def people(livekit: LiveKit, room: str) -> frozenset[str]:
    return await asyncio.to_thread(livekit.inside, room)


@asynccontextmanager
async def connected(url: str, token: str) -> AsyncIterator[asyncio.Event]:
    """Be in the room that a token is for until the block ends; give what is set when the line ends before."""
    room, gone = rtc.Room(), asyncio.Event()
    room.on("disconnected", lambda *_: gone.set())
    await room.connect(url, token)
    try:
        yield gone
    finally:
        await room.disconnect()


async def refused(url: str, token: str) -> bool:
    try:
        async with connected(url, token):
            return False
    except rtc.ConnectError:
        return True


def test_tokens_admit_nobody_to_another_room(livekit: LiveKit) -> None:
    async def scene() -> None:
        mine = await asyncio.to_thread(livekit.token, "march.plenary", "a.1", publish=True)
        await asyncio.to_thread(livekit.token, "april.plenary", "b.1", publish=True)
        async with connected(livekit.url(), mine):
            assert await people(livekit, "march.plenary") == {"a.1"}
            assert await people(livekit, "april.plenary") == set()

        other = claims(mine)
        other["video"]["room"] = "april.plenary"
        assert await refused(
            livekit.url(), jwt.encode(other, "another secret, not the engine's own", "HS256")
        )
        head, _, signature = mine.split(".")
        body = base64.urlsafe_b64encode(json.dumps(other).encode()).rstrip(b"=").decode()
        assert await refused(livekit.url(), f"{head}.{body}.{signature}")
        unmade = claims(mine)
        unmade["video"]["room"] = "may.plenary"  # signed rightly, but nobody made this room
        assert await refused(livekit.url(), jwt.encode(unmade, livekit.secret, "HS256"))

    asyncio.run(scene())


def test_a_seats_token_cannot_ask_the_engine_to_do_anything(livekit: LiveKit) -> None:
    async def scene() -> None:
        token = await asyncio.to_thread(livekit.token, "march.plenary", "a.1", publish=True)
        async with api.LiveKitAPI(livekit.address, token=token) as server:
            for ask in (
                server.room.list_rooms(api.ListRoomsRequest()),
                server.room.create_room(api.CreateRoomRequest(name="mine")),
                server.room.list_participants(api.ListParticipantsRequest(room="march.plenary")),
                server.room.delete_room(api.DeleteRoomRequest(room="march.plenary")),
            ):
                with pytest.raises(api.TwirpError):
                    await ask

    asyncio.run(scene())


def test_who_is_removed_is_out(livekit: LiveKit) -> None:
    async def scene() -> None:
        token = await asyncio.to_thread(livekit.token, "march.plenary", "a.1", publish=True)
        async with connected(livekit.url(), token) as gone:
            for _ in range(30):  # a line that is just opening may survive the first
                await asyncio.to_thread(livekit.remove, "march.plenary", "a.1")
                with suppress(TimeoutError):
                    await asyncio.wait_for(gone.wait(), 2)
                    break
            assert gone.is_set()
        assert await people(livekit, "march.plenary") == set()

    asyncio.run(scene())


def test_a_room_that_was_ended_is_opened_by_no_token_of_it(livekit: LiveKit) -> None:
    async def scene() -> None:
        token = await asyncio.to_thread(livekit.token, "march.left", "a.1", publish=True)
        room, gone = rtc.Room(), asyncio.Event()
        room.on("disconnected", lambda *_: gone.set())
        await room.connect(livekit.url(), token)
        await asyncio.to_thread(livekit.close, "march.left")
        await asyncio.to_thread(livekit.close, "march.left")  # again is nothing
        await asyncio.wait_for(gone.wait(), 10)
        assert await refused(livekit.url(), token)

    asyncio.run(scene())


def test_who_comes_back_with_a_kept_token_is_put_out_again(livekit: LiveKit) -> None:
    now = [0.0]
    rooms = Rooms(livekit, lambda *_: None, lambda: now[0], Forgetful(), first_epoch=1)

    async def scene() -> None:
        removed = await asyncio.to_thread(rooms.join, "march", "plenary", "a", "aa" * 32)
        stays = await asyncio.to_thread(rooms.join, "march", "plenary", "b", "bb" * 32)
        assert isinstance(removed, Place)
        assert isinstance(stays, Place)
        hall = rooms.room("march", "plenary")
        await asyncio.to_thread(rooms.leave, "march", "plenary", "aa" * 32, removed.identity)
        async with connected(removed.url, removed.token) as gone:  # the token has minutes to live
            assert await people(livekit, hall) == {removed.identity}
            for _ in range(30):
                now[0] += LOOK_SECONDS
                await asyncio.to_thread(rooms.alive, "march", "plenary", "bb" * 32, stays.identity)
                with suppress(TimeoutError):
                    await asyncio.wait_for(gone.wait(), 3)
                    break
            assert gone.is_set()

    asyncio.run(scene())


def test_an_engine_elsewhere_is_used_and_none_is_started(engine: Engine, tmp_path: Path) -> None:
    given = {"data": str(tmp_path / "data"), "livekit_url": engine.address.replace("http", "ws", 1)}
    environment = {"PARLEY_LIVEKIT_KEY": engine.plan.key, "PARLEY_LIVEKIT_SECRET": engine.plan.secret}
    with wiring.opened(chosen.load(given, environment=environment), with_engine=True) as parley:
        assert parley.engine is None
        assert parley.app.media.healthy()
        token = parley.app.media.token("march.plenary", "a.1", publish=True)
        assert claims(token)["video"]["room"] == "march.plenary"
    assert engine.healthy()  # and it is not stopped with us


def test_a_screen_is_in_the_token_of_the_one_who_may_share_alone(livekit: LiveKit) -> None:
    may = claims(livekit.token("march.plenary", "0123456789abcdef.aa", publish=True, share=True))
    assert may["video"]["canPublishSources"] == [
        "camera",
        "microphone",
        "screen_share",
        "screen_share_audio",
    ]


def test_whoever_is_not_there_is_neither_muted_nor_given_a_screen(livekit: LiveKit) -> None:
    livekit.token("march.plenary", "a.1", publish=True)
    livekit.mute("march.plenary", "nobody.1")
    livekit.permit("march.plenary", "nobody.1", share=False)
    with pytest.raises(OSError, match="permission"):
        livekit.permit("march.plenary", "nobody.1", share=True)
