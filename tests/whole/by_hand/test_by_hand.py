"""One whole negotiation through pages alone: people of four languages press what their pages offer, from an empty folder on."""

import itertools
import os
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize

from tests.whole.by_hand import (
    at_random,
    before,
    beginning,
    company,
    ending,
    lists,
    plan,
    room,
    table,
    text,
    told,
    without_script,
)
from tests.whole.by_hand.hand import Hand, KeyboardHand
from tests.whole.by_hand.served import BEGINS, served

NAMES = {"North": beginning.NORTH, "South": beginning.SOUTH, "House of Talks": beginning.HOUSE}
HEADS = ("north-head", "south-head")  # who sit at the table when others begin to press at random
SEED = int(os.environ.get("RANDOM_SEED", "1"))
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)


def test_one_whole_negotiation_by_hand(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path / "data") as first:
        people = {}
        for person in beginning.PEOPLE:
            size = PHONE if person.seat == "south-head" else DESK
            page = browser.new_context(viewport=size, ignore_https_errors=True).new_page()
            kind = KeyboardHand if person.seat == "north-lists" else Hand
            people[person.seat] = kind(page, person.language, NAMES[person.party][person.language])
        beginning.introduce(people["chair"], first)
        beginning.make_talks(people["chair"])
        negotiate(browser, people, tmp_path)
        exports = itertools.count()

        def on_page(_seat: str, hand: Hand) -> None:
            told.check(hand, tmp_path / "data", tmp_path / f"export-{next(exports)}")

        for seat in HEADS:
            people[seat].press("Today")
            on_page(seat, people[seat])
        people["chair"].press("Open the table")
        for seat in HEADS:
            room.sit(people[seat])
        at_random.play(people, int(os.environ.get("RANDOM_STEPS", "40")), SEED, on_page)
        for context in browser.contexts:
            context.close()


def negotiate(browser: Browser, people: dict[str, Hand], folder: Path) -> None:
    """Begin, sit, agree and close."""
    chair, north, south = people["chair"], people["north-head"], people["south-head"]
    for seat, their in beginning.invite_all(chair).items():
        beginning.redeem(people[seat], their)
    before.try_equipment(people["south-lists"])  # the line is tested while others go on
    for head, officer in ((north, "Nur Rahim"), (south, "Baran Wali")):
        beginning.vouch_for_oneself(head)
        beginning.vouch_for(head, officer)
    for head in (north, south):
        beginning.accept(head, 3)
    north.reads("This device has been let in.")
    north.press("Back to Today")
    before.send_the_test(people["south-lists"])
    chair.press("Parley")
    before.read_lines(chair, "Baran Wali", "Gul Mir")
    before.wait_in_lobby(people["north-lists"], "Ana Brandt")
    chair.press("Today")
    chair.press("Open the table")
    sat(chair, north, south, people["north-lists"])
    text.draft(chair)
    text.bracket(north)
    text.draft_again(chair)
    for head in (north, south):
        text.adopt(head)
    matched(browser, people, folder)
    plan.propose(chair)
    for head in (north, south):
        plan.accept(head)
    plan.announce(chair)
    plan.take_out(north)
    plan.read_who_is_out(south, beginning.NORTH[south.language])
    ending.propose_meeting(chair, BEGINS + timedelta(days=2), "Harbour")
    ending.decline_meeting(south)
    for one in (north, south):
        ending.accept_meeting(one)
    room.sit(south)
    ending.close(chair)
    south.reads("The table is closed. Nothing of yours is sent.")
    south.press("Wait in the lobby")
    south.reads("You wait for the table")
    ending.take_the_record_home(people["north-lists"], folder)


def sat(chair: Hand, north: Hand, south: Hand, waits: Hand) -> None:
    """Each of the three sits down, says who else is in the room, and sees and hears the two others; they use what the table has."""
    names = {"en": "Ana Brandt", "ps": "Gul Mir", "fa-AF": "Sharif Dost"}
    three = (chair, north, south)
    for one in three:
        room.sit(one)
    for one in three:
        room.sees_and_hears(one, *(name for language, name in names.items() if language != one.language))
    company.nobody(chair)
    company.nobody(north)
    company.name(south)
    company.read(north, 1, *company.GUEST)
    company.has_come(north)
    company.read(south, 2)
    table.mute_and_hold(south, names["fa-AF"], north)
    table.write(chair, names["en"], north, south)
    table.share(chair, names["en"], north)
    table.arrange(north, names["ps"], names["fa-AF"])
    before.called_from_lobby(waits, names["en"])
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
