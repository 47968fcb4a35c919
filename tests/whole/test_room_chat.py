"""What is written at the table: read there, and nowhere on the server."""

import asyncio
import json

import pytest
from playwright.async_api import Browser, Page

from tests.table import BUSY, Table
from tests.whole.scene import Play, sit
from tests.whole.test_room_voice import shown

WORDS = ("ten names before Thursday", "موږ یې منو، که خبره ټوله وي")


async def write(page: Page, text: str) -> None:
    await page.fill("#room-write", text)
    await page.click("[data-do=send]:not([disabled])")


async def written(page: Page) -> list[str]:
    found: list[str] = await page.evaluate(
        "[...document.querySelectorAll('.room-written p')].map((one) => one.textContent)"
    )
    return found


async def until_written(page: Page, wanted: list[str]) -> None:
    for _ in range(BUSY * 100):
        if await written(page) == wanted:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(await written(page))


@pytest.mark.enable_socket
def test_what_is_written_is_read_at_the_table_and_the_server_passes_on_what_it_cannot_read(
    play: Play,
) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        one, two = await browser.new_page(), await browser.new_page()
        await sit(one, address, "gov-head")
        await sit(two, address, "tal-head")
        await shown(one, "#room[data-secured=true]")
        await one.click("[data-control=chat]")
        await write(one, WORDS[0])
        await until_written(one, [WORDS[0]])
        await shown(two, "[data-note=said]:not([hidden])")
        await two.click("[data-control=chat]")
        await until_written(two, [WORDS[0]])
        await two.keyboard.press("m")  # not while somebody writes
        await write(two, WORDS[1])
        for page in (one, two):
            await until_written(page, list(WORDS))
        said = json.dumps(table.told, ensure_ascii=False)
        assert [news["kind"] for news in table.told] == ["chat", "chat"]
        assert not [words for words in WORDS if words in said]

        await two.click("[data-control=leave]")  # nothing stays behind
        await two.click(".room-join")
        await shown(two, "#room[data-phase=inside][data-secured=true]")
        await two.click("[data-control=chat]")
        assert await written(two) == []
        await shown(one, "#room[data-secured=true]")
        await write(one, "after the keys were changed")
        await until_written(two, ["after the keys were changed"])

    play(scene)
