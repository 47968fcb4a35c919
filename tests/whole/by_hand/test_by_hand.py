"""One whole negotiation through pages alone: people of four languages press what their pages offer, from an empty folder on."""

import itertools
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize

from tests.certificate import own_certificate
from tests.whole.by_hand import at_random, beginning, ending, lists, plan, room, text, told, without_script
from tests.whole.by_hand.hand import Hand, KeyboardHand

NAMES = {"North": beginning.NORTH, "South": beginning.SOUTH, "House of Talks": beginning.HOUSE}
HEADS = {"north-head": "north", "south-head": "south"}  # whose Today is held against the record
BEGINS = datetime(2026, 3, 22, 7, 30, tzinfo=UTC)
SEED = int(os.environ.get("RANDOM_SEED", "1"))
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)


@contextmanager
def served(folder: Path) -> Iterator[beginning.Letter]:
    """Run ``parley serve`` on an empty folder, with a name and certificate files alone; yield the first facilitator's letter."""
    certificate, key = own_certificate(folder.parent)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "parley.cli.main",
        "serve",
        "--json",
        "--data",
        str(folder),
        "--port",
        str(port),
        "--address",
        "localhost",
        "--tls",
        str(certificate),
        str(key),
    ]
    environment = {**os.environ, "PARLEY_CLOCK_START": BEGINS.isoformat()}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as server:
        try:
            assert server.stdout is not None
            told = json.loads(server.stdout.readline())
            yield beginning.Letter(told["first"]["link"], told["first"]["code"])
        finally:
            server.terminate()


def test_one_whole_negotiation_by_hand(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path / "data") as first:
        house = Hand(browser.new_context(viewport=DESK, ignore_https_errors=True).new_page(), "en")
        beginning.redeem(house, first)
        house.press("Who sits")
        beginning.vouch_for_oneself(house)
        house.reads("Who sits at this table?")
        letter = beginning.make_talks(house)
        people = {}
        for person in beginning.PEOPLE:
            size = PHONE if person.seat == "south-head" else DESK
            page = browser.new_context(viewport=size, ignore_https_errors=True).new_page()
            kind = KeyboardHand if person.seat == "north-lists" else Hand
            people[person.seat] = kind(page, person.language, NAMES[person.party][person.language])
        negotiate(browser, people, letter, tmp_path)
        exports = itertools.count()

        def on_today(seat: str, hand: Hand) -> None:
            if party := HEADS.get(seat):
                told.check(hand, party, tmp_path / "data", tmp_path / f"export-{next(exports)}")

        for seat in HEADS:
            people[seat].press("Today")
            on_today(seat, people[seat])
        at_random.play(people, int(os.environ.get("RANDOM_STEPS", "40")), SEED, on_today)
        for context in browser.contexts:
            context.close()


def negotiate(browser: Browser, people: dict[str, Hand], letter: beginning.Letter, folder: Path) -> None:
    """Begin, sit, agree and close."""
    chair, north, south = people["chair"], people["north-head"], people["south-head"]
    beginning.redeem(chair, letter)
    beginning.vouch_for_oneself(chair)
    letters = {one.seat: beginning.invite(chair, one) for one in beginning.PEOPLE if one.seat != "chair"}
    for seat, their in letters.items():
        beginning.redeem(people[seat], their)
    for head, officer in ((north, "Nur Rahim"), (south, "Baran Wali")):
        beginning.vouch_for_oneself(head)
        beginning.vouch_for(head, officer)
    for head in (north, south):
        beginning.accept(head, 3)
    north.reads("This device has been let in.")
    north.press("Back to Today")
    chair.press("Parley")
    chair.press("Open the table")
    sat(chair, north, south)
    text.draft(chair)
    text.bracket(north)
    text.draft_again(chair)
    for head in (north, south):
        text.adopt(head)
    matched(browser, people, folder)
    plan.propose(chair)
    for head in (north, south):
        plan.accept(head)
    ending.propose_meeting(chair, BEGINS + timedelta(days=2), "Harbour")
    ending.decline_meeting(south)
    for one in (north, south):
        ending.accept_meeting(one)
    room.sit(south)
    ending.close(chair)
    south.reads("The table is closed. Nothing of yours is sent.")
    ending.take_the_record_home(people["north-lists"], folder)


def sat(*three: Hand) -> None:
    """Each of the three sits down, and sees and hears the two others."""
    names = {"en": "Ana Brandt", "ps": "Gul Mir", "fa-AF": "Sharif Dost"}
    for one in three:
        room.sit(one)
    for one in three:
        room.sees_and_hears(one, *(name for language, name in names.items() if language != one.language))
    for one in three:
        one.press("Leave")
        one.press("Back to Today")


def matched(browser: Browser, people: dict[str, Hand], folder: Path) -> None:
    """Four lists are handed over, opened, received and compared; thresholds signed unequal, then equal; pairs decided."""
    chair, north, south = people["chair"], people["north-head"], people["south-head"]
    for side in ("north", "south"):
        for which in ("claims", "holdings"):
            lists.hand_over(people[f"{side}-lists"], which, lists.written(folder, side, which))
    for head in (north, south):
        lists.countersign(head)
    for head in (north, south):
        lists.receive(head)
    lists.compare(chair)
    lists.sign_threshold(north, "95")
    lists.sign_threshold(south, "80")
    lists.sign_threshold(south, "۹۵")
    for side in ("north", "south"):
        lists.confirm(people[f"{side}-lists"], lists.SURE)
    lists.decide(people["north-lists"])
    without_script.decide_and_read(people["south-lists"].with_script_off(browser))
