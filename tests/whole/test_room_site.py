"""The room on the real server: everything the browser believes comes from the record that it verified."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests.chromium import chromium, codes_seen, pitches_heard
from tests.table import until
from tests.whole.seated import bot_of, opened_table, page_of, take_seat


@pytest.mark.enable_socket
def test_two_browsers_and_three_bots_sit_at_one_encrypted_table(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            opened_table(tmp_path / "data") as (table, _),
            async_playwright() as playwright,
            chromium(playwright, tmp_path, 31, 220, "ONE") as first,
            chromium(playwright, tmp_path, 32, 330, "TWO") as second,
        ):
            one = await page_of(table, "gov-head", first)
            two = await page_of(table, "tal-head", second, language="ps")
            troubles: list[str] = []
            for page in (one, two):
                page.on("pageerror", lambda fault: troubles.append(str(fault)))
                page.on(
                    "console",
                    lambda said: troubles.append(said.text) if "Security Policy" in said.text else None,
                )
            codes = {await take_seat(one): 31, await take_seat(two): 32}
            bots = [
                await bot_of(table, seat, 51 + n)
                for n, seat in enumerate(("tal-lists", "facilitator", "us-envoy"))
            ]
            for bot in bots:
                await bot.join()
                codes[bot.identity] = bot.code
            mine = dict(zip(codes, (one, two), strict=False))
            for me, page in mine.items():
                others = {sender: code for sender, code in codes.items() if sender != me}
                seen: dict[str, int] = {}
                for _ in range(200):
                    seen = await codes_seen(page)
                    if {sender: seen.get(sender) for sender in others} == others:
                        break
                    await asyncio.sleep(0.1)
                assert {sender: seen.get(sender) for sender in others} == others
            for bot in bots:
                for sender, code in codes.items():
                    if sender != bot.identity:
                        await until(
                            lambda: bot.report().get(sender) and bot.report()[sender].codes[code] >= 5,  # noqa: B023
                            20,
                            f"{bot.label} sees {code}",
                        )
            sender = next(me for me, page in mine.items() if page is two)
            heard: dict[str, float] = {}
            for _ in range(20):
                heard = await pitches_heard(one)
                if abs(heard.get(sender, 0) - 330) < 10:
                    break
            assert abs(heard.get(sender, 0) - 330) < 10
            assert not troubles, troubles

    asyncio.run(scene())
