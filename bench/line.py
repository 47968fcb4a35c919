"""A first visit over 64 kbit/s and 300 ms there and back, in Chromium, in English and Pashto: first words, and when each page can be used.

Between browser and server stands ``slow_line``, which really paces and delays bytes. *First words*: the first paint with text.
*Usable*: words, style, every island and htmx are there. *Cold*: nothing is cached; *warm*: the page was seen before, and all it
fetches ahead has come. The door of the room: its words and a button that can be pressed.

    python -m bench.line [--languages en ps] [--pages today room …] [--json]

Ends with 1 if anything takes longer than is asked for: first words 2.5 s; a page 6 s cold, 1.5 s warm; the door 10 s, its code cached.
"""

import argparse
import re
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.server import Figure, show
from bench.slow_line import Line, slow_line
from parley.app.core.model import Command, Recorded
from parley.app.talks import house
from parley.rehearsal.device import Device
from parley.web.connections import Gate, bounded_by
from parley.web.http import COOKIE
from tests.chromium import FLAGS, KEEP_KEYS, PROGRAM, keys_of
from tests.sitting import TALKS, Room, created, drafted, opened, vouch
from tests.web.clearing import cleared
from tests.web.serving import Served, in_a_thread
from tests.whole.at_table import sign_in

SEAT, COMING = "north-head", "south-head"
PAGES = ("today", "room", "sits", "text", "lists", "plan", "record")
WORDS, COLD, WARM, DOOR = 2.5, 6.0, 1.5, 10.0  # seconds
PATIENCE = 90.0  # seconds for anything
QUIET = 4.0  # … without a byte, until all that a page fetches ahead has come

FIRST = """() => { const [first] = performance.getEntriesByName("first-contentful-paint");
  return first ? first.startTime / 1000 : 0; }"""
USABLE = """() => document.readyState === "complete" && document.querySelector(":not(:defined)") === null
  && (typeof htmx !== "undefined" || !/ hx-/.test(document.body.innerHTML)) ? performance.now() / 1000 : 0"""
NEXT = """() => document.querySelector("[data-next]")?.checkVisibility() ? performance.now() / 1000 : 0"""
OPEN = """() => document.querySelector("h1")?.checkVisibility() && document.querySelector(".room-join:enabled") !== null
  ? performance.now() / 1000 : 0"""


def reached(page: Page, expression: str) -> float:
    """Return the page's own time when an expression first was not 0; infinity, if not in time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := page.evaluate(expression):
            return float(found)
        page.wait_for_timeout(20)
    return float("inf")


def quiet(page: Page, line: Line) -> None:
    """Wait until nothing more comes over the line."""
    end, carried, since = time.monotonic() + PATIENCE, -1, time.monotonic()
    while time.monotonic() < end and time.monotonic() < since + QUIET:
        if line.carried != carried:
            carried, since = line.carried, time.monotonic()
        page.wait_for_timeout(100)


@contextmanager
def laid(room: Room) -> Iterator[tuple[Served, Line, str]]:
    """Serve a table as ``parley serve`` does, and lay a slow line to it."""
    served = Served(room)
    config = uvicorn.Config(
        served.site, http=bounded_by(Gate()), log_level="error", timeout_graceful_shutdown=1
    )
    with in_a_thread(config) as port, slow_line(port) as (line, address):
        yield served, line, address


def made(line: Line, address: str, paths: list[str], token: str = "") -> None:
    """Have the server make each page once: what it does once for all is not what a line is asked about."""
    line.fast = True
    for path in paths:
        httpx.get(address + path, cookies={COOKIE: token}, timeout=PATIENCE)
    line.fast = False


@contextmanager
def visitor(
    browser: Browser, served: Served, line: Line, address: str, language: str
) -> Iterator[BrowserContext]:
    """Give a browser in which nothing is cached, signed in, with the keys of its seat."""
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    with context:
        sign_in(context, served, address, SEAT, language)
        line.fast = True
        page = context.new_page()
        page.goto(f"{address}/health")
        keys = served.room[SEAT].key.private_bytes_raw(), served.room[SEAT].x_key.private_bytes_raw()
        page.evaluate(KEEP_KEYS, keys_of(TALKS, SEAT, Device(*keys)))
        page.close()
        line.fast = False
        yield context


def visit(context: BrowserContext, address: str, name: str) -> tuple[Page, float, float]:
    """Open a page; return it, its first words and when it could be used."""
    page = context.new_page()
    page.goto(f"{address}/talks/{TALKS}/{SEAT}/{name}", wait_until="commit", timeout=PATIENCE * 1000)
    usable = reached(page, OPEN if name == "room" else USABLE)
    return page, reached(page, FIRST), usable


def pages(browser: Browser, language: str, names: tuple[str, ...]) -> Iterator[Figure]:
    table = opened()
    drafted(table)
    cleared(table)
    with laid(table) as (served, line, address):
        made(line, address, [f"/talks/{TALKS}/{SEAT}/{name}" for name in names], served.token(SEAT))
        for name in names:
            with visitor(browser, served, line, address, language) as context:
                before = line.carried
                page, words, usable = visit(context, address, name)
                kilobytes = (line.carried - before) / 1000
                yield Figure(f"{language} {name}, cold: first words", words, "s", WORDS)
                asked = COLD if name != "room" else None
                yield Figure(f"{language} {name}, cold: usable, {kilobytes:.0f} KB", usable, "s", asked)
                page.close()
        with visitor(browser, served, line, address, language) as context:
            line.fast = True
            for name in names:
                page = visit(context, address, name)[0]
                quiet(page, line)
                page.close()
            line.fast = False
            for name in names:
                page, words, usable = visit(context, address, name)
                yield Figure(f"{language} {name}, warm: first words", words, "s", WARM)
                yield Figure(
                    f"{language} {name}, warm: usable", usable, "s", DOOR if name == "room" else WARM
                )
                page.close()


def waiting() -> Room:
    """Return a table whose one head has yet to come."""
    made = created(empty=COMING)
    vouch(made, SEAT, [SEAT, "north-lists"])
    made[SEAT].must("roster.devices-accepted.1", devices=[made["chair"].device], party="north")
    return made


def invitation(browser: Browser, language: str) -> Iterator[Figure]:
    """Come from the link of a letter to Today, as fast as pages let one."""
    table = waiting()
    asked = Command("seat.invite", {"seat": COMING, "language": language}, f"invite-{language}")
    answer = house.invite_seat(table.app, table["chair"].viewer, asked)
    assert isinstance(answer, Recorded)
    told = dict(answer.extra)
    with laid(table) as (_, line, address), browser.new_context() as context:
        letter = told["link"].partition("#")[0]
        made(line, address, [letter, f"{letter}?lang={language}"])
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        began = time.monotonic()
        page.goto(address + told["link"], wait_until="commit")
        yield Figure(f"{language} link of a letter: first words", reached(page, FIRST), "s", WORDS)
        yield Figure(f"{language} link of a letter: usable", reached(page, USABLE), "s", COLD)
        page.click(f".tongues a[lang={language}]", no_wait_after=True)
        page.wait_for_url("**lang=*", wait_until="commit")
        usable = reached(page, NEXT)
        yield Figure(f"{language} invitation: first words", reached(page, FIRST), "s", WORDS)
        yield Figure(f"{language} invitation: usable", usable, "s", COLD)
        page.click("[data-next]")
        page.fill("#code", told["code"])
        page.click("[data-step=code] button")
        page.click("[data-make]")
        page.click("[data-lobby][href$=lobby]", no_wait_after=True)
        page.wait_for_url(re.compile("/(lobby|waiting)$"), wait_until="commit")
        usable = reached(page, USABLE)
        yield Figure(f"{language} the page after it: first words", reached(page, FIRST), "s", WORDS)
        yield Figure(f"{language} the page after it: usable", usable, "s", COLD)
        yield Figure(
            f"{language} from the link to that page, all waiting", time.monotonic() - began, "s", None
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--languages", nargs="+", default=["en", "ps"], help="default: %(default)s")
    parser.add_argument("--pages", nargs="+", default=PAGES, help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="print the figures for a program")
    options = parser.parse_args()
    found: list[Figure] = []
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=list(FLAGS))
        stack.callback(browser.close)
        for language in options.languages:
            for figures in (invitation(browser, language), pages(browser, language, tuple(options.pages))):
                for figure in figures:
                    found.append(figure)
                    if not options.json:
                        show([figure], as_json=False)
                        sys.stdout.flush()
    if options.json:
        show(found, as_json=True)
    return int(any(one.most is not None and one.value > one.most for one in found))


if __name__ == "__main__":
    sys.exit(main())
