"""One person at one browser, who presses what the page shows by its words and reads what it says.

Nothing else is possible with it: no address is typed but that of a letter, no request is made, no script is run.
``test_rules`` holds the rest of the folder to it.
"""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup
from playwright.sync_api import Browser, Error, Locator, Page, Response, expect

from parley.languages import LANGUAGES
from parley.web.words import Words

TONGUE = {"en": "English", "ps": "پښتو", "fa-AF": "دری", "ar": "العربية"}
HOLD = 1.6  # seconds that a signature is held, and a little more
PATIENCE = 15_000  # milliseconds
MOST_TABS = 150  # more than any page has to reach
TURNS = 3  # pages that may follow one another by themselves


OFFERED = ", ".join(
    f"{part} {what}"
    for part in ("main", "nav", "header", "parley-room", "parley-company", "aside")
    for what in ("a[href]", "button", "summary", "input[type=checkbox]")
)
# What the room's pages ask of the server by themselves, and are told "no longer" or "somebody was before you" in the course of things.
UNASKED = re.compile(r"/room/(alive|move|bundle|doubt|leave)$")
WRITTEN = ("7", "۱۲", "09:30", "Zalmai", "د ټولو خوشې کول", "1399-01-05")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a page offers to press."""

    name: str
    target: Locator
    held: bool  # a signature


class Hand:
    """A reader of ``language`` before a page; messages are given in English and looked for in the reader's words."""

    def __init__(self, page: Page, language: str, party: str = "") -> None:
        assert language in LANGUAGES
        self.page = page
        self.language = language
        self.party = party  # in the reader's language, as pages name it
        self._scope: Locator = page.locator("body")
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)

    def word(self, message: str, **values: object) -> str:
        """Return a message as this reader's pages have it."""
        text = str(Markup(Words(self.language).say(message, **values)).striptags())
        return text.replace("\u2068", "").replace("\u2069", "")

    def counted(self, one: str, many: str, n: int) -> str:
        """Return a message that says this of ``n`` things."""
        return str(Markup(Words(self.language).count(one, many, n)).striptags())

    def _pattern(self, message: str, values: dict[str, object]) -> str:
        """Return how a message is found on the page; what it says of names that are not given may be anything."""
        said = re.escape(self.word(message, **values)).replace(re.escape("…"), ".+")
        for name in re.findall(r"\{(\w+)\}", message):  # filled in by the browser, each in isolation
            value = re.escape(str(values[name])) if name in values else ".+"
            said = said.replace(re.escape(f"{{{name}}}"), f"\u2068?{value}\u2069?")
        return said

    def open_letter(self, link: str) -> None:
        """Type the address that is printed in a letter: the one address that anybody types."""
        self.page.goto(link)

    def with_script_off(self, browser: Browser) -> "Hand":
        """Return the same reader at the same page, signed in as before, in a window whose script is switched off."""
        context = self.page.context
        window = browser.new_context(
            java_script_enabled=False,
            ignore_https_errors=True,
            viewport=self.page.viewport_size,
            storage_state=context.storage_state(),
        )
        other = Hand(window.new_page(), self.language, self.party)
        other.open_letter(self.page.url)
        return other

    @contextmanager
    def within(self, *texts: str) -> Iterator[None]:
        """Look only at the innermost part of the page (an entry of a list, a section, a group) that shows all these texts."""
        outer = self._scope
        found = outer.locator("li, section, fieldset, article, tr, figure")
        for text in texts:
            found = found.filter(has_text=text)
        self._scope = found.filter(visible=True).last
        try:
            expect(self._scope).to_be_visible()
            yield
        finally:
            self._scope = outer

    @contextmanager
    def group(self, message: str, **values: object) -> Iterator[None]:
        """Look only at the group of fields of this name."""
        outer = self._scope
        self._scope = outer.get_by_role("group", name=self.word(message, **values), exact=True)
        try:
            yield
        finally:
            self._scope = outer

    def pick_language(self) -> None:
        """Choose one's language on the page that asks for it."""
        self._click(self._scope.get_by_role("link", name=TONGUE[self.language], exact=True).first)
        self._settle()

    def type(self, text: str) -> None:
        """Type on the keyboard, wherever the page put the cursor."""
        self.page.keyboard.type(text)

    def back(self) -> None:
        """Press the browser's Back."""
        self.page.keyboard.press("Alt+ArrowLeft")
        self._settle()

    def write_own(self, label: str, text: str) -> None:
        """Write into the field whose label is a name that no catalogue has."""
        self._scope.get_by_role("textbox", name=label, exact=True).fill(text)

    def _named(self, message: str, values: dict[str, object], roles: tuple[str, ...]) -> Locator:
        pattern = re.compile(rf"^\s*{self._pattern(message, values)}")
        found = self._scope.get_by_role(roles[0], name=pattern)  # type: ignore[arg-type]
        for role in roles[1:]:
            found = found.or_(self._scope.get_by_role(role, name=pattern))  # type: ignore[arg-type]
        return found.filter(visible=True)

    def press_for(self, one: str, many: str, n: int) -> None:
        """Press what says this of ``n`` things."""
        name = self.counted(one, many, n)
        found = self._scope.get_by_role("link", name=name).or_(self._scope.get_by_role("button", name=name))
        self._click(found.or_(self._scope.locator("summary").filter(has_text=name, visible=True)).first)
        self._settle()

    def press(self, message: str, **values: object) -> None:
        """Press the button, link or fold of these words."""
        target = self._named(message, values, ("button", "link")).or_(
            self._scope.locator("summary").filter(has_text=self.word(message, **values), visible=True)
        )
        self._click(target.first)
        self._settle()

    def _click(self, target: Locator) -> None:
        target.click()

    def hold(self, message: str, **values: object) -> None:
        """Sign what the sheet shows: press and hold the button that says what is done."""
        target = self._named(
            "Press and hold: %(what)s", {"what": self.word(message, **values)}, ("button",)
        ).first
        expect(target).to_be_enabled()
        self._hold(target)
        self._settle()

    def _hold(self, target: Locator) -> None:
        target.scroll_into_view_if_needed()
        target.hover()
        self.page.mouse.down()
        self.page.wait_for_timeout(HOLD * 1000)
        self.page.mouse.up()

    @contextmanager
    def holding(self, message: str) -> Iterator[None]:
        """Keep the button of these words pressed for as long as the block lasts."""
        target = self._named(message, {}, ("button",)).first
        target.scroll_into_view_if_needed()
        target.hover()
        self.page.mouse.down()
        try:
            yield
        finally:
            self.page.mouse.up()

    def tick(self, message: str) -> None:
        """Tick the box of this label, or take its tick away."""
        self._click(self._named(message, {}, ("checkbox",)).first)

    def write(self, message: str, text: str, **values: object) -> None:
        """Write into the field of this label."""
        self._named(message, values, ("textbox", "searchbox", "combobox", "spinbutton")).first.fill(text)

    def choose(self, message: str, option: str, **values: object) -> None:
        """Choose what is called ``option`` in the list of this label."""
        self._named(message, values, ("combobox",)).first.select_option(label=option)

    def bring(self, message: str, file: Path) -> None:
        """Bring a file by the control of this label."""
        with self.page.expect_file_chooser() as chooser:
            self._click(self._named(message, {}, ("button",)).first)
        chooser.value.set_files(file)

    def downloads(self, message: str, folder: Path) -> Path:
        """Press what gives a file; return where it was put."""
        with self.page.expect_download() as download:
            self.press(message)
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def reads(self, message: str, **values: object) -> None:
        """Wait until the page shows this message; what it says of names and numbers that are not given may be anything."""
        said = re.compile(self._pattern(message, values))
        expect(self._scope.get_by_text(said).filter(visible=True).first).to_be_visible()

    def reads_for(self, one: str, many: str, n: int) -> None:
        """Wait until the page says this of ``n`` things."""
        self.sees(self.counted(one, many, n))

    def sees(self, text: str) -> None:
        """Wait until the page shows this text, which is nobody's translation."""
        expect(self._scope.get_by_text(text).filter(visible=True).first).to_be_visible()

    def text(self) -> str:
        """Return all that the page shows."""
        return self._scope.inner_text()

    def measured(self, script: str) -> dict[str, Any]:
        """Return what a script reads from the page's pictures and sound; it changes nothing."""
        found: dict[str, Any] = self.page.evaluate(script)
        return found

    def offered(self, message: str) -> bool:
        """Return whether there is a button or link of these words now."""
        return self._named(message, {}, ("button", "link")).count() > 0

    def begins_to_watch(self) -> None:
        """Keep what the server answers from now on."""
        self._answers: list[tuple[int, str]] = []
        self.page.on("response", self._answered)
        self.page.on("dialog", lambda dialog: dialog.accept())

    def answers(self) -> list[tuple[int, str]]:
        """Return the status and address of what was answered since one last asked."""
        found, self._answers = self._answers, []
        return found

    def where(self) -> str:
        """Return the path of the page."""
        return re.sub(r"^\w+://[^/]+", "", self.page.url)

    def offers(self) -> list[Offer]:
        """Return all that can be pressed now, in the order of the page; a page that is just giving way to the next has nothing."""
        for _ in range(TURNS):
            with suppress(AssertionError):  # a dead end
                expect(self.page.locator(OFFERED).filter(visible=True).first).to_be_visible(timeout=5_000)
            if found := self._offers():
                return found
            self._settle()
        return []

    def _offers(self) -> list[Offer]:
        found = []
        for target in self.page.locator(OFFERED).filter(visible=True).all():
            with suppress(Error):  # gone meanwhile
                name = " ".join((target.get_attribute("aria-label") or target.inner_text()).split())
                address = target.get_attribute("href") or ""
                if name and target.is_enabled() and "://" not in address and not address.startswith("tel:"):
                    found.append(Offer(name, target, target.get_attribute("data-hold") is not None))
        return found

    def fill_in(self, offer: Offer, chance: random.Random) -> bool:
        """Write something into the empty fields of the form that the offer belongs to; return whether there were any."""
        form = offer.target.locator("xpath=ancestor::form[1]")
        written = False
        with suppress(Error):
            for field in form.get_by_role("textbox").filter(visible=True).all():
                if not field.input_value():
                    field.fill(chance.choice(WRITTEN))
                    written = True
        return written

    def press_offer(self, offer: Offer) -> None:
        """Press it, or hold it if it is a signature; what has gone meanwhile is not pressed."""
        with suppress(Error):
            offer.target.scroll_into_view_if_needed(timeout=2_000)
            if offer.held:
                offer.target.hover(timeout=2_000)
                self.page.mouse.down()
                self.page.wait_for_timeout(HOLD * 1000)
                self.page.mouse.up()
            else:
                offer.target.click(timeout=2_000)
        self.page.wait_for_timeout(100)
        self._settle()
        with suppress(Error):  # who chooses another language reads on in it
            said = self.page.locator("html").get_attribute("lang", timeout=2_000) or ""
            self.language = said if said in LANGUAGES else self.language

    def _answered(self, response: Response) -> None:
        if not UNASKED.search(response.url):
            self._answers.append((response.status, re.sub(r"^\w+://[^/]+", "", response.url)))

    def _settle(self) -> None:
        self.page.wait_for_load_state("load")


class KeyboardHand(Hand):
    """The same without a mouse: everything is reached by the tabulator and pressed with Enter or the space bar."""

    def _click(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def _hold(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.down("Space")
        self.page.wait_for_timeout(HOLD * 1000)
        self.page.keyboard.up("Space")

    @contextmanager
    def holding(self, message: str) -> Iterator[None]:
        """Keep the space bar pressed on the button of these words for as long as the block lasts."""
        self._reach(self._named(message, {}, ("button",)).first)
        self.page.keyboard.down("Space")
        try:
            yield
        finally:
            self.page.keyboard.up("Space")

    def tick(self, message: str) -> None:
        """Tick the box of this label, or take its tick away, with the space bar."""
        self._reach(self._named(message, {}, ("checkbox",)).first)
        self.page.keyboard.press("Space")

    def write(self, message: str, text: str, **values: object) -> None:
        """Reach the field and type."""
        self._reach(self._named(message, values, ("textbox", "searchbox")).first)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def _reach(self, target: Locator) -> None:
        """Press the tabulator until the target has the focus, as one sees by its ring."""
        expect(target).to_be_visible()
        focused = target.and_(self.page.locator(":focus-visible"))
        for _ in range(MOST_TABS):
            if focused.count():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by the keyboard:\n{self.text()}")
