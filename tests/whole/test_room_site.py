"""The room on the real server: everything the browser believes comes from the record that it verified."""

import asyncio
import re
import time
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from parley.rehearsal.context import RehearsalContext
from parley.rehearsal.seatmedia import SeatMedia
from tests.chromium import chromium
from tests.table import BUSY, until
from tests.whole.scene import CODES, PITCHES, hears, sees
from tests.whole.seated import bot_of, opened_table, page_of, take_seat
from tests.whole.test_pages_look import AXE


async def sit_in_browsers(
    context: RehearsalContext, browsers: tuple[Browser, Browser], troubles: list[str]
) -> dict[str, Page]:
    """Seat both heads, one reading English and one Pashto; return the pages by identity."""
    found = {}
    for seat, language, browser in zip(("gov-head", "tal-head"), ("en", "ps"), browsers, strict=True):
        page = await page_of(context, seat, browser, language=language)
        page.on("pageerror", lambda fault: troubles.append(str(fault)))
        page.on(
            "console", lambda said: troubles.append(said.text) if "Security Policy" in said.text else None
        )
        found[await take_seat(page)] = page
    return found


async def bots_see_all(bots: list[SeatMedia], codes: dict[str, int]) -> None:
    for bot in bots:
        for sender, code in codes.items():
            if sender != bot.identity:
                await until(
                    lambda: bot.report().get(sender) and bot.report()[sender].codes[code] >= 5,  # noqa: B023
                    30,
                    f"{bot.label} sees {code}",
                )


async def until_true(page: Page, expression: str) -> None:
    """As ``tests.chromium.until_true``."""
    end = time.monotonic() + BUSY * 20
    while not await page.evaluate(expression):
        assert time.monotonic() < end, expression
        await asyncio.sleep(0.05)


async def fits_a_phone(page: Page, people: int) -> None:
    """Everyone is on one screen; the desk is one press away, and the microphone stays where it was."""
    await page.set_viewport_size({"width": 390, "height": 844})
    bottom = await page.evaluate(
        "Math.max(...[...document.querySelectorAll('.room-tile')].map((tile) => tile.getBoundingClientRect().bottom))"
    )
    microphone = page.locator("[data-control=microphone]")
    before = await microphone.bounding_box()
    assert await page.locator(".room-tile").count() == people
    assert before is not None
    assert bottom <= before["y"], "somebody is hidden behind the controls"
    await page.click("[data-control=desk]")
    await until_true(page, "document.querySelector('.room-desk-tabs').getBoundingClientRect().top < 100")
    assert await microphone.bounding_box() == before
    await page.click(".room-desk-tabs .room-back")
    await until_true(page, "document.querySelector('.room-tile').getBoundingClientRect().top > 0")


BOXES = """() => {
  const box = (one) => { const { left, top, right, bottom } = one.getBoundingClientRect(); return [left, top, right, bottom]; };
  return { table: box(document.querySelector(".room-table")), tiles: [...document.querySelectorAll(".room-tile")].map(box) };
}"""


SAID = """() => {
  const panel = document.querySelector(".room-panel").cloneNode(true);
  for (const device of panel.querySelectorAll("option")) device.remove();  // their names are the machine's
  return panel.textContent;
}"""


async def stands_apart(page: Page, people: int) -> None:
    """From a phone to a wall, desk open or shut: all tiles are of one size, within the table, and over nobody."""
    for width, height in ((390, 844), (768, 1024), (1280, 800), (2560, 1440)):
        await page.set_viewport_size({"width": width, "height": height})
        for _ in range(1 if width <= 900 else 2):
            await asyncio.sleep(0.3)
            found = await page.evaluate(BOXES)
            left, top, right, bottom = found["table"]
            tiles = found["tiles"]
            assert len(tiles) == people
            assert len({(round(r - x), round(b - y)) for x, y, r, b in tiles}) == 1
            for at, (x, y, r, b) in enumerate(tiles):
                assert left <= x < r <= right + 1, (width, found)
                assert top <= y < b <= bottom + 1, (width, found)
                for x2, y2, r2, b2 in tiles[at + 1 :]:
                    assert not (x < r2 and x2 < r and y < b2 and y2 < b), (width, found)
            used = sum((r - x) * (b - y) for x, y, r, b in tiles) / ((right - left) * (bottom - top))
            assert used > 0.4, (width, used)
            if width > 900:
                await page.click("[data-control=desk-beside]")


async def axe(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds inside the room, faces and all."""
    await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']})")
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]


@pytest.mark.enable_socket
def test_two_browsers_and_three_bots_sit_at_one_encrypted_table(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            opened_table(tmp_path / "data") as (context, _),
            async_playwright() as playwright,
            chromium(playwright, tmp_path, CODES[0], PITCHES[0], "ONE") as first,
            chromium(playwright, tmp_path, CODES[1], PITCHES[1], "TWO") as second,
        ):
            troubles: list[str] = []
            pages = await sit_in_browsers(context, (first, second), troubles)
            codes = dict(zip(pages, CODES, strict=True))
            seats = ("tal-lists", "facilitator", "us-envoy")
            bots = [await bot_of(context, seat, 51 + number) for number, seat in enumerate(seats)]
            for bot in bots:
                await bot.join()
                codes[bot.identity] = bot.code
            for me, page in pages.items():
                others = {sender: code for sender, code in codes.items() if sender != me}
                await sees(page, others, "a page")
            await bots_see_all(bots, codes)
            one, two = pages
            await hears(pages[one], two, PITCHES[1])
            await hears(pages[two], one, PITCHES[0])
            assert await axe(pages[one]) == []
            for page in pages.values():  # in English and in Pashto
                await stands_apart(page, len(codes))
                for panel in ("chat", "devices", "shortcuts"):
                    await page.click(f"[data-control={panel}]")
                    assert await axe(page) == [], panel
                    named = re.findall(r"[a-z]+_[a-z_]+", await page.evaluate(SAID))
                    assert named == [], panel  # every sentence has come
                    await page.keyboard.press("Escape")
            await fits_a_phone(pages[two], len(codes))
            assert await axe(pages[two]) == []
            assert not troubles, troubles

    asyncio.run(scene())
