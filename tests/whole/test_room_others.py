"""What one does about others at the table: for oneself alone, and as the host; by what is heard and where tiles stand."""

import asyncio

import pytest
from playwright.async_api import Browser, Page

from tests.table import BUSY, Table
from tests.whole.scene import Play, sees, sit
from tests.whole.test_room_voice import HEARD, MUTED, becomes, shown


async def about(page: Page, seat: str) -> None:
    await page.click(f".room-tile[data-seat={seat}] .room-more")
    await page.wait_for_selector(".room-person")


async def area(page: Page, seat: str) -> float:
    box = await page.locator(f".room-tile[data-seat={seat}]").bounding_box()
    return 0.0 if box is None else box["width"] * box["height"]


async def sound_of(page: Page, identity: str) -> list[object]:
    """Return how loud somebody's sound is played here, and whether at all."""
    found: list[object] = await page.evaluate(
        "(who) => [...document.querySelectorAll('audio')].filter((one) => one.dataset.identity === who).map((one) => [one.volume, one.muted])[0] ?? []",
        identity,
    )
    return found


@pytest.mark.enable_socket
def test_the_host_mutes_somebody_all_are_told_and_only_they_themselves_switch_it_on(play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = table.bot("bot-1", 41, 180)
        await bot.join()
        page, host = await browser.new_page(), await browser.new_page()
        me, chair = await sit(page, address, "gov-head"), await sit(host, address, "facilitator")
        await becomes(bot, me, True)
        await about(page, "facilitator")
        assert await page.locator("[data-do=mute]").count() == 0  # who is not the host mutes nobody
        await about(host, "gov-head")
        await host.click("[data-do=mute]")
        await shown(page, MUTED)
        await shown(page, "[data-note=said]:not([hidden])")
        await shown(host, "[data-note=said]:not([hidden])")
        assert [(one["kind"], one["seat"], one["by"]) for one in table.told] == [
            ("muted", "gov-head", "facilitator")
        ]
        await becomes(bot, me, False)
        await becomes(bot, chair, True)
        assert (
            await host.locator("[data-do=mute], [data-do=unmute]").count() == 0
        )  # there is no way to unmute another
        await page.click("[data-control=microphone]")
        await shown(page, HEARD)
        await becomes(bot, me, True)
        await bot.leave()

    play(scene)


@pytest.mark.enable_socket
def test_how_loud_and_how_large_somebody_is_stays_when_their_line_or_ones_own_is_another(play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        loud, other = table.bot("bot-1", 41, 180), table.bot("bot-2", 42, 270)
        await loud.join()
        await other.join()
        page = await browser.new_page()
        await sit(page, address, "gov-head")
        await sees(page, {loud.identity: 41, other.identity: 42}, "a page")
        talking = asyncio.create_task(loud.speak(60))
        await until_sound(page, loud.identity, [1, False])
        await about(page, "bot-1")
        await page.locator(".room-volume input").fill("0")
        await until_sound(page, loud.identity, [0, True])
        await page.click("[data-do=pin]")
        assert await area(page, "bot-1") > 2 * await area(page, "bot-2") > 0
        await about(page, "gov-head")
        await page.click("[data-do=hide]")
        await page.wait_for_selector(".room-tile[data-seat=gov-head]", state="hidden")
        await sees(page, {loud.identity: 41, other.identity: 42}, "a page with one of them large")

        await loud.leave()  # and comes again over another line
        talking.cancel()
        await page.wait_for_selector(".room-tile[data-seat=bot-1]", state="detached", timeout=BUSY * 10_000)
        again = table.bot("bot-1", 41, 180)
        await again.join()
        await sees(page, {again.identity: 41}, "who came again")
        await until_sound(page, again.identity, [0, True])
        assert await area(page, "bot-1") > 2 * await area(page, "bot-2")

        await sit(page, address, "gov-head")  # the page is opened anew
        await sees(page, {again.identity: 41}, "the page that was opened anew")
        await until_sound(page, again.identity, [0, True])
        assert await area(page, "bot-1") > 2 * await area(page, "bot-2")
        assert not await page.locator(".room-tile[data-seat=gov-head]").is_visible()
        await again.leave()
        await other.leave()

    play(scene)


async def until_sound(page: Page, identity: str, wanted: list[object]) -> None:
    seen: list[object] = []
    for _ in range(BUSY * 100):
        seen = await sound_of(page, identity)
        if seen == wanted:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"expected {wanted}, found {seen}")
