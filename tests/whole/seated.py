"""The talks of 22 March 2020 up to the opened session, on ``parley serve``: seats as bots, or as a browser with a bot's keys."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page

from parley.rehearsal import server as servers
from parley.rehearsal import steps
from parley.rehearsal.context import RehearsalContext
from parley.rehearsal.relay import HttpRelay
from parley.rehearsal.reporter import Reporter
from parley.rehearsal.scenario import read_scenario
from parley.rehearsal.seatmedia import SeatMedia
from tests.chromium import KEEP_KEYS, keys_of
from tests.table import BUSY

EXAMPLE = Path(__file__).parents[2] / "examples" / "22-march-2020"


@asynccontextmanager
async def opened_table(data: Path) -> AsyncIterator[tuple[RehearsalContext, servers.Server]]:
    """Serve, invite and accept everybody, open the session; nobody sits yet."""
    scenario = read_scenario(EXAMPLE)
    settings = {"PARLEY_CLOCK_START": scenario.clock.isoformat()}
    server = await servers.start(["--data", str(data), "--port", "0"], settings)
    context = RehearsalContext(scenario, Reporter(io.StringIO()), server.url, data, ends=True)
    try:
        await steps.arrive(context, server.announced["first"])
        for seat in context.seats.values():
            context.open_page(seat)
        await context.host.command("talks.session-opened.1", {"session": "session-1"})
        yield context, server
    finally:
        await context.close()
        await server.stop()


async def bot_of(context: RehearsalContext, seat: str, code: int, pitch: float = 200.0) -> SeatMedia:
    """Return the seat's bot, which has read the record and not yet joined."""
    client = context.seats[seat]
    keeper = context.keeper(client)
    await keeper.follow()
    bot = SeatMedia(
        client.device,
        keeper.admitted,
        HttpRelay(client.client, client.base),
        talks=context.scenario.talks,
        label=context.scenario.seat(seat).place,
        code=code,
        pitch=pitch,
        refresh=keeper.follow,
    )
    context.media[seat] = bot
    return bot


async def page_of(
    context: RehearsalContext, seat: str, browser: Browser, *, language: str = "en", width: int = 1280
) -> Page:
    """Return the room's page of a seat, in a browser that was given the bot's cookie and keys."""
    client = context.seats[seat]
    browsing = await browser.new_context(viewport={"width": width, "height": 900})
    host = urlsplit(client.url).hostname or ""
    for cookie in client.client.cookies.jar:
        await browsing.add_cookies(
            [{"name": cookie.name, "value": cookie.value or "", "domain": host, "path": cookie.path}]
        )
    page = await browsing.new_page()
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
