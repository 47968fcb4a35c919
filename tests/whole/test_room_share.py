"""A screen that is shared: by one at a time, seen by whoever looks, encrypted as all else; by decoded colours and pitches."""

import asyncio

import pytest
from playwright.async_api import Browser, Page

from parley.media import LiveKit
from tests.chromium import pitches_heard
from tests.table import BUSY, TALKS, Table
from tests.whole.scene import CODES, Play, sees, sit
from tests.whole.test_room_voice import shown

SCREEN = """
navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
  const brush = canvas.getContext("2d");
  let tick = 0;
  setInterval(() => {
    brush.fillStyle = "rgb(220, 40, 40)"; brush.fillRect(0, 0, 640, 360);
    brush.fillStyle = "white"; brush.fillRect((tick++ * 8) % 640, 0, 20, 20);
  }, 100);
  const context = new AudioContext(), tone = new OscillatorNode(context, { frequency: 523 });
  const out = context.createMediaStreamDestination();
  tone.connect(out); tone.start();
  return new MediaStream([...canvas.captureStream(10).getTracks(), ...out.stream.getTracks()]);
};"""

COLOUR = """() => {
  const video = document.querySelector(".room-share video");
  if (!video?.videoWidth) return null;
  const canvas = new OffscreenCanvas(32, 18), brush = canvas.getContext("2d");
  brush.drawImage(video, 0, 0, 32, 18);
  return [...brush.getImageData(16, 9, 1, 1).data].slice(0, 3);
}"""


async def is_red(page: Page) -> bool:
    found = await page.evaluate(COLOUR)
    return found is not None and found[0] > 150 and found[1] < 100


async def until_red(page: Page) -> None:
    for _ in range(BUSY * 100):
        if await is_red(page):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the screen was not seen")


async def hums(page: Page, sender: str, wanted: bool) -> None:
    """Wait until the shared screen's own sound is played, or is not."""
    for _ in range(BUSY * 10):
        there = await page.evaluate(
            "[...document.querySelectorAll('audio[data-source=screen_share_audio]')].length"
        )
        if wanted and there and abs((await pitches_heard(page)).get(sender, 0) - 523) < 12:
            return
        if not wanted and not there:
            return
        await asyncio.sleep(0.2)
    raise AssertionError("not heard" if wanted else "still heard")


@pytest.mark.enable_socket
def test_a_screen_is_seen_by_who_looks_by_nobody_else_and_one_is_shared_at_a_time(
    livekit: LiveKit, play: Play
) -> None:
    async def scene(table: Table, address: str, first: Browser, second: Browser) -> None:
        shares, looks = await first.new_page(), await second.new_page()
        for page in (shares, looks):
            await page.add_init_script(SCREEN)
        me = await sit(shares, address, "gov-head")
        await looks.goto(f"{address}/talks/{TALKS}/tal-head/room")
        await looks.click(".room-join")  # muted: what is heard of the other is its screen's sound
        await shown(looks, "#room[data-phase=inside][data-secured=true]")
        await shares.click("[data-control=microphone]")
        await sees(looks, {me: CODES[0]}, "the camera")

        await shares.click("[data-control=share]")
        await shown(shares, "[data-control=share][aria-pressed=true]")
        await shown(looks, "[data-control=look]")
        assert await looks.locator(".room-share").count() == 0  # nobody must look
        await hums(looks, me, False)
        await looks.click("[data-control=look]")
        await until_red(looks)
        await hums(looks, me, True)
        assert await looks.locator("[data-control=share]").count() == 0  # one at a time …
        taken = await asyncio.to_thread(
            table.rooms.share, TALKS, "plenary", await device(looks), await identity(looks), True
        )
        assert getattr(taken, "reasons", None)  # … by the server's word too
        await looks.click("[data-do=put-away]")
        await hums(looks, me, False)
        assert await looks.locator(".room-share").count() == 0
        await looks.click("[data-control=look]")
        await until_red(looks)
        await sees(looks, {me: CODES[0]}, "the camera beside the screen")

        await shares.click("[data-control=share]")  # no longer
        await looks.wait_for_selector(".room-share", state="detached", timeout=BUSY * 10_000)
        await sees(looks, {me: CODES[0]}, "the camera after the screen")  # a share that stops breaks nothing
        await shares.click("[data-control=share]")  # and once more
        await shown(looks, "[data-control=look]")
        await looks.click("[data-control=look]")
        await until_red(looks)
        room = table.rooms.room(TALKS, "plenary")
        await asyncio.to_thread(livekit.permit, room, me, share=False)  # the engine takes it back
        await looks.wait_for_selector(".room-share", state="detached", timeout=BUSY * 10_000)
        await shown(shares, "[data-control=share][aria-pressed=false]")

    play(scene, browsers=2)


async def device(page: Page) -> str:
    found: str = await page.evaluate("window.device")
    return found


async def identity(page: Page) -> str:
    found: str = await page.evaluate("document.querySelector('.room-tile:has(video.mine)').dataset.identity")
    return found
