"""What goes out of a device goes by its person's own hand: measured by what the others hear."""

import asyncio
import json
import secrets
from pathlib import Path

import pytest
from livekit import api
from playwright.async_api import Browser, Page

from parley.media import BUILT, EnginePlan, LiveKit
from parley.rehearsal.seatmedia import SeatMedia
from tests.table import BUSY, TALKS, Table
from tests.whole.scene import Play, sit

MUTED = "[data-control=microphone][aria-pressed=false]"
HEARD = "[data-control=microphone][aria-pressed=true]"
PITCH = 220.0  # of the browser's microphone, which sounds all the time


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EnginePlan:
    """An engine that is allowed to unmute: ours is not, and another may be."""
    ours = EnginePlan.config

    def unmuting(plan: EnginePlan) -> str:
        config = json.loads(ours(plan))
        config["room"]["enable_remote_unmute"] = True
        return json.dumps(config)

    monkeypatch.setattr(EnginePlan, "config", unmuting)
    return EnginePlan(BUILT, tmp_path / "engine", "test", secrets.token_hex(24))


async def heard(bot: SeatMedia, sender: str, seconds: float = 1.0) -> bool:
    """Return whether the bot hears the browser from now on."""
    bot.forget()
    await asyncio.sleep(seconds)
    came = bot.report().get(sender)
    return came is not None and came.energy > 0.02 and abs(came.pitch - PITCH) < 10


async def becomes(bot: SeatMedia, sender: str, wanted: bool) -> None:
    for _ in range(10 * BUSY):
        if await heard(bot, sender) == wanted:
            return
    raise AssertionError("not heard" if wanted else "still heard")


async def engine_mutes(livekit: LiveKit, room: str, identity: str, muted: bool) -> None:
    """Have the engine mute or unmute every track of somebody."""
    async with api.LiveKitAPI(livekit.address, livekit.key, livekit.secret) as server:
        who = api.RoomParticipantIdentity(room=room, identity=identity)
        for track in (await server.room.get_participant(who)).tracks:
            asked = api.MuteRoomTrackRequest(room=room, identity=identity, track_sid=track.sid, muted=muted)
            await server.room.mute_published_track(asked)


async def shown(page: Page, selector: str) -> None:
    await page.wait_for_selector(selector, timeout=BUSY * 10_000)


@pytest.mark.enable_socket
def test_an_engine_that_mutes_somebody_is_followed_and_one_that_unmutes_is_not(
    livekit: LiveKit, play: Play
) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = table.bot("bot-1", 41, 180)
        await bot.join()
        page = await browser.new_page()
        me = await sit(page, address, "gov-head")
        await becomes(bot, me, True)
        await shown(page, HEARD)
        room = table.rooms.room(TALKS, "plenary")
        await engine_mutes(livekit, room, me, True)
        await shown(page, MUTED)  # never shown unmuted while silent
        await becomes(bot, me, False)
        await engine_mutes(livekit, room, me, False)
        assert not await heard(bot, me, 4)
        assert await page.locator(MUTED).count() == 1
        await page.click("[data-control=microphone]")  # by the person's own hand
        await shown(page, HEARD)
        await becomes(bot, me, True)
        await bot.leave()

    play(scene)


@pytest.mark.enable_socket
def test_one_is_told_of_talking_while_muted_and_talks_for_as_long_as_a_key_is_held(play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = table.bot("bot-1", 41, 180)
        await bot.join()
        page = await browser.new_page()
        me = await sit(page, address, "gov-head")
        await becomes(bot, me, True)
        await page.keyboard.press("m")  # the key M stands at its place
        await shown(page, MUTED)
        await shown(page, "[data-note=talking]:not([hidden])")  # the fake microphone talks on
        await becomes(bot, me, False)

        await page.evaluate("document.activeElement.blur()")
        await page.keyboard.down("Space")
        await shown(page, HEARD)
        await becomes(bot, me, True)
        await page.keyboard.up("Space")
        await shown(page, MUTED)
        await becomes(bot, me, False)

        await page.focus("[data-control=microphone]")  # there the space bar is held as well
        await page.keyboard.down("Space")
        await shown(page, HEARD)
        await page.wait_for_timeout(600)
        await page.keyboard.up("Space")
        await shown(page, MUTED)
        await page.hover("[data-control=microphone]")  # and a finger
        await page.mouse.down()
        await shown(page, HEARD)
        await page.mouse.up()
        await shown(page, MUTED)
        await page.wait_for_timeout(500)
        assert await page.locator(MUTED).count() == 1

        await page.keyboard.press("Shift+Slash")
        await page.click("[name=keys]")  # off, and off they stay
        await page.keyboard.press("Escape")
        await page.evaluate("document.activeElement.blur()")
        for key in ("m", "v", "Space"):
            await page.keyboard.press(key)
        await page.wait_for_timeout(300)
        assert await page.locator(MUTED).count() == 1
        assert await page.locator("[data-control=camera][aria-pressed=true]").count() == 1
        await bot.leave()

    play(scene)


UNPLUG = """() => {
  const ended = window.given.filter((track) => track.kind === "audio");
  for (const track of ended) { track.stop(); track.dispatchEvent(new Event("ended")); }
  navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
  window.asked = 0;
}"""
WATCHED = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.given = []; window.asked = 0;
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await ask(wanted);
  window.asked += 1;
  window.given.push(...stream.getTracks());
  return stream;
};"""


@pytest.mark.enable_socket
def test_a_device_that_ends_is_said_and_no_other_is_taken_by_itself(play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = table.bot("bot-1", 41, 180)
        await bot.join()
        page = await browser.new_page()
        await page.add_init_script(WATCHED)
        me = await sit(page, address, "gov-head")
        await becomes(bot, me, True)
        await page.evaluate(UNPLUG)
        await shown(page, MUTED)
        await shown(page, ".room-trouble")
        await becomes(bot, me, False)  # what was on its way has been played
        assert not await heard(bot, me, 3)
        assert await page.evaluate("window.asked") == 0
        await page.click("[data-control=microphone]")  # the person takes one again
        await shown(page, HEARD)
        await becomes(bot, me, True)
        await bot.leave()

    play(scene)
