"""Before the table in a real browser: what is wrong with a microphone, a camera or a line is named, and what is right is shown."""

import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.chromium import PROGRAM
from tests.sitting import TALKS, opened
from tests.table import BUSY
from tests.web.serving import Served, listening
from tests.whole.at_table import sign_in

SEAT = "north-head"
PLAIN = ("--no-sandbox", "--disable-background-networking")
ASKED, FAKE = "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"
BOTH = ["microphone", "camera"]
Opens = Callable[..., Page]


@pytest.fixture(scope="module")
def playing() -> Iterator[Playwright]:
    with sync_playwright() as play:
        yield play


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Served, str]]:
    site = Served(opened())
    with listening(site) as address:
        yield site, address


@contextmanager
def equipment(
    playing: Playwright,
    served: tuple[Served, str],
    *flags: str,
    granted: list[str] | None = None,
    language: str = "en",
    script: str = "",
) -> Iterator[Page]:
    """Give the equipment page of a seat in a browser that was started so."""
    browser: Browser = playing.chromium.launch(executable_path=PROGRAM, args=[*PLAIN, *flags])
    try:
        with browser.new_context(
            viewport={"width": 390, "height": 844}, permissions=granted or []
        ) as context:
            sign_in(context, *served, SEAT, language)
            context.set_default_timeout(BUSY * 20_000)
            page = context.new_page()
            if script:
                page.add_init_script(script)
            page.goto(f"{served[1]}/talks/{TALKS}/{SEAT}/equipment")
            page.wait_for_function("customElements.get('parley-equipment') !== undefined")
            yield page
    finally:
        browser.close()


def found(page: Page, where: str, what: str) -> str:
    """Wait until this is said of a device; return the words."""
    page.wait_for_selector(f"[data-verdict={where}][data-is={what}]", timeout=BUSY * 20_000)
    return page.inner_text(f"[data-verdict={where}]")


def quiet_file(folder: Path) -> Path:
    """Return a microphone's sound that is nothing at all."""
    path = folder / "nothing.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(2 * 48_000))
    return path


def test_a_microphone_a_loudspeaker_and_a_camera_that_work_are_said_to_and_kept(
    playing: Playwright, served: tuple[Served, str]
) -> None:
    with equipment(playing, served, ASKED, FAKE) as page:
        assert page.locator("parley-equipment h1").filter(visible=True).count() == 1  # one question
        page.click("[data-try-microphone]")
        found(page, "microphone", "works")  # it is heard first: a beep now and then
        names = page.locator("select[data-kind=audioinput] option").all_inner_texts()
        assert len(names) >= 2
        other = page.locator("select[data-kind=audioinput] option").last.get_attribute("value") or ""
        page.select_option("select[data-kind=audioinput]", other)
        found(page, "microphone", "works")
        page.click("[data-step=microphone] [data-on=speaker]")
        assert page.locator("parley-equipment h1").filter(visible=True).count() == 1
        page.click("[data-play]")
        page.click("[data-not-heard]")
        assert "volume" in found(page, "speaker", "speaker_silent")
        page.click("[data-heard]")
        found(page, "speaker", "speaker_works")
        page.click("[data-step=speaker] [data-on=camera]")
        page.click("[data-try-camera]")
        found(page, "camera", "camera_works")
        page.wait_for_function("document.querySelector('[data-preview]').videoWidth > 0")
        kept = page.evaluate("JSON.parse(localStorage.getItem('devices'))")
        assert kept["audioinput"] == other
        assert kept["videoinput"]
        page.go_back()
        page.wait_for_selector("[data-step=speaker]:not([hidden])")
        page.reload()
        page.goto(f"{served[1]}/talks/{TALKS}/{SEAT}/equipment")
        page.click("[data-try-microphone]")
        found(page, "microphone", "works")
        assert page.input_value("select[data-kind=audioinput]") == other


@pytest.mark.parametrize("language", ["en", "ps"])
def test_a_device_that_is_denied_is_named_with_the_way_to_allow_it(
    playing: Playwright, served: tuple[Served, str], language: str
) -> None:
    with equipment(playing, served, FAKE, language=language) as page:
        for where, on in (("microphone", "speaker"), ("camera", "line")):
            page.evaluate("(name) => { location.hash = name; }", where)
            page.wait_for_selector(f"[data-step={where}]:not([hidden])")
            page.click(f"[data-try-{where}]")
            said = found(page, where, "denied")
            how = page.inner_text(f"[data-how={where}]")
            assert how
            if language == "en":
                assert "told not to" in said
                assert "left of the address" in how
            page.click(f"[data-step={where}] [data-on={on}]")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_device_that_is_missing_is_named(playing: Playwright, served: tuple[Served, str]) -> None:
    with equipment(playing, served, ASKED, granted=BOTH) as page:
        page.click("[data-try-microphone]")
        assert "none on this machine" in found(page, "microphone", "missing")


def test_a_microphone_that_gives_nothing_is_said_to_be_silent_and_never_to_work(
    playing: Playwright, served: tuple[Served, str], tmp_path: Path
) -> None:
    sound = f"--use-file-for-fake-audio-capture={quiet_file(tmp_path)}"
    with equipment(playing, served, ASKED, FAKE, sound) as page:
        page.click("[data-try-microphone]")
        assert "no sound at all" in found(page, "microphone", "silent")


TAKEN = """navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("in use", "NotReadableError"); };"""


def test_a_device_that_another_program_holds_is_named(
    playing: Playwright, served: tuple[Served, str]
) -> None:
    with equipment(playing, served, ASKED, FAKE, script=TAKEN) as page:
        page.click("[data-try-microphone]")
        assert "another program" in found(page, "microphone", "taken")


def test_a_device_that_was_chosen_and_is_gone_is_asked_for_and_none_is_taken_in_its_place(
    playing: Playwright, served: tuple[Served, str]
) -> None:
    kept = "localStorage.getItem('devices') ?? localStorage.setItem('devices', JSON.stringify({ audioinput: 'of-another-day' }));"
    with equipment(playing, served, ASKED, FAKE, script=kept) as page:
        page.click("[data-try-microphone]")
        assert "No other was taken" in found(page, "microphone", "gone")
        assert page.input_value("select[data-kind=audioinput]") == ""
        page.click("[data-try-microphone]")
        found(page, "microphone", "works")


def test_a_permission_that_is_taken_back_in_the_middle_is_named(
    playing: Playwright, served: tuple[Served, str]
) -> None:
    with equipment(playing, served, FAKE, granted=BOTH) as page:
        page.click("[data-try-microphone]")
        found(page, "microphone", "works")
        page.context.clear_permissions()
        assert "not allowed any more" in found(page, "microphone", "ended")
        page.click("[data-try-microphone]")
        found(page, "microphone", "denied")
