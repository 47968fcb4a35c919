"""How long the table is silent when somebody goes: nobody sends under a key that a departed device holds, and nobody for long."""

import asyncio
import statistics
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page

from parley.rehearsal.seatmedia import SeatMedia
from tests.table import TALKS, Table, until
from tests.whole.scene import Play, hears, sit

MEDIAN, MOST = 1.0, 2.0  # seconds
ROUNDS = 3

LISTEN = """(identity) => {
  const context = new AudioContext(), analyser = new AnalyserNode(context, { fftSize: 1024 });
  const samples = new Float32Array(analyser.fftSize);
  let from = null, node = null, last = performance.now();
  window.gap = { longest: 0, since: () => (performance.now() - last) / 1000 };
  setInterval(() => {
    const stream = document.querySelector(`audio[data-identity='${identity}']`)?.srcObject ?? null;
    if (stream !== from) {
      node?.disconnect();
      node = stream && context.createMediaStreamSource(stream);
      node?.connect(analyser);
      from = stream;
    }
    analyser.getFloatTimeDomainData(samples);
    const now = performance.now();
    if (from && Math.max(...samples) > 0.01) {
      window.gap.longest = Math.max(window.gap.longest, (now - last) / 1000);
      last = now;
    }
  }, 20);
  window.said = [];
  const lock = document.querySelector(".room-lock [role=status]");
  new MutationObserver(() => window.said.push(lock.textContent)).observe(lock, { subtree: true, childList: true, characterData: true });
}"""


async def gap_of(page: Page, bot: SeatMedia, members: int, go: Callable[[], Awaitable[object]]) -> float:
    """Have somebody go and return for how long at most nothing was heard of the one who speaks."""
    await until_heard(page)
    await page.evaluate("() => { window.gap.longest = 0; window.said.length = 0; }")
    await go()
    await until(lambda: bot.keys.current and len(bot.keys.current.members) == members, 20, "the new key")
    await page.wait_for_selector("#room[data-secured=true]")
    await page.wait_for_timeout(1_500)  # what is heard in a second and a half more counts too
    await until_heard(page)
    assert "held_back" in await page.evaluate(
        "window.said.map((text) => text.trim())"
    )  # and the page says so
    found: float = await page.evaluate("window.gap.longest")
    return found


async def until_heard(page: Page) -> None:
    await page.wait_for_function("window.gap.since() < 0.3", timeout=60_000)


@pytest.mark.enable_socket
def test_who_stays_hears_nothing_for_a_second_at_most_when_somebody_goes_and_is_told(play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = table.bot("bot-1", 41, 180)
        await bot.join()
        page = await browser.new_page()
        await sit(page, address, "gov-head")
        talking = asyncio.create_task(bot.speak(200))
        await hears(page, bot.identity, 180)
        await page.evaluate(LISTEN, bot.identity)
        gaps = []
        for number in range(ROUNDS):
            other = table.bot("bot-2", 42, 270)
            await other.join()
            await until(lambda: bot.keys.current and len(bot.keys.current.members) == 3, 20, "all three")
            await page.wait_for_selector("#room[data-secured=true]")
            last = number == ROUNDS - 1

            async def put_out() -> None:
                table.put_out("bot-2")

            gaps.append(await gap_of(page, bot, 2, put_out if last else other.leave))
            await other.close()
        talking.cancel()
        assert statistics.median(gaps) <= MEDIAN, gaps
        assert max(gaps) <= MOST, gaps
        assert table.rooms.present(TALKS) == {"plenary": {"bot-1", "gov-head"}}
        await bot.leave()

    play(scene)
