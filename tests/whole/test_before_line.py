"""The line test in a real browser against a real engine: each step by name, what does not pass is said, the report goes by choice."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import fields

import pytest
from playwright.sync_api import Browser, Page

from parley.media import Engine, EnginePlan, LiveKit
from parley.web.room.lines import LineTests
from tests.engine import started
from tests.sitting import TALKS, opened
from tests.table import BUSY
from tests.web.serving import Served, listening
from tests.whole.at_table import sign_in

SEAT = "south-head"


class TcpAlone(EnginePlan):
    """An engine that can be reached over TCP alone, as from behind a network that lets no UDP through."""

    def with_ports(self) -> "TcpAlone":
        return TcpAlone(*(getattr(EnginePlan.with_ports(self), one.name) for one in fields(EnginePlan)))

    def config(self) -> str:
        said = json.loads(EnginePlan.config(self))
        return json.dumps(said | {"rtc": said["rtc"] | {"force_tcp": True}})


@contextmanager
def line(browser: Browser, livekit: LiveKit) -> Iterator[tuple[Page, Served]]:
    """Give a seat's page at its line test, on a site with this engine."""
    room = opened()
    room.app.media = livekit
    served = Served(room)
    with listening(served) as address, browser.new_context(viewport={"width": 390, "height": 844}) as context:
        sign_in(context, served, address, SEAT)
        page = context.new_page()
        page.set_default_timeout(BUSY * 60_000)
        page.goto(f"{address}/talks/{TALKS}/{SEAT}/equipment#line")
        page.wait_for_selector("[data-step=line]:not([hidden])")
        yield page, served


def steps_of(page: Page) -> dict[str, str]:
    """Press, wait until it is over, and return how each step stands."""
    page.click("[data-try-line]")
    page.wait_for_selector("[data-report]:not([hidden])", timeout=BUSY * 60_000)
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-line]')].map((one) => [one.dataset.line, one.dataset.is]))"
    )
    return found


def read_by_the_chair(served: Served) -> str:
    """Return the facilitator's page of lines; asked from a thread, for this one has a browser's loop."""
    with ThreadPoolExecutor(1) as aside:
        chair = served.as_seat("chair")
        asked = aside.submit(chair.get, "line-tests", headers={"accept": "text/html"})
        return str(asked.result().text)


@pytest.mark.enable_socket
def test_a_good_line_is_tested_step_by_step_and_its_report_goes_to_the_host_by_choice_alone(
    browser: Browser, livekit: LiveKit
) -> None:
    with line(browser, livekit) as (page, served):
        steps = steps_of(page)
        measured = {name: steps.pop(name) for name in ("trip", "loss", "up", "down")}
        assert steps == {
            "server": "good",
            "sign_in": "good",
            "signals": "good",
            "udp": "good",
            "tcp": "good",
            "turn": "not_offered",  # said, and not passed over
        }
        assert set(measured.values()) <= {"good", "weak"}  # a busy machine is slow too
        assert "kbit/s" in page.inner_text("[data-line=down]")
        assert "not offered here" in page.inner_text("[data-line=turn]")
        assert "not offered here" not in read_by_the_chair(served)
        page.click("[data-send]")
        page.wait_for_selector("[data-verdict=report][data-is=report_sent]")
        assert "not offered here" in read_by_the_chair(served)
        assert not served.site.state.site.service(LineTests)._tests  # it ends with its page's last word


@pytest.mark.enable_socket
def test_where_no_udp_passes_it_is_said_and_tcp_is_found(browser: Browser, plan: EnginePlan) -> None:
    alone = TcpAlone(plan.binary, plan.folder, plan.key, plan.secret)
    with started(alone) as engine, line(browser, LiveKit(engine.address, plan.key, plan.secret)) as (page, _):
        steps = steps_of(page)
        assert (steps["signals"], steps["udp"], steps["tcp"]) == ("good", "failed", "good")


@pytest.mark.enable_socket
def test_an_engine_that_is_away_is_the_step_that_is_not_reached(
    browser: Browser, engine: Engine, livekit: LiveKit
) -> None:
    engine.stop()
    with line(browser, livekit) as (page, _):
        steps = steps_of(page)
        assert (steps["server"], steps["sign_in"], steps["signals"]) == ("good", "good", "failed")
        assert "do not pass" in page.inner_text("[data-verdict=line]")
