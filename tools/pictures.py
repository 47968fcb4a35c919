"""Takes the README's pictures: rehearses the talks, sits down in two seats with a browser, and looks around.

``make pictures`` writes docs/pictures/*.png: invited as a list officer, in Pashto, and as a head of delegation, in English;
wide and on a phone. Takes about five minutes, most of it the rehearsal; arguments are handed to ``parley rehearse``.
"""

import asyncio
import re
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

PICTURES = Path(__file__).parents[1] / "docs/pictures"
PATIENCE = 900.0  # seconds for the whole rehearsal
FLAGS = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox"]
TALL = {"width": 1280, "height": 1240}
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
LINK = re.compile(r"(https?://\S+/i/\S+)\s+code ([\d ]+\d)")

# who, as the rehearsal prints it → its language, and the pages to look at: name of the picture, path, size, settle seconds
# The side whose head stays a bot first: a head that has become a person has to accept newcomers by hand.
LOOKS = {
    ", list officer, taliban,": (
        "ps",
        [
            ("today-ps", "today", WIDE),
            ("lists-ps", "lists", WIDE),
            ("desk-ps", "lists/desk", WIDE),
            ("today-ps-phone", "today", PHONE),
        ],
    ),
    ", head, government,": (
        "en",
        [
            ("today-en", "today", WIDE),
            ("text-en", "text", WIDE),
            ("plan-en", "plan", WIDE),
            ("record-en", "record", WIDE),
            ("sheet-en", "sheet/text.clause-adopted.1?clause=5", TALL),
        ],
    ),
}


async def rehearsed(process: Process) -> list[tuple[str, str, str]]:
    """Return (who, link, code) of every seat, in order, once the second session is open."""
    assert process.stdout is not None
    found: list[tuple[str, str, str]] = []
    before = ""
    while line := (await process.stdout.readline()).decode():
        print(line, end="", flush=True)
        if match := LINK.search(line):
            found.append((before, match[1], match[2]))
        if "Ctrl-C ends it" in line:
            return found
        before = line
    raise SystemExit("The rehearsal ended before its second session; no picture was taken.")


async def sit_down(page: Page, link: str, code: str, language: str) -> str:
    """Redeem an invitation as a person would; return the address of the seat."""
    address, _, secret = link.partition("#")
    await page.goto(f"{address}?lang={language}#{secret}")
    await page.locator("[data-next]").click()
    await page.locator("#code").fill(code)
    await page.locator("form[data-code] button").click()
    await page.locator("[data-make]").click()
    await page.locator("[data-to-words]").click(timeout=20_000)
    await page.locator("[data-lobby]").click()
    await page.wait_for_url("**/today")
    return page.url.removesuffix("/today")


async def look(
    browser: Browser, link: str, code: str, language: str, pages: list[tuple[str, str, dict[str, int]]]
) -> None:
    context = await browser.new_context(viewport={"width": WIDE["width"], "height": WIDE["height"]})
    page = await context.new_page()
    seat = await sit_down(page, link, code, language)
    await asyncio.sleep(8)  # the head's bot vouches, the other side's accepts
    for name, path, size in pages:
        await page.set_viewport_size({"width": size["width"], "height": size["height"]})
        await page.goto(f"{seat}/{path}")
        await page.wait_for_timeout(1_000)
        await page.screenshot(path=PICTURES / f"{name}.png")
        print(f"{name}.png", flush=True)
    await page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    await page.goto(f"{seat}/room")
    await page.locator(".room-join").click()
    await page.wait_for_timeout(15_000)  # every camera seen, decrypted
    await page.screenshot(path=PICTURES / f"room-{language}.png")
    await context.close()


async def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="parley-pictures-") as folder:
        command = [str(Path(sys.executable).with_name("parley")), "rehearse", "--data", folder, *sys.argv[1:]]
        process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
        try:
            links = await asyncio.wait_for(rehearsed(process), PATIENCE)
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
                for seat, (language, pages) in LOOKS.items():
                    link, code = next((link, code) for who, link, code in reversed(links) if seat in who)
                    await look(browser, link, code, language, pages)
                await browser.close()
        finally:
            process.send_signal(signal.SIGINT)
            await process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
