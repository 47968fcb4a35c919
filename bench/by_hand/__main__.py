"""How much a person has to press and fill in: from a link to Today, and from `parley serve` on an empty folder to an open table.

Real pages in Chromium on a real server; an operator and four people of two sides, who read Pashto and Dari. Counted are the
operator's presses (a signature held is one) and the fields that they fill in or choose; the command and the opening of the link are
not. One person's way from their letter to Today is walked at human pace: 0.3 s a key, 3 s a screen.

    python -m bench.by_hand [--json]

Ends with 1 if a figure is over its bound; all are printed either way.
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bench.join import unit_of_work
from tests.chromium import PROGRAM
from tests.whole.at_table import FLAGS
from tests.whole.by_hand import beginning
from tests.whole.by_hand.hand import TONGUE, Hand
from tests.whole.by_hand.served import served

KEY, SCREEN = 0.3, 3.0  # seconds
SCREENS, SECONDS, INTERACTIONS = 5, 60.0, 25  # at most
PEOPLE = (
    ("north-head", "Gul Mir", "North · head of delegation", "ps"),
    ("north-lists", "Nur Rahim", "North · list officer", "ps"),
    ("south-head", "Sharif Dost", "South · head of delegation", "fa-AF"),
    ("south-lists", "Baran Wali", "South · list officer", "fa-AF"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    value: float
    unit: str
    most: float | None = None


class Counted(Hand):
    """A hand whose presses and fields are counted, and the screens that it sees; ``paced``: it takes a person's time for them."""

    def __init__(self, page: Page, language: str, *, paced: bool = False) -> None:
        super().__init__(page, language)
        self.paced = paced
        self.presses = self.fields = 0
        self.screens: list[str] = []
        self.took = 0.0  # seconds from the letter to Today

    def open_letter(self, link: str) -> None:
        super().open_letter(link)
        self.look()

    def look(self) -> None:
        """Read the screen, if it is another than before."""
        heading = self.page.locator("h1").filter(visible=True).first
        heading.wait_for()
        said = heading.inner_text()
        if said not in self.screens[-1:]:
            self.screens.append(said)
            self.rest(SCREEN)

    def rest(self, seconds: float) -> None:
        if self.paced:
            self.page.wait_for_timeout(seconds * 1000)

    def _click(self, target: Locator) -> None:
        self.presses += 1
        super()._click(target)

    def _hold(self, target: Locator) -> None:
        self.presses += 1
        super()._hold(target)

    def _settle(self) -> None:
        super()._settle()
        self.look()

    def reads(self, message: str, **values: object) -> None:
        super().reads(message, **values)
        self.look()

    def type(self, text: str) -> None:
        self._filled(text)
        super().type(text)

    def write(self, message: str, text: str, **values: object) -> None:
        self._filled(text)
        super().write(message, text, **values)

    def choose(self, message: str, option: str, **values: object) -> None:
        self._filled(option[:3])  # as many letters as find it in a list
        super().choose(message, option, **values)

    def _filled(self, text: str) -> None:
        self.fields += 1
        self.rest(KEY * len(text))


def make_talks(hand: Hand) -> None:
    """Answer what has no default, and make the talks."""
    hand.press("Two sides release people")
    for group, name, city, language in (("First side", "North", "Kabul", "ps"), ("Second side", "South", "Muscat", "fa-AF")):  # fmt: skip
        with hand.group(group):
            hand.write("Name", name)
            hand.choose("Where it sits", city)
            hand.choose("Language of its letters", TONGUE[language])
    hand.press("Go on")
    for _, name, group, _ in PEOPLE:
        with hand.group(group):
            hand.write("Name", name)
    hand.press("Go on")
    hand.reads("Is this right?")
    hand.press("Make these talks")
    hand.hold("Vouch for this device")
    hand.reads("Until the table can open")


def invited(hand: Hand) -> dict[str, beginning.Letter]:
    """Invite all four and print their letters; return them by seat."""
    hand.press_for("Invite this person", "Invite all %(n)s", len(PEOPLE))
    letters = {seat: beginning.printed(hand, name) for seat, name, _, _ in PEOPLE}
    hand.press("Print letters and codes")
    return letters


def arrive(browser: Browser, letters: dict[str, beginning.Letter]) -> Counted:
    """Let the four take their seats, vouch and accept; return the hand of the one who walked at human pace."""
    hands = {seat: Counted(_page(browser), language, paced=seat == "north-lists") for seat, _, _, language in PEOPLE}  # fmt: skip
    began = 0.0
    for seat, hand in hands.items():
        began = time.perf_counter() if hand.paced else began
        beginning.redeem(hand, letters[seat])
        hand.reads("This device waits to be let in")
        if hand.paced:
            hand.took = time.perf_counter() - began - SCREEN  # Today itself is not on the way to it
    for head, officer in (("north-head", "Nur Rahim"), ("south-head", "Baran Wali")):
        beginning.vouch_for_oneself(hands[head])
        beginning.vouch_for(hands[head], officer)
    for head in ("north-head", "south-head"):
        beginning.accept(hands[head], 3)
    return hands["north-lists"]


def _page(browser: Browser) -> Page:
    context = browser.new_context(ignore_https_errors=True, timezone_id="Asia/Qatar", viewport={"width": 1280, "height": 900})  # fmt: skip
    return context.new_page()


def measure() -> list[Figure]:
    """Walk both ways; return what was counted and measured."""
    with (
        tempfile.TemporaryDirectory(prefix="parley-bench-") as name,
        served(Path(name) / "data") as first,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=list(FLAGS))
        operator = Counted(_page(browser), "en")
        began = time.perf_counter()
        beginning.introduce(operator, first)
        make_talks(operator)
        letters = invited(operator)
        one = arrive(browser, letters)
        operator.press("Done")
        operator.press("Open the table")
        operator.reads("The table is open.")
        took = time.perf_counter() - began
        browser.close()
    both = operator.presses + operator.fields
    return [
        Figure("a letter's link to Today: screens on the way", len(one.screens) - 1, "", SCREENS),
        Figure("a letter's link to Today, at human pace", one.took, "s", SECONDS),
        Figure("serve to open table: what the operator presses", operator.presses, ""),
        Figure("serve to open table: what the operator fills in or chooses", operator.fields, ""),
        Figure("serve to open table: both", both, "", INTERACTIONS),
        Figure("serve to open table: screens that the operator sees", len(operator.screens), ""),
        Figure("serve to open table, by the script, without human pace", took, "s"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    before = unit_of_work()
    found = measure()
    work = (before + unit_of_work()) / 2
    if options.json:
        print(
            json.dumps(
                {
                    "figures": [[one.what, one.value, one.unit, one.most] for one in found],
                    "unit_of_work": work,
                }
            )
        )
    else:
        print("| four people of two sides, their facilitator, Chromium | measured | at most |")
        print("|---|---|---|")
        for one in found:
            value = f"{one.value:.1f} {one.unit}" if one.unit else f"{one.value:.0f}"
            most = "" if one.most is None else f"{one.most:.0f} {one.unit}".strip()
            print(f"| {one.what} | {value} | {most} |")
        print(f"\nA fixed unit of work took {work:.2f} s in the same run.")
    return int(any(one.most is not None and one.value > one.most for one in found))


if __name__ == "__main__":
    sys.exit(main())
