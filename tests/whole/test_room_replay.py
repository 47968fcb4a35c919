"""A hostile engine plays again what a member sent before, in a real browser: the payload of new packets is that of old ones.

A hook before the page's worker does what such an engine does. The same worker without its memory of counters shows that it would work.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page

from tests.chromium import codes_seen, pitches_heard
from tests.table import BUILT, BUSY, Table
from tests.whole.intruder import COUNTING, received
from tests.whole.scene import Play, hears, sees, sit

FORGETFUL = """
const has = Set.prototype.has;
Set.prototype.has = function (value) { return typeof value !== "bigint" && has.call(this, value); };
BigInt.asIntN = () => 1n;
"""  # before our worker: it keeps the counters of frames, and finds none of them again
THEN, NOW, SAID = 41, 42, 330
SILENCE = 1e-4
MANY = 30  # of each kind: of pictures there are five a second
AGAIN = """
const engine = { mode: "keep", key: {}, kept: { audio: [], video: [] }, again: { audio: 0, video: 0 } };
const streams = RTCRtpReceiver.prototype.createEncodedStreams;
RTCRtpReceiver.prototype.createEncodedStreams = function () {
  const { readable, writable } = streams.call(this), kind = this.track.kind, kept = engine.kept[kind];
  let at = -1; // the next that is played again; of pictures a whole one first, in the place of a whole one
  const forwarded = readable.pipeThrough(new TransformStream({ transform(frame, out) {
    const bytes = new Uint8Array(frame.data), slot = bytes.at(-1);
    if (engine.mode === "keep" && bytes.length > 0) {
      if (engine.key[kind] !== slot || frame.type === "key") kept.length = 0; // of the epoch in use: older ones open for nobody
      engine.key[kind] = slot;
      kept.push(frame.data.slice(0));
    }
    if (engine.mode === "again" && bytes.length > 0) {
      if (frame.type === "key" || at >= kept.length) at = kind === "audio" || frame.type === "key" ? 0 : -1;
      if (kind === "audio") at = Math.max(0, at);
      if (at < 0) return; // until it is asked for a whole picture
      frame.data = kept[at++].slice(0);
      engine.again[kind] += 1;
    }
    out.enqueue(frame);
  } }));
  return { readable: forwarded, writable };
};
window.engine = engine;
window.counts = (what) => Object.fromEntries(["audio", "video"].map((kind) => [kind, engine[what][kind].length ?? engine[what][kind]]));"""


async def frames(page: Page, what: str) -> dict[str, int]:
    """Return how many frames the engine has ``kept``, or played ``again``, of each kind."""
    found: dict[str, int] = await page.evaluate(f"counts('{what}')")
    return found


async def many(page: Page, what: str, least: dict[str, int]) -> None:
    end = time.monotonic() + BUSY * 30
    found = await frames(page, what)
    while any(found[one] < count for one, count in least.items()):
        assert time.monotonic() < end, f"{what}: {found} of {least}"
        await asyncio.sleep(0.1)
        found = await frames(page, what)


@asynccontextmanager
async def played_again(table: Table, address: str, page: Page) -> AsyncIterator[str]:
    """Give whom: have the engine keep what a bot shows and says, and play it again when the bot shows and says something else."""
    bot = table.bot("bot-1", THEN, SAID)
    await bot.join()
    await page.add_init_script(COUNTING + AGAIN)
    await sit(page, address, "gov-head")
    talking = asyncio.create_task(bot.speak(600))
    await sees(page, {bot.identity: THEN}, "it is seen as it is")
    await hears(page, bot.identity, SAID)
    await many(page, "kept", {"audio": MANY, "video": MANY})
    await page.evaluate("engine.mode = 'pass'")
    bot.code, bot.pitch = NOW, 200.0
    await sees(page, {bot.identity: NOW}, "it is seen as it is now")
    await hears(page, bot.identity, 200)
    await page.evaluate("engine.mode = 'again'")
    try:
        yield bot.identity
    finally:
        talking.cancel()


@pytest.mark.enable_socket
def test_frames_that_are_played_again_are_neither_decoded_nor_heard_and_the_table_is_told(play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        page = await browser.new_page()
        async with played_again(table, address, page) as sender:
            await asyncio.sleep(1)  # what was on its way has been played
            before, begun = await received(page), await frames(page, "again")
            await page.wait_for_selector(".room-trouble[data-refused=unopened]", timeout=BUSY * 20_000)
            await many(page, "again", {one: count + MANY for one, count in begun.items()})
            after = await received(page)
            assert after["frames"] == before["frames"]  # not one picture
            assert after["energy"] - before["energy"] < SILENCE
            assert (await codes_seen(page)).get(sender) != THEN
            assert (await pitches_heard(page))[sender] == 0

    play(scene)


@pytest.mark.enable_socket
def test_without_the_window_the_same_frames_are_seen_and_heard_again(play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        page = await browser.new_page()
        worker = FORGETFUL + (BUILT / "room-worker.js").read_text("utf-8")
        javascript = {"body": worker, "content_type": "text/javascript"}
        await page.context.route("**/room-worker.js", lambda route: route.fulfill(**javascript))
        async with played_again(table, address, page) as sender:
            await sees(page, {sender: THEN}, "what was shown before is shown again")
            await hears(page, sender, SAID)

    play(scene)
