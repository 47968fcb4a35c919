"""The table whole: real Chromium and Python bots on a real engine, behind a site that has only the room."""

import asyncio
import os
import signal

import pytest
from playwright.async_api import Browser

from parley.media import Engine, LiveKit
from parley.rehearsal.seatmedia import SeatMedia
from tests.table import BUSY, TALKS, Table, until
from tests.whole.scene import Play, decodes, hears, identity_of, sees, sit


@pytest.mark.enable_socket
def test_two_browsers_and_two_bots_see_and_hear_each_other(play: Play) -> None:
    async def scene(table: Table, address: str, first: Browser, second: Browser) -> None:
        one, two = await first.new_page(), await second.new_page()
        bots = [table.bot("bot-1", 41, 180), table.bot("bot-2", 42, 270)]
        identities = await asyncio.gather(sit(one, address, "gov-head"), sit(two, address, "tal-head"))
        for bot in bots:
            await bot.join()
        codes = dict(zip(identities, (31, 32), strict=True)) | {bot.identity: bot.code for bot in bots}
        for page, me in zip((one, two), identities, strict=True):
            await sees(page, {k: v for k, v in codes.items() if k != me}, "a browser sees everyone")
        for bot in bots:
            for sender, code in codes.items():
                if sender != bot.identity:
                    await until(lambda: decodes(bot, sender, code), 20, "a bot sees")  # noqa: B023
        for bot in bots:  # the browsers' microphones play all the time
            for sender, pitch in zip(identities, (220, 330), strict=True):
                await until(
                    lambda: abs(bot.report()[sender].pitch - pitch) < 10,  # noqa: B023
                    20,
                    "a bot hears a browser",
                )
        await hears(one, identities[1], 330)
        await hears(two, identities[0], 220)
        talking = asyncio.create_task(bots[0].speak(15))
        await hears(two, bots[0].identity, 180)
        talking.cancel()
        for bot in bots:
            await bot.leave()

    play(scene, browsers=2)


@pytest.mark.enable_socket
def test_leaving_coming_back_speaking_and_a_killed_engine_in_a_browser(engine: Engine, play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = table.bot("bot-1", 41, 180)
        await bot.join()
        page = await browser.new_page()
        first = await sit(page, address, "gov-head")
        await sees(page, {bot.identity: 41}, "the browser sees the bot")
        await until(lambda: decodes(bot, first, 31), 20, "the bot sees the browser")

        talking = asyncio.create_task(bot.speak(30))
        await page.wait_for_selector(
            f".room-tile.speaking[data-identity='{bot.identity}']", timeout=BUSY * 20_000
        )
        talking.cancel()

        await page.click("[data-control=camera]")
        await page.wait_for_selector(".room-tile:has(video.mine[hidden])")
        await page.click("[data-control=camera]")

        await page.click("[data-control=leave]")
        await until(lambda: members(bot) == 1, 20, "the key is the bot's alone")
        await page.click(".room-join")
        await page.wait_for_selector("#room[data-phase=inside][data-secured=true]", timeout=BUSY * 30_000)
        second = await identity_of(page)
        assert second != first
        await until(lambda: decodes(bot, second, 31), 40, "the bot sees it again")

        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGKILL)
        await page.wait_for_selector("#room[data-phase=returning]", timeout=BUSY * 60_000)
        await page.wait_for_selector("#room[data-phase=inside][data-secured=true]", timeout=BUSY * 60_000)
        third = await identity_of(page)
        await until(lambda: decodes(bot, third, 31), 90, "the bot sees the browser that came back")
        await sees(page, {bot.identity: 41}, "the browser sees the bot again")
        await bot.leave()

    play(scene)


def members(bot: SeatMedia) -> int:
    return len(bot.keys.current.members) if bot.keys.current else 0


@pytest.mark.enable_socket
def test_when_somebody_is_put_out_the_table_goes_on_in_another_hall(livekit: LiveKit, play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        stays, gone = table.bot("bot-1", 41, 180), table.bot("bot-2", 42, 270)
        await stays.join()
        await gone.join()
        page = await browser.new_page()
        me = await sit(page, address, "gov-head")
        await sees(page, {stays.identity: 41, gone.identity: 42}, "the browser sees both")
        left = table.rooms.room(TALKS, "plenary")
        table.put_out("bot-2")
        hall = table.rooms.room(TALKS, "plenary")
        await until(lambda: stays.joins == 2, 20, "the bot has moved")
        stays.forget()
        await page.wait_for_selector(f".room-tile[data-identity='{gone.identity}']", state="detached")
        await sees(page, {stays.identity: 41}, "the browser sees the bot in the new hall")
        await until(lambda: decodes(stays, me, 31), 20, "the bot sees the browser there")
        await until(lambda: abs(stays.report()[me].pitch - 220) < 10, 20, "and hears it")
        talking = asyncio.create_task(stays.speak(15))
        await hears(page, stays.identity, 180)
        talking.cancel()
        assert await identity_of(page) == me  # the same place: nobody had to come in again
        assert await asyncio.to_thread(livekit.inside, hall) == {me, stays.identity}
        assert await asyncio.to_thread(livekit.inside, left) <= {gone.identity}
        await gone.close()
        await stays.leave()

    play(scene)


@pytest.mark.enable_socket
def test_a_picture_never_stands_under_anothers_name(play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        later, earlier = (
            table.bot("bot-2", 42),
            table.bot("tal-head", 43),
        )  # in the order of their seats
        await later.join()
        page = await browser.new_page()
        await sit(page, address, "gov-head")
        await sees(page, {later.identity: 42}, "one alone")
        await earlier.join()
        await sees(page, {later.identity: 42, earlier.identity: 43}, "one came who sits before")
        await earlier.leave()
        await page.wait_for_selector(f".room-tile[data-identity='{earlier.identity}']", state="detached")
        await sees(page, {later.identity: 42}, "that one left")
        await later.leave()

    play(scene)


NO_CAMERA = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  if (wanted.video) throw new DOMException("there is none", "NotFoundError");
  return ask(wanted);
};"""


@pytest.mark.enable_socket
def test_a_missing_camera_takes_nobodys_voice_and_the_buttons_show_what_goes_out(play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = table.bot("bot-1", 41, 180)
        await bot.join()
        page = await browser.new_page()
        await page.add_init_script(NO_CAMERA)
        me = await sit(page, address, "gov-head")  # asking for both
        await page.wait_for_selector(".room-trouble")
        await until(lambda: me in bot.report(), 20, "the bot is given its sound")
        await until(lambda: abs(bot.report()[me].pitch - 220) < 10, 20, "the bot hears the browser")
        shown = "[data-control={}][aria-pressed={}]"
        await page.wait_for_selector(shown.format("microphone", "true"))
        await page.wait_for_selector(shown.format("camera", "false"))
        async with page.expect_console_message(lambda said: said.text.startswith("room")):
            await page.click(
                "[data-control=camera]"
            )  # once more: there is still none, and the page has noticed
        await page.wait_for_selector(shown.format("camera", "false"))
        await page.wait_for_selector(shown.format("microphone", "true"))
        assert bot.report()[me].frames == 0
        await bot.leave()

    play(scene)
