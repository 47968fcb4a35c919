"""A table with real browsers at it: a page that has only the room, and what is asked of it."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from parley.media import LiveKit
from parley.rehearsal.seatmedia import SeatMedia
from tests.chromium import chromium, codes_seen, pitches_heard
from tests.table import BUSY, TALKS, Site, Table

Scene = Callable[..., Awaitable[None]]  # given the table, the address of its pages, and its browsers
Play = Callable[..., None]
CODES, PITCHES = (31, 32), (220, 330)  # what the camera of each browser shows, and how its microphone sounds


@pytest.fixture
def play(livekit: LiveKit, tmp_path: Path) -> Play:
    """Play a scene at a table of its own, with as many browsers as are named."""

    async def played(scene: Scene, browsers: int) -> None:
        table = Table(livekit)
        with Site(table, page_of).serving() as address:
            async with AsyncExitStack() as stack:
                playwright = await stack.enter_async_context(async_playwright())
                came = [
                    await stack.enter_async_context(
                        chromium(playwright, tmp_path, code, pitch, f"PAGE {code}")
                    )
                    for code, pitch in list(zip(CODES, PITCHES, strict=True))[:browsers]
                ]
                stack.push_async_callback(table.close)
                await scene(table, address, *came)

    def run(scene: Scene, browsers: int = 1) -> None:
        asyncio.run(played(scene, browsers))

    return run


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
        "mutes": seat == "facilitator",
        "style": "/static/built/table.css",
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
    await page.wait_for_selector("#room[data-phase=inside][data-secured=true]", timeout=BUSY * 30_000)
    return await identity_of(page)


async def identity_of(page: Page) -> str:
    found: str = await page.evaluate("document.querySelector('.room-tile:has(video.mine)').dataset.identity")
    return found


async def sees(page: Page, codes: dict[str, int], what: str) -> None:
    seen: dict[str, int] = {}

    async def look() -> bool:
        seen.update(await codes_seen(page))
        return {sender: seen.get(sender) for sender in codes} == codes

    end = time.monotonic() + BUSY * 20
    while not await look():
        assert time.monotonic() < end, f"{what}: expected {codes}, saw {seen}"
        await asyncio.sleep(0.1)


async def hears(page: Page, sender: str, pitch: float) -> None:
    end = time.monotonic() + BUSY * 20
    while abs((heard := await pitches_heard(page)).get(sender, 0) - pitch) >= 10:
        assert time.monotonic() < end, f"expected {pitch} Hz from {sender}, heard {heard}"


def decodes(bot: SeatMedia, sender: str, code: int) -> bool:
    heard = bot.report().get(sender)
    return heard is not None and heard.codes[code] >= 5 and set(heard.codes) == {code}
