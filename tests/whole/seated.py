"""The talks of 22 March 2020 up to the opened session, on ``parley serve``: seats as bots, or as a browser with a bot's keys."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page

from parley.rehearsal import server as servers
from parley.rehearsal import steps
from parley.rehearsal.relay import HttpRelay
from parley.rehearsal.scenario import read_scenario
from parley.rehearsal.seatmedia import SeatMedia
from parley.rehearsal.table import Table
from parley.rehearsal.told import Told
from tests.chromium import KEEP_KEYS, keys_of
from tests.table import BUSY

EXAMPLE = Path(__file__).parents[2] / "examples" / "22-march-2020"


@asynccontextmanager
async def opened_table(data: Path) -> AsyncIterator[tuple[Table, servers.Server]]:
    """Serve, invite and accept everybody, open the session; nobody sits yet."""
    scenario = read_scenario(EXAMPLE)
    settings = {"PARLEY_CLOCK_START": scenario.clock.isoformat()}
    server = await servers.start(["--data", str(data), "--port", "0"], settings)
    table = Table(scenario, Told(io.StringIO()), server.url, data, ends=True)
    try:
        await steps.arrive(table, server.told["first"])
        for seat in table.seats.values():
            table.keep_page_open(seat)
        await table.host.command("talks.session-opened.1", {"session": "session-1"})
        yield table, server
    finally:
        await table.close()
        await server.stop()


async def bot_of(table: Table, seat: str, code: int, pitch: float = 200.0) -> SeatMedia:
    """Return the seat's bot, which has read the record and not yet joined."""
    client = table.seats[seat]
    keeper = table.keeper(client)
    await keeper.follow()
    bot = SeatMedia(
        client.device,
        keeper.admitted,
        HttpRelay(client.client, client.base),
        talks=table.scenario.talks,
        label=table.scenario.seat(seat).place,
        code=code,
        pitch=pitch,
        refresh=keeper.follow,
    )
    table.media[seat] = bot
    return bot


async def page_of(
    table: Table, seat: str, browser: Browser, *, language: str = "en", width: int = 1280
) -> Page:
    """Return the room's page of a seat, in a browser that was given the bot's cookie and keys."""
    client = table.seats[seat]
    context = await browser.new_context(viewport={"width": width, "height": 900})
    for cookie in client.client.cookies.jar:
        await context.add_cookies(
            [{"name": cookie.name, "value": cookie.value or "", "domain": "127.0.0.1", "path": cookie.path}]
        )
    page = await context.new_page()
    await page.goto(f"{client.url}/health")
    await page.evaluate(KEEP_KEYS, keys_of(client.talks, client.id, client.device))
    await page.goto(f"{client.base}/room?lang={language}")
    return page


async def take_seat(page: Page, *, microphone: bool = True) -> str:
    """Press through to the table; return the identity that the engine knows this tab by."""
    if microphone:
        await page.click("[data-control=microphone]")
    await page.click(".room-join")
    await page.wait_for_selector("parley-room[data-phase=inside][data-secured=true]", timeout=BUSY * 30_000)
    found: str = await page.evaluate("document.querySelector('.room-tile:has(video.mine)').dataset.identity")
    return found
