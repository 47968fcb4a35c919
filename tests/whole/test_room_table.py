"""The table whole: real Chromium and Python bots on a real engine, behind a site that has only the room."""

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from parley.media import Engine, LiveKit
from parley.rehearsal.seatmedia import SeatMedia
from tests.chromium import chromium, codes_seen, pitches_heard
from tests.table import TALKS, Site, Table, until

SEATS = {"gov-head": "a", "tal-head": "b", "facilitator": "host", "bot-1": "a", "bot-2": "b"}

PAGE = """<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Room</title>
<link rel="stylesheet" href="/static/built/parley.css"><link rel="stylesheet" href="/static/built/room.css"></head>
<body class="room"><parley-room id="room"></parley-room>
<script type="module" src="/static/built/room.js"></script>
<script type="module">
  const room = document.getElementById("room"), page = __PAGE__;
  const b64u = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const raw = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const signing = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const opening = await crypto.subtle.generateKey("X25519", false, ["deriveBits"]);
  const ed25519 = b64u(await crypto.subtle.exportKey("raw", signing.publicKey));
  const x25519 = b64u(await crypto.subtle.exportKey("raw", opening.publicKey));
  const enrolled = await fetch(page.base + "/enrol", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ ed25519, x25519 }) });
  const { device } = await enrolled.json();
  let known = {};
  const refresh = async () => {
    const found = await (await fetch(page.base + "/roster")).json();
    known = Object.fromEntries(Object.entries(found).map(([id, keys]) =>
      [id, { ed25519: raw(keys.ed25519), x25519: raw(keys.x25519) }]));
  };
  await refresh();
  room.seatOf = async () => ({
    own: { id: device, signing: signing.privateKey, opening },
    roster: { admitted: (id) => known[id] ?? null, refresh } });
  room.data = page;
  window.device = device;
</script></body></html>"""


def page_of(seat: str) -> str:
    parties = [
        {"id": side, "name": f"Side {side}", "mark": side[0].upper(), "hue": side}
        for side in ("a", "b", "host")
    ]
    seats = [
        {"id": s, "party": p, "name": f"Name {s}", "role": "head", "place": "Kabul"} for s, p in SEATS.items()
    ]
    words = {"join": "Take your seat", "reconnecting": "Reconnecting; the table waits for {party}"}
    data = {
        "talks": TALKS,
        "seat": seat,
        "base": f"/talks/{TALKS}/{seat}",
        "space": "plenary",
        "worker": "/static/built/room-worker.js",
        "parties": parties,
        "seats": seats,
        "words": words,
        "kept": [],
        "program": "0" * 64,
    }
    return PAGE.replace("__PAGE__", json.dumps(data))


async def sit(page: Page, address: str, seat: str) -> str:
    """Take the seat, microphone on, and return the identity the engine knows this tab by."""
    await page.goto(f"{address}/talks/{TALKS}/{seat}/room")
    await page.click("[data-control=microphone]")
    await page.click(".room-join")
    await page.wait_for_selector("#room[data-phase=inside][data-secured=true]", timeout=30_000)
    return await identity_of(page)


async def identity_of(page: Page) -> str:
    found: str = await page.evaluate("document.querySelector('.room-tile:has(video.mine)').dataset.identity")
    return found


async def sees(page: Page, codes: dict[str, int], what: str) -> None:
    seen: dict[str, int] = {}

    async def look() -> bool:
        seen.update(await codes_seen(page))
        return {sender: seen.get(sender) for sender in codes} == codes

    for _ in range(200):
        if await look():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{what}: expected {codes}, saw {seen}")


async def hears(page: Page, sender: str, pitch: float) -> None:
    heard: dict[str, float] = {}
    for _ in range(20):
        heard = await pitches_heard(page)
        if abs(heard.get(sender, 0) - pitch) < 10:
            return
    raise AssertionError(f"expected {pitch} Hz from {sender}, heard {heard}")


def decodes(bot: SeatMedia, sender: str, code: int) -> bool:
    heard = bot.report().get(sender)
    return heard is not None and heard.codes[code] >= 5 and set(heard.codes) == {code}


@pytest.mark.enable_socket
def test_two_browsers_and_two_bots_see_and_hear_each_other(livekit: LiveKit, tmp_path: Path) -> None:
    async def scene() -> None:
        table = Table(livekit)
        site = Site(table, page_of)
        with site.serving() as address:
            async with (
                async_playwright() as playwright,
                chromium(playwright, tmp_path, 31, 220, "ONE") as first,
                chromium(playwright, tmp_path, 32, 330, "TWO") as second,
            ):
                one, two = await first.new_page(), await second.new_page()
                bots = [table.bot("bot-1", 41, 180), table.bot("bot-2", 42, 270)]
                identities = await asyncio.gather(
                    sit(one, address, "gov-head"), sit(two, address, "tal-head")
                )
                for bot in bots:
                    await bot.join()
                codes = dict(zip(identities, (31, 32), strict=True)) | {
                    bot.identity: bot.code for bot in bots
                }
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

    asyncio.run(scene())


@pytest.mark.enable_socket
def test_leaving_coming_back_speaking_and_a_killed_engine_in_a_browser(
    engine: Engine, livekit: LiveKit, tmp_path: Path
) -> None:
    async def scene() -> None:
        table = Table(livekit)
        with Site(table, page_of).serving() as address:
            async with (
                async_playwright() as playwright,
                chromium(playwright, tmp_path, 31, 220, "ONE") as browser,
            ):
                bot = table.bot("bot-1", 41, 180)
                await bot.join()
                page = await browser.new_page()
                first = await sit(page, address, "gov-head")
                await sees(page, {bot.identity: 41}, "the browser sees the bot")
                await until(lambda: decodes(bot, first, 31), 20, "the bot sees the browser")

                talking = asyncio.create_task(bot.speak(30))
                await page.wait_for_selector(
                    f".room-tile.speaking[data-identity='{bot.identity}']", timeout=20_000
                )
                talking.cancel()

                await page.click("[data-control=camera]")
                await page.wait_for_selector(".room-tile:has(video.mine[hidden])")
                await page.click("[data-control=camera]")

                await page.click("[data-control=leave]")
                await until(lambda: members(bot) == 1, 20, "the key is the bot's alone")
                await page.click(".room-join")
                await page.wait_for_selector("#room[data-phase=inside][data-secured=true]", timeout=30_000)
                second = await identity_of(page)
                assert second != first
                await until(lambda: decodes(bot, second, 31), 40, "the bot sees it again")

                assert engine.pid is not None
                os.kill(engine.pid, signal.SIGKILL)
                await page.wait_for_selector("#room[data-phase=returning]", timeout=60_000)
                await page.wait_for_selector("#room[data-phase=inside][data-secured=true]", timeout=60_000)
                third = await identity_of(page)
                await until(lambda: decodes(bot, third, 31), 90, "the bot sees the browser that came back")
                await sees(page, {bot.identity: 41}, "the browser sees the bot again")
                await bot.leave()

    asyncio.run(scene())


def members(bot: SeatMedia) -> int:
    return len(bot.keys.current.members) if bot.keys.current else 0


@pytest.mark.enable_socket
def test_a_picture_never_stands_under_anothers_name(livekit: LiveKit, tmp_path: Path) -> None:
    async def scene() -> None:
        table = Table(livekit)
        with Site(table, page_of).serving() as address:
            async with (
                async_playwright() as playwright,
                chromium(playwright, tmp_path, 31, 220, "ONE") as browser,
            ):
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
                await page.wait_for_selector(
                    f".room-tile[data-identity='{earlier.identity}']", state="detached"
                )
                await sees(page, {later.identity: 42}, "that one left")
                await later.leave()

    asyncio.run(scene())


NO_CAMERA = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  if (wanted.video) throw new DOMException("there is none", "NotFoundError");
  return ask(wanted);
};"""


@pytest.mark.enable_socket
def test_a_missing_camera_takes_nobodys_voice_and_the_buttons_show_what_goes_out(
    livekit: LiveKit, tmp_path: Path
) -> None:
    async def scene() -> None:
        table = Table(livekit)
        with Site(table, page_of).serving() as address:
            async with (
                async_playwright() as playwright,
                chromium(playwright, tmp_path, 31, 220, "ONE") as browser,
            ):
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
                await page.click("[data-control=camera]")  # once more: there is still none
                await page.wait_for_timeout(500)
                await page.wait_for_selector(shown.format("camera", "false"))
                await page.wait_for_selector(shown.format("microphone", "true"))
                assert bot.report()[me].frames == 0
                await bot.leave()

    asyncio.run(scene())
