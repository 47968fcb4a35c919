"""The end by hand: the next meeting, the table closed, the record checked on the device and taken home."""

import zipfile
from datetime import datetime
from pathlib import Path

from parley.cli.main import main
from parley.web.words.calendar import Almanac
from tests.whole.by_hand.hand import Hand


def propose_meeting(hand: Hand, when: datetime, place: str) -> None:
    """The facilitator proposes when to meet next: a day out of those that lie ahead, and an hour in their own digits."""
    almanac = Almanac(hand.language)
    hand.press("Today")
    hand.press("Propose a meeting")
    hand.choose("Day, at your place", almanac.day_full(when, "UTC"))
    hand.write(
        "Hour, at your place, like %(hour)s", almanac.digits(f"{when:%H:%M}"), hour=almanac.digits("09:30")
    )
    hand.choose("Where the facilitator sits", place)
    hand.press("Propose this meeting")
    hand.reads("Awaits %(parties)s")


def decline_meeting(hand: Hand) -> None:
    """A side says why it does not accept it; it still may."""
    hand.press("Today")
    hand.press("Say why not")
    hand.press("The hour does not suit us")
    hand.reads("The hour does not suit us")


def accept_meeting(hand: Hand) -> None:
    """A side accepts it; to one that has said why not it is no to-do any more, and stands there all the same."""
    hand.press("Today")
    if hand.offered("<b>Accept the next meeting</b> or say why not"):
        hand.press("<b>Accept the next meeting</b> or say why not")
    hand.press("Accept this meeting")


def close(hand: Hand) -> None:
    """The facilitator closes the table."""
    hand.press("Today")
    hand.press("Close the table")
    hand.press("Close it for everybody")
    hand.reads("The table is closed.")


def take_the_record_home(hand: Hand, folder: Path) -> None:
    """Check the record on this device, download it, and verify the folder with the command line."""
    hand.press("Record")
    file = hand.downloads("Check and download it", folder)
    zipfile.ZipFile(file).extractall(folder / "record")
    assert main(["record", "verify", str(folder / "record")]) == 0
