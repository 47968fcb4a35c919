"""The main job as a stranger runs it: the command, its exit code, what it leaves behind, and that it leaves nothing running."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from parley.rehearsal.seat import Refused, Seat
from tests.certificate import own_certificate
from tests.chromium import PROGRAM, held, until_true
from tests.living import children, ended, until_gone
from tests.rehearsal.small import small_scenario

ROOT = Path(__file__).parents[2]
PARLEY = [sys.executable, "-m", "parley.cli.main"]
FLAGS = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
)
LONGEST = 900  # seconds; five minutes on a quiet machine
ENDS = 120  # seconds after Ctrl-C; ten on a quiet machine

pytestmark = pytest.mark.whole


@contextmanager
def rehearsal(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run ``parley rehearse``; whatever happens, end it."""
    process = subprocess.Popen(
        [*PARLEY, "rehearse", *arguments],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        ended_by_ctrl_c(process)


def ended_by_ctrl_c(process: subprocess.Popen[str]) -> None:
    """Press Ctrl-C if it still runs, and wait until it has ended; nothing of it is left open."""
    try:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=ENDS)
    finally:
        process.kill()  # nothing, where it has ended
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def descendants(pid: int) -> set[int]:
    """Return every process that began below ``pid``."""
    found: set[int] = set()
    below = [pid]
    while below:
        parent = below.pop()
        new = children(parent) - found
        found |= new
        below += new
    return found


def read_until(process: subprocess.Popen[str], pattern: str) -> str:
    """Return what was printed up to the first line that has ``pattern``."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if re.search(pattern, line):
            return said
    raise AssertionError(f"it ended before {pattern!r}:\n{said}")


@pytest.fixture
def small(tmp_path: Path) -> str:
    (tmp_path / "scenario").mkdir()
    return str(small_scenario(tmp_path / "scenario"))


def test_ctrl_c_leaves_no_process_behind_and_no_port_taken(small: str) -> None:
    with rehearsal("--scenario", small) as process:
        said = read_until(process, r"joined with camera and sound")
        below = descendants(process.pid)
        assert len(below) >= 2  # the server and its media engine
        port = re.search(r"http://localhost:(\d+)", said)
        assert port is not None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=ENDS)
        left = {pid for pid in below if not ended(pid)}
    assert left == set()
    assert f":{int(port[1]):04X} " not in listening()


def listening() -> str:
    """Return the local addresses that something listens at, as the kernel prints them."""
    lines = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    ]
    return " ".join(f"{line[1]} " for line in lines if line[3] == "0A")


def test_a_rehearsal_that_is_killed_takes_its_server_with_it(small: str, tmp_path: Path) -> None:
    with rehearsal("--scenario", small, "--data", str(tmp_path / "data")) as process:
        read_until(process, r"Parley serves at")
        below = descendants(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        for pid in below:
            until_gone(pid, ENDS)


def test_it_can_be_held_over_https_with_a_certificate_of_ones_own(small: str, tmp_path: Path) -> None:
    certificate, key = own_certificate(tmp_path)
    with rehearsal("--exit", "--scenario", small, "--tls", str(certificate), str(key)) as process:
        said, _ = process.communicate(timeout=LONGEST)
    assert process.returncode == 0, said
    assert "Parley serves at https://localhost:" in said


def test_a_folder_that_holds_talks_is_not_written_over(small: str, tmp_path: Path) -> None:
    kept = str(tmp_path / "data")
    with rehearsal("--exit", "--scenario", small, "--data", kept) as process:
        read_until(process, r"invitations redeemed")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=ENDS)
    with rehearsal("--exit", "--scenario", small, "--data", kept) as process:
        said, _ = process.communicate(timeout=LONGEST)
    assert process.returncode == 1
    assert "holds talks already" in said


def test_files_that_cannot_be_read_are_named_and_nothing_starts() -> None:
    answer = subprocess.run(
        [*PARLEY, "rehearse", "--scenario", "/nowhere"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert "/nowhere/talks.toml" in answer.stderr


def test_a_person_takes_a_seat_over_from_its_bot(small: str) -> None:
    with rehearsal("--scenario", small) as process:
        said = read_until(process, r"Ctrl-C ends it")
        officer, head = (links(said, name) for name in ("Ehsanullah Nabizada", "Mawlawi Abdul Sabur Kharoti"))
        for seat, link in (("gov-lists", officer), ("tal-head", head)):
            asyncio.run(sit_down(seat, *link))
            read_until(process, f"{seat}: its person has sat down")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=ENDS)
    assert process.returncode == 0


def test_a_person_sits_down_with_a_real_browser_sees_the_others_and_signs(small: str) -> None:
    with rehearsal("--scenario", small) as process:
        said = read_until(process, r"Ctrl-C ends it")
        link, code = links(said, "Farida Daulatzai")
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=PROGRAM, args=list(FLAGS))
            page = browser.new_page()
            seat = taken(page, link, code)
            read_until(process, "gov-head: its person has sat down")
            assert seen(page, seat) >= 4  # the cameras of the four other places, decoded here
            page.goto(f"{seat}/sheet/text.clause-adopted.1?clause=5")
            with held(page):
                page.wait_for_url(re.compile(r"/text(#.*)?$"))
            stand = page.locator("#clause-5 .stands li").first
            assert "پذیرفته" in stand.inner_text()
            browser.close()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=ENDS)
    assert process.returncode == 0


def taken(page: Page, link: str, code: str) -> str:
    """Take the steps of an invitation in Dari; return the seat's address."""
    address, _, secret = link.partition("#")
    page.goto(f"{address}?lang=fa-AF#{secret}")
    page.click("[data-next]")
    page.fill("#code", code)
    page.click("[data-step=code] button")
    page.click("[data-make]")
    page.click("[data-lobby]", timeout=90_000)
    page.wait_for_url("**/equipment")
    return page.url.removesuffix("/equipment")


def seen(page: Page, seat: str) -> int:
    """Take the seat in the room; return how many others' pictures were really decoded, once they are four."""
    decoded = """[...document.querySelectorAll('.room-tile:not([data-seat=gov-head]) video')]
        .filter((one) => one.videoWidth > 8 && one.getVideoPlaybackQuality().totalVideoFrames > 4).length"""
    page.goto(f"{seat}/room")
    page.click(".room-join")
    until_true(page, f"{decoded} >= 4", 240)
    return int(page.evaluate(decoded))


def links(said: str, person: str) -> tuple[str, str]:
    """Return the link and the code last printed for a person."""
    found = re.findall(rf"{person}.*\n\s+(http\S+)\s+code ([\d ]+)\n", said)
    link, code = found[-1]
    return str(link), str(code).strip()


async def sit_down(name: str, link: str, code: str) -> None:
    """Do what a person's browser does: redeem, sign in, and wait until this device may act."""
    seat = Seat(link.split("/i/", maxsplit=1)[0], "prisoner-release", name)
    try:
        await seat.redeem(link, code)
        for _ in range(3000):
            try:
                await seat.command(
                    "room.seat-removed.1", {"seat": name, "space": "plenary", "reason": "asked"}
                )
            except (
                Refused
            ) as refused:  # whatever else is wrong with that, the device is not the reason any more
                if "device_not_admitted" not in refused.codes:
                    return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{name} was not admitted")
    finally:
        await seat.close()
