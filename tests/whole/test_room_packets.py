"""Sound on a weak line goes in long packets, and is heard all the same."""

import asyncio

import pytest
from playwright.async_api import Browser, Page

from tests.table import Table, until
from tests.whole.scene import Play, decodes, sit

MADE = """const Real = RTCPeerConnection; window.made = [];
window.RTCPeerConnection = class extends Real { constructor(...said) { super(...said); window.made.push(this); } };"""
WEAK = "localStorage.setItem('weak line', '1');"
SENT = """async () => {
  const found = { packets: 0, bytes: 0, at: performance.now() };
  for (const one of window.made) for (const stat of (await one.getStats()).values()) {
    if (stat.type === "outbound-rtp" && stat.kind === "audio") {
      found.packets += stat.packetsSent;
      found.bytes += stat.bytesSent + stat.headerBytesSent;
    }
  }
  return found;
}"""
BELOW = 28 + 10  # bytes of IP and UDP, and of SRTP, that the browser does not count


async def rate(page: Page) -> tuple[float, float]:
    """Return packets of sound a second, and kbit/s of it on the wire."""
    before = await page.evaluate(SENT)
    await asyncio.sleep(5)
    after = await page.evaluate(SENT)
    seconds = (after["at"] - before["at"]) / 1000
    packets = after["packets"] - before["packets"]
    wire = after["bytes"] - before["bytes"] + packets * BELOW
    return packets / seconds, 8 * wire / seconds / 1000


@pytest.mark.enable_socket
@pytest.mark.parametrize(("weak", "packets"), [(True, 1000 / 60), (False, 1000 / 20)])
def test_a_weak_lines_sound_goes_in_packets_of_sixty_milliseconds_and_is_heard(
    play: Play, weak: bool, packets: float
) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = table.bot("bot-1", 41, 180)
        await bot.join()
        page = await browser.new_page()
        await page.add_init_script(MADE + (WEAK if weak else ""))
        me = await sit(page, address, "gov-head")
        await until(lambda: me in bot.report() and abs(bot.report()[me].pitch - 220) < 10, 40, "it is heard")
        found, kbits = await rate(page)
        assert 0.7 * packets < found < 1.15 * packets, (found, kbits)
        if weak:
            assert kbits < 45, kbits  # of 64; twenty milliseconds at 48 kbit/s take 84
        await bot.leave()

    play(scene)


@pytest.mark.enable_socket
def test_a_microphone_that_was_chosen_and_is_gone_is_named_at_the_table_and_no_other_is_taken(
    play: Play,
) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = table.bot("bot-1", 41, 180)
        await bot.join()
        page = await browser.new_page()
        await page.add_init_script("localStorage.setItem('devices', '{\"audioinput\":\"of-another-day\"}');")
        me = await sit(page, address, "gov-head")
        await page.wait_for_selector(".room-trouble:has-text('device_gone')")
        await page.wait_for_selector("[data-control=microphone][aria-pressed=false]")
        await until(lambda: decodes(bot, me, 31), 40, "its picture is seen: the camera is there")
        assert not bot.report()[me].pitch
        await bot.leave()

    play(scene)
